// Package visit is what an instrumented learner's file calls while it runs: which functions it entered,
// which lines it visited. The calls are written into the file by grader/instrument; nobody writes
// them by hand.
//
//	visit.Push(12); defer visit.Pop()                      where a function begins that calls or loops
//	visit.Line(12)                                         before each statement
//	visit.Enter("HandleRequestVote"); defer visit.Leave()  round a rule, by who calls it (grader.Entered)
//
// Two things come of it. A rule that does not end panics after Limit lines or DepthLimit calls within
// calls, so that an endless loop is a verdict, and the same one on every machine. And a host that
// called Record(true) can Take the lines of each call, which shows a learner the line that decided.
//
// A rule is bracketed by its caller, because a rule need not be a function of that name: it may be a
// variable, and hold what a call has made. A function that runs outside of any rule, as the value of a
// variable is made or in init, is bounded as a rule is, without a name and without a record.
//
// # Why it has state
//
// A statement has no place to pass a counter through: a rule's signature is the paper's, and its
// helpers are the learner's own. So the counter is the package's, and there is one learner's file a
// program, judged by one goroutine: instrument refuses a learner's file that starts others. A grading
// resets all of it with each rule that it calls, so no verdict depends on what ran before.
//
// # Never
//
// It imports nothing but strconv, knows no rule by name, and keeps nothing without bound. It does not
// decide what a verdict is: it panics with a sentence, and whoever judges catches it. It is not for two
// gradings at a time in one program.
package visit

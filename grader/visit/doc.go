// Package visit records a running learner's file: the functions that it enters and the lines that it visits.
// Package grader/instrument writes the calls into the file; people do not.
//
//	visit.Push(12); defer visit.Pop()                      where a function begins that calls or loops
//	visit.Line(12)                                         before each statement
//	visit.Enter("HandleRequestVote"); defer visit.Leave()  around a rule, by its caller (package rulecall)
//
// This has two uses. A rule that does not end panics after Limit lines or DepthLimit nested calls, and a rule that is
// slow in every call after TotalLimit lines in all calls together. So both result in a verdict, the same on every
// machine. And a host that called Record(true) can Take
// the lines of each call, which shows a learner the line that decided.
//
// The caller brackets a rule, because a rule need not be a function of that name: it may be a variable with the
// result of a call. A function that runs outside of any rule, in init or for the value of a variable, has the
// same limits as a rule, but no name and no record.
//
// # Why it has state
//
// A statement has no place to pass a counter through: a rule's signature is the paper's, and its helpers are
// the learner's own. So the package holds the counter. A program has one learner's file, which one goroutine
// judges: instrument refuses a learner's file that starts others. A grading resets the state with each rule
// that it calls, so no verdict depends on earlier calls.
//
// # Never
//
// It imports nothing but strconv, knows no rule by name, and keeps only a limited amount. It decides no
// verdict: it panics with a sentence, and the judge catches the panic. It cannot serve two gradings at a time
// in one program.
package visit

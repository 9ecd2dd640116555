package grader

import (
	"cmp"
	"slices"
	"strings"

	"raftlab/grader/visit"
	"raftlab/lab"
	"raftlab/lab/shrink"
)

// Verdict is the outcome of a grading.
type Verdict string

// The verdicts. They are never merged, because each calls for a different action of the learner.
const (
	Pass       Verdict = "pass"
	Safety     Verdict = "safety"
	Liveness   Verdict = "liveness"
	Crash      Verdict = "crash"
	Unfinished Verdict = "unfinished"
	// Inconclusive: a check reached its limit without a verdict. It is never a pass.
	Inconclusive Verdict = "inconclusive"
	// Compile: the file does not compile. Refused: it does what no exercise may do. Neither is judged.
	Compile Verdict = "compile"
	Refused Verdict = "refused"
	// Infrastructure: this machine could not judge. It is never the learner's fault.
	Infrastructure Verdict = "infrastructure"
)

// Verdicts are all of them.
func Verdicts() []Verdict {
	return []Verdict{Pass, Safety, Liveness, Crash, Compile, Refused, Unfinished, Inconclusive, Infrastructure}
}

// gravest are the verdicts of a grading, the gravest first. A report has the gravest verdict of its findings.
//
// A cluster that answers wrongly is worse than one that does not answer: what a client was told cannot be taken back.
// A rule that panics takes its server down each time, and the check that it was in was not judged to its end. A cluster
// that stands still has lost nothing. A check without a verdict proves nothing. And a rule that is not written has
// nothing wrong in it: the rest of the file may.
var gravest = []Verdict{Safety, Crash, Liveness, Inconclusive, Unfinished, Pass}

// isGraver reports whether a verdict is graver than another one.
func (v Verdict) isGraver(than Verdict) bool {
	return slices.Index(gravest, v) < slices.Index(gravest, than)
}

// Finding is one check that did not pass.
type Finding struct {
	Verdict Verdict
	// Check is the name of the check. Place is its place in the paper.
	Check, Place string
	// Sentence says what is wrong, with servers, terms and indexes. Code and Args are the same for another language.
	Sentence string
	Code     string
	Args     []lab.Arg
	// Case is the single call that shows it, nil for a finding in a cluster.
	Case *CaseFailure
	// Frames are the learner's calls that were open when a rule panicked, in a single call or in a cluster.
	Frames []Frame
	// Property is the ID of the property that broke in a cluster. Drill is its story, "" for a random schedule.
	// Small is the run made small, nil if that was impossible.
	Property, Drill string
	Small           *shrink.Result
	// Seed, Event and Time are the place of a finding in a cluster: the schedule, and the moment in it.
	Seed  uint64
	Event uint64
	Time  lab.Time
	// Task is the task of the exercise's lesson that the finding belongs to, 0 if it is unknown.
	Task int
	// Also are other tasks whose mistakes make this check fail.
	Also []int
	// further is true of a run that breaks a property when another one is shown already.
	further bool
}

// say sets the sentence.
func (f *Finding) say(s lab.Saying) { f.Sentence, f.Code, f.Args = s.Text, s.Code, s.Args }

// code is the code of the sentence, "" for no finding.
func (f *Finding) code() string {
	if f == nil {
		return ""
	}
	return f.Code
}

// isEndless reports whether a call was stopped because it does not end. Such a call takes long, and so does each run
// that repeats it.
func (f *Finding) isEndless() bool {
	return strings.Contains(f.Sentence, visit.EndlessLoop) || strings.Contains(f.Sentence, visit.TooSlow)
}

// The ranks of findings of one verdict: the first run in which a cluster broke a property, then the single calls, which
// may break one, then further runs, and then what happened to one server, or that nothing happens any more. The calls
// say more than these: what was asked, and what had to come.
const (
	firstRun = iota
	singleCall
	furtherRun
	oneServer
)

func (f *Finding) rank() int {
	switch {
	case f.Property == "":
		return singleCall
	case f.Property == lab.TimerID:
		return firstRun // it names its reason
	case f.Property == lab.SoundServerID, f.Property == lab.PanicID, f.Verdict == Liveness:
		return oneServer
	case f.further:
		return furtherRun
	}
	return firstRun
}

// sort puts the gravest finding first. Of equally grave ones the first that was found comes first.
func (r *Report) sort() {
	r.sortByRank()
	for i := range r.Findings {
		r.Findings[i].further = i > 0
	}
	r.sortByRank()
	if len(r.Findings) > 0 {
		r.Verdict = r.Findings[0].Verdict
	}
}

func (r *Report) sortByRank() {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(slices.Index(gravest, a.Verdict), slices.Index(gravest, b.Verdict)),
			cmp.Compare(a.rank(), b.rank()),
		)
	})
}

// CaseFailure is one call of the rule that went wrong. Place and Why are the place in the paper and the sentence,
// unless the case itself has better ones. Liveness is true for a mistake that endangers no property, but keeps a
// cluster from making progress.
type CaseFailure struct {
	State, Request, Yours, Allowed, Place string
	Why                                   lab.Saying
	Liveness                              bool
	// Lines are the lines of the learner's file that the call visited, in the order of the file, and Decided is the one
	// that it visited last: there the answer was decided. They are empty where nobody watches (Budget.Visited).
	Lines   []int
	Decided int
}

// Report is the result of a grading. It is data; Text is the one way to show it.
type Report struct {
	About    About
	Branches []Branch
	Verdict  Verdict
	// Findings are the checks that did not pass, the gravest first.
	Findings []Finding
	// Checks is how many checks the exercise has, the same for every file, and Passed how many of them passed. Left are
	// the names of those that were not made. Calls, Schedules and Events are how many small calls, schedules and events
	// there were.
	Checks, Passed           int
	Left                     []string
	Calls, Schedules, Events int
	// Failed is how many of the schedules failed.
	Failed int
	// Reached is how often the clusters' runs reached each of the exercise's branches.
	Reached []int
	// Hash is over the traces of all stories and schedules: equal hashes mean equal runs. "" means no run.
	Hash string
	// trace plays a scenario with the judged rules, and gives its trace.
	trace func(scenario string) string
}

// Unreached lists the branches that no run in a cluster reached. A pass says nothing about them.
func (r Report) Unreached() []Branch {
	var unreached []Branch
	for i, count := range r.Reached {
		if count == 0 {
			unreached = append(unreached, r.Branches[i])
		}
	}
	return unreached
}

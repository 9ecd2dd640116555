package suite

import (
	"errors"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/lab/wholecluster"
)

// Result is one part of a verdict: a situation, or a random schedule.
type Result struct {
	// Name is the scenario's, such as duel-3, and Title says what it is about.
	Name, Title string
	Seed        uint64
	Passed      bool
	// Property, PropertyName, Section and Sentence say what broke, if it did not pass. Liveness is true of a property
	// that says something will happen.
	Property, PropertyName, Section, Sentence string
	Liveness                                  bool
	// Scenario is the text. Small is a small one that breaks the same property, "" if there is none, with so many
	// commands; SmallMinimal is true if every one of them was tried and is needed.
	Scenario, Small string
	SmallCommands   int
	SmallMinimal    bool
	// Events and Micros are how many events it had, and how long it was, in virtual time.
	Events, Micros uint64
	Hash           string
}

// Verdict is pass, or how a part failed: safety, liveness or crash.
func (r *Result) Verdict() string {
	switch {
	case r.Passed:
		return "pass"
	case r.Property == lab.PanicID || r.Property == "stays-up":
		return "crash"
	case r.Liveness || slow[r.Property]:
		return "liveness"
	}
	return "safety"
}

// slow are properties that break without a wrong answer: something does not happen, or costs too much.
var slow = map[string]bool{
	"responds": true, "rests": true, "goroutines": true, "progress": true, "economy": true, "snapshot-size": true,
	unfinished: true,
}

// Report is the verdict on a program.
type Report struct {
	Passed bool
	// Results are in order. A verdict that ended at the first failure has fewer.
	Results []Result
	// Failed are the results that did not pass.
	Failed []Result
	// Warnings are what the codec had to say of the program's types, and Known the fields of usual names that it has.
	Warnings, Known []string
	// Snapshots is true if the program has snapshots.
	Snapshots bool
}

// unfinished is the property of a scenario that did not come to its end though nothing broke.
const unfinished = "unfinished"

// resultOf is the result of a scenario that was played.
func resultOf(s *story.Scenario, runner *story.Runner, cluster *wholecluster.Cluster) Result {
	w := runner.World()
	r := Result{
		Name: s.ID, Title: s.Title, Seed: runner.Options.Seed, Scenario: s.Text, Passed: true,
		Events: w.Trace.Event(), Micros: uint64(w.Now()), Hash: runner.Hash(),
	}
	err := runner.Failure()
	switch v, broken := errors.AsType[*lab.Violation](err); {
	case broken:
		r.Passed = false
		r.Property, r.PropertyName, r.Section, r.Sentence = v.ID, v.Name, v.Section, v.Sentence
		r.Liveness = v.Liveness
	case errors.Is(err, service.ErrInconclusive):
		// The bound of the judge was too small: that is no mistake of the program.
	case err != nil:
		r.Passed = false
		r.Property, r.PropertyName, r.Section = unfinished, "The scenario ends", cluster.Section()
		r.Sentence = err.Error()
	}
	return r
}

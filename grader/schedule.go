package grader

import (
	"errors"
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/cluster"
	"raftlab/lab/nemesis"
	"raftlab/lab/shrink"
	"raftlab/raft"
)

// drills plays the exercise's own stories. It is false when one failed.
func (g *grading) drills(rules raft.Rules) bool {
	passed := true
	for _, d := range g.report.Exercise.Drills {
		finding, events := runDrill(d, rules)
		g.report.Events += events
		if g.passed(finding) {
			continue
		}
		if passed = false; !g.budget.All {
			break
		}
	}
	return passed
}

// runDrill plays one story.
func runDrill(d Drill, rules raft.Rules) (*Finding, int) {
	scenario, err := lab.ParseScenario("drill", "# Drill: "+d.Name+"\n"+d.Script)
	if err != nil {
		panic(fmt.Sprintf("grader: the drill %q cannot be read: %v", d.Name, err))
	}
	player, host := nemesis.WithRules(rules)()
	runner, err := lab.NewRunner(scenario, player, host, nil)
	if err != nil {
		return &Finding{Verdict: Crash, Check: d.Name, Place: "Figure 2", Sentence: err.Error()}, 0
	}
	failure := runner.Finish(nemesis.Events)
	events := int(runner.World().Trace.Event())
	if failure == nil {
		return nil, events
	}
	var violation *lab.Violation
	if errors.As(failure, &violation) {
		f := broken(violation)
		f.Drill = d.Name
		f.Small = small(scenario, rules, f)
		return f, events
	}
	f := unjudged(failure, events)
	f.Drill = d.Name
	return f, events
}

// schedules plays random schedules up to the first that fails, or all of them. Only the first that
// fails is shown; the others are counted.
func (g *grading) schedules(rules raft.Rules) {
	var first *Finding
	for i := range g.budget.Schedules {
		finding, events := RunSchedule(g.budget.FirstSeed+uint64(i), rules, g.budget.Trace)
		g.report.Schedules++
		g.report.Events += events
		if finding == nil {
			continue
		}
		g.report.Failed++
		if first == nil {
			first = finding
			first.Small = small(nemesis.Scenario(nemesis.Options{Seed: first.Seed}), g.rules, first)
		}
		if !g.budget.All {
			break
		}
	}
	g.passed(first)
}

// small is a failed run made small. A panic is not shrunk: the sentence says where it was.
func small(scenario *lab.Scenario, rules raft.Rules, f *Finding) *shrink.Result {
	if f.Verdict != Safety && f.Verdict != Liveness {
		return nil
	}
	stage := func() (lab.Player, lab.Host) { return nemesis.WithRules(rules)() }
	result, err := shrink.Shrink(scenario, stage, shrink.Options{Events: nemesis.Events, Runs: shrinkRuns})
	if err != nil {
		// What is not a property that broke cannot be shrunk, and stands in the report as it is.
		return nil
	}
	return result
}

// SmallTrace is the trace of a finding's small run, "" for one that has none.
func (f Finding) SmallTrace(rules raft.Rules) string {
	if f.Small == nil {
		return ""
	}
	scenario, err := lab.ParseScenario("smallest", f.Small.Scenario)
	if err != nil {
		return ""
	}
	player, host := nemesis.WithRules(rules)()
	var trace strings.Builder
	runner, err := lab.NewRunner(scenario, player, host, nil, func(line []byte) { trace.Write(line) })
	if err != nil {
		return ""
	}
	// That it fails is what it shows.
	_ = runner.Finish(nemesis.Events)
	_ = runner.World().Close()
	trace.WriteString(runner.World().Trace.End())
	return trace.String()
}

// shrinkRuns bounds the work of making a run small. Most need a few hundred runs.
const shrinkRuns = 4000

// RunSchedule runs a cluster of servers with these rules through the random schedule of a seed. It
// gives what went wrong, or nil, and how many events there were.
func RunSchedule(seed uint64, rules raft.Rules, trace func(seed uint64, line []byte)) (*Finding, int) {
	var sinks []func([]byte)
	if trace != nil {
		sinks = append(sinks, func(line []byte) { trace(seed, line) })
	}
	result := nemesis.Run(nemesis.Options{Seed: seed}, nemesis.WithRules(rules), nemesis.Events, sinks...)
	var f *Finding
	switch {
	case result.Violation != nil:
		f = broken(result.Violation)
	case result.Err != nil:
		f = unjudged(result.Err, int(result.Events))
	default:
		return nil, int(result.Events)
	}
	f.Seed = seed
	return f, int(result.Events)
}

// broken says what a broken property means for the learner.
func broken(v *lab.Violation) *Finding {
	f := &Finding{Verdict: Safety, Check: v.Name, Property: v.ID, Place: v.Section, Sentence: v.Sentence, Event: v.Event, Time: v.Time}
	switch {
	case v.Liveness:
		f.Verdict = Liveness
	case v.ID != lab.PanicID:
	case strings.Contains(v.Sentence, raft.TODO):
		f.Verdict = Unfinished
	default:
		f.Verdict = Crash
	}
	return f
}

// unjudged says what kept a run from being judged.
func unjudged(err error, events int) *Finding {
	f := &Finding{Verdict: Liveness, Check: "a schedule comes to its end", Place: "§5.2, §5.6", Sentence: withoutPlace(err).Error(), Event: uint64(events)}
	switch {
	case errors.Is(err, cluster.ErrInconclusive):
		f.Verdict, f.Check, f.Place = Inconclusive, "Linearizability", "§8"
	case events == 0:
		f.Verdict, f.Check, f.Place = Crash, "the server starts", "Figure 2"
	}
	return f
}

func withoutPlace(err error) error {
	var script *lab.ScriptError
	if errors.As(err, &script) {
		return script.Err
	}
	return err
}

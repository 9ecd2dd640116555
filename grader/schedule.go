package grader

import (
	"errors"
	"fmt"
	"strings"

	"raftlab/grader/visit"
	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/service"
	"raftlab/lab/shrink"
	"raftlab/lab/story"
	"raftlab/raft"
)

// run is what came of a cluster's run: nil for one that passed.
type run struct {
	finding *Finding
	events  int
	hash    string
}

// drills plays the exercise's own stories. It is false when one failed.
func (g *grading) drills(rules raft.Rules) bool {
	passed := true
	for _, d := range g.report.Exercise.Drills {
		scenario := d.scenario()
		r := g.witnessed(rules, func(stage nemesis.Stage) run { return runDrill(d, scenario, stage, g.tellEvents()) })
		g.ran(r)
		g.tellCheck(Stories, d.Name, d.Place, r.finding)
		if r.finding != nil {
			r.finding.Small = g.small(scenario, r.finding)
		}
		if g.passed(r.finding) {
			continue
		}
		if passed = false; !g.budget.All {
			break
		}
	}
	return passed
}

// settled is how most drills end: what a cluster owes once all faults are over. Some end otherwise, with one more
// write or with less to wait for. They are left so: with one ending for all, some mutants break another property
// first than the one that their drill is told for.
const settled = `recover
expect progress
await answers
expect linearizable
`

// scenario is the drill, ready to play.
func (d Drill) scenario() *story.Scenario {
	scenario, err := story.ParseScenario("drill", "# Drill: "+d.Name+"\n"+d.Script)
	if err != nil {
		panic(fmt.Sprintf("grader: the drill %q cannot be read: %v", d.Name, err))
	}
	return scenario
}

// witnessed is a run on a stage that keeps the learner's calls of a panic: when the run has ended, they are
// gone. A panic ends its run, so there is one at most.
func (g *grading) witnessed(rules raft.Rules, play func(nemesis.Stage) run) run {
	var open []Frame
	r := play(raftcluster.Watched(rules, func() { open = frames(g.report.Exercise) }))
	if r.finding != nil {
		r.finding.Frames = open
	}
	return r
}

// runDrill plays one story. The sink, if there is one, is given its trace.
func runDrill(d Drill, scenario *story.Scenario, stage nemesis.Stage, sink func([]byte)) run {
	player, host := stage()
	runner, err := story.NewRunner(scenario, player, host, nil, sinks(sink)...)
	if err != nil {
		return run{finding: &Finding{Verdict: Crash, Check: d.Name, Place: "Figure 2", Sentence: err.Error(), Drill: d.Name}}
	}
	failure := runner.Finish(nemesis.Events)
	r := run{events: int(runner.World().Trace.Event()), hash: runner.Hash()}
	if failure == nil {
		return r
	}
	var violation *lab.Violation
	if errors.As(failure, &violation) {
		r.finding = broken(violation)
	} else {
		r.finding = unjudged(failure, r.events, runner.World().Now())
	}
	r.finding.Drill = d.Name
	return r
}

// sinks is a list of the sink, or empty where there is none.
func sinks(sink func([]byte)) []func([]byte) {
	if sink == nil {
		return nil
	}
	return []func([]byte){sink}
}

// schedulesCheck is how the check of all random schedules is called.
const schedulesCheck = "random schedules"

// schedules plays random schedules up to the first that fails, or all of them. Only the first that
// fails is shown; the others are counted.
func (g *grading) schedules(rules raft.Rules) {
	var first *Finding
	for i := range g.budget.Schedules {
		r := g.witnessed(rules, func(stage nemesis.Stage) run {
			return runSchedule(g.budget.FirstSeed+uint64(i), stage, g.budget.Trace, g.tellEvents())
		})
		g.ran(r)
		if g.report.Schedules++; g.report.Schedules%schedulesToTell == 0 {
			g.tell(Progress{Kind: SchedulesProgress, Done: g.report.Schedules, Of: g.budget.Schedules, Events: g.report.Events})
		}
		if r.finding == nil {
			continue
		}
		g.report.Failed++
		if first == nil {
			first = r.finding
			g.tellFinding(first)
		}
		if !g.budget.All {
			break
		}
	}
	g.tellOutcome(Schedules, schedulesCheck, "", first)
	if first != nil {
		first.Small = g.small(raftcluster.Nemesis().Scenario(nemesis.Options{Seed: first.Seed}), first)
	}
	g.passed(first)
}

// small is a failed run made small, nil for one that cannot be. A loop without an end is not tried: each of
// thousands of runs would visit millions of lines.
func (g *grading) small(scenario *story.Scenario, f *Finding) *shrink.Result {
	if f.Property == "" || f.Verdict == Unfinished || strings.Contains(f.Sentence, visit.EndlessLoop) {
		return nil
	}
	stage := func() (story.Player, lab.Host) { return raftcluster.WithRules(g.rules)() }
	result, err := shrink.Shrink(scenario, stage, shrink.Options{Events: nemesis.Events, Runs: shrinkRuns, Progress: g.tellRuns})
	if err != nil {
		// What is not a property that broke cannot be shrunk, and stands in the report as it is.
		return nil
	}
	return result
}

// tellRuns tells that the shrinking goes on.
func (g *grading) tellRuns(runs int) {
	if runs%runsToTell == 0 {
		g.tell(Progress{Kind: ShrinkingProgress, Done: runs})
	}
}

// SmallTrace is the trace of a finding's small run, "" for one that has none.
func (f Finding) SmallTrace(rules raft.Rules) string {
	if f.Small == nil {
		return ""
	}
	scenario, err := story.ParseScenario("smallest", f.Small.Scenario)
	if err != nil {
		return ""
	}
	player, host := raftcluster.WithRules(rules)()
	var trace strings.Builder
	runner, err := story.NewRunner(scenario, player, host, nil, func(line []byte) { trace.Write(line) })
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
	r := runSchedule(seed, raftcluster.WithRules(rules), trace, nil)
	return r.finding, r.events
}

func runSchedule(seed uint64, stage nemesis.Stage, trace func(seed uint64, line []byte), sink func([]byte)) run {
	both := sinks(sink)
	if trace != nil {
		both = append(both, func(line []byte) { trace(seed, line) })
	}
	result := raftcluster.Nemesis().Run(nemesis.Options{Seed: seed}, stage, nemesis.Events, both...)
	r := run{events: int(result.Events), hash: result.Hash}
	switch {
	case result.Violation != nil:
		r.finding = broken(result.Violation)
	case result.Err != nil:
		r.finding = unjudged(result.Err, r.events, result.Time)
	default:
		return r
	}
	r.finding.Seed = seed
	return r
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

// unjudged says what kept a run from being judged, or what did not come of it.
func unjudged(err error, events int, now lab.Time) *Finding {
	text := strings.TrimPrefix(withoutPlace(err).Error(), story.ErrExpectation.Error()+": ")
	f := &Finding{
		Verdict: Liveness, Check: "a run comes to its end", Place: "§5.2, §5.6",
		Sentence: strings.ToUpper(text[:1]) + text[1:], Event: uint64(events), Time: now,
	}
	switch {
	case errors.Is(err, service.ErrInconclusive):
		f.Verdict, f.Check, f.Place = Inconclusive, "Linearizability", "§8"
	case errors.Is(err, story.ErrExpectation):
		f.Check = "what comes of the story"
	case events == 0:
		f.Verdict, f.Check, f.Place = Crash, "the server starts", "Figure 2"
	}
	return f
}

func withoutPlace(err error) error {
	var script *story.ScriptError
	if errors.As(err, &script) {
		return script.Err
	}
	return err
}

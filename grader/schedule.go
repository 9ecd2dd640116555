package grader

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/service"
	"raftlab/lab/shrink"
	"raftlab/lab/story"
)

// run is the outcome of a cluster's run.
type run struct {
	finding *Finding // nil for a run that passed
	events  int
	hash    string
}

// drills plays all of the exercise's stories.
func (g *grading[R]) drills(rules R) {
	for _, d := range g.exercise.Drills {
		if g.isTooLong() {
			g.leave(d.Name)
			continue
		}
		scenario := d.scenario()
		r := g.witnessed(rules, func(stage nemesis.Stage) run { return runDrill(d, scenario, stage, g.eventSink()) })
		g.ran(r)
		g.check(Stories, d.Name, d.Place, r.finding, d.Name, d.Place)
	}
}

// scenario is the drill, ready to play.
func (d Drill) scenario() *story.Scenario {
	scenario, err := story.ParseScenario("drill", d.text())
	if err != nil {
		panic(fmt.Sprintf("grader: the drill %q cannot be read: %v", d.Name, err))
	}
	return scenario
}

func (d Drill) text() string { return "# Drill: " + d.Name + "\n" + d.Script }

// witnessed is a run on a stage that keeps the learner's open calls of a panic: after the run they are lost. A panic
// ends its run, so there is at most one.
func (g *grading[R]) witnessed(rules R, play func(nemesis.Stage) run) run {
	var open []Frame
	r := play(g.exercise.Stage(rules, func(reason any) { open = frames(reason) }))
	if r.finding != nil {
		r.finding.Frames = open
		g.report.weigh(r.finding)
	}
	return r
}

// runDrill plays one story. The sink, if it is not nil, receives its trace.
func runDrill(d Drill, scenario *story.Scenario, stage nemesis.Stage, sink func([]byte)) run {
	player, host := stage()
	runner, err := story.NewRunner(scenario, player, host, nil, sinks(sink)...)
	if err != nil {
		refused := &Finding{Verdict: Crash, Check: d.Name, Place: d.Place, Drill: d.Name}
		refused.say(lab.Say("run.refused", "%v", err))
		return run{finding: refused}
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
		r.finding = unjudged(failure, r.events, runner.World().Now(), story.AllChecks(player))
		if r.finding.Code == unexpected {
			r.finding.Place = d.Place
			r.finding.say(d.unmet(failure, r.finding.Sentence))
		}
	}
	r.finding.Drill = d.Name
	return r
}

// unmet says what holds, and which line of the drill expects something else. A wait, and a line that nobody saw, say
// themselves what should be.
func (d Drill) unmet(failure error, holds string) lab.Saying {
	var place *story.ScriptError
	lines := strings.Split(d.text(), "\n")
	if !errors.As(failure, &place) || place.Line > len(lines) {
		return lab.Say(unexpected, "%s", holds)
	}
	line := strings.TrimSpace(lines[place.Line-1])
	if !strings.HasPrefix(line, "expect ") || strings.HasPrefix(line, "expect saw ") {
		return lab.Say(unexpected, "%s", holds)
	}
	return lab.Say(unexpected, "%s. The story says here: %s", holds, line)
}

// sinks is a list with the sink, or an empty list for nil.
func sinks(sink func([]byte)) []func([]byte) {
	if sink == nil {
		return nil
	}
	return []func([]byte){sink}
}

// schedulesCheck is the name of the check of all random schedules.
const schedulesCheck = "random schedules"

// maxFailed is how many schedules may fail before the others are left. One that breaks a property of safety is
// enough; after one that does less, a graver one may follow. A schedule that uses up its steps takes as long as a
// hundred others, so maxUnended is less.
const (
	maxFailed  = 10
	maxUnended = 2
)

// schedules plays random schedules up to the first that breaks safety, or all of them. It shows the gravest that fails,
// and counts the others.
func (g *grading[R]) schedules(rules R) {
	if g.isTooLong() || g.isShown() && !g.budget.All {
		g.leave(schedulesCheck)
		return
	}
	var found *Finding
	last, notOver := 0, 0
	for i := range g.budget.Schedules {
		r := g.schedule(rules, g.budget.FirstSeed+uint64(i))
		g.ran(r)
		if g.report.Schedules++; g.report.Schedules%schedulesPerProgress == 0 {
			g.notify(Progress{
				Kind: SchedulesProgress, Done: g.report.Schedules, Of: g.budget.Schedules, Events: g.report.Events,
			})
		}
		if r.finding == nil {
			continue
		}
		g.report.Failed++
		if found == nil || r.finding.Verdict.isGraver(found.Verdict) {
			found, last = r.finding, g.last
		}
		if r.finding.Code == unended {
			notOver++
		}
		enough := found.Verdict == Safety || g.report.Failed == maxFailed || notOver == maxUnended
		if enough && !g.budget.All || r.finding.isEndless() {
			break
		}
	}
	if found == nil || len(g.exercise.Branches) == 0 {
		g.check(Schedules, schedulesCheck, "", found)
		return
	}
	// Where no call failed, the schedule's last call is the nearest to its end.
	branch := g.exercise.Branches[last]
	g.check(Schedules, schedulesCheck, "", found, branch.Name, branch.Place)
}

// isShown reports whether a story broke a property of safety.
func (g *grading[R]) isShown() bool {
	return slices.ContainsFunc(g.report.Findings, func(f Finding) bool {
		return f.Drill != "" && f.Property != "" && f.Verdict == Safety
	})
}

// showSmall makes the gravest run small, of all that broke a property in a cluster. To make all of them small would
// take longer than everything else together. A run that is not over is shown by its beginning.
func (g *grading[R]) showSmall() {
	shown := false
	for i := range g.report.Findings {
		f := &g.report.Findings[i]
		switch {
		case f.Code == unended:
			f.Small = g.short(g.scenarioOf(f), f)
		case f.Property != "" && !shown && !f.isEndless():
			f.Small = g.small(g.scenarioOf(f))
			shown = f.Small != nil
		}
	}
}

// unended is the code of the sentence about a run that is not over when its steps are used up, unexpected of the one
// about a story that ended in another way than it should.
const unended, unexpected = "run.unended", "run.unexpected"

// scenarioOf is the run of a finding in a cluster, ready to play again.
func (g *grading[R]) scenarioOf(f *Finding) *story.Scenario {
	for _, d := range g.exercise.Drills {
		if d.Name == f.Drill {
			return d.scenario()
		}
	}
	return g.exercise.Nemesis.Scenario(nemesis.Options{Seed: f.Seed})
}

// small is a failed run made small, nil if that is impossible.
func (g *grading[R]) small(scenario *story.Scenario) *shrink.Result {
	stage := func() (story.Player, lab.Host) { return g.exercise.Stage(g.rules, nil)() }
	options := shrink.Options{Events: nemesis.Events, Runs: shrinkRuns, Progress: g.notifyRuns}
	if g.exercise.Assumes {
		options.Correct = func() (story.Player, lab.Host) { return g.exercise.Stage(g.exercise.Reference(), nil)() }
	}
	result, err := shrink.Shrink(scenario, stage, options)
	if err != nil {
		// Only a broken property can be shrunk. Any other failure is in the report unchanged.
		return nil
	}
	return result
}

// notifyRuns reports the progress of shrinking.
func (g *grading[R]) notifyRuns(runs int) {
	if runs%runsPerProgress == 0 {
		g.notify(Progress{Kind: ShrinkingProgress, Done: runs})
	}
}

// trace is the trace of a small run. It is "" for a scenario that cannot be played.
func (g *grading[R]) trace(smallest string) string {
	scenario, err := story.ParseScenario("smallest", smallest)
	if err != nil {
		return ""
	}
	player, host := g.exercise.Stage(g.rules, nil)()
	var trace strings.Builder
	runner, err := story.NewRunner(scenario, player, host, nil, func(line []byte) { trace.Write(line) })
	if err != nil {
		return ""
	}
	// The trace is to show the failure, so the error is not needed.
	_ = runner.Finish(nemesis.Events)
	_ = runner.World().Close()
	trace.WriteString(runner.World().Trace.End())
	return trace.String()
}

// shrinkRuns bounds the work of making a run small. Most need a few hundred runs.
const shrinkRuns = 4000

// PlayDrill plays a story on a stage, and gives its finding, nil if it passes. Nothing is made small.
func PlayDrill(d Drill, stage nemesis.Stage) *Finding {
	return runDrill(d, d.scenario(), stage, nil).finding
}

// PlaySchedule is PlayDrill for the random schedule of a seed.
func PlaySchedule(of nemesis.Protocol, seed uint64, stage nemesis.Stage) *Finding {
	return runSchedule(of, seed, stage, nil, nil).finding
}

func runSchedule(
	of nemesis.Protocol, seed uint64, stage nemesis.Stage,
	trace func(seed uint64, line []byte), sink func([]byte),
) run {
	both := sinks(sink)
	if trace != nil {
		both = append(both, func(line []byte) { trace(seed, line) })
	}
	result := of.Run(nemesis.Options{Seed: seed}, stage, nemesis.Events, both...)
	r := run{events: int(result.Events), hash: result.Hash}
	switch {
	case result.Violation != nil:
		r.finding = broken(result.Violation)
	case result.Err != nil:
		r.finding = unjudged(result.Err, r.events, result.Time, result.Known)
	default:
		return r
	}
	r.finding.Seed = seed
	return r
}

// unendedText says of a run that is not over what its servers are busy with; how many steps are allowed is no matter of
// the learner's.
func unendedText(text string) string {
	_, last, told := strings.Cut(text, ": the last ")
	if !told {
		return "The run does not come to its end"
	}
	return "The run does not come to its end: the last " + strings.Replace(last, " took ", " steps took ", 1)
}

// broken says what a broken property means for the learner.
func broken(v *lab.Violation) *Finding {
	f := &Finding{
		Verdict:  Safety,
		Check:    v.Name,
		Property: v.ID,
		Place:    v.Section,
		Event:    v.Event,
		Time:     v.Time,
	}
	why := violated(v)
	why.Text = timesInWords(why.Text)
	f.say(why)
	switch {
	case v.Liveness:
		f.Verdict = Liveness
	case v.ID != lab.PanicID:
	case strings.Contains(v.Sentence, unwrittenRule):
		f.Verdict = Unfinished
	default:
		f.Verdict = Crash
	}
	return f
}

// violated is the sentence of a broken property.
func violated(v *lab.Violation) lab.Saying {
	return lab.Saying{Code: v.Code, Args: v.Args, Text: v.Sentence}
}

// unjudged says what kept a run from being judged, or what it did not reach. The checks are those of its protocol.
func unjudged(err error, events int, now lab.Time, checks []lab.Check) *Finding {
	text := strings.TrimPrefix(withoutPlace(err).Error(), story.ErrExpectation.Error()+": ")
	f := &Finding{
		Verdict: Liveness, Check: "a run comes to its end", Place: sectionOf(checks, "progress", "convergence"),
		Event: uint64(events), Time: now,
	}
	code := "run.failed"
	switch {
	case errors.Is(err, story.ErrUnended):
		text, code = unendedText(text), unended
	case errors.Is(err, service.ErrInconclusive):
		f.Verdict, f.Check, code = Inconclusive, "Linearizability", "run.inconclusive"
		f.Place = sectionOf(checks, "linearizability")
	case errors.Is(err, story.ErrExpectation):
		f.Check, code = "what the story expects", unexpected
	case events == 0:
		f.Verdict, f.Check, code = Crash, "the server starts", "run.unstarted"
	}
	if code == "run.failed" {
		text, _, _ = strings.Cut(text, "; ") // what follows is for whoever writes stories
	}
	f.say(lab.Say(code, "%s", timesInWords(strings.ToUpper(text[:1])+text[1:])))
	return f
}

func withoutPlace(err error) error {
	var script *story.ScriptError
	if errors.As(err, &script) {
		return script.Err
	}
	return err
}

// sectionOf is where a property is stated: the first of these that the checks have, and "" if they have none.
func sectionOf(checks []lab.Check, ids ...string) string {
	for _, id := range ids {
		at := slices.IndexFunc(checks, func(c lab.Check) bool { return c.ID == id })
		if at >= 0 {
			return checks[at].Section
		}
	}
	return ""
}

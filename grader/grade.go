package grader

import "raftlab/lab/digest"

// Budget bounds a grading in schedules, never in seconds.
type Budget struct {
	// Schedules are run with the seeds FirstSeed, FirstSeed+1, ...
	FirstSeed uint64
	Schedules int
	// All plays all schedules, also after the schedules or the stories have shown enough.
	All bool
	// OnlySchedules leaves out all other checks, to play one seed again.
	OnlySchedules bool
	// Trace, if it is not nil, receives the trace lines of every schedule.
	Trace func(seed uint64, line []byte)
	// Progress, if it is not nil, receives the grading's progress. The report does not depend on it.
	Progress func(Progress)
	// Visited, if it is not nil, makes calls, and gives the lines of the learner's file that each of them visited. Only
	// the lines of wrong calls in the report depend on it: without it there are none.
	Visited func(make func()) [][]int
	// Passed, if it is not nil, is asked for each schedule before it is played. It gives what the schedule has done if
	// it has passed elsewhere (Judge.Play), and nil if it is to be played here. Trace receives no line of the former.
	Passed func(seed uint64) *Passed
}

// DefaultBudget is what go test uses.
func DefaultBudget() Budget { return Budget{FirstSeed: 1, Schedules: 200} }

// grading is the state of one Grade.
type grading[R any] struct {
	exercise *Exercise[R]
	rules    R
	budget   Budget
	report   Report
	// made is how many checks were made so far.
	made int
	// stops is how many calls were stopped because they do not end.
	stops int
	// traces are the hashes of the clusters' runs, a line each.
	traces []byte
	// last is the branch that the clusters' runs reached last.
	last int
}

// maxStops is how many calls may be stopped because they do not end. Each of them visits millions of lines, so the
// checks that remain then are left.
const maxStops = 10

func (g *grading[R]) run() {
	g.report.Checks = g.checks()
	if !g.budget.OnlySchedules {
		if unwritten := g.cases(); unwritten {
			g.leaveClusters()
			g.report.sort()
			return
		}
		g.written()
		g.calls()
	}
	watched := g.watch()
	if !g.budget.OnlySchedules {
		g.drills(watched)
	}
	g.schedules(watched)
	g.report.sort()
	g.showSmall()
}

// leaveClusters leaves all checks after the examples: a rule that is not written has nothing to show there.
func (g *grading[R]) leaveClusters() {
	for _, check := range g.exercise.Checks()[len(g.exercise.Cases):] {
		g.leave(check.Name)
	}
}

// leave counts a check that is not made. It does not pass.
func (g *grading[R]) leave(name string) { g.report.Left = append(g.report.Left, name) }

// isTooLong reports whether so many calls were stopped that the checks that remain are left.
func (g *grading[R]) isTooLong() bool { return g.stops >= maxStops }

// check counts a check that was made, and adds its finding, which is nil for a check that passed. The keys are where
// to find its task.
func (g *grading[R]) check(stage Stage, name, place string, finding *Finding, keys ...string) {
	if finding != nil {
		finding.Task = g.exercise.Tasks.of(keys...)
		finding.Also = g.exercise.Also.of(finding.Task, keys...)
		if stage != Examples && !g.budget.OnlySchedules {
			finding.isWritten() // or the examples would have been all
			g.report.byTheCalls(finding)
		}
		if finding.isEndless() {
			g.stops++
		}
		g.report.Findings = append(g.report.Findings, *finding)
	} else {
		g.report.Passed++
	}
	g.made++
	g.notifyCheck(stage, name, place, finding)
}

// ran adds a run of a cluster.
func (g *grading[R]) ran(r run) {
	g.report.Events += r.events
	g.traces = append(append(g.traces, r.hash...), '\n')
}

// hash is the SHA-256, in hex, of all traces' hashes in their order. It is "" if no cluster ran.
func (g *grading[R]) hash() string {
	if len(g.traces) == 0 {
		return ""
	}
	sum := digest.Sum(g.traces)
	return digest.Hex(sum[:])
}

// watch is the rules, wrapped to count the branches that each call reaches.
func (g *grading[R]) watch() R {
	e := g.exercise
	g.report.Reached = make([]int, len(e.Branches))
	if e.Watch == nil {
		return g.rules
	}
	return e.Watch(g.rules, func(branch int) {
		g.report.Reached[branch]++
		g.last = branch
	})
}

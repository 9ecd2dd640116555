package mutants

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"raftlab/grader"
	"raftlab/grader/judges"
	"raftlab/grader/judges/sessions"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// Check is a kind of check of an exercise.
type Check int

// The kinds, the cheapest first. Example finds nearly all mutants.
const (
	Example Check = iota
	Small
	Drill
	Schedule
	// Nothing is for a mutant that is correct.
	Nothing
)

func (c Check) String() string {
	return [...]string{"example", "small", "drill", "schedule", "nothing"}[c]
}

// Schedules is how many random schedules a mutant may need.
const Schedules = 200

// Row is the result of each kind of check by itself for one mutant.
type Row struct {
	Mutant Mutant
	// Examples is how many of the exercise's examples fail. Small reports whether a small call fails.
	Examples int
	Small    bool
	// Drill is the first story that fails, "" for none.
	Drill string
	// Schedules is the number of the first random schedule that fails, 0 if none of 200 does.
	Schedules int
	// Property is the property that breaks in the story or, without one, in the schedule.
	Property string
}

// Graded is the mutants that a check can judge: all that can be made.
func Graded() []Mutant {
	return slices.DeleteFunc(All(), func(m Mutant) bool { return !m.Made() })
}

// Matrix judges each mutant by all kinds of checks, on all processors. Its order is the catalogue's.
func Matrix() []Row {
	return each(func(row *Row) {
		row.calls()
		row.clusters()
	})
}

// Calls is Matrix without the clusters, which take most of the time.
func Calls() []Row { return each((*Row).calls) }

func each(judge func(*Row)) []Row {
	rows := make([]Row, 0, len(All()))
	for _, m := range Graded() {
		rows = append(rows, Row{Mutant: m})
	}
	var work sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range rows {
		free <- struct{}{}
		work.Go(func() {
			judge(&rows[i])
			<-free
		})
	}
	work.Wait()
	return rows
}

// exercise makes the exercise whose rule the mutant gets wrong, nil if there is none.
func (m Mutant) exercise() *grader.Exercise[raft.Rules] {
	all := judges.Figure2()
	i := slices.IndexFunc(all, func(e *grader.Exercise[raft.Rules]) bool { return e.ID == m.Exercise })
	if i < 0 {
		return nil
	}
	return all[i]
}

// asWritten is the mutant with its mistake in the rule of its exercise.
func (m Mutant) asWritten() Mutant {
	if m.Graded != nil {
		m.Rules, m.Machine = m.Graded, nil
	}
	return m
}

// calls judges the rule by the examples, and then by the small calls.
func (r *Row) calls() {
	switch m := r.Mutant; {
	case m.Other != nil:
		r.Examples, r.Small = m.Other.calls()
	case m.Sessions != nil:
		r.Examples, r.Small = judgeCalls(sessions.Exercise, m.sessions())
	case m.exercise() != nil:
		r.Examples, r.Small = judgeCalls(m.exercise, m.written())
	}
}

// judgeCalls counts the examples that fail, and reports whether a small call does.
func judgeCalls[S any](exercise func() *grader.Exercise[S], rules S) (failed int, fails bool) {
	examples, small := exercise(), exercise()
	examples.Small, examples.Drills = nil, nil
	report := grader.Bind(examples, rules).Grade(grader.Budget{})
	small.Cases, small.Drills = nil, nil
	return report.Checks - report.Passed, len(grader.Bind(small, rules).Grade(grader.Budget{}).Findings) > 0
}

// drills are the stories of the mutant's exercise.
func (m Mutant) drills() []grader.Drill {
	if m.Other != nil {
		return m.Other.drills()
	}
	if m.Exercise != snapshotExercise && (m.Sessions != nil || m.Set != "") {
		return sessions.Exercise().Drills
	}
	if e := m.exercise(); e != nil {
		return e.Drills
	}
	return nil
}

// written is the rules with the learner's mistake.
func (m Mutant) written() raft.Rules {
	rules := reference.Rules()
	if written := m.asWritten(); written.Rules != nil {
		written.Rules(&rules)
	}
	return rules
}

// clusters judges servers with the mistake by the drills, and then by random schedules. It makes nothing small, which
// takes longer than everything else together.
func (r *Row) clusters() {
	stage, schedules := r.Mutant.asWritten().Stage(), r.Mutant.Nemesis()
	for _, d := range r.Mutant.drills() {
		if finding := grader.PlayDrill(d, stage); finding != nil {
			r.Drill, r.Property = d.Name, property(finding)
			break
		}
	}
	for seed := uint64(1); seed <= Schedules; seed++ {
		finding := grader.PlaySchedule(schedules, seed, stage)
		if finding == nil {
			continue
		}
		r.Schedules = int(seed)
		if r.Property == "" {
			r.Property = property(finding)
		}
		return
	}
}

// property is the property that a run broke, or "no end".
func property(finding *grader.Finding) string {
	if finding.Property == "" {
		return "no end"
	}
	return finding.Property
}

// First is the cheapest kind of check that finds the mutant.
func (r Row) First() Check {
	switch {
	case r.Examples > 0:
		return Example
	case r.Small:
		return Small
	case r.Drill != "":
		return Drill
	case r.Schedules > 0:
		return Schedule
	}
	return Nothing
}

// Wrong says what is wrong with a row of a whole matrix, "" for a good row.
func (r Row) Wrong() string {
	m := r.Mutant
	switch first := r.First(); {
	case first == Nothing && m.Harmless == "":
		return fmt.Sprintf("%s survives: %s", m.ID, m.Title)
	case first != m.Check:
		return fmt.Sprintf("%s is found by %v first, and should be by %v: %s", m.ID, first, m.Check, m.Title)
	case r.Drill == "" && r.Schedules == 0 && m.Harmless+m.Rare+m.Note == "":
		return fmt.Sprintf("%s breaks nothing in clusters, and no reason is given: %s", m.ID, m.Title)
	case m.Harmless != "" && r.Schedules > 0:
		return fmt.Sprintf("%s is called harmless, and schedule %d breaks %s: %s",
			m.ID, r.Schedules, r.Property, m.Title)
	}
	return ""
}

// cells is a row's part of the table from its exercise to the small calls.
func (r Row) cells() []string {
	examples, small := "-", "-"
	if r.Examples > 0 {
		examples = fmt.Sprint(r.Examples)
	}
	if r.Small {
		small = "yes"
	}
	return []string{orDash(r.Mutant.Exercise), examples, small}
}

// Line is a row of the table, without what clusters find.
func (r Row) Line() string {
	return "| " + r.Mutant.ID + " | " + r.Mutant.Title + " | " + strings.Join(r.cells(), " | ") + " | "
}

// clusterCells is the rest of the row.
func (r Row) clusterCells() []string {
	schedules := "-"
	if r.Schedules > 0 {
		schedules = fmt.Sprint(r.Schedules)
	}
	return []string{orDash(r.Drill), schedules, orDash(r.Property)}
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

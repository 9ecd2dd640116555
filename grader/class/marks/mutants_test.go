package marks_test

import (
	"flag"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/marks"
	"raftlab/grader/judges"
	"raftlab/grader/judges/sessions"
	"raftlab/grader/mutants"
	kv "raftlab/lab/kv/reference"
	"raftlab/raft"
	"raftlab/raft/reference"
)

var whole = flag.Bool("whole", false, "judge each mutant in clusters, too")

// judged is a mutant, its report and its marks.
type judged struct {
	mutant mutants.Mutant
	report grader.ReportJSON
	marks  *class.Marks
}

// judge grades a mutant's rules as if a learner had written them. Only mutants that no call shows are judged in
// clusters, unless the test is to be whole.
func judge(m mutants.Mutant, firstSeed uint64) (report grader.ReportJSON, found bool) {
	if m.Sessions != nil {
		rules := kv.Rules()
		m.Sessions(&rules)
		return grade(sessions.Exercise(), rules, firstSeed), true
	}
	if m.Other != nil && m.Check > mutants.Small {
		return report, false // the learner's functions cannot make it
	}
	if m.Other != nil {
		return gradeOther(m.Other.Judge(), firstSeed), true
	}
	change := m.Rules
	if m.Graded != nil {
		change = m.Graded
	}
	all := judges.Figure2()
	i := slices.IndexFunc(all, func(e *grader.Exercise[raft.Rules]) bool { return e.ID == m.Exercise })
	if i < 0 || change == nil {
		return report, false
	}
	rules := reference.Rules()
	change(&rules)
	return grade(all[i], rules, firstSeed), true
}

func grade[R any](exercise *grader.Exercise[R], rules R, firstSeed uint64) grader.ReportJSON {
	inClusters := *exercise
	exercise.Drills = nil
	calls := grader.Bind(exercise, rules).Grade(grader.Budget{FirstSeed: firstSeed}).JSON()
	if len(calls.Findings) > 0 && !*whole {
		return calls
	}
	return grader.Bind(&inClusters, rules).Grade(grader.Budget{FirstSeed: firstSeed, Schedules: 20}).JSON()
}

// gradeOther grades rules of another protocol. What no call shows, clusters do.
func gradeOther(judge grader.Judge, firstSeed uint64) grader.ReportJSON {
	return judge.Grade(grader.Budget{FirstSeed: firstSeed, Schedules: 20}).JSON()
}

// all judges all mutants, once for all tests.
var all = sync.OnceValue(func() []judged {
	graded := mutants.Graded()
	rows := make([]*judged, len(graded))
	var work sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, m := range graded {
		free <- struct{}{}
		work.Go(func() {
			if report, found := judge(m, 1); found {
				rows[i] = &judged{m, report, marks.Of(assigned(m.Exercise), &report)}
			}
			<-free
		})
	}
	work.Wait()
	var found []judged
	for _, row := range rows {
		if row != nil {
			found = append(found, *row)
		}
	}
	return found
})

// assigned is an exercise with its own points.
func assigned(exercise string) class.Assigned {
	judge, _ := judges.Find(exercise)
	points := judge.About().Points
	return class.Assigned{ID: exercise, Points: points, Groups: marks.Spread(exercise, points)}
}

// failing are the groups that do not pass.
func failing(m *class.Marks) []string {
	var failed []string
	for _, group := range m.Groups {
		if !group.Passed {
			failed = append(failed, group.ID)
		}
	}
	return failed
}

// costsMore are the mutants that cost more than one group, with the reason.
var costsMore = map[string]string{
	"PX12": "It counts in two functions, of two tasks of the lesson.",
	"RQ03": "A clock decides in two functions, of two tasks of the lesson.",
	"V22":  "It takes back the term, and in a later term the vote stays what it was: two tasks of the lesson.",
	"ZB12": "Two rules are wrong: the follower acknowledges too early, and the leader counts it.",
	"ZB15": "What a quorum is shows in each rule that counts: three tasks of the lesson.",
}

// TestOneMistakeCostsOneGroup: each mutant makes one mistake.
func TestOneMistakeCostsOneGroup(t *testing.T) {
	t.Parallel()
	seen, counted := 0, 0
	for _, row := range all() {
		m, failed := row.mutant, failing(row.marks)
		if len(row.report.Findings) == 0 {
			assert.Empty(t, failed, m.ID)
			assert.Equal(t, row.marks.Of, row.marks.Points, m.ID)
			continue
		}
		seen++
		if costsMore[m.ID] != "" {
			assert.Greater(t, len(failed), 1, "%s is no exception any more", m.ID)
			continue
		}
		assert.Len(t, failed, 1, "%s: %s\n%s", m.ID, m.Title, shown(row))
		assert.Less(t, row.marks.Points, row.marks.Of, m.ID)
		if slices.ContainsFunc(row.marks.Groups, func(g class.Group) bool { return g.Counted != "" }) {
			counted++
		}
	}
	assert.Greater(t, seen, 130)
	assert.Greater(t, counted, 8, "mutants whose mistake shows in several groups")
}

func shown(row judged) string {
	text := ""
	for _, f := range row.report.Findings {
		text += fmt.Sprintf("  task %d, also %v: %s: %s: %s\n", f.Task, f.Also, f.Check, f.Code, f.Sentence)
	}
	for _, g := range row.marks.Groups {
		text += fmt.Sprintf("  %s %v %s %s\n", g.ID, g.Passed, g.Counted, g.Detail)
	}
	return text
}

// TestDifferentMistakesHaveDifferentKeys: where the matrix tells two mutants of an exercise apart by calls, their
// causes do, too.
func TestDifferentMistakesHaveDifferentKeys(t *testing.T) {
	t.Parallel()
	same := map[string]judged{}
	for _, row := range all() {
		if row.marks.Cause == nil {
			continue
		}
		before, found := same[row.marks.Cause.Key]
		if !found {
			same[row.marks.Cause.Key] = row
			continue
		}
		assert.Equal(t, calls(before.report), calls(row.report), "%s and %s have one cause: %s, and %s",
			before.mutant.ID, row.mutant.ID, before.mutant.Title, row.mutant.Title)
	}
	assert.Greater(t, len(same), 120)
}

// calls are the failing calls of a report.
func calls(report grader.ReportJSON) []string {
	var found []string
	for _, f := range report.Findings {
		if f.Case != nil {
			found = append(found, f.Check+": "+f.Case.Yours)
		}
	}
	return found
}

// TestACauseDependsOnNoSeed: final seeds differ from student to student.
func TestACauseDependsOnNoSeed(t *testing.T) {
	t.Parallel()
	const some = 10 // one of so many, unless the test is to be whole
	for i, row := range all() {
		if len(row.report.Findings) == 0 || i%some != 0 && !*whole {
			continue
		}
		report, found := judge(row.mutant, 7_000_000)
		require.True(t, found)
		again := marks.Of(assigned(row.mutant.Exercise), &report)
		assert.Equal(t, row.marks.Cause.Key, again.Cause.Key, row.mutant.ID)
		assert.Equal(t, failing(row.marks), failing(again), row.mutant.ID)
	}
}

package judgetest

import (
	"testing"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// Catalogued is a mutant of the catalogue, and the check of its gravest finding, which is an example. Drill is the
// story that finds it without calls, "" if none does. Schedules reports whether one of 200 random schedules finds it
// without calls and stories.
type Catalogued struct {
	ID        string
	Verdict   grader.Verdict
	Check     string
	Drill     string
	Schedules bool
}

// EachFound grades each mutant of a table, with the catalogue's rules.
func EachFound(t *testing.T, table []Catalogued, exercise func() *call.Exercise) {
	t.Helper()
	for _, want := range table {
		t.Run(want.ID, func(t *testing.T) {
			t.Parallel()
			Found(t, want, exercise, Rules(want.ID))
		})
	}
}

// Found grades the rules by calls, then by stories alone, then by random schedules alone.
func Found(t *testing.T, want Catalogued, exercise func() *call.Exercise, rules raft.Rules) {
	t.Helper()
	calls := exercise()
	calls.Drills = nil
	report := grader.Bind(calls, rules).Grade(grader.Budget{FirstSeed: 1})
	gravest := Gravest(report)
	if gravest == nil {
		t.Fatal("it survives")
	}
	Coded(t, report)
	if gravest.Check != want.Check || gravest.Verdict != want.Verdict {
		t.Errorf("want %q (%s), got %q (%s):\n%s",
			want.Check, want.Verdict, gravest.Check, gravest.Verdict, report.Text())
	}
	if drill := firstDrill(t, exercise(), rules); drill != want.Drill {
		t.Errorf("want the story %q to fail first, got %q", want.Drill, drill)
	}
	for seed := uint64(1); seed <= 200 && want.Schedules; seed++ {
		if finding := grader.PlaySchedule(exercise().Nemesis, seed, exercise().Stage(rules, nil)); finding != nil {
			t.Logf("found by schedule %d: %s", seed, finding.Check)
			return
		}
	}
	if want.Schedules {
		t.Error("200 schedules found nothing")
	}
}

// firstDrill is the name of the first story that fails, "" if none does. It makes nothing small, which takes longer
// than the stories.
func firstDrill(t *testing.T, exercise *call.Exercise, rules raft.Rules) string {
	t.Helper()
	for _, drill := range exercise.Drills {
		if finding := grader.PlayDrill(drill, exercise.Stage(rules, nil)); finding != nil {
			t.Logf("found by the story of %s: %s", drill.Name, finding.Sentence)
			return drill.Name
		}
	}
	return ""
}

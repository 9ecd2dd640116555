package judges_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges"
	"raftlab/grader/judges/sessions"
)

// The page lists the checks before they run.
func TestTheChecksAreThoseOfAGrading(t *testing.T) {
	for _, judge := range judges.All() {
		t.Run(judge.About().ID, func(t *testing.T) {
			t.Parallel()
			var made []grader.Check
			judge.Grade(grader.Budget{FirstSeed: 1, Schedules: 1, Progress: func(p grader.Progress) {
				if p.Kind == grader.CheckProgress {
					made = append(made, grader.Check{Stage: p.Stage, Name: p.Name, Place: p.Place})
				}
			}})
			checks := judge.Checks()
			for i := range checks {
				checks[i].Tasks = nil // progress does not say it
			}
			assert.Equal(t, made, checks)
		})
	}
}

// The page finds a case's sentence in another language by its code.
func TestTheCodesOfCasesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, exercise := range judges.Figure2() {
		requireCodes(t, seen, exercise)
	}
	requireCodes(t, seen, sessions.Exercise())
	assert.Greater(t, len(seen), 100)
}

func requireCodes[R any](t *testing.T, seen map[string]bool, exercise *grader.Exercise[R]) {
	t.Helper()
	for _, c := range exercise.Cases {
		code := grader.CaseCode(exercise.ID, c.Name)
		assert.Regexp(t, `^`+exercise.ID+`\.[a-z0-9-]+$`, code)
		assert.False(t, seen[code], "%s occurs twice", code)
		assert.NotEmpty(t, c.Why, code)
		seen[code] = true
	}
}

func TestEachExerciseSaysWhatItIsAbout(t *testing.T) {
	seen := map[string]bool{}
	for _, judge := range judges.All() {
		about := judge.About()
		assert.False(t, seen[about.ID] || seen[about.Title], "%s occurs twice", about.ID)
		seen[about.ID], seen[about.Title] = true, true
		assert.Equal(t, "exercises/"+about.ID+"/"+about.ID+".go", about.File)
		assert.NotEmpty(t, about.Title)
		assert.NotEmpty(t, about.Rules)
		assert.NotEmpty(t, about.Subjects)
		assert.Positive(t, about.Points)
	}
}

func TestFind(t *testing.T) {
	judge, found := judges.Find("persist")
	assert.True(t, found)
	assert.Equal(t, "persist", judge.About().ID)
	_, found = judges.Find("vtoe")
	assert.False(t, found)
}

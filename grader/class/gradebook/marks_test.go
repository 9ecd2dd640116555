package gradebook_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class"
	assignments "raftlab/grader/class/assignment"
	"raftlab/grader/class/gradebook"
	"raftlab/grader/class/marks"
	"raftlab/grader/judges/vote"
	"raftlab/grader/mutants"
	"raftlab/raft/reference"
)

// TestRealMarksFollowTheReceiversRules: the marks of real reports, of the right rule and of each wrong one.
func TestRealMarksFollowTheReceiversRules(t *testing.T) {
	a, err := assignments.Default([]string{"vote"})
	require.NoError(t, err)
	assigned, _ := a.Find("vote")
	c := &class.Class{Assignment: a}
	grade := func(id string, report grader.ReportJSON) {
		student := class.Student{ID: id}
		c.Rows = append(c.Rows, class.Row{
			Entry: class.Entry{Student: student, Exercise: "vote", File: id + "/vote.go"}, Seed: 1, Schedules: 5,
			Report: &report, Marks: marks.Of(assigned, &report),
		})
	}
	budget := grader.Budget{FirstSeed: 1, Schedules: 5}
	grade("right", grader.Bind(vote.Exercise(), reference.Rules()).Grade(budget).JSON())
	for _, m := range mutants.Graded() {
		change := m.Rules
		if m.Graded != nil {
			change = m.Graded
		}
		if m.Exercise != "vote" || change == nil {
			continue
		}
		rules := reference.Rules()
		change(&rules)
		grade(m.ID, grader.Bind(vote.Exercise(), rules).Grade(budget).JSON())
	}
	require.Greater(t, len(c.Rows), 3)
	for target, rules := range ruled {
		if target == "classroom50" {
			continue
		}
		for path, text := range eachFile(t, c, target, gradebook.Options{}) {
			assert.Empty(t, rules(text), "%s %s", target, path)
		}
	}
	files := eachFile(t, c, "exercism", gradebook.Options{})
	assert.Contains(t, string(files["right/vote/results.json"]), `"task_id": 4`)
	for path, text := range files {
		passes := strings.Contains(string(text), `"status": "pass",`+"\n  \"message\"")
		assert.Equal(t, strings.HasPrefix(path, "right/"), passes, path)
	}
}

// TestTheAssignmentOfAFolderIsRead: by the same reader as the instructor's file.
func TestTheAssignmentOfAFolderIsRead(t *testing.T) {
	a, err := assignments.Default([]string{"timeout", "vote"})
	require.NoError(t, err)
	a.Title, a.Course, a.Deadline = "Raft, part one", "CS 101", "2026-05-12T18:00:00+02:00"
	a.Secret = "0123456789abcdef0123456789abcdef"
	for _, target := range []string{"gradescope", "prairielearn", "github"} {
		f, err := gradebook.Autograder(target, a, "")
		require.NoError(t, err)
		want, name := a, "assignment.json"
		if target == "github" {
			want.Secret, name = "", ".raftlab/assignment.json"
		}
		got, err := assignments.Read(f.Files[name])
		require.NoError(t, err)
		assert.Equal(t, want, got, target)
	}
}

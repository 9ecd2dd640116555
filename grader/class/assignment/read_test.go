package assignment_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class"
	"raftlab/grader/class/assignment"
	"raftlab/grader/judges"
)

const whole = `{
	"$schema": "assignment.schema.json",
	"title": "Raft, part one",
	"course": "CS 101",
	"exercises": [
		"timeout",
		{"id": "vote", "points": 12},
		{"id": "append", "groups": {"task-3": 10, "task-4": 10, "clusters": 5}}
	],
	"schedules": 300,
	"secret": "0123456789abcdef",
	"deadline": "2026-05-12T18:00:00+02:00"
}
`

func TestAnAssignmentIsRead(t *testing.T) {
	a, err := assignment.Read([]byte(whole))
	require.NoError(t, err)
	assert.Equal(t, class.Assignment{
		Title: "Raft, part one", Course: "CS 101", Schedules: 300, Secret: "0123456789abcdef",
		Deadline: "2026-05-12T18:00:00+02:00",
		Exercises: []class.Assigned{
			{ID: "timeout", Points: 10, Groups: map[string]int{
				"task-1": 2, "task-2": 2, "task-3": 2, "task-4": 2, "clusters": 2,
			}},
			{ID: "vote", Points: 12, Groups: map[string]int{
				"task-1": 3, "task-2": 3, "task-3": 2, "task-4": 2, "clusters": 2,
			}},
			{ID: "append", Points: 25, Groups: map[string]int{
				"task-1": 0, "task-2": 0, "task-3": 10, "task-4": 10, "task-5": 0, "task-6": 0, "clusters": 5,
			}},
		},
	}, a)
	due, ok := assignment.Due(a)
	assert.True(t, ok)
	assert.True(t, due.Equal(time.Date(2026, 5, 12, 16, 0, 0, 0, time.UTC)))

	small, err := assignment.Read([]byte("\ufeff{\"exercises\": [\"vote\", \"append\"], \"deadline\": \"on Friday\"}"))
	require.NoError(t, err)
	assert.Equal(t, "vote, append", small.Title)
	assert.Equal(t, 200, small.Schedules)
	_, ok = assignment.Due(small)
	assert.False(t, ok)
}

// TestAnAssignmentIsReadAgain: it is written as JSON into the folder of results.
func TestAnAssignmentIsReadAgain(t *testing.T) {
	a, err := assignment.Read([]byte(whole))
	require.NoError(t, err)
	text, err := json.Marshal(a)
	require.NoError(t, err)
	again, err := assignment.Read(text)
	require.NoError(t, err)
	assert.Equal(t, a, again)
}

func TestTheDefaultIsEverything(t *testing.T) {
	a, err := assignment.Default(nil)
	require.NoError(t, err)
	require.Len(t, a.Exercises, len(judges.All()))
	sum := 0
	for i, judge := range judges.All() {
		e := a.Exercises[i]
		assert.Equal(t, judge.About().ID, e.ID)
		assert.Equal(t, judge.About().Points, e.Points)
		groups := 0
		for _, points := range e.Groups {
			assert.GreaterOrEqual(t, points, 1, "%s: each group is worth something", e.ID)
			groups += points
		}
		assert.Equal(t, e.Points, groups)
		sum += groups
	}
	assert.Equal(t, 230, sum)
	_, err = assignment.Default([]string{"votes"})
	assert.ErrorContains(t, err, `there is no exercise "votes"; did you mean "vote"?; the exercises are timeout, vote`)
	_, err = assignment.Default([]string{"vote", "vote"})
	assert.ErrorContains(t, err, "twice")
}

// mistakes are files that are refused, with the place and a part of the reason.
var mistakes = []struct{ text, want string }{
	{``, "1:1: the file ends here"},
	{"{\n\t\"exercises\": [\"vote\"", "2:22: the file ends here"},
	{`{"exercises": ["vote"],}`, "1:24: this is no JSON"},
	{`{"exercises" ["vote"]}`, "1:14: this is no JSON"},
	{"{\"exercises\": [\"vote\"]}\n\n x", "3:2: this is no JSON: invalid character 'x' after top-level value"},
	{`{"exercises": ["vote"]},`, "1:24: this is no JSON"},
	{"\xff\xfe{\x00", "1:1: the file is no UTF-8 text"},
	{strings.Repeat(" ", 1<<20) + "{}", "1:1: the file is larger than 1048576 bytes"},
	{strings.Repeat("[", 100) + strings.Repeat("]", 100), "1:22: this is nested too deeply"},
	{`["vote"]`, "1:1: an assignment is an object: { ... }, and this is a list"},
	{`{}`, `1:1: "exercises" is missing`},
	{`{"title": "x"}`, `1:1: "exercises" is missing`},
	{`{"exercises": []}`, "1:15: no exercise is to be handed in; the exercises are timeout, vote"},
	{`{"exercises": "vote"}`, `1:15: exercises is a list, such as ["timeout", "vote"], and this is a text`},
	{"{\n  \"exercises\": [\n    \"vote\",\n    \"apend\"\n  ]\n}",
		`4:5: there is no exercise "apend"; did you mean "append"?`},
	{`{"exercises": [17]}`, `1:16: an exercise is its id in quotes, such as "vote", and this is a number`},
	{`{"exercises": ["vote", "vote"]}`, `1:24: exercise "vote" is there twice`},
	{`{"exercises": [{"points": 3}]}`, `1:16: an exercise needs its "id"`},
	{`{"exercises": [{"ID": "vote"}]}`, `1:17: an exercise has no "ID"; it may have id, points, groups`},
	{`{"exercises": [{"id": "vote", "point": 3}]}`, `1:31: an exercise has no "point"; did you mean "points"?`},
	{`{"exercises": [{"id": "vote", "points": "3"}]}`, "1:41: points is a number, and this is a text"},
	{`{"exercises": [{"id": "vote", "points": 0}]}`, "1:41: points is a whole number from 1 to 10000, and this is 0"},
	{`{"exercises": [{"id": "vote", "points": 2.5}]}`,
		"1:41: points is a whole number from 1 to 10000, and this is 2.5"},
	{`{"exercises": [{"id": "vote", "points": 1e999}]}`,
		"1:41: points is a whole number from 1 to 10000, and this is 1e999"},
	{`{"exercises": [{"id": "vote", "groups": {"task-5": 3}}]}`,
		`1:42: exercise vote has no "task-5"; did you mean "task-1"?; ` +
			`it may have task-1, task-2, task-3, task-4, clusters`},
	{`{"exercises": [{"id": "vote", "groups": {"cluster": 3}}]}`,
		`1:42: exercise vote has no "cluster"; did you mean "clusters"?`},
	{`{"exercises": [{"id": "vote", "groups": {"task-1": -1}}]}`,
		"1:52: task-1 is a whole number from 0 to 10000, and this is -1"},
	{`{"exercises": [{"id": "vote", "groups": {"task-1": 0}}]}`, "1:41: the groups of vote have no points"},
	{`{"exercises": [{"id": "vote", "groups": [1]}]}`, "1:41: groups is an object"},
	{`{"exercises": [{"id": "vote", "points": 4, "groups": {"task-1": 3}}]}`,
		"1:41: the groups of vote have 3 points in all, and points says 4: leave points out, or make them equal"},
	{`{"exercises": [{"id": "vote", "groups": {"task-1": 9999, "task-2": 2}}]}`,
		"have 10001 points in all, and may have 10000"},
	{`{"exercises": ["vote"], "exercises": ["append"]}`, `1:25: "exercises" stands here twice`},
	{`{"exercises": ["vote"], "secert": "0123456789abcdef"}`,
		`1:25: an assignment has no "secert"; did you mean "secret"?`},
	{`{"exercises": ["vote"], "secret": "hunter2-hunter2"}`,
		"1:35: the secret has 15 characters, and needs 16, or somebody may guess it. " +
			"This makes one: openssl rand -hex 16"},
	{`{"exercises": ["vote"], "secret": 1234567890123456}`, "1:35: secret is a text in quotes, and this is a number"},
	{`{"exercises": ["vote"], "schedules": 0}`, "1:38: schedules is a whole number from 1 to 1000000, and this is 0"},
	{`{"exercises": ["vote"], "schedules": null}`, "1:38: schedules is a number, and this is null"},
	{`{"exercises": ["vote"], "deadline": "2026-05-12 18:00"}`,
		`1:37: the deadline "2026-05-12 18:00" is no whole time, so nobody would be late. ` +
			`A date, a time and its zone are needed, such as 2026-05-12T18:00:00+02:00`},
	{`{"exercises": ["vote"], "title": true}`, "1:34: the title is a text in quotes, and this is true or false"},
	{`{"exercises": ["vote"], "title": "` + strings.Repeat("ä", 201) + `"}`,
		"the title has 201 characters, and may have 200"},
	{"{\"title\": \"für alle\", \"exercises\": [\"\x1b[31mvote\"]}", "1:38: this is no JSON"},
}

func TestMistakesAreNamedWithTheirPlace(t *testing.T) {
	for _, m := range mistakes {
		a, err := assignment.Read([]byte(m.text))
		assert.Zero(t, a)
		var place *assignment.Error
		if assert.ErrorAs(t, err, &place, m.text) {
			assert.Contains(t, err.Error(), m.want, m.text)
			assert.NotContains(t, err.Error(), "hunter2", "the secret is nobody's business")
			assert.NotContains(t, err.Error(), "1234567890123456")
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(whole)
	for _, m := range mistakes {
		f.Add(m.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := assignment.Read([]byte(text))
		if err != nil {
			var place *assignment.Error
			require.ErrorAs(t, err, &place)
			require.Positive(t, place.Line)
			require.Positive(t, place.Column)
			return
		}
		require.NotEmpty(t, a.Exercises)
		for _, e := range a.Exercises {
			sum := 0
			for _, points := range e.Groups {
				sum += points
			}
			require.Equal(t, e.Points, sum)
		}
	})
}

package marks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/marks"
	"raftlab/grader/gradable"
)

// ofServer are the marks of a whole server, worth 60 points, with these findings.
func ofServer(t *testing.T, verdict grader.Verdict, left []string, findings ...grader.FindingJSON) *class.Marks {
	t.Helper()
	report := &grader.ReportJSON{Exercise: gradable.Node, Verdict: verdict, Findings: findings, Left: left}
	made := marks.Of(class.Assigned{ID: gradable.Node, Points: 60}, report)
	require.NotNil(t, made)
	assert.Equal(t, 60, made.Of)
	return made
}

// passing are the IDs of the groups that pass.
func passing(m *class.Marks) (ids []string) {
	for _, group := range m.Groups {
		if group.Passed {
			ids = append(ids, group.ID)
		}
	}
	return ids
}

func broken(check, property string, task int, verdict grader.Verdict) grader.FindingJSON {
	return grader.FindingJSON{
		Check: check, Drill: check, Property: property, Task: task, Verdict: verdict, Sentence: "S1 is wrong", Seed: 1,
	}
}

func TestAWholeServerIsMarkedByItsSituations(t *testing.T) {
	right := ofServer(t, grader.Pass, []string{"Snapshots keep the state small"})
	assert.Equal(t, 60, right.Points)
	assert.Nil(t, right.Cause)
	assert.Equal(t, "5 checks pass.", right.Groups[0].Detail)

	forgets := ofServer(t, grader.Safety, nil,
		broken("Two candidates, and voters that lose power", "restored", 4, grader.Safety),
		broken("All servers lose power, and come back", "restored", 4, grader.Safety))
	assert.Equal(t, 50, forgets.Points)
	assert.Equal(t, []string{"task-1", "task-2", "task-3", "task-5", "clusters"}, passing(forgets))
	assert.Equal(t, "2 of 3 do not pass. All servers lose power, and come back: S1 is wrong", forgets.Groups[3].Detail)
	assert.Equal(t, "Two candidates, and voters that lose power", forgets.Cause.Title)
	assert.Equal(t, "#/bring", forgets.Cause.Lesson)
	assert.Regexp(t, "^node/safety/", forgets.Cause.Key)

	var all []grader.FindingJSON
	exercise, _ := gradable.Find(gradable.Node)
	for _, check := range exercise.Checks() {
		all = append(all, broken(check.Name, "progress", 0, grader.Liveness))
	}
	assert.Zero(t, ofServer(t, grader.Liveness, nil, all...).Points, "a server that never has a leader does nothing")
}

func TestAWholeServerThatDoesNotCompile(t *testing.T) {
	var left []string
	exercise, _ := gradable.Find(gradable.Node)
	for _, check := range exercise.Checks() {
		left = append(left, check.Name)
	}
	made := ofServer(t, grader.Compile, left, grader.FindingJSON{
		Verdict: grader.Compile, Check: "the file can be judged", Sentence: "undefined: x", Line: 3,
	})
	assert.Zero(t, made.Points)
	assert.Equal(t, "It does not compile", made.Cause.Title)
	assert.Equal(t, "The file does not compile: undefined: x", made.Groups[0].Detail)
}

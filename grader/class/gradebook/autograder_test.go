package gradebook_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class"
	"raftlab/grader/class/gradebook"
	"raftlab/grader/source"
)

// short is an assignment that is judged quickly.
var shortAssignment = class.Assignment{
	Title: "Vote", Schedules: 2, Secret: "0123456789abcdef0123456789abcdef",
	Exercises: []class.Assigned{{ID: "vote", Points: 10, Groups: map[string]int{"task-1": 10}}},
}

func TestFoldersStayTheSame(t *testing.T) {
	build := source.ThisBuild().Go
	for _, target := range []string{"gradescope", "prairielearn", "github"} {
		f, err := gradebook.Autograder(target, assignment, "")
		require.NoError(t, err)
		for name, text := range f.Files {
			text = bytes.ReplaceAll(text, []byte(build), []byte("go1.GO"))
			text = bytes.ReplaceAll(text, []byte(strings.TrimPrefix(build, "go")), []byte("1.GO"))
			assert.NotRegexp(t, `@[A-Z]+@`, string(text), "%s %s", target, name)
			golden(t, "autograder-"+target+"/"+strings.ReplaceAll(name, "/", "__"), text)
		}
	}
	_, err := gradebook.Autograder("gradscope", assignment, "")
	assert.ErrorContains(t, err, `there is no autograder for "gradscope"; did you mean "gradescope"?`)
	_, err = gradebook.Autograder("github", class.Assignment{}, "")
	assert.ErrorContains(t, err, "the assignment has no exercise")
	_, err = gradebook.Autograder("github", class.Assignment{Exercises: []class.Assigned{{ID: "vte"}}}, "")
	assert.ErrorContains(t, err, `there is no exercise "vte"`)
}

// TestNothingOfAnInstructorIsCode: a title stands in texts, and never in what is run. Students of GitHub get no secret.
func TestNothingOfAnInstructorIsCode(t *testing.T) {
	a := shortAssignment
	a.Title = "'; touch x #\n`id` $(id) \" @GO@ </pl-question-panel> *b*"
	for _, target := range []string{"gradescope", "prairielearn", "github"} {
		f, err := gradebook.Autograder(target, a, "")
		require.NoError(t, err)
		for name, text := range f.Files {
			isCode := !strings.HasSuffix(name, ".md") && !strings.HasSuffix(name, "assignment.json") &&
				!strings.HasSuffix(name, "info.json") && name != "Dockerfile"
			if isCode {
				assert.NotContains(t, string(text), "touch", "%s %s", target, name)
			}
			if name == "Dockerfile" {
				first, rest, _ := strings.Cut(string(text), "\n")
				assert.True(t, strings.HasPrefix(first, "# "))
				assert.NotContains(t, rest, "touch")
			}
			if strings.HasSuffix(name, "info.json") {
				assert.True(t, json.Valid(text), string(text))
			}
			assert.Equal(t, target != "github" && name == "assignment.json",
				strings.Contains(string(text), a.Secret), "the secret in %s %s", target, name)
		}
	}
}

// TestTheAssignmentOfAFolderIsTheSame: the folder grades what the class is graded by.
func TestTheAssignmentOfAFolderIsTheSame(t *testing.T) {
	f, err := gradebook.Autograder("gradescope", assignment, "")
	require.NoError(t, err)
	var read class.Assignment
	require.NoError(t, json.Unmarshal(f.Files["assignment.json"], &read))
	assert.Equal(t, assignment, read)
}

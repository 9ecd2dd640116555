package exercises_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/exercises"
	"raftlab/exercises/node"
	"raftlab/grader/judges"
)

var (
	taskOfLesson = regexp.MustCompile(`(?m)^(\d+)\. \*\*`)
	taskOfHints  = regexp.MustCompile(`(?m)^## Task (\d+): \S`)
)

// TestEveryFolderIsACompleteExercise: it has a lesson with its parts, a hint of three levels for each task, the
// starter, its test and its solution, and nothing else.
func TestEveryFolderIsACompleteExercise(t *testing.T) {
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	var folders []string
	for _, entry := range entries {
		if entry.IsDir() {
			folders = append(folders, entry.Name())
		}
	}
	var ids []string
	for _, judge := range judges.All() {
		ids = append(ids, judge.About().ID)
	}
	assert.ElementsMatch(t, append(ids, exercises.Node), folders, "judges.All lists what is here, besides the server")
	for _, judge := range judges.All() {
		exercise := judge.About()
		t.Run(exercise.ID, func(t *testing.T) {
			assert.Equal(t, "exercises/"+exercise.ID+"/"+exercise.ID+".go", exercise.File)
			id := exercise.ID
			files := []string{"README.md", "doc.go", "hints.md", id + ".go", id + "_test.go", "solution"}
			assert.ElementsMatch(t, files, names(t, id))
			assert.ElementsMatch(t, []string{"doc.go", id + ".go", id + "_test.go"}, names(t, id+"/solution"))
			starter, err := os.ReadFile(id + "/" + id + ".go")
			require.NoError(t, err)
			assert.Regexp(t, `panic\([a-z]+\.TODO\) // your turn`, string(starter))
			wholeLesson(t, id, "go test ./exercises/"+id)
		})
	}
}

// TestTheServerIsACompleteExercise: it has no test and no judge of its own, since it is judged like every whole server.
func TestTheServerIsACompleteExercise(t *testing.T) {
	assert.ElementsMatch(t, []string{"README.md", "doc.go", "hints.md", "node.go", "solution"},
		names(t, exercises.Node))
	assert.ElementsMatch(t, []string{"doc.go", "node.go", "node_test.go"}, names(t, exercises.Node+"/solution"))
	wholeLesson(t, exercises.Node, "raftlab bring exercises/node")

	starter := node.New(0, 3, nil)
	_, leads := starter.GetState()
	assert.False(t, leads)
	assert.Zero(t, starter.Step(0, node.Input{}), "Step is still to be written")
}

func names(t *testing.T, folder string) []string {
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func wholeLesson(t *testing.T, id, judged string) {
	lesson, err := exercises.Lesson(id)
	require.NoError(t, err)
	for _, heading := range []string{"## See it fail", "## The rule", "## Tasks", "## Done when",
		"## What production systems do"} {
		assert.Contains(t, lesson, "\n"+heading+"\n")
	}
	assert.Contains(t, lesson, "*Exercise `"+id+"` · ")
	assert.Contains(t, lesson, judged)
	assert.Contains(t, lesson, "§")
	hints, err := exercises.Hints(id)
	require.NoError(t, err)
	_, tasks, _ := strings.Cut(lesson, "\n## Tasks\n")
	tasks, _, _ = strings.Cut(tasks, "\n## ")
	numbers := firsts(taskOfLesson.FindAllStringSubmatch(tasks, -1))
	require.NotEmpty(t, numbers)
	assert.Equal(t, numbers, firsts(taskOfHints.FindAllStringSubmatch(hints, -1)), "a hint for each task")
	for i := range numbers {
		assert.Equal(t, fmt.Sprint(i+1), numbers[i])
		for level := 1; level <= 3; level++ {
			hint, err := exercises.Hint(id, i+1, level)
			require.NoError(t, err)
			assert.Greater(t, len(hint), 40)
		}
	}
}

func firsts(matches [][]string) []string {
	var firsts []string
	for _, m := range matches {
		firsts = append(firsts, m[1])
	}
	return firsts
}

func TestUnknownTextsAreErrors(t *testing.T) {
	for _, ask := range []func() (string, error){
		func() (string, error) { return exercises.Lesson("vtoe") },
		func() (string, error) { return exercises.Hints("") },
		func() (string, error) { return exercises.Hint("vtoe", 1, 1) },
		func() (string, error) { return exercises.Hint("vote", 9, 1) },
		func() (string, error) { return exercises.Hint("vote", 0, 1) },
		func() (string, error) { return exercises.Hint("vote", 1, 4) },
		func() (string, error) { return exercises.Lesson("vote/solution") },
	} {
		text, err := ask()
		require.ErrorIs(t, err, exercises.ErrNone)
		assert.Empty(t, text)
	}
}

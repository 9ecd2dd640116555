package gradable

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/exercises"
	"raftlab/grader/judges"
	"raftlab/lab/wholecluster"
)

func TestAllRulesAndTheWholeServerAreListed(t *testing.T) {
	all := All()
	assert.Len(t, all, len(judges.All())+1)
	for _, e := range all {
		found, ok := Find(e.About().ID)
		require.True(t, ok)
		assert.Equal(t, e.Whole(), found.Whole())
		assert.NotEmpty(t, found.Checks())
		assert.Equal(t, e.About().ID == exercises.Node, e.Whole())
	}
	_, ok := Find("moon")
	assert.False(t, ok)
}

func TestTheWholeServerHasTheTasksOfItsLesson(t *testing.T) {
	lesson, err := exercises.Lesson(Node)
	require.NoError(t, err)
	for i, title := range node().About().TaskTitles {
		assert.Contains(t, lesson, fmt.Sprintf("\n%d. **%s.**", i+1, title))
	}
	assert.NotContains(t, lesson, fmt.Sprintf("\n%d. **", len(node().About().TaskTitles)+1))
}

func TestTasksAreThoseOfSituations(t *testing.T) {
	known := map[string]bool{}
	perTask := map[int]int{}
	for _, s := range wholecluster.Suite() {
		known[s.ID] = true
		perTask[Task(s.ID)]++
	}
	for id := range tasks {
		assert.True(t, known[id], id)
	}
	for task := range len(node().About().TaskTitles) {
		assert.Positive(t, perTask[task+1])
	}
}

package lessons_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/lessons"
	"raftlab/lab/story"
)

// TestEveryTaskIsReachedByItsSolutionOnly: the solution reaches what the task asks for, and no wrong try does.
func TestEveryTaskIsReachedByItsSolutionOnly(t *testing.T) {
	count := 0
	for _, lesson := range allLessons(t) {
		var above *lessons.Lab
		for i, block := range lesson.Blocks {
			if block.Lab != nil {
				above = block.Lab
			}
			task := block.Task
			if task == nil {
				continue
			}
			count++
			t.Run(fmt.Sprint(lesson.ID, "/", i), func(t *testing.T) {
				require.NoError(t, task.Reached(above, task.Solution))
				assert.Error(t, task.Reached(above, nil), "the task is reached without a command")
				for _, wrong := range task.Wrong {
					err := task.Reached(above, wrong.Commands)
					assert.True(t, errors.Is(err, story.ErrExpectation) || errors.Is(err, lessons.ErrLost),
						"%v does not fail as a try should: %v", wrong.Commands, err)
					assert.LessOrEqual(t, len(wrong.Commands), len(task.Solution))
				}
			})
		}
	}
	assert.GreaterOrEqual(t, count, 5)
}

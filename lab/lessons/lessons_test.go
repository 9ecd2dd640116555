package lessons_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/lessons"
	"raftlab/lab/story"
)

func allLessons(t *testing.T) []*lessons.Lesson {
	t.Helper()
	all, err := lessons.All()
	require.NoError(t, err)
	require.NotEmpty(t, all)
	return all
}

// TestEveryLabReachesItsMomentAndItsEnd: the lab's expectations hold at its moment, and the story ends as the
// lesson says.
func TestEveryLabReachesItsMomentAndItsEnd(t *testing.T) {
	for _, lesson := range allLessons(t) {
		for i, block := range lesson.Blocks {
			if block.Lab == nil {
				continue
			}
			t.Run(fmt.Sprint(lesson.ID, "/", i), func(t *testing.T) {
				_, stage, err := block.Lab.Moments(nil)
				require.NoError(t, err)
				require.NoError(t, stage.Expect(block.Lab.Expect))

				end, err := block.Lab.Begin()
				require.NoError(t, err)
				err = end.Go(lessons.Step{End: true})
				if block.Lab.Ends == "" {
					require.NoError(t, err)
					assert.Equal(t, story.Finished, end.Status())
					return
				}
				// A scenario may announce this end itself, and then Go has no error.
				require.ErrorContains(t, end.Failure(), block.Lab.Ends)
			})
		}
	}
}

// TestEveryPictureOfAQuestionShowsItsMoment plays the pictures of questions in another dress.
func TestEveryPictureOfAQuestionShowsItsMoment(t *testing.T) {
	drawn := 0
	for _, lesson := range allLessons(t) {
		for i, block := range lesson.Blocks {
			if block.Predict == nil || block.Predict.Again.Picture == nil {
				continue
			}
			drawn++
			picture := block.Predict.Again.Picture
			t.Run(fmt.Sprint(lesson.ID, "/", i), func(t *testing.T) {
				_, stage, err := picture.Moments(nil)
				require.NoError(t, err)
				require.NoError(t, stage.Expect(picture.Expect))
			})
		}
	}
	assert.GreaterOrEqual(t, drawn, leastPictures)
}

// leastPictures is how many questions in another dress have a picture at least.
const leastPictures = 12

// TestEveryAnswerIsRight: a question's run shows what its why says.
func TestEveryAnswerIsRight(t *testing.T) {
	for _, lesson := range allLessons(t) {
		var above *lessons.Lab
		for i, block := range lesson.Blocks {
			if block.Lab != nil {
				above = block.Lab
			}
			if block.Predict == nil {
				continue
			}
			t.Run(fmt.Sprint(lesson.ID, "/", i), func(t *testing.T) {
				moments, stage, err := above.Moments(block.Predict.Run)
				require.NoError(t, err)
				assert.Greater(t, moments[len(moments)-1].At, moments[0].At, "the run shows something")
				if stage.Status() == story.Failed {
					for _, expected := range block.Predict.Expect {
						assert.ErrorContains(t, stage.Failure(), strings.TrimPrefix(expected, "expect failure "))
					}
					return
				}
				require.NoError(t, stage.Expect(block.Predict.Expect))
			})
		}
	}
}

// subjects are the subjects that must have a lesson.
func subjects() []string {
	var ids []string
	for _, group := range []struct {
		letter string
		last   int
	}{{"A", 12}, {"B", 8}, {"C", 5}, {"D", 5}, {"E", 5}, {"F", 5}, {"G", 6}, {"H", 5}, {"I", 1}} {
		for number := range group.last {
			ids = append(ids, fmt.Sprint(group.letter, number+1))
		}
	}
	return ids
}

func TestTitlesAreThoseOfTheLessons(t *testing.T) {
	titles, err := lessons.Titles()
	require.NoError(t, err)
	want := map[string]string{}
	for _, lesson := range allLessons(t) {
		want[lesson.ID] = lesson.Title
	}
	assert.Equal(t, want, titles)
}

func TestEverySubjectHasOneLesson(t *testing.T) {
	var taught []string
	for _, lesson := range allLessons(t) {
		taught = append(taught, lesson.Subjects...)
	}
	assert.ElementsMatch(t, append(subjects(), "B7+"), taught)
}

// TestEveryLessonIsComplete: its length fits one sitting, and it has labs and questions.
func TestEveryLessonIsComplete(t *testing.T) {
	letters := ""
	for _, lesson := range allLessons(t) {
		words, labs, questions := 0, 0, 0
		for _, block := range lesson.Blocks {
			words += len(strings.Fields(block.Markdown))
			if block.Lab != nil {
				labs++
				words += len(strings.Fields(block.Lab.Caption))
			}
			if p := block.Predict; p != nil {
				questions++
				words += len(strings.Fields(p.Question + strings.Join(p.Options, " ") + p.Why))
				assert.Len(t, slices.Compact(slices.Sorted(slices.Values(p.Options))), len(p.Options), p.Question)
			}
		}
		assert.True(t, 400 <= words && words <= 900, "%s has %d words", lesson.ID, words)
		assert.True(t, 2 <= labs && labs <= 4, "%s has %d labs", lesson.ID, labs)
		assert.True(t, 1 <= questions && questions <= 3, "%s has %d questions", lesson.ID, questions)
		assert.GreaterOrEqual(t, lesson.Letter, letters[max(0, len(letters)-1):], "letters come in order")
		letters += lesson.Letter
		for _, subject := range lesson.Subjects {
			// H stands in the stage of G: what one chooses between Raft and its neighbours.
			assert.Equal(t, lesson.Letter, strings.Replace(subject[:1], "H", "G", 1), lesson.ID)
		}
	}
}

package lessons_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/lessons"
	"raftlab/lab/story"
)

// asked is a question with the lab above it.
type asked struct {
	id  string
	lab *lessons.Lab
	*lessons.Predict
}

func questions(t *testing.T) []asked {
	t.Helper()
	var all []asked
	for _, lesson := range allLessons(t) {
		var above *lessons.Lab
		for i, block := range lesson.Blocks {
			if block.Lab != nil {
				above = block.Lab
			}
			if block.Predict != nil {
				all = append(all, asked{fmt.Sprint(lesson.ID, "/", i), above, block.Predict})
			}
		}
	}
	return all
}

// TestNoFaultBetweenQuestionAndAnswerIsUnnamed: what a reader predicts from is the lab's picture and the question.
// A fault that strikes before the answer is shown would change the picture, unless the question names it.
func TestNoFaultBetweenQuestionAndAnswerIsUnnamed(t *testing.T) {
	for _, question := range questions(t) {
		t.Run(question.id, func(t *testing.T) {
			for _, line := range struck(t, question) {
				assert.True(t, names(question.Question, line), "%q strikes before the answer, and the question does "+
					"not name it: %s", line, question.Question)
			}
		})
	}
}

// struck are the lines with faults that the lab's story, or the question, carries out from the question to its answer.
func struck(t *testing.T, question asked) []string {
	t.Helper()
	stage, err := question.lab.Begin()
	require.NoError(t, err)
	require.NoError(t, stage.Go(question.lab.Until))
	var lines []string
	for _, step := range question.Run {
		from := stage.Next()
		err := stage.Go(step)
		require.True(t, err == nil || stage.Status() == story.Failed, "%v", err)
		if step.Do != "" {
			// What is typed leaves the rest of the story.
			lines = append(lines, step.Do)
			continue
		}
		for _, command := range question.lab.Scenario.Commands[from:max(from, stage.Next())] {
			lines = append(lines, lineOf(command))
		}
	}
	return slices.DeleteFunc(lines, func(line string) bool { return !isFault(line) })
}

func lineOf(command story.Command) string {
	words := make([]string, len(command.Words))
	for i, word := range command.Words {
		words[i] = word.Text
	}
	return strings.Join(words, " ")
}

// isFault reports whether a line begins or ends a fault of the world. Clients and the servers' own timers are none.
func isFault(line string) bool {
	verb := strings.Fields(strings.TrimPrefix(line, "try "))[0]
	return slices.ContainsFunc(story.Verbs(), func(v story.Verb) bool {
		return v.Name == verb && !v.Setup && !v.Looks
	})
}

// naming has, for groups of verbs, the words by which a question names such a fault.
var naming = []struct{ verbs, words string }{
	{"crash|torn|power", "crash|power|storm"},
	{"restart", "restart|comes back|is back|storm"},
	{"isolate|cut|partition|bridge", "cut off|a cut|storm"},
	{"heal|rejoin|recover", "links? .*open|hear each other|heals|storm"},
	{"pause|resume|clock", "stands? still|clock|storm"},
	{"hold|release|deliver|drop", "reaches|arrives|delivered|held|lost"},
	{"latency|jitter|loss|duplicate|reorder|flaky", "network|lost|storm"},
	{"disk|slow-disk|wipe|fsync|corrupt", "disk|power"},
}

// names reports whether a question names the fault of a line.
func names(question, line string) bool {
	verb := strings.Fields(strings.TrimPrefix(line, "try "))[0]
	for _, one := range naming {
		if regexp.MustCompile("^(" + one.verbs + ")$").MatchString(verb) {
			return regexp.MustCompile("(?i)" + one.words).MatchString(question)
		}
	}
	return false
}

// TestUnnamedFaultIsFound plants the fault that lesson a1 once had: the cut changed while the answer was played.
func TestUnnamedFaultIsFound(t *testing.T) {
	scenario, err := story.ParseScenario("planted",
		"# A1: Planted\n\nservers 4\npartition S1 S2 | S3 S4\nrun 50ms\npartition S1 S2 S3 | S4\nrun 1s\n")
	require.NoError(t, err)
	question := asked{
		lab:     &lessons.Lab{Scenario: scenario, Until: lessons.Step{For: 45_000}},
		Predict: &lessons.Predict{Question: "Time goes on. Who leads?", Run: []lessons.Step{{For: 5_000}}},
	}
	assert.Equal(t, []string{"partition S1 S2 S3 | S4"}, struck(t, question))
	assert.False(t, names(question.Question, "partition S1 S2 S3 | S4"))
	assert.True(t, names("A cut divides them. Who leads?", "partition S1 S2 S3 | S4"))
	question.Run = []lessons.Step{{For: 4_000}, {Do: "crash S1"}}
	assert.Equal(t, []string{"crash S1"}, struck(t, question))
}

// TestEveryQuestionHasAnotherDress, in which it asks another thing, with options that are as many as before or more.
func TestEveryQuestionHasAnotherDress(t *testing.T) {
	asked := map[string]bool{}
	for _, question := range questions(t) {
		asked[question.Question] = true
	}
	for _, question := range questions(t) {
		again := question.Again
		if !assert.NotNil(t, again, question.id) {
			continue
		}
		assert.False(t, asked[again.Question], "%s: its other dress is asked elsewhere", question.id)
		asked[again.Question] = true
		assert.Len(t, again.Options, 3, question.id)
		assert.Len(t, slices.Compact(slices.Sorted(slices.Values(again.Options))), 3, question.id)
		// It stands alone on the first page: there is no lab, and no text before it.
		assert.NotRegexp(t, `(?i)\b(above|below|picture|this (lab|lesson|run))\b`, again.Question, question.id)
	}
}

// TestRightAnswersAreSpread: nobody learns that the right answer stands in the middle.
func TestRightAnswersAreSpread(t *testing.T) {
	var first, again []int
	for _, question := range questions(t) {
		first, again = append(first, question.Right), append(again, question.Again.Right)
	}
	for _, places := range [][]int{first, again} {
		assertSpread(t, places)
	}
}

func assertSpread(t *testing.T, places []int) {
	t.Helper()
	const most, inARow = 0.4, 3
	counts, row := map[int]int{}, 0
	for i, place := range places {
		counts[place]++
		if row++; i > 0 && places[i-1] != place {
			row = 1
		}
		assert.LessOrEqual(t, row, inARow, "question %d: the same place %d times in a row", i+1, row)
	}
	for place, count := range counts {
		assert.LessOrEqual(t, float64(count), most*float64(len(places)), "place %d has %d of %d", place+1, count,
			len(places))
	}
	assert.Len(t, counts, 3)
}

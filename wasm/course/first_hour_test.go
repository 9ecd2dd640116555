package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Somebody who has never seen Raft reads at 220 words a minute, and should have read for twelve minutes at most when
// the first two rules are written. The page's own words take a part of these 2,640: a browser test counts them.
const (
	wordsOfTheFirstHour = 2300
	lastOfTheFirstHour  = "vote"
)

// folded is what a reader sees only after opening it.
var folded = regexp.MustCompile(`(?s)</summary>.*?</details>`)

// inSight is what a reader sees without opening anything. The title of a fold that has more than one block stands with
// the first of them, and is not counted here.
func inSight(block Folded, html string) string {
	if block.Fold != "" {
		return ""
	}
	return folded.ReplaceAllString(html, "</summary></details>")
}

func TestInSightIsWhatNobodyHasToOpen(t *testing.T) {
	page, err := newPage()
	require.NoError(t, err)
	html, err := page.html("One.\n\n<details>\n<summary>Why & how?</summary>\n\nTwo.\n\n</details>\n\nThree.")
	require.NoError(t, err)
	assert.Equal(t, "<p>One.</p>\n<details class=\"more\"><summary>Why &amp; how?</summary>\n<p>Two.</p>\n</details>\n"+
		"<p>Three.</p>", html)
	assert.Equal(t, 4, words(inSight(Folded{}, html)), "and the ampersand is no word")
	assert.Zero(t, words(inSight(Folded{"More"}, html)))
}

// words counts the words of a text, which may have tags.
func words(text string) int {
	text = regexp.MustCompile(`<[^>]*>|&\w+;`).ReplaceAllString(text, " ")
	count := 0
	for _, word := range strings.Fields(text) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			count++
		}
	}
	return count
}

// TestFirstHourIsNotAnHourOfReading counts what stands in sight from the first lesson to the second rule.
func TestFirstHourIsNotAnHourOfReading(t *testing.T) {
	made, err := makeLessons()
	require.NoError(t, err)
	course, err := makeCourse()
	require.NoError(t, err)
	total, written := 0, []string{}
	for _, lesson := range made.Lessons {
		count := 0
		for _, block := range lesson.Blocks {
			count += wordsOfBlock(block)
		}
		t.Logf("%4d words: lesson %s", count, lesson.ID)
		total += count
		if lesson.Writes == nil {
			continue
		}
		exercise := course.Exercises[slices.IndexFunc(course.Exercises, func(e Exercise) bool {
			return e.ID == lesson.Writes.ID
		})]
		count = wordsOfExercise(exercise)
		t.Logf("%4d words: exercise %s", count, exercise.ID)
		total += count
		if written = append(written, exercise.ID); exercise.ID == lastOfTheFirstHour {
			break
		}
	}
	t.Logf("%4d words in all", total)
	assert.Equal(t, []string{"timeout", lastOfTheFirstHour}, written)
	assert.LessOrEqual(t, total, wordsOfTheFirstHour, "fold what is not needed to write the rule")
	assert.Greater(t, total, wordsOfTheFirstHour/2, "lessons and exercises are counted")
}

func wordsOfBlock(block any) int {
	switch block := block.(type) {
	case *Prose:
		return words(inSight(block.Folded, block.HTML))
	case *Lab:
		return words(inSight(block.Folded, block.Caption))
	case *Predict:
		return words(inSight(block.Folded, block.Question+" "+strings.Join(block.Options, " ")))
	case *Do:
		return words(inSight(block.Folded, block.Task+" "+strings.Join(block.Try, " ")))
	}
	return 0
}

// wordsOfExercise are those of the page before anything is checked. Its last section and when it is done are folded by
// the page.
func wordsOfExercise(one Exercise) int {
	story, _, _ := strings.Cut(one.Lesson, "<h2>What production")
	text := inSight(Folded{}, story+one.Notes)
	for _, task := range one.Tasks {
		text += " " + task.Title + " " + task.Text
	}
	return words(text) + words(strings.ReplaceAll(one.Starter, "//", " "))
}

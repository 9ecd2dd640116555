package main

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/lessons"
)

func TestFirstUseOfAWordIsMarked(t *testing.T) {
	page, err := newPage()
	require.NoError(t, err)
	page.gloss.begin()
	first, err := page.html("## Term\n\n" +
		"A [term](lesson:a2-terms), `term`: **Election\nSafety** in each term, and terms.")
	require.NoError(t, err)
	assert.Contains(t, first, `<h2>Term</h2>`)
	assert.Contains(t, first, `<a href="#/learn/a2-terms">term</a>, <code>term</code>`)
	assert.Contains(t, first, ">Election\nSafety</button></strong> in each <button ")
	assert.Contains(t, first, `data-note="A numbered period`)
	assert.Contains(t, first, `>term</button>, and terms.`)
	second, err := page.html("A term and a majority.")
	require.NoError(t, err)
	assert.Regexp(t, `^<p>A term and a <button [^>]*data-word="majority"[^>]*>majority</button>\.</p>$`, second)
	page.gloss.begin()
	again, err := page.html("A term. `commitIndex` and `commitIndex + 1`")
	require.NoError(t, err)
	assert.Contains(t, again, `data-word="term"`)
	assert.Contains(t, again, `"><code>commitIndex</code></button> and <code>commitIndex + 1</code>`)
}

// unmarkable is what stands in no running text.
var unmarkable = regexp.MustCompile(`(?s)<(a|code|pre|h[1-6]|summary)\b.*?</(a|code|pre|h[1-6]|summary)>`)

// TestNoWordIsUsedBeforeItsSentence: in every text of the page, the first use of each word of the glossary is a button
// that shows the word's sentence.
func TestNoWordIsUsedBeforeItsSentence(t *testing.T) {
	words, err := lessons.Glossary()
	require.NoError(t, err)
	for name, text := range textsOfThePage(t) {
		running := unmarkable.ReplaceAllString(text, "")
		marks := regexp.MustCompile(`<button[^>]*data-word="([^"]*)"[^>]*>`).FindAllStringSubmatchIndex(running, -1)
		shown := map[string]int{}
		for _, mark := range marks {
			word := running[mark[2]:mark[3]]
			assert.NotContains(t, shown, word, "%s marks a word twice", name)
			shown[word] = mark[1]
		}
		bare := regexp.MustCompile(`<[^>]*>`).ReplaceAllStringFunc(running, blank)
		for _, form := range formsOf(words) {
			pattern := regexp.MustCompile(`(?i)\b` + strings.ReplaceAll(regexp.QuoteMeta(form.text), " ", `\s+`) + `\b`)
			if at := pattern.FindStringIndex(bare); at != nil {
				require.Contains(t, shown, form.word, "%s uses %q", name, form.text)
				assert.GreaterOrEqual(t, at[0], shown[form.word], "%s uses %q before its sentence", name, form.text)
			}
			bare = pattern.ReplaceAllStringFunc(bare, blank)
		}
		assert.Greater(t, len(marks), 3, name)
	}
}

func blank(text string) string { return strings.Repeat(" ", len(text)) }

type form struct{ text, word string }

// formsOf are the forms of all words, the longest first: "commit" also stands in "commit index".
func formsOf(words []lessons.Word) []form {
	var forms []form
	for _, word := range words {
		for _, text := range word.Forms {
			forms = append(forms, form{text, word.Name})
		}
	}
	slices.SortStableFunc(forms, func(a, b form) int { return cmp.Compare(len(b.text), len(a.text)) })
	return forms
}

// textsOfThePage are the marked texts in sight: each lesson's without its questions, and each exercise's without its
// hints.
func textsOfThePage(t *testing.T) map[string]string {
	t.Helper()
	made, err := makeLessons()
	require.NoError(t, err)
	texts := map[string]string{}
	for _, lesson := range made.Lessons {
		for _, block := range lesson.Blocks {
			switch block := block.(type) {
			case *Prose:
				texts[lesson.ID] += inSight(block.Folded, block.HTML)
			case *Lab:
				texts[lesson.ID] += inSight(block.Folded, block.Caption)
			case *Predict:
				texts[lesson.ID] += inSight(block.Folded, block.Why)
				assert.NotContains(t, block.Question+strings.Join(block.Options, ""), "<button")
			}
		}
	}
	course, err := makeCourse()
	require.NoError(t, err)
	for _, one := range course.Exercises {
		story, more, _ := strings.Cut(one.Lesson, "<h2>What production")
		text := story + one.Notes
		for _, task := range one.Tasks {
			text += task.Text
		}
		texts[one.ID] = inSight(Folded{}, text+one.Done+more)
	}
	return texts
}

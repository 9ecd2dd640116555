package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/judges"
	"raftlab/lab/lessons"
	"raftlab/lab/protocols/known"
)

func TestEveryExerciseIsComplete(t *testing.T) {
	course, err := makeCourse()
	require.NoError(t, err)
	require.Len(t, course.Exercises, len(judges.All()))
	for i, one := range course.Exercises {
		t.Run(one.ID, func(t *testing.T) {
			assert.Equal(t, i+1, one.Number)
			assert.Equal(t, one.ID+".go", one.File)
			assert.Contains(t, one.Starter, "package "+one.ID)
			assert.Len(t, one.StarterHash, 16)
			assert.Contains(t, one.Join, "raftlab/exercises/"+one.ID)
			assert.NotEmpty(t, one.Rules)
			assert.NotEmpty(t, one.Subjects)
			assert.Positive(t, one.Points)
			papers := "Figure 2|Figure 13|§6|§8|Paxos Made Simple|Zab |Dynamo"
			assert.Regexp(t, papers, one.Place, "the paper comes first")
			assert.Contains(t, one.Sections, "§")
			assert.Contains(t, one.Lesson, "<h2>See it fail</h2>")
			assert.Contains(t, one.Lesson, `href="#/`, "a scenario to play")
			assert.NotContains(t, one.Lesson, "<h2>Tasks</h2>")
			assert.Contains(t, one.Notes, "<code>"+one.File+"</code>")
			assert.Contains(t, one.Done, "<strong>The grading</strong> passes: ")
			for _, task := range one.Tasks {
				assert.NotEmpty(t, task.Title)
				assert.Len(t, task.Hints, hintLevels)
			}
			assertForThePage(t, one.Lesson+one.Notes+one.Done)
		})
	}
}

var command = regexp.MustCompile(`raftlab (run|grade|hint|start)|go test|make build|solution/`)

var inThePage = regexp.MustCompile(
	`^(#/((lab\?scenario=|lab/|learn/|exercise/|trace/|bring\?example=)|(bring|figure-2|figure-4|glossary)$)|` +
		`https://raft\.github\.io/$)`)

// assertForThePage wants nothing that needs a terminal, and only HTML made from Markdown.
func assertForThePage(t *testing.T, html string) {
	t.Helper()
	assert.NotRegexp(t, command, html)
	assert.NotContains(t, html, "**")
	assert.NotContains(t, html, "<script")
	assert.NotContains(t, html, "raw HTML omitted")
	for _, link := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(html, -1) {
		assert.Regexp(t, inThePage, link[1])
	}
}

func TestEveryLessonIsForThePage(t *testing.T) {
	made, err := makeLessons()
	require.NoError(t, err)
	text, err := json.Marshal(made)
	require.NoError(t, err)
	// The page fetches all lessons at once: a tenth of this, as brotli. A lesson with three pictures is about 26 kB.
	assert.Less(t, len(text), 1_300_000)
	all, err := lessons.All()
	require.NoError(t, err)
	for i, lesson := range made.Lessons {
		for j, block := range lesson.Blocks {
			switch block := block.(type) {
			case *Prose:
				assertForThePage(t, block.HTML)
			case *Lab:
				assert.Equal(t, block.At, block.Frame.Now)
				assertDrawable(t, protocolOf(t, all[i].Blocks[j].Lab), block.Frame)
				assertForThePage(t, block.Caption)
			case *Predict:
				assert.NotEmpty(t, block.Run)
				texts := slices.Concat(block.Options, block.Answers, []string{block.Question, block.Why})
				assertForThePage(t, strings.Join(texts, " "))
			case *Do:
				assertForThePage(t, block.Task+block.Hint+block.Why)
				for _, wrong := range block.Wrong {
					assertForThePage(t, wrong.Answer)
				}
			default:
				assert.Failf(t, "a block of an unknown kind", "%T", block)
			}
		}
	}
	assert.Len(t, made.Myths, 30)
}

// assertDrawable wants each server's own part where the page looks for it, under the name of the protocol: without it
// the views of the protocol are empty.
func assertDrawable(t *testing.T, protocol string, picture Picture) {
	t.Helper()
	text, err := json.Marshal(picture)
	require.NoError(t, err)
	var frame struct {
		Servers []map[string]any `json:"servers"`
	}
	require.NoError(t, json.Unmarshal(text, &frame))
	require.Len(t, frame.Servers, len(picture.Servers))
	for _, server := range frame.Servers {
		part, ok := server[protocol].(map[string]any)
		require.True(t, ok, "a server without its part %s", protocol)
		assert.NotEmpty(t, part)
		if protocol == "raft" {
			assert.NotEmpty(t, part["role"])
			assert.NotNil(t, part["entries"])
		}
	}
}

// protocolOf is the name of the protocol of a lesson's lab.
func protocolOf(t *testing.T, lab *lessons.Lab) string {
	t.Helper()
	protocol, err := known.Protocols().Of(lab.Scenario)
	require.NoError(t, err)
	return protocol.ID()
}

// TestUnshowableTextFailsTheBuild: text that the page cannot show fails the build.
func TestUnshowableTextFailsTheBuild(t *testing.T) {
	for _, test := range []struct{ name, markdown, want string }{
		{"raw HTML within a line", "Press <kbd>x</kbd>.", "raw HTML"},
		{"raw HTML as a block", "<div>x</div>\n", "raw HTML"},
		{"asterisks that would be visible", "**\u201cbold\u201d**after", "literal **"},
		{"a link that leads nowhere", "[x](nowhere.md)", "leads nowhere"},
		{"a missing lesson", "[x](lesson:zz)", "leads nowhere"},
		{"a missing page", "[x](page:zz)", "leads nowhere"},
		{"a missing exercise", "[x](exercise:vtoe)", "leads nowhere"},
		{"a page of another site", "[x](https://example.com/)", "leads nowhere"},
		{"a missing scenario", "[x](scenario:zz)", "unknown scenario"},
		{"a command with a missing scenario", "```\nraftlab run zz\n```\n", "unknown scenario"},
		{"a command with missing rules", "`raftlab run a4 --rules zz`", "unknown rules"},
		{"a command that the page does not have", "```\nraftlab fuzz\n```\n", "knows only"},
		{"a file before its story", "```\nraftlab run refused.txt\n```\n", "the text before it has no scenario"},
		{"a picture", "![x](x.png)", "an image"},
		{"an address as a link", "<https://raft.github.io/>", "give it a text"},
	} {
		t.Run(test.name, func(t *testing.T) {
			page, err := newPage()
			require.NoError(t, err)
			_, err = page.html(test.markdown)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestLaptopCommandsBecomeLinks(t *testing.T) {
	for _, test := range []struct{ name, markdown, want string }{
		{"a scenario", "`raftlab run a4`",
			`<p><a href="#/lab?scenario=a4-one-vote-per-term">A4: One vote per term, first come first served</a></p>`},
		{"rules", "Without `--rules vote-twice` it ends well.",
			`<p>Without the rules “Vote without remembering” it ends well.</p>`},
		{"a laptop", "Here.\n\nOn a laptop, `make build`.\n\nThere.", "<p>Here.</p>\n<p>There.</p>"},
		{"another exercise", "[vote](exercise:vote)", `<p><a href="#/exercise/vote">vote</a></p>`},
		{"a lesson's neighbour", "[vote](../vote/README.md)", `<p><a href="#/exercise/vote">vote</a></p>`},
		{"its own hints", "The [hints](hints.md).", `<p>The hints.</p>`},
		{"code", "```go\nx := 1 << 2\n```\n",
			`<pre class="go" tabindex="0"><code>x := 1 &lt;&lt; 2` + "\n</code></pre>"},
	} {
		t.Run(test.name, func(t *testing.T) {
			page, err := newPage()
			require.NoError(t, err)
			html, err := page.html(test.markdown)
			require.NoError(t, err)
			assert.Equal(t, test.want, html)
		})
	}
}

// TestOutlineHasEveryStepOfTheCourse: each exercise is in its part of it.
func TestOutlineHasEveryStepOfTheCourse(t *testing.T) {
	course, err := makeCourse()
	require.NoError(t, err)
	taught, err := makeLessons()
	require.NoError(t, err)
	puzzles, err := makePuzzles()
	require.NoError(t, err)
	made := outline(course, taught, puzzles)
	assert.Len(t, made.Lessons, len(taught.Lessons))
	assert.Len(t, made.Puzzles, len(puzzles.Puzzles))
	parts := ""
	for i, e := range made.Exercises {
		parts += e.Letter
		about := judges.All()[i].About()
		assert.Equal(t, OutlinedExercise{about.ID, e.Letter, about.Title, about.Protocol}, e)
	}
	assert.Equal(t, "AAABBCDADEEFGGG", parts)
	var ids, written []string
	for _, judge := range judges.All() {
		ids = append(ids, judge.About().ID)
	}
	for _, l := range made.Lessons {
		if l.Writes != "" {
			written = append(written, l.Writes)
		}
	}
	assert.ElementsMatch(t, ids, written, "each exercise comes after one lesson")
}

func TestEveryPuzzleIsComplete(t *testing.T) {
	made, err := makePuzzles()
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(made.Puzzles), 12)
	ids, err := lessonIDs()
	require.NoError(t, err)
	searched := 0
	for _, p := range made.Puzzles {
		assert.Contains(t, ids, p.Lesson, p.ID)
		texts := []string{p.Title, p.Goal, p.Open.Name, p.Closed.Name, p.Won, p.Never}
		for _, text := range append(texts, p.Hints...) {
			assert.NotRegexp(t, "[*`_]", text, "%s: the page shows plain text", p.ID)
			assert.NotEmpty(t, text, p.ID)
		}
		assert.GreaterOrEqual(t, len(p.Hints), 3, p.ID)
		assert.NotEqual(t, p.Open.Text, p.Closed.Text, p.ID)
		assert.NotEmpty(t, p.Budget, p.ID)
		assert.Equal(t, p.Ask != "", p.Moves < len(p.Solution), "%s: the judge is asked once", p.ID)
		assert.True(t, p.Manual || p.Begins, "%s: a world that waits for its reader", p.ID)
		if p.Searched > 0 {
			searched++
		}
	}
	assert.GreaterOrEqual(t, searched, 3)
	assert.EqualValues(t, 10_000, made.Pace)
}

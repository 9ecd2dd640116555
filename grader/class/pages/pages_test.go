package pages_test

import (
	"encoding/base64"
	"flag"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class"
	"raftlab/grader/class/pages"
	"raftlab/grader/class/similar"
	"raftlab/grader/link"
)

var rewrite = flag.Bool("rewrite", false, "rewrite testdata from the present output; then read the difference")

// golden compares a file with what stands below testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *rewrite {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "write it with -rewrite, and read it")
	assert.Equal(t, string(want), string(got), "the page has changed: use -rewrite, and look at it")
}

// TestPages has the pages that static/e2e/tests/class.test.mjs opens, too.
func TestPages(t *testing.T) {
	for name, made := range map[string]struct {
		class    *class.Class
		students []int
	}{
		"one":     {oneExercise(t), []int{14, 18, 16}},
		"several": {severalExercises(t), []int{0}},
	} {
		t.Run(name, func(t *testing.T) {
			index, err := pages.Index(made.class)
			require.NoError(t, err)
			golden(t, name+"/index.html", index)
			for _, n := range made.students {
				page, err := pages.Student(made.class, student(n))
				require.NoError(t, err)
				golden(t, name+"/"+pages.Folder+"/"+pages.File(student(n)), page)
			}
		})
	}
}

// TestWhatAPageCarries: the trace of the run, and the file, whole.
func TestWhatAPageCarries(t *testing.T) {
	c := oneExercise(t)
	page, err := pages.Student(c, student(14))
	require.NoError(t, err)
	for name, want := range map[string]string{
		"vote-election-safety.trace": c.Rows[0].Report.Findings[0].Trace, "vote.go": string(c.Rows[0].Source),
	} {
		found := regexp.MustCompile(`href="data:text/plain;charset=utf-8;base64,([^"]+)" download="` + name + `"`).
			FindSubmatch(page)
		require.NotNil(t, found, name)
		// The template writes the signs of base64 as HTML does.
		content, err := base64.StdEncoding.DecodeString(html.UnescapeString(string(found[1])))
		require.NoError(t, err, name)
		assert.Equal(t, want, string(content))
	}
	found := regexp.MustCompile(`href="https://lab.example(/#/trace/[^"]+)"`).FindSubmatch(page)
	require.NotNil(t, found)
	run, err := link.Decode(string(found[1]))
	require.NoError(t, err)
	assert.Equal(t, c.Rows[0].Report.Findings[0].Smallest, run.Scenario)
	assert.Equal(t, string(c.Rows[0].Source), run.Source)
	assert.Contains(t, string(page), "raftlab grade vote vote.go --seed 9382744010027 --schedules 40")
	assert.NotContains(t, string(page), c.Assignment.Secret)
	assert.NotContains(t, string(page), "student 015", "a student's page says nothing about another")

	c.Lab = "javascript:alert(1)"
	page, err = pages.Student(c, student(14))
	require.NoError(t, err)
	assert.NotContains(t, string(page), "Replay it in the lab")
}

func TestCSVAndTable(t *testing.T) {
	for name, c := range map[string]*class.Class{"one": oneExercise(t), "several": severalExercises(t)} {
		golden(t, name+"/class.csv", pages.CSV(c))
		golden(t, name+"/class.txt", []byte(pages.Table(c)))
	}
}

// Pairs link to the places that package similar gives them.
func TestPairsLinkToTheirPlaces(t *testing.T) {
	c := severalExercises(t)
	c.Exports = []string{"class.csv", pages.SimilarFile}
	for _, pair := range [][3]string{{"vote", "0", "1"}, {"campaign", "0", "1"}, {"vote", "0", "2"}} {
		first, second := student(int(pair[1][0]-'0')), student(int(pair[2][0]-'0'))
		c.Similar = append(c.Similar, class.Pair{Exercise: pair[0], First: first, Second: second})
	}
	index, err := pages.Index(c)
	require.NoError(t, err)
	var files []similar.File
	for _, row := range c.Rows {
		files = append(files, similar.File{Student: row.Student, Exercise: row.Exercise, Source: row.Source})
	}
	beside, err := similar.Page("", c.Similar, files)
	require.NoError(t, err)
	places := regexp.MustCompile(`href="similar.html#(pair-\d)"`).FindAllSubmatch(index, -1)
	require.Len(t, places, len(c.Similar))
	for i, want := range []string{"pair-1", "pair-1", "pair-2"} {
		assert.Equal(t, want, string(places[i][1]))
		assert.Contains(t, string(beside), `id="`+want+`"`)
	}
}

func TestStudentsAreSortedAsPeopleDo(t *testing.T) {
	c := oneExercise(t)
	c.Rows = c.Rows[:5]
	for i, who := range []class.Student{
		{ID: "5", Name: "student 10"}, {ID: "4", Name: "Student 2"}, {ID: "3", Name: "student 2"}, {ID: "x9"},
		{ID: "2", Name: "Ada"},
	} {
		c.Rows[i].Student = who
	}
	index, err := pages.Index(c)
	require.NoError(t, err)
	var names []string
	for _, match := range regexp.MustCompile(`<tr id="student-[^>]*><th[^>]*><a[^>]*><bdi>([^<]*)`).
		FindAllSubmatch(index, -1) {
		names = append(names, string(match[1]))
	}
	assert.Equal(t, []string{"Ada", "Student 2", "student 2", "student 10", "x9"}, names)
	assert.NotContains(t, string(index), `<span class="none">5</span>`, "an ID stands only where names are equal")
	c.Rows[1].Student.Name = "student 2"
	index, err = pages.Index(c)
	require.NoError(t, err)
	assert.Contains(t, string(index), `<bdi>student 2</bdi></a> <span class="none">4</span>`)
}

// A wide character takes two columns, and a mark on another one none.
func TestColumnsOfATerminalAreAligned(t *testing.T) {
	c := oneExercise(t)
	c.Rows = c.Rows[:3]
	for i, name := range []string{"\u5f20\u4f1f", "Jose\u0301", "abcd"} {
		c.Rows[i].Student.Name = name
	}
	table := pages.Table(c)
	assert.Contains(t, table, "\nabcd        10/10  \u2713")
	assert.Contains(t, table, "\nJose\u0301         6/10  \u2717")
	assert.Contains(t, table, "\n\u5f20\u4f1f         6/10  \u2717")
}

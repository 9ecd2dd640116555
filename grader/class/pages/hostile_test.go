package pages_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/pages"
)

// hostile are texts that a student can choose.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</style><script>`,
	`</title><script>x</script>`, `javascript:alert(1)`, "\u202Egnp.exe\u2066 right to left", "\x1b[31mred\x1b[0m\x07",
	"a\r\nb\tc\x00d", strings.Repeat("很", 10_000), strings.Repeat("x", 10_000),
	`=HYPERLINK("http://evil","x")`, "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", " =1",
	"＝1", "{{.}}", "]]>", "<!--", "`${1}`", "\xff\xfe",
	"../../../etc/passwd", "CON", "", "é", "e\u0301", "𝕏", "\u202e",
	"data:text/html,<script>1</script>", "--><script>",
}

// hostileClass has such a text wherever a student, a compiler or a judged program can put one.
func hostileClass(t testing.TB, text string) *class.Class {
	t.Helper()
	c := oneExercise(t)
	who := class.Student{ID: text, Name: text}
	for _, key := range []string{"twice", "does-not-compile"} {
		made := row(t, who, "vote", key)
		made.File, made.Notes = text, []class.Note{{Code: "x", Text: text}}
		made.Source = []byte("package vote\n" + text + "\n")
		made.Report.Output, made.Report.Verdict = text, grader.Safety
		made.Report.Left = []string{text}
		for i := range made.Report.Findings {
			f := &made.Report.Findings[i]
			f.Sentence, f.Check, f.Place, f.Line = text, text, text, 2
			if f.Case != nil {
				f.Case = &grader.CaseJSON{State: text, Request: text, Yours: text, Allowed: text}
			}
			if f.Smallest != "" {
				f.Smallest = "servers 3\n# " + text
				f.Trace = strings.ReplaceAll(f.Trace, "RequestVote term=1", text+" term=1")
			}
		}
		made.Marks.Cause = &class.Cause{
			Key: text, Title: text, Sentence: text, Case: text, Place: text, Lesson: "#/learn/" + text,
		}
		made.Marks.Groups = append(made.Marks.Groups, class.Group{ID: text, Title: text, Detail: text, Counted: text})
		c.Rows = append(c.Rows, made)
	}
	c.Rows = c.Rows[len(c.Rows)-1:]
	other := row(t, who, "campaign", "twice")
	other.Report.Findings[0].Sentence = text
	twin := class.Student{ID: text + "2", Name: text}
	c.Rows = append(c.Rows, other, without(twin, "vote", class.Refused, text, text))
	c.Unplaced = []class.Entry{{File: text, Problem: &class.Note{Code: class.Unreadable, Text: text}}}
	c.Similar = []class.Pair{{Exercise: "vote", First: who, Second: who}}
	return c
}

var (
	tag       = regexp.MustCompile(`<[^>]*>`)
	forbidden = regexp.MustCompile(`(?i)<script|<iframe|<object|<embed|<base|<form|<img|<foreignobject|` +
		`<a[^>]* (href|xlink:href)="\s*(javascript|data:text/html)`)
	quoted  = regexp.MustCompile(`"[^"]*"`)
	handler = regexp.MustCompile(`(?i)\son[a-z]+\s*=`)
)

// assertSafe wants a page with our own elements only.
func assertSafe(t testing.TB, page []byte, about string) {
	t.Helper()
	text := string(page)
	assert.True(t, utf8.ValidString(text), about)
	assert.NotRegexp(t, forbidden, text, about)
	assert.Equal(t, 1, strings.Count(text, "<style>"), about)
	assert.Contains(t, text, `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`)
	for _, element := range tag.FindAllString(text, -1) {
		assert.NotRegexp(t, handler, quoted.ReplaceAllString(element, ""), about)
	}
	for _, c := range text {
		if c != '\n' && c != '\t' && (unicode.IsControl(c) || unicode.In(c, unicode.Cf)) {
			assert.Failf(t, "a character that nobody sees", "%q in %s", c, about)
			break
		}
	}
}

func TestNoTextOfAStrangerIsAnythingButText(t *testing.T) {
	for _, text := range hostile {
		about := fmt.Sprintf("%.40q", text)
		c := hostileClass(t, text)
		index, err := pages.Index(c)
		require.NoError(t, err, about)
		assertSafe(t, index, about)
		page, err := pages.Student(c, class.Student{ID: text, Name: text})
		require.NoError(t, err, about)
		assertSafe(t, page, about)
		assert.Less(t, len(index)+len(page), 600_000, about)
		assert.NotContains(t, string(index)+string(page), c.Assignment.Secret)
		assertPlainTable(t, pages.Table(c), about)
		assertSafeCSV(t, pages.CSV(c), about)
	}
}

func assertPlainTable(t testing.TB, table, about string) {
	t.Helper()
	for line := range strings.Lines(table) {
		line = strings.TrimSuffix(line, "\n")
		assert.LessOrEqual(t, len([]rune(line))+strings.Count(line, "很"), 100, about)
		for _, c := range line {
			assert.False(t, unicode.IsControl(c) || unicode.In(c, unicode.Cf), "%q in %s", c, about)
		}
	}
}

func assertSafeCSV(t testing.TB, text []byte, about string) {
	t.Helper()
	assert.True(t, bytes.HasPrefix(text, []byte("\xEF\xBB\xBF")), about)
	assert.Equal(t, bytes.Count(text, []byte("\n")), bytes.Count(text, []byte("\r\n")), about)
	reader := csv.NewReader(bytes.NewReader(text[3:]))
	reader.FieldsPerRecord = 17
	records, err := reader.ReadAll()
	require.NoError(t, err, about)
	number := regexp.MustCompile(`^[+-]?[0-9.]+$`)
	for _, record := range records {
		for _, cell := range record {
			if !number.MatchString(cell) {
				assert.NotRegexp(t, "^\\s*[=+\\-@＝＋－＠\t\r]", cell, about)
			}
		}
	}
}

func TestNumbersStayNumbersInCSV(t *testing.T) {
	c := oneExercise(t)
	c.Rows = c.Rows[:1]
	for id, want := range map[string]string{
		"-5": "-5", "+49.5": "+49.5", "007": "007", "-5x": "'-5x", "=1": "'=1", "\t7": "' 7",
		"a,b": `"a,b"`, `a"b`: `"a""b"`,
		`a",b`: `"a"",b"`, "a;b": `"a;b"`,
	} {
		c.Rows[0].Student.ID = id
		line := strings.Split(string(pages.CSV(c)), "\r\n")[1]
		assert.True(t, strings.HasPrefix(line, want+","), "%q gives %s", id, line)
	}
}

func TestFilesOfStudentsAreApartAndHarmless(t *testing.T) {
	harmless := regexp.MustCompile(`^[a-z0-9-]+\.html$`)
	seen := map[string]string{}
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.OneOf(rapid.String(), rapid.SampledFrom(hostile), rapid.StringMatching(`[sS]\d{1,3}`)).Draw(t, "id")
		name := pages.File(class.Student{ID: id})
		assert.Regexp(t, harmless, name)
		assert.LessOrEqual(t, len(name), 60)
		if before, ok := seen[name]; ok {
			assert.Equal(t, before, id)
		}
		seen[name] = id
	})
}

func TestClassesOfAllSizes(t *testing.T) {
	many := severalExercises(t)
	rows := many.Rows
	for n := 4; n < 300; n++ {
		for _, one := range rows[:4] {
			one.Student = student(n)
			many.Rows = append(many.Rows, one)
		}
	}
	one := oneExercise(t)
	one.Rows = one.Rows[:1]
	for name, made := range map[string]struct {
		class    *class.Class
		students int
	}{
		"nobody": {&class.Class{}, 0}, "no rows": {&class.Class{Assignment: assignment("vote")}, 0},
		"one": {one, 1}, "300": {many, 300},
	} {
		index, err := pages.Index(made.class)
		require.NoError(t, err, name)
		assertSafe(t, index, name)
		assert.Equal(t, made.students, strings.Count(string(index), `<tr id="student-`), name)
		assertPlainTable(t, pages.Table(made.class), name)
		again, err := pages.Index(made.class)
		require.NoError(t, err)
		assert.Equal(t, index, again, "equal classes give equal pages")
	}
	_, err := pages.Student(one, student(99))
	assert.ErrorContains(t, err, "the class has no student student 099")
}

func TestAnyTraceIsDrawnOrLeftOut(t *testing.T) {
	trace := reports(t)["twice"].Report.Findings[0].Trace
	c := oneExercise(t)
	c.Rows = c.Rows[:1]
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(trace)
		for range rapid.IntRange(0, 30).Draw(t, "changes") {
			at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
			text[at] = rapid.SampledFrom([]byte("S0123456789 \n#m-=ab")).Draw(t, "byte")
		}
		c.Rows[0].Report.Findings[0].Trace = string(text)
		page, err := pages.Student(c, student(14))
		require.NoError(t, err)
		assert.LessOrEqual(t, len(page), 200_000)
	})
}

// The pages have the lab's colours.
func TestColoursAreThoseOfTheLab(t *testing.T) {
	ours, err := os.ReadFile("pages.css")
	require.NoError(t, err)
	theirs, err := os.ReadFile(filepath.Join("..", "..", "..", "static", "src", "views", "frame", "tokens.css"))
	require.NoError(t, err)
	colour := regexp.MustCompile(`(--[a-z0-9-]+: light-dark\([^)]*\));?`)
	found := 0
	for _, match := range colour.FindAllStringSubmatch(string(theirs), -1) {
		assert.Contains(t, string(ours), match[1])
		found++
	}
	assert.Greater(t, found, 25)
}

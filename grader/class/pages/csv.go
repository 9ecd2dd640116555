package pages

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"raftlab/grader/class"
	"raftlab/grader/plaintext"
)

// columns are those of the CSV file.
var columns = []string{
	"student", "name", "exercise", "file", "handed", "late", "verdict", "points", "of", "cause", "case", "lesson",
	"notes", "seed", "schedules", "grader", "page",
}

// CSV has a line for each student and exercise, sorted by name, in the form that spreadsheets read: UTF-8 with a byte
// order mark, and lines that end with CR LF (RFC 4180). No cell can be taken for a formula: one that begins like it
// gets an apostrophe, unless it is a number. Points are empty as long as there is no verdict: that is no zero.
func CSV(c *class.Class) []byte {
	l := listOf(c)
	var b strings.Builder
	b.WriteString("\uFEFF")
	writeRecord(&b, columns)
	for _, s := range l.students {
		for _, id := range l.exercises {
			if row := l.of(s, id); row != nil {
				writeRecord(&b, record(c, row))
			}
		}
	}
	return []byte(b.String())
}

// cellLimit bounds a cell. Names of people and files are far shorter.
const cellLimit = 1000

func record(c *class.Class, row *class.Row) []string {
	late, points, of := "", "", ""
	if row.Late {
		late = "late"
	}
	if row.Marks != nil {
		points, of = strconv.Itoa(row.Marks.Points), strconv.Itoa(row.Marks.Of)
	} else if assigned, ok := c.Assignment.Find(row.Exercise); ok {
		of = strconv.Itoa(assigned.Points)
	}
	handed, seed, schedules := "", "", ""
	if !row.Handed.IsZero() {
		handed = row.Handed.Format(time.RFC3339)
	}
	if row.Report != nil {
		seed, schedules = strconv.FormatUint(row.Seed, 10), strconv.Itoa(row.Schedules)
	}
	where, lesson := "", ""
	if row.Marks != nil && row.Marks.Cause != nil {
		where, lesson = row.Marks.Cause.Case, row.Marks.Cause.Lesson
	}
	by := c.By.Hash
	if row.Report != nil && row.Report.By != nil {
		by = row.Report.By.Hash
	}
	return []string{
		row.Student.ID, row.Student.Name, row.Exercise, row.File, handed, late, standingOf(row).Tag, points, of,
		firstCause(row), where, lesson, strings.Join(notesOf(row), "; "), seed, schedules, by,
		Folder + "/" + File(row.Student),
	}
}

// writeRecord writes a line. Each cell is one line of plain text, safe for spreadsheets, in quotes where it needs them.
func writeRecord(b *strings.Builder, cells []string) {
	for i, text := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		text = harmless(plaintext.Line(text, cellLimit), text)
		if strings.ContainsAny(text, `",;`) || strings.TrimSpace(text) != text {
			text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
		}
		b.WriteString(text)
	}
	b.WriteString("\r\n")
}

var isNumber = regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`)

// harmless is a cell that no spreadsheet takes for a formula. The original may begin with a character that plain text
// has no more, such as a tab.
func harmless(text, original string) string {
	if isNumber.MatchString(text) {
		return text
	}
	const formulas = "=+-@\t\r\n＝＋－＠"
	if begin := strings.TrimLeft(text, " \u00a0"); begin != "" && strings.ContainsAny(firstRune(begin), formulas) ||
		original != "" && strings.ContainsAny(firstRune(original), "\t\r\n") {
		return "'" + text
	}
	return text
}

func firstRune(text string) string {
	for _, c := range text {
		return string(c)
	}
	return ""
}

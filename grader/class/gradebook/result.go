package gradebook

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/gradable"
	"raftlab/grader/plaintext"
)

// result is what one student has: a row for each exercise of the assignment, in its order.
type result struct {
	student    class.Student
	assignment class.Assignment
	by         grader.BuildJSON
	ended      time.Time
	rows       []class.Row
}

// results are those of all students of a class, in the order of their first rows. An exercise without a row has one
// without a verdict: nobody gets a zero because a row was lost.
func results(c *class.Class) []result {
	var all []result
	at := map[string]int{}
	for _, row := range c.Rows {
		if _, known := at[row.Student.ID]; !known {
			at[row.Student.ID] = len(all)
			all = append(all, result{student: row.Student, assignment: c.Assignment, by: c.By, ended: c.Ended})
		}
	}
	for i := range all {
		for _, assigned := range c.Assignment.Exercises {
			all[i].rows = append(all[i].rows, rowOf(c.Rows, all[i].student, assigned.ID))
		}
	}
	return all
}

// rowOf is the row of a student and an exercise.
func rowOf(rows []class.Row, student class.Student, exercise string) class.Row {
	for _, row := range rows {
		if row.Student.ID == student.ID && row.Exercise == exercise {
			return row
		}
	}
	return class.Row{Entry: class.Entry{Student: student, Exercise: exercise}}
}

// of is the result for one exercise alone, if the assignment has it.
func (r result) of(exercise string) (result, bool) {
	for i, row := range r.rows {
		if row.Exercise == exercise {
			r.rows, r.assignment.Exercises = r.rows[i:i+1], r.assignment.Exercises[i:i+1]
			return r, true
		}
	}
	return r, false
}

// judged reports whether all rows have marks: only then there is a sum.
func (r result) judged() bool {
	for _, row := range r.rows {
		if row.Marks == nil {
			return false
		}
	}
	return len(r.rows) > 0
}

// points is the sum of the marks.
func (r result) points() int {
	sum := 0
	for _, row := range r.rows {
		if row.Marks != nil {
			sum += row.Marks.Points
		}
	}
	return sum
}

// passed reports whether every file passes.
func (r result) passed() bool {
	for _, row := range r.rows {
		if verdictOf(row) != grader.Pass {
			return false
		}
	}
	return len(r.rows) > 0
}

// title is the exercise's title for people.
func title(exercise string) string {
	if judge, found := gradable.Find(exercise); found {
		return judge.About().Title
	}
	return exercise
}

// The verdicts of rows without a report are the codes of their problems: class.Missing, class.Refused and
// class.Unreadable.
func verdictOf(row class.Row) grader.Verdict {
	switch {
	case row.Marks == nil:
		return grader.Infrastructure
	case row.Problem != nil:
		return grader.Verdict(row.Problem.Code)
	case row.Report == nil:
		return grader.Infrastructure
	}
	return row.Report.Verdict
}

// isBroken reports whether nothing of a file was judged, by the file's own fault.
func isBroken(v grader.Verdict) bool {
	switch v {
	case grader.Compile, grader.Refused, class.Missing, class.Unreadable:
		return true // class.Refused is the same word as grader.Refused
	}
	return false
}

// outcome is the result of a check, in the words that Exercism and JUnit share.
type outcome string

// A check that failed was made. One that errored could not be made to its end: the file does not compile or is refused,
// a rule panics, a limit was reached, or the machine could not judge.
const (
	passed  outcome = "pass"
	failed  outcome = "fail"
	errored outcome = "error"
)

func outcomeOf(v grader.Verdict) outcome {
	switch {
	case v == grader.Pass:
		return passed
	case v == grader.Crash, v == grader.Inconclusive, v == grader.Infrastructure, isBroken(v):
		return errored
	}
	return failed
}

// notGraded begins every text about a file without a verdict.
const notGraded = "infrastructure: this was not graded. It is not the fault of the file, costs no attempt, and is no " +
	"zero; the course staff can have it graded again."

// whyUnjudged is why a row has no verdict.
func whyUnjudged(row class.Row) string {
	if row.Report != nil && len(row.Report.Findings) > 0 {
		return "this machine could not judge it: " + row.Report.Findings[0].Sentence
	}
	return "it is not judged yet"
}

// check is what a receiver shows as one test.
type check struct {
	// id is unique in the result.
	id string
	// exercise and number are the place: the exercise from 1, and the group in it.
	exercise string
	number   string
	name     string
	detail   string
	points   int
	of       int
	// verdict is grader.Pass or why it does not pass.
	verdict grader.Verdict
	task    int
}

func (c check) passed() bool { return c.verdict == grader.Pass }

// checks are the groups of all rows. A file that was not judged has one check, with all its points.
//
// The details are shorter the fewer characters a report may have.
func (r result) checks(limit int) []check {
	var all []check
	for i, row := range r.rows {
		all = append(all, checksOf(row, i+1, r.assignment.Exercises[i])...)
	}
	for i := range all {
		all[i].detail = cut(all[i].detail, limit/5)
	}
	return all
}

func checksOf(row class.Row, number int, assigned class.Assigned) []check {
	verdict := verdictOf(row)
	whole := check{
		id: row.Exercise, exercise: row.Exercise, number: strconv.Itoa(number), name: short(title(row.Exercise)),
		of: assigned.Points, verdict: verdict,
	}
	switch {
	case verdict == grader.Infrastructure:
		whole.detail = plain(notGraded + "\n" + upper(strings.TrimRight(whyUnjudged(row), ".")) + ".")
		return []check{whole}
	case row.Problem != nil:
		whole.of, whole.points, whole.detail = row.Marks.Of, row.Marks.Points, plain(row.Problem.Text)
		return []check{whole}
	case isBroken(verdict) || len(row.Marks.Groups) == 0:
		whole.of, whole.points, whole.detail = row.Marks.Of, row.Marks.Points, plain(sentences(row.Report, -1))
		return []check{whole}
	}
	var all []check
	for i, g := range row.Marks.Groups {
		all = append(all, checkOf(row, g, fmt.Sprintf("%d.%d", number, i+1)))
	}
	return all
}

// checkOf is a group as a check.
func checkOf(row class.Row, g class.Group, number string) check {
	c := check{
		id: row.Exercise + "/" + g.ID, exercise: row.Exercise, number: number,
		name: short(title(row.Exercise) + ": " + g.Title), detail: plain(g.Detail),
		points: g.Points, of: g.Of, verdict: grader.Pass, task: taskOf(g.ID),
	}
	if g.Passed {
		return c
	}
	c.verdict = row.Report.Verdict
	for _, f := range row.Report.Findings {
		if c.task > 0 && f.Task == c.task {
			c.verdict = f.Verdict
			break
		}
	}
	c.detail = plain(cmp.Or(g.Detail, sentences(row.Report, c.task)))
	if g.Counted != "" {
		c.detail += "\nThis has the same cause as " + counted(row.Marks.Groups, g.Counted) +
			", and costs nothing again."
	}
	return c
}

// counted is the title of a group.
func counted(groups []class.Group, id string) string {
	for _, g := range groups {
		if g.ID == id {
			return "“" + plain(g.Title) + "”"
		}
	}
	return plain(id)
}

// taskOf is the number of a task in a group's ID, such as task-2. 0 if the group is not a task.
func taskOf(id string) int {
	number, isTask := strings.CutPrefix(id, "task-")
	task, err := strconv.Atoi(number)
	if !isTask || err != nil || task < 1 {
		return 0
	}
	return task
}

// sentences are those of a report's findings: of a task, or of all if the task is -1. Without any, the first one.
func sentences(report *grader.ReportJSON, task int) string {
	var all []string
	for _, f := range report.Findings {
		if task < 0 || f.Task == task {
			all = append(all, place(f)+f.Sentence)
		}
	}
	if len(all) == 0 && len(report.Findings) > 0 {
		all = append(all, report.Findings[0].Sentence)
	}
	return strings.Join(all, "\n")
}

// place is the line of a complaint.
func place(f grader.FindingJSON) string {
	if f.Line == 0 {
		return ""
	}
	return fmt.Sprintf("line %d: ", f.Line)
}

// plain is a text of several lines that anybody may be shown.
func plain(text string) string { return plaintext.Lines(text, 4000) }

// short is a name that anybody may be shown.
func short(text string) string { return plaintext.Line(text, 200) }

// upper has a capital at its beginning.
func upper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// cut shortens a text to at most limit characters, and says so.
func cut(text string, limit int) string {
	if text = plaintext.Lines(text, max(limit, 0)); limit <= 0 {
		return ""
	}
	return text
}

// folders are names of folders, one for each result: the student's ID as far as every system can have it in a path.
func folders(all []result) []string {
	used := map[string]bool{}
	names := make([]string, len(all))
	for i, r := range all {
		name := folder(r.student.ID)
		for n := 2; used[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s-%d", folder(r.student.ID), n)
		}
		used[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

func folder(id string) string {
	name := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c == '-', c == '.', c == '@':
			return c
		}
		return '-'
	}, id)
	name = strings.Trim(name[:min(len(name), 80)], ".-")
	return cmp.Or(name, "student")
}

package pages

import (
	"fmt"
	"html/template"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/lab/digest"
	"raftlab/lab/lessons"
)

// File is the name of a student's page: the ID, as far as file systems and addresses can have it, and a hash, so that
// no two students share a page, and no name leaves its folder. The class's page expects it in the folder Folder.
func File(student class.Student) string {
	var name strings.Builder
	for _, c := range strings.ToLower(student.ID) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			name.WriteRune(c)
		case name.Len() > 0 && !strings.HasSuffix(name.String(), "-"):
			name.WriteByte('-')
		}
		if name.Len() >= 32 {
			break
		}
	}
	return joined("-", strings.Trim(name.String(), "-"), hashOf(student.ID)) + ".html"
}

// Folder is where the class's page expects the students' pages.
const Folder = "students"

// hashOf tells names apart.
func hashOf(text string) string {
	sum := digest.Sum([]byte(text))
	return digest.Hex(sum[:4])
}

// studentPage is what a student's page shows.
type studentPage struct {
	Title, Course string
	Name, ID      string
	Points        Points
	Sections      []*section
	// One is true if there is one exercise: then there is no summary.
	One bool
}

// Points are marks for people.
type Points struct {
	Got, Of int
	// Known is false as long as something is not judged.
	Known bool
}

// section is an exercise.
type section struct {
	Anchor, Title, Exercise string
	Facts                   string
	Points                  Points
	Standing                Standing
	// Sentence and Place are those of the gravest finding.
	Sentence, Place string
	// Tried says how much was tried.
	Tried string
	Notes []string
	Cause string
	Call  *callPanel
	Run   *runPanel
	// CallFirst is true if a call decides the verdict.
	CallFirst bool
	Code      *codePanel
	Others    []other
	Left      string
	Output    string
	Groups    []class.Group
	// Whole is true of a whole server.
	Whole  bool
	Lesson *lesson
	Hint   string
	Again  *again
}

// other is a finding that is only named.
type other struct{ Check, Place, Sentence string }

// callPanel is a single call that is answered wrongly.
type callPanel struct {
	Check, Place, Sentence          string
	State, Request, Yours, Expected string
}

// lesson is where to read on. Address is "" if nobody knows where the lab is served.
type lesson struct {
	Title   string
	Address template.URL
}

// again is how to see the verdict again.
type again struct {
	Command, Facts string
	Final          bool
	// Source is the file, to save under the name File.
	Source template.URL
	File   string
}

// Student is a student's page. It is an error if the class has no such student.
func Student(c *class.Class, student class.Student) ([]byte, error) {
	page := studentPage{
		Title: shown(c.Assignment.Title, 120), Course: shown(c.Assignment.Course, 120), Name: nameOf(student),
		Points: Points{Known: true},
	}
	if student.Name != "" {
		page.ID = shown(student.ID, nameLimit)
	}
	for i := range c.Rows {
		row := &c.Rows[i]
		if row.Student.ID != student.ID {
			continue
		}
		made, err := sectionOf(c, row)
		if err != nil {
			return nil, fmt.Errorf("the page of student %s: %w", page.Name, err)
		}
		page.Sections = append(page.Sections, made)
		page.Points.Got, page.Points.Of = page.Points.Got+made.Points.Got, page.Points.Of+made.Points.Of
		page.Points.Known = page.Points.Known && made.Points.Known
	}
	if len(page.Sections) == 0 {
		return nil, fmt.Errorf("the class has no student %s", page.Name)
	}
	page.One = len(page.Sections) == 1
	return render("student", page)
}

// sectionOf is what the page says about one exercise.
func sectionOf(c *class.Class, row *class.Row) (*section, error) {
	s := &section{
		Anchor: "exercise-" + hashOf(row.Exercise), Title: titleOf(row.Exercise),
		Exercise: shown(row.Exercise, nameLimit), Facts: factsOf(row), Points: pointsOf(c, row),
		Standing: standingOf(row), Notes: notesOf(row),
		Cause: firstCause(row),
	}
	if row.Problem != nil {
		s.Sentence = ended(shown(row.Problem.Text, 400))
		return s, nil
	}
	if row.Report == nil {
		return s, nil
	}
	if f := gravest(row); f != nil {
		s.Sentence, s.Place = ended(shown(f.Sentence, 600)), shown(f.Place, 120)
	}
	if row.Marks != nil {
		s.Groups, s.Whole = groupsOf(row.Marks), isWhole(row.Exercise)
		s.Lesson = lessonOf(c, row.Marks.Cause)
	}
	if err := s.findings(c, row); err != nil {
		return nil, err
	}
	s.Tried, s.Left = triedOf(row.Report), leftOf(row.Report)
	s.Output = lines(row.Report.Output, 4000)
	s.Again = againOf(c, row)
	return s, nil
}

// findings shows the gravest finding, the first call and the first run whole, and names the others.
func (s *section) findings(c *class.Class, row *class.Row) error {
	s.Code = codeOf(row)
	for i := range row.Report.Findings {
		f := &row.Report.Findings[i]
		switch {
		case f.Case != nil && s.Call == nil:
			s.Call, s.CallFirst = callOf(f), s.Run == nil
			if i == 0 {
				s.Call.Sentence = "" // the verdict says it
			}
		case f.Smallest != "" && s.Run == nil:
			panel, err := runOf(c, row, f)
			if err != nil {
				return err
			}
			s.Run = panel
		case f.Line > 0 && f.Line <= linesShown && s.Code != nil:
			// It stands beside its line.
		case i > 0:
			s.Others = append(s.Others, other{shown(f.Check, 160), shown(f.Place, 120), shown(f.Sentence, 400)})
		}
		if s.Hint == "" && f.Task > 0 && row.Report.Verdict != grader.Pass {
			s.Hint = fmt.Sprintf("raftlab hint %s %d", s.Exercise, f.Task)
		}
	}
	return nil
}

func callOf(f *grader.FindingJSON) *callPanel {
	return &callPanel{
		Check: shown(f.Check, 160), Place: shown(f.Place, 120), Sentence: shown(f.Sentence, 600),
		State: shown(f.Case.State, 1000), Request: shown(f.Case.Request, 1000),
		Yours: shown(f.Case.Yours, 1000), Expected: shown(f.Case.Allowed, 1000),
	}
}

// factsOf says which file it is, and when it came.
func factsOf(row *class.Row) string {
	facts := []string{"no file"}
	if file := shown(row.File, 200); file != "" {
		facts[0] = file
	}
	if when := moment(row.Handed); when != "" {
		facts[0] += ", handed in " + when
	}
	if took := span(row.Took); took != "" && row.Report != nil {
		facts = append(facts, "judged in "+took)
	}
	return strings.Join(facts, " · ")
}

func pointsOf(c *class.Class, row *class.Row) Points {
	if row.Marks != nil {
		return Points{row.Marks.Points, row.Marks.Of, true}
	}
	assigned, _ := c.Assignment.Find(row.Exercise)
	return Points{Of: assigned.Points}
}

// groupsOf are the groups with texts that are safe.
func groupsOf(marks *class.Marks) []class.Group {
	named := map[string]string{}
	groups := make([]class.Group, len(marks.Groups))
	for i, g := range marks.Groups {
		g.Title, g.Detail = shown(g.Title, 160), shown(g.Detail, 400)
		groups[i], named[g.ID] = g, g.Title
	}
	for i, g := range groups {
		if g.Counted == "" {
			continue
		}
		where, ok := named[g.Counted]
		if !ok {
			where = shown(g.Counted, 60)
		}
		groups[i].Detail = joined(" · ", g.Detail, "same cause as “"+where+"”: counted once")
	}
	return groups
}

// capital is a text that begins with a capital letter.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// ended is a sentence with its full stop, and with a capital letter.
func ended(sentence string) string {
	if sentence = capital(sentence); sentence == "" {
		return ""
	}
	if strings.ContainsAny(sentence[len(sentence)-1:], ".!?:") || strings.HasSuffix(sentence, "…") {
		return sentence
	}
	return sentence + "."
}

// triedOf says how much was tried.
func triedOf(report *grader.ReportJSON) string {
	if report.Verdict == grader.Infrastructure || report.Calls+report.Schedules+report.Events == 0 {
		return ""
	}
	parts := []string{fmt.Sprintf("%d of %s pass", report.Passed, counted(report.Checks, "check"))}
	for _, part := range []struct {
		n    int
		what string
	}{{report.Calls, "small call"}, {report.Schedules, "schedule"}, {report.Events, "event"}} {
		if part.n > 0 {
			parts = append(parts, counted(part.n, part.what))
		}
	}
	return strings.Join(parts, " · ")
}

func leftOf(report *grader.ReportJSON) string {
	const few = 3
	switch n := len(report.Left); {
	case n == 0:
		return ""
	case n > few:
		return counted(n, "check") + " were not played."
	}
	return "Not played: " + shown(strings.Join(report.Left, "; "), 300) + "."
}

// lessonOf is the lesson about a cause. Only an address within the lab is a link.
func lessonOf(c *class.Class, cause *class.Cause) *lesson {
	if cause == nil || !strings.HasPrefix(cause.Lesson, "#/") {
		return nil
	}
	id := strings.TrimPrefix(cause.Lesson, "#/learn/")
	title, ok := lessonTitles()[id]
	if exercise, isExercise := strings.CutPrefix(cause.Lesson, "#/exercise/"); isExercise {
		title = titleOf(exercise)
	} else if !ok {
		title = shown(id, 80)
	}
	return &lesson{Title: title, Address: inLab(c, cause.Lesson)}
}

// lessonTitles are the titles of the lessons.
var lessonTitles = sync.OnceValue(func() map[string]string {
	all, err := lessons.Titles()
	if err != nil {
		return nil // their own test says why; pages name them by their IDs
	}
	return all
})

// inLab is an address in the lab, "" if nobody knows where it is served. Only addresses of the web
// become links.
func inLab(c *class.Class, route string) template.URL {
	if !strings.HasPrefix(c.Lab, "https://") && !strings.HasPrefix(c.Lab, "http://") {
		return ""
	}
	return template.URL(strings.TrimRight(c.Lab, "/") + "/" + route)
}

// againOf is the command that gives the verdict again, and what it depends on.
func againOf(c *class.Class, row *class.Row) *again {
	by := c.By
	if row.Report.By != nil {
		by = *row.Report.By
	}
	file := fileName(row.Exercise)
	command := "grade " + shown(row.Exercise, 40)
	if isWhole(row.Exercise) {
		command = "bring"
	}
	a := &again{
		Command: fmt.Sprintf("raftlab %s %s --seed %d --schedules %d", command, file, row.Seed, row.Schedules),
		Final:   c.Assignment.Secret != "", File: file,
	}
	facts := []string{"exercise " + shown(row.Exercise, 40)}
	if len(row.Source) > 0 {
		sum := digest.Sum(row.Source)
		facts = append([]string{"submission " + digest.Hex(sum[:6])}, facts...)
		a.Source = data("text/plain;charset=utf-8", row.Source)
	}
	for _, part := range [][2]string{
		{"grader and course ", by.Hash}, {"", by.Go}, {"commit ", firstOf(by.Commit, 12)},
		{"report ", firstOf(row.Report.Hash, 12)},
	} {
		if part[1] != "" {
			facts = append(facts, part[0]+shown(part[1], 80))
		}
	}
	a.Facts = strings.Join(append(facts, counted(row.Schedules, "schedule")+" from seed "+fmt.Sprint(row.Seed)), " · ")
	return a
}

func firstOf(text string, count int) string { return text[:min(count, len(text))] }

// fileName is the name under which the file is saved: that of the exercise, which is no stranger's.
func fileName(exercise string) string {
	if _, ok := titles[exercise]; ok {
		return exercise + ".go"
	}
	return "file.go"
}

package pages

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"raftlab/grader/class"
)

// indexPage is what the class's page shows.
type indexPage struct {
	Title, Course, Facts string
	Exports              []export
	Exercises            []exercise
	// One is true if there is one exercise.
	One bool
	// Causes are the largest groups, MoreCauses the others.
	Causes, MoreCauses []causeRow
	CauseNote          string
	Histogram          *Histogram
	Looks              []look
	Students           []studentRow
	Counts             string
	NoFile             []openRow
	Unjudged           []openRow
	Unplaced           []unplacedRow
	Similar            []pairRow
	By                 string
}

// exercise is one of the assignment, as the page names it.
type exercise struct{ ID, Title string }

// export is a file beside the page.
type export struct{ Name, File string }

// look is something for a person to look at.
type look struct {
	What, Anchor string
	Count        string
	Any          bool
}

// person is a student with the address of the page.
type person struct{ Name, ID, Page, Anchor string }

// studentRow is a row of the table. Cells has one for each exercise.
type studentRow struct {
	Student person
	Cells   []cell
	Points  Points
	// The rest is shown if there is one exercise.
	File, Cause, Took string
	Notes             []string
}

// cell is an exercise of a student.
type cell struct {
	Standing Standing
	Points   Points
	Bar      *Bar
	// There is false for an exercise without a row.
	There bool
}

// openRow is a row that a person has to look at. Unplaced inputs belong to nobody.
type openRow struct {
	Student            person
	Exercise           string
	Standing           Standing
	File, Reason, When string
}

// unplacedRow is an input that belongs to nobody.
type unplacedRow struct{ File, Reason string }

// pairRow is two files that are alike.
type pairRow struct {
	Exercise                string
	First, Second           person
	Shared, Distance        string
	FirstLines, SecondLines string
	// Page is where both files are side by side, "" if there is no such page.
	Page string
}

// Index is the class's page. Students' pages are beside it, in Folder, under the names that File gives.
func Index(c *class.Class) ([]byte, error) {
	l := listOf(c)
	page := indexPage{
		Title: shown(c.Assignment.Title, 120), Course: shown(c.Assignment.Course, 120), Facts: l.facts(),
		Histogram: histogramOf(l), Students: l.rows(), Counts: l.counts(), One: len(l.exercises) == 1,
		Similar: l.pairs(), By: buildOf(c),
	}
	for _, id := range l.exercises {
		page.Exercises = append(page.Exercises, exercise{shown(id, 40), titleOf(id)})
	}
	for _, file := range c.Exports {
		if name := shown(file, 80); name != "" && isBeside(file) {
			page.Exports = append(page.Exports, export{name, file})
		}
	}
	page.Causes, page.CauseNote = l.causes()
	if page.One {
		for i := range page.Causes {
			page.Causes[i].Exercise = ""
		}
	}
	if len(page.Causes) > causesMax+2 {
		page.Causes, page.MoreCauses = page.Causes[:causesMax], page.Causes[causesMax:]
	}
	page.NoFile, page.Unjudged = l.open()
	for _, entry := range c.Unplaced {
		reason := "it belongs to no student"
		if entry.Problem != nil {
			reason = shown(entry.Problem.Text, 300)
		}
		page.Unplaced = append(page.Unplaced, unplacedRow{shown(entry.File, 200), reason})
	}
	page.Looks = []look{
		lookAt("Not judged by this machine, or not yet", "not-judged", len(page.Unjudged), ""),
		lookAt("Refused, unreadable or missing", "no-file", len(page.NoFile), ""),
		lookAt("Inputs that belong to no student", "unplaced", len(page.Unplaced), ""),
		lookAt("Similar, for a person to look at", "similar", len(page.Similar), "pair"),
	}
	return render("index", page)
}

func lookAt(what, anchor string, count int, unit string) look {
	text := commas(count)
	if unit != "" && count > 0 {
		text = counted(count, unit)
	}
	return look{what, anchor, text, count > 0}
}

// isBeside reports whether a file is in the page's folder or below it, and no address of anything else.
func isBeside(file string) bool {
	return file != "" && !strings.HasPrefix(file, "/") && !strings.ContainsAny(file, ":\\?#") &&
		!slices.Contains(strings.Split(file, "/"), "..")
}

// list is the class, by student.
type list struct {
	class     *class.Class
	exercises []string
	students  []class.Student
	// rows of a student and exercise.
	cells map[[2]string]*class.Row
	// twins are names that several students have: then the ID stands behind them.
	twins map[string]int
}

// listOf sorts the class by name.
func listOf(c *class.Class) *list {
	l := &list{class: c, cells: map[[2]string]*class.Row{}, twins: map[string]int{}}
	for _, e := range c.Assignment.Exercises {
		l.exercises = append(l.exercises, e.ID)
	}
	known := map[string]bool{}
	for i := range c.Rows {
		row := &c.Rows[i]
		if !slices.Contains(l.exercises, row.Exercise) {
			l.exercises = append(l.exercises, row.Exercise)
		}
		l.cells[[2]string{row.Student.ID, row.Exercise}] = row
		if !known[row.Student.ID] {
			known[row.Student.ID] = true
			l.students = append(l.students, row.Student)
			l.twins[nameOf(row.Student)]++
		}
	}
	slices.SortStableFunc(l.students, func(a, b class.Student) int {
		return cmp.Or(compareNames(nameOf(a), nameOf(b)), cmp.Compare(a.ID, b.ID))
	})
	return l
}

// compareNames compares as people do: whatever the letters' size, and numbers by their value.
func compareNames(a, b string) int {
	return cmp.Or(cmp.Compare(sortKey(a), sortKey(b)), cmp.Compare(a, b))
}

// sortKey is a name whose numbers have equally many digits.
func sortKey(name string) string {
	var key, digits strings.Builder
	flush := func() {
		if digits.Len() > 0 {
			number := strings.TrimLeft(digits.String(), "0")
			key.WriteString(fmt.Sprintf("%04d", len(number)))
			key.WriteString(number)
			digits.Reset()
		}
	}
	for _, c := range strings.ToLower(name) {
		if c >= '0' && c <= '9' {
			digits.WriteRune(c)
			continue
		}
		flush()
		key.WriteRune(c)
	}
	flush()
	return key.String()
}

func (l *list) person(s class.Student) person {
	name := nameOf(s)
	p := person{Name: name, Page: Folder + "/" + File(s), Anchor: "student-" + hashOf(s.ID)}
	if l.twins[name] > 1 {
		p.ID = shown(s.ID, nameLimit)
	}
	return p
}

// of is a student's row of an exercise, nil without one.
func (l *list) of(s class.Student, exercise string) *class.Row {
	return l.cells[[2]string{s.ID, exercise}]
}

// total is a student's points. Known is false as long as anything is not judged.
func (l *list) total(s class.Student) Points {
	total := Points{Known: true}
	for _, id := range l.exercises {
		if row := l.of(s, id); row != nil {
			points := pointsOf(l.class, row)
			total.Got, total.Of = total.Got+points.Got, total.Of+points.Of
			total.Known = total.Known && points.Known
		}
	}
	return total
}

func (l *list) rows() []studentRow {
	var rows []studentRow
	for _, s := range l.students {
		made := studentRow{Student: l.person(s), Points: l.total(s)}
		for _, id := range l.exercises {
			row := l.of(s, id)
			if row == nil {
				made.Cells = append(made.Cells, cell{})
				continue
			}
			notes := notesOf(row)
			one := cell{Standing: standingOf(row), Points: pointsOf(l.class, row), There: true}
			if row.Problem == nil {
				one.Bar = barOf(one.Points)
			}
			made.Cells = append(made.Cells, one)
			made.File, made.Cause = cmp.Or(shown(row.File, 80), "none"), firstCause(row)
			if row.Report != nil {
				made.Took = span(row.Took)
			}
			for _, note := range notes {
				if len(l.exercises) > 1 {
					note = shown(id, 40) + ": " + note
				}
				made.Notes = append(made.Notes, note)
			}
		}
		rows = append(rows, made)
	}
	return rows
}

// open are the rows that a person has to look at: those without a file that may be read, and those without a verdict.
func (l *list) open() (noFile, unjudged []openRow) {
	for _, s := range l.students {
		for _, id := range l.exercises {
			row := l.of(s, id)
			if row == nil {
				continue
			}
			one := openRow{
				Student: l.person(s), Exercise: shown(id, 40), Standing: standingOf(row), File: shown(row.File, 120),
				When: moment(row.Handed),
			}
			switch {
			case row.Problem != nil:
				one.Reason = capital(shown(problem(row), 300))
				noFile = append(noFile, one)
			case isOpen(row):
				one.Reason = one.Standing.Note
				if f := gravest(row); f != nil {
					one.Reason = shown(f.Sentence, 300)
				}
				unjudged = append(unjudged, one)
			}
		}
	}
	return noFile, unjudged
}

// facts say how much was judged, and when.
func (l *list) facts() string {
	c := l.class
	facts := []string{counted(len(l.students), "student") + ", " + counted(len(l.exercises), "exercise")}
	if began := moment(c.Began); began != "" {
		when := "judged " + began
		switch {
		case c.Ended.IsZero():
		case c.Ended.YearDay() == c.Began.YearDay() && c.Ended.Year() == c.Began.Year():
			when = "judged " + c.Began.Format("2 January 2006, 15:04") + " to " + c.Ended.Format("15:04 MST")
		default:
			when += " to " + moment(c.Ended)
		}
		facts = append(facts, when)
	}
	seeds := "practice seeds"
	if c.Assignment.Secret != "" {
		seeds = "final seeds"
	}
	if deadline := deadlineOf(c.Assignment); deadline != "" {
		facts = append(facts, "deadline "+deadline)
	}
	return strings.Join(append(facts, seeds), " · ")
}

// deadlineOf is the deadline for people: a time as such, and any other text as it stands.
func deadlineOf(a class.Assignment) string {
	if at, err := time.Parse(time.RFC3339, a.Deadline); err == nil {
		return moment(at)
	}
	return shown(a.Deadline, 60)
}

// countWords are how verdicts are counted, in this order: by the tag of one, with the words for one and for several.
var countWords = [][3]string{
	{"passed", "passed", "passed"}, {"breaks", "breaks a property", "break a property"},
	{"not right", "is not right", "are not right"}, {"gets stuck", "gets stuck", "get stuck"},
	{"crashes", "crashes", "crash"}, {"does not compile", "does not compile", "do not compile"},
	{"not written", "is not written", "are not written"}, {"no verdict", "has no verdict", "have no verdict"},
	{"refused", "refused", "refused"}, {"unreadable", "unreadable", "unreadable"}, {"missing", "missing", "missing"},
	{"not judged", "not judged", "not judged"}, {"waits", "waits", "wait"},
}

// counts says how many files stand how.
func (l *list) counts() string {
	byTag := map[string]int{}
	for i := range l.class.Rows {
		byTag[standingOf(&l.class.Rows[i]).Tag]++
	}
	var parts []string
	for _, words := range countWords {
		if n := byTag[words[0]]; n == 1 {
			parts = append(parts, "1 "+words[1])
		} else if n > 1 {
			parts = append(parts, commas(n)+" "+words[2])
		}
	}
	return strings.Join(parts, ", ")
}

// SimilarFile is the page of package similar. If it is one of the class's Exports, each pair links to its place there.
const SimilarFile = "similar.html"

// pairs are the files that are alike.
func (l *list) pairs() []pairRow {
	var rows []pairRow
	students := 0
	for i, p := range l.class.Similar {
		if i == 0 || p.First.ID != l.class.Similar[i-1].First.ID || p.Second.ID != l.class.Similar[i-1].Second.ID {
			students++ // similar.Page numbers the students, not their exercises
		}
		page := ""
		if slices.Contains(l.class.Exports, SimilarFile) {
			page = fmt.Sprintf("%s#pair-%d", SimilarFile, students)
		}
		rows = append(rows, pairRow{
			Exercise: shown(p.Exercise, 40), First: l.person(p.First), Second: l.person(p.Second),
			Shared:     fmt.Sprintf("%d of %d", p.Shared, p.Of),
			Distance:   fmt.Sprintf("%d of %d", p.Distance, p.Tokens),
			FirstLines: ranges(p.FirstLines), SecondLines: ranges(p.SecondLines), Page: page,
		})
	}
	return rows
}

// ranges are line numbers, in short: 3–9, 12.
func ranges(numbers []int) string {
	sorted := slices.Compact(slices.Sorted(slices.Values(numbers)))
	var parts []string
	for i := 0; i < len(sorted); {
		end := i
		for end+1 < len(sorted) && sorted[end+1] == sorted[end]+1 {
			end++
		}
		part := fmt.Sprint(sorted[i])
		if end > i {
			part = fmt.Sprintf("%d–%d", sorted[i], sorted[end])
		}
		parts, i = append(parts, part), end+1
	}
	const most = 12
	if len(parts) > most {
		return strings.Join(parts[:most], ", ") + ", …"
	}
	return strings.Join(parts, ", ")
}

// buildOf is the grader that judged.
func buildOf(c *class.Class) string {
	hash := ""
	if c.By.Hash != "" {
		hash = "grader and course " + shown(c.By.Hash, 64)
	}
	commit := ""
	if c.By.Commit != "" {
		commit = "commit " + firstOf(shown(c.By.Commit, 64), 12)
	}
	return joined(" · ", hash, shown(c.By.Go, 40), commit)
}

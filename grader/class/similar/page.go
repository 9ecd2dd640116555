package similar

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"raftlab/grader/class"
	"raftlab/grader/gradable"
	"raftlab/grader/plaintext"
)

//go:embed page.html
var layout string

var pageTemplate = template.Must(template.New("similar").Parse(layout))

// The bounds of what the page shows of a file. Those of a class are far below.
const (
	maxName  = 100
	maxLines = 600
	maxWidth = 300
)

// page is what the layout shows.
type page struct {
	Title    string
	Students []shownStudents
	// Last is how many are shown at most, 0 if there may not be more.
	Last int
}

// shownStudents are two students, and the exercises in which their files are alike.
type shownStudents struct {
	Anchor, First, Second string
	Shared, Of            int
	Exercises             []shownPair
}

type shownPair struct {
	Title                        string
	Shared, Of, Distance, Tokens int
	Sides                        []side
}

// side is the file of one student.
type side struct {
	Who   string
	Lines []shownLine
	Cut   bool
}

type shownLine struct {
	Number int
	Text   string
	// Shared is true of a line that the other has, too. Begins is true of the first of several.
	Shared, Begins bool
}

// Page shows pairs side by side, in one HTML file that needs nothing else. Files has those of the pairs.
func Page(title string, pairs []class.Pair, files []File) ([]byte, error) {
	p := page{Title: plaintext.Line(title, maxName)}
	sources := map[[2]string][]byte{}
	for _, file := range files {
		key := [2]string{file.Exercise, file.Student.ID}
		if _, found := sources[key]; !found {
			sources[key] = file.Source
		}
	}
	for i, pair := range pairs {
		if i == 0 || pairs[i-1].First.ID != pair.First.ID || pairs[i-1].Second.ID != pair.Second.ID {
			p.Students = append(p.Students, shownStudents{
				Anchor: fmt.Sprintf("pair-%d", len(p.Students)+1), First: shown(pair.First), Second: shown(pair.Second),
			})
		}
		both := &p.Students[len(p.Students)-1]
		both.Shared += pair.Shared
		both.Of += pair.Of
		both.Exercises = append(both.Exercises, shownPair{
			Title: titleOf(pair.Exercise), Shared: pair.Shared, Of: pair.Of,
			Distance: pair.Distance, Tokens: pair.Tokens,
			Sides: []side{
				sideOf(pair.First, sources[[2]string{pair.Exercise, pair.First.ID}], pair.FirstLines),
				sideOf(pair.Second, sources[[2]string{pair.Exercise, pair.Second.ID}], pair.SecondLines),
			},
		})
	}
	if len(p.Students) >= maxPairs {
		p.Last = maxPairs
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, p); err != nil {
		return nil, fmt.Errorf("write the page of similar files: %w", err)
	}
	return b.Bytes(), nil
}

// shown is a student's name, made plain.
func shown(student class.Student) string { return plaintext.Line(student.Shown(), maxName) }

// titleOf is the title of an exercise, for people.
func titleOf(exercise string) string {
	if judge, found := gradable.Find(exercise); found {
		return judge.About().Title
	}
	return plaintext.Line(exercise, maxName)
}

// sideOf is a file with its lines marked.
func sideOf(student class.Student, source []byte, lines []int) side {
	s := side{Who: shown(student)}
	before := false
	for i, line := range strings.Split(strings.TrimRight(string(source), "\n"), "\n") {
		if i == maxLines {
			s.Cut = true
			break
		}
		_, shared := slices.BinarySearch(lines, i+1)
		s.Lines = append(s.Lines, shownLine{
			Number: i + 1, Text: plaintext.Line(strings.ReplaceAll(line, "\t", "    "), maxWidth),
			Shared: shared, Begins: shared && !before,
		})
		before = shared
	}
	return s
}

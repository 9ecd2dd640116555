package gradebook

import (
	"fmt"
	"strings"

	"raftlab/grader/class"
	"raftlab/grader/plaintext"
	"raftlab/lab/story"
)

// Options say what a receiver has to know besides the class.
type Options struct {
	// Template is the instructor's own file. For canvas it is the exported gradebook, for moodle the grading worksheet.
	// For classroom50 it has the results that stand there now: one or more files result.json or results.json, one after
	// the other.
	Template []byte
	// Names are the receiver's own names for exercises, by the exercise's ID: the problems of Autolab, the columns of
	// Canvas. "" stands for the whole assignment: the column of Canvas, or that of Moodle with the grade.
	Names map[string]string
}

// Exported is what Export made.
type Exported struct {
	// Files are to be written, by their path with slashes.
	Files map[string][]byte
	// Notes say what somebody has to look at.
	Notes []class.Note
}

// The codes of notes.
const (
	// Unjudged: the student has no grade, because this machine could not judge.
	Unjudged = "unjudged"
	// Zero: the student has no points for an exercise, because there was nothing to judge.
	Zero = "zero"
	// NotThere: the student is in the class, and not in the receiver's file.
	NotThere = "not-in-the-file"
	// NotHere: the student is in the receiver's file, and not in the class.
	NotHere = "not-in-the-class"
	// Ambiguous: the student may be several in the receiver's file.
	Ambiguous = "ambiguous"
	// OtherName: the student was found by the ID, and has another name there.
	OtherName = "another-name"
	// Kept: the receiver's file has a mark that a grade must not replace.
	Kept = "kept"
	// OtherPoints: the receiver has another number of points for the whole.
	OtherPoints = "other-points"
	// Names: the receiver knows the grades by these names only.
	Names = "names"
)

// Text is what the notes say, one in a line.
func (e Exported) Text() string {
	var b strings.Builder
	for _, n := range e.Notes {
		b.WriteString(n.Text + "\n")
	}
	return b.String()
}

// note adds a note. Texts of strangers are short in it, so that it is always read to its end.
func (e *Exported) note(code, format string, args ...any) {
	for i, arg := range args {
		if text, isText := arg.(string); isText {
			args[i] = plaintext.Line(text, 500)
		}
	}
	e.Notes = append(e.Notes, class.Note{Code: code, Text: plaintext.Line(fmt.Sprintf(format, args...), 4000)})
}

// Target is a receiver of grades.
type Target struct {
	ID, Title string
	// Template says which file of the receiver is needed, "" if none is.
	Template string
	export   func(*book, Options) error
	// one is the result about a single submission, nil if the receiver takes only whole classes.
	one func(result, Options) []byte
	// file is the name of that result.
	file string
}

// Targets are all receivers.
func Targets() []Target {
	return []Target{
		{ID: "gradescope", Title: "Gradescope", one: gradescope, file: "results.json"},
		{ID: "prairielearn", Title: "PrairieLearn", one: prairieLearn, file: "results.json"},
		{ID: "autolab", Title: "Autolab", one: autolab, file: "feedback.txt", export: exportAutolab},
		{
			ID: "classroom50", Title: "Classroom 50", Template: "the files result.json of the submissions",
			export: exportClassroom50,
		},
		{ID: "exercism", Title: "Exercism", one: exercism, file: "results.json", export: exportExercism},
		{ID: "junit", Title: "JUnit", one: junitOne, file: "junit.xml", export: exportJUnit},
		{ID: "canvas", Title: "Canvas", Template: "the gradebook that Canvas exports", export: exportCanvas},
		{ID: "moodle", Title: "Moodle", Template: "the grading worksheet of the assignment", export: exportMoodle},
	}
}

// find is the target with an ID.
func find(id string) (Target, error) {
	var known []string
	for _, t := range Targets() {
		if t.ID == id {
			return t, nil
		}
		known = append(known, t.ID)
	}
	return Target{}, fmt.Errorf("unknown gradebook %q%s; there are %s",
		id, story.DidYouMean(id, known), strings.Join(known, ", "))
}

// book is a class on its way into files.
type book struct {
	Exported
	class   *class.Class
	results []result
}

// Export writes the grades of a class for a target. An error says what the instructor has to change; there are no files
// then.
func Export(c *class.Class, target string, options Options) (Exported, error) {
	t, err := find(target)
	if err != nil {
		return Exported{}, err
	}
	if t.Template != "" && len(options.Template) == 0 {
		return Exported{}, fmt.Errorf("%s needs %s: the grades are filled in there", t.Title, t.Template)
	}
	b := &book{Exported: Exported{Files: map[string][]byte{}}, class: c, results: results(c)}
	b.noteRows()
	export := t.export
	if export == nil {
		export = func(b *book, options Options) error {
			b.each(t.file, func(r result) []byte { return t.one(r, options) })
			return nil
		}
	}
	if err := export(b, options); err != nil {
		return Exported{}, fmt.Errorf("%s: %w", t.Title, err)
	}
	return b.Exported, nil
}

// each writes a file of that name for each student.
func (b *book) each(name string, content func(result) []byte) {
	folders := folders(b.results)
	for i, r := range b.results {
		if text := content(r); text != nil {
			b.Files[folders[i]+"/"+name] = text
		}
	}
}

// noteRows says who has no grade, and who has no points because there was nothing to judge.
func (b *book) noteRows() {
	for _, r := range b.results {
		for _, row := range r.rows {
			switch {
			case row.Marks == nil:
				b.note(Unjudged, "%s has no grade for %s: %s", r.student.Shown(), row.Exercise, whyUnjudged(row))
			case row.Problem != nil:
				b.note(Zero, "%s has no points for %s: %s", r.student.Shown(), row.Exercise, row.Problem.Text)
			}
		}
	}
}

package class

import (
	"cmp"
	"time"

	"raftlab/grader"
)

// Student is somebody who hands in.
type Student struct {
	// ID tells students apart: the number that a gradebook gave, or else the name of the folder or file.
	ID string `json:"id"`
	// Name is for people, "" if only the ID is known.
	Name string `json:"name,omitempty"`
	// Number is a further ID by which a gradebook may know the student, such as the number at the school. No seed
	// follows from it.
	Number string `json:"number,omitempty"`
}

// Shown is the name for people, or the ID without one.
func (s Student) Shown() string {
	if s.Name != "" {
		return s.Name
	}
	return s.ID
}

// Note is a remark about an entry. Code is the same for all remarks of one kind, such as newest-taken. Text says it,
// with names and numbers. The text is plain (package plaintext).
type Note struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Entry is what one student handed in for one exercise, as intake understands it.
type Entry struct {
	Student  Student `json:"student"`
	Exercise string  `json:"exercise"`
	// File says where the text was found: the names of archives and folders, with slashes between them. It is made
	// plain, and no path of this machine. "" if nothing was found.
	File string `json:"file,omitempty"`
	// Source is the text of the file. It is nil if there is a Problem.
	Source []byte `json:"-"`
	// Handed is when the file was handed in, zero if nothing says so.
	Handed time.Time `json:"handed,omitzero"`
	// Group is the ID of the student whose seeds a group has, "" for somebody who handed in alone. So a file of a group
	// has one verdict.
	Group string `json:"group,omitempty"`
	// Late is true of a file that came after the deadline, by its name or its time.
	Late bool `json:"late,omitempty"`
	// Notes say what was repaired or chosen.
	Notes []Note `json:"notes,omitempty"`
	// Problem says why there is nothing to judge, nil if there is something. Its code is one of those below.
	Problem *Note `json:"problem,omitempty"`
}

// Seeded is the student from whose ID the final seeds follow.
func (e Entry) Seeded() Student { return Student{ID: cmp.Or(e.Group, e.Student.ID)} }

// The codes of problems.
const (
	// Missing: the student handed in no file for this exercise.
	Missing = "missing"
	// Refused: there is a file, but not one that may be read, such as a link, or a path that leaves its folder.
	Refused = "refused"
	// Unreadable: there is a file or an archive, and it is damaged, encrypted or too large.
	Unreadable = "unreadable"
	// Unplaced: there is a file, and nothing says which student it is of. No row of a student has it.
	Unplaced = "unplaced"
)

// Row is an entry with its judgement.
type Row struct {
	Entry
	// Key is the hash of all that decides the report: the file, the exercise, the seeds and the grader.
	Key string `json:"key,omitempty"`
	// Seed is the first seed of the random schedules, and Schedules is how many there are.
	Seed      uint64 `json:"seed,omitempty"`
	Schedules int    `json:"schedules,omitempty"`
	// Report is nil for an entry with a problem, and for one that is not judged yet. Its verdict is infrastructure if
	// this machine could not judge, several times.
	Report *grader.ReportJSON `json:"-"`
	// Took is how long the judging took. It is only shown: nothing depends on it.
	Took time.Duration `json:"took,omitempty"`
	// Marks is nil as long as there is no verdict: an entry is not judged yet, or cannot be judged on this machine.
	// An entry with a problem has marks of 0 points.
	Marks *Marks `json:"marks,omitempty"`
}

// Marks are the points of a row.
type Marks struct {
	Points int `json:"points"`
	Of     int `json:"of"`
	// Groups are the groups of checks, in the order of the lesson's tasks. They have all the points.
	Groups []Group `json:"groups,omitempty"`
	// Cause is the cause of the gravest finding, nil if all checks pass.
	Cause *Cause `json:"cause,omitempty"`
}

// Group is a group of checks that belong together: those of one task of the lesson, or the clusters.
type Group struct {
	// ID is the group's name in an assignment, such as task-2. Title is for people.
	ID    string `json:"id"`
	Title string `json:"title"`
	// Points of Of. A group passes or it does not.
	Points int  `json:"points"`
	Of     int  `json:"of"`
	Passed bool `json:"passed"`
	// Counted is the ID of another group that a failure here is already counted in, since it has the same cause. Such a
	// group has its points.
	Counted string `json:"counted,omitempty"`
	// Detail says in a sentence what failed, or what was tried.
	Detail string `json:"detail,omitempty"`
}

// Cause is why a file fails. The same smallest failing case or schedule is the same misconception, so files with equal
// keys form a group of the class.
type Cause struct {
	// Key is equal for files that fail for the same reason, whatever their names, seeds and lines are.
	Key string `json:"key"`
	// Title says the misconception in a few words. Sentence is that of the finding.
	Title    string `json:"title"`
	Sentence string `json:"sentence"`
	// Case names the smallest failing case or schedule. Place is the rule and section of the paper.
	Case  string `json:"case"`
	Place string `json:"place,omitempty"`
	// Task is the task of the lesson, 0 if none is known. Lesson is the address in the page that explains it.
	Task   int    `json:"task,omitempty"`
	Lesson string `json:"lesson,omitempty"`
}

// Class is a graded class: all that pages, tables and exports show.
type Class struct {
	Assignment Assignment
	// By is the grader that judged.
	By grader.BuildJSON
	// Began and Ended are when it was graded. They are only shown.
	Began, Ended time.Time
	// Rows has a row for each student and exercise, by student, then in the assignment's order of exercises.
	Rows []Row
	// Unplaced are inputs that belong to no student, such as an archive that cannot be read.
	Unplaced []Entry
	// Similar are pairs of files that are alike, the closest first.
	Similar []Pair
	// Lab is the address at which the lab is served, such as https://lab.example. Pages link to it. Without one they
	// have no links to the lab: a reader saves the run from the page, and opens it there.
	Lab string
	// Exports are files beside the class's page, which names them: exports of a gradebook, the pairs that are alike.
	Exports []string
}

// Pair is two files of one exercise that are alike. It is no accusation: a person has to look at them.
type Pair struct {
	Exercise    string  `json:"exercise"`
	First       Student `json:"first"`
	Second      Student `json:"second"`
	Shared      int     `json:"shared"`      // how many fingerprints both have that neither starter nor solution has
	Of          int     `json:"of"`          // how many of these the smaller file has
	Distance    int     `json:"distance"`    // Levenshtein's distance of their streams of tokens
	Tokens      int     `json:"tokens"`      // how many tokens the longer one has
	FirstLines  []int   `json:"firstLines"`  // the lines of each that the other has, too, counted from 1
	SecondLines []int   `json:"secondLines"` // likewise
}

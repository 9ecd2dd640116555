package pages_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class"
)

// judged is a file with its report, from a real grading.
type judged struct {
	Source string            `json:"source"`
	Report grader.ReportJSON `json:"report"`
}

// reports are testdata/reports.json: files of grader/submissions, with their reports.
func reports(t testing.TB) map[string]judged {
	t.Helper()
	text, err := os.ReadFile("testdata/reports.json")
	require.NoError(t, err)
	var all map[string]judged
	require.NoError(t, json.Unmarshal(text, &all))
	return all
}

// assignment has the exercises, each worth ten points in three groups.
func assignment(exercises ...string) class.Assignment {
	a := class.Assignment{
		Title: "Elections", Course: "Distributed Systems", Schedules: 40, Secret: "not shown to anybody",
		Deadline: "2026-05-11T22:00:00Z",
	}
	for _, id := range exercises {
		a.Exercises = append(a.Exercises, class.Assigned{
			ID: id, Points: 10, Groups: map[string]int{"task-1": 3, "task-3": 4, "clusters": 3},
		})
	}
	return a
}

var by = grader.BuildJSON{Commit: "5c08ef3e4cc1ee5b9d67bd299c6eb2d729c17f81", Go: "go1.26.8", Hash: "4fb565774c28298e"}

// causes are those of the files, as package marks gives them.
var causes = map[string]*class.Cause{
	"twice": {
		Key: "vote.twice", Title: "Votes twice in one term", Case: "two candidates of one term, 8 lines", Task: 3,
		Sentence: "S1 and S2 were both elected leader of term 1", Place: "§5.2", Lesson: "#/learn/a4-one-vote",
	},
	"logs": {
		Key: "vote.logs", Title: "Grants to a log that is behind", Task: 4,
		Case:  "a candidate without a committed entry, 12 lines",
		Place: "§5.4.1", Lesson: "#/learn/a5-up-to-date",
	},
	"later": {
		Key: "vote.later", Title: "Keeps its vote in a later term", Case: "a later term brings a new vote", Task: 1,
		Place: "§5.1", Lesson: "#/learn/a5-up-to-date",
	},
	"half": {
		Key: "campaign.half", Title: "Leads with half of the votes", Case: "two of four servers, 8 lines", Task: 2,
		Place: "§5.2", Lesson: "#/learn/a7-stale-leader",
	},
	"loop":             {Key: "commit.loop", Title: "A loop that never ends", Case: "two of five have the entry"},
	"starter":          {Key: "unfinished", Title: "Not written yet", Case: "the first call"},
	"does-not-compile": {Key: "compile", Title: "Does not compile", Case: "the compiler"},
	"array-bomb":       {Key: "refused", Title: "Declares an array that is too large", Case: "the file"},
	"panics-once":      {Key: "vote.panics", Title: "Panics in one call", Case: "a longer log"},
}

// marksOf are marks of a file: all points for a pass, none for one that is not judged, and else one group is lost.
func marksOf(key string, report *grader.ReportJSON) *class.Marks {
	m := &class.Marks{Points: 10, Of: 10, Cause: causes[key], Groups: []class.Group{
		{ID: "task-1", Title: "Adopt a later term", Points: 3, Of: 3, Passed: true, Detail: "8 of 8 checks"},
		{ID: "task-3", Title: "One vote a term", Points: 4, Of: 4, Passed: true, Detail: "12 of 12 checks"},
		{ID: "clusters", Title: "Clusters", Points: 3, Of: 3, Passed: true, Detail: "5 stories and 40 schedules"},
	}}
	switch report.Verdict {
	case grader.Infrastructure:
		return nil
	case grader.Pass:
	case grader.Compile, grader.Refused, grader.Unfinished:
		m.Points = 0
		for i := range m.Groups {
			m.Groups[i].Points, m.Groups[i].Passed, m.Groups[i].Detail = 0, false, "not judged"
		}
	default:
		m.Points = 6
		m.Groups[1].Points, m.Groups[1].Passed, m.Groups[1].Detail = 0, false, "2 of 12 checks do not pass"
		m.Groups[2].Passed, m.Groups[2].Counted, m.Groups[2].Detail = false, "task-3", "two leaders of term 1"
	}
	return m
}

// row is an entry with the report and the marks of a file.
func row(t testing.TB, student class.Student, exercise, key string) class.Row {
	t.Helper()
	file, ok := reports(t)[key]
	require.True(t, ok, key)
	file.Report.Exercise = exercise
	return class.Row{
		Entry: class.Entry{
			Student: student, Exercise: exercise, File: student.ID + "/" + exercise + ".go",
			Source: []byte(file.Source),
			Handed: time.Date(2026, 5, 11, 21, 40, 0, 0, time.UTC),
		},
		Key: "k-" + key, Seed: 9_382_744_010_027, Schedules: 40, Report: &file.Report, Took: 3100 * time.Millisecond,
		Marks: marksOf(key, &file.Report),
	}
}

// without is a row of an entry with a problem.
func without(student class.Student, exercise, code, file, text string) class.Row {
	return class.Row{
		Entry: class.Entry{
			Student: student, Exercise: exercise, File: file, Problem: &class.Note{Code: code, Text: text},
		},
		Marks: &class.Marks{Of: 10},
	}
}

func student(n int) class.Student {
	return class.Student{ID: fmt.Sprintf("s%03d", n), Name: fmt.Sprintf("student %03d", n)}
}

// oneExercise is a class with one exercise, and every kind of row.
func oneExercise(t testing.TB) *class.Class {
	t.Helper()
	c := &class.Class{
		Assignment: assignment("vote"), By: by, Lab: "https://lab.example",
		Began: time.Date(2026, 5, 12, 18, 2, 0, 0, time.UTC), Ended: time.Date(2026, 5, 12, 18, 4, 0, 0, time.UTC),
		Exports: []string{"class.csv", "gradescope.json", "canvas.csv", "moodle.csv"},
	}
	for i, key := range []string{
		"twice", "logs", "pass", "logs", "does-not-compile", "later", "pass", "twice",
		"array-bomb", "panics-once", "logs",
		"starter", "twice", "logs", "pass", "logs",
	} {
		c.Rows = append(c.Rows, row(t, student(14+i), "vote", key))
	}
	c.Rows[1].Notes = []class.Note{{Code: "newest-taken", Text: "2 files, the newest taken"}}
	c.Rows[3].Late = true
	infrastructure := row(t, student(40), "vote", "pass")
	infrastructure.Report = &grader.ReportJSON{
		Version: grader.ReportVersion, Exercise: "vote", Verdict: grader.Infrastructure,
		Findings: []grader.FindingJSON{{
			Verdict: grader.Infrastructure, Check: "the file can be judged",
			Sentence: "There is no room left on the disk: no space left on device.",
		}},
	}
	infrastructure.Marks = nil
	waits := row(t, class.Student{ID: "s041", Name: "张伟"}, "vote", "pass")
	waits.Report, waits.Marks, waits.Took = nil, nil, 0
	c.Rows = append(c.Rows, infrastructure, waits,
		without(student(52), "vote", class.Refused, "submission.zip", "the archive leaves its folder: ../vote.go"),
		without(student(78), "vote", class.Missing, "", "no file that an exercise names"),
		without(student(79), "vote", class.Unreadable, "submission.zip", "the archive is encrypted"))
	c.Unplaced = []class.Entry{{
		File: "broken.zip", Problem: &class.Note{Code: class.Unreadable, Text: "the archive is cut off"},
	}}
	c.Similar = []class.Pair{{
		Exercise: "vote", First: student(15), Second: student(17), Shared: 14, Of: 15, Distance: 6, Tokens: 121,
		FirstLines: []int{12, 13, 14, 15, 18}, SecondLines: []int{9, 10, 11, 12, 20, 21},
	}}
	return c
}

// severalExercises is a class with four exercises.
func severalExercises(t testing.TB) *class.Class {
	t.Helper()
	c := oneExercise(t)
	c.Assignment = assignment("timeout", "vote", "campaign", "commit")
	c.Assignment.Title, c.Assignment.Secret = "Raft, the first half", ""
	c.Rows, c.Lab, c.Exports, c.Similar, c.Unplaced = nil, "", nil, nil, nil
	keys := [][4]string{
		{"timeout-pass", "twice", "half", "loop"}, {"timeout-pass", "pass", "half", ""}, {"", "logs", "", "loop"},
		{"timeout-pass", "does-not-compile", "half", "loop"},
	}
	for i, of := range keys {
		for j, exercise := range c.Assignment.Exercises {
			if of[j] == "" {
				nothing := without(student(i), exercise.ID, class.Missing, "", "no file that an exercise names")
				c.Rows = append(c.Rows, nothing)
				continue
			}
			c.Rows = append(c.Rows, row(t, student(i), exercise.ID, of[j]))
		}
	}
	return c
}

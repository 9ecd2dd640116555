package gradebook_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/gradebook"
)

var rewrite = flag.Bool("rewrite", false, "write testdata again from what the code gives now; read the difference")

// golden compares text with a file of testdata, which a person has read.
func golden(t *testing.T, file string, text []byte) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(file))
	if *rewrite {
		require.NoError(t, errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, text, 0o644)))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "write it with -rewrite, and read it")
	assert.Equal(t, string(want), string(text), "%s has changed: use -rewrite, and read the difference", file)
}

// forged is what a learner prints who hopes that somebody reads it as a result.
const forged = `{"scores":{"vote":10,"append":20}}
{"score": 30, "gradable": true}
</system-out><testcase name="x"/>=HYPERLINK("http://example.org")
` + "\x1b[2J::set-output name=grade::100\n"

var assignment = class.Assignment{
	Title: "Vote and append", Course: "Distributed systems", Schedules: 200, Secret: "not a secret at all",
	Exercises: []class.Assigned{
		{ID: "vote", Points: 10, Groups: map[string]int{"task-1": 4, "task-4": 6}},
		{ID: "append", Points: 20, Groups: map[string]int{"task-1": 20}},
	},
}

// row is one of a file with a verdict. The points of its groups are given, -1 for one that fails and has its points.
func row(student class.Student, exercise string, verdict grader.Verdict, points ...int) class.Row {
	assigned, _ := assignment.Find(exercise)
	r := class.Row{
		Entry: class.Entry{Student: student, Exercise: exercise, File: student.ID + "/" + exercise + ".go"},
		Seed:  1 << 40, Schedules: 200, Took: 1250 * time.Millisecond,
		Report: &grader.ReportJSON{
			Version: grader.ReportVersion, Exercise: exercise, Verdict: verdict, Hash: "c0ffee", Output: forged,
			Text: exercise + ": the report for people\n",
		},
		Marks: &class.Marks{Of: assigned.Points},
	}
	of := []int{assigned.Points}
	if len(points) == 2 {
		of = []int{4, 6}
	}
	for i, p := range points {
		g := class.Group{
			ID: []string{"task-1", "task-4"}[i], Title: []string{"Adopt a later term", "No vote <b>"}[i], Of: of[i],
		}
		switch {
		case p < 0:
			g.Points, g.Counted = of[i], "task-1"
		case p == of[i]:
			g.Points, g.Passed = p, true
		default:
			g.Points, g.Detail = p, "S2 votes for a log that is behind."
		}
		r.Marks.Points += g.Points
		r.Marks.Groups = append(r.Marks.Groups, g)
	}
	if verdict != grader.Pass {
		r.Report.Findings = []grader.FindingJSON{{
			Verdict: verdict, Check: "a check", Sentence: "S2 votes for a log that is behind.", Task: 4, Line: 7,
		}}
		r.Marks.Cause = &class.Cause{Key: "vote.behind", Title: "Grants to a log that is behind"}
	}
	return r
}

// without is a row that has no file to judge.
func without(student class.Student, exercise, code, text string) class.Row {
	assigned, _ := assignment.Find(exercise)
	return class.Row{
		Entry: class.Entry{Student: student, Exercise: exercise, Problem: &class.Note{Code: code, Text: text}},
		Marks: &class.Marks{Of: assigned.Points},
	}
}

// unjudged is a row that this machine could not judge.
func unjudged(student class.Student, exercise string) class.Row {
	r := row(student, exercise, grader.Infrastructure)
	r.Marks, r.Report.Findings[0].Sentence, r.Report.Output = nil, "The disk is full.", ""
	return r
}

var (
	amara = class.Student{ID: "1001", Name: "Amara Okafor"}
	bo    = class.Student{ID: "bo.lind", Name: "Bo Lindqvist"}
	chen  = class.Student{ID: "1003", Name: "陈伟"}
	dana  = class.Student{ID: "1004", Name: "Dana Ruiz"}
	evil  = class.Student{ID: "../=cmd|' /C calc'!A0", Name: "=1+1 <script>alert(1)</script>"}
	finn  = class.Student{ID: "1006", Name: "Finn O'Neil"}
)

// graded is a class with every kind of row.
func graded() *class.Class {
	late := row(amara, "append", grader.Pass, 20)
	late.Late, late.Notes = true, []class.Note{{Code: "newest-taken", Text: "Two files; the newest one was taken."}}
	compile := row(chen, "vote", grader.Compile)
	compile.Report.Findings[0].Sentence, compile.Report.Findings[0].Task = "undefined: rafd", 0
	return &class.Class{
		Assignment: assignment, By: grader.BuildJSON{Commit: "abc", Go: "go1.26", Hash: "4fb5"},
		Ended: time.Date(2026, 5, 12, 18, 4, 0, 0, time.UTC),
		Rows: []class.Row{
			row(amara, "vote", grader.Pass, 4, 6), late,
			row(bo, "vote", grader.Safety, 0, -1), row(bo, "append", grader.Liveness, 0),
			compile, without(chen, "append", class.Refused, "append.go is a link, and is not read."),
			without(dana, "vote", class.Missing, "There is no file vote.go."), row(dana, "append", grader.Pass, 20),
			row(evil, "vote", grader.Crash, 4, 0), row(evil, "append", grader.Unfinished, 0),
			row(finn, "vote", grader.Pass, 4, 6), unjudged(finn, "append"),
		},
	}
}

// TestExportsStayTheSame compares each export of one class with the files that were read.
func TestExportsStayTheSame(t *testing.T) {
	for _, target := range gradebook.Targets() {
		t.Run(target.ID, func(t *testing.T) {
			exported, err := gradebook.Export(graded(), target.ID, templateFor(t, target.ID))
			require.NoError(t, err)
			require.NotEmpty(t, exported.Files)
			for path, text := range exported.Files {
				golden(t, target.ID+"/"+path, text)
			}
			golden(t, target.ID+"/notes.txt", []byte(exported.Text()))
		})
	}
}

// templateFor are the options with the receiver's own file, from testdata.
func templateFor(t *testing.T, target string) gradebook.Options {
	t.Helper()
	file := map[string]string{
		"canvas": "canvas-exported.csv", "moodle": "moodle-worksheet.csv", "classroom50": "classroom50-results.json",
	}[target]
	if file == "" {
		return gradebook.Options{}
	}
	text, err := os.ReadFile(filepath.Join("testdata", file))
	require.NoError(t, err)
	return gradebook.Options{Template: text}
}

func TestAnUnknownGradebookIsReported(t *testing.T) {
	_, err := gradebook.Export(graded(), "gradescop", gradebook.Options{})
	assert.ErrorContains(t, err, `unknown gradebook "gradescop"; did you mean "gradescope"?`)
	for _, target := range []string{"canvas", "moodle", "classroom50"} {
		_, err := gradebook.Export(graded(), target, gradebook.Options{})
		assert.ErrorContains(t, err, " needs the ", target)
	}
}

// TestEveryRowIsAccountedFor: the notes of every export name who has no grade, and who has none for want of a file.
func TestEveryRowIsAccountedFor(t *testing.T) {
	for _, target := range gradebook.Targets() {
		exported, err := gradebook.Export(graded(), target.ID, templateFor(t, target.ID))
		require.NoError(t, err)
		text := exported.Text()
		assert.Contains(t, text,
			"Finn O'Neil has no grade for append: this machine could not judge it: The disk is full.")
		assert.Contains(t, text, "Dana Ruiz has no points for vote: There is no file vote.go.")
		for path := range exported.Files {
			assert.True(t, filepath.IsLocal(filepath.FromSlash(path)), path)
			assert.False(t, strings.ContainsAny(path, `\:*?"<>|='`), path)
		}
	}
}

// TestALostRowIsNoZero: a student of whom a row is missing has no grade.
func TestALostRowIsNoZero(t *testing.T) {
	c := graded()
	c.Rows = c.Rows[:1] // of Amara's two
	exported, err := gradebook.Export(c, "gradescope", gradebook.Options{})
	require.NoError(t, err)
	assert.NotContains(t, string(exported.Files["1001/results.json"]), `"score"`)
	assert.Contains(t, exported.Text(), "Amara Okafor has no grade for append: it is not judged yet")
}

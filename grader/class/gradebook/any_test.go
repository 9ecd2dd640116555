package gradebook_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/gradebook"
)

// anyText is a text that a stranger may write.
var anyText = rapid.OneOf(
	rapid.String(), rapid.Just(forged), rapid.Just("]]></system-out>\x00\xff"), rapid.Just("=1+1"),
	rapid.Map(rapid.IntRange(100, 1500), func(n int) string { return strings.Repeat("<\u2028\\\"语", n) }),
)

// anyRow is a row of any kind, with texts of strangers everywhere.
func anyRow(t *rapid.T, student class.Student, exercise string) class.Row {
	say := func(label string) string { return anyText.Draw(t, label) }
	verdict := rapid.SampledFrom(grader.Verdicts()).Draw(t, "verdict")
	r := class.Row{
		Entry: class.Entry{Student: student, Exercise: exercise, File: say("file")},
		Seed:  rapid.Uint64().Draw(t, "seed"), Took: time.Duration(rapid.Int64Range(0, 1e12).Draw(t, "took")),
	}
	assigned, _ := assignment.Find(exercise)
	if rapid.IntRange(0, 9).Draw(t, "problem") == 0 {
		code := rapid.SampledFrom([]string{class.Missing, class.Refused, class.Unreadable}).Draw(t, "code")
		r.Problem = &class.Note{Code: code, Text: say("problem")}
		r.Marks = &class.Marks{Of: assigned.Points}
		return r
	}
	r.Report = &grader.ReportJSON{Exercise: exercise, Verdict: verdict, Text: say("text"), Output: say("output")}
	if verdict != grader.Pass {
		for range rapid.IntRange(0, 3).Draw(t, "findings") {
			r.Report.Findings = append(r.Report.Findings, grader.FindingJSON{
				Verdict: rapid.SampledFrom(grader.Verdicts()).Draw(t, "finding"), Sentence: say("sentence"),
				Task: rapid.IntRange(0, 3).Draw(t, "task"),
			})
		}
	}
	if verdict == grader.Infrastructure {
		return r
	}
	r.Marks = &class.Marks{Of: assigned.Points, Cause: &class.Cause{Key: say("key")}}
	rest := assigned.Points
	for i := range rapid.IntRange(0, 4).Draw(t, "groups") {
		g := class.Group{
			ID: fmt.Sprintf("task-%d", i+1), Title: say("title"), Detail: say("detail"),
			Of: rapid.IntRange(0, rest).Draw(t, "of"), Passed: verdict == grader.Pass || rapid.Bool().Draw(t, "passed"),
		}
		rest -= g.Of
		if g.Passed {
			g.Points = g.Of
		}
		r.Marks.Points += g.Points
		r.Marks.Groups = append(r.Marks.Groups, g)
	}
	if n := len(r.Marks.Groups); n > 0 {
		r.Marks.Groups[n-1].Of += rest
	}
	if n := len(r.Marks.Groups); n > 0 && r.Marks.Groups[n-1].Passed {
		r.Marks.Groups[n-1].Points += rest
		r.Marks.Points += rest
	}
	return r
}

func anyClass(t *rapid.T) *class.Class {
	c := &class.Class{Assignment: assignment, Ended: time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "ended"), 0)}
	for i, id := range rapid.SliceOfNDistinct(anyText, 1, 4, rapid.ID).Draw(t, "ids") {
		student := class.Student{ID: fmt.Sprint(id, i), Name: anyText.Draw(t, "name")}
		for _, exercise := range assignment.Exercises {
			c.Rows = append(c.Rows, anyRow(t, student, exercise.ID))
		}
	}
	return c
}

// roomOf is a result of Classroom 50 that is there now.
func roomOf(owner string) []byte {
	text, err := json.Marshal(map[string]any{
		"schema": "classroom50/result/v1", "classroom": "c", "assignment": "a", "assignment_type": "team",
		"owner": owner, "submission": "submit/1", "commit": "c", "release": "r", "review": "v",
		"datetime": "2026-05-11T12:00:00Z",
	})
	if err != nil {
		panic(err)
	}
	return text
}

// TestAnyClassFollowsTheReceiversRules: whatever strangers write, each file is right, and a file without a verdict has
// no points.
func TestAnyClassFollowsTheReceiversRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyClass(t)
		for target, rules := range ruled {
			options := gradebook.Options{}
			if target == "classroom50" {
				options.Template = roomOf(c.Rows[0].Student.ID)
			}
			exported, err := gradebook.Export(c, target, options)
			require.NoError(t, err)
			for path, text := range exported.Files {
				require.Empty(t, rules(text), "%s %s\n%s", target, path, text)
			}
			unjudged := func(r class.Row) bool { return r.Marks == nil }
			assert.Equal(t, slices.ContainsFunc(c.Rows, unjudged),
				strings.Contains(exported.Text(), "has no grade for "))
		}
	})
}

// TestTheGreatestReportFits: PrairieLearn takes at most 1 MB, however much there is to say.
func TestTheGreatestReportFits(t *testing.T) {
	c := graded()
	for i := range c.Rows {
		if c.Rows[i].Marks == nil || c.Rows[i].Report == nil {
			continue
		}
		c.Rows[i].Report.Text = strings.Repeat("\x01<语", 1_000_000)
		for range 40 {
			c.Rows[i].Marks.Groups = append(c.Rows[i].Marks.Groups, class.Group{
				ID: "clusters", Title: strings.Repeat("<>", 1000), Detail: strings.Repeat("<语&", 10_000),
			})
		}
	}
	for _, target := range []string{"prairielearn", "gradescope"} {
		for path, text := range eachFile(t, c, target, gradebook.Options{}) {
			assert.Empty(t, ruled[target](text), path)
		}
	}
}

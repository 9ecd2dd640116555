package gradebook

import (
	"bytes"
	"encoding/json"
	"fmt"

	"raftlab/grader"
)

// indented is a value as JSON with a line break at its end. Values are made of texts and numbers, so it cannot fail.
func indented(value any) []byte {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("gradebook: a result is no JSON: %v", err))
	}
	return append(text, '\n')
}

// line is a value as JSON in one line.
func line(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("gradebook: a result is no JSON: %v", err))
	}
	return append(text, '\n')
}

// within gives the first text of at most so many bytes, with less and less of the long reports in it.
func within(bytesMax int, text func(limit int) []byte) []byte {
	for limit := reportMax; ; limit /= 2 {
		if t := text(limit); len(t) <= bytesMax || limit == 0 {
			return t
		}
	}
}

// reportMax is how many characters of a report anybody is shown.
const reportMax = 20_000

// about is what a program may want to know of a result: what reproduces the verdict.
type about struct {
	Exercise  string         `json:"exercise"`
	Verdict   grader.Verdict `json:"verdict"`
	Cause     string         `json:"cause,omitempty"`
	File      string         `json:"file,omitempty"`
	Late      bool           `json:"late,omitempty"`
	Seed      string         `json:"seed,omitempty"` // as text: it may have more digits than a number of JSON
	Schedules int            `json:"schedules,omitempty"`
	Hash      string         `json:"hash,omitempty"`
}

// abouts are those of all rows.
func (r result) abouts() []about {
	var all []about
	for _, row := range r.rows {
		a := about{
			Exercise: row.Exercise, Verdict: verdictOf(row), File: short(row.File), Late: row.Late,
			Schedules: row.Schedules,
		}
		if row.Seed != 0 {
			a.Seed = fmt.Sprint(row.Seed)
		}
		if row.Marks != nil && row.Marks.Cause != nil {
			a.Cause = short(row.Marks.Cause.Key)
		}
		if row.Report != nil {
			a.Hash = row.Report.Hash
		}
		all = append(all, a)
	}
	return all
}

// report is what the reports of all files say, and what the judged code printed, in at most limit characters.
func (r result) report(limit int) string {
	var b bytes.Buffer
	for _, row := range r.rows {
		if row.Report == nil || row.Marks == nil {
			continue
		}
		b.WriteString(row.Report.Text)
		if row.Report.Output != "" {
			b.WriteString("\nThe code printed, in its first calls:\n" + row.Report.Output + "\n")
		}
	}
	return cut(b.String(), limit)
}

// summary is the result in a sentence, and the notes about the files that were taken.
func (r result) summary() string {
	var text string
	switch {
	case !r.judged():
		text = notGraded
	case r.passed():
		text = fmt.Sprintf("Everything passes: %d of %d points.", r.points(), r.assignment.Points())
	default:
		text = fmt.Sprintf("%d of %d points.", r.points(), r.assignment.Points())
	}
	for _, row := range r.rows {
		for _, note := range row.Notes {
			text += "\n" + note.Text
		}
	}
	return plain(text)
}

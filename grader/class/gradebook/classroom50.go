package gradebook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"raftlab/grader/plaintext"
)

// roomResult is a result of Classroom 50. What says whose it is stands in the result that is there now, and is kept:
// the collector refuses a result that names another repository. Only GradedAt, Score, MaxScore and Tests are new;
// Datetime is that of the commit, also after a regrade.
type roomResult struct {
	Schema         string          `json:"schema"`
	Classroom      string          `json:"classroom"`
	Assignment     string          `json:"assignment"`
	AssignmentType string          `json:"assignment_type"`
	Owner          string          `json:"owner"`
	Submission     string          `json:"submission"`
	Commit         string          `json:"commit"`
	Release        string          `json:"release"`
	Review         string          `json:"review"`
	Datetime       string          `json:"datetime"`
	GradedAt       string          `json:"graded_at,omitempty"`
	Score          int             `json:"score"`
	MaxScore       int             `json:"max-score"`
	Tests          []roomTest      `json:"tests"`
	SubmittedBy    json.RawMessage `json:"submitted_by,omitempty"`
}

type roomTest struct {
	Name     string `json:"test-name"`
	Passed   bool   `json:"passed"`
	Score    int    `json:"score"`
	MaxScore int    `json:"max-score"`
	Message  string `json:"message,omitempty"`
}

// roomSchema is the name of the form.
const roomSchema = "classroom50/result/v1"

// exportClassroom50 writes a result for each one that is there now and belongs to a student of the class. A repository
// for one exercise gets that exercise's points.
func exportClassroom50(b *book, options Options) error {
	now, err := roomResults(options.Template)
	if err != nil {
		return err
	}
	used := map[int]bool{}
	folders := folders(b.results)
	for i, r := range b.results {
		found := false
		for n, old := range now {
			if !strings.EqualFold(old.Owner, r.student.ID) {
				continue
			}
			found, used[n] = true, true
			b.room(folders[i], r, old, len(now) > 1)
		}
		if !found {
			b.note(NotThere, "%s has no result there: nothing says which repository and commit it would be",
				r.student.Shown())
		}
	}
	for n, old := range now {
		if !used[n] {
			b.note(NotHere, "The result of %s is of nobody in the class, and is left alone", old.Owner)
		}
	}
	return nil
}

// room writes the result in place of one that is there.
func (b *book) room(folder string, r result, old roomResult, several bool) {
	one, isOne := r.of(old.Assignment)
	if isOne {
		r = one
	}
	if !r.judged() {
		return // a number is required, and there is none
	}
	path := folder + "/result.json"
	if several && isOne {
		path = folder + "/" + r.rows[0].Exercise + "/result.json"
	}
	b.Files[path] = classroom50(r, old)
}

func classroom50(r result, old roomResult) []byte {
	old.GradedAt = ""
	if !r.ended.IsZero() {
		old.GradedAt = r.ended.UTC().Format(time.DateOnly + "T" + time.TimeOnly + "Z")
	}
	old.Score, old.MaxScore, old.Tests = r.points(), r.assignment.Points(), []roomTest{}
	for _, c := range r.checks(reportMax) {
		old.Tests = append(old.Tests, roomTest{c.name, c.passed(), c.points, c.of, c.detail})
	}
	return indented(old)
}

// roomResults reads results: files result.json, and lists of them as in results.json, one after the other. Of several
// for one repository, the newest submission counts.
func roomResults(template []byte) ([]roomResult, error) {
	var all []roomResult
	decoder := json.NewDecoder(bytes.NewReader(template))
	for {
		var document json.RawMessage
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("the results that are there now are no JSON behind byte %d: %w",
				decoder.InputOffset(), err)
		}
		found, err := roomDocument(document)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	var newest []roomResult
	at := map[string]int{}
	for _, r := range all {
		key := strings.ToLower(r.Classroom + "\n" + r.Assignment + "\n" + r.Owner)
		n, known := at[key]
		switch {
		case !known:
			at[key] = len(newest)
			newest = append(newest, r)
		case r.Datetime > newest[n].Datetime: // both end with Z
			newest[n] = r
		}
	}
	if len(newest) == 0 {
		return nil, errors.New("the file has no result of Classroom 50: " +
			"`gh teacher download` writes one beside each clone")
	}
	return newest, nil
}

// roomDocument is the results in a document: one, a list, or a list of submissions, each with its result or null.
func roomDocument(document json.RawMessage) ([]roomResult, error) {
	if trimmed := bytes.TrimSpace(document); len(trimmed) == 0 || trimmed[0] != '[' {
		one, err := roomOne(document)
		return []roomResult{one}, err
	}
	var list []json.RawMessage
	if err := json.Unmarshal(document, &list); err != nil {
		return nil, err
	}
	var all []roomResult
	for _, item := range list {
		var envelope struct{ Result json.RawMessage }
		if json.Unmarshal(item, &envelope) == nil && envelope.Result != nil {
			item = envelope.Result
		}
		if string(item) == "null" {
			continue // a release without a result
		}
		one, err := roomOne(item)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func roomOne(document json.RawMessage) (roomResult, error) {
	// Every file of the name result.json may be given, and its other fields may have any form.
	var r struct {
		roomResult
		Score    any `json:"score"`
		MaxScore any `json:"max-score"`
		Tests    any `json:"tests"`
	}
	err := json.Unmarshal(document, &r)
	if err == nil && r.Schema != roomSchema {
		err = fmt.Errorf("its schema is %q", plaintext.Line(r.Schema, 100))
	}
	for _, field := range []struct{ name, value string }{
		{"classroom", r.Classroom}, {"assignment", r.Assignment}, {"assignment_type", r.AssignmentType},
		{"owner", r.Owner}, {"submission", r.Submission}, {"commit", r.Commit}, {"release", r.Release},
		{"review", r.Review}, {"datetime", r.Datetime},
	} {
		if err == nil && field.value == "" {
			err = fmt.Errorf("its %s is missing", field.name)
		}
	}
	if err != nil {
		return roomResult{}, fmt.Errorf("a result that is there now is no %s: %w", roomSchema, err)
	}
	return r.roomResult, nil
}

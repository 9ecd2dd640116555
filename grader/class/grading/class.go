package grading

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/judging"
	"raftlab/grader/class/marks"
	"raftlab/grader/class/results"
	"raftlab/grader/runfile"
)

// Keeper keeps the reports of a plan's tasks. A report that is there already stays: the same task may be done twice.
func Keeper(
	folder *results.Folder, by grader.BuildJSON,
) func(judging.Task, *grader.ReportJSON, time.Duration) error {
	return func(task judging.Task, report *grader.ReportJSON, took time.Duration) error {
		key := task.Key(by)
		there, err := folder.Report(key)
		if err != nil || there != nil {
			return errors.Join(err, differ(there, report))
		}
		return folder.Keep(results.Kept{Key: key, Took: took, Report: report})
	}
}

// ErrDiffer is wrapped when two machines judged one task differently.
var ErrDiffer = errors.New("two machines judged the same file differently: " +
	"one of them is not to be trusted, or the grader has a mistake")

// differ compares two reports of one task. What the judged code printed may differ: it is no part of the judgement.
func differ(there *results.Kept, report *grader.ReportJSON) error {
	if there == nil {
		return nil
	}
	var texts [2][]byte
	for i, one := range []*grader.ReportJSON{there.Report, report} {
		plain := *one
		plain.Output, plain.By = "", nil
		text, err := json.Marshal(plain)
		if err != nil {
			return err
		}
		texts[i] = text
	}
	if !bytes.Equal(texts[0], texts[1]) {
		return fmt.Errorf("%s, key %s: %w", report.Exercise, there.Key, ErrDiffer)
	}
	return nil
}

// Class is the graded class. The failures are tasks that this machine could not judge.
func Class(folder *results.Folder, plan *results.Plan, failures []judging.Failure) (*class.Class, error) {
	unable := map[string]error{}
	for _, failure := range failures {
		unable[failure.Task.Key(plan.By)] = failure.Err
	}
	c := &class.Class{
		Assignment: plan.Assignment, By: plan.By, Began: plan.Began, Ended: plan.Ended, Unplaced: plan.Unplaced,
	}
	for i := range plan.Rows {
		row, err := judged(folder, plan, plan.Rows[i], unable)
		if err != nil {
			return nil, err
		}
		plan.Rows[i].Row = row
		c.Rows = append(c.Rows, row)
	}
	return c, nil
}

// judged is a row with what is known of it.
func judged(
	folder *results.Folder, plan *results.Plan, row results.Row, unable map[string]error,
) (class.Row, error) {
	assigned, _ := plan.Assignment.Find(row.Exercise)
	if row.Problem != nil {
		row.Marks = marks.None(assigned, row.Problem.Text)
		return row.Row, nil
	}
	kept, err := folder.Report(row.Key)
	if err != nil {
		return class.Row{}, err
	}
	if row.Source == nil {
		if row.Source, err = folder.Source(row.Sum); err != nil {
			return class.Row{}, err
		}
	}
	row.Report, row.Marks, row.Took = nil, nil, 0
	switch failure := unable[row.Key]; {
	case kept != nil:
		row.Report, row.Took = kept.Report, kept.Took
		row.Marks = marks.Of(assigned, kept.Report)
	case failure != nil:
		row.Report = runfile.Unable(&runfile.File{Exercise: taskOf(&row).Exercise}, failure)
	}
	return row.Row, nil
}

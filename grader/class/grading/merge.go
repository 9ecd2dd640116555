package grading

import (
	"encoding/json"
	"errors"

	"raftlab/grader/class/results"
)

// ErrOtherClass is the error about shards of different classes.
var ErrOtherClass = errors.New("this shard is of another class, assignment or grader than the others")

// Merge copies into a folder what a shard judged, and gives the plan of all, which is that of the shard. It must be
// equal to the plan of the shards before, nil for the first.
func Merge(folder, shard *results.Folder, before *results.Plan) (*results.Plan, error) {
	plan, err := shard.Plan()
	if err != nil {
		return nil, err
	}
	if before != nil && fingerprint(before) != fingerprint(plan) {
		return nil, ErrOtherClass
	}
	for _, row := range plan.Rows {
		if row.Problem != nil {
			continue
		}
		source, err := shard.Source(row.Sum)
		if err != nil {
			return nil, err
		}
		if _, err := folder.KeepSource(source); err != nil {
			return nil, err
		}
		theirs, err := shard.Report(row.Key)
		if err != nil {
			return nil, err
		}
		if theirs == nil {
			continue
		}
		ours, err := folder.Report(row.Key)
		if err == nil && ours != nil {
			err = differ(ours, theirs.Report)
		} else if err == nil {
			err = folder.Keep(*theirs)
		}
		if err != nil {
			return nil, err
		}
	}
	return plan, nil
}

// fingerprint is all of a plan that must be the same on all machines.
func fingerprint(plan *results.Plan) string {
	type row struct{ Student, Exercise, Key string }
	var rows []row
	for _, r := range plan.Rows {
		rows = append(rows, row{r.Student.ID, r.Exercise, r.Key})
	}
	text, err := json.Marshal(struct {
		Assignment any
		Grader, Go string
		Rows       []row
	}{plan.Assignment, plan.By.Hash, plan.By.Go, rows})
	if err != nil {
		panic(err) // all of it is plain data
	}
	return string(text)
}

package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"raftlab/grader"
)

// Grading is the request to a learner's guest, and the receivers of its progress.
type Grading struct {
	FirstSeed uint64 `json:"firstSeed"`
	Schedules int    `json:"schedules"`
	All       bool   `json:"all"`
	// Progress receives each grader.Progress as JSON, which is valid until Progress returns. Output receives what the
	// guest prints. Both may be nil.
	Progress func([]byte) `json:"-"`
	Output   io.Writer    `json:"-"`
}

// Grade makes a learner's guest grade itself. It gives an error if the guest ends without a report: the guest ran
// out of memory or stack, or is not a learner's guest. The guest's output shows the reason.
func Grade(ctx context.Context, guest []byte, wanted Grading) (report *grader.ReportJSON, err error) {
	host, err := newHost(ctx, guest, gradingPages)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, host.Close(ctx)) }()
	host.progress, host.output = wanted.Progress, wanted.Output
	learner, err := host.instantiate("grade")
	if err != nil {
		return nil, err
	}
	request, err := json.Marshal(wanted)
	if err != nil {
		return nil, fmt.Errorf("ask a guest to grade: %w", err)
	}
	reply, err := learner.call(request)
	if err != nil {
		return nil, err
	}
	return readReport(reply)
}

// readReport reads the guest's answer. A stranger wrote the guest: only a report of our version is accepted.
func readReport(reply []byte) (*grader.ReportJSON, error) {
	var answer struct {
		grader.ReportJSON
		Error string `json:"error"`
	}
	if err := json.Unmarshal(reply, &answer); err != nil {
		return nil, fmt.Errorf("%w: its report cannot be read: %w", ErrGuest, err)
	}
	if answer.Error != "" || answer.Version != grader.ReportVersion {
		return nil, fmt.Errorf("%w: it gives a report of version %d, this is %d: %s",
			ErrGuest, answer.Version, grader.ReportVersion, answer.Error)
	}
	return &answer.ReportJSON, nil
}

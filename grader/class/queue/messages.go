package queue

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"raftlab/grader"
	"raftlab/grader/class/judging"
	"raftlab/grader/gradable"
)

// maxMessage bounds a message, and maxUnpacked what it holds: a report has the trace of a run.
const (
	maxMessage  = 8 << 20
	maxUnpacked = 256 << 20
)

// job is a task on its way to a worker.
type job struct {
	Key       string `json:"key"`
	Exercise  string `json:"exercise"`
	Source    []byte `json:"source"`
	Seed      uint64 `json:"seed"`
	Schedules int    `json:"schedules"`
}

func (j job) task() (judging.Task, error) {
	judge, found := gradable.Find(j.Exercise)
	if !found {
		return judging.Task{}, fmt.Errorf("there is no exercise %q", j.Exercise)
	}
	return judging.Task{Exercise: judge.About(), Source: j.Source, Seed: j.Seed, Schedules: j.Schedules}, nil
}

// answer is what a worker made of a job: a report, or the reason why its machine could not judge.
type answer struct {
	Key    string             `json:"key"`
	Report *grader.ReportJSON `json:"report,omitempty"`
	Took   time.Duration      `json:"took,omitempty"`
	Unable string             `json:"unable,omitempty"`
	// Worker names the machine.
	Worker string `json:"worker"`
}

// pack makes a message of a value.
func pack(value any) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if b.Len() > maxMessage {
		return nil, fmt.Errorf("a message of %d bytes is longer than %d", b.Len(), maxMessage)
	}
	return b.Bytes(), nil
}

// unpack reads a message.
func unpack(message []byte, value any) error {
	r, err := gzip.NewReader(bytes.NewReader(message))
	if err != nil {
		return fmt.Errorf("read a message: %w", err)
	}
	if err := json.NewDecoder(io.LimitReader(r, maxUnpacked)).Decode(value); err != nil {
		return fmt.Errorf("read a message: %w", err)
	}
	return nil
}

package graded

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"raftlab/grader/bounds"
)

// memory bounds a worker: five servers with all their memory, the compiler of guests, and the rest.
const memory = 4 << 30

// Work is what a worker does. It reads a job from in, and ends early when in ends: then nobody waits any more.
func Work(ctx context.Context, in io.Reader, out io.Writer) error {
	var j job
	decoder := json.NewDecoder(in)
	if err := decoder.Decode(&j); err != nil {
		return fmt.Errorf("read what to judge: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, in)
		cancel()
	}()
	if err := bounds.Self(memory); err != nil {
		return err
	}
	var answer told
	report, err := j.do(ctx)
	if answer.Report = report; err != nil {
		answer = told{Unable: err.Error()}
	}
	return json.NewEncoder(out).Encode(answer)
}

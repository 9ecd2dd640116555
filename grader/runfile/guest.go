package runfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"raftlab/grader/judges"
	"raftlab/grader/sandbox"
	"raftlab/grader/solo"
)

// HostGuest judges a guest that answers calls of an exercise's rules. It is for a separate process: a guest that ends
// in the middle ends the process, after it has printed why.
func HostGuest(ctx context.Context, path, exercise string, options *solo.Options, output io.Writer) error {
	guest, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the guest: %w", err)
	}
	callee, err := sandbox.NewCallee(ctx, guest, output, func(err error) {
		// Go says itself why a guest ends, but for the stack of its host.
		if errors.Is(err, sandbox.ErrStack) {
			_, _ = fmt.Fprintln(output, "\nfatal error: stack overflow")
		}
		os.Exit(2)
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, callee.Close()) }()
	judge, err := judges.Called(exercise, callee.Caller())
	if err != nil {
		return err
	}
	return options.Judge(judge, callee.Caller())
}

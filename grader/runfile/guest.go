package runfile

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"raftlab/grader/sandbox"
)

// HostGuest makes a compiled guest grade itself, and writes its report to a file, and its progress to another one
// unless progress is "". It is for a separate process, which can be killed: a guest may never end.
func HostGuest(ctx context.Context, path string, wanted sandbox.Grading, report, progress string) error {
	guest, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the guest: %w", err)
	}
	if progress != "" {
		file, err := os.OpenFile(progress, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("write progress: %w", err)
		}
		defer file.Close()
		wanted.Progress = func(line []byte) {
			// The watcher may have left; only the report matters.
			_, _ = file.Write(slices.Concat(line, []byte{'\n'}))
		}
	}
	graded, err := sandbox.Grade(ctx, guest, wanted)
	if err != nil {
		return err
	}
	bytes, err := json.Marshal(graded)
	if err == nil {
		err = os.WriteFile(report, bytes, 0o600)
	}
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

package runfile

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"raftlab/grader"
)

// maxProgressLine bounds a line: a learner's program can write here instead of the grader.
const maxProgressLine = 1 << 20

// pipe is a file where a program writes its progress, nil if nobody watches. Done waits until all of it is read.
func pipe(watch func(grader.Progress)) (to *os.File, done func(), err error) {
	if watch == nil {
		return nil, func() {}, nil
	}
	from, to, err := os.Pipe()
	if err != nil {
		return nil, nil, fmt.Errorf("watch the grading: %w", err)
	}
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		readProgress(from, watch)
		// The lines after one that is too long are not shown, but must not block the writer.
		_, _ = io.Copy(io.Discard, from)
		_ = from.Close()
	}()
	return to, func() { <-finished }, nil
}

// readProgress reads progress, one report a line. It ignores other lines.
func readProgress(from io.Reader, watch func(grader.Progress)) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, maxProgressLine)
	for lines.Scan() {
		var p grader.Progress
		if json.Unmarshal(lines.Bytes(), &p) == nil {
			watch(p)
		}
	}
}

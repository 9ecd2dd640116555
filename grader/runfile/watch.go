package runfile

import (
	"bufio"
	"encoding/json"
	"io"
	"os"

	"raftlab/grader"
)

// maxProgressLine bounds a line of progress.
const maxProgressLine = 1 << 20

// watching is a pipe on which a program writes its progress.
type watching struct {
	to       *os.File
	finished chan struct{}
}

// watch is nil if nobody watches.
func (j job) watch(say func(told)) (*watching, error) {
	if !j.Watched {
		return nil, nil
	}
	from, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	w := &watching{to, make(chan struct{})}
	go func() {
		defer close(w.finished)
		readProgress(from, func(p grader.Progress) { say(told{Progress: &p}) })
		// The lines after one that is too long are not shown, but must not block the writer.
		_, _ = io.Copy(io.Discard, from)
		_ = from.Close()
	}()
	return w, nil
}

// end waits until everything is read that was written.
func (w *watching) end() {
	_ = w.to.Close()
	<-w.finished
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

package runfile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"

	"raftlab/grader"
	"raftlab/grader/gotools"
	"raftlab/grader/source"
)

// Wanted says how to judge a file.
type Wanted struct {
	// FirstSeed, Schedules and All are those of a grader.Budget.
	FirstSeed uint64
	Schedules int
	All       bool
	// Worker is this program with the arguments that make it Work. Without it, the work is done in this process, which
	// then must not be killed in the middle.
	Worker []string
	// Host, if it is not empty, is this program with the arguments that make it host a guest (HostGuest).
	Host []string
	// Progress, if it is not nil, receives the grading's progress. The report does not depend on it.
	Progress func(grader.Progress)
}

// Grade judges a file. It always gives a report. Only if this machine could not judge, there is an error, too: it
// wraps gotools.ErrUnable.
func (w Wanted) Grade(ctx context.Context, root string, file *File) (*grader.ReportJSON, error) {
	answer, err := w.work(ctx, job{
		Root: root, Files: jobFiles(file),
		FirstSeed: w.FirstSeed, Schedules: w.Schedules, All: w.All, Host: w.Host, Watched: w.Progress != nil,
	})
	if err != nil {
		return Unable(file, err), err
	}
	answer.Report.By = build()
	return answer.Report, nil
}

// build says what judges here.
func build() *grader.BuildJSON {
	b := source.ThisBuild()
	return &grader.BuildJSON{Commit: b.Commit, Go: b.Go, Hash: b.Hash}
}

// NotJudged is the error about a file from which no guest was made.
type NotJudged struct{ Report *grader.ReportJSON }

// Error is the report's text.
func (n *NotJudged) Error() string { return n.Report.Text }

// Guest makes a guest that answers calls of the rules of several files, each of another exercise.
func (w Wanted) Guest(ctx context.Context, root string, files ...*File) ([]byte, error) {
	answer, err := w.work(ctx, job{Root: root, Files: jobFiles(files...), Guest: true})
	if err == nil && answer.Report != nil {
		err = &NotJudged{answer.Report}
	}
	return answer.Guest, err
}

func jobFiles(files ...*File) []jobFile {
	var all []jobFile
	for _, f := range files {
		all = append(all, jobFile{f.Exercise.ID, f.Path, f.Source})
	}
	return all
}

// take passes on the progress.
func (w Wanted) take(t told) {
	if t.Progress != nil && w.Progress != nil {
		w.Progress(*t.Progress)
	}
}

// work has a worker do a job.
func (w Wanted) work(ctx context.Context, j job) (told, error) {
	if len(w.Worker) == 0 {
		return j.do(ctx, w.take)
	}
	text, err := json.Marshal(j)
	if err != nil {
		return told{}, fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	command := exec.Command(w.Worker[0], w.Worker[1:]...)
	apart(command)
	in, err := command.StdinPipe()
	if err != nil {
		return told{}, fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return told{}, fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	if err := command.Start(); err != nil {
		return told{}, fmt.Errorf("%w: start a worker: %w", gotools.ErrUnable, err)
	}
	// A worker whose input ends stops, and clears up.
	stop := context.AfterFunc(ctx, func() { _ = in.Close() })
	defer stop()
	_, writeErr := in.Write(append(text, '\n'))
	answer, err := w.listen(out)
	ended := errors.Join(writeErr, in.Close(), command.Wait())
	switch {
	case ctx.Err() != nil:
		return told{}, ctx.Err()
	case err != nil:
		return told{}, fmt.Errorf("%w: %w", gotools.ErrUnable, errors.Join(err, ended))
	case answer.Unable != "":
		why := strings.TrimPrefix(answer.Unable, gotools.ErrUnable.Error()+": ")
		return told{}, fmt.Errorf("%w: %s", gotools.ErrUnable, why)
	}
	return answer, nil
}

// listen reads what a worker says, up to its answer.
func (w Wanted) listen(out io.Reader) (told, error) {
	decoder := json.NewDecoder(out)
	for {
		var t told
		if err := decoder.Decode(&t); err != nil {
			return told{}, fmt.Errorf("the worker ended without an answer: %w", err)
		}
		if t.Progress == nil {
			return t, nil
		}
		w.take(t)
	}
}

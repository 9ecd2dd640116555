package graded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"

	"raftlab/grader"
	"raftlab/grader/bring"
	"raftlab/grader/bring/build"
	"raftlab/grader/gotools"
	"raftlab/grader/gradable"
	"raftlab/grader/sandbox/goroutines"
	"raftlab/grader/source"
)

// Wanted says how to judge.
type Wanted struct {
	// FirstSeed is the first seed of each situation and of the random schedules, of which there are so many.
	FirstSeed uint64
	Schedules int
	// Worker is this program with the arguments that make it Work. Without it, the work is done in this process, which
	// then must not be killed in the middle.
	Worker []string
}

// job is the work of a worker: what comes on its standard input, as a line of JSON.
type job struct {
	Root      string
	Source    []byte
	FirstSeed uint64
	Schedules int
}

// told is what a worker says.
type told struct {
	Report *grader.ReportJSON `json:",omitempty"`
	// Unable says why there is none.
	Unable string `json:",omitempty"`
}

// Grade judges what was handed in. An error says that this machine could not.
func (w Wanted) Grade(ctx context.Context, root string, handedIn []byte) (*grader.ReportJSON, error) {
	j := job{root, handedIn, w.FirstSeed, w.Schedules}
	report, err := j.report(ctx, w.Worker)
	if err != nil {
		return nil, err
	}
	b := source.ThisBuild()
	report.By = &grader.BuildJSON{Commit: b.Commit, Go: b.Go, Hash: b.Hash}
	return report, nil
}

func (j job) report(ctx context.Context, worker []string) (*grader.ReportJSON, error) {
	if len(worker) == 0 {
		return j.do(ctx)
	}
	text, err := json.Marshal(j)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	command := exec.Command(worker[0], worker[1:]...)
	in, inErr := command.StdinPipe()
	out, outErr := command.StdoutPipe()
	if err := errors.Join(inErr, outErr, command.Start()); err != nil {
		return nil, fmt.Errorf("%w: start a worker: %w", gotools.ErrUnable, err)
	}
	// A worker whose input ends stops, and clears up.
	stop := context.AfterFunc(ctx, func() { _ = in.Close() })
	defer stop()
	_, writeErr := in.Write(append(text, '\n'))
	var answer told
	readErr := json.NewDecoder(out).Decode(&answer)
	ended := errors.Join(writeErr, in.Close(), command.Wait())
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case readErr != nil:
		return nil, fmt.Errorf("%w: the worker ended without an answer: %w", gotools.ErrUnable,
			errors.Join(readErr, ended))
	case answer.Report == nil:
		return nil, fmt.Errorf("%w: %s", gotools.ErrUnable, answer.Unable)
	}
	return answer.Report, nil
}

// do does the work in this process.
func (j job) do(ctx context.Context) (report *grader.ReportJSON, err error) {
	whole, err := read(j.Source)
	if err == nil {
		var guest []byte
		if guest, err = build.Compile(ctx, whole, j.Root); err == nil {
			return j.judge(ctx, whole, guest)
		}
	}
	var not *bring.Unfit
	if errors.As(err, &not) {
		return unfit(not), nil
	}
	return nil, err
}

// read reads what was handed in: the exercise's file, or several that are joined in one text.
func read(handedIn []byte) (whole *bring.Whole, err error) {
	folder, err := bring.HoldText(gradable.Node+".go", string(handedIn))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	return folder.Read()
}

func (j job) judge(ctx context.Context, whole *bring.Whole, guest []byte) (report *grader.ReportJSON, err error) {
	host, err := goroutines.New(ctx, guest)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	defer func() { err = errors.Join(err, host.Close()) }()
	g := &grading{ctx: ctx, host: host, job: j, snapshots: whole.Snapshots}
	return g.report()
}

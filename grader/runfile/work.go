package runfile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"raftlab/grader"
	"raftlab/grader/bounds"
	"raftlab/grader/gotools"
	"raftlab/grader/solo"
	"raftlab/grader/witness"
)

// job is the work of a worker: what comes on its standard input, as a line of JSON.
type job struct {
	Root      string
	Files     []jobFile
	FirstSeed uint64
	Schedules int
	All       bool
	// Host is the program that hosts a guest, with its first arguments; empty for a native program.
	Host []string
	// Watched is true if somebody wants the progress.
	Watched bool
	// Guest is true if a guest that answers calls is wanted, and no judgement.
	Guest bool
}

// jobFile is a File in a job.
type jobFile struct {
	Exercise, Path string
	Source         []byte
}

// told is what a worker says, a line of JSON each on its standard output.
type told struct {
	Progress *grader.Progress   `json:",omitempty"`
	Report   *grader.ReportJSON `json:",omitempty"`
	Guest    []byte             `json:",omitempty"`
	// Unable says why there is neither.
	Unable string `json:",omitempty"`
}

// Work is what a worker does. It reads a job from in, and ends early when in ends: then nobody waits any more.
func Work(ctx context.Context, in io.Reader, out io.Writer) error {
	var j job
	decoder := json.NewDecoder(in)
	if err := decoder.Decode(&j); err != nil {
		return fmt.Errorf("read what to judge: %w", err)
	}
	steadfast()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, in)
		cancel()
	}()
	encoder := json.NewEncoder(out)
	// The parser has bounds, too.
	if err := bounds.Self(2 * toolLimits.Memory); err != nil {
		return err
	}
	// A watcher may have left; only the report matters.
	say := func(t told) { _ = encoder.Encode(t) }
	answer, err := j.do(ctx, say)
	if err != nil {
		answer.Unable = err.Error()
	}
	return encoder.Encode(answer)
}

// do does the work in a folder that goes afterwards.
func (j job) do(ctx context.Context, say func(told)) (answer told, err error) {
	files, err := j.files()
	if err != nil {
		return told{}, err
	}
	folder, err := newFolder()
	if err != nil {
		return told{}, fmt.Errorf("%w: make a folder to compile in: %w", gotools.ErrUnable, err)
	}
	defer func() { err = errors.Join(err, folder.remove()) }()
	b := &builder{j.Root, folder.path, files, map[gotools.Target]*gotools.Kit{}}
	made, err := b.build(ctx, j.kind())
	var not *rejected
	switch {
	case errors.As(err, &not):
		return told{Report: not.report()}, nil
	case err != nil:
		return told{}, err
	case j.Guest:
		answer.Guest, err = os.ReadFile(made)
		return answer, err
	}
	answer.Report, err = j.judge(ctx, folder.path, made, files[0], say)
	return answer, err
}

func (j job) kind() kind {
	if j.Guest || len(j.Host) > 0 {
		return callee
	}
	return native
}

func (j job) files() ([]*File, error) {
	var files []*File
	for _, f := range j.Files {
		exercise, err := find(f.Exercise)
		if err != nil {
			return nil, err
		}
		files = append(files, &File{Exercise: exercise.About(), Path: f.Path, Source: f.Source})
	}
	if len(files) == 0 {
		return nil, errors.New("there is no file to judge")
	}
	return files, nil
}

// judgeLimits bound the program that judges. A solution's takes a second or three, so the limit is for a call that does
// not return, though it visits few lines.
var judgeLimits = bounds.Limits{CPU: 30, Memory: 512 << 20, File: 64 << 20}

// collector lets the memory grow before Go collects what is not needed any more, up to a quarter of the bound. Beyond
// that the collector is eager: else it would depend on the machine's load whether a rule that leaves much behind meets
// the bound.
var collector = []string{"GOGC=400", "GOMEMLIMIT=128MiB"}

// hostMemory is for a program that hosts a guest: its own, the guest's, and what a guest is compiled to.
const hostMemory = 1 << 30

// The files of a program that judges.
const (
	reportFile = "report.json"
	callsFile  = "calls"
)

// judge runs the program that judges.
func (j job) judge(
	ctx context.Context, folder, made string, file *File, say func(told),
) (*grader.ReportJSON, error) {
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := witness.Create(at(callsFile)); err != nil {
		return nil, fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	run := bounds.Program{Path: made, Folder: folder, Limits: judgeLimits, Environment: collector}
	if len(j.Host) > 0 {
		run.Path, run.Args = j.Host[0], append(append([]string{}, j.Host[1:]...), made, "--exercise", file.Exercise.ID)
		run.Limits.Memory = hostMemory
	}
	run.Args = append(run.Args, "--report", at(reportFile), "--calls", at(callsFile),
		"--seed", strconv.FormatUint(j.FirstSeed, 10), "--schedules", strconv.Itoa(j.Schedules),
		"--all="+strconv.FormatBool(j.All))
	watch, err := j.watch(say)
	if err != nil {
		return nil, fmt.Errorf("%w: watch the grading: %w", gotools.ErrUnable, err)
	}
	if watch != nil {
		run.Files, run.Args = []*os.File{watch.to}, append(run.Args, "--progress", "/dev/fd/3")
	}
	result, err := bounds.Run(ctx, run)
	if watch != nil {
		watch.end()
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	if report, err := readReport(at(reportFile)); err == nil && result.OK {
		report.Output = printed(result.Output)
		return report, nil
	}
	if result.Code == solo.ExitUnable {
		return nil, fmt.Errorf("%w: %s", gotools.ErrUnable, lastLine(result.Output))
	}
	if result.Met == bounds.None && result.Signal != "" {
		// A program of Go does not end so by itself.
		return nil, fmt.Errorf("%w: something ended the program that judges: %s", gotools.ErrUnable, result.Signal)
	}
	return ended(file, result, at(callsFile)), nil
}

func readReport(path string) (*grader.ReportJSON, error) {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var report grader.ReportJSON
	if err := json.Unmarshal(bytes, &report); err != nil {
		return nil, err
	}
	return &report, nil
}

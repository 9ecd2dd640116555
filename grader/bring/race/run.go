package race

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"raftlab/grader/bounds"
	"raftlab/grader/bring"
	"raftlab/grader/bring/build"
	"raftlab/grader/gotools"
	"raftlab/grader/source"
)

// Report is what the detector saw.
type Report struct {
	// Whole says what the program was made of.
	Whole *bring.Whole
	// Commands is how many commands a leader took, Applied how often one was applied, and Restarts how many servers
	// were killed and started again: what may have raced.
	Commands, Applied, Restarts int
	Races                       []Race
	// Ended says how the program ended before its time, "" if it did not.
	Ended string
}

// The files in the program's folder: what wasm/whole/race says, and what the detector does.
const (
	doneFile = "played"
	logFile  = "detector"
)

// limits are for a program that fills a disk; the detector itself reserves more memory than any machine has.
var limits = bounds.Limits{File: 64 << 20}

// grace is how long a program may take longer than it was to play: package race of wasm/whole goes on for half of it if
// little happens.
const grace = time.Minute

// Run compiles the server in a folder for the race detector, and plays with it for a while. What is wrong with the
// files is a *bring.Unfit; an error of this machine wraps gotools.ErrUnable.
func Run(ctx context.Context, folder string, span time.Duration) (report Report, err error) {
	if report.Whole, err = read(folder); err != nil {
		return report, err
	}
	root, err := source.Root(ctx)
	if err != nil {
		return report, fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	at, err := os.MkdirTemp("", "raftlab-race-")
	if err != nil {
		return report, fmt.Errorf("%w: make a folder to compile in: %w", gotools.ErrUnable, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(at)) }()
	program, err := build.Race(ctx, report.Whole, root, at)
	if err == nil {
		err = report.play(ctx, program, at, span)
	}
	return report, err
}

func read(name string) (whole *bring.Whole, err error) {
	folder, err := bring.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	return folder.Read()
}

// play runs the program, and reads what is left in its folder.
func (r *Report) play(ctx context.Context, program, folder string, span time.Duration) error {
	result, err := bounds.Run(ctx, bounds.Program{
		Path: program, Args: []string{strconv.FormatInt(span.Milliseconds(), 10)}, Folder: folder, Limits: limits,
		Environment: []string{"GORACE=log_path=" + logFile + " atexit_sleep_ms=0 history_size=3"}, Wall: span + grace,
	})
	if err != nil {
		return fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	logs, err := filepath.Glob(filepath.Join(folder, logFile+".*"))
	if err != nil {
		return fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	slices.Sort(logs)
	for _, name := range logs {
		text, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("%w: read what the detector says: %w", gotools.ErrUnable, err)
		}
		r.Races = append(r.Races, readRaces(string(text), r.Whole.Shown)...)
	}
	r.Races = each(r.Races)
	done, err := os.ReadFile(filepath.Join(folder, doneFile))
	if err != nil {
		r.Ended = ended(result)
		return nil
	}
	if _, err := fmt.Sscan(string(done), &r.Commands, &r.Applied, &r.Restarts); err != nil {
		r.Ended = "it left no readable word of what it did"
	}
	return nil
}

// ended says how a program ended that left no word.
func ended(result bounds.Result) string {
	if result.Met != bounds.None {
		return fmt.Sprintf("it met its bound of %s", result.Met)
	}
	for line := range strings.Lines(string(result.Output)) {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return strings.TrimSpace(line)
		}
	}
	return fmt.Sprintf("it ended by itself, with exit code %d %s", result.Code, result.Signal)
}

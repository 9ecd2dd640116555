package runfile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"raftlab/grader"
	"raftlab/grader/judges"
	"raftlab/lab"
)

// maxMinutes bounds a learner's program, far above the time that any program needs that ends. The verdict does not
// depend on speed: the events of a schedule are bounded, and so are the lines of a call. So a program that takes this
// long is in a call that does not return.
const maxMinutes = 5

// Wanted says how to judge a file.
type Wanted struct {
	// FirstSeed, Schedules and All are those of a grader.Budget.
	FirstSeed uint64
	Schedules int
	All       bool
	// Host, if it is not empty, is a program with its first arguments that makes a guest grade itself (HostGuest). Its
	// further arguments are the guest's file, --report FILE, --seed N, --schedules N, --all=BOOL and, if somebody
	// watches, --progress FILE. Without Host, the exercise's test judges the file.
	Host []string
	// Progress, if it is not nil, receives the grading's progress. The report does not depend on it.
	Progress func(grader.Progress)
}

// Grade compiles a learner's file, runs it, and gives the report.
func (w Wanted) Grade(ctx context.Context, root string, learner *File) (report *grader.ReportJSON, err error) {
	build, err := newBuild(root, learner)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, build.Close()) }()
	result := build.file("report.json")
	run, err := w.program(ctx, build, result)
	if err != nil {
		return nil, err
	}
	output, err := runLimited(ctx, run, w.Progress)
	report, readErr := readReport(result)
	if readErr != nil {
		return ended(learner.Exercise, output, err), nil
	}
	return report, nil
}

// limited is a program to run, its folder, and its limit of memory, 0 for none.
type limited struct {
	path      string
	args      []string
	folder    string
	kilobytes int
	// progress is the flag for the file to write progress to.
	progress string
}

// program compiles the program to run: the exercise's test, or the guest for its host.
func (w Wanted) program(ctx context.Context, build *build, result string) (*limited, error) {
	seed, schedules := strconv.FormatUint(w.FirstSeed, 10), strconv.Itoa(w.Schedules)
	all := strconv.FormatBool(w.All)
	if len(w.Host) == 0 {
		test, err := build.test(ctx)
		args := []string{
			"-test.run", ".", "-report", result, "-first-seed", seed, "-schedules", schedules, "-all=" + all,
		}
		return &limited{test, args, build.file(nothing), 4 << 20, "-progress"}, err
	}
	guest, err := build.guest(ctx)
	if err != nil {
		return nil, err
	}
	// The guest's memory is bounded by its host.
	args := slices.Concat(w.Host[1:], []string{
		guest, "--report", result, "--seed", seed, "--schedules", schedules, "--all=" + all,
	})
	return &limited{w.Host[0], args, build.file(nothing), 0, "--progress"}, nil
}

// runLimited runs a program to its end, or until its time is over. The shell limits its memory: every system with make
// has a shell.
func runLimited(ctx context.Context, run *limited, watch func(grader.Progress)) (output []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, maxMinutes*time.Minute)
	defer cancel()
	args := run.args
	progress, done, err := pipe(watch)
	if err != nil {
		return nil, err
	}
	if progress != nil {
		// The first of a command's extra files is its file descriptor 3.
		args = append(args, run.progress, "/dev/fd/3")
	}
	command := exec.CommandContext(ctx, run.path, args...)
	if run.kilobytes > 0 {
		shell := fmt.Sprintf("ulimit -v %d; exec \"$0\" \"$@\"", run.kilobytes)
		command = exec.CommandContext(ctx, "sh", append([]string{"-c", shell, run.path}, args...)...)
	}
	command.Dir = run.folder
	var printed bytes.Buffer
	command.Stdout, command.Stderr = &tail{&printed}, &tail{&printed}
	if progress != nil {
		command.ExtraFiles = []*os.File{progress}
	}
	err = command.Start()
	if progress != nil {
		err = errors.Join(err, progress.Close())
	}
	if err == nil {
		err = command.Wait()
	}
	done()
	if ctx.Err() != nil {
		err = errNoReturn
	}
	return printed.Bytes(), err
}

var errNoReturn = errors.New("a call of the rule does not return")

// tail keeps the beginning of what is written, and drops the rest: a program may print for ever.
type tail struct{ buffer *bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	const most = 1 << 20
	if room := most - t.buffer.Len(); room > 0 {
		t.buffer.Write(p[:min(len(p), room)])
	}
	return len(p), nil
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

// panicked finds the reason in Go's output about a panic that nobody recovers, such as a panic before any rule is
// called: in init, or in the initialization of a variable.
var panicked = regexp.MustCompile(`(?m)^(?:panic|fatal error): (.*)$`)

// ended is the report about a program that ended without one: it ran out of memory, did not return,
// or ended the process.
func ended(exercise grader.About, output []byte, err error) *grader.ReportJSON {
	why := lab.Say("program.ended", "The program ended before it was judged.")
	switch text := string(output); {
	case errors.Is(err, errNoReturn):
		why = lab.Say("program.endless",
			"A call of the rule did not return within %d minutes: look for a loop that never ends.", maxMinutes)
	case strings.Contains(text, "out of memory") || strings.Contains(text, "cannot allocate memory"):
		why = lab.Say("program.memory", "The program ran out of memory: look for something that grows at every call.")
	case strings.Contains(text, "stack overflow") || strings.Contains(text, "stack exceeds"):
		why = lab.Say("program.stack", "The program ran out of stack: look for a function that calls itself for ever.")
	default:
		if panicked := panicked.FindStringSubmatch(text); panicked != nil {
			why = lab.Say("program.panicked", "Your code panicked, and the program ended: %s", panicked[1])
		}
	}
	report := grader.Report{About: exercise, Verdict: grader.Crash, Findings: []grader.Finding{{
		Verdict: grader.Crash, Check: "the program runs", Place: "Figure 2",
		Sentence: why.Text, Code: why.Code, Args: why.Args,
		Case: &grader.CaseFailure{Yours: "no answer", Allowed: "an answer"},
	}}}
	if judge, found := judges.Find(exercise.ID); found {
		// How far the program got is lost with it.
		for _, check := range judge.Checks() {
			report.Checks++
			report.Left = append(report.Left, check.Name)
		}
	}
	j := report.JSON()
	return &j
}

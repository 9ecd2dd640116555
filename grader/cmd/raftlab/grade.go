package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"raftlab/grader"
	"raftlab/raft"
)

// gradeOptions are the flags of grade.
type gradeOptions struct {
	exercises bool
	all       bool
	seed      uint64
	schedules int
	json      bool
	solutions bool
	save      string
}

func newGrade() *cobra.Command {
	var o gradeOptions
	cmd := &cobra.Command{
		Use:   "grade EXERCISE [FILE.go]",
		Short: "Judge what a learner wrote",
		Long: "Judges an exercise, as `go test ./exercises/EXERCISE` does in this checkout. With FILE.go, that file\n" +
			"is judged in place of the learner's. It is compiled, and runs in a process of its own.\n\n" +
			"Exit codes: 0 it passes, 1 it does not, 2 a mistake in the command line, 3 it could not be judged.\n" +
			"With --json, the report has the form that grader.ReportJSON describes, version " + strconv.Itoa(grader.ReportVersion) + ".",
		Example: "  raftlab grade vote\n  raftlab grade vote mine.go --schedules 1000\n  raftlab grade --all-exercises --solutions",
		Args:    usageArgs(cobra.MaximumNArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), args, cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.exercises, "all-exercises", false, "judge all exercises, in their order")
	f.BoolVar(&o.all, "all", false, "go on after a story or a schedule that failed")
	f.Uint64Var(&o.seed, "seed", 1, "the first seed of the random schedules")
	f.IntVar(&o.schedules, "schedules", grader.DefaultBudget().Schedules, "how many random schedules")
	f.StringVar(&o.save, "save", "", "a folder for what broke in a cluster: the smallest scenario, and its trace")
	f.BoolVar(&o.json, "json", false, "print the report as JSON")
	f.BoolVar(&o.solutions, "solutions", false, "judge the solutions in place of the learner's files")
	return cmd
}

func (o *gradeOptions) run(ctx context.Context, args []string, out io.Writer) error {
	if o.exercises == (len(args) > 0) {
		return usagef("name one exercise, or say --all-exercises")
	}
	if o.schedules < 1 || o.schedules > 1_000_000 {
		return usagef("--schedules %d is not between 1 and 1,000,000", o.schedules)
	}
	root, err := checkout(ctx)
	if err != nil {
		return err
	}
	chosen := grader.Exercises()
	file := ""
	if !o.exercises {
		exercise, err := findExercise(args[0])
		if err != nil {
			return err
		}
		chosen = []*grader.Exercise{exercise}
		if len(args) == 2 {
			file = args[1]
		}
	}
	failed := 0
	for _, exercise := range chosen {
		report, err := o.grade(ctx, root, exercise, file)
		if err != nil {
			return err
		}
		if err := errors.Join(o.print(out, report), o.keep(out, report)); err != nil {
			return err
		}
		if report.Verdict != grader.Pass {
			failed++
		}
	}
	if failed > 0 && !o.exercises {
		return fmt.Errorf("%s does not pass yet; raftlab hint %s 1 gives a hint for its first task", chosen[0].ID, chosen[0].ID)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d exercises do not pass", failed, len(chosen))
	}
	return nil
}

// keep writes what broke in a cluster to the folder.
func (o *gradeOptions) keep(out io.Writer, report *grader.ReportJSON) error {
	if o.save == "" {
		return nil
	}
	for _, finding := range report.Findings {
		if finding.Smallest == "" {
			continue
		}
		base := filepath.Join(o.save, report.Exercise+"-"+finding.Property)
		err := os.MkdirAll(o.save, 0o755)
		if err == nil {
			err = errors.Join(os.WriteFile(base+".txt", []byte(finding.Smallest), 0o644), os.WriteFile(base+".trace", []byte(finding.Trace), 0o644))
		}
		if err != nil {
			return fmt.Errorf("keep what broke: %w", err)
		}
		if o.json {
			continue
		}
		if _, err := fmt.Fprintf(out, "  kept in %s.txt and %s.trace; to read it: raftlab trace %s.trace\n", base, base, base); err != nil {
			return err
		}
	}
	return nil
}

func (o *gradeOptions) print(out io.Writer, report *grader.ReportJSON) error {
	if !o.json {
		_, err := fmt.Fprint(out, report.Text)
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}

// checkout is the root of the module that holds the exercises.
func checkout(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Path}}\n{{.Dir}}").Output()
	path, dir, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	if err != nil || path != "raftlab" {
		return "", usagef("exercises are judged in a checkout of Raft Lab, with Go installed: this folder is not part of one")
	}
	return dir, nil
}

// maxMinutes bounds how long a learner's program may take, far above what any that ends needs. What
// it says is not a matter of speed: a schedule has a bounded number of events, so a program that takes
// so long is in a call that does not return.
const maxMinutes = 5

// grade compiles an exercise with its file and runs its test, whose report it reads.
func (o *gradeOptions) grade(ctx context.Context, root string, exercise *grader.Exercise, file string) (*grader.ReportJSON, error) {
	folder, err := os.MkdirTemp("", "raftlab-grade-")
	if err != nil {
		return nil, fmt.Errorf("grade: %w", err)
	}
	defer os.RemoveAll(folder)
	program, result := filepath.Join(folder, "judge"), filepath.Join(folder, "report.json")
	args := []string{"test", "-c", "-o", program}
	if file != "" {
		overlay, err := writeOverlay(folder, filepath.Join(root, exercise.File), file)
		if err != nil {
			return nil, err
		}
		args = append(args, "-overlay", overlay)
	}
	pkg := "./exercises/" + exercise.ID
	if o.solutions {
		pkg += "/solution"
	}
	compile := exec.CommandContext(ctx, "go", append(args, pkg)...)
	compile.Dir = root
	if output, err := compile.CombinedOutput(); err != nil {
		return nil, o.notCompiled(exercise, file, output, err)
	}
	output, err := runLimited(ctx, program, "-test.run", ".", "-report", result, "-first-seed", strconv.FormatUint(o.seed, 10), "-schedules", strconv.Itoa(o.schedules), fmt.Sprintf("-all=%t", o.all))
	report, readErr := readReport(result)
	if readErr != nil {
		return ended(exercise, output, err), nil
	}
	return report, nil
}

// writeOverlay tells the go command to read another file in place of the learner's.
func writeOverlay(folder, original, replacement string) (string, error) {
	text, err := readLearners(replacement)
	if err != nil {
		return "", &usageError{fmt.Errorf("read the file to judge: %w", err)}
	}
	copied := filepath.Join(folder, filepath.Base(original))
	if err := os.WriteFile(copied, inPackage(text, filepath.Base(filepath.Dir(original))), 0o600); err != nil {
		return "", fmt.Errorf("grade: %w", err)
	}
	bytes, err := json.Marshal(map[string]map[string]string{"Replace": {original: copied}})
	path := filepath.Join(folder, "overlay.json")
	if err == nil {
		err = os.WriteFile(path, bytes, 0o600)
	}
	if err != nil {
		return "", fmt.Errorf("grade: %w", err)
	}
	return path, nil
}

// runLimited runs the compiled test. Its memory is bounded by the shell, which is there on every
// system that has make.
func runLimited(ctx context.Context, program string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, maxMinutes*time.Minute)
	defer cancel()
	const kilobytes = 4 << 20
	shell := fmt.Sprintf("ulimit -v %d; exec \"$0\" \"$@\"", kilobytes)
	command := exec.CommandContext(ctx, "sh", append([]string{"-c", shell, program}, args...)...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &tail{&output}, &tail{&output}
	err := command.Run()
	if ctx.Err() != nil {
		err = errNoReturn
	}
	return output.Bytes(), err
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

// ended is the report about a program that ended without one: it ran out of memory, did not return,
// or ended the process.
func ended(exercise *grader.Exercise, output []byte, err error) *grader.ReportJSON {
	sentence := "The program ended before it was judged."
	switch text := string(output); {
	case errors.Is(err, errNoReturn):
		sentence = fmt.Sprintf("A call of the rule did not return within %d minutes: look for a loop that never ends.", maxMinutes)
	case strings.Contains(text, "out of memory") || strings.Contains(text, "cannot allocate memory"):
		sentence = "The program ran out of memory: look for something that grows at every call."
	case strings.Contains(text, "stack overflow") || strings.Contains(text, "stack exceeds"):
		sentence = "The program ran out of stack: look for a function that calls itself for ever."
	}
	report := grader.Report{Exercise: exercise, Verdict: grader.Crash, Checks: 1, Findings: []grader.Finding{{
		Verdict: grader.Crash, Check: "the program runs", Place: "Figure 2", Sentence: sentence, Case: &grader.CaseFailure{Yours: "no answer", Allowed: "an answer"},
	}}}
	j := report.JSON(raft.Reference()) // no rule is called: no run was made small
	return &j
}

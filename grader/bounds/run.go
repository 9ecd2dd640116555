package bounds

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"time"
)

// Limits bound a program. 0 is no bound.
type Limits struct {
	// CPU is in seconds of processor time, Memory in bytes of data, File in bytes of each file that it writes.
	CPU, Memory, File uint64
}

// Program is a program to run. It gets exactly this environment, and no standard input.
type Program struct {
	Path        string
	Args        []string
	Environment []string
	Folder      string
	// Files are its open files from descriptor 3 on.
	Files  []*os.File
	Limits Limits
	// Wall is how long it may take, a bound for a program that waits. 0 is no bound.
	Wall time.Duration
}

// Met is the bound that a program met.
type Met string

// The bounds, and their absence.
const (
	None   Met = ""
	CPU    Met = "processor time"
	Memory Met = "memory"
	File   Met = "size of a file"
	Wall   Met = "time"
)

// Result says how a program ended.
type Result struct {
	// OK is true if it ended with exit code 0. Code is its exit code, -1 if a signal ended it.
	OK   bool
	Code int
	Met  Met
	// Signal is the signal that ended it, "" for none.
	Signal string
	// Output is the beginning and the end of what it printed.
	Output []byte
	// Seconds is the processor time that it took.
	Seconds float64
}

// Run runs a program to its end. The error says that it could not be started, or that ctx is done.
func Run(ctx context.Context, p Program) (Result, error) {
	// The parent's death is noticed for the thread that starts the program, so that thread must live as long.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	within := ctx
	if p.Wall > 0 {
		var cancel context.CancelFunc
		within, cancel = context.WithTimeout(ctx, p.Wall)
		defer cancel()
	}
	command := exec.CommandContext(within, p.Path, p.Args...)
	command.Dir, command.ExtraFiles = p.Folder, p.Files
	command.Env = append([]string{}, p.Environment...)
	printed := &ends{}
	command.Stdout, command.Stderr = printed, printed
	command.WaitDelay = time.Second
	prepare(command)
	if err := command.Start(); err != nil {
		return Result{}, fmt.Errorf("start %s: %w", p.Path, err)
	}
	if err := limit(command.Process.Pid, p.Limits); err != nil {
		killed := command.Process.Kill()
		_ = command.Wait() // it was killed on purpose
		return Result{}, errors.Join(fmt.Errorf("bound %s: %w", p.Path, err), killed)
	}
	err := command.Wait()
	if ctx.Err() != nil {
		return Result{}, ctx.Err()
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		return Result{}, fmt.Errorf("run %s: %w", p.Path, err)
	}
	state := command.ProcessState
	r := Result{
		OK: state.Success(), Code: state.ExitCode(), Signal: signalOf(state), Output: printed.bytes(),
		Seconds: (state.UserTime() + state.SystemTime()).Seconds(),
	}
	if !r.OK {
		r.Met = met(r, state, p.Limits, within.Err() != nil)
	}
	return r, nil
}

// met is the bound that ended a program. The processor time and the memory that it used tell more than the signal, and
// more than what it printed, which anybody can print.
func met(r Result, state *os.ProcessState, limits Limits, late bool) Met {
	switch {
	case late:
		return Wall
	case limits.CPU > 0 && r.Signal != "" && r.Seconds >= float64(limits.CPU)-1: // the system counts whole seconds
		return CPU
	case limits.File > 0 && r.Signal == "file size limit exceeded":
		return File
	case limits.Memory > 0 && outOfMemory(lastReason(r.Output), float64(resident(state))/float64(limits.Memory)):
		return Memory
	}
	return None
}

// reason finds what Go's runtime says when a program ends. A program can print the same, but only before: the last one
// is the runtime's. The last form is that of a signal in the runtime's own code.
var reason = regexp.MustCompile(`(?m)^(?:(?:panic|fatal error|runtime): .*|SIGSEGV: segmentation violation)$`)

func lastReason(output []byte) string {
	said := reason.FindAll(output, -1)
	if len(said) == 0 {
		return ""
	}
	return string(said[len(said)-1])
}

// outOfMemory reports whether Go's runtime ended for want of memory, of which the program used this share. A program
// that says so is believed if it used much. The collector does not look whether it got the memory for its own lists: it
// says nothing of memory, and uses the address 0. That may be before much is used, since the bound counts what is
// reserved. What is judged has no unsafe code and no goroutines, so nothing else makes the runtime do so.
func outOfMemory(reason string, used float64) bool {
	if strings.HasPrefix(reason, "SIGSEGV: ") ||
		strings.Contains(reason, "unexpected signal during runtime execution") {
		return true
	}
	return used >= 0.5 &&
		(strings.Contains(reason, "out of memory") || strings.Contains(reason, "cannot allocate memory"))
}

// ends keeps the beginning and the end of what is written: a program may print for ever.
type ends struct{ first, last []byte }

const keptBytes = 64 << 10

var _ io.Writer = (*ends)(nil)

// Write keeps what it can.
func (e *ends) Write(p []byte) (int, error) {
	n := len(p)
	if room := keptBytes - len(e.first); room > 0 {
		taken := min(room, len(p))
		e.first, p = append(e.first, p[:taken]...), p[taken:]
	}
	if len(p) > keptBytes {
		p = p[len(p)-keptBytes:]
	}
	e.last = append(e.last, p...)
	if over := len(e.last) - keptBytes; over > 0 {
		e.last = append(e.last[:0], e.last[over:]...)
	}
	return n, nil
}

func (e *ends) bytes() []byte { return append(e.first, e.last...) }

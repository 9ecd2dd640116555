package goroutines

import (
	"errors"
	"fmt"
	"strings"

	"raftlab/lab"
)

// errRestless ends a program that never comes to rest; an exit is one that ended itself.
var errRestless = errors.New("the program never comes to rest")

type exitError struct{ code uint32 }

func (e exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }

// exit ends a program: Go's runtime does so after a panic, and os.Exit.
func exit(_ *instance, _ memory, stack []uint64) uint64 { panic(exitError{uint32(stack[0])}) }

// standard are the first words of the paths of Go's own packages that stand in a stack.
var standard = map[string]bool{
	"runtime": true, "internal": true, "reflect": true, "sync": true, "syscall": true, "os": true, "time": true,
	"sort": true, "slices": true, "fmt": true, "io": true, "bytes": true, "strings": true, "math": true, "errors": true,
	"bufio": true, "log": true, "encoding": true, "strconv": true, "maps": true, "panic": true, "created by runtime": true,
	"unicode": true, "container": true, "context": true, "hash": true, "go": true, "_rt0_wasm_wasip1_lib": true,
}

// ended is the output of a server whose program has ended by itself. Every other error is the host's.
func (i *instance) ended(err error) (lab.Output, error) {
	printed := string(i.printed)
	exit, exited := errors.AsType[exitError](err)
	switch {
	case errors.Is(err, errRestless):
		return lab.Output{Panic: "it never comes to rest: it goes on and on without waiting for a timer, a message " +
			"or a lock" + where(err.Error())}, nil
	case strings.Contains(err.Error(), "wasm error"):
		first, _, _ := strings.Cut(err.Error(), "\n")
		return lab.Output{Panic: first + where(err.Error())}, nil
	case !exited:
		return lab.Output{}, err
	case strings.Contains(printed, "panic: "):
		return lab.Output{Panic: reason(printed, "panic: ")}, nil
	case strings.Contains(printed, "fatal error: "):
		return lab.Output{Panic: reason(printed, "fatal error: ")}, nil
	}
	last := strings.TrimSpace(printed)
	if last = last[strings.LastIndexByte(last, '\n')+1:]; last != "" {
		last = fmt.Sprintf(", after it printed %q", last)
	}
	return lab.Output{Panic: fmt.Sprintf("it ended the program with exit code %d%s", exit.code, last)}, nil
}

// reason is a panic's text with the place in the program.
func reason(printed, mark string) string {
	text := printed[strings.Index(printed, mark)+len(mark):]
	first, rest, _ := strings.Cut(text, "\n")
	return strings.TrimSuffix(first, " [recovered]") + place(rest)
}

// place is the first frame of Go's stack that is the program's own, with file and line.
func place(stack string) string {
	lines := strings.Split(stack, "\n")
	for n, line := range lines {
		function, _, called := strings.Cut(line, "(")
		if !called || strings.HasPrefix(line, "\t") || n+1 == len(lines) || !strings.HasPrefix(lines[n+1], "\t") {
			continue
		}
		if strings.HasPrefix(lines[n+1][1:], "/") && strings.Contains(lines[n+1], "/src/runtime/") || !own(function) {
			continue
		}
		at, _, _ := strings.Cut(strings.TrimSpace(lines[n+1]), " ")
		return ", at " + at[strings.LastIndexByte(at, '/')+1:] + " in " + name(line)
	}
	return ""
}

// name is the function of a frame, without its arguments and without the path of its package.
func name(frame string) string {
	if strings.HasSuffix(frame, ")") {
		frame = frame[:strings.LastIndexByte(frame, '(')]
	}
	return frame[strings.LastIndexByte(frame, '/')+1:]
}

// where is the first frame of a stack of WebAssembly that is the program's own.
func where(stack string) string {
	for line := range strings.Lines(stack) {
		frame := strings.TrimSpace(line)
		if strings.HasPrefix(line, "\t") && own(frame) {
			return ", in " + name(frame)
		}
	}
	return ""
}

package goroutines

import (
	"errors"
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/whole"
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
	"sort": true, "slices": true, "fmt": true, "io": true, "bytes": true, "strings": true, "math": true,
	"errors": true, "bufio": true, "log": true, "encoding": true, "strconv": true, "maps": true, "panic": true,
	"created by runtime": true, "unicode": true, "container": true, "context": true, "hash": true, "go": true,
	"_rt0_wasm_wasip1_lib": true,
}

// ended is the output of a server whose program has ended by itself, or was ended. Every other error is the host's.
func (i *instance) ended(err error) (lab.Output, error) {
	printed := string(i.printed)
	exit, exited := errors.AsType[exitError](err)
	switch {
	case errors.Is(err, errRestless), i.fuel != nil && int64(i.fuel.Get()) < 0:
		return troubled(whole.Endless, "it goes on and on without waiting for a timer, a message or a lock: "+
			"nothing else can run meanwhile", where(err.Error())), nil
	case strings.Contains(printed, "panic: "):
		return lab.Output{Panic: reason(printed, "panic: ")}, nil
	case strings.Contains(printed, "fatal error: "):
		return lab.Output{Panic: reason(printed, "fatal error: ")}, nil
	case exited:
		return troubled(whole.Exited, fmt.Sprintf("it ended its program with exit code %d%s", exit.code,
			lastWords(printed)), ""), nil
	case strings.Contains(err.Error(), "wasm error"):
		first, _, _ := strings.Cut(err.Error(), "\n")
		return lab.Output{Panic: first + lastWords(printed)}, nil
	}
	return lab.Output{}, err
}

// troubled is the output of a server that can show nothing else any more.
func troubled(kind whole.TroubleKind, text, stack string) lab.Output {
	v := whole.View{Trouble: whole.Trouble{Kind: kind, Text: text, Stack: stack}}
	return lab.Output{View: whole.AppendView(nil, v)}
}

// lastWords is the last line that a program printed.
func lastWords(printed string) string {
	last := strings.TrimSpace(printed)
	if last = last[strings.LastIndexByte(last, '\n')+1:]; last == "" {
		return ""
	}
	return fmt.Sprintf(", after it printed %q", last[:min(len(last), 200)])
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

// ownName is own for a name of WebAssembly: internal_runtime_atomic.Load is Go's.
func ownName(name string) bool {
	first, _, _ := strings.Cut(name, ".")
	first, _, _ = strings.Cut(first, "_")
	return own(name) && !standard[first]
}

// maxFrames is how many functions of the program are named.
const maxFrames = 3

// where is the program's own functions in a stack of WebAssembly, the innermost first. Its names have an underscore for
// each character that is no letter: .main.__Raft_.campaign(i32) i32.
func where(stack string) string {
	var frames []string
	for line := range strings.Lines(stack) {
		frame, _, _ := strings.Cut(strings.TrimSpace(line), "(")
		frame = strings.TrimPrefix(frame, ".")
		if !strings.HasPrefix(line, "\t") || strings.HasPrefix(frame, wasi) || strings.HasPrefix(frame, "raftlab_") ||
			strings.HasPrefix(frame, "wasm_") || !strings.Contains(frame, ".") || !ownName(frame) {
			continue
		}
		if before, method, ok := strings.Cut(frame, ".__"); ok {
			frame = before + ".(*" + strings.Replace(method, "_.", ").", 1)
		}
		frames = append(frames, frame)
	}
	return strings.Join(frames[:min(len(frames), maxFrames)], ", called by ")
}

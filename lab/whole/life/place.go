package life

import "strings"

// standard are the first words of the paths of Go's own packages that stand in a stack.
var standard = map[string]bool{
	"runtime": true, "internal": true, "reflect": true, "sync": true, "syscall": true, "os": true, "time": true,
	"sort": true, "slices": true, "fmt": true, "io": true, "bytes": true, "strings": true, "math": true,
	"errors": true, "bufio": true, "log": true, "encoding": true, "strconv": true, "maps": true, "panic": true,
	"created by runtime": true, "unicode": true, "container": true, "context": true, "hash": true, "go": true,
	"_rt0_wasm_wasip1_lib": true,
}

// own reports whether a function is the program's own, and not of Go or of the lab.
func own(function string) bool {
	if function == "" || strings.HasPrefix(function, "raftlab/") {
		return false
	}
	first, _, _ := strings.Cut(function, ".")
	first, _, _ = strings.Cut(first, "/")
	return !standard[first]
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

// maxNamed is how many functions of the program are named.
const maxNamed = 3

// where is the program's own functions in a stack of WebAssembly, the innermost first. Its names have an underscore for
// each character that is no letter: main.__Raft_.campaign.
func where(frames []string) string {
	var named []string
	for _, frame := range frames {
		if strings.HasPrefix(frame, "wasi_") || strings.HasPrefix(frame, "raftlab_") ||
			strings.HasPrefix(frame, "wasm_") || !strings.Contains(frame, ".") || !ownName(frame) {
			continue
		}
		if before, method, ok := strings.Cut(frame, ".__"); ok {
			frame = before + ".(*" + strings.Replace(method, "_.", ").", 1)
		}
		named = append(named, frame)
	}
	return strings.Join(named[:min(len(named), maxNamed)], ", called by ")
}

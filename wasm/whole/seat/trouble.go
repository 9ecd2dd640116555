package seat

import (
	"fmt"
	"runtime"
	"strings"

	"raftlab/lab"
	"raftlab/lab/whole"
)

// A program is in trouble if Make or GetState does not return for hangTime, or if it has maxGoroutines, and more for each call
// that waits for a reply: no right program is near either.
const (
	hangTime          = 5 * lab.Second
	maxGoroutines     = 250
	goroutinesPerCall = 4
)

// trouble looks for a program that hangs, or has ever more goroutines.
func (m *Machine) trouble(now lab.Time, v *whole.View) {
	switch {
	case m.server == nil && now > m.booted.Add(hangTime):
		v.Trouble = hangs("Make", "servers and clients wait for it", now, m.booted)
	case m.state.asked && now > m.state.since.Add(hangTime):
		v.Trouble = hangs("GetState", "a lock is held by somebody who waits", now, m.state.since)
	case v.Goroutines > maxGoroutines+goroutinesPerCall*v.Calls:
		v.Trouble = whole.Trouble{Kind: whole.Leaks, Stack: ownStacks(allStacks(1 << 20)), Text: fmt.Sprintf(
			"it has %d goroutines while %d calls wait for a reply: the others are never done", v.Goroutines, v.Calls)}
	}
}

// hangs is the trouble with a function that does not return.
func hangs(function, why string, now, since lab.Time) whole.Trouble {
	return whole.Trouble{Kind: whole.Hangs, Stack: ownStacks(allStacks(1 << 20)), Text: fmt.Sprintf(
		"%s was called %d ms ago and has not returned: %s", function,
		(lab.Duration(now)-lab.Duration(since))/lab.Millisecond, why)}
}

// allStacks is the text of all goroutines' stacks, so many bytes at most.
func allStacks(most int) string {
	b := make([]byte, most)
	return string(b[:runtime.Stack(b, true)])
}

// maxStacks is how many different stacks are shown.
const maxStacks = 5

// ownStacks are the goroutines that are in the program's own functions: what each does, and how many do the same.
func ownStacks(all string) string {
	var order []string
	count := map[string]int{}
	for stack := range strings.SplitSeq(all, "\n\n") {
		if line := ownStack(stack); line != "" {
			if count[line]++; count[line] == 1 {
				order = append(order, line)
			}
		}
	}
	var lines []string
	for _, line := range order[:min(len(order), maxStacks)] {
		if n := count[line]; n > 1 {
			line = fmt.Sprintf("%d times %s", n, line)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

// ownStack is one goroutine: what it waits for, and the program's innermost functions with their places.
func ownStack(stack string) string {
	doing, where := parseStack(stack)
	if where == "" {
		return ""
	}
	return doing + " in " + where
}

// parseStack reads the text of one goroutine: what it waits for, and the program's innermost functions with their
// places, "" for none.
func parseStack(stack string) (doing, where string) {
	lines := strings.Split(stack, "\n")
	_, doing, _ = strings.Cut(lines[0], "[")
	doing, _, _ = strings.Cut(doing, "]")
	doing, _, _ = strings.Cut(doing, ",")
	var frames []string
	for n := 1; n+1 < len(lines); n += 2 {
		function, place := lines[n], strings.TrimSpace(lines[n+1])
		if strings.HasPrefix(function, "created by ") || foreignFrame(function) {
			continue
		}
		if strings.HasSuffix(function, ")") {
			function = function[:strings.LastIndexByte(function, '(')]
		}
		place, _, _ = strings.Cut(place, " ")
		frames = append(frames, function[strings.LastIndexByte(function, '/')+1:]+" at "+
			place[strings.LastIndexByte(place, '/')+1:])
	}
	return doing, strings.Join(frames[:min(len(frames), 3)], ", called by ")
}

// foreignFrame reports whether a function is Go's or the lab's. Go's own packages have no dot before the first slash,
// and a program's package may have none, too: it is the names that tell.
func foreignFrame(function string) bool {
	for _, prefix := range []string{
		"raftlab/", "runtime.", "internal/", "sync.", "sync/", "reflect.", "time.", "os.", "syscall.", "main.init.0.", "panic(",
	} {
		if strings.HasPrefix(function, prefix) {
			return true
		}
	}
	return false
}

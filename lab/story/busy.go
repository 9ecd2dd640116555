package story

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"raftlab/lab"
)

// A run that reaches Finish's limit is busy with something. Whoever reads the error needs to know with what, and
// whether time passes at all. So the last steps before the limit are counted.

// busySteps is how many steps before the limit are counted.
const busySteps = 1000

// busy counts trace lines: the wakes of each server, and all lines by server and kind.
type busy struct {
	since        lab.Time
	wakes, lines map[string]int
}

func newBusy(since lab.Time) *busy {
	return &busy{since: since, wakes: map[string]int{}, lines: map[string]int{}}
}

// line counts a trace line, unless nobody counts.
func (b *busy) line(line []byte) {
	if b == nil {
		return
	}
	fields := bytes.Fields(line)
	if len(fields) < 4 {
		return
	}
	subject, kind := string(fields[2]), string(fields[3])
	b.lines[subject+" "+kind]++
	if kind == "wake" {
		b.wakes[subject]++
	}
}

// healthySleep is a time that healthy servers sleep for, and longer: the messages of an election take as long.
const healthySleep = 5 * lab.Millisecond

// with says what the run was busy with until now. Missing is what it waits for, "" if that is unknown.
func (b *busy) with(now lab.Time, missing string) string {
	took := lab.Duration(now - b.since)
	said := fmt.Sprintf("the last %d took %d ms", busySteps, took/lab.Millisecond)
	if server, times := most(b.wakes); lab.Duration(times)*healthySleep > took {
		return fmt.Sprintf("%s, in which %s woke %d times: its timer rings too soon", said, server, times)
	}
	if missing != "" {
		return said + ", and " + missing
	}
	line, times := most(b.lines)
	return fmt.Sprintf("%s, and what happened most is %q, %d times", said, line, times)
}

// most is the name that was counted most, the first of several.
func most(counts map[string]int) (name string, count int) {
	for _, one := range slices.Sorted(maps.Keys(counts)) {
		if counts[one] > count {
			name, count = one, counts[one]
		}
	}
	return name, count
}

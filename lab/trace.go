package lab

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"
)

// TraceVersion is raised when a line changes its form.
const TraceVersion = 1

// Legend explains the columns of a trace line. It is the one place where they are written down;
// every trace file carries it.
//
// Kinds of the world: boot crash restart pause resume control wake save, send deliver drop
// duplicate, cut isolate rejoin partition heal dials, request asked answer, note unmet violation. A
// protocol adds its own, such as role, term, vote, log, commit and apply of Raft.
const Legend = "event time_us subject kind details"

// Trace writes what happened, one line an event, and hashes it. A line is
//
//	EVENT TIME SUBJECT KIND DETAILS
//
// where EVENT counts the lines from 1, TIME is virtual microseconds, SUBJECT is a server (S1), a
// client (C1) or - for the world, and DETAILS are words, most of them key=value. The hash covers
// exactly the bytes of a trace file: sha256sum gives the same.
type Trace struct {
	hash  hash.Hash
	line  []byte
	event uint64
	sinks []func(line []byte)
}

// newTrace begins a trace with its header lines.
func newTrace(run string, sinks []func([]byte)) *Trace {
	t := &Trace{hash: sha256.New(), sinks: sinks}
	t.write([]byte("# raftlab trace " + strconv.Itoa(TraceVersion) + "\n"))
	t.write([]byte("# " + run + "\n"))
	t.write([]byte("# " + Legend + "\n"))
	return t
}

func (t *Trace) write(line []byte) {
	t.hash.Write(line)
	for _, sink := range t.sinks {
		sink(line)
	}
}

// begin starts a line up to and including its kind. The caller appends details and calls end.
func (t *Trace) begin(now Time, subject, kind string) []byte {
	t.event++
	b := strconv.AppendUint(t.line[:0], t.event, 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(now), 10)
	b = append(b, ' ')
	b = append(b, subject...)
	b = append(b, ' ')
	return append(b, kind...)
}

// end finishes the line that begin started.
func (t *Trace) end(b []byte) {
	b = append(b, '\n')
	t.line = b
	t.write(b)
}

// Event is the number of the last line.
func (t *Trace) Event() uint64 { return t.event }

// Hash is the SHA-256, in hex, of all that has been written so far.
func (t *Trace) Hash() string { return hex.EncodeToString(t.hash.Sum(nil)) }

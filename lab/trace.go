package lab

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab/digest"
)

// TraceVersion is raised when a line changes its form.
const TraceVersion = 2

// Legend names the columns of a trace line. It is their only definition, and every trace file carries it. The
// kinds are those of LineKinds and of the protocol.
const Legend = "event time_us subject kind details"

// ScriptMark begins each line of the scenario that a trace carries in its header.
const ScriptMark = "#|"

// Trace writes what happened, one line an event, and hashes it. A line is
//
//	EVENT TIME SUBJECT KIND DETAILS
//
// where EVENT counts the lines from 1, TIME is virtual microseconds, SUBJECT is a server (S1), a
// client (C1) or - for the world, and DETAILS are words, most of them key=value. The header's lines
// come first and begin with #: version, options of the run, legend, and the scenario's text. The
// hash covers all of these bytes. A file ends with one more line, from End, so that readers notice
// a file that was cut off.
type Trace struct {
	hash  digest.Hash
	line  []byte
	event uint64
	sinks []func(line []byte)
	// causes[i-1] is the line that caused line i, 0 for none; cause is the cause of the lines to come.
	causes []uint32
	cause  uint64
}

// newTrace begins a trace with its header lines.
func newTrace(run, script string, sinks []func([]byte)) *Trace {
	t := &Trace{hash: digest.New(), sinks: sinks}
	t.write([]byte("# raftlab trace " + strconv.Itoa(TraceVersion) + "\n"))
	t.write([]byte("# " + run + "\n"))
	t.write([]byte("# " + Legend + "\n"))
	if script != "" {
		for line := range strings.SplitSeq(strings.TrimSuffix(script, "\n"), "\n") {
			t.write([]byte(ScriptMark + line + "\n"))
		}
	}
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
	t.causes = append(t.causes, uint32(t.cause))
	b := strconv.AppendUint(t.line[:0], t.event, 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(now), 10)
	b = append(b, ' ')
	b = append(b, subject...)
	b = append(b, ' ')
	return append(b, kind...)
}

// MaxScript is how many bytes the script of a run may have.
const MaxScript = 64 * 1024

// MaxTraceLine is how many bytes a line has at most, its newline included.
const MaxTraceLine = 2 * MaxScript

// end finishes the line that begin started. A machine's own text, in a panic for example, must neither begin
// another line nor fill the file.
func (t *Trace) end(b []byte) {
	b = b[:min(len(b), MaxTraceLine-1)]
	for i := bytes.IndexByte(b, '\n'); i >= 0; i = bytes.IndexByte(b, '\n') {
		b[i] = ' '
	}
	b = append(b, '\n')
	t.line = b
	t.write(b)
}

// because sets the line that causes those to come; 0 is none.
func (t *Trace) because(line uint64) { t.cause = line }

// Because is the line that causes the lines written now, 0 for none. While a machine takes a step, it is the line
// of the machine's input.
func (t *Trace) Because() uint64 { return t.cause }

// Event is the number of the last line.
func (t *Trace) Event() uint64 { return t.event }

// Cause is the line that caused the given line, 0 for none: a delivery has its sending as the cause, a sending the
// server's input before it.
func (t *Trace) Cause(event uint64) uint64 {
	if event < 1 || event > uint64(len(t.causes)) {
		return 0
	}
	return uint64(t.causes[event-1])
}

// maxCauses bounds the number of lines that explain a violation.
const maxCauses = 24

// chain is the given lines and the lines that caused them, the nearest first until there is no more room, then
// sorted.
func (t *Trace) chain(lines []uint64) []uint64 {
	var chain []uint64
	for len(lines) > 0 && len(chain) < maxCauses {
		var behind []uint64
		for _, line := range lines {
			if line == 0 || slices.Contains(chain, line) || len(chain) == maxCauses {
				continue
			}
			chain = append(chain, line)
			behind = append(behind, t.Cause(line))
		}
		lines = behind
	}
	slices.Sort(chain)
	return chain
}

// Hash is the SHA-256, in hex, of everything written so far.
func (t *Trace) Hash() string { return digest.Hex(t.hash.Sum(nil)) }

// End is the last line of a trace file whose run is over. The line names the hash, and so is not part of it.
func (t *Trace) End() string {
	return "# end events=" + strconv.FormatUint(t.event, 10) + " sha256=" + t.Hash() + "\n"
}

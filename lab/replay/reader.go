package replay

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/digest"
)

// The possible errors of a trace file. Each is inside an Error, which has the place.
var (
	ErrNotTrace  = errors.New("this is not a trace")
	ErrVersion   = errors.New("the trace is of another version")
	ErrTruncated = errors.New("the trace is cut off")
	ErrCorrupt   = errors.New("the trace is damaged")
	ErrTooLong   = errors.New("the trace is too long")
	ErrNoScript  = errors.New("the trace carries no scenario")
)

// MaxEvents is the greatest number of events in a trace: a hundred times the longest scenario's.
const MaxEvents = 100_000_000

// Error is an error in a trace file, with its place.
type Error struct {
	File string
	// Line counts the file's lines from 1.
	Line int
	Err  error
}

// Error is FILE:LINE and the error.
func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

// Unwrap is the error without the place.
func (e *Error) Unwrap() error { return e.Err }

// Reader reads a trace, a line at a time, and checks each line's form, that event numbers are consecutive, that
// time never falls, and at the end the hash of all bytes.
type Reader struct {
	name      string
	in        *bufio.Reader
	hash      digest.Hash
	header    Header
	line      int
	pending   string // the first line after the header
	isPending bool
	event     uint64
	time      lab.Time
	sum       string
	err       error
}

// NewReader reads the header. The name is the file's, for errors.
func NewReader(name string, in io.Reader) (*Reader, error) {
	r := &Reader{name: name, in: bufio.NewReaderSize(in, lab.MaxTraceLine), hash: digest.New()}
	if err := r.readHeader(); err != nil {
		return nil, err
	}
	return r, nil
}

// Header is the trace's header.
func (r *Reader) Header() Header { return r.header }

// Name is the file's name.
func (r *Reader) Name() string { return r.name }

// Events is the number of events read so far.
func (r *Reader) Events() uint64 { return r.event }

// Time is the time of the last event read.
func (r *Reader) Time() lab.Time { return r.time }

// Hash is the run's hash, once Next has returned io.EOF, and "" before.
func (r *Reader) Hash() string { return r.sum }

// Next is the next event. It returns io.EOF at the end of a whole trace, and otherwise an Error; after either it
// returns the same again.
func (r *Reader) Next() (Line, error) {
	if r.err != nil {
		return Line{}, r.err
	}
	raw, err := r.pending, error(nil)
	if !r.isPending {
		raw, err = r.rawLine()
	}
	r.pending, r.isPending = "", false
	switch {
	case err != nil:
		return Line{}, err
	case strings.HasPrefix(raw, endMark):
		return Line{}, r.finish(raw)
	}
	line, ok := ParseLine(raw)
	switch {
	case !ok:
		return Line{}, r.fail(ErrCorrupt, "this line cannot be read: %s", clip(raw))
	case line.Event != r.event+1:
		return Line{}, r.fail(ErrCorrupt, "want event %d, got event %d: lines are missing, or were added",
			r.event+1, line.Event)
	case line.Time < r.time:
		return Line{}, r.fail(ErrCorrupt, "time falls from %d to %d us", r.time, line.Time)
	case line.Event > MaxEvents:
		return Line{}, r.fail(ErrTooLong, "it has more than %d events", MaxEvents)
	}
	r.event, r.time = line.Event, line.Time
	return line, nil
}

// finish compares the last line with the lines read, and checks that nothing follows.
func (r *Reader) finish(end string) error {
	sum := digest.Hex(r.hash.Sum(nil))
	counted := endMark + "events=" + strconv.FormatUint(r.event, 10) + " "
	if !strings.HasPrefix(end, counted) {
		return r.fail(
			ErrCorrupt, "the file has %d events, but its last line has another number: %s", r.event, clip(end),
		)
	}
	if end != counted+"sha256="+sum {
		return r.fail(ErrCorrupt, "its lines have the SHA-256 %s, but its last line has another; "+
			"the file was changed after it was written", sum)
	}
	switch _, err := r.in.ReadByte(); {
	case err == nil:
		r.line++
		return r.fail(ErrCorrupt, "something follows the last line; is it two traces in one file?")
	case err != io.EOF:
		return r.failWith(fmt.Errorf("read: %w", err))
	}
	r.sum, r.err = sum, io.EOF
	return io.EOF
}

// rawLine is the next line of the file without its newline. All lines but the last count for the hash.
func (r *Reader) rawLine() (string, error) {
	r.line++
	bytes, err := r.in.ReadSlice('\n')
	switch {
	case err == nil:
	case errors.Is(err, bufio.ErrBufferFull):
		return "", r.tooLong(bytes)
	case err == io.EOF:
		return "", r.cutOff(bytes)
	default:
		return "", r.failWith(fmt.Errorf("read: %w", err))
	}
	if !strings.HasPrefix(string(bytes[:min(len(bytes), len(endMark))]), endMark) {
		r.hash.Write(bytes)
	}
	return string(bytes[:len(bytes)-1]), nil
}

func (r *Reader) tooLong(start []byte) error {
	if r.line == 1 {
		return r.fail(ErrNotTrace, "it begins with %s", clip(string(start)))
	}
	return r.fail(ErrTooLong, "this line has more than %d bytes", lab.MaxTraceLine)
}

// cutOff is the error of a file that ends with rest, within a line or between two.
func (r *Reader) cutOff(rest []byte) error {
	switch {
	case r.line > 1 && r.event > 0:
		return r.fail(
			ErrTruncated, "event %d is the last, without a line that begins with %q; record the run again",
			r.event, endMark,
		)
	case r.line > 1:
		return r.fail(ErrTruncated, "it ends before its first event; record the run again")
	case len(rest) == 0:
		return r.fail(ErrNotTrace, "the file is empty")
	case bytes.HasPrefix([]byte(versionMark), rest) || bytes.HasPrefix(rest, []byte(versionMark)):
		return r.fail(ErrTruncated, "it ends in its first line; record the run again")
	}
	return r.fail(ErrNotTrace, "it begins with %s", clip(string(rest)))
}

// fail makes an error of this line, and keeps it. Kind is one of the errors above.
func (r *Reader) fail(kind error, format string, values ...any) error {
	return r.failWith(fmt.Errorf("%w: "+format, append([]any{kind}, values...)...))
}

func (r *Reader) failWith(err error) error {
	r.err = &Error{File: r.name, Line: r.line, Err: err}
	return r.err
}

// clip quotes the beginning of a text that may be anything.
func clip(text string) string {
	const limit = 60
	if len(text) > limit {
		return strconv.Quote(text[:limit]) + "..."
	}
	return strconv.Quote(text)
}

package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"raftlab/lab"
	"raftlab/lab/protocols"
	"raftlab/lab/protocols/known"
	"raftlab/lab/replay"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// The commands about trace files share this: opening, creating and replaying a trace.

// traceReader is an open trace file.
type traceReader struct {
	*replay.Reader
	file io.Closer
}

// Close closes the file.
func (r *traceReader) Close() error { return r.file.Close() }

// openTrace opens a trace file, compressed or not, and reads its header.
func openTrace(name string) (*traceReader, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, &usageError{fmt.Errorf("read trace: %w", err)}
	}
	reader, err := readTrace(name, file)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &traceReader{reader, file}, nil
}

// readTrace reads the header. It recognizes a compressed file by its first bytes, not by its name.
func readTrace(name string, in io.Reader) (*replay.Reader, error) {
	const magic = "\x1f\x8b"
	buffered := bufio.NewReader(in)
	first, err := buffered.Peek(len(magic))
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("read trace: %w", err)
	}
	if string(first) != magic {
		return replay.NewReader(name, buffered)
	}
	unpacked, err := gzip.NewReader(buffered)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, unpackError(err))
	}
	return replay.NewReader(name, &unpacker{unpacked})
}

// unpacker turns gzip's errors into errors of a trace.
type unpacker struct{ in *gzip.Reader }

func (u *unpacker) Read(p []byte) (int, error) {
	n, err := u.in.Read(p)
	if err != nil && err != io.EOF {
		err = unpackError(err)
	}
	return n, err
}

func unpackError(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: the compressed file ends too early", replay.ErrTruncated)
	}
	return fmt.Errorf("%w: the compressed file cannot be unpacked: %w", replay.ErrCorrupt, err)
}

// traceWriter writes a trace file. It keeps its first error, and close returns it.
type traceWriter struct {
	file   *os.File
	buffer *bufio.Writer
	packer *gzip.Writer // nil for a file that is not compressed
	out    io.Writer
	err    error
}

// createTrace makes a trace file, compressed if its name ends in .gz. It refuses the file that is being read.
func createTrace(name, reading string) (*traceWriter, error) {
	if target, err := os.Stat(name); err == nil && reading != "" {
		if source, err := os.Stat(reading); err == nil && os.SameFile(source, target) {
			return nil, usagef("write trace: %s is the input file; name another file", name)
		}
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, fmt.Errorf("write trace: %w", err)
	}
	w := &traceWriter{file: file, buffer: bufio.NewWriter(file)}
	w.out = w.buffer
	if strings.HasSuffix(name, ".gz") {
		w.packer = gzip.NewWriter(w.buffer)
		w.out = w.packer
	}
	return w, nil
}

// line is a sink for the trace's lines.
func (w *traceWriter) line(line []byte) {
	if w.err == nil {
		_, w.err = w.out.Write(line)
	}
}

// close writes the last line and closes the file. The line is "" for a run that did not get as far.
func (w *traceWriter) close(end string) error {
	w.line([]byte(end))
	err := w.err
	if w.packer != nil {
		err = errors.Join(err, w.packer.Close())
	}
	if err := errors.Join(err, w.buffer.Flush(), w.file.Close()); err != nil {
		return fmt.Errorf("write trace: %w", err)
	}
	return nil
}

// machinery reports whether a story leaves out lines of that kind, because they occur all the time.
func machinery(kind string) bool { return lab.FindLineKind(lab.LineKinds(), kind).Routine }

// replayed is a replay of a recorded run, and its player.
type replayed struct {
	*replay.Run
	player protocols.Player
	file   io.Closer
	// own are a learner's own rules, nil for none.
	own *ownRules
}

// playAgain opens a trace file and begins its replay.
func playAgain(name string, sinks ...func([]byte)) (*replayed, error) {
	return playWith(nil, name, sinks...)
}

// playWith does so with a learner's own rules.
func playWith(own *ownRules, name string, sinks ...func([]byte)) (*replayed, error) {
	reader, err := openTrace(name)
	if err != nil {
		return nil, err
	}
	p := &replayed{file: reader, own: own}
	p.Run, err = replay.New(reader.Reader, p.stage, sinks...)
	if err != nil {
		return nil, errors.Join(err, reader.Close())
	}
	return p, nil
}

// stage makes servers with the rules that the label names.
func (p *replayed) stage(header replay.Header) (story.Player, lab.Host, error) {
	scenario, err := header.Scenario()
	if err != nil {
		return nil, nil, err
	}
	all := known.Protocols()
	of, err := all.Of(scenario)
	if err != nil {
		return nil, nil, err
	}
	p.player = of.New()
	rules, own, exercises := header.Value("rules"), header.Value("own"), header.Value("exercises")
	if err := errors.Join(p.player.ChooseRules(rules, own), p.player.NameExercises(exercises)); err != nil {
		return nil, nil, err
	}
	switch {
	case rules != service.OwnRules && own == "":
		return p.player, all, nil
	case p.own != nil:
		return p.player, p.own.host(all), nil
	}
	_, err = service.FindRules(of.RuleSets(), service.OwnRules)
	return nil, nil, fmt.Errorf("%w: raftlab replay%s", err, withEach(exercises))
}

// withEach are the flags for a run's own rules: of each exercise that its trace names.
func withEach(exercises string) string {
	if exercises == "" {
		exercises = "EXERCISE"
	}
	return " --with " + strings.ReplaceAll(exercises, ",", "=FILE --with ") + "=FILE"
}

// Close stops the servers and closes the file.
func (p *replayed) Close() error { return errors.Join(p.Run.Close(), p.file.Close()) }

// millis is a time in milliseconds, with the microseconds after the point.
func millis(t lab.Time) string { return fmt.Sprintf("%d.%03d ms", t/1000, t%1000) }

// runLine is the last line about a run that was read or played: events, time and hash.
func runLine(events uint64, t lab.Time, hash string) string {
	return fmt.Sprintf("%d events · %s · %s", events, millis(t), hash)
}

// traceArgument checks the one argument of the commands that read a trace.
var traceArgument = usageArgs(cobra.ExactArgs(1))

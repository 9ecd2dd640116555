package replay

import (
	"errors"
	"fmt"
	"io"

	"raftlab/lab"
	"raftlab/lab/story"
)

// Stage makes a run's protocol and the host of its servers, as the label says.
type Stage func(header Header) (story.Player, lab.Host, error)

// ErrNoEvent is wrapped when a trace ends before the wanted event.
var ErrNoEvent = errors.New("the trace has no such event")

// Run is a replay of a recorded run. It compares each line that it writes with the file's.
type Run struct {
	// Runner plays the run. To change the run, use Fork.
	Runner *story.Runner

	reader *Reader
	// next is the file's next line, or nextErr the reason why there is none: io.EOF at its end.
	next    Line
	nextErr error
	// before are the last equal lines, the latest at the end.
	before []string
	// quiet counts the steps since the last line.
	quiet  int
	header int // how many header lines were written
	forked bool
	err    error
}

// New begins a replay of a trace. The sinks receive each line that the run writes.
func New(reader *Reader, stage Stage, sinks ...func(line []byte)) (*Run, error) {
	header := reader.Header()
	scenario, err := header.Scenario()
	if err != nil {
		return nil, fmt.Errorf("%s: this run cannot be replayed: %w", reader.Name(), err)
	}
	seed, err := header.Seed()
	if err != nil {
		return nil, &Error{reader.Name(), labelLine, err}
	}
	player, host, err := stage(header)
	if err != nil {
		return nil, fmt.Errorf("%s: this run cannot be replayed: %w", reader.Name(), err)
	}
	p := &Run{reader: reader}
	p.read()
	runner, err := story.NewRunner(scenario, player, host, &seed, append([]func([]byte){p.compare}, sinks...)...)
	if err != nil {
		return nil, fmt.Errorf("%s: this run cannot be replayed: %w", reader.Name(), err)
	}
	p.Runner = runner
	if p.err != nil {
		return nil, errors.Join(p.explained(p.err), p.Close())
	}
	return p, nil
}

// Header is the trace's header.
func (p *Run) Header() Header { return p.reader.Header() }

// Event is the number of the last line written: after To, the last line of the step with the wanted event.
func (p *Run) Event() uint64 { return p.Runner.World().Trace.Event() }

// To plays until the line of that event has been written, and to the end of its step: all lines of one step happen
// together.
func (p *Run) To(event uint64) error {
	for p.Event() < event {
		switch err := p.step(); {
		case err == io.EOF:
			return fmt.Errorf("%s: %w: want event %d, but %d is the last",
				p.reader.Name(), ErrNoEvent, event, p.Event())
		case err != nil:
			return p.explained(err)
		}
	}
	return nil
}

// Finish plays the rest. It returns nil if the replay equals the recorded run, a Divergence if it differs, and an
// Error if the file is damaged.
func (p *Run) Finish() error {
	for {
		switch err := p.step(); {
		case err == io.EOF:
			return p.compareHash()
		case err != nil:
			return p.explained(err)
		}
	}
}

// compareHash is the last comparison. It covers the whole header, of which only the label was compared before.
func (p *Run) compareHash() error {
	if hash := p.Runner.World().Trace.Hash(); hash != p.reader.Hash() {
		return p.explained(&Divergence{
			File: p.reader.Name(), Line: p.reader.line, Event: p.Event(), Time: p.reader.Time(),
			Recorded: "the SHA-256 " + p.reader.Hash(), Replayed: "the SHA-256 " + hash,
		})
	}
	return nil
}

// Fork leaves the recorded run here and continues with other commands, in the form of Runner.Continue. From here
// on nothing is compared.
func (p *Run) Fork(commands []string) error {
	before, event := p.forked, p.Event()
	p.forked = true
	err := p.Runner.Continue(commands)
	if p.Event() == event {
		p.forked = before // nothing has been done yet
	}
	return err
}

// Close stops the servers. The Run is of no use afterwards.
func (p *Run) Close() error { return p.Runner.World().Close() }

// maxQuiet bounds the steps from one line to the next. A world that works on without writing a line was never
// recorded.
const maxQuiet = 100_000

// step goes on until the run could write a line, and returns io.EOF when the file has no more lines.
func (p *Run) step() error {
	if p.err != nil {
		return p.err
	}
	if p.nextErr != nil {
		return p.nextErr
	}
	event := p.Event()
	var refused error
	steps, command, typed := p.next.typed()
	switch {
	case typed && steps == p.Runner.Steps():
		p.Runner.Idle(p.next.Time)
		if refused = p.Runner.Do(command); p.Event() == event {
			p.diverge("", fmt.Sprintf("the command was refused: %v", refused))
		}
	case !p.Runner.Step():
		p.diverge("", p.over())
	}
	if p.quiet++; p.Event() > event {
		p.quiet = 0
	}
	if p.quiet > maxQuiet {
		p.diverge("", fmt.Sprintf("nothing was written in %d steps", maxQuiet))
	}
	return p.err
}

// over says why no further step is possible.
func (p *Run) over() string {
	if failure := p.Runner.Failure(); failure != nil {
		return "the run is over: " + failure.Error()
	}
	return "the run is over: no event is planned"
}

// read takes the next line from the file.
func (p *Run) read() { p.next, p.nextErr = p.reader.Next() }

// compare is the sink that compares the run's lines with the file's.
func (p *Run) compare(line []byte) {
	if p.err != nil || p.forked {
		return
	}
	written := line[:len(line)-1]
	switch {
	case written[0] == '#':
		p.compareHeader(string(written))
	case p.nextErr == io.EOF:
		p.diverge(string(written), "the file ends here, but the run continues")
	case p.nextErr != nil:
		p.err = p.nextErr
	case p.next.Text != string(written):
		p.diverge(string(written), "")
	default:
		if len(p.before) == contextLines {
			copy(p.before, p.before[1:])
			p.before = p.before[:contextLines-1]
		}
		p.before = append(p.before, p.next.Text)
		p.read()
	}
}

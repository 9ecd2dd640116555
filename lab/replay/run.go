package replay

import (
	"errors"
	"fmt"
	"io"

	"raftlab/lab"
	"raftlab/lab/story"
)

// Stage makes what a run needs, as the label says: the protocol that its servers speak, and the
// host where they live.
type Stage func(header Header) (story.Player, lab.Host, error)

// ErrNoEvent is wrapped when a trace ends before the event that is asked for.
var ErrNoEvent = errors.New("the trace has no such event")

// Run is a recorded run that is played again. Each line that it writes is compared with the file's.
type Run struct {
	// Runner plays it. Whoever wants to change the run does so by way of Fork.
	Runner *story.Runner

	reader *Reader
	// next is the file's next line, or nextErr why there is none: io.EOF at its end.
	next    Line
	nextErr error
	// before are the last lines that were alike, the latest at the end.
	before []string
	// quiet counts the steps since the last line.
	quiet  int
	header int // how many lines of the header were written
	forked bool
	err    error
}

// New begins to play the run of a trace. The sinks are given each line that the run writes.
func New(reader *Reader, stage Stage, sinks ...func(line []byte)) (*Run, error) {
	header := reader.Header()
	scenario, err := header.Scenario()
	if err != nil {
		return nil, fmt.Errorf("%s: this run cannot be played again: %w", reader.Name(), err)
	}
	seed, err := header.Seed()
	if err != nil {
		return nil, &Error{reader.Name(), labelLine, err}
	}
	player, host, err := stage(header)
	if err != nil {
		return nil, fmt.Errorf("%s: this run cannot be played again: %w", reader.Name(), err)
	}
	p := &Run{reader: reader}
	p.read()
	runner, err := story.NewRunner(scenario, player, host, &seed, append([]func([]byte){p.compare}, sinks...)...)
	if err != nil {
		return nil, fmt.Errorf("%s: this run cannot be played again: %w", reader.Name(), err)
	}
	p.Runner = runner
	if p.err != nil {
		return nil, errors.Join(p.explained(p.err), p.Close())
	}
	return p, nil
}

// Header is the trace's.
func (p *Run) Header() Header { return p.reader.Header() }

// Event is the number of the last line that was written: after To, that of the last line of the
// step that the wanted one is part of.
func (p *Run) Event() uint64 { return p.Runner.World().Trace.Event() }

// To plays until the line of that event has been written, and to the end of the step that wrote
// it: what one event of the world brings about happens as one.
func (p *Run) To(event uint64) error {
	for p.Event() < event {
		switch err := p.step(); {
		case err == io.EOF:
			return fmt.Errorf("%s: %w: event %d is asked for, and %d is the last",
				p.reader.Name(), ErrNoEvent, event, p.Event())
		case err != nil:
			return p.explained(err)
		}
	}
	return nil
}

// Finish plays the rest. It gives nil when the run came out as it was recorded, a Divergence when it
// did not, and an Error when the file is not in order.
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

// compareHash is the last comparison. It covers the header, too, of which only the label was
// compared before.
func (p *Run) compareHash() error {
	if hash := p.Runner.World().Trace.Hash(); hash != p.reader.Hash() {
		return p.explained(&Divergence{
			File: p.reader.Name(), Line: p.reader.line, Event: p.Event(), Time: p.reader.Time(),
			Recorded: "the SHA-256 " + p.reader.Hash(), Replayed: "the SHA-256 " + hash,
		})
	}
	return nil
}

// Fork leaves the recorded run where it is, and goes on with other commands; what they are may be
// seen in Runner.Continue. From here on nothing is compared.
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

// maxQuiet bounds the steps from one line to the next. A world that stands still and yet has things
// to do is none that was ever recorded.
const maxQuiet = 100_000

// step goes on until the run has had the chance to write a line, and gives io.EOF when the file
// tells of no more.
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

// over says why no further step can be taken.
func (p *Run) over() string {
	if failure := p.Runner.Failure(); failure != nil {
		return "the run is over: " + failure.Error()
	}
	return "the run is over: nothing is planned any more"
}

// read takes the next line from the file.
func (p *Run) read() { p.next, p.nextErr = p.reader.Next() }

// compare is the sink that holds what the run writes against the file.
func (p *Run) compare(line []byte) {
	if p.err != nil || p.forked {
		return
	}
	written := line[:len(line)-1]
	switch {
	case written[0] == '#':
		p.compareHeader(string(written))
	case p.nextErr == io.EOF:
		p.diverge(string(written), "the file ends here, and the run goes on")
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

package explore

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/digest"
	"raftlab/raft/wire"
)

// Fingerprint is the first 128 bits of a SHA-256. It identifies a state of a search: among a thousand million
// states, the probability that two have the same fingerprint is below one in 10^20.
type Fingerprint [16]byte

func fingerprint(b []byte) Fingerprint {
	sum := digest.Sum(b)
	return Fingerprint(sum[:])
}

// local is one server in one state, running on its own clock. It never changes: a clone of its machine takes each
// step. All states of the search with the server in that state share it.
type local struct {
	id      lab.ServerID
	machine Machine
	disk    [][]byte
	// snapshot is the disk's second file, nil for none.
	snapshot []byte
	// now is the server's own time. It stands still until the timer fires, and then jumps to wakeAt. So no order
	// of actions is impossible because of a clock.
	now, wakeAt lab.Time
	print       Fingerprint
}

// message is a payload with its sender and its receiver. Equal messages are one, however often they are sent.
type message struct {
	from, to lab.ServerID
	payload  []byte
}

// effect is the result of one input for a server in one state. It concerns no other server.
type effect struct {
	id lab.ServerID
	// next is the number of the resulting local state, sent the numbers of the messages it sends.
	next     uint32
	sent     []uint32
	view     []byte
	answers  []lab.Answer
	rebooted bool
	// asked is the number of the request that was the input, 0 for another input.
	asked int
	// saves says which steps a save has in which the power may fail: those of the disk's two files.
	saves [len(lab.DiskSteps)]bool
	// fault is the machine's own report that it is not well.
	fault *lab.Violation
}

// cause is the key of an effect: the number of a local state, and an input to it. The argument is the number of
// the message or of the request.
type cause struct {
	local uint32
	input action
}

// effect is the result of an input for a server. The machine computes it only once: the result depends only on its
// state and the input, so it is the same in all states of the search.
func (s *search) effect(at uint32, input action) (*effect, error) {
	by := cause{at, input}
	if known, ok := s.effects[by]; ok {
		return known, nil
	}
	l := *s.locals[at]
	e := &effect{id: l.id}
	in := lab.Input{}
	var err error
	whole, before := input.whole()
	switch input = whole; input.kind() {
	case deliver:
		in = lab.Input{Kind: lab.Deliver, Payload: s.messages[input.argument()].payload}
	case wake:
		in.Kind, l.now = lab.Wake, l.wakeAt
	case ask:
		n := int(input.argument())
		e.asked = n
		in = lab.Input{Kind: lab.Ask, Request: lab.RequestID(n), Payload: s.system.Request(n)}
	case pass:
		silence := s.system.Silences(l.machine)[input.argument()]
		in = lab.Input{Kind: lab.Control, Payload: []byte(silence)}
	case reboot:
		in, e.rebooted = lab.Input{Kind: lab.Boot, Records: l.disk, Snapshot: l.snapshot}, true
		l.machine, err = s.system.Start(l.id)
	}
	if err == nil && !e.rebooted {
		l.machine = l.machine.Clone()
	}
	if err == nil && before != lab.NoStep {
		e.rebooted = true
		in, err = s.losePower(&l, in, before)
	}
	if err == nil {
		err = s.step(&l, in, e)
	}
	if err != nil {
		return nil, fmt.Errorf("explore %v: %w", l.id, err)
	}
	s.effects[by] = e
	return e, nil
}

// losePower lets a server save what an input makes it save, up to a step. What it wanted to say nobody hears. The
// result is the input with which it starts again. Its records are durable: they are what a whole save begins with.
func (s *search) losePower(l *local, in lab.Input, before lab.DiskStep) (lab.Input, error) {
	out, err := l.machine.Step(l.now, in)
	if err != nil {
		return lab.Input{}, err
	}
	out.Cut = nil
	if before == lab.BeforeRename {
		out.Snapshot = nil
	}
	if err := s.save(l, out); err != nil {
		return lab.Input{}, err
	}
	l.machine, err = s.system.Start(l.id)
	return lab.Input{Kind: lab.Boot, Records: l.disk, Snapshot: l.snapshot}, err
}

// save writes to a server's disk.
func (s *search) save(l *local, out lab.Output) (err error) {
	if out.Snapshot != nil {
		l.snapshot = append([]byte(nil), out.Snapshot...)
	}
	if len(out.Records) > 0 || out.Cut != nil {
		records := append(append([][]byte{}, l.disk...), out.Records...)
		if out.Cut != nil {
			records = [][]byte{out.Cut}
		}
		l.disk, err = s.system.Fold(records)
	}
	return err
}

// step gives a machine an input, and records the result. The disk is done at once.
func (s *search) step(l *local, in lab.Input, e *effect) error {
	out, err := l.machine.Step(l.now, in)
	if err != nil {
		return err
	}
	if e.fault = out.Fault(l.id, s.system.Section()); e.fault != nil {
		return nil
	}
	if out.Refused != "" {
		e.fault = lab.RefusedGood(l.id, s.system.Section(), out.Refused)
		return nil
	}
	if err := s.save(l, out); err != nil {
		return err
	}
	e.saves[lab.BeforeRename], e.saves[lab.BeforeCut] = out.Snapshot != nil, out.Cut != nil
	l.wakeAt = out.WakeAt
	e.view = append([]byte(nil), out.View...)
	for _, a := range out.Answers {
		a.Payload = append([]byte(nil), a.Payload...)
		e.answers = append(e.answers, a)
	}
	for _, m := range out.Messages {
		if m.To < 1 || int(m.To) > s.system.Servers() || m.To == l.id {
			return fmt.Errorf("it sends a message to server %d of %d", m.To, s.system.Servers())
		}
		e.sent = append(e.sent, s.messageNumber(l.id, m.To, m.Payload))
	}
	e.next = s.localNumber(l)
	return nil
}

// localNumber is the number of a local state: the number of an equal known state, or a new one.
func (s *search) localNumber(l *local) uint32 {
	b := wire.AppendUint(s.scratch[:0], uint64(l.id))
	b = wire.AppendUint(b, uint64(len(l.disk)))
	for _, record := range l.disk {
		b = wire.AppendBytes(b, record)
	}
	if l.snapshot != nil {
		b = wire.AppendBytes(b, l.snapshot)
	}
	// It matters whether the machine waits for a wake, but not until when.
	b = wire.AppendBool(b, l.wakeAt > 0)
	s.scratch = l.machine.AppendState(b)
	l.print = fingerprint(s.scratch)
	number, known := s.localNumbers[l.print]
	if !known {
		number = uint32(len(s.locals))
		kept := *l
		s.locals, s.localNumbers[l.print] = append(s.locals, &kept), number
	}
	return number
}

func (s *search) messageNumber(from, to lab.ServerID, payload []byte) uint32 {
	b := wire.AppendUint(s.scratch[:0], uint64(from))
	b = wire.AppendUint(b, uint64(to))
	s.scratch = append(b, payload...)
	number, known := s.messageNumbers[string(s.scratch)]
	if !known {
		number = uint32(len(s.messages))
		s.messages = append(s.messages, message{from, to, append([]byte(nil), payload...)})
		s.messageNumbers[string(s.scratch)] = number
	}
	return number
}

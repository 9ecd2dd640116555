package lab

import (
	"errors"
	"fmt"
	"strconv"
)

// World is one run: servers, network, disks and clients on one virtual clock.
type World struct {
	// Trace is what happened so far.
	Trace *Trace

	protocol Protocol
	host     Host
	options  Options
	dials    Dials
	now      Time
	queue    queue
	servers  []*server // servers[i] is S<i+1>
	names    []string
	network  network
	disks    Stream
	timeouts Stream
	asks     []*ask // asks[i] is request i+1
	carried  []*ask // those with a request or an answer on a link
	lossy    Stream // of the clients' links
	// askedLast[i] is the server that client i+1 asked last.
	askedLast [MaxClients]ServerID
	faults    FaultCounts
	broken    *Violation
	err       error
}

// server is a machine in its place: powered or not, with its disk and its inbox.
type server struct {
	id      ServerID
	machine Machine
	up      bool
	paused  bool
	// life counts boots. An event planned for an earlier life does not reach a later one.
	life int
	// disk and clock outlive a crash.
	disk  disk
	clock clock
	// saving: the machine's output is held back until its disk is done. heldBy is the line of the save. The inbox
	// collects inputs that arrive during a save or a pause.
	saving  bool
	savedAt Time // when the disk will be done
	held    Output
	heldBy  uint64
	inbox   []arrival
	// wakeAt is when the machine wants to wake, by its own clock; wakePlanned is when the queue will check, in
	// world time. hasty counts wakes that are followed by another one at once.
	wakeAt, wakePlanned Time
	hasty               hastiness
	// failsAt is the step of a save at which the server loses its power.
	failsAt DiskStep
	beside  beside
	// withheld is what waits for a save that hangs.
	withheld []withheld
}

// arrival is an input and its trace line.
type arrival struct {
	in   Input
	line uint64
}

// powerless is the server with only its disk and its clock.
func (s *server) powerless() server {
	return server{id: s.id, life: s.life, disk: s.disk, clock: s.clock}
}

// New builds a world and boots its servers at time 0.
func New(options Options, protocol Protocol, host Host) (*World, error) {
	if err := options.Validate(); err != nil {
		return nil, err
	}
	if options.PatienceMicros == 0 {
		options.PatienceMicros = DefaultPatience
	}
	label := fmt.Sprintf("%s servers=%d seed=%d", options.Label, options.Servers, options.Seed)
	w := &World{
		Trace:    newTrace(label, options.Script, options.Sinks),
		protocol: protocol,
		host:     host,
		options:  options,
		dials:    options.Dials,
		disks:    newStream(options.Seed, streamDisk),
		timeouts: newStream(options.Seed, streamTimeouts),
		network:  newNetwork(options.Seed, options.Servers),
		lossy:    newStream(options.Seed, streamClients),
	}
	for i := range options.Servers {
		id := ServerID(i + 1)
		w.names = append(w.names, id.String())
		s := &server{id: id}
		s.disk.write(options.Given[id])
		s.disk.sync()
		w.servers = append(w.servers, s)
	}
	if options.Manual {
		w.eachLink(w.holdLink)
	}
	for _, s := range w.servers {
		w.boot(s, "boot")
	}
	if w.err != nil {
		// A world that cannot begin must leave no machine running.
		return nil, errors.Join(w.err, w.Close())
	}
	return w, nil
}

// Now is the virtual time.
func (w *World) Now() Time { return w.now }

// Servers is how many servers the world has.
func (w *World) Servers() int { return len(w.servers) }

// Dials are the present settings.
func (w *World) Dials() Dials { return w.dials }

// Faults says how often each kind of fault happened so far.
func (w *World) Faults() FaultCounts { return w.faults }

// Violation is the first broken property, or nil. A world with a broken property stops.
func (w *World) Violation() *Violation { return w.broken }

// Err is an error from outside the run: a machine could not be reached. It ends the world.
func (w *World) Err() error { return w.err }

// ServerStatus is what the world itself knows about a server. SkewPermille is how much faster than the world its
// clock runs. DiskMicros is the latency of its own disk, 0 if the dial decides.
type ServerStatus struct {
	Up, Paused, Saving bool
	SkewPermille       int
	DiskMicros         Duration
	// Next is the step that comes next in a save of a snapshot, NoStep if it is not in one.
	Next DiskStep
}

// Status reports the state of a server.
func (w *World) Status(id ServerID) ServerStatus {
	s := w.servers[id-1]
	return ServerStatus{
		Up: s.up, Paused: s.paused, Saving: s.saving || len(s.beside.owed) > 0,
		SkewPermille: s.clock.skew, DiskMicros: s.disk.latency,
		Next: s.disk.snapshot.next(),
	}
}

// When is the moment of world time at which a server's clock shows t, if its skew does not change.
func (w *World) When(id ServerID, t Time) Time { return w.servers[id-1].clock.when(t) }

// Next is the time of the next event; ok is false when there is none.
func (w *World) Next() (at Time, ok bool) {
	if w.queue.len() == 0 || w.broken != nil || w.err != nil {
		return 0, false
	}
	return w.queue.heap[0].at, true
}

// Step handles the next event. It is false when no event is left, or the world has stopped.
func (w *World) Step() bool {
	if _, ok := w.Next(); !ok {
		return false
	}
	e := w.queue.pop()
	w.now = e.at
	switch e.do {
	case eventArrive:
		w.arrive(e.flight)
	case eventWake:
		w.wake(w.servers[e.server-1], e.life)
	case eventSaved:
		w.saved(w.servers[e.server-1], e.life)
	case eventAsk:
		w.askArrives(e.ask)
	case eventAnswer:
		w.answerArrives(e.ask)
	case eventGiveUp:
		w.giveUp(e.ask)
	}
	return true
}

// RunUntil handles every event up to and including time t, and leaves the clock at t.
func (w *World) RunUntil(t Time) {
	for {
		at, ok := w.Next()
		if !ok || at > t {
			break
		}
		w.Step()
	}
	w.Idle(t)
}

// Idle moves the clock on to t if no event is planned before.
func (w *World) Idle(t Time) {
	if at, ok := w.Next(); ok && at < t || w.broken != nil || w.err != nil {
		return
	}
	w.now = max(w.now, t)
}

// Close stops every machine. The world is of no use afterwards.
func (w *World) Close() error {
	var first error
	for _, s := range w.servers {
		if !s.up {
			continue
		}
		s.up = false
		if err := s.machine.Stop(); err != nil && first == nil {
			first = fmt.Errorf("stop %s: %w", w.names[s.id-1], err)
		}
	}
	return first
}

// boot starts a machine with the records of its disk.
func (w *World) boot(s *server, kind string) {
	records, torn, damaged := s.disk.recover()
	if damaged > 0 {
		w.refuse(s, "record="+strconv.Itoa(damaged))
		return
	}
	snapshot, ok := s.disk.snapshot.read()
	if !ok {
		w.refuse(s, "snapshot")
		return
	}
	details := []string{"records=" + strconv.Itoa(len(records))}
	if torn > 0 {
		details = append(details, "torn="+strconv.Itoa(torn))
	}
	if snapshot != nil {
		details = append(details, "snapshot="+strconv.Itoa(len(snapshot)))
	}
	w.Line(s.id, kind, details...)
	if w.err != nil {
		return
	}
	machine, err := w.host.Start(s.id, w.protocol.Config(s.id, w.timeouts.Uint64()))
	if err != nil {
		w.fail(fmt.Errorf("start %s: %w", w.names[s.id-1], err))
		return
	}
	*s = s.powerless()
	s.machine, s.up = machine, true
	s.life++
	w.feed(s, Input{Kind: Boot, Records: records, Snapshot: snapshot}, w.Trace.event)
}

// feed gives a server an input, now or when it is ready. Line is the trace line of the input; 0 means that feed
// writes it.
func (w *World) feed(s *server, in Input, line uint64) {
	if s.paused || s.saving {
		s.inbox = append(s.inbox, arrival{in, line})
		return
	}
	if w.broken != nil || w.err != nil {
		return
	}
	if line == 0 {
		line = w.describeInput(s, in)
	}
	w.Trace.because(line)
	defer w.Trace.because(0)
	out, err := s.machine.Step(s.clock.at(w.now), in)
	if err != nil {
		w.fail(fmt.Errorf("%s at %d us: %w", w.names[s.id-1], w.now, err))
		return
	}
	v := out.Fault(s.id, w.protocol.Section())
	if v == nil && in.Kind == Wake {
		v = w.hurries(s, out.WakeAt)
	}
	if v != nil {
		w.effective(s, line, nil) // the input that broke the machine did reach it
		w.Break(v)
		return
	}
	if out.Refused != "" {
		w.refused(s, out.Refused)
		return
	}
	if len(out.Records) == 0 && out.Snapshot == nil && out.Cut == nil {
		w.effective(s, line, nil)
		w.release(s, out)
		return
	}
	w.save(s, out)
}

// drain feeds a server its waiting inputs, when it is ready again.
func (w *World) drain(s *server) {
	for len(s.inbox) > 0 && s.up && !s.paused && !s.saving && w.broken == nil && w.err == nil {
		next := s.inbox[0]
		s.inbox = s.inbox[1:]
		if next.in.Kind == Wake {
			// An earlier input may have given the machine another time to wait for.
			if s.wakeAt == 0 || s.wakeAt > s.clock.at(w.now) {
				continue
			}
			s.wakeAt = 0 // the machine's output sets the next time
		}
		w.feed(s, next.in, next.line)
	}
}

// release carries out what an output asks for, now that its records are durable. Only now do observers see the
// machine: no observer may rely on a state that is not durable.
func (w *World) release(s *server, out Output) {
	if v := w.protocol.Observe(w, s.id, out.View); v != nil {
		w.Break(v)
		return
	}
	w.dispatch(s, out)
	s.wakeAt = out.WakeAt
	w.planWake(s)
}

// dispatch sends an output's messages and answers.
func (w *World) dispatch(s *server, out Output) {
	for _, m := range out.Messages {
		if m.To < 1 || int(m.To) > len(w.servers) {
			w.fail(fmt.Errorf("%s sends a message to server %d of %d", w.names[s.id-1], m.To, len(w.servers)))
			return
		}
		w.send(s.id, m.To, m.Payload)
	}
	for _, a := range out.Answers {
		w.answer(s, a)
	}
}

// planWake makes sure that the queue checks s no later than its wakeAt. A check that is too early is kept: it
// plans again when its time comes, which is cheaper than many plans.
func (w *World) planWake(s *server) {
	if s.wakeAt == 0 || w.options.Manual {
		return
	}
	at := max(s.clock.when(s.wakeAt), w.now)
	if s.wakePlanned != 0 && s.wakePlanned <= at {
		return
	}
	s.wakePlanned = at
	w.queue.push(event{at: s.wakePlanned, do: eventWake, server: s.id, life: s.life})
}

func (w *World) wake(s *server, life int) {
	if !s.up || s.life != life || w.now != s.wakePlanned {
		return
	}
	s.wakePlanned = 0
	if s.wakeAt == 0 || s.wakeAt > s.clock.at(w.now) {
		w.planWake(s)
		return
	}
	w.ring(s)
}

// ring wakes a server, as soon as it is ready.
func (w *World) ring(s *server) {
	s.inbox = append(s.inbox, arrival{in: Input{Kind: Wake}})
	w.drain(s)
}

// describeInput writes the trace line of an input, and returns its number.
func (w *World) describeInput(s *server, in Input) uint64 {
	switch in.Kind {
	case Wake:
		w.Line(s.id, "wake")
	case Control:
		w.Line(s.id, "control", string(in.Payload))
	}
	return w.Trace.event
}

// fail ends the world for a reason outside the run.
func (w *World) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Break ends the world because a property broke.
func (w *World) Break(v *Violation) {
	if w.broken != nil {
		return
	}
	v.Causes = w.Trace.chain(append(v.Causes, w.Trace.cause))
	w.Line(0, "violation", v.ID, v.Sentence)
	v.Time, v.Event = w.now, w.Trace.Event()
	w.broken = v
}

// Line writes a trace line about a server, or about the world for id 0. Protocols report with it what they
// observe.
func (w *World) Line(id ServerID, kind string, details ...string) {
	subject := "-"
	if id > 0 {
		subject = w.names[id-1]
	}
	b := w.Trace.begin(w.now, subject, kind)
	for _, d := range details {
		b = append(b, ' ')
		b = append(b, d...)
	}
	w.Trace.end(b)
}

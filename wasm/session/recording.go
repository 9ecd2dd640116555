package session

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

// moment is the world just after a step: everything that a frame shows of it. Consecutive moments share their
// equal parts, so that a run of 10,000 events takes a few megabytes. A moment on the recording never changes.
type moment struct {
	event, steps uint64
	now          lab.Time
	status       story.Status
	// asTold is true of a run that failed as its story says.
	asTold    bool
	puzzle    story.Standing
	budget    []story.Allowance
	failure   string
	hash      string
	violation *lab.Violation
	// inStory is true while a story is under way, manual if nothing happens by itself.
	inStory, manual bool
	servers         []*serverMoment
	// part is the protocol's own part about the run, if it moves.
	part       face.Part
	messages   []*protocol.MessageView
	operations []*protocol.OperationView
	network    *networkMoment
	clients    []protocol.ClientView
	carried    []protocol.CarriedView
	calls      []protocol.CallView
}

// serverMoment is a server's view, with the counts by which an equal view is recognized.
type serverMoment struct {
	view    protocol.ServerView
	status  lab.ServerStatus
	changes uint64
	shown   face.Server
	change  *serverChange
}

// networkMoment is the part that seldom changes: links and dials.
type networkMoment struct {
	cuts, holds [][2]int
	flaky       []protocol.FlakyView
	dials       protocol.Dials
}

// recording is what was seen of a run: its lines, and the world after each step. It makes the past quick to show. A
// branch begins with a part of its parent's recording.
type recording struct {
	header []string
	// lines[i] is event base+i+1, and causes[i] the event that led to it.
	base    uint64
	lines   []string
	causes  []uint32
	moments []*moment
}

// maxMoments bounds the memory of a recording, and maxAllMoments the memory of all branches together. Beyond it,
// the older half of a recording is forgotten. They are variables because tests change them.
var (
	maxMoments    = 60_000
	maxAllMoments = 150_000
)

// last is the number of the last event on the recording.
func (t *recording) last() uint64 { return t.base + uint64(len(t.lines)) }

// first is the earliest event that can be shown: 0, before the first event, unless the beginning was forgotten.
func (t *recording) first() uint64 {
	if t.base == 0 {
		return 0
	}
	return t.moments[0].event
}

// line is the line of an event, "" if the recording does not have it.
func (t *recording) line(event uint64) string {
	if event <= t.base || event > t.last() {
		return ""
	}
	return t.lines[event-t.base-1]
}

// cause is the event that led to another, 0 for none.
func (t *recording) cause(event uint64) uint64 {
	if event <= t.base || event > t.base+uint64(len(t.causes)) {
		return 0
	}
	return uint64(t.causes[event-t.base-1])
}

// at is the index of the moment just after an event's step.
func (t *recording) at(event uint64) int {
	i, _ := slices.BinarySearchFunc(t.moments, event, func(m *moment, event uint64) int {
		switch {
		case m.event < event:
			return -1
		case m.event > event:
			return 1
		}
		return 0
	})
	return min(i, len(t.moments)-1)
}

// until is a copy of the recording up to a moment. The moments and lines themselves are shared.
func (t *recording) until(index int) *recording {
	events := t.moments[index].event - t.base
	return &recording{
		header: t.header, base: t.base, lines: slices.Clone(t.lines[:events]),
		causes: slices.Clone(t.causes[:events]), moments: slices.Clone(t.moments[:index+1]),
	}
}

// take adds the present world to the recording. If no line was written since the last moment, it replaces that
// moment.
func (t *recording) take(r *run) {
	trace := r.runner.World().Trace
	for event := t.base + uint64(len(t.causes)); event < t.last(); event++ {
		t.causes = append(t.causes, uint32(trace.Cause(event+1)))
	}
	var before *moment
	if len(t.moments) > 0 {
		before = t.moments[len(t.moments)-1]
	}
	m := draw(r, before)
	m.calls, r.calls = r.calls, nil
	if before != nil && before.event == m.event {
		m.calls = slices.Concat(before.calls, m.calls)
		t.moments[len(t.moments)-1] = m
		return
	}
	t.moments = append(t.moments, m)
	if len(t.moments) > maxMoments {
		t.forget()
	}
}

// forget drops the older half.
func (t *recording) forget() {
	t.moments = slices.Clone(t.moments[len(t.moments)/2:])
	gone := t.moments[0].event - t.base
	t.base += gone
	t.lines, t.causes = slices.Clone(t.lines[gone:]), slices.Clone(t.causes[gone:])
}

// draw is the present world. Before is the moment before, or nil.
func draw(r *run, before *moment) *moment {
	w := r.runner.World()
	m := &moment{
		event: w.Trace.Event(), steps: r.runner.Steps(), now: w.Now(), status: r.runner.Status(), hash: r.runner.Hash(),
		asTold: r.runner.AsTold(),
		puzzle: r.runner.Standing(), budget: r.runner.Budget(),
		violation: w.Violation(), inStory: r.runner.UnderWay(), manual: w.Manual(),
	}
	if err := r.runner.Failure(); err != nil {
		m.failure = err.Error()
	}
	if before == nil {
		before = &moment{}
	}
	m.servers = drawServers(r, before.servers)
	if _, moves := r.face.(face.Moving); moves {
		m.part = before.part
		if r.asked || !slices.Equal(m.servers, before.servers) {
			m.part = r.face.Run()
		}
	}
	m.messages = drawMessages(w, r.face, before.messages)
	if m.operations = before.operations; r.asked {
		m.operations = drawOperations(r.player.History(), before.operations)
	}
	if m.network = before.network; r.unusual || m.network == nil {
		m.network = drawNetwork(w)
	}
	if m.clients = before.clients; r.asked || r.unusual || m.clients == nil {
		m.clients = drawClients(w)
	}
	m.carried = drawCarried(w, before.carried)
	r.asked, r.unusual = false, false
	return m
}

func drawServers(r *run, before []*serverMoment) []*serverMoment {
	list := make([]*serverMoment, r.runner.World().Servers())
	for i := range list {
		id := lab.ServerID(i + 1)
		changes, status := r.face.Changes(id), r.runner.World().Status(id)
		next := &serverMoment{status: status, changes: changes}
		if i >= len(before) {
			next.shown = r.face.Server(id, nil)
			next.view = server(id, status, &next.shown)
			list[i] = next
			continue
		}
		if before[i].changes == changes && before[i].status == status {
			list[i] = before[i]
			continue
		}
		next.shown = r.face.Server(id, &before[i].shown)
		next.view = server(id, status, &next.shown)
		next.change = changed(r.face, before[i], next, r.runner.World().Trace.Event())
		list[i] = next
	}
	return list
}

// drawMessages is the messages in flight, which are in the order of their numbers.
func drawMessages(w *lab.World, shows face.Face, before []*protocol.MessageView) []*protocol.MessageView {
	flights := w.InFlight()
	list := make([]*protocol.MessageView, len(flights))
	for i, flight := range flights {
		for len(before) > 0 && before[0].ID < uint64(flight.ID) {
			before = before[1:]
		}
		if len(before) > 0 && before[0].ID == uint64(flight.ID) && before[0].Held == flight.Held &&
			before[0].ArriveAt == int64(flight.ArriveAt) {
			list[i] = before[0]
			continue
		}
		view := message(flight, shows)
		list[i] = &view
	}
	return list
}

// drawOperations is the last operations. An operation with an outcome changes again only if its client asks another
// server.
func drawOperations(c *service.Clients, before []*protocol.OperationView) []*protocol.OperationView {
	if c == nil {
		return nil // a protocol without clients
	}
	operations := c.Operations()
	operations = operations[max(0, len(operations)-operationWindow):]
	list := make([]*protocol.OperationView, len(operations))
	for i, op := range operations {
		for len(before) > 0 && before[0].ID < op.ID {
			before = before[1:]
		}
		if len(before) > 0 && before[0].ID == op.ID && before[0].Outcome != service.Pending.String() &&
			len(before[0].Path) == len(op.Path) {
			list[i] = before[0]
			continue
		}
		view := operation(op)
		list[i] = &view
	}
	return list
}

// drawNetwork is links and dials. Only unusual lines change them.
func drawNetwork(w *lab.World) *networkMoment {
	d := w.Dials()
	return &networkMoment{
		cuts: pairs(w.Cuts()), holds: pairs(w.Holds()), flaky: flaky(w),
		dials: protocol.Dials{
			Latency: int64(d.LatencyMicros), Jitter: int64(d.JitterMicros),
			LossPermille: d.LossPermille, DuplicatePermille: d.DuplicatePermille,
			ReorderPermille: d.ReorderPermille, Reorder: int64(d.ReorderMicros),
			DiskLatency: int64(d.DiskLatencyMicros), TornPermille: d.TornPermille,
		},
	}
}

// words are a line's subject, kind and details.
func words(line string) (subject, kind, details string) {
	_, rest, _ := strings.Cut(line, " ")
	_, rest, _ = strings.Cut(rest, " ")
	subject, rest, _ = strings.Cut(rest, " ")
	kind, details, _ = strings.Cut(rest, " ")
	return subject, kind, details
}

// errForgotten is the error for a moment that is no longer on the recording.
func errForgotten(event, base uint64) error {
	return fmt.Errorf("event %d is no longer kept: the recording begins with event %d; start the run again to see "+
		"its beginning", event, base+1)
}

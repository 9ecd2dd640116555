package seat

import (
	"runtime"
	"time"

	"raftlab/lab"
	"raftlab/lab/whole"
)

// eventKind is what a server did.
type eventKind byte

const (
	// wrote: it saved.
	wrote eventKind = iota
	// sent: it sent a message.
	sent
	// answered: its service answers a client.
	answered
)

// event is something that a server did in a step. Events are in order, since a crash may come between any two.
type event struct {
	kind    eventKind
	to      lab.ServerID
	request lab.RequestID
	payload []byte
	// promise says how a reply promises what was not saved when it was sent.
	promise string
}

func (m *Machine) add(e event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.events = append(m.events, e)
}

// cutEvery is after how many saves the disk's log is cut.
const cutEvery = 32

// saved is called by the persister.
func (m *Machine) saved(state, snapshot []byte) {
	m.peer.noteSaved(&m.log)
	m.add(event{kind: wrote, payload: whole.Saved{State: state, Snapshot: snapshot, Shape: m.log.shape}.Encode()})
	m.yield(false)
}

// output gives the first of what a server did: its saves up to the first message, and then what it sent up to the next
// save. The rest is for the next steps, which come at once: the lab may let the server crash between.
func (m *Machine) output(now lab.Time) lab.Output {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out lab.Output
	var save []byte
	at, promise := 0, ""
	for ; at < len(m.events); at++ {
		e := m.events[at]
		if e.kind == wrote && len(out.Messages)+len(out.Answers) > 0 {
			break
		}
		switch e.kind {
		case wrote:
			save = e.payload
		case sent:
			out.Messages = append(out.Messages, lab.Outgoing{To: e.to, Payload: e.payload})
		case answered:
			out.Answers = append(out.Answers, lab.Answer{Request: e.request, Payload: e.payload})
		}
		if promise == "" {
			promise = e.promise
		}
	}
	m.events = append(m.events[:0], m.events[at:]...)
	m.write(&out, save)
	if len(m.events) > 0 {
		out.WakeAt = max(now, 1)
		out.View = whole.AppendView(nil, whole.View{Partial: true, Promise: promise})
		return out
	}
	m.look(now) // a view has what changed since the last, so none may be made that is not shown
	m.view.Promise = promise
	out.View = whole.AppendView(nil, m.view)
	m.view = whole.View{}
	return out
}

// write puts a save into an output. Now and then it takes the place of all earlier ones.
func (m *Machine) write(out *lab.Output, save []byte) {
	if save == nil {
		return
	}
	if m.saves++; m.saves%cutEvery == 0 {
		out.Cut = save
		return
	}
	out.Records = [][]byte{save}
}

// random is a stream of random numbers: SplitMix64.
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Patience is how long the next call waits.
func (o outbox) Patience() time.Duration {
	c := o.config
	span := uint64(c.CallMax-c.CallMin) + 1
	o.mu.Lock()
	defer o.mu.Unlock()
	return time.Duration(uint64(c.CallMin)+o.random.next()%span) * time.Microsecond
}

// Yield lets other goroutines go first, if goroutines are shuffled and it is their turn.
func (o outbox) Yield() { o.yield(true) }

// maxPause bounds how long a goroutine that is shuffled stands still, as it does on a busy machine, and longPause does so
// one time in four: others then hear of a new term meanwhile.
const (
	maxPause  = 3 * time.Millisecond
	longPause = 24 * time.Millisecond
)

// pauseAt says that one in so many times a goroutine stands still for a while.
const pauseAt = 16

// yield lets other goroutines go first: half of the time, if goroutines are shuffled. Now and then this one stands still
// for a while, if it may.
func (m *Machine) yield(mayPause bool) {
	if !m.config.Shuffle {
		return
	}
	m.mu.Lock()
	draw := m.random.next()
	m.mu.Unlock()
	switch {
	case mayPause && draw%pauseAt == 0:
		most := maxPause
		if draw>>8%4 == 0 {
			most = longPause
		}
		<-time.After(time.Duration(draw>>16) % most) // by the host's clock
	case draw%2 == 0:
		runtime.Gosched()
	}
}

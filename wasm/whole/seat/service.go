package seat

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/whole"
	"raftlab/raft/wire"
)

// The service on top of the server is a key-value store. It applies what the server's apply channel brings, answers
// clients, and now and then hands a snapshot to the server.

// clients are the commands that wait to be applied, in the order of their requests.
type clients struct {
	count   int
	waiting []waiting
}

// waiting is a request with the tag of its command, and the index that Start gave it; 0 while Start has not returned.
type waiting struct {
	request lab.RequestID
	tag     string
	index   int
}

// take removes and returns the request with a tag.
func (c *clients) take(tag string) (w waiting, ok bool) {
	at := slices.IndexFunc(c.waiting, func(w waiting) bool { return w.tag == tag })
	if at < 0 {
		return waiting{}, false
	}
	w = c.waiting[at]
	c.waiting = slices.Delete(c.waiting, at, at+1)
	return w, true
}

// start gives a client's command to the server. It has a goroutine of its own, since Start may have to wait for a lock.
func (m *Machine) start(request lab.RequestID, command kv.Command) {
	m.mu.Lock()
	m.clients.count++
	tag := fmt.Sprintf("%v.%x.%d", m.config.Me, m.config.Life&0xffff, m.clients.count)
	m.clients.waiting = append(m.clients.waiting, waiting{request: request, tag: tag})
	m.mu.Unlock()
	<-m.made
	index, _, leads := m.server.Start(whole.Command(command, tag))
	m.mu.Lock()
	defer m.mu.Unlock()
	w, still := m.clients.take(tag)
	switch {
	case !still: // it is applied already
	case !leads:
		m.answer(request, whole.Answer{Fate: whole.Refused})
	default:
		w.index = index
		m.clients.waiting = append(m.clients.waiting, w)
		m.giveUp()
	}
}

// answer is called with the lock held.
func (m *Machine) answer(request lab.RequestID, a whole.Answer) {
	m.events = append(m.events, event{kind: answered, request: request, payload: a.Encode()})
}

// apply takes one message of the apply channel.
func (m *Machine) apply(a Applied) {
	m.yield(true)
	server, index, snapshot := m.applyNow(a)
	if snapshot != nil && server != nil {
		// From the goroutine that applies, as a service does: a server that holds its lock while it applies hangs here.
		server.Snapshot(index, snapshot)
	}
}

// applyNow applies one message, and gives the snapshot that the server is to have now.
func (m *Machine) applyNow(a Applied) (server Server, index int, snapshot []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case a.IsSnapshot:
		m.install(a)
		return nil, 0, nil
	case !a.IsCommand:
		return nil, 0, nil // an old program's way to say that nothing is applied
	}
	text, readable := "", true
	if a.Command != nil {
		text, readable = a.Command.(string)
	}
	if !readable {
		text = fmt.Sprint(a.Command)
	}
	m.view.Applied = append(m.view.Applied, whole.Applied{Index: a.Index, Term: a.Term, Command: text, Readable: true})
	m.applied = a.Index
	if command, err := whole.ParseCommand(text); err == nil {
		m.carryOut(text, a.Index, m.store.Apply(command))
	}
	m.giveUp()
	every := m.config.SnapshotEvery
	if every == 0 || !m.program.Snapshots || a.Index%every != 0 {
		return nil, 0, nil
	}
	m.view.Asked = append(m.view.Asked, a.Index)
	return m.server, a.Index, appendSnapshot(a.Index, m.store)
}

// carryOut answers the client whose command was applied.
func (m *Machine) carryOut(text string, index int, result kv.Result) {
	tag := text[strings.LastIndex(text, " #")+2:]
	if w, ok := m.clients.take(tag); ok {
		m.answer(w.request, whole.Answer{Fate: whole.Done, Index: index, Result: result})
	}
}

// giveUp answers the clients whose index was passed without their command.
func (m *Machine) giveUp() {
	m.clients.waiting = slices.DeleteFunc(m.clients.waiting, func(w waiting) bool {
		passed := w.index > 0 && w.index <= m.applied
		if passed {
			m.answer(w.request, whole.Answer{Fate: whole.Lost, Index: w.index})
		}
		return passed
	})
}

// install takes a snapshot from the apply channel.
func (m *Machine) install(a Applied) {
	at, store, err := readSnapshot(a.Snapshot)
	m.view.Applied = append(m.view.Applied, whole.Applied{
		Index: a.SnapshotIndex, Term: a.SnapshotTerm, Snapshot: true, Readable: err == nil && at == a.SnapshotIndex,
		Command: strconv.Itoa(at),
	})
	if err == nil {
		m.store, m.applied = store, a.SnapshotIndex
		m.giveUp()
	}
}

// appendSnapshot gives the bytes of a snapshot.
func appendSnapshot(index int, store *kv.Store) []byte {
	return kv.AppendSnapshot(wire.AppendUint(nil, uint64(index)), store, nil)
}

// readSnapshot reads what appendSnapshot wrote.
func readSnapshot(b []byte) (index int, store *kv.Store, err error) {
	r := wire.NewReader(b)
	index = int(r.Uint())
	if err := r.Err(); err != nil {
		return 0, nil, err
	}
	store, _, err = kv.ReadSnapshot(b[len(b)-r.Len():])
	return index, store, err
}

// asker asks for the server's state in a goroutine of its own, since GetState waits for a lock.
type asker struct {
	questions chan struct{}
	asked     bool
	since     lab.Time
	term      int
	leads     bool
}

func (a *asker) begin(server Server) {
	a.questions = make(chan struct{}, 1)
	go func() {
		for range a.questions {
			a.term, a.leads = server.GetState()
			a.asked = false
		}
	}()
}

// ask asks, unless the last question has no answer, or there is no server yet.
func (a *asker) ask(now lab.Time) {
	if a.questions != nil && !a.asked {
		a.asked, a.since = true, now
		a.questions <- struct{}{}
	}
}

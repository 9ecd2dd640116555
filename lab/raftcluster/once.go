package raftcluster

import (
	"maps"
	"slices"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/raft"
	"raftlab/raft/wire"
)

// exactlyOnce is the promise of sessions: however many copies of a command are in the log, it changes the store once,
// and every copy has the answer of the first.
var exactlyOnce = lab.Check{ID: "exactly-once", Name: "Exactly Once", Section: "§8, thesis §6.3"}

// requestName names a command of a session.
type requestName struct {
	client   kv.ClientID
	sequence uint64
}

// carried is where a command was carried out first, and its result.
type carried struct {
	index  raft.Index
	result kv.Result
	event  uint64
}

// seenTable is the table of a server that had applied all entries up to an index.
type seenTable struct {
	hash   uint64
	server lab.ServerID
	event  uint64
}

// once judges sessions. A nil value judges nothing: sessions are off.
type once struct {
	// first is each command that was carried out. It follows from the entries that were applied.
	first map[requestName]carried
	// tables are the tables by the index of the last applied entry. Servers with own rules are compared with each other
	// only: their table may be kept in another way.
	tables [2]map[raft.Index]seenTable
}

func newOnce() *once {
	return &once{first: map[requestName]carried{}, tables: [2]map[raft.Index]seenTable{{}, {}}}
}

func (o *once) clone() *once {
	if o == nil {
		return nil
	}
	c := &once{first: maps.Clone(o.first)}
	for i := range o.tables {
		c.tables[i] = maps.Clone(o.tables[i])
	}
	return c
}

// appendState appends the tables. The commands follow from the entries applied, which the checks append.
func (o *once) appendState(b []byte) []byte {
	if o == nil {
		return b
	}
	for _, tables := range o.tables {
		b = wire.AppendUint(b, uint64(len(tables)))
		for _, index := range slices.Sorted(maps.Keys(tables)) {
			b = wire.AppendUint(wire.AppendUint(b, uint64(index)), tables[index].hash)
		}
	}
	return b
}

// copies follows the state machine of a server through one step, and keeps beside it the store that a server without
// sessions would have.
type copies struct {
	// without is that store, nil before the step applies a command that must not be carried out.
	without *kv.Store
	// at is the first such entry, and of the entry that it copies, 0 if its session is unknown.
	at, of raft.Index
	// numbered reports whether the step applied any command of a session.
	numbered bool
}

// follow applies the entry at an index to a mirror, and writes what it means for a session to the trace.
func (c *copies) follow(w *lab.World, id lab.ServerID, m *Mirror, o *once, index raft.Index) {
	command := m.Log[index-1].Command
	if o == nil || !kv.IsNumbered(command) {
		if c.without != nil {
			(*sessionTable)(nil).apply(c.without, command, index)
		}
		m.sessions.apply(m.Store, command, index)
		return
	}
	c.numbered = true
	open, before := openSessions(m.sessions), m.Store
	if c.without == nil {
		before = m.Store.Clone()
	}
	result := m.sessions.apply(m.Store, command, index)
	for _, expired := range missing(open, m.sessions) {
		w.Line(id, "session", "expired="+number(expired))
	}
	n, _ := kv.DecodeNumbered(command)
	if n.Opens() {
		w.Line(id, "session", "opened="+result.Value)
		return
	}
	first := o.carry(n, carried{index, result, w.Trace.Event()})
	fresh := result.Failure == kv.NoFailure && first.index == index
	if !fresh {
		writeCopy(w, id, index, first, result)
	}
	if !fresh && c.without == nil {
		c.without, c.at, c.of = before, index, first.index
	}
	if c.without != nil {
		c.without.Apply(n.Command)
	}
}

// carry notes that a command was carried out, unless an earlier copy was. It gives the first, which has no index if
// none was carried out.
func (o *once) carry(n kv.Numbered, now carried) carried {
	name := requestName{n.Client, n.Sequence}
	first, known := o.first[name]
	if !known && now.result.Failure == kv.NoFailure {
		o.first[name], first = now, now
	}
	return first
}

// writeCopy writes why an entry was not carried out.
func writeCopy(w *lab.World, id lab.ServerID, index raft.Index, first carried, result kv.Result) {
	if result.Failure == kv.NoFailure {
		w.Line(id, "session", "copy="+number(index), "of="+number(first.index))
		return
	}
	w.Line(id, "session", "refused="+number(index), "because="+failureWord(result.Failure))
}

// failureWord is a failure as one word of the trace.
func failureWord(failure kv.Failure) string {
	if failure == kv.TooOld {
		return "too-old"
	}
	return "unknown-session"
}

func openSessions(s *sessionTable) []raft.Index {
	var open []raft.Index
	for _, of := range s.table.Open {
		open = append(open, raft.Index(of.Client))
	}
	return open
}

// missing are the sessions that are open no longer.
func missing(open []raft.Index, s *sessionTable) []raft.Index {
	return slices.DeleteFunc(open, func(id raft.Index) bool { return s.table.Find(kv.ClientID(id)) != nil })
}

// storeDiffers is the violation of a server whose store is not what the entries give.
func (c *copies) storeDiffers(id lab.ServerID, m *Mirror, o *once) *lab.Violation {
	if !c.numbered {
		return stateMachineSafety.Broken(lab.Say("state-machine-safety.store",
			"%v has applied entries 1 to %d, but its store does not hold what they give", id, m.LastApplied))
	}
	if c.without == nil || c.without.Hash() != m.StoreHash {
		return exactlyOnce.Broken(lab.Say("exactly-once.store",
			"%v has applied entries 1 to %d, but its store does not hold what their commands give when each is "+
				"carried out once", id, m.LastApplied))
	}
	entry := m.Log[c.at-1]
	if c.of == 0 {
		return exactlyOnce.Broken(lab.Say("exactly-once.unknown-session",
			"%v carried out %v, though its session is not open", id, entryName(c.at, entry)))
	}
	n, _ := kv.DecodeNumbered(entry.Command)
	return exactlyOnce.Broken(lab.Say("exactly-once.twice",
		"%v carried out request %d of session %d twice: it is entry %d, and %v is a copy of it",
		id, n.Sequence, n.Client, c.of, entryName(c.at, entry)), o.first[requestName{n.Client, n.Sequence}].event)
}

// sameTable: servers that have applied the same entries have the same table.
func (c *checks) sameTable(id lab.ServerID, m *Mirror, own bool) *lab.Violation {
	if c.once == nil || m.LastApplied == 0 {
		return nil
	}
	c.judged[onExactlyOnce]++
	tables := c.once.tables[0]
	if own {
		tables = c.once.tables[1]
	}
	first, known := tables[m.LastApplied]
	if !known {
		tables[m.LastApplied] = seenTable{m.SessionsHash, id, c.event}
		return nil
	}
	if first.hash == m.SessionsHash {
		return nil
	}
	return exactlyOnce.Broken(lab.Say("exactly-once.tables",
		"%v and %v have both applied entries 1 to %d, but their tables of sessions differ: they would answer a copy "+
			"differently", first.server, id, m.LastApplied), first.event, c.event)
}

// sameAnswer: the answer to a copy is the answer to the first.
func (c *checks) sameAnswer(id lab.ServerID, name requestName, command string, result kv.Result) *lab.Violation {
	if c.once == nil || name.client == 0 {
		return nil
	}
	c.judged[onExactlyOnce]++
	first, known := c.once.first[name]
	if !known || first.result == result {
		return nil
	}
	return exactlyOnce.Broken(lab.Say("exactly-once.answer",
		"%v answers request %d of session %d (%s) with %s, but it was carried out as entry %d, and gave %s",
		id, name.sequence, name.client, command, resultText(result), first.index, resultText(first.result)),
		first.event, c.event)
}

// resultText is a result in words: done 3, or refused 5.
func resultText(result kv.Result) string {
	word := "refused"
	if result.Done {
		word = "done"
	}
	return word + ", " + service.Quote(result.Value)
}

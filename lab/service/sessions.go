package service

import (
	"slices"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/kv"
)

// sessions are the clients' sides of their sessions (§8, thesis §6.3). A nil value is clients without sessions.
type sessions struct {
	rules   kv.SessionRules
	clients [lab.MaxClients]clientSession
}

// clientSession is one client's session.
type clientSession struct {
	id     kv.ClientID
	client kv.Client
	// opening is true while a request to open it is on its way. Waiting operations are sent once it is open.
	opening bool
	queue   []queued
}

// queued is an operation that waits for its client's session, and the server that it is for.
type queued struct {
	op  *Operation
	via lab.ServerID
}

// UseSessions has clients number their commands by these rules. A client opens a session before its first command,
// unless sessions are given: then C1 has session 1, and so on.
func (c *Clients) UseSessions(rules kv.SessionRules, given bool) {
	c.sessions = &sessions{rules: rules}
	for i := range c.sessions.clients {
		if given {
			c.sessions.clients[i].id = kv.ClientID(i + 1)
		}
	}
}

// AskAgain has clients ask again by themselves when they have no answer, or one that leaves the outcome open.
func (c *Clients) AskAgain() { c.persistent = true }

// numbers reports whether an operation needs a number. A read needs none: it may be carried out twice.
func (s *sessions) numbers(op *Operation) bool { return s != nil && op.Command.Op != kv.Get }

// waiting is how many operations wait for a session.
func (s *sessions) waiting() int {
	if s == nil {
		return 0
	}
	count := 0
	for i := range s.clients {
		count += len(s.clients[i].queue)
	}
	return count
}

// of is the session of an operation's client.
func (s *sessions) of(op *Operation) *clientSession { return &s.clients[-op.Client-1] }

// ClientOf is the client that has a session now, 0 for none.
func (c *Clients) ClientOf(id kv.ClientID) int {
	if c.sessions == nil {
		return 0
	}
	return 1 + slices.IndexFunc(c.sessions.clients[:], func(of clientSession) bool { return of.id == id })
}

// take notes that a client has an operation's answer.
func (s *sessions) take(op *Operation) {
	if s == nil || op.Sequence == 0 {
		return
	}
	if of := s.of(op); of.id == op.Session {
		s.rules.TakeAnswer(&of.client, op.Sequence)
	}
}

// sendNumbered sends a command of a session: a new one, or a copy of one. The first command of a client waits until a
// session is open.
func (c *Clients) sendNumbered(w *lab.World, op *Operation, via lab.ServerID) error {
	of := c.sessions.of(op)
	switch {
	case op.Session > 0 && op.Session != of.id:
		// A copy of a command of an earlier session: that session's numbers are gone with it.
		return c.ask(w, &ask{op: op, payload: number(op, op.Sequence)}, via)
	case of.id > 0:
		sequence, lowest := c.sessions.rules.NextRequest(&of.client, op.Sequence)
		op.Session = of.id
		if op.Sequence == 0 {
			op.Sequence = sequence
		}
		n := kv.Numbered{Client: of.id, Sequence: sequence, Lowest: lowest, Command: op.Command}
		return c.ask(w, &ask{op: op, payload: n.Encode()}, via)
	case of.opening:
		of.queue = append(of.queue, queued{op, via})
		return nil
	}
	of.opening = true
	return c.ask(w, &ask{op: op, payload: kv.Numbered{}.Encode(), opens: true}, via)
}

// number is the bytes of a command with its number.
func number(op *Operation, lowest uint64) []byte {
	return kv.Numbered{Client: op.Session, Sequence: op.Sequence, Lowest: lowest, Command: op.Command}.Encode()
}

// opened begins a session with its name, and sends all that waited for it. The operation that opened it goes to the
// server that answered.
func (c *Clients) opened(w *lab.World, a *ask, server lab.ServerID, answer Answer) {
	of := c.sessions.of(a.op)
	name, err := strconv.ParseUint(answer.Result.Value, 10, 64)
	if err != nil || name == 0 {
		c.notOpened(w, a, Refused, "the session has no name")
		return
	}
	of.id, of.client, of.opening = kv.ClientID(name), kv.Client{}, false
	c.sendWaiting(w, of, queued{a.op, server})
}

// sendWaiting sends operations that waited: these first, then the queue.
func (c *Clients) sendWaiting(w *lab.World, of *clientSession, first ...queued) {
	waiting := slices.Concat(first, of.queue)
	of.queue = nil
	for _, q := range waiting {
		if err := c.sendNumbered(w, q.op, q.via); err != nil {
			c.give(w, q.op, err.Error())
		}
	}
}

// notOpened ends the operation that was to open a session: its command was never sent. The next one in the queue tries.
func (c *Clients) notOpened(w *lab.World, a *ask, outcome Outcome, reason string) {
	of := c.sessions.of(a.op)
	of.opening = false
	if outcome == Unknown && c.asksAgain(w, a.op) {
		return
	}
	c.give(w, a.op, "no session could be opened: "+reason)
	c.sendWaiting(w, of)
}

// failedThere ends a request whose session a server does not know, or whose number is too old for it. The client's next
// command opens another session.
func (c *Clients) failedThere(w *lab.World, a *ask, failure kv.Failure) {
	op := a.op
	if c.sessions != nil && failure == kv.UnknownSession && c.sessions.of(op).id == op.Session {
		c.sessions.of(op).id = 0
	}
	if !op.Answered && op.asks == 0 {
		c.give(w, op, failure.String())
	}
}

// maxCopies bounds how often a client asks again by itself.
const maxCopies = 10

// asksAgain has a persistent client ask again, and reports whether it does.
func (c *Clients) asksAgain(w *lab.World, op *Operation) bool {
	if !c.persistent || op.copies == maxCopies {
		return false
	}
	via, err := c.owner.Preferred(w, op.Command.Key)
	if err != nil { // nobody leads: the next server in order may know more
		via = op.Path[len(op.Path)-1]%lab.ServerID(w.Servers()) + 1
	}
	return c.Repeat(w, op, via) == nil
}

// Repeat sends an operation's command again: a copy with the same number, or without sessions the same command once
// more. For the history it is one operation, from its first request to its first answer.
func (c *Clients) Repeat(w *lab.World, op *Operation, via lab.ServerID) error {
	if err := c.send(w, op, via); err != nil {
		return err
	}
	op.copies++
	if !op.Answered {
		op.end(0, Pending, "")
	}
	return nil
}

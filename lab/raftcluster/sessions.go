package raftcluster

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/wire"
)

// SessionSetup switches sessions on (§8, thesis §6.3). They are off by default, and then no trace, record or message
// has a byte of them.
type SessionSetup struct {
	On bool
	// Given has each client begin with an open session, 1 for C1 and so on. No session is opened then, so no index of
	// an entry is ever the same name, and none expires.
	Given bool
	// Expiry is how long a session is kept after its last use, 0 for ever.
	Expiry raft.Duration
	// Retries has clients ask again by themselves.
	Retries bool
}

// append appends the part of a configuration. Retries concern the clients alone.
func (s SessionSetup) append(b []byte) []byte {
	return wire.AppendUint(wire.AppendBool(b, s.Given), uint64(s.Expiry))
}

func readSessionSetup(r *wire.Reader) SessionSetup {
	return SessionSetup{On: true, Given: r.Bool(), Expiry: raft.Duration(r.Uint())}
}

// sessionTable is the part of the state machine beside the store, and the rules that keep it. A nil value is a state
// machine without sessions. Servers have one, and so has each mirror, with the reference's rules.
type sessionTable struct {
	// hashed is the hash of the table, 0 where it is not known since the last entry.
	hashed uint64
	rules  kv.SessionRules
	setup  SessionSetup
	table  kv.Sessions

	// mistake is made around the rules, because no rule can make it. The fields below are for it.
	mistake sessionMistake
	now     lab.Time
	leads   bool
	// answered are the results that a server would answer at submit.
	answered []answeredRequest
}

func newSessionTable(setup SessionSetup, rules kv.SessionRules) *sessionTable {
	if !setup.On {
		return nil
	}
	s := &sessionTable{rules: rules, setup: setup}
	for client := kv.ClientID(1); setup.Given && client <= lab.MaxClients; client++ {
		s.table.Open = append(s.table.Open, kv.Session{Client: client, Lowest: 1})
	}
	return s
}

// clone is a second table with the same content.
func (s *sessionTable) clone() *sessionTable {
	if s == nil {
		return nil
	}
	c := *s
	c.table, c.answered = s.table.Clone(), slices.Clone(s.answered)
	return &c
}

// emptied is the table of a server that starts: like the store, it is built from the log again.
func (s *sessionTable) emptied() *sessionTable {
	if s == nil {
		return nil
	}
	c := newSessionTable(s.setup, s.rules)
	c.mistake = s.mistake
	return c
}

// appendState appends what decides later results.
func (s *sessionTable) appendState(b []byte) []byte {
	if s == nil {
		return b
	}
	b = kv.AppendSessions(b, &s.table)
	for _, a := range s.answered {
		b = kv.AppendResult(wire.AppendUint(wire.AppendUint(b, uint64(a.client)), a.sequence), a.result)
	}
	return b
}

// hash is the content of the table in a view, 0 without sessions.
func (s *sessionTable) hash() uint64 {
	if s == nil {
		return 0
	}
	if s.hashed == 0 {
		s.hashed = s.table.Hash()
	}
	return s.hashed
}

// observe notes the server's clock and role, for the mistakes that depend on them.
func (s *sessionTable) observe(now lab.Time, leads bool) {
	if s != nil {
		s.now, s.leads = now, leads
	}
}

// stamp puts the leader's time into a numbered command: the only time that decides when a session expires. Servers that
// do not lead stamp nothing, for they append nothing.
func (s *sessionTable) stamp(now lab.Time, in lab.Input) lab.Input {
	if s == nil || s.setup.Expiry == 0 || in.Kind != lab.Ask || !kv.IsNumbered(in.Payload) {
		return in
	}
	if n, err := kv.DecodeNumbered(in.Payload); err == nil {
		n.Stamp = kv.Time(now)
		in.Payload = n.Encode()
	}
	return in
}

// apply applies the command of the entry at an index to a store. A command that cannot be read changes nothing, on
// every server alike.
func (s *sessionTable) apply(store *kv.Store, command []byte, at raft.Index) kv.Result {
	if s != nil {
		s.hashed = 0
	}
	if s == nil || !kv.IsNumbered(command) {
		if plain, err := kv.Decode(command); err == nil {
			return store.Apply(plain)
		}
		return kv.Result{}
	}
	n, err := kv.DecodeNumbered(command)
	if err != nil {
		return kv.Result{}
	}
	if s.setup.Expiry > 0 {
		s.expire(n.Stamp)
	}
	if n.Opens() {
		id := s.rules.OpenSession(&s.table, uint64(at))
		return kv.Result{Done: true, Value: strconv.FormatUint(uint64(id), 10)}
	}
	result := s.rules.ApplyOnce(&s.table, store, n)
	s.remember(n, result, at)
	return result
}

func (s *sessionTable) expire(stamp kv.Time) {
	if s.mistake == localClock {
		s.expireLocally(stamp)
		return
	}
	s.rules.Expire(&s.table, stamp, kv.Duration(s.setup.Expiry))
}

// doneAnswer is the answer to the client whose command was applied at an index.
func doneAnswer(result kv.Result, at raft.Index) service.Answer {
	kind := service.AnswerDone
	if result.Failure != kv.NoFailure {
		kind = service.AnswerFailed
	}
	return service.Answer{Kind: kind, Result: result, Index: uint64(at)}
}

// sessionVerbs are the setup verbs of sessions.
func (c *Cluster) sessionVerbs() []story.Verb {
	return []story.Verb{
		{
			Name: "sessions", Usage: "sessions on\nsessions given\nsessions expire 2s", Setup: true, Run: c.runSessions,
			Help: "has clients number their commands in sessions, so that servers carry each out once (§8); " +
				"given: each client has one when the story begins; expire: sessions end that long after their last use",
		},
		{
			Name: "retries", Usage: "retries on", Setup: true, Run: c.runRetries,
			Help: "has clients ask again by themselves when they get no answer, or one that leaves the outcome open",
		},
	}
}

func (c *Cluster) runSessions(_ *story.Runner, args *story.Args) (story.Wait, error) {
	switch args.Choice("on", "given", "expire") {
	case "given":
		c.setup.Sessions.Given = true
	case "expire":
		c.setup.Sessions.Expiry = raft.Duration(args.Duration())
	}
	c.setup.Sessions.On = true
	return story.Wait{}, args.End()
}

func (c *Cluster) runRetries(_ *story.Runner, args *story.Args) (story.Wait, error) {
	args.Keyword("on")
	c.setup.Sessions.Retries = true
	return story.Wait{}, args.End()
}

// beginSessions gives clients, mirrors and checks their part of sessions, and names it in the trace's header.
func (c *Cluster) beginSessions(options *lab.Options) error {
	setup := c.setup.Sessions
	if setup.Retries {
		c.AskAgain()
		options.Label += " retries=on"
	}
	if !setup.On {
		return nil
	}
	if c.setup.Groups > 1 {
		return story.UsageError("sessions are for clusters of one group: a session is in the log of one group")
	}
	if setup.Given && setup.Expiry > 0 {
		return story.UsageError("sessions that are given do not expire: leave out one of the two lines")
	}
	set, err := FindRules(c.Rules())
	if err != nil {
		return err
	}
	rules := set.Sessions
	if c.sessionRules != nil {
		rules = *c.sessionRules
	}
	c.UseSessions(rules, setup.Given)
	for _, m := range c.servers {
		m.sessions = newSessionTable(setup, sessionReference())
	}
	c.checks[0].once = newOnce()
	options.Label += " sessions=on"
	if setup.Given {
		options.Label += ",given"
	}
	if setup.Expiry > 0 {
		options.Label += fmt.Sprintf(" expiry_us=%d", setup.Expiry)
	}
	return nil
}

// expectSessions compares the number of open sessions.
func (c *Cluster) expectSessions(_ *story.Runner, args *story.Args) error {
	want := args.Bound("a number of sessions")
	servers := c.serversOrAll(args)
	if err := args.End(); err != nil {
		return err
	}
	for _, id := range servers {
		open := 0
		if table := c.Server(id).sessions; table != nil {
			open = len(table.table.Open)
		}
		if !want.Holds(uint64(open)) {
			return story.Unmet("%v has %d open sessions", id, open)
		}
	}
	return nil
}

// sessionSetup is the sessions of a search: given, so that a search needs no events to open them.
func (s SearchSetup) sessionSetup() SessionSetup {
	return SessionSetup{On: s.Sessions, Given: s.Sessions}
}

// sessionRequest is a search's nth request with sessions: all are copies of one command.
func sessionRequest(int) kv.Numbered {
	return kv.Numbered{
		Client: 1, Sequence: 1, Lowest: 1, Command: kv.Command{Op: kv.Increment, Key: "x", Value: "1"},
	}
}

// sessionLine is the verb for that request.
func sessionLine(n int, id lab.ServerID) string {
	if n == 1 {
		return fmt.Sprintf("%v via %v", sessionRequest(n).Command, id)
	}
	return fmt.Sprintf("retry 1 via %v", id)
}

// ofSession says what an applied entry meant for a session.
func (o *step) ofSession() face.Reason {
	who := o.Event.Subject
	kind, _, _ := strings.Cut(o.Event.Details, "=")
	switch kind {
	case "opened":
		return because(lab.Say("explain.session.opened", "The entry opens a session on every server that applies it. "+
			"Its name is the index of the entry, so no other session has it."), "thesis §6.3")
	case "expired":
		return because(lab.Say("explain.session.expired", "By the time in the entry the session was not used for too "+
			"long. %s does not look at its own clock: all servers remove it at the same entry.", who), "thesis §6.3")
	case "copy":
		return because(lab.Say("explain.session.copy", "%s has a result for this number of the session: an earlier "+
			"entry was the same command. It changes nothing, and gives that result.", who), "§8, thesis §6.3")
	case "refused":
		return because(lab.Say("explain.session.refused", "%s cannot know whether a copy of the command was carried "+
			"out before. So it does not carry it out.", who), "thesis §6.3")
	}
	return face.Reason{}
}

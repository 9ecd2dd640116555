package rulecall

import (
	"slices"

	"raftlab/grader/visit"
	"raftlab/raft"
	"raftlab/raft/wire"
)

// names are the rules, chapter by chapter. A rule's place is its number, which is part of the bytes.
var names = [...]string{
	"ElectionTimeout",
	"ResetsElectionTimer",
	"StartElection",
	"HandleRequestVote",
	"HandleRequestVoteReply",
	"AppendEntriesTo",
	"HandleAppendEntries",
	"HandleAppendEntriesReply",
	"AdvanceCommitIndex",
	"WhatToSave",
	"Restore",

	"StartPreVote",
	"HandlePreVote",
	"HandlePreVoteReply",
	"LeavesUnanswered",
	"CheckQuorum",
	"TransferTo",

	"BeginRead",
	"ConfirmReads",
	"ReadyReads",
	"ExtendLease",

	"LabelSnapshot",
	"MayCompact",
	"NeedsSnapshot",
	"SkipCovered",
	"HandleInstallSnapshot",
	"HandleInstallSnapshotReply",
	"RestoreAll",
	"HasQuorum",
	"QuorumIndex",
	"Latest",
	"MayChange",
	"ConfigurationEntry",
	"AfterCommit",
	"MayCampaign",
	"CaughtUp",
	"NoteSent",
	"NoteAnswer",
	"NoteSaved",
}

// rule is how one rule is called from afar.
type rule struct {
	// forward makes the rule of the caller's side.
	forward func(c *Caller, number byte, rules *raft.Rules)
	// answer calls the rule of the callee's side, and adds result and state to the reply.
	answer func(c *Callee, r *wire.Reader, reply []byte) []byte
}

// table has the rules in the order of names.
var table = [len(names)]rule{
	{forwardElectionTimeout, answerElectionTimeout},
	{forwardResets, answerResets},
	{forwardStartElection, answerStartElection},
	{forwardRequestVote, answerRequestVote},
	{forwardRequestVoteReply, answerRequestVoteReply},
	{forwardAppendEntriesTo, answerAppendEntriesTo},
	{forwardAppendEntries, answerAppendEntries},
	{forwardAppendEntriesReply, answerAppendEntriesReply},
	{forwardAdvance, answerAdvance},
	{forwardWhatToSave, answerWhatToSave},
	{forwardRestore, answerRestore},

	{forwardStartPreVote, answerStartPreVote},
	{forwardPreVote, answerPreVote},
	{forwardPreVoteReply, answerPreVoteReply},
	{forwardLeavesUnanswered, answerLeavesUnanswered},
	{forwardCheckQuorum, answerCheckQuorum},
	{forwardTransferTo, answerTransferTo},

	{forwardBeginRead, answerBeginRead},
	{forwardConfirmReads, answerConfirmReads},
	{forwardReadyReads, answerReadyReads},
	{forwardExtendLease, answerExtendLease},

	{forwardLabelSnapshot, answerLabelSnapshot},
	{forwardMayCompact, answerMayCompact},
	{forwardNeedsSnapshot, answerNeedsSnapshot},
	{forwardSkipCovered, answerSkipCovered},
	{forwardInstallSnapshot, answerInstallSnapshot},
	{forwardInstallReply, answerInstallReply},
	{forwardRestoreAll, answerRestoreAll},
	{forwardHasQuorum, answerHasQuorum},
	{forwardQuorumIndex, answerQuorumIndex},
	{forwardLatest, answerLatest},
	{forwardMayChange, answerMayChange},
	{forwardConfigurationEntry, answerConfigurationEntry},
	{forwardAfterCommit, answerAfterCommit},
	{forwardMayCampaign, answerMayCampaign},
	{forwardCaughtUp, answerCaughtUp},
	{forwardNoteSent, answerNoteSent},
	{forwardNoteAnswer, answerNoteAnswer},
	{forwardNoteSaved, answerNoteSaved},
}

// find is the number of a rule of that name.
func find(name string) (byte, bool) {
	i := slices.Index(names[:], name)
	return byte(i), i >= 0
}

// Name is the name of the rule with that number, "" for none.
func Name(number int) string {
	switch {
	case number < 0 || number >= len(names)+len(sessionNames):
		return ""
	case number >= len(names):
		return sessionNames[number-len(names)]
	}
	return names[number]
}

func forwardElectionTimeout(c *Caller, number byte, rules *raft.Rules) {
	rules.ElectionTimeout = func(min, max raft.Duration, draw raft.Draw) (wait raft.Duration) {
		c.drawing(draw, func() {
			b := wire.AppendUint(wire.AppendUint(c.begin(number), uint64(min)), uint64(max))
			c.ask(number, b, func(r *wire.Reader) { wait = raft.Duration(r.Uint()) })
		})
		return wait
	}
}

func answerElectionTimeout(c *Callee, r *wire.Reader, reply []byte) []byte {
	min, max := raft.Duration(r.Uint()), raft.Duration(r.Uint())
	var wait raft.Duration
	c.call("ElectionTimeout", func() seen { return seen{{min, max}, {wait}} },
		func() { wait = c.rules.ElectionTimeout(min, max, c.drawn) })
	return wire.AppendUint(reply, uint64(wait))
}

func forwardResets(c *Caller, number byte, rules *raft.Rules) {
	rules.ResetsElectionTimer = func(event raft.TimerEvent) (resets bool) {
		c.ask(number, append(c.begin(number), byte(event)), func(r *wire.Reader) { resets = r.Bool() })
		return resets
	}
}

func answerResets(c *Callee, r *wire.Reader, reply []byte) []byte {
	event := raft.TimerEvent(r.Byte())
	var resets bool
	c.call("ResetsElectionTimer", func() seen { return seen{{event}, {resets}} },
		func() { resets = c.rules.ResetsElectionTimer(event) })
	return wire.AppendBool(reply, resets)
}

func forwardStartElection(c *Caller, number byte, rules *raft.Rules) {
	rules.StartElection = func(s *raft.State) (request raft.RequestVote) {
		c.askWith(number, s, nil, func(r *wire.Reader) { request = readRequestVote(r) })
		return request
	}
}

func answerStartElection(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	var request raft.RequestVote
	c.call("StartElection", func() seen { return seen{{s}, {request}} },
		func() { request = c.rules.StartElection(s) })
	return c.rest(appendRequestVote(reply, request), s, log)
}

func forwardRequestVote(c *Caller, number byte, rules *raft.Rules) {
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) (reply raft.RequestVoteReply) {
		c.askWith(number, s,
			func(b []byte) []byte { return appendRequestVote(b, req) },
			func(r *wire.Reader) { reply = readRequestVoteReply(r) })
		return reply
	}
}

func answerRequestVote(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	request := readRequestVote(r)
	var result raft.RequestVoteReply
	c.call("HandleRequestVote", func() seen { return seen{{s, request}, {result}} },
		func() { result = c.rules.HandleRequestVote(s, request) })
	return c.rest(appendRequestVoteReply(reply, result), s, log)
}

func forwardRequestVoteReply(c *Caller, number byte, rules *raft.Rules) {
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		c.askWith(number, s, func(b []byte) []byte {
			return appendRequestVoteReply(wire.AppendUint(b, uint64(from)), reply)
		}, nil)
	}
}

func answerRequestVoteReply(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	from, got := readID(r), readRequestVoteReply(r)
	c.call("HandleRequestVoteReply", func() seen { return seen{{s, from, got}, {}} },
		func() { c.rules.HandleRequestVoteReply(s, from, got) })
	return c.rest(reply, s, log)
}

func forwardAppendEntriesTo(c *Caller, number byte, rules *raft.Rules) {
	rules.AppendEntriesTo = func(s *raft.State, follower raft.NodeID, limit int) (request raft.AppendEntries) {
		c.askWith(number, s, func(b []byte) []byte {
			return wire.AppendUint(wire.AppendUint(b, uint64(follower)), uint64(limit))
		}, func(r *wire.Reader) { request = readAppendEntries(r) })
		return request
	}
}

func answerAppendEntriesTo(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	follower, limit := readID(r), int(r.Uint())
	var request raft.AppendEntries
	c.call("AppendEntriesTo", func() seen { return seen{{s, follower, limit}, {request}} },
		func() { request = c.rules.AppendEntriesTo(s, follower, limit) })
	return c.rest(appendAppendEntries(reply, request), s, log)
}

func forwardAppendEntries(c *Caller, number byte, rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) (reply raft.AppendEntriesReply) {
		c.askWith(number, s,
			func(b []byte) []byte { return appendAppendEntries(b, req) },
			func(r *wire.Reader) { reply = readAppendEntriesReply(r) })
		return reply
	}
}

func answerAppendEntries(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	request := readAppendEntries(r)
	var result raft.AppendEntriesReply
	c.call("HandleAppendEntries", func() seen { return seen{{s, request}, {result}} },
		func() { result = c.rules.HandleAppendEntries(s, request) })
	return c.rest(appendAppendEntriesReply(reply, result), s, log)
}

func forwardAppendEntriesReply(c *Caller, number byte, rules *raft.Rules) {
	rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		c.askWith(number, s, func(b []byte) []byte {
			return appendAppendEntriesReply(wire.AppendUint(b, uint64(from)), reply)
		}, nil)
	}
}

func answerAppendEntriesReply(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	from, got := readID(r), readAppendEntriesReply(r)
	c.call("HandleAppendEntriesReply", func() seen { return seen{{s, from, got}, {}} },
		func() { c.rules.HandleAppendEntriesReply(s, from, got) })
	return c.rest(reply, s, log)
}

func forwardAdvance(c *Caller, number byte, rules *raft.Rules) {
	rules.AdvanceCommitIndex = func(s *raft.State) { c.askWith(number, s, nil, nil) }
}

func answerAdvance(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	c.call("AdvanceCommitIndex", func() seen { return seen{{s}, {}} }, func() { c.rules.AdvanceCommitIndex(s) })
	return c.rest(reply, s, log)
}

func forwardWhatToSave(c *Caller, number byte, rules *raft.Rules) {
	rules.WhatToSave = func(s *raft.State, last raft.Save, changed raft.Index) (record raft.Save, needed bool) {
		c.askWith(number, s, func(b []byte) []byte {
			return wire.AppendUint(appendSave(b, last), uint64(changed))
		}, func(r *wire.Reader) { needed, record = r.Bool(), readSave(r) })
		return record, needed
	}
}

func answerWhatToSave(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	last, changed := readSave(r), readIndex(r)
	var record raft.Save
	var needed bool
	c.call("WhatToSave", func() seen { return seen{{s, last, changed}, {record, needed}} },
		func() { record, needed = c.rules.WhatToSave(s, last, changed) })
	return c.rest(appendSave(wire.AppendBool(reply, needed), record), s, log)
}

func forwardRestore(c *Caller, number byte, rules *raft.Rules) {
	rules.Restore = func(s *raft.State, saved raft.Saved) {
		c.askWith(number, s, func(b []byte) []byte {
			b = wire.AppendUint(wire.AppendUint(b, uint64(saved.CurrentTerm)), uint64(saved.VotedFor))
			return raft.AppendEntryList(b, saved.Log)
		}, nil)
	}
}

func answerRestore(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	saved := raft.Saved{CurrentTerm: raft.Term(r.Uint()), VotedFor: readID(r), Log: readEntries(r)}
	c.call("Restore", func() seen { return seen{{s, saved}, {}} }, func() { c.rules.Restore(s, saved) })
	return c.rest(reply, s, log)
}

// call calls a rule, whose lines are counted. Where lines are kept, what the rule sees is noted before each of them.
// Nothing of that is made in a grading, which keeps none.
func (c *Callee) call(name string, sees func() seen, rule func()) {
	visit.Enter(name)
	defer visit.Leave()
	if !visit.Looks() {
		rule()
		return
	}
	arguments := looker{of: sees()[:1], noted: map[sight]uint64{}}
	visit.Look(arguments.look)
	rule()
	results := looker{of: sees(), noted: arguments.noted}
	visit.Returned(results.look)
}

// given reads the state of a call, and its log.
func (c *Callee) given(r *wire.Reader) (*raft.State, *givenLog) {
	s := readState(r)
	base, baseTerm := readIndex(r), raft.Term(r.Uint())
	log := c.logs.take(s.ID, r.Bytes())
	log.base, log.baseTerm = base, baseTerm
	s.Log = raft.LogAfter(base, baseTerm, log.own...)
	return s, log
}

// rest adds the state after a call.
func (c *Callee) rest(b []byte, s *raft.State, log *givenLog) []byte {
	touched, first := s.Log.TakeChanges(), firstDifference(&s.Log, log)
	if first == 0 {
		c.logs.putBack(s.ID, log, s.Log.From(s.Log.Base()+1))
	}
	return appendChange(appendState(b, s), &s.Log, touched, first)
}

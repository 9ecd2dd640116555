package grader

import (
	"bytes"
	"fmt"
	"slices"

	"raftlab/raft"
	"raftlab/raft/node"
)

// What AppendEntries may do, as the paper has it. Much is left open on purpose, and is not judged or
// judged by its bounds only:
//
//   - The hint of a refusal, ConflictTerm and ConflictIndex: there may be none, or any other.
//   - A server that had to step down first, to follow this leader, may leave it at that and refuse.
//   - Entries at prevLogIndex or before that cannot be the leader's may go with the refusal.
//   - commitIndex and MatchIndex may reach as far as S1 can know its log to be the leader's: entries of
//     the leader's own term are, wherever they stand, with all before them.
//   - A candidate's vote for itself may be forgotten in the same term, and a vote may be given to the
//     leader: neither can elect anyone else any more.

// appendResult is what a call gave, and the server after it.
type appendResult struct {
	reply           raft.AppendEntriesReply
	role            raft.Role
	term            raft.Term
	votedFor        raft.NodeID
	leader          raft.NodeID
	commit, applied raft.Index
	log             []raft.Entry
}

func resultOf(s *raft.State, reply raft.AppendEntriesReply) appendResult {
	return appendResult{reply, s.Role, s.CurrentTerm, s.VotedFor, s.Leader, s.CommitIndex, s.LastApplied, slices.Clone(s.Log.From(1))}
}

// String is the result as reports show it.
func (r appendResult) String() string {
	answer := "refused"
	if r.reply.Success {
		answer = fmt.Sprintf("success with matchIndex=%d", r.reply.MatchIndex)
	}
	return fmt.Sprintf("%s in term %d, then %v currentTerm=%d votedFor=%v leader=%v log=%v commitIndex=%d",
		answer, r.reply.Term, r.role, r.term, r.votedFor, r.leader, appendTerms(r.log), r.commit)
}

// appendFault is what is wrong with a result: where the paper has it, and a sentence. Liveness is true when
// it keeps a cluster from getting on, and endangers nothing. Yours and allowed say what the result does not show.
type appendFault struct {
	place, why     string
	liveness       bool
	yours, allowed string
}

// run calls the rule and asks whether what it did is allowed.
func (c appendCall) run(rules raft.Rules) *CaseFailure {
	result, shared := c.call(rules)
	fault := c.judge(result)
	if fault == nil {
		fault = shared
	}
	if fault == nil {
		return nil
	}
	failure := &CaseFailure{Yours: result.String(), Allowed: c.figure2().String(), Liveness: fault.liveness}
	failure.State, failure.Request = c.text()
	if fault.yours != "" {
		failure.Yours, failure.Allowed = fault.yours, fault.allowed
	}
	if c.name == "" || fault.place != c.place {
		failure.Place, failure.Why = fault.place, fault.why
	}
	return failure
}

// call lets a whole server receive the request: only the node knows what it would save. Shared is what
// is wrong with the memory behind the log, nil if nothing is.
func (c appendCall) call(rules raft.Rules) (result appendResult, shared *appendFault) {
	handle := rules.HandleAppendEntries
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		reply := handle(s, req)
		result = resultOf(s, reply)
		return reply
	}
	state := c.server.state()
	state.Leader = c.leader
	server, err := node.New(node.Config{
		ID: state.ID, Servers: state.Servers, Rules: rules, HeartbeatInterval: 1, ElectionTimeoutMin: 2, ElectionTimeoutMax: 2, MaxEntriesPerMessage: 1,
	})
	if err != nil {
		panic(fmt.Sprintf("grader: a server of a small call cannot be made: %v", err))
	}
	disk := raft.Saved{CurrentTerm: c.server.term, VotedFor: c.server.votedFor, Log: entriesOf(c.server.log)}
	server.Step(0, node.Restart{Saved: disk})
	server.State = *state

	given := server.Log.From(1)
	request := c.request
	request.Entries = slices.Clone(c.request.Entries)
	out := server.Step(0, node.Receive{Message: raft.Message{From: request.LeaderID, To: state.ID, Body: request}})
	return result, c.sharedMemory(given, request.Entries, disk, out.Save, result)
}

// sharedMemory asks what the eye does not see: entries that others hold have not changed, and the disk gets
// what did.
func (c appendCall) sharedMemory(given, sent []raft.Entry, disk raft.Saved, record *raft.Save, result appendResult) *appendFault {
	const place = "raft.Log, From and TruncateFrom"
	before := entriesOf(c.server.log)
	if !slices.EqualFunc(given, before, appendEqual) {
		return &appendFault{place: place,
			why:     "A message on its way may hold these entries. Change the log with s.Log.TruncateFrom and s.Log.Append, and never write to what s.Log.From gives.",
			yours:   fmt.Sprintf("log=%v, and the entries that s.Log.From gave out before this call are %v now", appendTerms(result.log), appendTerms(given)),
			allowed: fmt.Sprintf("log=%v, and the entries that were given out are still %v", appendTerms(result.log), appendTerms(before))}
	}
	if !slices.EqualFunc(sent, c.request.Entries, appendEqual) {
		return &appendFault{place: place,
			why:     "The entries of the request have changed. Others may hold them: whoever sent it, or a second copy of it.",
			yours:   fmt.Sprintf("the request's entries are %v now", appendTerms(sent)),
			allowed: fmt.Sprintf("they are still %v", appendTerms(c.request.Entries))}
	}
	var err error
	if record != nil {
		disk.Log = slices.Clip(disk.Log)
		err = disk.Apply(*record)
	}
	if err != nil || !slices.EqualFunc(disk.Log, result.log, appendEqual) {
		return &appendFault{place: place,
			why:     "The log changed, and the disk was not told: after a crash the change is gone. Change the log with s.Log.TruncateFrom and s.Log.Append, which see to that.",
			yours:   fmt.Sprintf("log=%v, and the disk has %v", appendTerms(result.log), appendTerms(disk.Log)),
			allowed: fmt.Sprintf("log=%v, and the disk has the same", appendTerms(result.log))}
	}
	return nil
}

func appendEqual(a, b raft.Entry) bool {
	return a.Term == b.Term && a.Kind == b.Kind && bytes.Equal(a.Command, b.Command)
}

// figure2 is the one result that Figure 2 itself has in mind.
func (c appendCall) figure2() appendResult {
	s, req := c.server, c.request
	r := appendResult{role: s.role, term: s.term, votedFor: s.votedFor, leader: c.leader, commit: s.commitIndex, applied: s.commitIndex, log: entriesOf(s.log)}
	r.reply.Term = max(s.term, req.Term)
	if req.Term < s.term {
		return r
	}
	if req.Term > s.term {
		r.votedFor = raft.None
	}
	r.role, r.term, r.leader = raft.Follower, req.Term, req.LeaderID
	if !c.agrees() {
		return r
	}
	if from := c.conflict(); from > 0 {
		r.log = r.log[:from-1]
	}
	if missing := raft.Index(len(r.log)) - req.PrevLogIndex; missing < raft.Index(len(req.Entries)) {
		r.log = append(r.log, req.Entries[missing:]...)
	}
	r.commit = max(s.commitIndex, min(req.LeaderCommit, c.lastNew()))
	r.reply.Success, r.reply.MatchIndex = true, c.lastNew()
	return r
}

// lastNew is the last index that the request speaks of.
func (c appendCall) lastNew() raft.Index {
	return c.request.PrevLogIndex + raft.Index(len(c.request.Entries))
}

// termAt is the term of S1's entry at an index, 0 for none.
func (c appendCall) termAt(i raft.Index) raft.Term {
	if i == 0 || i > raft.Index(len(c.server.log)) {
		return 0
	}
	return c.server.log[i-1]
}

// agrees is rule 2, the consistency check.
func (c appendCall) agrees() bool {
	prev := c.request.PrevLogIndex
	return prev == 0 || prev <= raft.Index(len(c.server.log)) && c.termAt(prev) == c.request.PrevLogTerm
}

// conflict is the index of S1's first entry that is another than a new one, 0 for none.
func (c appendCall) conflict() raft.Index {
	for i, entry := range c.request.Entries {
		index := c.request.PrevLogIndex + raft.Index(i) + 1
		if term := c.termAt(index); term != 0 && term != entry.Term {
			return index
		}
	}
	return 0
}

// known is how far S1 can know its log after the call to be the leader's.
func (c appendCall) known(log []raft.Entry, success bool) raft.Index {
	known := c.server.commitIndex
	if success {
		known = max(known, c.lastNew())
	}
	for i, entry := range log {
		if entry.Term == c.request.Term {
			known = max(known, raft.Index(i+1))
		}
	}
	return known
}

// mayKeep is how many of S1's entries a refusal must leave alone: one at or before prevLogIndex whose term
// is above prevLogTerm cannot be the leader's, nor what follows it; and prevLogIndex itself.
func (c appendCall) mayKeep() raft.Index {
	for i := raft.Index(1); i <= min(c.request.PrevLogIndex, raft.Index(len(c.server.log))); i++ {
		term := c.termAt(i)
		if term > c.request.PrevLogTerm || i == c.request.PrevLogIndex && term != c.request.PrevLogTerm {
			return i - 1
		}
	}
	return raft.Index(len(c.server.log))
}

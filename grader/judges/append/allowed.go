package append

import (
	"fmt"
	"slices"

	"raftlab/grader/call"
	"raftlab/raft"
)

// This is what AppendEntries may do according to the paper. Much is open on purpose, and is not judged, or judged
// by its bounds only:
//
//   - The hint of a refusal, ConflictTerm and ConflictIndex: there may be none, or any that keeps the contract of
//     package call.
//   - A server that must first step down, to follow this leader, may do only that, and refuse.
//   - A refusal may remove entries at prevLogIndex or before that cannot be the leader's.
//   - commitIndex and MatchIndex may reach as far as S1 can know its log to be the leader's: entries of
//     the leader's own term are, wherever they stand, with all before them.
//   - A candidate's vote for itself may be forgotten in the same term, and a vote may be given to the
//     leader: neither can elect anyone else any more.

// result is the reply of a call, and the server after it.
type result struct {
	reply           raft.AppendEntriesReply
	role            raft.Role
	term            raft.Term
	votedFor        raft.NodeID
	leader          raft.NodeID
	commit, applied raft.Index
	log             []raft.Entry
}

func resultOf(s *raft.State, reply raft.AppendEntriesReply) result {
	return result{
		reply, s.Role, s.CurrentTerm, s.VotedFor, s.Leader, s.CommitIndex, s.LastApplied,
		slices.Clone(s.Log.From(1)),
	}
}

// String is the result in the form of reports.
func (r result) String() string {
	answer := "refused"
	if r.reply.Success {
		answer = fmt.Sprintf("success with matchIndex=%d", r.reply.MatchIndex)
	}
	return fmt.Sprintf("%s in term %d, then %v currentTerm=%d votedFor=%v leader=%v log=%v commitIndex=%d",
		answer, r.reply.Term, r.role, r.term, r.votedFor, r.leader, call.Terms(r.log), r.commit)
}

// figure2 is the one result that Figure 2 describes.
func (c appendCall) figure2() result {
	s, req := c.server, c.request
	r := result{
		role: s.Role, term: s.Term, votedFor: s.VotedFor, leader: c.leader, commit: s.CommitIndex,
		applied: s.CommitIndex, log: call.Entries(s.Log),
	}
	r.reply.Term = max(s.Term, req.Term)
	if req.Term < s.Term {
		return r
	}
	if req.Term > s.Term {
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
	r.commit = max(s.CommitIndex, min(req.LeaderCommit, c.lastNew()))
	r.reply.Success, r.reply.MatchIndex = true, c.lastNew()
	return r
}

// lastNew is the last index that the request covers.
func (c appendCall) lastNew() raft.Index {
	return c.request.PrevLogIndex + raft.Index(len(c.request.Entries))
}

// termAt is the term of S1's entry at an index, 0 for none.
func (c appendCall) termAt(i raft.Index) raft.Term {
	if i == 0 || i > raft.Index(len(c.server.Log)) {
		return 0
	}
	return c.server.Log[i-1]
}

// agrees is rule 2, the consistency check.
func (c appendCall) agrees() bool {
	prev := c.request.PrevLogIndex
	return prev == 0 || prev <= raft.Index(len(c.server.Log)) && c.termAt(prev) == c.request.PrevLogTerm
}

// conflict is the index of S1's first entry that differs from a new one, 0 for none.
func (c appendCall) conflict() raft.Index {
	for i, entry := range c.request.Entries {
		index := c.request.PrevLogIndex + raft.Index(i) + 1
		if term := c.termAt(index); term != 0 && term != entry.Term {
			return index
		}
	}
	return 0
}

// known is the index up to which S1 can know after the call that its log is the leader's.
func (c appendCall) known(log []raft.Entry, success bool) raft.Index {
	known := c.server.CommitIndex
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

// mayKeep is how many of S1's entries a refusal must not remove. An entry at or before prevLogIndex whose term is above
// prevLogTerm cannot be the leader's, nor can the entries after it, nor the one at prevLogIndex.
func (c appendCall) mayKeep() raft.Index {
	for i := raft.Index(1); i <= min(c.request.PrevLogIndex, raft.Index(len(c.server.Log))); i++ {
		term := c.termAt(i)
		if term > c.request.PrevLogTerm || i == c.request.PrevLogIndex && term != c.request.PrevLogTerm {
			return i - 1
		}
	}
	return raft.Index(len(c.server.Log))
}

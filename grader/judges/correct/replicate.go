package correct

import (
	"maps"

	"raftlab/raft"
	"raftlab/raft/reference"
)

// Replication is the two rules of a leader; nil means the reference's.
type Replication struct {
	Send   func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries
	Handle func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply)
}

// Replications are correct, each in its own way.
func Replications() map[string]Replication {
	all := map[string]Replication{}
	for _, some := range []map[string]Replication{backOff, answers, messages} {
		maps.Copy(all, some)
	}
	return all
}

// backOff are leaders that go back in another way.
var backOff = map[string]Replication{
	// N9: the rules for nextIndex may differ, as long as it stays above matchIndex and there is progress.
	"one step back a refusal, as in Figure 2 (N9)": {
		Handle: Digest(func(s *raft.State, from raft.NodeID, _ raft.AppendEntriesReply) raft.Index {
			return s.NextIndex[from] - 1
		}),
	},
	"back to the hint, whatever the terms (N9)": {
		Handle: Digest(func(_ *raft.State, _ raft.NodeID, reply raft.AppendEntriesReply) raft.Index {
			return reply.ConflictIndex
		}),
	},
	// The Students' Guide's leader has no bound of its own. The contract of the hint is one (package call).
	"back to the hint, which is believed (N9)": {
		Handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
			if reply.Term != s.CurrentTerm || s.Role != raft.Leader || reply.Success {
				reference.HandleAppendEntriesReply(s, from, reply)
				return
			}
			s.NextIndex[from] = max(s.MatchIndex[from]+1, reply.ConflictIndex)
		},
	},
	"halfway back (N9)": {
		Handle: Digest(func(s *raft.State, from raft.NodeID, _ raft.AppendEntriesReply) raft.Index {
			return (s.MatchIndex[from] + s.NextIndex[from]) / 2
		}),
	},
	"back to what is known to match (N9)": {
		Handle: Digest(func(s *raft.State, from raft.NodeID, _ raft.AppendEntriesReply) raft.Index {
			return s.MatchIndex[from] + 1
		}),
	},
	// The Students' Guide's reading of the end of §5.3; and B01, since it looks at the whole log.
	"behind the last entry of the conflicting term, anywhere (N9, B01)": {
		Handle: Digest(func(s *raft.State, _ raft.NodeID, reply raft.AppendEntriesReply) raft.Index {
			for i := s.Log.LastIndex(); i > 0; i-- {
				if reply.ConflictTerm > 0 && s.Log.Term(i) == reply.ConflictTerm {
					return i + 1
				}
			}
			return reply.ConflictIndex
		}),
	},
	"two steps back a refusal (N9, R10)": {
		Handle: Digest(func(s *raft.State, from raft.NodeID, _ raft.AppendEntriesReply) raft.Index {
			return max(s.NextIndex[from], 3) - 2
		}),
	},
	"jumps to match+1 after a success (N9)": {
		Handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
			reference.HandleAppendEntriesReply(s, from, reply)
			if s.Role == raft.Leader && reply.Term == s.CurrentTerm && reply.Success {
				s.NextIndex[from] = s.MatchIndex[from] + 1
			}
		},
	},
	"ignores a refusal that is certainly late": {
		Handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
			late := reply.ConflictIndex >= s.NextIndex[from] || s.NextIndex[from] == s.MatchIndex[from]+1
			if reply.Term == s.CurrentTerm && s.Role == raft.Leader && !reply.Success && late {
				return
			}
			reference.HandleAppendEntriesReply(s, from, reply)
		},
	},
}

// answers are leaders that look at an answer in another order.
var answers = map[string]Replication{
	// N6 and N8: the rule drops answers of other terms by the reply's term, and a later term with the message.
	"drops answers of earlier terms last (N6, N8)": {
		Handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
			switch {
			case reply.Term == s.CurrentTerm && s.Role == raft.Leader:
				reference.HandleAppendEntriesReply(s, from, reply)
			case reply.Term > s.CurrentTerm:
				s.CurrentTerm, s.VotedFor, s.Role, s.Leader = reply.Term, raft.None, raft.Follower, raft.None
			}
		},
	},
	"digests what is no longer its own": {Handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		if reply.Term > s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
		}
		if reply.Success && reply.Term == s.CurrentTerm { // of a leader or not: an election sets both
			s.MatchIndex[from] = max(s.MatchIndex[from], reply.MatchIndex)
			s.NextIndex[from] = max(s.NextIndex[from], reply.MatchIndex+1)
		} else if reply.Term == s.CurrentTerm {
			s.NextIndex[from] = max(s.MatchIndex[from]+1, min(s.NextIndex[from]-1, reply.ConflictIndex))
		}
	}},
	"commits in the same breath": {Handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		reference.HandleAppendEntriesReply(s, from, reply)
		reference.AdvanceCommitIndex(s)
	}},
}

// messages are leaders that send something else.
var messages = map[string]Replication{
	// Thesis §10.2.2; R11, because an entry is sent again only if the follower refuses the entries after it.
	"counts entries as sent at once (pipelining, R11)": {
		Send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
			req := reference.AppendEntriesTo(s, follower, limit)
			s.NextIndex[follower] += raft.Index(len(req.Entries))
			return req
		},
	},
	"sends from what is known to match": {
		Send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
			guess := s.NextIndex[follower]
			s.NextIndex[follower] = s.MatchIndex[follower] + 1
			req := reference.AppendEntriesTo(s, follower, limit)
			s.NextIndex[follower] = guess
			return req
		},
	},
	// As etcd's leaders do while they probe, but that they send a message's worth.
	"asks without entries first": {Send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		req := reference.AppendEntriesTo(s, follower, limit)
		if s.NextIndex[follower] > s.MatchIndex[follower]+1 {
			req.Entries = nil
		}
		return req
	}},
	"one entry a message": {Send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		return reference.AppendEntriesTo(s, follower, min(limit, 1))
	}},
	// N5, in both of its ways.
	"tells a commit index up to what the follower has (N5)": {
		Send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
			req := reference.AppendEntriesTo(s, follower, limit)
			req.LeaderCommit = min(req.LeaderCommit, s.MatchIndex[follower])
			return req
		},
	},
	"tells a commit index up to what it sends (N5)": {
		Send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
			req := reference.AppendEntriesTo(s, follower, limit)
			req.LeaderCommit = min(req.LeaderCommit, req.PrevLogIndex+raft.Index(len(req.Entries)))
			return req
		},
	},
}

// Digest is HandleAppendEntriesReply with another way back, between MatchIndex and the log's end.
func Digest(
	retry func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) raft.Index,
) func(*raft.State, raft.NodeID, raft.AppendEntriesReply) {
	return func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		if reply.Term != s.CurrentTerm || s.Role != raft.Leader || reply.Success {
			reference.HandleAppendEntriesReply(s, from, reply)
			return
		}
		s.NextIndex[from] = max(s.MatchIndex[from]+1, min(retry(s, from, reply), s.Log.LastIndex()+1))
	}
}

package solution

import "raftlab/raft"

// StartPreVote makes this server a pre-candidate and gives the question for the others (thesis §9.6).
func StartPreVote(s *raft.State) raft.PreVote {
	// Task 1: a pre-candidate. Its wait was long enough: it no longer counts on its leader. Term and vote stay.
	s.Role = raft.PreCandidate
	s.Leader = raft.None
	s.Heard = false
	s.PreVotes = raft.SetOf(s.ID)
	return raft.PreVote{
		Term:         s.CurrentTerm + 1,
		CandidateID:  s.ID,
		LastLogIndex: s.Log.LastIndex(),
		LastLogTerm:  s.Log.LastTerm(),
	}
}

// HandlePreVote answers a pre-candidate (thesis §9.6).
func HandlePreVote(s *raft.State, req raft.PreVote) raft.PreVoteReply {
	// Task 2: no, if a leader works, and no, if this server would not vote for it. A refusal has the voter's own term.
	if s.Heard || !voteFree(s, req) || logBehind(s, req) {
		return raft.PreVoteReply{Term: s.CurrentTerm}
	}
	// A grant has the term that was asked for.
	return raft.PreVoteReply{Term: req.Term, Granted: true}
}

// voteFree reports whether this server could vote for the candidate in the term of the request. A vote of the present
// term does not bind it in a later one.
func voteFree(s *raft.State, req raft.PreVote) bool {
	if req.Term == s.CurrentTerm {
		return s.VotedFor == raft.None || s.VotedFor == req.CandidateID
	}
	return req.Term > s.CurrentTerm
}

// logBehind reports whether the candidate's log is less up to date than this server's (§5.4.1).
func logBehind(s *raft.State, req raft.PreVote) bool {
	if req.LastLogTerm != s.Log.LastTerm() {
		return req.LastLogTerm < s.Log.LastTerm()
	}
	return req.LastLogIndex < s.Log.LastIndex()
}

// HandlePreVoteReply counts a pre-vote (thesis §9.6).
func HandlePreVoteReply(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) (stand bool) {
	// Task 3: a refusal counts for nothing. Its term is the voter's own, and a later one is adopted.
	if !reply.Granted {
		if reply.Term > s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
		}
		return false
	}
	// A grant counts for the attempt that it was given to, and only while that attempt lasts.
	if s.Role != raft.PreCandidate || reply.Term != s.CurrentTerm+1 {
		return false
	}
	s.PreVotes.Add(from)
	return s.IsQuorum(s.PreVotes)
}

// LeavesUnanswered reports whether a request for this server's vote is thrown away (§6; thesis §4.2.3).
func LeavesUnanswered(s *raft.State, req raft.RequestVote, transfer bool) bool {
	// Task 4: while a leader works, nobody is elected in a later term, unless the leader wants it so.
	return s.Heard && !transfer && req.Term > s.CurrentTerm
}

// CheckQuorum lets a leader step down that hears from no majority (thesis §6.2).
func CheckQuorum(s *raft.State) {
	// Task 5: the leader counts itself. Each interval counts by itself. Term and vote stay.
	heard := s.Active
	heard.Add(s.ID)
	s.Active = 0
	if !s.IsQuorum(heard) {
		s.BecomeFollower(s.CurrentTerm, raft.None)
	}
}

// TransferTo reports whether the target of a transfer is told to stand now (thesis §3.10).
func TransferTo(s *raft.State) (send bool) {
	// Task 6: as soon as it has the whole log.
	return s.MatchIndex[s.Transferee] == s.Log.LastIndex()
}

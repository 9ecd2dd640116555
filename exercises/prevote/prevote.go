package prevote

import "raftlab/raft"

// StartPreVote makes this server a pre-candidate, and gives the
// question for the others (thesis §9.6). It is called in place
// of StartElection when the wait of a follower, a pre-candidate
// or a candidate is over, but not on a server that is alone.
// The caller sends the question to all other servers, and sets
// the election timer.
//
// What you need is on s and its Log:
//
//	s.ID, s.CurrentTerm, s.Role (raft.PreCandidate)
//	s.Leader        the server that this server took for the
//	                leader; raft.None is nobody
//	s.Heard         whether this server knows of a leader that
//	                works
//	s.PreVotes      who would vote for this server: a set of
//	                servers, for you to keep
//	raft.SetOf(id)  a set with one server
//	s.Log.LastIndex(), s.Log.LastTerm()
//	    both 0 for an empty log
//
// A raft.PreVote has the fields Term, CandidateID, LastLogIndex
// and LastLogTerm.
func StartPreVote(s *raft.State) raft.PreVote {
	panic(raft.TODO) // your turn
}

// HandlePreVote answers a pre-candidate (thesis §9.6). It
// changes nothing on s. A raft.PreVoteReply has the fields Term
// and Granted.
//
// What you need besides:
//
//	s.Heard     true while this server knows of a leader that
//	            works: it leads itself, or it has heard from a
//	            leader within the least election timeout. The
//	            caller sets it, so you need no clock.
//	s.VotedFor  whom this server voted for in CurrentTerm
func HandlePreVote(
	s *raft.State, req raft.PreVote,
) raft.PreVoteReply {
	panic(raft.TODO) // your turn
}

// HandlePreVoteReply digests an answer to StartPreVote's
// question (thesis §9.6). It is called for each answer,
// whatever role this server has by then. An answer may be late,
// and may come twice. If it returns true, the caller calls
// StartElection, which raises the term.
//
// What you need besides:
//
//	s.PreVotes.Add(from)  puts a server into the set
//	s.IsQuorum(set)       whether the servers of a set are
//	                      enough to elect a leader
//	s.BecomeFollower(term, raft.None)
//	    adopts a later term, and forgets the vote of the old one
func HandlePreVoteReply(
	s *raft.State, from raft.NodeID, reply raft.PreVoteReply,
) (stand bool) {
	panic(raft.TODO) // your turn
}

// LeavesUnanswered is asked before a RequestVote is handled
// (§6; thesis §4.2.3). If it returns true, the request is
// thrown away: neither its term is adopted, nor is it answered.
// Otherwise HandleRequestVote handles it as ever. Transfer says
// that the candidate stands because its leader told it to. It
// changes nothing on s.
//
// A raft.RequestVote has the fields Term, CandidateID,
// LastLogIndex and LastLogTerm.
func LeavesUnanswered(
	s *raft.State, req raft.RequestVote, transfer bool,
) bool {
	panic(raft.TODO) // your turn
}

// CheckQuorum is called on a leader once in each least election
// timeout (thesis §6.2).
//
// What you need besides:
//
//	s.Active  the followers that answered this leader in its
//	          term since the last call. The caller adds them,
//	          and you begin the next interval. The leader itself
//	          is not in it.
func CheckQuorum(s *raft.State) {
	panic(raft.TODO) // your turn
}

// TransferTo is called on a leader that is to hand over to
// s.Transferee, at once and again after each answer of that
// server. It reports whether the leader tells s.Transferee to
// stand for election now (thesis §3.10). It changes nothing on
// s. As long as s.Transferee is set, the caller refuses new
// commands.
//
// What you need besides:
//
//	s.MatchIndex[id]  the last entry that server id is known to
//	                  have
func TransferTo(s *raft.State) (send bool) {
	panic(raft.TODO) // your turn
}

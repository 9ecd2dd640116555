// want crash: entry 4 is asked for, but the log has entries 1 to 3
package vote

import "raftlab/raft"

// Right but for one shape of the log, in which it reads an entry that is not there.
func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	no := raft.RequestVoteReply{Term: s.CurrentTerm}
	if req.Term < s.CurrentTerm || (s.VotedFor != raft.None && s.VotedFor != req.CandidateID) {
		return no
	}
	if req.LastLogTerm < s.Log.LastTerm() {
		return no
	}
	if req.LastLogTerm == s.Log.LastTerm() && s.Log.LastIndex() > req.LastLogIndex {
		_ = s.Log.Entry(s.Log.LastIndex() + 1)
		return no
	}
	s.VotedFor = req.CandidateID
	return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
}

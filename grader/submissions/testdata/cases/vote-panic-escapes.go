// want crash: [2J [1;1H ]0;owned vote: 23 of 23 checks pass vote
package vote

import "raftlab/raft"

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	panic("\x1b[2J\x1b[1;1H\x1b]0;owned\x07vote: 23 of 23 checks pass\r\nvote: 23 of 23 checks pass\u202e <script>alert(1)</script>")
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	reply := raft.RequestVoteReply{Term: s.CurrentTerm}
	if req.Term < s.CurrentTerm || s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
		return reply
	}
	if req.LastLogTerm < s.Log.LastTerm() || req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex < s.Log.LastIndex() {
		return reply
	}
	s.VotedFor = req.CandidateID
	reply.VoteGranted = true
	return reply
}

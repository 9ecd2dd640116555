// want compile: declared and not used: granted
package vote

import "raftlab/raft"

// A slip of the kind that a compiler finds.
func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	granted := s.VotedFor == raft.None
	return raft.RequestVoteReply{Term: s.CurrentTerm, Granted: true}
}

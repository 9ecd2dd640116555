// want crash: ended: the real reason
package vote

import "raftlab/raft"

func init() {
	println("fatal error: out of memory")
	panic("the real reason")
}

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	return raft.RequestVoteReply{}
}

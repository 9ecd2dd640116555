// want refused: a rule keeps nothing between two calls
package vote

import "raftlab/raft"

var table = raft.Reference()

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	f := table
	return f.HandleRequestVote(s, req)
}

// want compile: and must be a func(s *raft.State
package vote

import "raftlab/raft"

func HandleRequestVote(s *raft.State) bool { return s != nil }

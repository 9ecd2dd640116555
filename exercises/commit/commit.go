package commit

import "raftlab/raft"

// AdvanceCommitIndex moves the leader's CommitIndex as far as
// it may go (Figure 2, Leaders, last rule; §5.3, §5.4.2). It is
// called on a leader, when a follower has answered and when it
// appended its own entry.
//
// It changes s.CommitIndex and nothing else. The caller applies
// the committed entries, and informs the followers with the
// next message.
//
// What you need is on s and its Log:
//
//	s.CommitIndex, s.CurrentTerm
//	s.Servers         all servers of the cluster, this one among
//	                  them
//	s.MatchIndex[id]  up to where server id is known to have
//	                  this leader's log; the leader's own,
//	                  s.MatchIndex[s.ID], is always
//	                  s.Log.LastIndex(). Element 0 belongs to
//	                  nobody
//	s.Majority()      how many servers are more than half of
//	                  them
//	s.Log.LastIndex(), s.Log.Term(i)
func AdvanceCommitIndex(s *raft.State) {
	panic(raft.TODO) // your turn
}

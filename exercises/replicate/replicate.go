package replicate

import "raftlab/raft"

// AppendEntriesTo is what the leader sends to a follower now:
// the entries that the follower lacks, at most limit of them,
// and where they belong. With nothing to send it is a heartbeat
// (Figure 2, Leaders; §5.3). It is called on a leader, for each
// follower: at each heartbeat, when a client's command arrives,
// and when an answer has moved NextIndex.
//
// What you need is on s and its Log:
//
//	s.CurrentTerm, s.ID, s.CommitIndex
//	s.NextIndex[follower]  the first entry to send; just after
//	                       the log's end if there is none
//	s.Log.From(i)          the entries from index i on, none
//	                       where i is past the end
//	s.Log.Term(i)          the term of the entry at index i, and
//	                       0 where there is none, as at index 0
//
// A raft.AppendEntries has the fields Term, LeaderID,
// PrevLogIndex, PrevLogTerm, Entries and LeaderCommit.
func AppendEntriesTo(
	s *raft.State, follower raft.NodeID, limit int,
) raft.AppendEntries {
	panic(raft.TODO) // your turn
}

// HandleAppendEntriesReply digests a follower's answer (Figure
// 2, Leaders and All Servers; §5.3). The answer may be late,
// doubled, or to a message from an earlier term.
//
// What is in a reply:
//
//	reply.Term, reply.Success
//	reply.MatchIndex     after a success: the last entry that
//	                     the answered message proved equal
//	reply.ConflictTerm   after a failure: the term of the
//	                     follower's entry at the message's
//	                     prevLogIndex, 0 if the follower has
//	                     none there, or does not say
//	reply.ConflictIndex  after a failure: where the follower
//	                     proposes to try next, mostly the first
//	                     index of that term, or the first that
//	                     it lacks. Never above the message's
//	                     prevLogIndex; 0 is no proposal
//
// What you need is on s:
//
//	s.Role, s.CurrentTerm
//	s.NextIndex[from], s.MatchIndex[from]
//	    the first stays above the second, always
//	s.BecomeFollower(term, raft.None)
//	    adopts a later term
//	s.Log.Term(i)  only if you want to use ConflictTerm
//
// The caller moves the commit index afterwards, and sends again
// at once if NextIndex has changed.
func HandleAppendEntriesReply(
	s *raft.State, from raft.NodeID,
	reply raft.AppendEntriesReply,
) {
	panic(raft.TODO) // your turn
}

package append

import "raftlab/raft"

// HandleAppendEntries answers a leader that replicates entries,
// or just shows that it is there (Figure 2, AppendEntries RPC;
// §5.3).
//
// It may change s: the term, the role, the leader, the log and
// the commit index. What it changes is saved before the reply
// leaves. The caller takes care of the election timer, and
// applies what CommitIndex allows.
//
// What is in the request:
//
//	req.Term, req.LeaderID  the leader, and its term
//	req.PrevLogIndex, req.PrevLogTerm
//	    the entry just before req.Entries, which this server
//	    must have
//	req.Entries             the entries; none in a heartbeat
//	req.LeaderCommit        the leader's commit index
//
// What you need is on s and its Log:
//
//	s.CurrentTerm, s.CommitIndex
//	s.BecomeFollower(term, leader)
//	    adopts a later term, and follows the leader in it. In
//	    the same term the vote does not change
//	s.Log.LastIndex()         0 for an empty log
//	s.Log.Term(i)             the term of entry i; 0 where the
//	                          log has no such entry, and no
//	                          entry has term 0
//	s.Log.TruncateFrom(i)     removes entry i and all that
//	                          follow it
//	s.Log.Append(entries...)  adds entries at the end
//
// Change the log with these two only. Others hold the entries
// that From returns, and those of the request: read them, never
// write to them.
//
// The reply:
//
//	Term           s.CurrentTerm after the call
//	Success        whether the message was accepted
//	MatchIndex     after a success, the last index that the
//	               message speaks of: up to there the logs are
//	               equal
//	ConflictIndex  after a refusal, where the leader might try
//	               next: at most req.PrevLogIndex
//	ConflictTerm   after a refusal, the term of your entry at
//	               req.PrevLogIndex. Both may stay 0
func HandleAppendEntries(
	s *raft.State, req raft.AppendEntries,
) raft.AppendEntriesReply {
	panic(raft.TODO) // your turn
}

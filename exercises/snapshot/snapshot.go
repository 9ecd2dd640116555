package snapshot

import "raftlab/raft"

// LabelSnapshot says what a snapshot includes that is taken of
// the state machine now (§7). Worth is false if it would
// include nothing that the last snapshot of this server does
// not: then none is taken. It changes nothing on s.
//
// A raft.SnapshotMeta has three fields: LastIndex, LastTerm and
// Configuration. What you need is on s:
//
//	s.LastApplied         how far the state machine has come
//	s.Log.Term(i)         the term of entry i; of the log's
//	                      base, too
//	s.ConfigurationAt(i)  who votes as of entry i
//	s.Snapshot            the SnapshotMeta of the last snapshot;
//	                      its LastIndex is 0 if there is none
func LabelSnapshot(
	s *raft.State,
) (meta raft.SnapshotMeta, worth bool) {
	panic(raft.TODO) // your turn
}

// MayCompact says up to which index the log may be cut now
// (§7). A snapshot up to upTo is on the disk already. To return
// s.Log.Base() is to cut nothing. It changes nothing on s: the
// caller cuts.
//
// What you need besides:
//
//	s.Log.Base()  the last entry that is cut off by now
//	s.Needs[id]   the first entry that server id needs next, or
//	              after the snapshot that is on its way to it. 0
//	              for a server that needs nothing, or that has
//	              not answered for a while. The caller finds
//	              that out.
func MayCompact(s *raft.State, upTo raft.Index) raft.Index {
	panic(raft.TODO) // your turn
}

// NeedsSnapshot reports whether a follower needs an entry that
// this leader does not have any more (§7). If it does not, the
// caller sends AppendEntries. It is called on a leader only,
// and changes nothing on s.
//
// What you need besides:
//
//	s.NextIndex[follower]  the entry that the follower gets next
func NeedsSnapshot(s *raft.State, follower raft.NodeID) bool {
	panic(raft.TODO) // your turn
}

// HandleInstallSnapshotReply takes in a follower's answer to a
// chunk (§7). The caller sends the next chunk, or the entries
// after the snapshot.
//
//	reply.Term        the follower's term
//	reply.MatchIndex  the last entry that the follower is known
//	                  to have now; 0 while chunks are missing
//	reply.Offset      how many bytes it has; the caller looks at
//	                  that
//
// What you need besides:
//
//	s.CurrentTerm, s.Role, s.MatchIndex[from]
//	s.BecomeFollower(term, raft.None)  adopts a later term
func HandleInstallSnapshotReply(
	s *raft.State, from raft.NodeID,
	reply raft.InstallSnapshotReply,
) {
	panic(raft.TODO) // your turn
}

// HandleInstallSnapshot answers a leader that sends a chunk of
// its snapshot (Figure 13). It keeps in part what has come. If
// the snapshot is whole, it puts it in the place of the log, or
// of the beginning of the log, and returns install: then
// part.Meta and part.Data are the snapshot. The caller saves
// it, gives it to the state machine, and empties part.
//
//	req.Term, req.LeaderID  as in AppendEntries
//	req.Meta                which snapshot it is: LastIndex,
//	                        LastTerm, Configuration. Compare two
//	                        of them with ==.
//	req.Offset, req.Data    where the chunk belongs, and its
//	                        bytes
//	req.Done                true for the last chunk
//	part.Term, part.Meta    the leader's term, and the snapshot,
//	                        of which part.Data has come
//
// What you need besides:
//
//	s.BecomeFollower(req.Term, req.LeaderID)
//	s.CommitIndex, s.LastApplied, s.Configuration, s.Log
//	s.Log.LastIndex()
//	s.Log.CompactTo(i)          cuts off the entries up to i,
//	                            which must be in the log
//	raft.LogAfter(index, term)  a log without entries, behind a
//	                            base
//	append(part.Data, req.Data...)
//	uint64(len(part.Data))      an offset: how many bytes are
//	                            here
//
// The answer has three fields: Term; MatchIndex, if this server
// is known to have all entries up to there; and otherwise
// Offset, how many bytes of this snapshot it has.
func HandleInstallSnapshot(
	s *raft.State, part *raft.Partial, req raft.InstallSnapshot,
) (
	reply raft.InstallSnapshotReply, install bool,
) {
	panic(raft.TODO) // your turn
}

// SkipCovered takes away from an AppendEntries what stands in
// this server's snapshot, and returns the rest: the caller
// gives that to HandleAppendEntries (§5.3, §7). A request that
// begins behind the base stays as it is. It changes nothing on
// s.
//
// What you need besides:
//
//	req.PrevLogIndex, req.PrevLogTerm, req.Entries
//	req.Term, req.LeaderID, req.LeaderCommit
//	    these stay as they are
func SkipCovered(
	s *raft.State, req raft.AppendEntries,
) raft.AppendEntries {
	panic(raft.TODO) // your turn
}

// RestoreAll puts back what was saved into a server that starts
// (§7). The snapshot and the log have a file each, and a crash
// may have come when the new snapshot was saved and the log was
// not cut yet. If entries are missing between the two, return
// an error: the server must not start then.
//
//	saved.CurrentTerm, saved.VotedFor
//	saved.Snapshot.Meta         the last snapshot; its LastIndex
//	                            is 0 if there is none. The
//	                            caller gives its content to the
//	                            state machine.
//	saved.Base, saved.BaseTerm  the entry before the first one
//	                            of the log file; 0 if nothing
//	                            was cut
//	saved.Log                   the entries after it
//
// What you need besides:
//
//	raft.LogAfter(base, baseTerm, saved.Log...)
//	fmt.Errorf or errors.New
func RestoreAll(s *raft.State, saved raft.Saved) error {
	panic(raft.TODO) // your turn
}

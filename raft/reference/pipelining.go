package reference

import "raftlab/raft"

// NoteSent moves NextIndex of a follower behind the entries that have left for it, as if they had arrived (thesis
// §10.2.2). While the leader probes, the next message may have to begin elsewhere.
func NoteSent(s *raft.State, follower raft.NodeID, last raft.Index) {
	if s.Replicating.Has(follower) {
		s.NextIndex[follower] = max(s.NextIndex[follower], last+1)
	}
}

// NoteAnswer replicates to a follower that has accepted entries, and probes one that has refused them: a message was
// lost, or they came in another order (thesis §10.2.2). The messages behind it are refused, too. Those refusals are
// stale: they name an index that the leader has gone back to already, and a refusal of the probe would name an earlier
// one.
func NoteAnswer(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) (stale bool) {
	if s.Role != raft.Leader || reply.Term != s.CurrentTerm {
		return false
	}
	if reply.Success {
		s.Replicating.Add(from)
		return false
	}
	if s.Replicating.Has(from) {
		s.Replicating.Remove(from)
		return false
	}
	return reply.ConflictIndex >= s.NextIndex[from]
}

// NoteSaved counts the leader's own copy of an entry once its disk has it, and no sooner (thesis §10.2.1). The entry
// may be committed before, by a majority of others.
func NoteSaved(s *raft.State, saved raft.Index) {
	if s.Role == raft.Leader {
		s.MatchIndex[s.ID] = min(saved, s.Log.LastIndex())
	}
}

package call

import "raftlab/raft"

// A refusal of AppendEntries may carry a hint, where the leader should try next (the end of §5.3). This is the contract
// for it, written once: exercise append judges the follower by it, and exercise replicate the leader.
//
//	ConflictIndex  0 for no hint, or an index from 1 to the message's prevLogIndex
//	ConflictTerm   0, or the term of the follower's own entry at prevLogIndex
//
// The rest means nothing, and may be anything: the MatchIndex of a refusal, and the hint of a success.
//
// A leader may believe all of a hint, a part of it, or nothing. But after a refusal of the message that it would send
// again, its nextIndex falls, until it is matchIndex+1. Whatever the hint: there may be none. So each refusal brings a
// leader closer to the entries that agree, and a repair ends with any two rules that keep the contract.
//
// It lets a leader believe. ConflictIndex is at most prevLogIndex, which is below nextIndex. And if the leader has
// entries of ConflictTerm, they end before prevLogIndex. Otherwise both logs had an entry of that term at prevLogIndex
// or behind it, and by Log Matching (Figure 3) they would agree at prevLogIndex, which was refused.

// HintAllowed reports whether a refusal keeps the contract. Prev is the message's prevLogIndex, and own the term of the
// follower's entry there, 0 for none. Index 1 is where every log begins, so no leader goes back behind it.
func HintAllowed(reply raft.AppendEntriesReply, prev raft.Index, own raft.Term) bool {
	return reply.ConflictIndex <= max(prev, 1) && (reply.ConflictTerm == 0 || reply.ConflictTerm == own)
}

// Refusals are all refusals that keep the contract, by a follower in the leader's term. One of each hint claims a
// MatchIndex, too.
func Refusals(term raft.Term, prev raft.Index, own raft.Term) []raft.AppendEntriesReply {
	conflicts := []raft.Term{0}
	if own > 0 {
		conflicts = append(conflicts, own)
	}
	var all []raft.AppendEntriesReply
	for _, conflict := range conflicts {
		for index := range prev + 1 {
			refusal := raft.AppendEntriesReply{Term: term, ConflictIndex: index, ConflictTerm: conflict}
			all = append(all, refusal)
			if index == prev {
				refusal.MatchIndex = prev
				all = append(all, refusal)
			}
		}
	}
	return all
}

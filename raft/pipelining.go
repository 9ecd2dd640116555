package raft

// Pipelining are the rules of a leader that waits neither for an answer before it sends more (thesis §10.2.2), nor for
// its own disk before it sends at all (thesis §10.2.1). The Node calls each of them only where it is switched on.
//
// A leader probes a follower, or replicates to it. It probes one of which it does not know how far its log matches: one
// message at a time, from NextIndex on. With the first success it replicates: NextIndex moves on with each message that
// is sent, and so the next message need not wait. A refusal, because a message was lost on the way or came too early,
// takes it back to probing. The consistency check makes all of that safe (§5.3).
type Pipelining struct {
	// NoteSent notes that entries up to last have left for a follower.
	NoteSent func(s *State, follower NodeID, last Index)
	// NoteAnswer says from a follower's answer whether to probe it or to replicate to it. It is called before
	// HandleAppendEntriesReply, and not followed by it if the answer is stale: a refusal of a message that was sent
	// before the leader went back.
	NoteAnswer func(s *State, from NodeID, reply AppendEntriesReply) (stale bool)
	// NoteSaved says how much of its own log a leader counts, if its disk has the entries up to saved.
	NoteSaved func(s *State, saved Index)
}

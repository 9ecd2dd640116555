package persist

import (
	"raftlab/grader/call"
	"raftlab/raft"
)

func saveSituations() []saveCall {
	server := func(role raft.Role, term raft.Term, votedFor raft.NodeID, log ...raft.Term) call.Server {
		return call.Server{Servers: 3, Role: role, Term: term, VotedFor: votedFor, Log: log}
	}
	const follower, candidate, leader = raft.Follower, raft.Candidate, raft.Leader
	return []saveCall{
		{"a vote is given", persistState,
			"S1 votes for S2 in term 1. If it forgets, it may vote again after a crash, and two servers lead term 1.",
			server(follower, 1, 0), server(follower, 1, 2), 0},
		{"a later term is learnt", persistState,
			"S1 learnt of term 5 and has not voted in it. If it forgets the term, it takes part in elections " +
				"that are over.",
			server(follower, 3, 2), server(follower, 5, 0), 0},
		{"an election is started", persistState,
			"S1 votes for itself in term 2 before it asks anyone else. If it forgets, it may vote for another " +
				"candidate of term 2.",
			server(follower, 1, 3), server(candidate, 2, 1), 0},
		{"the first entry is appended", persistLog,
			"S1 will tell the leader that it has entry 1. It must have it after a crash, too.",
			server(follower, 1, 2), server(follower, 1, 2, 1), 1},
		{"an entry is appended behind others", persistLog,
			"Only entry 3 is new. The disk needs it, and where it belongs.",
			server(follower, 2, 2, 1, 1), server(follower, 2, 2, 1, 1, 2), 3},
		{"a tail is replaced", persistLog,
			"Entries 2 and 3 of term 1 were replaced by one of term 2. After a crash the old ones must not come back.",
			server(follower, 2, 2, 1, 1, 1), server(follower, 2, 2, 1, 2), 2},
		{"a tail is removed, and nothing takes its place", persistLog,
			"The log ends at entry 1 now. The disk must know that, though there is no new entry to save.",
			server(follower, 2, 2, 1, 1, 1), server(follower, 2, 2, 1), 2},
		{"a term, a vote and entries at once", persistState,
			"All three changed in one step, and all three must be there after a crash.",
			server(follower, 1, 2, 1), server(follower, 3, 0, 1, 3, 3), 2},
		{"a leader appends", persistLog,
			"A leader counts itself among the servers that have an entry. So it must have it on its own disk first.",
			server(leader, 2, 1, 1), server(leader, 2, 1, 1, 2), 2},
		{"nothing changed", persistState,
			"The disk has all there is. Saving it once more is allowed, and costs a write to the disk.",
			server(follower, 2, 2, 1, 2), server(follower, 2, 2, 1, 2), 0},
	}
}

func restoreSituations() []restoreCall {
	return []restoreCall{
		{"the very first start", persistState, "An empty disk gives term 0, no vote and an empty log.", 0, 0, nil},
		{"a start after a vote", persistState, "S1 voted for S2 in term 3. It must know that, or it votes again.",
			3, 2, nil},
		{"a start with a log", persistLog, "All entries come back, in their places.", 3, 0, []raft.Term{1, 1, 3}},
		{"what was committed is not known", volatileState,
			"commitIndex and lastApplied begin at 0. A log may hold entries that were never committed.",
			2, 1, []raft.Term{1, 2}},
	}
}

package vote

import (
	"slices"

	"raftlab/grader/call"
	"raftlab/raft"
)

func ask(term raft.Term, candidate raft.NodeID, lastIndex raft.Index, lastTerm raft.Term) raft.RequestVote {
	return raft.RequestVote{Term: term, CandidateID: candidate, LastLogIndex: lastIndex, LastLogTerm: lastTerm}
}

// voter is S1 of five.
func voter(role raft.Role, term raft.Term, votedFor raft.NodeID, log ...raft.Term) call.Server {
	return call.Server{Servers: 5, Role: role, Term: term, VotedFor: votedFor, Log: log}
}

// situations are the paper's examples.
func situations() []voteCall { return slices.Concat(followerSituations(), otherSituations()) }

// followerSituations are requests to a follower.
func followerSituations() []voteCall {
	const follower = raft.Follower
	return []voteCall{
		{"the first election of an empty cluster", call.OneVote,
			"S1 has no vote in term 1 yet and both logs are empty, so the vote is free.",
			voter(follower, 0, 0), ask(1, 2, 0, 0)},
		{"a free vote in the present term", call.OneVote, "S1 is in term 4, as S2 is, and has voted for nobody in it.",
			voter(follower, 4, 0), ask(4, 2, 0, 0)},
		{"a second candidate in the same term", call.OneVote,
			"S1 voted for S2 in term 4. If S3 got its vote too, both could lead term 4 (Election Safety).",
			voter(follower, 4, 2), ask(4, 3, 0, 0)},
		{"the same candidate asks again", call.OneVote,
			"S1's vote went to S2. If that reply was lost, S2 asks again, and must get the same answer.",
			voter(follower, 4, 2), ask(4, 2, 0, 0)},
		{"a candidate of an earlier term", rule1, "Term 3 is over for S1. The reply tells S2 that it is term 4 now.",
			voter(follower, 4, 0), ask(3, 2, 0, 0)},
		{"a candidate of an earlier term that S1 did not vote for", rule1,
			"Term 2 is over for S1, however good the candidate's log is.",
			voter(follower, 3, 4, 1), ask(2, 2, 9, 2)},
		{"a later term brings a new vote", call.AllServers,
			"S1 voted for S2 in term 4. In term 5 it has not voted yet.",
			voter(follower, 4, 2), ask(5, 3, 0, 0)},
		{"a later term, but a log that is behind", upToDate,
			"S1 must adopt term 6, but S2 lacks an entry that may be committed. The vote of term 6 stays free.",
			voter(follower, 5, 3, 1, 2), ask(6, 2, 1, 1)},
		{"a shorter log with a later last term", upToDate,
			"The last term is compared first: term 3 at index 1 is later than term 2 at index 3.",
			voter(follower, 3, 0, 1, 2, 2), ask(4, 2, 1, 3)},
		{"a shorter log with a later last term, in S1's own term", upToDate,
			"S1 has adopted term 4 already, and its vote is free. S2's last term is later: " +
				"that it is shorter does not count.",
			voter(follower, 4, 0, 1, 2, 2), ask(4, 2, 1, 3)},
		{"a longer log with an earlier last term", upToDate,
			"Length does not make up for the term: S2's log of term 1 may lack a committed entry of term 2.",
			voter(follower, 2, 0, 1, 2), ask(4, 2, 5, 1)},
		{"the same last term, and a shorter log", upToDate, "S2 lacks entry 3, which may be committed.",
			voter(follower, 2, 0, 1, 2, 2), ask(3, 2, 2, 2)},
		{"the same last term, and a longer log", upToDate, "S2 has all that S1 has, and more.",
			voter(follower, 2, 0, 1, 2, 2), ask(3, 2, 4, 2)},
		{"equal logs", upToDate, "A log that is as up to date is up to date enough.",
			voter(follower, 2, 0, 1, 2, 2), ask(3, 2, 3, 2)},
		{"the voter's term is above its last entry's", upToDate,
			"Logs are compared by their last entries. S1's currentTerm of 5 does not make its log newer.",
			voter(follower, 5, 0, 1), ask(6, 2, 1, 1)},
	}
}

// otherSituations are requests to a server that follows, asks or leads already.
func otherSituations() []voteCall {
	const candidate, leader = raft.Candidate, raft.Leader
	return []voteCall{
		{"a follower that knows a leader is asked in a later term", call.AllServers,
			"S1 follows S3, which leads term 4. Term 5 is later all the same: S3 may be gone, and S1 is free to vote.",
			call.Server{Servers: 5, Term: 4, VotedFor: 3, Leader: 3, Log: []raft.Term{1, 4}, CommitIndex: 1},
			ask(5, 2, 2, 4)},
		{"a candidate is asked by another of its term", call.OneVote,
			"S1 is a candidate of term 4, and has voted for itself. If S2 got its vote, too, both could lead term 4.",
			voter(candidate, 4, 1), ask(4, 2, 0, 0)},
		{"a candidate is asked in a later term", call.AllServers,
			"S1 gives up its election of term 4, and is free to vote in term 5.",
			voter(candidate, 4, 1), ask(5, 2, 0, 0)},
		{"a leader is asked in a later term", call.AllServers, "Whoever sees a later term steps down, the leader too.",
			voter(leader, 4, 1), ask(5, 2, 0, 0)},
		{"a leader is asked in a later term by a log that is behind", call.AllServers,
			"S1 steps down, and yet does not vote for S2, which lacks its entry.",
			voter(leader, 4, 1, 4), ask(5, 2, 0, 0)},
	}
}

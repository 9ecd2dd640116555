package append

import (
	"slices"

	"raftlab/grader/call"
	"raftlab/raft"
)

// requestOf is a request of S2. The entry before the new ones has index prev and term prevTerm. The new entries
// have the given terms.
func requestOf(
	term raft.Term, prev raft.Index, prevTerm raft.Term, commit raft.Index, terms ...raft.Term,
) raft.AppendEntries {
	req := raft.AppendEntries{Term: term, LeaderID: 2, PrevLogIndex: prev, PrevLogTerm: prevTerm, LeaderCommit: commit}
	for i, t := range terms {
		req.Entries = append(req.Entries, call.Entry(prev+raft.Index(i)+1, t))
	}
	return req
}

// situations are the paper's examples. S1 is the server, one of five, and S2 the leader.
func situations() []appendCall { return slices.Concat(headSituations(), entrySituations()) }

// follower is S1 in S2's term.
func follower(commit raft.Index, log ...raft.Term) call.Server {
	return call.Server{Servers: 5, Term: 4, VotedFor: 2, Log: log, CommitIndex: commit}
}

// headSituations are about the term, and about the entry before the new ones.
func headSituations() []appendCall {
	other := func(role raft.Role, term raft.Term, votedFor raft.NodeID, log ...raft.Term) call.Server {
		return call.Server{Servers: 5, Role: role, Term: term, VotedFor: votedFor, Log: log}
	}
	return []appendCall{
		{"a heartbeat to an empty log", rule2,
			"Index 0 is before the first entry. There is nothing to compare there, so the logs agree.",
			follower(0), 2, requestOf(4, 0, 0, 0)},
		{"the first entries", rule4, "S1 has nothing yet, and both entries are new. They get indexes 1 and 2.",
			follower(0), 2, requestOf(4, 0, 0, 0, 1, 4)},
		{"entries at the end of the log", rule4,
			"The entry before them, at index 2, is the last that S1 has. The first new one gets index 3.",
			follower(0, 1, 1), 2, requestOf(4, 2, 1, 0, 4, 4)},
		{"a leader of an earlier term", rule1,
			"Term 3 is over for S1. It takes nothing, and its reply tells S2 that it is term 4 now.",
			other(raft.Follower, 4, 3, 1), 3, requestOf(3, 1, 1, 1, 3)},
		{"a candidate hears from the winner of its term", candidatesGiveUp,
			"S2 was elected in term 4. S1 has lost this election, and becomes its follower in the same term.",
			other(raft.Candidate, 4, 1, 1), 0, requestOf(4, 1, 1, 0)},
		{"a leader of a later term", call.AllServers,
			"S1 adopts term 4, in which it has not voted yet, and takes S2 for its leader.",
			other(raft.Follower, 3, 3, 1), 3, requestOf(4, 1, 1, 0)},
		{"a leader hears of a later one", call.AllServers,
			"S1 led term 3. Whoever sees a later term becomes a follower, the leader too.",
			other(raft.Leader, 3, 1, 1), 1, requestOf(4, 1, 1, 0)},
		{"the vote stays for as long as the term", call.OneVote,
			"S1 voted for S2 in term 4. Would it forget that, another candidate of term 4 could still get its vote.",
			follower(0, 1), 2, requestOf(4, 1, 1, 0)},
		{"the log ends before prevLogIndex", rule2,
			"S1 has no entry 3. It cannot tell what belongs there, and an entry 4 would leave a hole.",
			follower(0, 1), 2, requestOf(4, 3, 2, 0, 4)},
		{"another entry at prevLogIndex", rule2,
			"S1's entry 2 is of term 2, the leader's of term 3. An index alone says nothing: compare the terms.",
			follower(0, 1, 2), 2, requestOf(4, 2, 3, 0, 4)},
		{"a heartbeat at a log that differs", rule2,
			"A heartbeat is checked like any other message. S1 does not have the leader's entry 2.",
			follower(0, 1, 2), 2, requestOf(4, 2, 3, 2)},
		{"what is refused commits nothing", rule2,
			"The leader has committed 3 entries, but S1's entry 2 is not the leader's. After a refusal, nothing " +
				"else is done.",
			follower(1, 1, 2, 2), 2, requestOf(4, 2, 3, 3, 3)},
	}
}

// entrySituations are about the entries that S1 has, and about the commit index.
func entrySituations() []appendCall {
	return []appendCall{
		{"an entry that conflicts", rule3,
			"S1's entry 2 of term 2 conflicts with the leader's of term 4: it must go, with all that follow it.",
			follower(1, 1, 2, 2, 2), 2, requestOf(4, 1, 1, 1, 4)},
		{"the second of three conflicts", rule3,
			"Entry 2 agrees and stays. At entry 3 the logs part, so S1's entries 3 and 4 must go.",
			follower(0, 1, 2, 2, 2), 2, requestOf(4, 1, 1, 0, 2, 4, 4)},
		{"a message that was overtaken", rule3,
			"The message is older than S1's log and does not conflict with it. S1 has told the leader that it has " +
				"entry 3, so entry 3 must stay.",
			follower(0, 1, 1, 4), 2, requestOf(4, 0, 0, 0, 1, 1)},
		{"a heartbeat that was overtaken", rule3, "There is no new entry, so there is no conflict, and nothing goes.",
			follower(0, 1, 4, 4), 2, requestOf(4, 1, 1, 0)},
		{"some entries are there already", rule4, "Entry 2 is there, entry 3 is not. Only what is missing is appended.",
			follower(0, 1, 4), 2, requestOf(4, 1, 1, 0, 4, 4)},
		{"a heartbeat tells of a commitment", rule5,
			"The leader has committed entry 2, and S1 has it. This is how followers learn that they may apply it.",
			follower(1, 1, 4), 2, requestOf(4, 2, 4, 2)},
		{"the leader has committed more than it sends", rule5,
			"The leader is at 9, but S1 has only 2 entries. The last new entry is the bound.",
			follower(1, 1), 2, requestOf(4, 1, 1, 9, 4)},
		{"an old tail behind the last new entry", rule5,
			"This message proves entry 1 equal and says nothing of entries 2 and 3, which an earlier leader may " +
				"have left. They must not count as committed.",
			follower(0, 1, 2, 2), 2, requestOf(4, 1, 1, 3)},
		{"an older message with a lower commit index", rule5,
			"S1 knows already that 3 entries are committed. A commit index never goes back.",
			follower(3, 1, 1, 4), 2, requestOf(4, 1, 1, 1, 1)},
		{"how much the reply may claim", matchProved,
			"The message proves entry 1 equal, and no more. What S1 has behind it is an earlier leader's, and the " +
				"leader must not count it.",
			follower(0, 1, 2, 2), 2, requestOf(4, 1, 1, 0)},
	}
}

// figure7Situations are the six followers of Figure 7. The leader has 1 1 1 4 4 5 5 6 6 6, and has just begun term
// 8 with one more entry.
func figure7Situations() []appendCall {
	follower := func(term raft.Term, log ...raft.Term) call.Server {
		return call.Server{Servers: 7, Term: term, Log: log}
	}
	first := requestOf(8, 10, 6, 0, 8)
	return []appendCall{
		{"Figure 7 (a), one entry is missing", rule2, "S1 has nothing at index 10. The leader has to go back.",
			follower(7, 1, 1, 1, 4, 4, 5, 5, 6, 6), 0, first},
		{"Figure 7 (b), many entries are missing", rule2, "S1 has nothing at index 10. The leader has to go back.",
			follower(4, 1, 1, 1, 4), 0, first},
		{"Figure 7 (c), one entry too many", rule3,
			"S1's entry 11 is of term 6. The leader's, of term 8, takes its place.",
			follower(7, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6), 0, first},
		{"Figure 7 (d), two entries of a later term too many", rule3,
			"S1 has two entries of term 7 that the leader never saw. Both go, though only one is replaced.",
			follower(7, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7), 0, first},
		{"Figure 7 (e), entries missing and too many", rule3,
			"The leader has come back to index 5. There the logs agree, and behind it S1's entries go.",
			follower(8, 1, 1, 1, 4, 4, 4, 4), 2, requestOf(8, 5, 4, 0, 5, 5, 6, 6, 6, 8)},
		{"Figure 7 (f), two terms that nobody else has", rule2,
			"At index 10 S1 has an entry of term 3, and the leader one of term 6.",
			follower(3, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3), 0, first},
		{"Figure 7 (f), when the leader has come back far enough", rule3,
			"At index 3 the logs agree. All eight entries behind it go.",
			follower(8, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3), 2, requestOf(8, 3, 1, 0, 4, 4, 5, 5, 6, 6, 6, 8)},
	}
}

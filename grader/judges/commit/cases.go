package commit

import (
	"raftlab/grader/call"
	"raftlab/raft"
)

// situations are the paper's examples. The leader is S1.
func situations() []commitCall {
	leader := func(servers int, term raft.Term, commit raft.Index, log ...raft.Term) call.Server {
		return call.Server{Servers: servers, Role: raft.Leader, Term: term, VotedFor: 1, Log: log, CommitIndex: commit}
	}
	match := func(of ...raft.Index) []raft.Index { return of }
	return []commitCall{
		{"three of five have the entry", commitMajority,
			"S1, S2 and S3 have entry 2. Three are more than half of five, and the entry is of the term that S1 leads.",
			leader(5, 1, 1, 1, 1), match(2, 2, 1, 0)},
		{"two of five have the entry", commitMajority, "Only S1 and S2 have entry 2. A majority of five is three.",
			leader(5, 1, 1, 1, 1), match(2, 1, 1, 0)},
		{"the leader's own copy counts", commitMajority,
			"S1 and S2 have entry 2: that is two of three, though only one of them is a follower. S3 may be down.",
			leader(3, 1, 1, 1, 1), match(2, 0)},
		{"a cluster of one", commitMajority, "S1 is alone, and is a majority by itself.",
			leader(1, 1, 0, 1), nil},
		{"half of four servers", commitMajority,
			"S1 and S2 have entry 2. Two of four is half, and a majority is more than half: three.",
			leader(4, 1, 1, 1, 1), match(2, 1, 1)},
		{"three of four servers", commitMajority, "Three of four are more than half.",
			leader(4, 1, 1, 1, 1), match(2, 2, 0)},
		{"two servers are far ahead", commitMajority,
			"Three of five have only entry 1. That S1 and S2 have many more does not help: a majority has entry 1.",
			leader(5, 1, 1, 1, 1, 1, 1, 1), match(5, 1, 1, 1)},
		{"each server has got to another place", commitMajority,
			"S1 has 4 entries, S2 4, S3 3, S4 2 and S5 none. The highest that three of them have is entry 3.",
			leader(5, 1, 1, 1, 1, 1, 1), match(4, 3, 2, 0)},
		{"Figure 8 (c): an entry of an earlier term on three of five", commitTerm,
			"Entry 2 is of term 2, and S1 leads term 4. S5, whose last entry is of term 3, can still win and " +
				"overwrite it. Copies of it prove nothing.",
			leader(5, 4, 1, 1, 2, 4), match(2, 2, 0, 0)},
		{"Figure 8 (e): an entry of the leader's own term on three of five", commitTerm,
			"Entry 3 is of term 4, which S1 leads. It is committed, and entry 2 of term 2 before it is " +
				"committed with it.",
			leader(5, 4, 1, 1, 2, 4), match(3, 3, 0, 0)},
		{"an older entry stands before those of the term", commitTerm,
			"All servers have entries 2 and 3, which are of the term that S1 leads. Entry 1 of term 1 cannot be " +
				"counted by itself, but it is committed with them: do not stop there.",
			leader(3, 2, 0, 1, 2, 2), match(3, 3)},
		{"everyone has what earlier terms left", commitTerm,
			"Entries 2 and 3 are of term 2, on all five servers. But S1 leads term 4, and its own entry 4 is " +
				"on S1 only.",
			leader(5, 4, 1, 1, 2, 2, 4), match(3, 3, 3, 3)},
		{"a new leader knows nothing of the others", commitIndex,
			"All matchIndex begin at 0 in a new term. What was committed stays committed: commitIndex never goes down.",
			leader(3, 2, 2, 1, 1, 2), match(0, 0)},
		{"everything is committed already", commitIndex, "There is no N above commitIndex.",
			leader(3, 1, 2, 1, 1), match(2, 2)},
	}
}

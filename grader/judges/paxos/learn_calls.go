package paxos

import "raftlab/lab/paxos"

func learnSituations() []learnCall {
	return []learnCall{
		{"a majority accepts in one ballot", "Two of three have accepted X in ballot 1.1: X is chosen.",
			3, []heard{said(1, b(1, 1), "X"), said(3, b(1, 1), "X")}},
		{"the first acceptance of three", "One of three is no majority.", 3, []heard{said(1, b(1, 1), "X")}},
		{"an acceptance that comes twice", "S2 has accepted once. The bus has doubled its answer.",
			3, []heard{said(2, b(1, 1), "X"), said(2, b(1, 1), "X")}},
		{"the same value in two ballots", "Y is on S1 and S2, but of different ballots: neither has a majority.",
			3, []heard{said(1, b(1, 1), "Y"), said(2, b(2, 2), "Y")}},
		{"a value on three of five", "Y is on S2, S4 and S5, and only two of them accepted it in ballot 4.4.",
			5, []heard{said(2, b(2, 2), "Y"), said(4, b(4, 4), "Y"), said(5, b(4, 4), "Y")}},
		{"half of four acceptors", "The other half may accept another value.",
			4, []heard{said(1, b(1, 1), "X"), said(2, b(1, 1), "X")}},
		{"the proposer's own word", "Ballot 1.3 is S3's, and only S1 says that it has accepted: one of three.",
			3, []heard{said(1, b(1, 3), "X")}},
		{"a refusal of an Accept", "S2 has promised a higher ballot, and accepts nothing.",
			3, []heard{said(1, b(1, 1), "X"), {from: 2, ballot: b(1, 1), value: "X", refused: true}}},
		{"a later ballot has the majority", "In ballot 1.1 one has accepted, and in ballot 2.2 two.",
			3, []heard{said(1, b(1, 1), "X"), said(2, b(2, 2), "Y"), said(3, b(2, 2), "Y")}},
		{"more comes when the value is known", "X stays chosen in every later ballot.",
			3, []heard{said(1, b(1, 1), "X"), said(2, b(1, 1), "X"), said(3, b(2, 2), "X")}},
	}
}

// smallAnswers is every sequence of up to four answers of three acceptors in three ballots, of up to three with
// refusals among them, and of four acceptors in one ballot.
func smallAnswers() []learnCall {
	var all, some, four []heard
	for id := paxos.NodeID(1); id <= 4; id++ {
		four = append(four, said(id, b(1, 1), "X"))
		if id == 4 {
			break
		}
		first, third := said(id, b(1, 1), "X"), said(id, b(2, 1), "X")
		all = append(all, first, said(id, b(1, 2), "Y"), third)
		some = append(some, first, third, heard{from: id, ballot: b(1, 1), value: "X", refused: true})
	}
	calls := sequences(all, 4, answersOf(3))
	calls = append(calls, sequences(some, 3, answersOf(3))...)
	return append(calls, sequences(four, 3, answersOf(4))...)
}

func answersOf(acceptors int) func([]heard) learnCall {
	return func(list []heard) learnCall { return learnCall{acceptors: acceptors, answers: list} }
}

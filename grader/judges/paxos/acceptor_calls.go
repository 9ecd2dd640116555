package paxos

import "raftlab/lab/paxos"

// b is a ballot: 2.1 is round 2 of S1.
func b(round uint64, id paxos.NodeID) paxos.Ballot { return paxos.Ballot{Round: round, ID: id} }

func prepare(ballot paxos.Ballot) request { return request{ballot: ballot} }

func accept(ballot paxos.Ballot, v paxos.Value) request { return request{ballot: ballot, value: v} }

// has is an acceptor that has promised a ballot, and accepted a value.
func has(promised, at paxos.Ballot, v paxos.Value) paxos.Acceptor {
	return paxos.Acceptor{Promised: promised, AcceptedAt: at, Value: v}
}

func prepareSituations() []acceptorCall {
	none := paxos.Ballot{}
	return []acceptorCall{
		{"the first Prepare", promising, "The acceptor has promised nothing, so every ballot is higher.",
			paxos.Acceptor{}, []request{prepare(b(1, 1))}},
		{"a Prepare of a higher ballot", promising, "Ballot 2.1 is above the promise 1.3, and takes its place.",
			has(b(1, 3), none, ""), []request{prepare(b(2, 1))}},
		{"a Prepare of the same round and a higher server", promising,
			"In the same round the server decides: 2.3 is above 2.1.",
			has(b(2, 1), none, ""), []request{prepare(b(2, 3))}},
		{"a Prepare of a lower ballot", promising, "The promise is ballot 3.2: ballot 2.1 is over for this acceptor.",
			has(b(3, 2), none, ""), []request{prepare(b(2, 1))}},
		{"a Prepare of the same round and a lower server", promising, "1.2 is below the promise 1.3.",
			has(b(1, 3), none, ""), []request{prepare(b(1, 2))}},
		{"a Prepare after an acceptance", promising,
			"The acceptor has accepted X in ballot 1.1. X may be chosen: the proposer has to hear of it.",
			has(b(1, 1), b(1, 1), "X"), []request{prepare(b(2, 2))}},
		{"a Prepare after an acceptance in an earlier ballot", promising,
			"The acceptor has promised ballot 3.3 since, and its acceptance is of ballot 1.1: that is its number.",
			has(b(3, 3), b(1, 1), "X"), []request{prepare(b(4, 2))}},
		{"two Prepares after an acceptance", promising,
			"Each promise reports what was accepted: a report costs nothing, and is not used up.",
			has(b(1, 1), b(1, 1), "X"), []request{prepare(b(2, 2)), prepare(b(3, 3))}},
	}
}

func acceptSituations() []acceptorCall {
	none := paxos.Ballot{}
	return []acceptorCall{
		{"an Accept of the promised ballot", accepting, "The promise was for this very ballot.",
			has(b(2, 1), none, ""), []request{accept(b(2, 1), "X")}},
		{"an Accept without a Prepare", accepting,
			"The Prepare of ballot 2.2 was lost. The acceptor has promised nothing higher, so it accepts.",
			has(b(1, 1), none, ""), []request{accept(b(2, 2), "X")}},
		{"an Accept below the promise", accepting, "The acceptor has promised ballot 2.2, so 1.1 is over for it.",
			has(b(2, 2), none, ""), []request{accept(b(1, 1), "X")}},
		{"an Accept of the same round and a lower server", accepting, "1.1 is below the promise 1.2.",
			has(b(1, 2), none, ""), []request{accept(b(1, 1), "X")}},
		{"an Accept of another value in a higher ballot", accepting,
			"The number decides, and not what was accepted before: only the proposer must look at that.",
			has(b(2, 2), b(1, 1), "X"), []request{accept(b(2, 2), "Y")}},
		{"a lower Accept after an acceptance", accepting,
			"The acceptor never saw the Prepare of ballot 3.3, and has accepted in it. That has to stay: it may be " +
				"chosen.",
			has(b(1, 1), none, ""), []request{accept(b(3, 3), "Y"), accept(b(2, 2), "X")}},
		{"an acceptance is reported", accepting, "What was accepted last, in ballot 2.2, is what the promise reports.",
			has(b(1, 1), b(1, 1), "X"), []request{accept(b(2, 2), "Y"), prepare(b(3, 3))}},
	}
}

// smallRequests is every sequence of up to four requests in three ballots, to an acceptor without a past.
func smallRequests() []acceptorCall {
	var all []request
	for i, ballot := range []paxos.Ballot{b(1, 1), b(1, 2), b(2, 1)} {
		all = append(all, prepare(ballot), accept(ballot, paxos.Value("XYZ"[i:i+1])))
	}
	return sequences(all, 4, func(list []request) acceptorCall { return acceptorCall{requests: list} })
}

// sequences are all lists of events, up to a length, as calls.
func sequences[E, C any](events []E, length int, call func([]E) C) []C {
	var calls []C
	var lists [][]E
	last := [][]E{nil}
	for range length {
		var next [][]E
		for _, list := range last {
			for _, event := range events {
				next = append(next, append(list[:len(list):len(list)], event))
			}
		}
		lists, last = append(lists, next...), next
	}
	for _, list := range lists {
		calls = append(calls, call(list))
	}
	return calls
}

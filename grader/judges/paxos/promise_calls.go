package paxos

import "raftlab/lab/paxos"

func majoritySituations() []promiseCall {
	return []promiseCall{
		{"the promise that makes a majority of three", majority, "Two of three have promised. The third may be down.",
			3, []event{grant(1), grant(2)}},
		{"one promise of three", majority, "One of three is no majority.", 3, []event{grant(2)}},
		{"three promises of five", majority, "Three of five are a majority, and nobody has reported anything.",
			5, []event{grant(2), grant(4), grant(5)}},
		{"two promises of four", majority, "Two of four are half, and half is no majority: the others are half, too.",
			4, []event{grant(1), grant(2)}},
		{"a promise that comes twice", majority, "S2 has promised once. The bus has doubled its answer.",
			3, []event{grant(2), grant(2)}},
		{"a promise for the ballot before", majority, "S2's promise is for ballot 2.1. In 3.1 only S1 has promised.",
			3, []event{grant(1), late(grant(2))}},
		{"a refusal among the answers", majority, "S2 has promised somebody else more.",
			3, []event{grant(1), refusal(2)}},
		{"a new ballot begins with nothing", majority,
			"S1 and S2 promised ballot 3.1. The next ballot needs promises of its own.",
			5, []event{grant(1), grant(2), begin(), grant(3)}},
		{"a late promise after phase 2 has begun", majority,
			"The ballot has its value. What S3 reports comes too late to change it.",
			3, []event{grant(1), grant(2), report(3, b(2, 3), "X")}},
	}
}

func obeyingSituations() []promiseCall {
	return []promiseCall{
		{"nobody reports anything", obeying, "No value can have been chosen below this ballot: the wish is free.",
			3, []event{grant(2), grant(3)}},
		{"one of the majority reports a value", obeying,
			"S3 has accepted X in ballot 1.2. Perhaps X is chosen, so it has to be X.",
			3, []event{grant(1), report(3, b(1, 2), "X")}},
		{"the report comes first", obeying, "X came with the first promise, and nobody reported more after it.",
			3, []event{report(3, b(1, 2), "X"), grant(1)}},
		{"two reports, the higher one first", obeying, "2.2 is above 1.3, whichever comes first.",
			5, []event{report(2, b(2, 2), "A"), report(3, b(1, 3), "Z"), grant(4)}},
		{"two reports, the higher one last", obeying, "2.2 is above 1.3, though Z is the larger value.",
			5, []event{report(3, b(1, 3), "Z"), report(2, b(2, 2), "A"), grant(4)}},
		{"two report the lower ballot, and one the higher", obeying,
			"Reports are not counted: X in two lower ballots gives way to Y in the highest.",
			5, []event{report(2, b(1, 2), "X"), report(3, b(1, 2), "X"), report(4, b(2, 3), "Y")}},
		{"two reports of one round", obeying, "In the same round the server decides: 2.3 is above 2.2.",
			5, []event{report(3, b(2, 3), "Y"), report(2, b(2, 2), "X"), grant(1)}},
		{"a report outside of the majority", obeying,
			"S3's promise came twice, and S4's answer is a refusal. The majority is S1, S2 and S3, and S3 reports X.",
			5, []event{grant(1), report(3, b(1, 3), "X"), refusal(4), report(3, b(1, 3), "X"), grant(2)}},
	}
}

// smallPromises is every sequence of up to three answers of three acceptors, with all reports that they may have, and
// every sequence of promises of four and five.
func smallPromises() []promiseCall {
	var calls []promiseCall
	reports := []event{{}, {at: b(1, 2), value: "X"}, {at: b(2, 3), value: "Y"}}
	for first := range reports {
		for second := range reports {
			for third := range reports {
				var all []event
				for i, what := range []int{first, second, third} {
					e := reports[what]
					e.from = paxos.NodeID(i + 1)
					all = append(all, e)
					if first+second+third == 0 {
						all = append(all, late(e), refusal(e.from))
					}
				}
				calls = append(calls, sequences(all, 3, promisesOf(3))...)
			}
		}
	}
	var four, five []event
	for id := paxos.NodeID(1); id <= 5; id++ {
		if id <= 4 {
			four = append(four, grant(id))
		}
		five = append(five, grant(id))
	}
	calls = append(calls, sequences(four, 3, promisesOf(4))...)
	calls = append(calls, sequences(five[:4], 3, promisesOf(5))...)
	return append(calls, sequences([]event{begin(), grant(1), grant(2)}, 4, promisesOf(3))...)
}

func promisesOf(acceptors int) func([]event) promiseCall {
	return func(list []event) promiseCall { return promiseCall{acceptors: acceptors, events: list} }
}

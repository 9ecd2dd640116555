package reference

import (
	"slices"

	"raftlab/lab/paxos"
)

// HandleAccepted counts the acceptors of each ballot. A value is chosen when a majority has accepted it in the same
// ballot (§2.3). Acceptances of equal values in different ballots do not add up: a ballot between them may still choose
// another value.
func HandleAccepted(l *paxos.Learner, from paxos.NodeID, reply paxos.Accepted) (chosen paxos.Value, ok bool) {
	if reply.Granted && l.Chosen == paxos.NoValue {
		at, found := slices.BinarySearchFunc(l.Heard, reply.Ballot, func(t paxos.Tally, b paxos.Ballot) int {
			return t.Ballot.Compare(b)
		})
		if !found {
			l.Heard = slices.Insert(l.Heard, at, paxos.Tally{Ballot: reply.Ballot, Value: reply.Value})
		}
		l.Heard[at].From.Add(from)
		if l.Heard[at].From.Len() >= paxos.Majority(l.Acceptors) {
			l.Chosen = l.Heard[at].Value
		}
	}
	return l.Chosen, l.Chosen != paxos.NoValue
}

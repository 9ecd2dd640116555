package quorum

import (
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/replicas"
)

// forgetCall is a tombstone, and who is known to have it.
type forgetCall struct {
	name, why string
	has, all  replicas.NodeSet
}

func forgetSituations() []forgetCall {
	three := replicas.FirstOf(3)
	return []forgetCall{
		{"all replicas have it", "Nobody can bring the key back any more. A tombstone that stays for ever takes room " +
			"for ever.", three, three},
		{"one replica is missing", "S3 still has the key, and gives it back to whoever has forgotten the delete.",
			replicas.SetOf(1, 2), three},
		{"most have it", "Most are not enough here: one replica with the old version brings it back.",
			replicas.SetOf(1, 3, 4), replicas.FirstOf(5)},
		{"others than its replicas have it", "S4 keeps it for somebody. S3 has not got it.",
			replicas.SetOf(1, 2, 4), three},
		{"all replicas and one more have it", "Whoever else has it does no harm.", replicas.SetOf(1, 2, 3, 4), three},
	}
}

// smallForgets is every set of servers that have it, for some sets of replicas.
func smallForgets() []forgetCall {
	var calls []forgetCall
	for _, all := range []replicas.NodeSet{
		replicas.FirstOf(1), replicas.FirstOf(2), replicas.FirstOf(3), replicas.FirstOf(4), replicas.SetOf(2, 4),
	} {
		for bits := range replicas.NodeSet(1 << 5) {
			calls = append(calls, forgetCall{has: bits << 1, all: all})
		}
	}
	return calls
}

func (c forgetCall) smallCase() Case { return Case{Place: forgetting, Run: c.run} }

func (c forgetCall) size() int { return 2*c.all.Len() + c.has.Len() }

func (c forgetCall) run(rules replicas.Rules) *grader.CaseFailure {
	deleted := tombstone(version("", dot(1, 2)))
	want := c.has.Holds(c.all)
	got := rules.MayForget(deleted, c.has, c.all)
	if got == want {
		return nil
	}
	failure := call.Stalls(forgetting, "quorum.call.forget.never",
		"All replicas have the tombstone, and it stays: a store that deletes grows for ever.")
	if !want {
		failure = call.Breaks(forgetting, "quorum.call.forget.early",
			"%s may still have the version that was deleted, and gives it back to the replica that has forgotten.",
			names(list(c.all&^c.has)))
	}
	failure.State = "a tombstone that these are known to have: " + names(list(c.has))
	failure.Request = "the replicas of the key are " + names(list(c.all))
	failure.Yours, failure.Allowed = yesNo("may be forgotten", got), yesNo("may be forgotten", want)
	return ownWords(failure, c.name)
}

func list(s replicas.NodeSet) []replicas.NodeID {
	var all []replicas.NodeID
	for id := range s.All() {
		all = append(all, id)
	}
	return all
}

package replicacluster

import (
	"slices"

	"raftlab/lab/replicas"
	"raftlab/lab/replicas/reference"
	"raftlab/lab/service"
)

// RuleSet is a set of rules with its name.
type RuleSet struct {
	service.RuleSet
	Rules replicas.Rules
}

// RuleSets are the right rules, and then those that are wrong on purpose: each has one rule changed.
func RuleSets() []RuleSet {
	sets := []RuleSet{{service.RuleSet{ID: "reference", Title: "Reference rules"}, reference.Rules()}}
	wrong := func(id, title, why string, change func(*replicas.Rules)) {
		rules := reference.Rules()
		change(&rules)
		sets = append(sets, RuleSet{service.RuleSet{ID: id, Title: title, Wrong: why}, rules})
	}
	wrong("one-ack-less", "A write is done one replica early",
		"w + r = n: a read need not meet a write (Gifford, 1979).",
		func(r *replicas.Rules) { r.Enough = oneAckLess })
	wrong("never-repair", "A read repairs nothing",
		"A read that found a newer version leaves it where it was: the next read may miss it (ABD).",
		func(r *replicas.Rules) { r.ChooseRead = neverRepair })
	wrong("newest-by-clock", "The newest is by the clock",
		"Clocks say nothing about who knew of whom: a server with a slow clock loses its writes (Dynamo, §4.4).",
		func(r *replicas.Rules) { r.Later, r.Merge = laterByClock, mergeByClock })
	wrong("count-hints", "A hint counts as a replica",
		"A hint is shown to no reader, so a read need not meet the write (Dynamo, §4.6).",
		func(r *replicas.Rules) { r.Enough = countHints })
	wrong("forget-at-once", "A tombstone is dropped at once",
		"A replica that has missed the delete gives the key back to all.",
		func(r *replicas.Rules) { r.MayForget = forgetAtOnce })
	wrong("promote-lowest", "Promote the lowest number",
		"The backup whose history goes furthest has all that a client knows to be done; another one may lack it.",
		func(r *replicas.Rules) { r.Promote = promoteLowest })
	wrong("commit-by-majority", "Commit with the yes of most",
		"A participant that said no has aborted: all must say yes (Gray, 1978).",
		func(r *replicas.Rules) { r.Decide = commitByMajority })
	wrong("abort-alone", "A participant gives up alone",
		"Whoever has voted yes has promised: the coordinator may have committed (Gray, 1978).",
		func(r *replicas.Rules) { r.Terminate = abortAlone })
	return sets
}

func oneAckLess(acks []replicas.Ack, need int, sloppy bool) bool {
	return reference.Enough(acks, need-1, sloppy)
}

func neverRepair(
	replies []replicas.Reply, merge func(a, b replicas.Versioned) []replicas.Versioned,
) ([]replicas.Versioned, []replicas.NodeID) {
	chosen, _ := reference.ChooseRead(replies, merge)
	return chosen, nil
}

func laterByClock(a, b replicas.Versioned) bool {
	if a.Clock != b.Clock {
		return a.Clock < b.Clock
	}
	return reference.Later(a, b)
}

func mergeByClock(a, b replicas.Versioned) []replicas.Versioned {
	if laterByClock(a, b) {
		return []replicas.Versioned{b}
	}
	return []replicas.Versioned{a}
}

func countHints(acks []replicas.Ack, need int, _ bool) bool {
	return reference.Enough(acks, need, true)
}

func forgetAtOnce(replicas.Versioned, replicas.NodeSet, replicas.NodeSet) bool { return true }

func promoteLowest(backups []replicas.Position) replicas.NodeID {
	lowest := replicas.None
	for _, p := range backups {
		if lowest == replicas.None || p.Node < lowest {
			lowest = p.Node
		}
	}
	return lowest
}

func commitByMajority(votes []replicas.Vote, participants int) replicas.Decision {
	yes := 0
	for _, vote := range votes {
		if vote.Yes {
			yes++
		}
	}
	switch {
	case 2*yes > participants:
		return replicas.Commit
	case len(votes) == participants:
		return replicas.Abort
	}
	return replicas.Undecided
}

func abortAlone(standings []replicas.Standing, phases int) replicas.Decision {
	if d := reference.Terminate(standings, phases); d != replicas.Undecided {
		return d
	}
	return replicas.Abort
}

// FindRules is the set of that name.
func FindRules(id string) (RuleSet, error) {
	if _, err := service.FindRules(ruleSetNames(), id); err != nil {
		return RuleSet{}, err
	}
	sets := RuleSets()
	return sets[slices.IndexFunc(sets, func(s RuleSet) bool { return s.ID == id })], nil
}

func ruleSetNames() []service.RuleSet {
	var names []service.RuleSet
	for _, set := range RuleSets() {
		names = append(names, set.RuleSet)
	}
	return names
}

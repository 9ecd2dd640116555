package paxoscluster

import (
	"raftlab/lab/paxos"
	"raftlab/lab/paxos/reference"
	"raftlab/lab/service"
)

// RuleSet is a set of rules with a name: the reference, or a set that is wrong on purpose, to show what a rule is for.
type RuleSet struct {
	service.RuleSet
	Rules paxos.Rules
}

// ReferenceRules is the ID of the rules as the paper has them.
const ReferenceRules = "reference"

// RuleSets lists all rule sets, the reference first.
func RuleSets() []RuleSet {
	return []RuleSet{
		{service.RuleSet{ID: ReferenceRules, Title: "Reference rules"}, reference.Rules()},
		wrong("promise-not-saved", "Promise without saving", promiseNotSaved,
			"An acceptor answers a Prepare before its promise is on disk, and forgets it in a crash (§2.5)."),
		wrong("acceptance-not-saved", "Accept without saving", acceptanceNotSaved,
			"An acceptor answers an Accept before its acceptance is on disk, and forgets it in a crash (§2.5)."),
		wrong("accept-above-only", "Accept only above the promise", acceptAboveOnly,
			"An acceptor refuses the very ballot that it has promised (§2.2, phase 2b)."),
		wrong("accept-anything", "Accept without looking", acceptAnything,
			"An acceptor accepts in every ballot, whatever it has promised (§2.2, P1a)."),
		wrong("own-wish", "Propose your own wish", ownWish,
			"A proposer proposes its own wish, though acceptors reported a value (§2.2, P2c)."),
		wrong("largest-value", "Take the largest value", largestValue,
			"A proposer takes the largest of the reported values, and not that of the highest ballot (§2.2, P2c)."),
		wrong("old-promises", "Count promises of earlier ballots", oldPromises,
			"A proposer counts promises that were made to its earlier ballots (§2.2, phase 2a)."),
		wrong("count-replies", "Count replies, not acceptors", countReplies,
			"A proposer counts a promise that is delivered twice as two (§2.1, §2.2)."),
		wrong("ballot-not-saved", "Use a ballot without saving it", ballotNotSaved,
			"A proposer forgets in a crash which ballots it has used, and uses one again (§2.5)."),
		wrong("count-values", "Learn by counting values", countValues,
			"A learner takes a value for chosen if a majority has accepted it, each in any ballot (§2.3)."),
		wrong("count-proposer", "Count the proposer's word", countProposer,
			"A learner counts the proposer of a ballot as an acceptor of it (§2.3)."),
		wrong("half-is-enough", "Half is a majority", halfIsEnough,
			"Half of an even number of acceptors counts as a majority (§2.2)."),
		wrong("accept-promises-nothing", "Accept without promising", acceptPromisesNothing,
			"An acceptance does not raise the promise: the acceptor goes back to a lower ballot (§2.2, P1a)."),
		wrong("no-back-off", "Outbid at once", noBackOff,
			"A proposer begins the next ballot as soon as one is refused, and two of them do so for ever (§2.4)."),
		wrong("apply-around-gaps", "Carry out around gaps", applyAroundGaps,
			"A server carries out a slot though it does not know one before it (§3)."),
		wrong("last-slot-only", "Propose only the last slot", lastSlotOnly,
			"A new leader proposes again only what it heard of the last slot, and leaves what lies before (§3)."),
	}
}

// FindRules is the set of that name.
func FindRules(id string) (RuleSet, error) {
	for _, set := range RuleSets() {
		if set.ID == id {
			return set, nil
		}
	}
	_, err := service.FindRules(Protocol{}.RuleSets(), id)
	return RuleSet{}, err
}

// wrong is the reference with a mistake.
func wrong(id, title string, mistake func(r *paxos.Rules), what string) RuleSet {
	rules := reference.Rules()
	mistake(&rules)
	return RuleSet{service.RuleSet{ID: id, Title: title, Wrong: what}, rules}
}

func promiseNotSaved(r *paxos.Rules) {
	r.WhatToSave = func(last, now paxos.Save) (paxos.Save, bool) {
		if len(now.Accepted) == 0 {
			now.Promised = last.Promised
		}
		return reference.WhatToSave(last, now)
	}
}

func acceptanceNotSaved(r *paxos.Rules) {
	r.WhatToSave = func(last, now paxos.Save) (paxos.Save, bool) {
		now.Accepted = nil
		return reference.WhatToSave(last, now)
	}
}

func ballotNotSaved(r *paxos.Rules) {
	r.WhatToSave = func(last, now paxos.Save) (paxos.Save, bool) {
		now.Used = last.Used
		return reference.WhatToSave(last, now)
	}
}

func acceptAboveOnly(r *paxos.Rules) {
	r.HandleAccept = func(a *paxos.Acceptor, req paxos.Accept) paxos.Accepted {
		if req.Ballot.Compare(a.Promised) <= 0 {
			return paxos.Accepted{Ballot: req.Ballot, Value: req.Value, Promised: a.Promised}
		}
		return reference.HandleAccept(a, req)
	}
}

func acceptAnything(r *paxos.Rules) {
	r.HandleAccept = func(a *paxos.Acceptor, req paxos.Accept) paxos.Accepted {
		promised := a.Promised
		a.Promised = paxos.Ballot{}
		reply := reference.HandleAccept(a, req)
		a.Promised = paxos.Highest(promised, a.Promised)
		return reply
	}
}

func acceptPromisesNothing(r *paxos.Rules) {
	r.HandleAccept = func(a *paxos.Acceptor, req paxos.Accept) paxos.Accepted {
		promised := a.Promised
		reply := reference.HandleAccept(a, req)
		a.Promised = promised
		return reply
	}
}

func ownWish(r *paxos.Rules) {
	r.HandlePromise = func(p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise) (paxos.Accept, bool) {
		req, send := reference.HandlePromise(p, from, reply)
		if send {
			req.Value, p.Proposed = p.Wish, p.Wish
		}
		return req, send
	}
}

func largestValue(r *paxos.Rules) {
	r.HandlePromise = func(p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise) (paxos.Accept, bool) {
		counts := reply.Granted && reply.Ballot == p.Ballot && (reply.AcceptedAt != paxos.Ballot{})
		if counts && reply.Value > p.BestValue {
			p.Best = paxos.Ballot{}
		} else {
			reply.AcceptedAt, reply.Value = paxos.Ballot{}, paxos.NoValue
		}
		return reference.HandlePromise(p, from, reply)
	}
}

func oldPromises(r *paxos.Rules) {
	r.HandlePromise = func(p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise) (paxos.Accept, bool) {
		reply.Ballot = p.Ballot
		return reference.HandlePromise(p, from, reply)
	}
}

func countReplies(r *paxos.Rules) {
	r.HandlePromise = func(p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise) (paxos.Accept, bool) {
		// A place in the set that no server has stands for the second reply.
		for more := paxos.MaxNodeID; reply.Granted && reply.Ballot == p.Ballot && p.Promises.Has(from); more-- {
			from = more
		}
		return reference.HandlePromise(p, from, reply)
	}
}

func countValues(r *paxos.Rules) {
	r.HandleAccepted = func(l *paxos.Learner, from paxos.NodeID, reply paxos.Accepted) (paxos.Value, bool) {
		chosen, ok := reference.HandleAccepted(l, from, reply)
		var of paxos.NodeSet
		for _, t := range l.Heard {
			if t.Value == reply.Value {
				of |= t.From
			}
		}
		if !ok && of.Len() >= paxos.Majority(l.Acceptors) {
			l.Chosen = reply.Value
		}
		return max(chosen, l.Chosen), l.Chosen != paxos.NoValue
	}
}

func countProposer(r *paxos.Rules) {
	r.HandleAccepted = func(l *paxos.Learner, from paxos.NodeID, reply paxos.Accepted) (paxos.Value, bool) {
		reference.HandleAccepted(l, from, reply)
		if reply.Ballot.ID != paxos.None {
			from = reply.Ballot.ID
		}
		return reference.HandleAccepted(l, from, reply)
	}
}

func halfIsEnough(r *paxos.Rules) {
	r.HandlePromise = func(p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise) (paxos.Accept, bool) {
		all := p.Acceptors
		p.Acceptors -= 1 - all%2
		req, send := reference.HandlePromise(p, from, reply)
		p.Acceptors = all
		return req, send
	}
	r.HandleAccepted = func(l *paxos.Learner, from paxos.NodeID, reply paxos.Accepted) (paxos.Value, bool) {
		all := l.Acceptors
		l.Acceptors -= 1 - all%2
		chosen, ok := reference.HandleAccepted(l, from, reply)
		l.Acceptors = all
		return chosen, ok
	}
}

func noBackOff(r *paxos.Rules) {
	r.BackOff = func(int, paxos.Duration, paxos.Duration, paxos.Draw) paxos.Duration { return 0 }
}

func applyAroundGaps(r *paxos.Rules) {
	r.ToApply = func(_ paxos.Slot, known []paxos.Slot) []paxos.Slot { return known }
}

func lastSlotOnly(r *paxos.Rules) {
	r.SlotsToPropose = func(_ paxos.Slot, reported []paxos.Slot) []paxos.Slot {
		return reported[max(0, len(reported)-1):]
	}
}

package mutants

import (
	judge "raftlab/grader/judges/paxos"
	"raftlab/lab/paxos"
	"raftlab/lab/paxos/reference"
	"raftlab/lab/paxoscluster"
)

// paxosExercise is the exercise in the rules of Paxos.
const paxosExercise = "paxos"

// The properties of Paxos.
const (
	agreement     = "agreement"
	promiseKept   = "promise-kept"
	oneValue      = "one-value"
	ballotsUnique = "ballots-unique"
	honesty       = "learner-honesty"
	inOrder       = "in-order"
)

// synods are the rows of group PX: the algorithm for one value, and what many slots need. Most of the mistakes are
// those of the lab's sets of rules.
func synods() []Mutant {
	return []Mutant{
		{ID: "PX01", Exercise: paxosExercise, Title: "An acceptor answers before its promise is on the " +
			"disk", Check: Drill,
			Breaks: []string{promiseKept, agreement, honesty}, Other: set("promise-not-saved"), Source: "§2.5",
			Note: noLearners},
		{ID: "PX02", Exercise: paxosExercise, Title: "An acceptor answers before its acceptance is on the " +
			"disk", Check: Drill,
			Breaks: []string{promiseKept, agreement, honesty}, Other: set("acceptance-not-saved"), Source: "§2.5",
			Note: noLearners},
		{ID: "PX03", Exercise: paxosExercise, Title: "An acceptor refuses the very ballot that it has promised",
			Breaks: []string{progress}, Other: set("accept-above-only"), Source: "§2.2, phase 2(b)"},
		{ID: "PX04", Exercise: paxosExercise, Title: "An acceptor accepts in every ballot, whatever it has promised",
			Breaks: []string{promiseKept, agreement, honesty}, Other: set("accept-anything"), Source: "§2.2, P1a"},
		{ID: "PX05", Exercise: paxosExercise, Title: "A proposer proposes its own wish, whatever was reported",
			Breaks: []string{agreement, honesty}, Other: set("own-wish"), Source: "§2.2, P2c"},
		{ID: "PX06", Exercise: paxosExercise, Title: "A proposer takes the largest of the reported values",
			Breaks: []string{agreement, honesty}, Other: set("largest-value"), Source: "§2.2, P2c"},
		{ID: "PX07", Exercise: paxosExercise, Title: "A proposer counts promises of its earlier ballots",
			Breaks: []string{agreement, honesty}, Other: set("old-promises"), Source: "§2.2, phase 2(a)",
			Note: "To take the highest report of all answers, whatever their ballots, is right: it is never below " +
				"the " +
				"highest of the majority."},
		{ID: "PX08", Exercise: paxosExercise, Title: "A proposer counts a promise that is delivered twice as two",
			Breaks: []string{agreement, honesty}, Other: set("count-replies"), Source: "§2.1, §2.2"},
		{ID: "PX09", Exercise: paxosExercise, Title: "A proposer begins a ballot before it is on the " +
			"disk", Check: Drill,
			Breaks: []string{ballotsUnique, oneValue, agreement, honesty}, Other: set("ballot-not-saved"),
			Source: "§2.5", Note: noLearners,
			Rare: "A proposer that is an acceptor, too, finds its ballot in its promise."},
		{ID: "PX10", Exercise: paxosExercise, Title: "A learner counts equal values of different ballots",
			Breaks: []string{honesty}, Other: set("count-values"), Source: "§2.3"},
		{ID: "PX11", Exercise: paxosExercise, Title: "A learner counts the proposer of a ballot as an acceptor of it",
			Breaks: []string{honesty}, Other: set("count-proposer"), Source: "§2.3",
			Rare: "A proposer that is an acceptor, too, mostly accepts its own ballot."},
		{ID: "PX12", Exercise: paxosExercise, Title: "Half of the acceptors are a majority",
			Breaks: []string{honesty, agreement}, Other: set("half-is-enough"), Source: "§2.2"},
		{ID: "PX13", Exercise: paxosExercise, Title: "An acceptance does not raise the promise",
			Breaks: []string{promiseKept, agreement, honesty}, Other: set("accept-promises-nothing"),
			Source: "§2.2, P1a"},
		{ID: "PX14", Exercise: paxosExercise, Title: "A proposer begins the next ballot as soon as one is " +
			"refused", Check: Drill,
			Breaks: []string{progress}, Other: set("no-back-off"), Source: "§2.4", Note: noLearners},
		{ID: "PX15", Exercise: paxosExercise, Title: "A server carries out slots around a gap", Check: Drill,
			Breaks: []string{inOrder, linearizable}, Other: set("apply-around-gaps"), Source: "§3", Note: noLearners},
		{ID: "PX16", Exercise: paxosExercise, Check: Drill,
			Title:  "A new leader proposes again only in the last slot that was reported",
			Breaks: []string{progress}, Other: set("last-slot-only"), Source: "§3", Note: noLearners},
	}
}

// moreSynods are further rows of the group, which the lab has no sets of rules for.
func moreSynods() []Mutant {
	return []Mutant{
		{ID: "PX17", Exercise: paxosExercise, Title: "A promise does not say what was accepted",
			Breaks: []string{agreement, honesty}, Source: "§2.2, phase 1(b)", Other: inPaxos(silentPromise)},
		{ID: "PX18", Exercise: paxosExercise, Title: "An acceptor gives a promise to everybody, and its promise falls",
			Breaks: []string{promiseKept, agreement, honesty}, Source: "§2.2, phase " +
				"1(b)", Other: inPaxos(promiseFalls)},
		{ID: "PX19", Exercise: paxosExercise, Title: "A new ballot begins with the promises of the one before",
			Breaks: []string{agreement, honesty}, Source: "§2.2, phase 2(a)", Other: inPaxos(keepsPromises)},
		{ID: "PX20", Exercise: paxosExercise, Title: "All proposers of a round use the same ballot",
			Breaks: []string{ballotsUnique, oneValue, agreement, honesty}, Source: "§2.5", Other: inPaxos(noID)},
		{ID: "PX21", Exercise: paxosExercise, Title: "A proposer takes the report that came last",
			Breaks: []string{agreement, honesty}, Source: "§2.2, P2c", Other: inPaxos(lastReport)},
	}
}

// noLearners is the note of a mistake outside of the exercise's functions.
const noLearners = "The learner's functions cannot make this mistake: a story with these servers shows it."

func inPaxos(change func(rules *paxos.Rules)) Mistake { return in(judge.Exercise, change) }

// set is the mistake of a set of rules of the lab.
func set(id string) Mistake {
	return inPaxos(func(rules *paxos.Rules) {
		found, err := paxoscluster.FindRules(id)
		if err != nil {
			panic(err)
		}
		*rules = found.Rules
	})
}

func silentPromise(r *paxos.Rules) {
	r.HandlePrepare = func(a *paxos.Acceptor, req paxos.Prepare) paxos.Promise {
		reply := reference.HandlePrepare(a, req)
		reply.AcceptedAt, reply.Value = paxos.Ballot{}, paxos.NoValue
		return reply
	}
}

func promiseFalls(r *paxos.Rules) {
	r.HandlePrepare = func(a *paxos.Acceptor, req paxos.Prepare) paxos.Promise {
		a.Promised = paxos.Ballot{}
		return reference.HandlePrepare(a, req)
	}
}

func keepsPromises(r *paxos.Rules) {
	r.NextBallot = func(p *paxos.Proposer, seen paxos.Ballot) paxos.Prepare {
		promises := p.Promises
		req := reference.NextBallot(p, seen)
		p.Promises = promises
		return req
	}
}

func noID(r *paxos.Rules) {
	r.NextBallot = func(p *paxos.Proposer, seen paxos.Ballot) paxos.Prepare {
		req := reference.NextBallot(p, seen)
		if !p.Steps {
			req.Ballot.ID = 1
		}
		p.Ballot = req.Ballot
		return req
	}
}

func lastReport(r *paxos.Rules) {
	r.HandlePromise = func(p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise) (paxos.Accept, bool) {
		if reply.Granted && reply.Ballot == p.Ballot && (reply.AcceptedAt != paxos.Ballot{}) {
			p.Best = paxos.Ballot{}
		}
		return reference.HandlePromise(p, from, reply)
	}
}

package paxos_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	"raftlab/lab/paxos"
	"raftlab/lab/paxos/reference"
)

// variants are correct, each in its own way.
var variants = map[string]change{
	// §2.2: an acceptor can ignore a request. An answer that names no ballot says nothing to anybody.
	"ignores instead of refusing": func(rules *paxos.Rules) {
		rules.HandlePrepare = func(a *paxos.Acceptor, req paxos.Prepare) paxos.Promise {
			if req.Ballot.Below(a.Promised) {
				return paxos.Promise{}
			}
			return reference.HandlePrepare(a, req)
		}
		rules.HandleAccept = func(a *paxos.Acceptor, req paxos.Accept) paxos.Accepted {
			if req.Ballot.Below(a.Promised) {
				return paxos.Accepted{}
			}
			return reference.HandleAccept(a, req)
		}
	},
	// §2.2: it responds to a number greater than that of any Prepare to which it has responded.
	"refuses copies": func(rules *paxos.Rules) {
		rules.HandlePrepare = func(a *paxos.Acceptor, req paxos.Prepare) paxos.Promise {
			if req.Ballot.Compare(a.Promised) <= 0 {
				return paxos.Promise{Ballot: req.Ballot, Promised: a.Promised}
			}
			return reference.HandlePrepare(a, req)
		}
		rules.HandleAccept = func(a *paxos.Acceptor, req paxos.Accept) paxos.Accepted {
			if req.Ballot == a.AcceptedAt {
				return paxos.Accepted{Ballot: req.Ballot, Value: req.Value, Promised: a.Promised}
			}
			return reference.HandleAccept(a, req)
		}
	},
	// An acceptance is a promise, too: it need not be written down twice.
	"has its promise in two fields": func(rules *paxos.Rules) {
		bound := func(a *paxos.Acceptor) paxos.Ballot { return paxos.Highest(a.Promised, a.AcceptedAt) }
		rules.HandlePrepare = func(a *paxos.Acceptor, req paxos.Prepare) paxos.Promise {
			if req.Ballot.Below(bound(a)) {
				return paxos.Promise{Ballot: req.Ballot, Promised: bound(a)}
			}
			a.Promised = req.Ballot
			return paxos.Promise{Ballot: req.Ballot, Granted: true, AcceptedAt: a.AcceptedAt, Value: a.Value}
		}
		rules.HandleAccept = func(a *paxos.Acceptor, req paxos.Accept) paxos.Accepted {
			if req.Ballot.Below(bound(a)) {
				return paxos.Accepted{Ballot: req.Ballot, Promised: bound(a)}
			}
			a.AcceptedAt, a.Value = req.Ballot, req.Value
			return paxos.Accepted{Ballot: req.Ballot, Value: req.Value, Granted: true}
		}
	},
	// §2.2 asks no more of an acceptor than to keep its promise, and to report the highest-numbered acceptance.
	"reads the paper to the letter": func(rules *paxos.Rules) {
		rules.HandleAccept = func(a *paxos.Acceptor, req paxos.Accept) paxos.Accepted {
			if req.Ballot.Below(a.Promised) {
				return paxos.Accepted{Ballot: req.Ballot, Value: req.Value, Promised: a.Promised}
			}
			if a.AcceptedAt.Below(req.Ballot) {
				a.AcceptedAt, a.Value = req.Ballot, req.Value
			}
			return paxos.Accepted{Ballot: req.Ballot, Value: req.Value, Granted: true, Promised: a.Promised}
		}
	},
	// A refusal need not say what was promised.
	"refuses without a number": func(rules *paxos.Rules) {
		rules.HandlePrepare = func(a *paxos.Acceptor, req paxos.Prepare) paxos.Promise {
			reply := reference.HandlePrepare(a, req)
			reply.Promised = paxos.Ballot{}
			return reply
		}
	},
	"climbs in jumps": func(rules *paxos.Rules) {
		rules.NextBallot = func(p *paxos.Proposer, seen paxos.Ballot) paxos.Prepare {
			if p.Steps {
				reference.NextBallot(p, seen)
				p.Ballot.Round += 5 * uint64(p.Servers)
			} else {
				reference.NextBallot(p, paxos.Ballot{Round: paxos.Highest(p.Ballot, seen).Round + 7})
			}
			return paxos.Prepare{Ballot: p.Ballot}
		}
	},
	// In the round that was seen, a higher ID is enough.
	"climbs as little as it can": func(rules *paxos.Rules) {
		rules.NextBallot = func(p *paxos.Proposer, seen paxos.Ballot) paxos.Prepare {
			used, own := p.Ballot, paxos.Ballot{Round: seen.Round, ID: p.ID}
			req := reference.NextBallot(p, seen)
			if !p.Steps && used.Below(own) && seen.Below(own) && seen.Round > 0 {
				p.Ballot, req.Ballot = own, own
			}
			return req
		}
	},
	// A request of phase 2 may go out more than once.
	"asks again with each late promise": func(rules *paxos.Rules) {
		rules.HandlePromise = func(
			p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise,
		) (paxos.Accept, bool) {
			if p.Phase == paxos.Accepting && reply.Granted && reply.Ballot == p.Ballot {
				return paxos.Accept{Ballot: p.Ballot, Value: p.Proposed}, true
			}
			return reference.HandlePromise(p, from, reply)
		}
	},
	// The highest report of all answers is never below the highest of the majority.
	"remembers the reports of earlier ballots": func(rules *paxos.Rules) {
		rules.NextBallot = func(p *paxos.Proposer, seen paxos.Ballot) paxos.Prepare {
			best, value, from := p.Best, p.BestValue, p.BestFrom
			req := reference.NextBallot(p, seen)
			p.Best, p.BestValue, p.BestFrom = best, value, from
			return req
		}
		rules.HandlePromise = func(
			p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise,
		) (paxos.Accept, bool) {
			if p.Phase == paxos.Preparing && p.Best.Below(reply.AcceptedAt) {
				p.Best, p.BestValue, p.BestFrom = reply.AcceptedAt, reply.Value, from
			}
			return reference.HandlePromise(p, from, reply)
		}
	},
	"learns from what each acceptor did last": func(rules *paxos.Rules) {
		rules.HandleAccepted = func(l *paxos.Learner, from paxos.NodeID, reply paxos.Accepted) (paxos.Value, bool) {
			if l.Chosen != paxos.NoValue || !reply.Granted {
				return l.Chosen, l.Chosen != paxos.NoValue
			}
			mine := func(t paxos.Tally) bool { return t.From == paxos.SetOf(from) }
			if i := slices.IndexFunc(l.Heard, mine); i < 0 {
				first := paxos.Tally{Ballot: reply.Ballot, Value: reply.Value, From: paxos.SetOf(from)}
				l.Heard = append(l.Heard, first)
			} else if l.Heard[i].Ballot.Below(reply.Ballot) {
				l.Heard[i].Ballot, l.Heard[i].Value = reply.Ballot, reply.Value
			}
			for _, t := range l.Heard {
				count := 0
				for _, other := range l.Heard {
					if other.Ballot == t.Ballot {
						count++
					}
				}
				if count > l.Acceptors/2 {
					l.Chosen = t.Value
				}
			}
			return l.Chosen, l.Chosen != paxos.NoValue
		}
	},
	"says once what is chosen": func(rules *paxos.Rules) {
		rules.HandleAccepted = func(l *paxos.Learner, from paxos.NodeID, reply paxos.Accepted) (paxos.Value, bool) {
			if l.Chosen != paxos.NoValue {
				return paxos.NoValue, false
			}
			return reference.HandleAccepted(l, from, reply)
		}
	},
}

func TestPaxosAcceptsWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := variant.grade(grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()})
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

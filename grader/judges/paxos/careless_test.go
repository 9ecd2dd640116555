package paxos_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	"raftlab/lab/paxos"
	"raftlab/lab/paxos/reference"
)

// careless are the mistakes of a learner who read the lesson too fast.
var careless = map[string]change{
	// The promise is given, and not written down.
	"forgets-its-promise": func(rules *paxos.Rules) {
		rules.HandlePrepare = func(a *paxos.Acceptor, req paxos.Prepare) paxos.Promise {
			before := *a
			reply := reference.HandlePrepare(a, req)
			*a = before
			return reply
		}
	},
	// The report has the number of the ballot that asks.
	"reports-the-wrong-number": func(rules *paxos.Rules) {
		rules.HandlePrepare = func(a *paxos.Acceptor, req paxos.Prepare) paxos.Promise {
			reply := reference.HandlePrepare(a, req)
			if reply.Value != paxos.NoValue {
				reply.AcceptedAt = req.Ballot
			}
			return reply
		}
	},
	// "The highest ballot decides" was taken for the rounds alone.
	"compares-rounds-alone": func(rules *paxos.Rules) {
		rules.HandlePrepare = func(a *paxos.Acceptor, req paxos.Prepare) paxos.Promise {
			if req.Ballot.Round < a.Promised.Round {
				return paxos.Promise{Ballot: req.Ballot, Promised: a.Promised}
			}
			a.Promised = req.Ballot
			return paxos.Promise{
				Ballot: req.Ballot, Granted: true, Promised: a.Promised, AcceptedAt: a.AcceptedAt, Value: a.Value,
			}
		}
	},
	// Only what was promised before is accepted.
	"accepts-only-what-it-promised": func(rules *paxos.Rules) {
		rules.HandleAccept = func(a *paxos.Acceptor, req paxos.Accept) paxos.Accepted {
			if req.Ballot != a.Promised {
				return paxos.Accepted{Ballot: req.Ballot, Value: req.Value, Promised: a.Promised}
			}
			return reference.HandleAccept(a, req)
		}
	},
	// "Chosen stays chosen" was read as "accepted stays accepted".
	"accepts-once": func(rules *paxos.Rules) {
		rules.HandleAccept = func(a *paxos.Acceptor, req paxos.Accept) paxos.Accepted {
			if a.Value != paxos.NoValue && a.Value != req.Value {
				return paxos.Accepted{Ballot: req.Ballot, Value: req.Value, Promised: a.Promised}
			}
			return reference.HandleAccept(a, req)
		}
	},
	// One round more than its own, whatever it has heard.
	"climbs-blindly": func(rules *paxos.Rules) {
		rules.NextBallot = func(p *paxos.Proposer, _ paxos.Ballot) paxos.Prepare {
			return reference.NextBallot(p, paxos.Ballot{})
		}
	},
	// The Prepare goes out, and nobody remembers its number.
	"forgets-its-ballot": func(rules *paxos.Rules) {
		rules.NextBallot = func(p *paxos.Proposer, seen paxos.Ballot) paxos.Prepare {
			before := p.Ballot
			req := reference.NextBallot(p, seen)
			p.Ballot = before
			return req
		}
	},
	// Everybody has to answer.
	"waits-for-all": func(rules *paxos.Rules) {
		rules.HandlePromise = func(
			p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise,
		) (paxos.Accept, bool) {
			all := p.Acceptors
			p.Acceptors = 2*all - 1
			req, send := reference.HandlePromise(p, from, reply)
			p.Acceptors = all
			return req, send
		}
	},
	// A late report changes the value of a ballot.
	"obeys-late": func(rules *paxos.Rules) {
		rules.HandlePromise = func(
			p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise,
		) (paxos.Accept, bool) {
			if reply.Ballot == p.Ballot && reply.Granted && p.Phase == paxos.Accepting {
				p.Phase = paxos.Preparing
			}
			return reference.HandlePromise(p, from, reply)
		}
	},
	// The first report is as good as any.
	"takes-the-first-report": func(rules *paxos.Rules) {
		rules.HandlePromise = func(
			p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise,
		) (paxos.Accept, bool) {
			if p.BestValue != paxos.NoValue {
				reply.AcceptedAt, reply.Value = paxos.Ballot{}, paxos.NoValue
			}
			return reference.HandlePromise(p, from, reply)
		}
	},
	// An answer is an answer.
	"counts-refusals-as-acceptances": func(rules *paxos.Rules) {
		rules.HandleAccepted = func(l *paxos.Learner, from paxos.NodeID, reply paxos.Accepted) (paxos.Value, bool) {
			reply.Granted = true
			return reference.HandleAccepted(l, from, reply)
		}
	},
	// The value is known, and not written down.
	"does-not-note-what-it-knows": func(rules *paxos.Rules) {
		rules.HandleAccepted = func(l *paxos.Learner, from paxos.NodeID, reply paxos.Accepted) (paxos.Value, bool) {
			chosen, ok := reference.HandleAccepted(l, from, reply)
			l.Chosen = paxos.NoValue
			return chosen, ok
		}
	},
}

// TestReportsOnCarelessRulesHelp: people have read the reports in testdata.
func TestReportsOnCarelessRulesHelp(t *testing.T) {
	t.Parallel()
	for name, rules := range careless {
		report := rules.grade(grader.DefaultBudget())
		assert.NotEqual(t, grader.Pass, report.Verdict, name)
		judgetest.Golden(t, "paxos-"+name+".txt", report)
	}
}

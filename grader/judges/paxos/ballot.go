package paxos

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/paxos"
)

// ballotCall is a proposer that begins a ballot.
type ballotCall struct {
	name, why string
	proposer  paxos.Proposer
	seen      paxos.Ballot
}

func (c ballotCall) size() int {
	return c.proposer.Servers + int(c.proposer.ID) + int(c.proposer.Ballot.Round) + int(c.seen.Round)
}

func (c ballotCall) toCase() Case {
	return Case{Name: c.name, Place: numbering, Why: c.why, Run: c.run}
}

func (c ballotCall) run(rules paxos.Rules) *grader.CaseFailure {
	p := c.proposer
	req := rules.NextBallot(&p, c.seen)
	failure := c.judge(req.Ballot, p)
	if failure == nil {
		return nil
	}
	failure.State = proposerText(c.proposer)
	if c.proposer.Steps {
		failure.State += fmt.Sprintf(", ballots in steps of %d", c.proposer.Servers)
	}
	failure.Request = fmt.Sprintf("a new ballot; seen=%v", c.seen)
	failure.Yours = fmt.Sprintf("Prepare ballot=%v; after it %s", req.Ballot, proposerText(p))
	failure.Allowed = fmt.Sprintf("a ballot of S%d above %v, which is in Ballot, and phase preparing", p.ID,
		paxos.Highest(c.proposer.Ballot, c.seen))
	return ownWords(failure, c.name)
}

// judge lets a ballot be any that is this proposer's own, and higher. How much higher is the proposer's matter.
func (c ballotCall) judge(n paxos.Ballot, p paxos.Proposer) *grader.CaseFailure {
	own := c.proposer
	switch {
	case n.Round == 0 || n.Owner(own.Servers) != own.ID || (n.ID == paxos.None) != own.Steps:
		return c.foreign(n)
	case !own.Ballot.Below(n):
		return call.Breaks(numbering, "paxos.call.ballot.used",
			"The proposer has used ballot %v, and begins %v: each of its ballots is higher than the one before, or "+
				"two "+
				"values could be proposed in one.", own.Ballot, n)
	case p.Ballot.Below(n):
		return call.Breaks(numbering, "paxos.call.ballot.not-noted",
			"The Prepare is of ballot %v, and Ballot is %v. Ballot is what is saved: after a crash the proposer would "+
				"begin ballot %v again.", n, p.Ballot, n)
	case p.Ballot != n:
		return call.Breaks(numbering, "paxos.call.ballot.other",
			"The Prepare is of ballot %v, and Ballot is %v: the promises that come are not for it.", n, p.Ballot)
	case !c.seen.Below(n):
		return call.Stalls(numbering, "paxos.call.ballot.seen",
			"Ballot %v has been seen, and %v is not above it: acceptors that promised %v will refuse.", c.seen, n,
			c.seen)
	case p.Phase != paxos.Preparing:
		return call.Stalls(numbering, "paxos.call.ballot.phase",
			"The Prepare goes out, and the phase is %v: the server ignores refusals but in phases preparing and "+
				"accepting.", p.Phase)
	}
	return nil
}

// foreign: the ballot may be another proposer's.
func (c ballotCall) foreign(n paxos.Ballot) *grader.CaseFailure {
	own := c.proposer
	if own.Steps {
		return call.Breaks(numbering, "paxos.call.ballot.foreign-step",
			"Ballot %v is not one of S%d, which counts %d, %d, %d and so on, without an ID: another proposer may "+
				"use it, "+
				"with another value.", n, own.ID, own.ID, int(own.ID)+own.Servers, int(own.ID)+2*own.Servers)
	}
	return call.Breaks(numbering, "paxos.call.ballot.foreign-pair",
		"Ballot %v is not one of S%d: its ID must be %d. Another proposer may use it, with another value.", n, own.ID,
		own.ID)
}

// proposer is a proposer with a wish, of so many servers, which all accept.
func proposer(id paxos.NodeID, servers int, ballot paxos.Ballot) paxos.Proposer {
	return paxos.Proposer{ID: id, Servers: servers, Acceptors: servers, Wish: "W", Ballot: ballot}
}

func stepping(id paxos.NodeID, servers int, round uint64) paxos.Proposer {
	p := proposer(id, servers, paxos.Ballot{Round: round})
	p.Steps = true
	return p
}

func ballotSituations() []ballotCall {
	none := paxos.Ballot{}
	return []ballotCall{
		{"the first ballot", "The proposer has used no ballot, and seen none.", proposer(2, 3, none), none},
		{"a ballot after one of its own", "Ballot 2.1 was used, perhaps before a crash. It is never used again.",
			proposer(1, 3, b(2, 1)), none},
		{"a ballot after a refusal", "Acceptors have promised 4.3. The next ballot is above that.",
			proposer(1, 3, b(2, 1)), b(4, 3)},
		{"a ballot after a lower one was seen", "2.3 was seen, and 5.1 used: its own ballots rise, too.",
			proposer(1, 3, b(5, 1)), b(2, 3)},
		{"the first ballot in steps", "With three servers S2 counts 2, 5, 8.", stepping(2, 3, 0), none},
		{"a ballot in steps after a refusal", "Acceptors have promised 6. S2 counts 2, 5, 8: the next above 6 is 8.",
			stepping(2, 3, 5), paxos.Ballot{Round: 6}},
		{"a ballot in steps after its own was seen", "5 was used. The next one of S2 is 8.",
			stepping(2, 3, 5), paxos.Ballot{Round: 5}},
		{"a ballot in steps far below the one seen", "With four servers S4 counts 4, 8, 12. 11 was seen.",
			stepping(4, 4, 4), paxos.Ballot{Round: 11}},
	}
}

// smallBallots is every proposer of up to four servers, with every ballot of its own in the first rounds, after every
// ballot that it may have seen.
func smallBallots() []ballotCall {
	var calls []ballotCall
	for servers := 1; servers <= 4; servers++ {
		for id := paxos.NodeID(1); int(id) <= servers; id++ {
			for round := uint64(0); round <= 2; round++ {
				pair, step := paxos.Ballot{}, uint64(0)
				if round > 0 {
					pair, step = b(round, id), uint64(id)+(round-1)*uint64(servers)
				}
				calls = append(calls, ballotCall{proposer: proposer(id, servers, pair)})
				for seen := uint64(0); seen <= 3*uint64(servers); seen++ {
					calls = append(calls,
						ballotCall{proposer: stepping(id, servers, step), seen: paxos.Ballot{Round: seen}})
				}
				for seen := uint64(1); seen <= 3; seen++ {
					for other := paxos.NodeID(1); int(other) <= servers; other++ {
						calls = append(calls, ballotCall{proposer: proposer(id, servers, pair), seen: b(seen, other)})
					}
				}
			}
		}
	}
	return calls
}

package reference

import "raftlab/lab/paxos"

// NextBallot begins a ballot that is higher than all that the proposer has used or seen, and that no other proposer
// uses: phase 1(a) of §2.2, and §2.5. Nothing that an earlier ballot gathered counts in it.
func NextBallot(p *paxos.Proposer, seen paxos.Ballot) paxos.Prepare {
	round := max(p.Ballot.Round, seen.Round)
	if p.Steps {
		// Server i of k uses i, i+k, i+2k, ...: the first of them above round.
		next, k := uint64(p.ID), uint64(p.Servers)
		if round >= next {
			next += (round - next + k) / k * k
		}
		p.Ballot = paxos.Ballot{Round: next}
	} else {
		p.Ballot = paxos.Ballot{Round: round + 1, ID: p.ID}
	}
	p.Phase, p.Promises, p.Proposed = paxos.Preparing, 0, paxos.NoValue
	p.Best, p.BestValue, p.BestFrom = paxos.Ballot{}, paxos.NoValue, paxos.None
	return paxos.Prepare{Ballot: p.Ballot}
}

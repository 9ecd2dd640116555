package reference_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"raftlab/lab/paxos"
	"raftlab/lab/paxos/reference"
)

func ballot(round uint64, id paxos.NodeID) paxos.Ballot { return paxos.Ballot{Round: round, ID: id} }

// §2.2, phase 1(b): "If an acceptor receives a prepare request with number n greater than that of any prepare request
// to which it has already responded, then it responds to the request with a promise not to accept any more proposals
// numbered less than n and with the highest-numbered proposal (if any) that it has accepted."
func TestAcceptorPromisesAboveItsPromise(t *testing.T) {
	a := paxos.Acceptor{Promised: ballot(2, 1), AcceptedAt: ballot(1, 3), Value: "X"}
	reply := reference.HandlePrepare(&a, paxos.Prepare{Ballot: ballot(2, 2)})
	assert.Equal(t, paxos.Promise{
		Ballot: ballot(2, 2), Granted: true, Promised: ballot(2, 2), AcceptedAt: ballot(1, 3), Value: "X",
	}, reply)
	assert.Equal(t, ballot(2, 2), a.Promised)
}

// §2.5: an acceptor that ignores a request because it has responded to a higher one should tell the proposer so.
func TestRefusalSaysWhatWasPromised(t *testing.T) {
	a := paxos.Acceptor{Promised: ballot(3, 1)}
	before := a
	prepare := reference.HandlePrepare(&a, paxos.Prepare{Ballot: ballot(2, 5)})
	assert.Equal(t, paxos.Promise{Ballot: ballot(2, 5), Promised: ballot(3, 1)}, prepare)
	accept := reference.HandleAccept(&a, paxos.Accept{Ballot: ballot(2, 5), Value: "Y"})
	assert.Equal(t, paxos.Accepted{Ballot: ballot(2, 5), Value: "Y", Promised: ballot(3, 1)}, accept)
	assert.Equal(t, before, a, "a refusal changes nothing")
}

// §2.2, phase 2(b): an acceptor accepts "unless it has already responded to a prepare request having a number greater
// than n": the promised ballot itself is accepted.
func TestAcceptorAcceptsWhatItPromised(t *testing.T) {
	a := paxos.Acceptor{Promised: ballot(2, 1), AcceptedAt: ballot(1, 1), Value: "X"}
	reply := reference.HandleAccept(&a, paxos.Accept{Ballot: ballot(2, 1), Value: "Y"})
	assert.True(t, reply.Granted)
	assert.Equal(t, paxos.Acceptor{Promised: ballot(2, 1), AcceptedAt: ballot(2, 1), Value: "Y"}, a)
}

// §2.2, P1a: an acceptor that never saw the Prepare accepts, too, and afterwards refuses what is lower.
func TestAcceptanceIsAPromise(t *testing.T) {
	a := paxos.Acceptor{Promised: ballot(1, 1)}
	assert.True(t, reference.HandleAccept(&a, paxos.Accept{Ballot: ballot(4, 1), Value: "X"}).Granted)
	assert.False(t, reference.HandleAccept(&a, paxos.Accept{Ballot: ballot(3, 1), Value: "Y"}).Granted)
	assert.False(t, reference.HandlePrepare(&a, paxos.Prepare{Ballot: ballot(3, 1)}).Granted)
}

// §2.2: whatever comes, in any order, an acceptor's promise and its acceptance never fall, and it has accepted nothing
// above its promise.
func TestAcceptorNeverGoesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := paxos.Acceptor{}
		for range rapid.IntRange(1, 20).Draw(t, "requests") {
			before := a
			b := ballot(rapid.Uint64Range(1, 5).Draw(t, "round"), paxos.NodeID(rapid.IntRange(1, 3).Draw(t, "id")))
			if rapid.Bool().Draw(t, "prepare") {
				reference.HandlePrepare(&a, paxos.Prepare{Ballot: b})
			} else {
				reference.HandleAccept(&a, paxos.Accept{Ballot: b, Value: "v"})
			}
			assert.False(t, a.Promised.Below(before.Promised))
			assert.False(t, a.AcceptedAt.Below(before.AcceptedAt))
			assert.False(t, a.Promised.Below(a.AcceptedAt))
		}
	})
}

// promising is a proposer in phase 1 of a ballot, with five acceptors.
func promising(wish paxos.Value) *paxos.Proposer {
	p := &paxos.Proposer{ID: 1, Servers: 5, Acceptors: 5, Wish: wish}
	reference.NextBallot(p, ballot(4, 4))
	return p
}

// §2.2, P2c and phase 2(a): the value is that of the highest-numbered proposal among the responses, "or is any value if
// the responses reported no proposals".
func TestProposerObeysTheHighestBallot(t *testing.T) {
	p := promising("Z")
	reports := []paxos.Promise{
		{AcceptedAt: ballot(1, 1), Value: "X"}, {AcceptedAt: ballot(2, 2), Value: "Y"},
		{AcceptedAt: ballot(3, 3), Value: "X"},
	}
	for i, report := range reports {
		report.Ballot, report.Granted = p.Ballot, true
		req, send := reference.HandlePromise(p, paxos.NodeID(i+1), report)
		assert.Equal(t, i == 2, send, "three of five are a majority")
		if send {
			assert.Equal(t, paxos.Accept{Ballot: ballot(5, 1), Value: "X"}, req)
		}
	}
	assert.Equal(t, paxos.NodeID(3), p.BestFrom)

	free := promising("Z")
	var last paxos.Accept
	for id := paxos.NodeID(1); id <= 3; id++ {
		last, _ = reference.HandlePromise(free, id, paxos.Promise{Ballot: free.Ballot, Granted: true})
	}
	assert.Equal(t, paxos.Value("Z"), last.Value)
}

// §2.1: messages may be duplicated. §2.2: responses to another ballot say nothing about this one.
func TestOnlyAcceptorsOfThisBallotCount(t *testing.T) {
	p := promising("Z")
	granted := paxos.Promise{Ballot: p.Ballot, Granted: true}
	for range 5 {
		_, send := reference.HandlePromise(p, 2, granted)
		assert.False(t, send, "a promise that comes twice is one")
	}
	old := granted
	old.Ballot = ballot(4, 1)
	refused := granted
	refused.Granted = false
	for id := paxos.NodeID(3); id <= 5; id++ {
		_, send := reference.HandlePromise(p, id, old)
		assert.False(t, send)
		_, send = reference.HandlePromise(p, id, refused)
		assert.False(t, send)
	}
	assert.Equal(t, paxos.SetOf(2), p.Promises)
}

// A late promise must not lead to a second request in the same ballot: it could have another value.
func TestOneRequestABallot(t *testing.T) {
	p := promising("Z")
	for id := paxos.NodeID(1); id <= 3; id++ {
		reference.HandlePromise(p, id, paxos.Promise{Ballot: p.Ballot, Granted: true})
	}
	late := paxos.Promise{Ballot: p.Ballot, Granted: true, AcceptedAt: ballot(4, 4), Value: "Y"}
	_, send := reference.HandlePromise(p, 4, late)
	assert.False(t, send)
	assert.Equal(t, paxos.Value("Z"), p.Proposed)
}

// §2.5: "Different proposers choose their numbers from disjoint sets of numbers", and each proposer's numbers rise.
func TestBallotsNeverMeet(t *testing.T) {
	for _, steps := range []bool{false, true} {
		rapid.Check(t, func(t *rapid.T) {
			used := map[paxos.Ballot]paxos.NodeID{}
			proposers := []*paxos.Proposer{}
			for id := paxos.NodeID(1); id <= 3; id++ {
				proposers = append(proposers, &paxos.Proposer{ID: id, Servers: 3, Acceptors: 3, Steps: steps})
			}
			seen := paxos.Ballot{}
			for range rapid.IntRange(1, 30).Draw(t, "ballots") {
				p := proposers[rapid.IntRange(0, 2).Draw(t, "who")]
				before, heard := p.Ballot, paxos.Ballot{}
				if rapid.Bool().Draw(t, "hears") {
					heard = seen
				}
				b := reference.NextBallot(p, heard).Ballot
				assert.True(t, before.Below(b) && heard.Below(b), "%v after %v and %v", b, before, heard)
				assert.Equal(t, p.ID, b.Owner(3))
				assert.NotContains(t, used, b)
				used[b] = p.ID
				seen = paxos.Highest(seen, b)
			}
		})
	}
}

// A ballot begins with nothing of the ballot before.
func TestNextBallotForgetsTheLastOne(t *testing.T) {
	p := promising("Z")
	reference.HandlePromise(p, 2, paxos.Promise{
		Ballot: p.Ballot, Granted: true, AcceptedAt: ballot(1, 1), Value: "X",
	})
	reference.NextBallot(p, paxos.Ballot{})
	assert.Equal(t, paxos.Proposer{
		ID: 1, Servers: 5, Acceptors: 5, Wish: "Z", Phase: paxos.Preparing, Ballot: ballot(6, 1),
	}, *p)
}

package zab

import "raftlab/lab/zab"

// vote is a vote for a server of epoch 1, with so many transactions.
func vote(id zab.NodeID, count uint32) zab.Vote {
	return zab.Vote{Leader: id, Epoch: 1, Zxid: zab.MakeZxid(1, count)}
}

// looker is S2 of three voters in a round, with a vote. S4 is an observer.
func looker(round zab.Round, wants zab.Vote, others ...zab.Slip) zab.Election {
	e := zab.Election{ID: 2, Voters: zab.SetOf(1, 2, 3), Round: round, Own: vote(2, 2), Vote: wants}
	e.Votes.Put(2, zab.Notification{Vote: wants, Round: round})
	for _, slip := range others {
		if slip.Standing == zab.Looking || slip.Round == round {
			e.Votes.Put(slip.From, slip.Notification)
		}
		if slip.Standing != zab.Looking {
			e.Outside.Put(slip.From, slip.Notification)
		}
	}
	return e
}

// over is a server whose election is over.
func over(standing zab.Standing, id zab.NodeID, wants zab.Vote) zab.Election {
	e := looker(2, wants)
	e.ID, e.Standing = id, standing
	e.Votes = nil
	return e
}

func heard(from zab.NodeID, v zab.Vote, round zab.Round, standing zab.Standing) zab.Slip {
	return zab.Slip{From: from, Notification: zab.Notification{Vote: v, Round: round, Standing: standing}}
}

func notificationCases() []Case {
	const looks, follows, leads = zab.Looking, zab.Following, zab.Leading
	own, better, worse := vote(2, 2), vote(3, 3), vote(1, 1)
	type example struct {
		name, place, why, code string
		election               zab.Election
		heard                  zab.Slip
	}
	var cases []Case
	for _, x := range []example{
		{"a better vote", voting, "S3 has a transaction more. S2 votes for it from now on, and says so in Votes, too.",
			wrongVote, looker(2, own), heard(3, better, 2, looks)},
		{"a worse vote", voting, "S2 keeps its vote, and notes that of S1: S1 may change its mind.", lostVote,
			looker(2, own), heard(1, worse, 2, looks)},
		{"a vote like its own", voting, "S1 wants S2, too. Both votes are in Votes, and nothing is left to answer.",
			lostVote, looker(2, own), heard(1, own, 2, looks)},
		{"a server changes its mind", voting, "S1 voted for itself before, and now for S3. Its last vote counts.",
			changedVote, looker(2, better, heard(1, worse, 2, looks)), heard(1, better, 2, looks)},
		{"a server that follows", voting, "S1 no longer looks: Outside keeps what it says. Its election was another " +
			"round, so it is no vote of this one.", oldVotes, looker(2, own), heard(1, better, 5, follows)},
		{"a server that leads, of this round", voting, "S3 has won in this round already. Its vote counts here, too.",
			lostVote, looker(2, own), heard(3, better, 2, leads)},
		{"an observer", voting, "S4 may ask, and is answered. It decides nothing, whatever its round and vote.",
			notAVoter, looker(2, own), heard(4, better, 7, looks)},
		{"S2 follows, and is asked", voting, "The election of S2 is over, and S1 looks: the answer says who leads.",
			finished, over(follows, 2, better), heard(1, worse, 9, looks)},
		{"S2 leads, and hears of a follower", voting, "S1 does not look, so it has no use for an answer.",
			needlessReply, over(leads, 2, own), heard(1, own, 2, follows)},
		{"a lower round", rounds, "S3 is behind. The answer shows it the round, and its vote does not count.",
			noReply, looker(4, own), heard(3, better, 3, looks)},
		{"a higher round", rounds, "S2 is behind. What it heard in round 2 says nothing in round 3: Votes has its " +
			"own vote and that of S3.", oldVotes,
			looker(2, own, heard(1, worse, 2, looks)), heard(3, better, 3, looks)},
		{"a higher round with a worse vote", rounds, "S2 comes to round 5, and votes for itself there.", wrongVote,
			looker(2, own), heard(1, worse, 5, looks)},
		{"a higher round, and a vote for a server that is gone", rounds, "S2 voted for S3, and S3 may be gone. In " +
			"round 3 S2 begins with its own vote.", keepsVote, looker(2, better), heard(1, worse, 3, looks)},
	} {
		cases = append(cases, arrival{
			x.name, x.place, x.why, x.code, x.election, x.heard.From, x.heard.Notification,
		}.toCase())
	}
	return cases
}

// smallVotes are votes worse than S2's own, equal to it, and better than it in each way.
func smallVotes() []zab.Vote {
	return []zab.Vote{
		vote(1, 1), vote(2, 2), vote(3, 2), vote(3, 3), {Leader: 1, Epoch: 2, Zxid: zab.MakeZxid(1, 1)},
	}
}

// smallNotifications is every vote for a small server.
func smallNotifications() []arrival {
	var calls []arrival
	for _, wants := range []zab.Vote{vote(2, 2), vote(3, 3)} {
		for _, others := range [][]zab.Slip{
			nil, {heard(1, vote(1, 1), 2, zab.Looking)}, {heard(3, vote(3, 3), 2, zab.Leading)},
			{heard(1, wants, 2, zab.Looking), heard(3, vote(3, 3), 2, zab.Looking)},
			{heard(1, vote(3, 3), 7, zab.Following)},
		} {
			calls = append(calls, arrivals(looker(2, wants, others...))...)
		}
	}
	calls = append(calls, arrivals(over(zab.Following, 2, vote(3, 3)))...)
	calls = append(calls, arrivals(over(zab.Leading, 2, vote(2, 2)))...)
	observer := zab.Election{ID: 4, Voters: zab.SetOf(1, 2, 3), Round: 2}
	observer.Votes.Put(4, zab.Notification{Round: 2})
	return append(calls, arrivals(observer)...)
}

// arrivals is every vote that a server may get.
func arrivals(e zab.Election) []arrival {
	var calls []arrival
	for from := zab.NodeID(1); from <= 4; from++ {
		for round := zab.Round(1); round <= 4 && from != e.ID; round++ {
			for _, v := range smallVotes() {
				for _, standing := range []zab.Standing{zab.Looking, zab.Following, zab.Leading, zab.Observing} {
					n := zab.Notification{Vote: v, Round: round, Standing: standing}
					if c := (arrival{election: e, from: from, n: n}); c.canBe() {
						calls = append(calls, c)
					}
				}
			}
		}
	}
	return calls
}

// canBe reports whether the sender can be what it says: a leader votes for itself, a follower for another one, and only
// an observer observes.
func (c arrival) canBe() bool {
	votes := c.election.Voters.Has(c.from)
	switch c.n.Standing {
	case zab.Following:
		return votes && c.n.Vote.Leader != c.from
	case zab.Leading:
		return votes && c.n.Vote.Leader == c.from
	case zab.Observing:
		return !votes
	}
	return true
}

package zab

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
)

// arrival is one call of HandleNotification. These are left open: an answer to a server that does not know what this
// one votes for; an observer's answer to a lower round; whether a vote that cannot count is kept in a box all the same;
// and whether what was heard of finished elections is kept when its sender looks again, or when the round rises.
type arrival struct {
	name, place, why, code string
	election               zab.Election
	from                   zab.NodeID
	n                      zab.Notification
}

// The codes of what goes wrong when a vote comes.
const (
	noReply        = "zab.call.vote.reply-missing"
	needlessReply  = "zab.call.vote.reply-needless"
	finished       = "zab.call.vote.finished"
	wrongVote      = "zab.call.vote.vote"
	ownVote        = "zab.call.vote.own"
	keepsVote      = "zab.call.vote.keeps"
	wrongRound     = "zab.call.vote.round"
	oldVotes       = "zab.call.vote.old-votes"
	lostVote       = "zab.call.vote.lost"
	changedVote    = "zab.call.vote.changed"
	notAVoter      = "zab.call.vote.observer"
	lostOutside    = "zab.call.vote.outside-lost"
	changedOutside = "zab.call.vote.outside"
)

func (c arrival) size() int {
	return int(c.election.Round+c.n.Round) + 3*len(c.election.Votes) + 3*len(c.election.Outside) +
		int(c.n.Standing) + int(c.from)
}

func (c arrival) toCase() Case {
	place := c.place
	if place == "" {
		place = c.about()
	}
	return Case{Name: c.name, Place: place, Why: c.why, Run: c.run, Call: c.text}
}

// about is the place of the call: what a round decides is another task than the rest.
func (c arrival) about() string {
	if c.counts() && c.n.Standing == zab.Looking && c.n.Round != c.election.Round {
		return rounds
	}
	return voting
}

// counts reports whether the vote may count: a voter's, for a server that looks.
func (c arrival) counts() bool {
	return c.election.Standing == zab.Looking && c.election.Voters.Has(c.from)
}

func (c arrival) text() (state, request string) {
	return electionText(&c.election), fmt.Sprintf("%v is %v in round %d, with the vote %s",
		c.from, c.n.Standing, c.n.Round, voteText(c.n.Vote))
}

func cloneElection(e zab.Election) zab.Election {
	e.Votes, e.Outside = slices.Clone(e.Votes), slices.Clone(e.Outside)
	return e
}

func (c arrival) run(rules zab.Rules) *grader.CaseFailure {
	got, want := cloneElection(c.election), cloneElection(c.election)
	got.Use(&rules)
	reply := rules.HandleNotification(&got, c.from, c.n)
	right := reference.Rules()
	want.Use(&right)
	wanted := reference.HandleNotification(&want, c.from, c.n)
	if got.Vote != want.Vote && c.counts() {
		c.useOwnOrder(rules, &want)
	}
	failure := call.Gravest(c.round(&got, &want), c.vote(&got, &want), c.votes(&got, &want),
		c.outside(&got, &want), c.replies(reply, wanted, &got))
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = c.text()
	failure.Yours = fmt.Sprintf("%s; after it %s", answerText(reply, "answered"), votesText(&got))
	failure.Allowed = fmt.Sprintf("%s; after it %s", answerText(wanted, "answered"), votesText(&want))
	return ownWords(failure, c.code)
}

// useOwnOrder has the expected outcome follow the learner's order of votes: a mistake in that is reported by its own
// calls, and once is enough.
func (c arrival) useOwnOrder(rules zab.Rules, want *zab.Election) {
	own := cloneElection(c.election)
	right := reference.Rules()
	right.Better = rules.Better
	own.Use(&right)
	if call.Asked(func() { reference.HandleNotification(&own, c.from, c.n) }) {
		*want = own
	}
}

func (c arrival) round(got, want *zab.Election) *grader.CaseFailure {
	switch {
	case got.Round == want.Round:
		return nil
	case c.election.Standing != zab.Looking:
		return call.Stalls(voting, finished,
			"%v is %v: its election is over, and its round was %d. Now it is %d.",
			got.ID, got.Standing, want.Round, got.Round)
	case !c.election.Voters.Has(c.from):
		return call.Stalls(voting, notAVoter,
			"%v is an observer, and the round is %d instead of %d: observers decide nothing.",
			c.from, got.Round, want.Round)
	case c.n.Standing != zab.Looking:
		return call.Stalls(voting, wrongRound,
			"%v no longer looks. Its round is that of its election, and this server's stays %d.", c.from, want.Round)
	case c.n.Round > c.election.Round:
		return call.Stalls(rounds, wrongRound,
			"%v is in round %d, and this server in %d: it is behind, and has to come to round %d. Otherwise the two "+
				"never vote in one round.", c.from, c.n.Round, got.Round, want.Round)
	}
	return call.Stalls(rounds, wrongRound, "The round was %d and is %d: only a higher round of a voter that looks "+
		"changes it.", c.election.Round, got.Round)
}

func (c arrival) vote(got, want *zab.Election) *grader.CaseFailure {
	before, place := c.election.Vote, c.about()
	switch {
	case got.Vote == want.Vote:
		return nil
	case c.election.Standing != zab.Looking:
		return call.Stalls(voting, finished,
			"%v is %v: its vote is the one that ended its election, and others learn from it who leads.",
			got.ID, got.Standing)
	case !c.election.Voters.Has(c.from):
		return call.Stalls(voting, notAVoter, "%v is an observer, and its vote changes nobody's.", c.from)
	case c.n.Standing != zab.Looking:
		return call.Stalls(voting, wrongVote,
			"%v no longer looks. Its vote is of a finished election, and this server still votes for %s.",
			c.from, voteText(before))
	case c.n.Round < c.election.Round:
		return call.Stalls(rounds, wrongVote,
			"The vote is of round %d, and this server is in round %d: it no longer counts.",
			c.n.Round, c.election.Round)
	case c.n.Round > c.election.Round && got.Vote == before:
		return call.Stalls(rounds, keepsVote,
			"Round %d begins again with this server's own vote or the one that came, whichever is better. The vote of "+
				"round %d may be for a server that is gone.", c.n.Round, c.election.Round)
	case got.Vote == before:
		return call.Stalls(place, wrongVote,
			"The vote for %s is better than the one for %s, and this server does not change to it: the servers never "+
				"agree.", voteText(c.n.Vote), voteText(before))
	}
	return call.Stalls(place, wrongVote,
		"The vote was for %s, one for %s came, and now it is for %s. It must be for %s.",
		voteText(before), voteText(c.n.Vote), voteText(got.Vote), voteText(want.Vote))
}

// votes judges the box of the round. An observer's vote in it does not count, and may be there.
func (c arrival) votes(got, want *zab.Election) *grader.CaseFailure {
	if c.election.Standing != zab.Looking {
		return nil // the box is emptied before it is used again
	}
	for _, slip := range got.Votes {
		wanted, known := want.Votes.Get(slip.From)
		if failure := c.slip(slip, wanted, known, got); failure != nil {
			return failure
		}
	}
	for _, slip := range want.Votes {
		if _, is := got.Votes.Get(slip.From); is {
			continue
		}
		if slip.From == got.ID {
			return call.Stalls(c.about(), ownVote,
				"This server votes for %s, and its own vote is not in Votes: one too few is counted.",
				voteText(got.Vote))
		}
		return call.Stalls(c.about(), lostVote,
			"The vote of %v is not in Votes, and it is of this round: a quorum is never counted.", slip.From)
	}
	return nil
}

// slip judges one vote in the box of the round.
func (c arrival) slip(slip zab.Slip, wanted zab.Notification, known bool, got *zab.Election) *grader.CaseFailure {
	same := slip.Vote == wanted.Vote && slip.Round == wanted.Round
	switch {
	case known && same || !c.election.Voters.Has(slip.From) && slip.From != got.ID:
		return nil
	case slip.From == got.ID:
		return call.Stalls(c.about(), ownVote,
			"This server votes for %s in round %d. In Votes its own vote is for %s, in round %d.",
			voteText(got.Vote), got.Round, voteText(slip.Vote), slip.Round)
	case !known && c.n.Standing != zab.Looking && slip.From == c.from:
		return call.Stalls(voting, oldVotes,
			"%v no longer looks, and its election was round %d. In round %d its vote does not count.",
			slip.From, c.n.Round, got.Round)
	case !known:
		return call.Stalls(rounds, oldVotes,
			"The vote of %v is of round %d, and is in Votes in round %d: that server may have changed its mind since.",
			slip.From, slip.Round, got.Round)
	}
	return call.Stalls(c.about(), changedVote,
		"In Votes, %v votes for %s in round %d, and its last vote is for %s in round %d.",
		slip.From, voteText(slip.Vote), slip.Round, voteText(wanted.Vote), wanted.Round)
}

// outside judges what was heard of finished elections.
func (c arrival) outside(got, want *zab.Election) *grader.CaseFailure {
	if c.election.Standing != zab.Looking {
		return nil
	}
	for _, slip := range got.Outside {
		wanted, known := want.Outside.Get(slip.From)
		if c.election.Voters.Has(slip.From) && (!known || wanted != slip.Notification) {
			return call.Stalls(voting, changedOutside,
				"Outside has a vote of %v for %s as %v: that is not what %v said last when it did not look.",
				slip.From, voteText(slip.Vote), slip.Standing, slip.From)
		}
	}
	for _, slip := range want.Outside {
		_, is := got.Outside.Get(slip.From)
		looksAgain := slip.From == c.from && c.n.Standing == zab.Looking
		if is || looksAgain || got.Round > c.election.Round {
			continue
		}
		return call.Stalls(voting, lostOutside,
			"%v is %v, and Outside does not have it: a server that comes late never learns who leads.",
			slip.From, slip.Standing)
	}
	return nil
}

func (c arrival) replies(reply, wanted bool, got *zab.Election) *grader.CaseFailure {
	if reply == wanted || c.mayReply(got) {
		return nil
	}
	switch {
	case reply:
		return call.Stalls(c.about(), needlessReply,
			"The vote is answered, and its sender knows the answer already. If it does the same, the two never stop.")
	case c.election.Standing != zab.Looking:
		return call.Stalls(voting, finished,
			"%v looks, and %v is %v. Without an answer the sender never learns that the election is over.",
			c.from, got.ID, got.Standing)
	case !c.election.Voters.Has(c.from):
		return call.Stalls(voting, notAVoter,
			"%v is an observer that looks. It hears of a leader only if somebody answers.", c.from)
	}
	return call.Stalls(rounds, noReply,
		"%v is still in round %d. Without an answer it does not learn of round %d.",
		c.from, c.n.Round, c.election.Round)
}

// mayReply reports whether both sources leave the answer open: the sender gets to know something, or the answer
// ends there.
func (c arrival) mayReply(got *zab.Election) bool {
	switch {
	case c.election.Standing != zab.Looking:
		return false
	case !c.election.Voters.Has(c.from):
		return c.n.Standing != zab.Looking // ZooKeeper answers these, too
	case c.n.Standing != zab.Looking:
		return false
	case c.n.Round == c.election.Round:
		return c.n.Vote != got.Vote
	case c.n.Round > c.election.Round:
		return true
	}
	return !c.election.Voters.Has(got.ID)
}

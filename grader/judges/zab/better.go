package zab

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
)

// comparison is one call of Better. Nothing is left open in it: the order is total.
type comparison struct {
	name, why, code string
	a, b            zab.Vote
}

func betterCases() []Case {
	vote := func(id zab.NodeID, e zab.Epoch, z zab.Zxid) zab.Vote { return zab.Vote{Leader: id, Epoch: e, Zxid: z} }
	z := zab.MakeZxid
	var cases []Case
	for _, c := range []comparison{
		{"a later epoch with less", "S1 was made equal by the leader of epoch 2. What that leader did not have was " +
			"never committed, so 1:9 counts for nothing.", byEpoch,
			vote(1, 2, z(1, 1)), vote(3, 1, z(1, 9))},
		{"an earlier epoch with more", "S3 has been in epoch 1 only. A longer history does not make up for that.",
			byEpoch, vote(3, 1, z(1, 9)), vote(1, 2, z(1, 1))},
		{"one epoch, and more transactions", "S1 has 1:3, and S3 has not. The winner needs all that a quorum may have.",
			byZxid, vote(1, 1, z(1, 3)), vote(3, 1, z(1, 2))},
		{"one epoch, and fewer transactions", "S3 lacks 1:3. Its higher number counts only between equal histories.",
			byID, vote(3, 1, z(1, 2)), vote(1, 1, z(1, 3))},
		{"equal, with a higher number", "Somebody must win, and all servers must agree who: the higher number does.",
			byTie, vote(3, 1, z(1, 2)), vote(2, 1, z(1, 2))},
		{"equal, with a lower number", "S2 does not beat S3, or each of the two would give way to the other.",
			byTie, vote(2, 1, z(1, 2)), vote(3, 1, z(1, 2))},
		{"the same vote", "A vote does not beat itself. A leader asks this about a follower with just as much.",
			bySame, vote(2, 1, z(1, 2)), vote(2, 1, z(1, 2))},
	} {
		cases = append(cases, c.toCase())
	}
	return cases
}

// The codes of what decides a comparison.
const (
	byEpoch = "zab.call.better.epoch"
	byZxid  = "zab.call.better.zxid"
	byID    = "zab.call.better.id-first"
	byTie   = "zab.call.better.tie"
	bySame  = "zab.call.better.same"
)

// smallComparisons is every pair of small votes. A server has no transaction of an epoch in which it was not.
func smallComparisons() []comparison {
	votes := []zab.Vote{{}}
	for epoch := range zab.Epoch(3) {
		for _, z := range []zab.Zxid{
			0, zab.MakeZxid(1, 1), zab.MakeZxid(1, 2), zab.MakeZxid(2, 1), zab.MakeZxid(2, 2),
		} {
			for id := zab.NodeID(1); id <= 3 && z.Epoch() <= epoch; id++ {
				votes = append(votes, zab.Vote{Leader: id, Epoch: epoch, Zxid: z})
			}
		}
	}
	var calls []comparison
	for _, a := range votes {
		for _, b := range votes {
			calls = append(calls, comparison{a: a, b: b})
		}
	}
	return calls
}

func (c comparison) size() int {
	return int(c.a.Leader+c.b.Leader) + int(c.a.Epoch+c.b.Epoch) + int(c.a.Zxid.Counter()+c.b.Zxid.Counter())
}

func (c comparison) toCase() Case {
	return Case{Name: c.name, Place: comparing, Why: c.why, Run: c.run, Call: c.text}
}

func (c comparison) text() (state, request string) {
	return "a is a vote for " + voteText(c.a), "does it beat b, a vote for " + voteText(c.b) + "?"
}

func (c comparison) run(rules zab.Rules) *grader.CaseFailure {
	got := rules.Better(c.a, c.b)
	want := reference.Better(c.a, c.b)
	if got == want {
		return nil
	}
	failure := c.judge(rules)
	failure.State, failure.Request = c.text()
	failure.Yours, failure.Allowed = fmt.Sprint(got), fmt.Sprint(want)
	return ownWords(failure, c.code)
}

// judge is about a wrong answer. A leader compares epoch and zxid of its followers, too, without a server: so a wrong
// order of these endangers what was committed, and a wrong order of servers only an election.
func (c comparison) judge(rules zab.Rules) *grader.CaseFailure {
	a, b := c.a, c.b
	switch {
	case a == b:
		return call.Stalls(comparing, bySame,
			"The two votes are the same, and one beats the other. A leader would give up for each follower that has "+
				"just as much as it has.")
	case a.Epoch != b.Epoch:
		return call.Breaks(comparing, byEpoch,
			"Epoch %d is later than epoch %d, and that decides, whatever the zxids are: what the later leader did not "+
				"have was never committed, and what it committed the other server may lack.",
			max(a.Epoch, b.Epoch), min(a.Epoch, b.Epoch))
	case a.Zxid != b.Zxid && comparesZxids(rules, a, b):
		return call.Stalls(comparing, byID,
			"Both are of epoch %d, and zxid %v is higher than %v. The numbers of the servers count only between equal "+
				"zxids: the winner would find a follower with more, and give up.",
			a.Epoch, max(a.Zxid, b.Zxid), min(a.Zxid, b.Zxid))
	case a.Zxid != b.Zxid:
		return call.Breaks(comparing, byZxid,
			"Both are of epoch %d, and zxid %v is higher than %v: the other server lacks transactions that may be "+
				"committed.", a.Epoch, max(a.Zxid, b.Zxid), min(a.Zxid, b.Zxid))
	}
	return call.Stalls(comparing, byTie,
		"Epochs and zxids are equal, so the higher server wins, and only it: otherwise the servers never agree.")
}

// comparesZxids reports whether the rule has zxids in the right order where the servers are equal.
func comparesZxids(rules zab.Rules, a, b zab.Vote) (right bool) {
	b.Leader = a.Leader
	call.Asked(func() { right = rules.Better(a, b) == reference.Better(a, b) })
	return right
}

package zab

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/zab"
)

// choice is one call of ChooseSync. A few choices mean the same: a TRUNC to the follower's own last zxid removes
// nothing, and is a DIFF. A snapshot is right for every follower. ZooKeeper sends one only where transactions are not
// enough, and to a follower at the zxid in front of the window.
type choice struct {
	name, why, code string
	window          []zab.Zxid
	before, peer    zab.Zxid
}

// The codes of a wrong choice.
const (
	keepsTail   = "zab.call.choose.tail"
	leavesGap   = "zab.call.choose.gap"
	repeats     = "zab.call.choose.twice"
	removesMore = "zab.call.choose.removes"
	wasteful    = "zab.call.choose.snapshot"
	noChoice    = "zab.call.choose.none"
)

func chooseCases() []Case {
	z := zab.MakeZxid
	window := []zab.Zxid{z(1, 3), z(2, 1), z(2, 2)}
	var cases []Case
	for _, c := range []choice{
		{"nothing is missing", "The follower has all that the leader has. It gets a DIFF with nothing behind it.",
			wasteful, window, z(1, 2), z(2, 2)},
		{"some are missing", "The leader knows 1:3, and has all that comes after it: 2:1 and 2:2.", leavesGap,
			window, z(1, 2), z(1, 3)},
		{"all of the window is missing", "The follower ends with 1:2, just before the window: nothing in between is " +
			"missing.", leavesGap, window, z(1, 2), z(1, 2)},
		{"a zxid in the window that is unknown", "1:5 is of the leader of epoch 1, who got it to no quorum. The " +
			"follower has to remove all after 1:3, and then gets 2:1.", keepsTail, window, z(1, 2), z(1, 5)},
		{"more than the leader has", "2:3 and what is after it was never committed: the leader would have it.",
			keepsTail, window, z(1, 2), z(2, 4)},
		{"a later epoch than the leader's last", "3:1 was never committed, though its epoch is later.", keepsTail,
			window, z(1, 2), z(3, 1)},
		{"more is missing than the window has", "The follower lacks 1:2, too, and the leader can send no transaction " +
			"before 1:3.", leavesGap, window, z(1, 2), z(1, 1)},
		{"a follower without anything", "An empty history lacks all, and the window is only the end of it.", leavesGap,
			window, z(1, 2), 0},
		{"two empty histories", "Nobody has anything.", wasteful, nil, 0, 0},
		{"a leader without anything", "What the leader of the new epoch does not have was never committed.", keepsTail,
			nil, 0, z(1, 2)},
	} {
		cases = append(cases, c.toCase())
	}
	return cases
}

// smallChoices is every short history of a leader, with the window at every place, and every follower.
func smallChoices() []choice {
	histories := [][]zab.Zxid{nil}
	for from := 0; from < len(histories); from++ {
		list := histories[from]
		if len(list) == 4 {
			continue
		}
		last := zab.Zxid(0)
		if len(list) > 0 {
			last = list[len(list)-1]
			histories = append(histories, append(slices.Clone(list), last+1))
		}
		for epoch := last.Epoch() + 1; epoch <= 3; epoch++ {
			histories = append(histories, append(slices.Clone(list), zab.MakeZxid(epoch, 1)))
		}
	}
	var calls []choice
	for _, list := range histories {
		for at := range len(list) + 1 {
			before := zab.Zxid(0)
			if at > 0 {
				before = list[at-1]
			}
			for _, peer := range smallPeers() {
				calls = append(calls, choice{window: list[at:], before: before, peer: peer})
			}
		}
	}
	return calls
}

// smallPeers are the last zxids of followers.
func smallPeers() []zab.Zxid {
	peers := []zab.Zxid{0}
	for epoch := zab.Epoch(1); epoch <= 4; epoch++ {
		for counter := uint32(1); counter <= 5; counter++ {
			peers = append(peers, zab.MakeZxid(epoch, counter))
		}
	}
	return peers
}

func (c choice) size() int {
	return 10*len(c.window) + int(c.before.Epoch()+c.peer.Epoch()) + int(c.before.Counter()+c.peer.Counter())
}

func (c choice) toCase() Case {
	return Case{Name: c.name, Place: choosing, Why: c.why, Run: c.run, Call: c.text}
}

func (c choice) text() (state, request string) {
	return fmt.Sprintf("the leader can send %s; before that is %v", zxidsText(c.window), c.before),
		fmt.Sprintf("the follower's last zxid is %v", c.peer)
}

// last is the leader's last zxid, and known the follower's last transaction that the leader has. It is good only for a
// follower that does not end before the window.
func (c choice) last() zab.Zxid {
	if len(c.window) == 0 {
		return c.before
	}
	return c.window[len(c.window)-1]
}

func (c choice) known() zab.Zxid {
	known := c.before
	for _, z := range c.window {
		if z <= c.peer {
			known = z
		}
	}
	return known
}

func (c choice) run(rules zab.Rules) *grader.CaseFailure {
	got := rules.ChooseSync(slices.Clone(c.window), c.before, c.peer)
	failure, allowed := c.judge(got)
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = c.text()
	failure.Yours, failure.Allowed = choiceText(got), allowed
	return ownWords(failure, c.code)
}

func (c choice) judge(got zab.Sync) (failure *grader.CaseFailure, allowed string) {
	known := c.known()
	switch {
	case got.Kind != zab.SyncDiff && got.Kind != zab.SyncTrunc && got.Kind != zab.SyncSnap:
		return call.Breaks(choosing, noChoice,
			"The kind is %d, which is no way to make a follower equal: it is SyncDiff, SyncTrunc or SyncSnap.",
			uint8(got.Kind)), "DIFF, TRUNC or SNAP"
	case c.peer < c.before:
		if got.Kind == zab.SyncSnap {
			return nil, ""
		}
		return call.Breaks(choosing, leavesGap,
			"The follower ends with %v, before %v, and the leader can send no transaction up to that: the follower "+
				"would have a gap in its history. It needs a snapshot.", c.peer, c.before), "SNAP"
	case known == c.peer:
		return c.knows(got), choiceText(zab.Sync{Kind: zab.SyncDiff, From: c.peer})
	}
	return c.hasMore(got, known), choiceText(zab.Sync{Kind: zab.SyncTrunc, From: known})
}

// knows judges the choice for a follower whose last transaction the leader has.
func (c choice) knows(got zab.Sync) *grader.CaseFailure {
	switch {
	case got.Kind == zab.SyncSnap && (c.peer > c.before || c.peer == c.last()):
		return call.Stalls(choosing, wasteful,
			"The follower's last zxid %v is known to the leader, which can send what comes after it. A snapshot sends "+
				"the whole state instead.", c.peer)
	case got.Kind == zab.SyncSnap || got.From == c.peer:
		return nil
	case got.From > c.peer:
		return call.Breaks(choosing, leavesGap,
			"The follower ends with %v, and gets what comes after %v: what is in between it never gets.",
			c.peer, got.From)
	case got.Kind == zab.SyncDiff:
		return call.Breaks(choosing, repeats,
			"The follower has everything up to %v, and gets what comes after %v: it would have transactions twice.",
			c.peer, got.From)
	}
	return call.Breaks(choosing, removesMore,
		"The follower removes all after %v, and the leader has those up to %v, too. They may be committed, and until "+
			"the follower has them again one server less holds them.", got.From, c.peer)
}

// hasMore judges the choice for a follower with transactions that the leader does not have.
func (c choice) hasMore(got zab.Sync, known zab.Zxid) *grader.CaseFailure {
	switch {
	case got.Kind == zab.SyncSnap:
		return call.Stalls(choosing, wasteful,
			"The follower's history is the leader's up to %v. It only has to remove the rest, and a snapshot sends "+
				"the whole state.", known)
	case got.Kind == zab.SyncDiff || got.From > known && got.From >= c.peer:
		return call.Breaks(choosing, keepsTail,
			"The leader does not have %v, so that was never committed. The follower keeps it, and has another history "+
				"than all others.", c.peer)
	case got.From > known:
		return call.Breaks(choosing, keepsTail,
			"The leader does not have %v: the follower would keep what was never committed. The last that both have "+
				"is %v.", got.From, known)
	case got.From < known:
		return call.Breaks(choosing, removesMore,
			"The follower removes all after %v, and the leader has those up to %v, too. They may be committed, and "+
				"until the follower has them again one server less holds them.", got.From, known)
	}
	return nil
}

// choiceText is a choice as reports show it.
func choiceText(s zab.Sync) string {
	switch s.Kind {
	case zab.SyncSnap:
		return "SNAP"
	case zab.SyncTrunc:
		return fmt.Sprintf("TRUNC to %v, and the transactions after it", s.From)
	case zab.SyncDiff:
		return fmt.Sprintf("DIFF, the transactions after %v", s.From)
	}
	return s.Kind.String()
}

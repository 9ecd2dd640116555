package quorum

import (
	"slices"

	"raftlab/grader"
	"raftlab/lab/replicas"
)

// The branches of the rules.
const (
	replaces = iota
	isSibling
	hasOrder
	allAgree
	someLack
	nothingThere
	isDone
	waits
	hasHint
	stays
	goes
	oneIsAhead
	allAlike
)

var branches = []grader.Branch{
	{Name: "a version replaces another", Place: merging},
	{Name: "two versions are siblings", Place: merging},
	{Name: "two versions have an order", Place: ordering},
	{Name: "all answers agree", Place: choosing},
	{Name: "a replica lacks a version", Place: repairing},
	{Name: "no replica has the key", Place: choosing},
	{Name: "a write is done", Place: counting},
	{Name: "a write waits for more", Place: counting},
	{Name: "there is a hint", Place: counting},
	{Name: "a tombstone stays", Place: forgetting},
	{Name: "a tombstone goes", Place: forgetting},
	{Name: "one backup is ahead", Place: promoting},
	{Name: "the backups are alike", Place: promoting},
}

func watch(rules replicas.Rules, reached func(branch int)) replicas.Rules {
	watched := rules
	watched.Merge = func(a, b replicas.Versioned) []replicas.Versioned {
		if a.Replaces(b) || b.Replaces(a) {
			reached(replaces)
		} else if !a.Same(b) {
			reached(isSibling)
		}
		return rules.Merge(a, b)
	}
	watched.Later = func(a, b replicas.Versioned) bool {
		reached(hasOrder)
		return rules.Later(a, b)
	}
	watched.ChooseRead = func(
		replies []replicas.Reply, merge func(a, b replicas.Versioned) []replicas.Versioned,
	) ([]replicas.Versioned, []replicas.NodeID) {
		reached(readBranch(replies))
		return rules.ChooseRead(replies, merge)
	}
	watched.Enough = func(acks []replicas.Ack, need int, sloppy bool) bool {
		done := rules.Enough(acks, need, sloppy)
		reached(enoughBranch(acks, need))
		return done
	}
	watched.MayForget = func(v replicas.Versioned, has, all replicas.NodeSet) bool {
		if has.Holds(all) {
			reached(goes)
		} else {
			reached(stays)
		}
		return rules.MayForget(v, has, all)
	}
	watched.Promote = func(backups []replicas.Position) replicas.NodeID {
		if len(promoteCall{backups: backups}.furthest()) < len(backups) {
			reached(oneIsAhead)
		} else {
			reached(allAlike)
		}
		return rules.Promote(backups)
	}
	return watched
}

func readBranch(replies []replicas.Reply) int {
	same := func(a, b replicas.Reply) bool {
		return slices.EqualFunc(a.Versions, b.Versions, replicas.Versioned.Same)
	}
	for _, reply := range replies {
		if !same(reply, replies[0]) {
			return someLack
		}
	}
	if len(replies) == 0 || len(replies[0].Versions) == 0 {
		return nothingThere
	}
	return allAgree
}

func enoughBranch(acks []replicas.Ack, need int) int {
	var who replicas.NodeSet
	for _, ack := range acks {
		if ack.Hint {
			return hasHint
		}
		who.Add(ack.From)
	}
	if who.Len() >= need {
		return isDone
	}
	return waits
}

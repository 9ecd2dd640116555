package quorum

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/replicas"
)

// promoteCall is how far the backups are.
type promoteCall struct {
	name, why string
	backups   []replicas.Position
}

// backup is a backup's position: the epoch of its last entry, and how many entries it has.
func backup(id replicas.NodeID, epoch, index uint64) replicas.Position {
	return replicas.Position{Node: id, Epoch: epoch, Index: index}
}

func promoteSituations() []promoteCall {
	backups := func(list ...replicas.Position) []replicas.Position { return list }
	return []promoteCall{
		{"one has more entries", "The primary told its client that entry 4 is done when S3 had it. S2 lacks it.",
			backups(backup(2, 1, 3), backup(3, 1, 4))},
		{"the lower number has more", "Numbers decide nothing, neither the lowest nor the highest.",
			backups(backup(2, 1, 4), backup(3, 1, 3))},
		{"the last one of three", "Look at all of them.",
			backups(backup(2, 1, 2), backup(3, 1, 2), backup(4, 1, 5))},
		{"a newer epoch with fewer entries", "S2 has an entry of epoch 2, so it has all that was done in epoch 1. " +
			"What S3 has more is the tail of a primary that was replaced.", backups(backup(2, 2, 3), backup(3, 1, 9))},
		{"two are alike", "Both have the same history. Any of the two will do, and one of them it must be.",
			backups(backup(3, 1, 3), backup(2, 1, 3))},
		{"empty histories", "Nothing was written yet. Somebody has to lead all the same.",
			backups(backup(2, 0, 0), backup(3, 0, 0))},
		{"one backup", "It is the only one.", backups(backup(3, 1, 1))},
		{"no backup", "There is nobody to promote.", nil},
	}
}

// smallPromotes is every short list of backups.
func smallPromotes() []promoteCall {
	var each []replicas.Position
	for epoch := uint64(0); epoch <= 2; epoch++ {
		for index := uint64(0); index <= 3; index++ {
			if (epoch == 0) == (index == 0) {
				each = append(each, backup(0, epoch, index))
			}
		}
	}
	lists := [][]replicas.Position{nil}
	for from := 0; len(lists[len(lists)-1]) < 3; {
		end := len(lists)
		for _, list := range lists[from:end] {
			for _, position := range each {
				lists = append(lists, append(list[:len(list):len(list)], position))
			}
		}
		from = end
	}
	var calls []promoteCall
	for _, list := range lists {
		calls = append(calls, promoteCall{backups: numbered(list, 2, 3, 4)},
			promoteCall{backups: numbered(list, 5, 3, 1)})
	}
	return calls
}

// numbered are the positions with these servers' numbers.
func numbered(positions []replicas.Position, ids ...replicas.NodeID) []replicas.Position {
	with := slices.Clone(positions)
	for i := range with {
		with[i].Node = ids[i]
	}
	return with
}

func (c promoteCall) smallCase() Case { return Case{Place: promoting, Run: c.run} }

func (c promoteCall) size() int {
	size := 4 * len(c.backups)
	for _, p := range c.backups {
		size += int(p.Epoch + p.Index)
	}
	return size
}

// further reports whether a's history goes further than b's.
func further(a, b replicas.Position) bool {
	return a.Epoch > b.Epoch || a.Epoch == b.Epoch && a.Index > b.Index
}

// furthest are the backups than which none goes further.
func (c promoteCall) furthest() []replicas.NodeID {
	var best []replicas.NodeID
	for _, p := range c.backups {
		if !slices.ContainsFunc(c.backups, func(o replicas.Position) bool { return further(o, p) }) {
			best = append(best, p.Node)
		}
	}
	return best
}

func (c promoteCall) run(rules replicas.Rules) *grader.CaseFailure {
	got, best := rules.Promote(slices.Clone(c.backups)), c.furthest()
	failure := c.judge(got, best)
	if failure == nil {
		return nil
	}
	parts := []string{}
	for _, p := range c.backups {
		parts = append(parts, positionText(p))
	}
	failure.State = "no backup"
	if len(parts) > 0 {
		failure.State = strings.Join(parts, "; ")
	}
	failure.Request = "the primary is gone"
	failure.Yours, failure.Allowed = "promote "+got.String(), "promote None"
	if len(best) > 0 {
		failure.Allowed = "promote " + strings.Join(strings.Split(names(best), ", "), " or ")
	}
	return ownWords(failure, c.name)
}

func (c promoteCall) judge(got replicas.NodeID, best []replicas.NodeID) *grader.CaseFailure {
	at := slices.IndexFunc(c.backups, func(p replicas.Position) bool { return p.Node == got })
	switch {
	case len(best) == 0 && got == replicas.None || slices.Contains(best, got):
		return nil
	case got == replicas.None:
		return call.Stalls(promoting, "quorum.call.promote.nobody",
			"Nobody is promoted, and there is a backup: no client can write any more.")
	case at < 0:
		return call.Stalls(promoting, "quorum.call.promote.stranger",
			"%v is no backup that has answered: nobody knows what it has.", got)
	}
	ahead := c.backups[slices.IndexFunc(c.backups, func(p replicas.Position) bool { return p.Node == best[0] })]
	if ahead.Epoch > c.backups[at].Epoch {
		return call.Breaks(promoting, "quorum.call.promote.epoch",
			"%v has an entry of epoch %d, and %v none: however many entries %v has, the writes of the newer primary "+
				"are lost.", ahead.Node, ahead.Epoch, got, got)
	}
	return call.Breaks(promoting, "quorum.call.promote.behind",
		"%v has %d entries, and %v has %d. A write is lost that a client may have been told of.",
		ahead.Node, ahead.Index, got, c.backups[at].Index)
}

func positionText(p replicas.Position) string {
	if p.Index == 0 {
		return fmt.Sprintf("%v has no entry", p.Node)
	}
	return fmt.Sprintf("%v has %d entries, the last of epoch %d", p.Node, p.Index, p.Epoch)
}

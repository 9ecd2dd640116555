package quorum

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/replicas"
)

// readCall is what replicas have answered to a read.
type readCall struct {
	name, place, why string
	keep             keep
	replies          []replicas.Reply
}

// answered is the answer of a replica.
func answered(id replicas.NodeID, versions ...replicas.Versioned) replicas.Reply {
	return replicas.Reply{From: id, Versions: versions}
}

func readSituations() []readCall {
	one, two := version("1", dot(1, 1)), version("2", dot(1, 2))
	ann, bob := version("ann", dot(1, 2)), version("bob", dot(1, 1), dot(2, 1))
	late := version("5", dot(3, 1))
	gone := tombstone(version("", dot(1, 2)))
	return []readCall{
		{"two replicas with the same", choosing, "Both have the same write, so that is the value.", byOrder,
			[]replicas.Reply{answered(1, two), answered(2, two)}},
		{"a replica that has missed a write", choosing, "S2 includes what S3 has: the read gives 2.", byOrder,
			[]replicas.Reply{answered(3, one), answered(2, two)}},
		{"most have the old value", choosing, "Not most decide, but the version: the write of 2 may be done.", byOrder,
			[]replicas.Reply{answered(1, one), answered(2, two), answered(3, one)}},
		{"a key that one replica does not have", choosing, "S1 has missed the write. S2 has it.", byOrder,
			[]replicas.Reply{answered(1), answered(2, one)}},
		{"a key that no replica has", choosing, "There is no version, and nobody lacks what nobody has.", byOrder,
			[]replicas.Reply{answered(1), answered(2)}},
		{"siblings on two replicas", choosing, "Neither write knew of the other: the reader gets both.", bySiblings,
			[]replicas.Reply{answered(1, ann), answered(2, bob)}},
		{"siblings where one version is kept", choosing, "This cluster keeps one of two versions, by its order. Ask " +
			"merge, and not your own Merge.", byOrder, []replicas.Reply{answered(1, ann), answered(2, bob)}},
		{"three versions, and one replaces another", choosing, "The versions are merged one after the other, in " +
			"whatever order they come.", bySiblings,
			[]replicas.Reply{answered(1, one), answered(2, late), answered(3, two)}},
		{"the newest is a delete", choosing, "A tombstone is a version: whoever leaves it out reads what was deleted.",
			byOrder, []replicas.Reply{answered(1, one), answered(2, gone)}},
		{"an answer that was overtaken", choosing, "S1 has answered twice, and its first answer came last. It still " +
			"has the newer version.", byOrder, []replicas.Reply{answered(1, two), answered(2, one), answered(1, one)}},
		{"the replica that lacks the newest", repairing, "A write that reached S2 alone may have failed. Once a " +
			"reader has seen it, the next reader must see it too, so S3 gets it first.", byOrder,
			[]replicas.Reply{answered(2, two), answered(3, one)}},
		{"the replica that lacks the key", repairing, "S1 has nothing of the key: it lacks the version more than " +
			"anybody.", byOrder, []replicas.Reply{answered(1), answered(3, one)}},
		{"each lacks one of the siblings", repairing, "Each replica has what the other one lacks.", bySiblings,
			[]replicas.Reply{answered(1, ann), answered(2, bob)}},
		{"one has both siblings", repairing, "S1 has both, and S2 one of them.", bySiblings,
			[]replicas.Reply{answered(1, ann, bob), answered(2, bob)}},
		{"the replica that lacks the delete", repairing, "S3 would give the key back.", byOrder,
			[]replicas.Reply{answered(2, gone), answered(3, one)}},
	}
}

// smallReads is every small answer of two replicas about a history of three writes, and of three about one of two.
func smallReads() []readCall {
	var calls []readCall
	for _, h := range histories(3) {
		all := h.held()
		for _, first := range all {
			for _, second := range all {
				calls = append(calls, bothKeeps(answered(3, first...), answered(1, second...))...)
			}
		}
	}
	for _, h := range histories(2) {
		calls = append(calls, threeAnswers(h)...)
		deleted := slices.Clone(h)
		deleted[1] = tombstone(deleted[1])
		calls = append(calls, threeAnswers(deleted)...)
	}
	return calls
}

func threeAnswers(h history) []readCall {
	var calls []readCall
	all := h.held()
	for _, first := range all {
		for _, second := range all {
			for _, third := range all {
				calls = append(calls,
					bothKeeps(answered(1, first...), answered(2, second...), answered(3, third...))...)
			}
		}
	}
	return calls
}

// bothKeeps is a read of siblings, and of one version if no replica has siblings.
func bothKeeps(replies ...replicas.Reply) []readCall {
	calls := []readCall{{keep: bySiblings, replies: replies}}
	if !slices.ContainsFunc(replies, func(r replicas.Reply) bool { return len(r.Versions) > 1 }) {
		calls = append(calls, readCall{keep: byOrder, replies: replies})
	}
	return calls
}

func (c readCall) smallCase() Case { return Case{Place: choosing, Run: c.run} }

func (c readCall) size() int {
	size := 2 * len(c.replies)
	for _, v := range c.versions() {
		size += int(v.Version.Sum()) + 1
	}
	return size
}

// versions are all versions of all answers.
func (c readCall) versions() []replicas.Versioned {
	var all []replicas.Versioned
	for _, reply := range c.replies {
		all = append(all, reply.Versions...)
	}
	return all
}

func (c readCall) run(rules replicas.Rules) *grader.CaseFailure {
	var replies []replicas.Reply
	for _, reply := range c.replies {
		mine := replicas.Reply{From: reply.From}
		for _, v := range reply.Versions {
			mine.Versions = append(mine.Versions, clone(v))
		}
		replies = append(replies, mine)
	}
	chosen, repair := rules.ChooseRead(replies, c.keep.merge)
	failure := call.Gravest(c.judgeChosen(chosen), c.judgeRepair(repair))
	if failure == nil {
		return nil
	}
	var parts []string
	for _, reply := range c.replies {
		parts = append(parts, fmt.Sprintf("%v has %s", reply.From, texts(reply.Versions)))
	}
	failure.State = strings.Join(parts, "; ")
	failure.Request = fmt.Sprintf("a read, where the cluster keeps %s", map[keep]string{
		bySiblings: "siblings", byOrder: "one version",
	}[c.keep])
	failure.Yours = texts(chosen) + "; repair " + names(repair)
	failure.Allowed = texts(c.best()) + "; repair " + names(c.lack())
	return ownWords(failure, c.name)
}

// best are the versions that are left when all are merged.
func (c readCall) best() []replicas.Versioned {
	var best []replicas.Versioned
	for _, v := range c.versions() {
		best = replicas.AddVersion(best, v, c.keep.merge)
	}
	return best
}

// lack are the replicas that lack one of the best versions, in all of their answers.
func (c readCall) lack() []replicas.NodeID {
	var lack []replicas.NodeID
	for _, reply := range c.replies {
		lacks := func(v replicas.Versioned) bool { return !has(c.of(reply.From), v) }
		if slices.ContainsFunc(c.best(), lacks) && !slices.Contains(lack, reply.From) {
			lack = append(lack, reply.From)
		}
	}
	return lack
}

// of is all that a replica has answered.
func (c readCall) of(id replicas.NodeID) []replicas.Versioned {
	var all []replicas.Versioned
	for _, reply := range c.replies {
		if reply.From == id {
			all = append(all, reply.Versions...)
		}
	}
	return all
}

// judgeChosen judges what the reader gets.
func (c readCall) judgeChosen(chosen []replicas.Versioned) *grader.CaseFailure {
	best := c.best()
	for _, v := range chosen {
		if !has(c.versions(), v) {
			return call.Breaks(choosing, "quorum.call.read.made-up",
				"%s is no version that a replica has answered.", text(v))
		}
	}
	for _, v := range best {
		if !has(chosen, v) {
			return c.missing(v, chosen)
		}
	}
	for _, v := range chosen {
		if !has(best, v) {
			return call.Breaks(choosing, "quorum.call.read.replaced",
				"The reader gets %s, too: this cluster does not keep it beside %s.", text(v), texts(best))
		}
	}
	if len(chosen) > len(best) {
		return call.Stalls(choosing, "quorum.call.read.twice", "The reader gets one write more than once.")
	}
	return nil
}

// missing is about a version that the reader should get.
func (c readCall) missing(v replicas.Versioned, chosen []replicas.Versioned) *grader.CaseFailure {
	older := func(o replicas.Versioned) bool { return v.Replaces(o) }
	switch {
	case slices.ContainsFunc(chosen, older):
		return call.Breaks(choosing, "quorum.call.read.old",
			"The reader gets what %s has replaced. The newer write may be done: then this read goes back behind it.",
			text(v))
	case len(chosen) == 0:
		return call.Breaks(choosing, "quorum.call.read.nothing",
			"The reader gets nothing, and %s is there: the key seems to be gone.", text(v))
	case c.keep == byOrder:
		return call.Breaks(choosing, "quorum.call.read.order",
			"This cluster keeps %s, and the reader gets another version: ask merge what the cluster keeps.", text(v))
	}
	return call.Breaks(choosing, "quorum.call.read.sibling",
		"%s is left out, and nothing has replaced it. The reader's next write would replace it unseen.", text(v))
}

// judgeRepair judges who is written to before the answer. A write-back to all that have answered is ABD's, and right.
func (c readCall) judgeRepair(repair []replicas.NodeID) *grader.CaseFailure {
	for _, id := range c.lack() {
		if slices.Contains(repair, id) {
			continue
		}
		if len(c.of(id)) == 0 {
			return call.Breaks(repairing, "quorum.call.repair.empty",
				"%v has no version of the key, and gets none: a later read that asks it may find nothing, after this "+
					"one has found something.", id)
		}
		return call.Breaks(repairing, "quorum.call.repair.missed",
			"%v lacks %s, and is not repaired: a later read that asks it and others like it gets the older value, "+
				"after this one got the newer.", id, texts(c.lackedBy(id)))
	}
	for _, id := range repair {
		if !slices.ContainsFunc(c.replies, func(r replicas.Reply) bool { return r.From == id }) {
			return call.Stalls(repairing, "quorum.call.repair.stranger",
				"%v has not answered this read: nobody knows what it lacks, or whether it is there.", id)
		}
	}
	return nil
}

func (c readCall) lackedBy(id replicas.NodeID) []replicas.Versioned {
	return slices.DeleteFunc(c.best(), func(v replicas.Versioned) bool { return has(c.of(id), v) })
}

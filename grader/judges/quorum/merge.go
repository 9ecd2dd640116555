package quorum

import (
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/replicas"
)

// mergeCall is a replica that has one version and gets another.
type mergeCall struct {
	name, why string
	a, b      replicas.Versioned
}

func mergeSituations() []mergeCall {
	one := version("1", dot(1, 1))
	two := version("2", dot(1, 2))
	left := version("ann", dot(1, 3))
	right := version("bob", dot(1, 2), dot(2, 1))
	both := version("both", dot(1, 3), dot(2, 1), dot(3, 1))
	return []mergeCall{
		{"the second of two writes of a server", "S1:2 includes S1:1: whoever wrote 2 knew of 1.", one, two},
		{"the older one comes late", "S1:1 arrives after S1:2. It was replaced long ago.", two, one},
		{"neither knew of the other", "S1 and S2 both knew of S1:2, and neither of the other's write. Whoever drops " +
			"one of them loses a write that a client was told of.", left, right},
		{"a write that knew of both", "S3 read both siblings before it wrote, so its version replaces each.",
			both, right},
		{"one write that comes twice", "It is one write, and one version.", right, right},
		{"a slow clock", "The writer of 2 knew of 1, whatever its clock showed: clocks say nothing about who knew " +
			"of whom.", at(90, one), at(40, two)},
		{"neither knew of the other, and one clock shows more", "A clock does not say that S2 knew of S1's write.",
			at(40, left), at(90, right)},
		{"a delete that knew of the write", "A delete is a write: its tombstone replaces what its writer knew.",
			left, tombstone(version("", dot(1, 3), dot(2, 1)))},
		{"a delete and a write that did not know of each other", "Neither replaces the other, so both are kept: what " +
			"was written beside the delete is still there.", tombstone(left), right},
	}
}

// smallMerges is every pair of versions of a small history, with clocks that agree, and clocks that do not.
func smallMerges() []mergeCall {
	var calls []mergeCall
	for _, h := range append(histories(2), histories(3)...) {
		for _, clocks := range [][]replicas.Time{{1, 2, 3}, {3, 2, 1}} {
			clocked := h.clocked(clocks...)
			for deleted := range len(h) + 1 {
				if deleted > 0 && clocks[0] == 3 {
					continue // what is deleted and what a clock shows have nothing to do with each other
				}
				calls = append(calls, pairs(clocked, deleted-1)...)
			}
		}
	}
	return calls
}

// pairs is every pair of a history's versions, of which one may be deleted.
func pairs(h history, deleted int) []mergeCall {
	var calls []mergeCall
	if deleted >= 0 {
		h[deleted] = tombstone(h[deleted])
	}
	for _, a := range h {
		for _, b := range h {
			calls = append(calls, mergeCall{a: a, b: b})
		}
	}
	return calls
}

func (c mergeCall) smallCase() Case { return Case{Place: merging, Run: c.run} }

func (c mergeCall) size() int { return int(c.a.Version.Sum()+c.b.Version.Sum()) + len(c.a.Version) }

func (c mergeCall) run(rules replicas.Rules) *grader.CaseFailure {
	want := bySiblings.merge(c.a, c.b)
	got := rules.Merge(clone(c.a), clone(c.b))
	failure := c.judge(got)
	if failure == nil {
		return nil
	}
	failure.State = "a replica has " + text(c.a)
	failure.Request = "it gets " + text(c.b)
	failure.Yours, failure.Allowed = texts(got), texts(want)
	if len(want) > 1 {
		failure.Allowed += ", in any order"
	}
	return ownWords(failure, c.name)
}

// judge compares what was kept with what must be.
func (c mergeCall) judge(got []replicas.Versioned) *grader.CaseFailure {
	for _, v := range got {
		if !equal(v, c.a) && !equal(v, c.b) {
			return call.Breaks(merging, "quorum.call.merge.made-up",
				"%s is none of the two versions: nobody has written it.", text(v))
		}
	}
	if failure := c.lost(got); failure != nil {
		return failure
	}
	for _, pair := range [][2]replicas.Versioned{{c.a, c.b}, {c.b, c.a}} {
		if newer, older := pair[0], pair[1]; newer.Replaces(older) && has(got, older) {
			return call.Breaks(merging, "quorum.call.merge.replaced",
				"%s includes all writes of %s, and the older one is kept beside it: a reader would get what was "+
					"replaced.", text(newer), text(older))
		}
	}
	if kept := len(bySiblings.merge(c.a, c.b)); len(got) > kept {
		return call.Stalls(merging, "quorum.call.merge.twice",
			"One write is kept twice: each time that it comes again there is one more.")
	}
	return nil
}

// lost judges what is no longer there.
func (c mergeCall) lost(got []replicas.Versioned) *grader.CaseFailure {
	for _, v := range []replicas.Versioned{c.a, c.b} {
		if has(got, v) {
			continue
		}
		other := c.a
		if equal(v, c.a) {
			other = c.b
		}
		switch {
		case other.Replaces(v):
		case v.Replaces(other):
			return call.Breaks(merging, "quorum.call.merge.newer",
				"%s includes all writes of %s, and one more, and it is gone: the newest write is lost.",
				text(v), text(other))
		default:
			return call.Breaks(merging, "quorum.call.merge.sibling",
				"%s is gone. Neither version includes the other's write, so a write is lost that a client may have "+
					"been told of.", text(v))
		}
	}
	return nil
}

// clone is the version with memory of its own.
func clone(v replicas.Versioned) replicas.Versioned {
	v.Version = append(replicas.Vector{}, v.Version...)
	return v
}

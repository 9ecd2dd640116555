package quorum

import (
	"fmt"
	"strings"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/replicas"
)

// enoughCall is a write with its confirmations so far.
type enoughCall struct {
	name, why string
	acks      []replicas.Ack
	need      int
	sloppy    bool
}

// saved is the confirmation of a replica, hinted that of a server that keeps the write for another one.
func saved(id replicas.NodeID) replicas.Ack  { return replicas.Ack{From: id} }
func hinted(id replicas.NodeID) replicas.Ack { return replicas.Ack{From: id, Hint: true} }

func enoughSituations() []enoughCall {
	acks := func(list ...replicas.Ack) []replicas.Ack { return list }
	return []enoughCall{
		{"two of two", "Two different replicas have it.", acks(saved(1), saved(3)), 2, false},
		{"one of two", "With one of three a later read of two others misses the write: w + r is not more than n.",
			acks(saved(1)), 2, false},
		{"one confirmation that came twice", "A replica counts once, however often it confirms.",
			acks(saved(1), saved(1)), 2, false},
		{"a hint", "Whoever keeps a write for another server shows it to no reader. So a read need not meet it.",
			acks(saved(1), hinted(4)), 2, false},
		{"a hint beside enough replicas", "The hint does no harm: two replicas have the write.",
			acks(saved(1), hinted(4), saved(2)), 2, false},
		{"a hint in a sloppy quorum", "A sloppy quorum counts any server that has saved the write.",
			acks(saved(1), hinted(4)), 2, true},
		{"hints alone in a sloppy quorum", "Two servers have saved it, though none of them is its replica.",
			acks(hinted(4), hinted(5)), 2, true},
		{"two hints of one server", "One disk is one copy, for whomever it is kept.",
			acks(hinted(4), hinted(4)), 2, true},
		{"nobody yet", "Nobody has confirmed it.", nil, 1, true},
	}
}

// smallEnoughs is every short list of confirmations by three servers.
func smallEnoughs() []enoughCall {
	var each []replicas.Ack
	for id := replicas.NodeID(1); id <= 3; id++ {
		each = append(each, saved(id), hinted(id))
	}
	lists := [][]replicas.Ack{nil}
	for from := 0; len(lists) < 1+6+36+216; {
		end := len(lists)
		for _, list := range lists[from:end] {
			for _, ack := range each {
				lists = append(lists, append(list[:len(list):len(list)], ack))
			}
		}
		from = end
	}
	var calls []enoughCall
	for _, acks := range lists {
		for need := 1; need <= 3; need++ {
			calls = append(calls, enoughCall{acks: acks, need: need},
				enoughCall{acks: acks, need: need, sloppy: true})
		}
	}
	return calls
}

func (c enoughCall) smallCase() Case { return Case{Place: counting, Run: c.run} }

func (c enoughCall) size() int { return 4*len(c.acks) + c.need }

func (c enoughCall) run(rules replicas.Rules) *grader.CaseFailure {
	var who, kept replicas.NodeSet
	for _, ack := range c.acks {
		if ack.Hint {
			kept.Add(ack.From)
		} else {
			who.Add(ack.From)
		}
	}
	counts := who
	if c.sloppy {
		counts |= kept
	}
	want := counts.Len() >= c.need
	got := rules.Enough(append([]replicas.Ack{}, c.acks...), c.need, c.sloppy)
	if got == want {
		return nil
	}
	failure := c.early(who, kept)
	if want {
		failure = c.late()
	}
	failure.State, failure.Request = "the write has "+acksText(c.acks), c.request()
	failure.Yours, failure.Allowed = yesNo("enough", got), yesNo("enough", want)
	return ownWords(failure, c.name)
}

// early is about a write that is called done, and is not.
func (c enoughCall) early(who, kept replicas.NodeSet) *grader.CaseFailure {
	counts := who
	if c.sloppy {
		counts |= kept
	}
	switch {
	case !c.sloppy && (who|kept).Len() >= c.need:
		return call.Breaks(counting, "quorum.call.enough.hint",
			"%d of its replicas have the write, and it needs %d. A server that keeps it for another one shows it to "+
				"no reader: a read need not meet it.", who.Len(), c.need)
	case len(c.acks) >= c.need:
		return call.Breaks(counting, "quorum.call.enough.twice",
			"%d different servers count, and the write needs %d. A confirmation that comes twice is one copy.",
			counts.Len(), c.need)
	}
	return call.Breaks(counting, "quorum.call.enough.early",
		"%d count, and the write needs %d. The client hears that it is done, but the next read may miss it.",
		counts.Len(), c.need)
}

// late is about a write that is done, and waits.
func (c enoughCall) late() *grader.CaseFailure {
	if c.sloppy && len(c.acks) > 0 {
		return call.Stalls(counting, "quorum.call.enough.sloppy",
			"The write needs %d, and that many servers have saved it. A sloppy quorum counts whoever has saved it: "+
				"the client waits for replicas that may be down.", c.need)
	}
	return call.Stalls(counting, "quorum.call.enough.late",
		"%d replicas have the write, which is as many as it needs, and its client still waits.", c.need)
}

func (c enoughCall) request() string {
	if c.sloppy {
		return fmt.Sprintf("it needs %d, and the quorum is sloppy", c.need)
	}
	return fmt.Sprintf("it needs %d", c.need)
}

func acksText(acks []replicas.Ack) string {
	if len(acks) == 0 {
		return "no confirmation"
	}
	parts := make([]string, len(acks))
	for i, ack := range acks {
		parts[i] = "that of " + ack.From.String()
		if ack.Hint {
			parts[i] = "the hint of " + ack.From.String()
		}
	}
	return "these confirmations: " + strings.Join(parts, ", ")
}

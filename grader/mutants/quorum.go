package mutants

import (
	"slices"

	quorum "raftlab/grader/judges/quorum"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/reference"
)

const quorumExercise = "quorum"

// The ids of the properties of replicas.
const (
	acknowledgedKept = "acknowledged-kept"
	deletesStay      = "deletes-stay"
	convergence      = "convergence"
)

// merging is how a cluster keeps two versions.
type merging = func(a, b replicas.Versioned) []replicas.Versioned

// replicated are the rows of group RQ: replicas without consensus.
func replicated() []Mutant {
	kept := []string{acknowledgedKept, linearizable, convergence, deletesStay}
	reads := []string{linearizable, acknowledgedKept}
	row := func(id, title, source string, breaks []string, change func(*replicas.Rules)) Mutant {
		return Mutant{
			ID: id, Exercise: quorumExercise, Title: title, Source: source, Breaks: breaks,
			Other: in(quorum.Exercise, change),
		}
	}
	rare := func(m Mutant, why string) Mutant { m.Rare = why; return m }
	small := func(m Mutant, note string) Mutant { m.Check, m.Note = Small, note; return m }
	harmless := func(m Mutant, why string) Mutant { m.Harmless = why; return m }
	return []Mutant{
		row("RQ01", "A write is done one replica early", "Gifford 1979: w + r = n", reads, oneReplicaEarly),
		row("RQ02", "A read repairs nobody", "Attiya, Bar-Noy and Dolev 1995", reads, repairNobody),
		row("RQ03", "The newest is by the clock", "Dynamo §4.4; Cassandra's cells", kept, newestByClock),
		rare(row("RQ04", "A hint counts as a replica", "Dynamo §4.6", reads, hintsCount),
			"A write must be on one replica and in hints. Then that replica must be away, and the others back."),
		row("RQ05", "A tombstone is dropped at once", "Demers and others 1987", kept, dropAtOnce),
		row("RQ06", "The lowest number is promoted", "Oki and Liskov 1988", kept, lowestNumber),
		harmless(row("RQ07", "A confirmation that comes twice counts twice", "Gifford 1979", reads, countTwice),
			"The node keeps one confirmation of each server, and asks the rule about those."),
		row("RQ08", "The last of two siblings stays", "Dynamo §4.4", kept, lastArrives),
		row("RQ09", "Both of two versions stay, whatever they include", "Dynamo §4.4", kept, bothStay),
		row("RQ10", "The most frequent version is read", "Dynamo §4.5", reads, mostFrequent),
		row("RQ11", "The first answer is read", "Dynamo §4.5", reads, firstAnswer),
		rare(row("RQ12", "A tombstone is left out of a read", "Demers and others 1987", reads, leaveOutDeletes),
			"Where keys are deleted, random schedules do not judge what readers saw."),
		rare(row("RQ13", "A replica without the key is not repaired", "Attiya, Bar-Noy and Dolev 1995", reads,
			notTheEmpty),
			"The first write of a key must fail, and be read."),
		row("RQ14", "The longest history is promoted, whatever its epoch", "Oki and Liskov 1988", kept, longest),
		row("RQ15", "The newest epoch is promoted, whatever its length", "Oki and Liskov 1988", kept, newestEpoch),
		row("RQ16", "A tombstone is dropped when most have it", "Demers and others 1987", kept, dropWithMost),
		row("RQ17", "Two that did not know of each other have no order", "Lynch and Shvartsman 1997", kept, noOrder),
		row("RQ18", "The count of the own write orders versions", "Lynch and Shvartsman 1997", kept, byOwnCount),
		harmless(row("RQ19", "A hint counts in no quorum, a sloppy one neither", "Dynamo §4.6", reads, noHints),
			"It costs time only: a client waits for replicas that are down. A story shows it."),
		small(row("RQ20", "A version's own write decides, not all that it includes", "Dynamo §4.4", kept, byOwnWrite),
			"A server must begin a write before it has heard of what its last one replaced. The 300th schedule finds it."),
	}
}

func oneReplicaEarly(rules *replicas.Rules) {
	rules.Enough = func(acks []replicas.Ack, need int, sloppy bool) bool {
		return reference.Enough(acks, need-1, sloppy)
	}
}

func repairNobody(rules *replicas.Rules) {
	rules.ChooseRead = func(replies []replicas.Reply, merge merging) ([]replicas.Versioned, []replicas.NodeID) {
		chosen, _ := reference.ChooseRead(replies, merge)
		return chosen, nil
	}
}

func newestByClock(rules *replicas.Rules) {
	rules.Later = func(a, b replicas.Versioned) bool {
		if a.Clock != b.Clock {
			return a.Clock < b.Clock
		}
		return reference.Later(a, b)
	}
	rules.Merge = func(a, b replicas.Versioned) []replicas.Versioned {
		if a.Same(b) || rules.Later(b, a) {
			return []replicas.Versioned{a}
		}
		return []replicas.Versioned{b}
	}
}

func hintsCount(rules *replicas.Rules) {
	rules.Enough = func(acks []replicas.Ack, need int, _ bool) bool { return reference.Enough(acks, need, true) }
}

func dropAtOnce(rules *replicas.Rules) {
	rules.MayForget = func(replicas.Versioned, replicas.NodeSet, replicas.NodeSet) bool { return true }
}

// promoteBy promotes the first backup than which none is better.
func promoteBy(rules *replicas.Rules, better func(a, b replicas.Position) bool) {
	rules.Promote = func(backups []replicas.Position) replicas.NodeID {
		best := replicas.Position{}
		for i, p := range backups {
			if i == 0 || better(p, best) {
				best = p
			}
		}
		return best.Node
	}
}

func lowestNumber(rules *replicas.Rules) {
	promoteBy(rules, func(a, b replicas.Position) bool { return a.Node < b.Node })
}

func longest(rules *replicas.Rules) {
	promoteBy(rules, func(a, b replicas.Position) bool { return a.Index > b.Index })
}

func newestEpoch(rules *replicas.Rules) {
	promoteBy(rules, func(a, b replicas.Position) bool { return a.Epoch > b.Epoch })
}

func countTwice(rules *replicas.Rules) {
	rules.Enough = func(acks []replicas.Ack, need int, sloppy bool) bool {
		count := 0
		for _, ack := range acks {
			if !ack.Hint || sloppy {
				count++
			}
		}
		return count >= need
	}
}

func lastArrives(rules *replicas.Rules) {
	rules.Merge = func(a, b replicas.Versioned) []replicas.Versioned {
		if a.Replaces(b) {
			return []replicas.Versioned{a}
		}
		return []replicas.Versioned{b}
	}
}

func bothStay(rules *replicas.Rules) {
	rules.Merge = func(a, b replicas.Versioned) []replicas.Versioned {
		if a.Same(b) {
			return []replicas.Versioned{a}
		}
		return []replicas.Versioned{a, b}
	}
}

func byOwnWrite(rules *replicas.Rules) {
	has := func(v, other replicas.Versioned) bool { return v.Version.Count(other.Writer) >= other.Dot().Count }
	rules.Merge = func(a, b replicas.Versioned) []replicas.Versioned {
		switch {
		case has(a, b):
			return []replicas.Versioned{a}
		case has(b, a):
			return []replicas.Versioned{b}
		}
		return []replicas.Versioned{a, b}
	}
}

func mostFrequent(rules *replicas.Rules) {
	rules.ChooseRead = func(replies []replicas.Reply, merge merging) ([]replicas.Versioned, []replicas.NodeID) {
		var best replicas.Reply
		most := 0
		for _, reply := range replies {
			count := 0
			for _, other := range replies {
				if slices.EqualFunc(reply.Versions, other.Versions, replicas.Versioned.Same) {
					count++
				}
			}
			if count > most {
				best, most = reply, count
			}
		}
		return reference.ChooseRead([]replicas.Reply{best}, merge)
	}
}

func firstAnswer(rules *replicas.Rules) {
	rules.ChooseRead = func(replies []replicas.Reply, merge merging) ([]replicas.Versioned, []replicas.NodeID) {
		return reference.ChooseRead(replies[:min(1, len(replies))], merge)
	}
}

func leaveOutDeletes(rules *replicas.Rules) {
	rules.ChooseRead = func(replies []replicas.Reply, merge merging) ([]replicas.Versioned, []replicas.NodeID) {
		var alive []replicas.Reply
		for _, reply := range replies {
			isDeleted := func(v replicas.Versioned) bool { return v.Deleted }
			versions := slices.DeleteFunc(slices.Clone(reply.Versions), isDeleted)
			alive = append(alive, replicas.Reply{From: reply.From, Versions: versions})
		}
		return reference.ChooseRead(alive, merge)
	}
}

func notTheEmpty(rules *replicas.Rules) {
	rules.ChooseRead = func(replies []replicas.Reply, merge merging) ([]replicas.Versioned, []replicas.NodeID) {
		chosen, repair := reference.ChooseRead(replies, merge)
		return chosen, slices.DeleteFunc(repair, func(id replicas.NodeID) bool {
			return slices.ContainsFunc(replies, func(r replicas.Reply) bool {
				return r.From == id && len(r.Versions) == 0
			})
		})
	}
}

func dropWithMost(rules *replicas.Rules) {
	rules.MayForget = func(_ replicas.Versioned, has, all replicas.NodeSet) bool {
		return 2*(has&all).Len() > all.Len()
	}
}

func noOrder(rules *replicas.Rules) {
	rules.Later = func(a, b replicas.Versioned) bool { return b.Replaces(a) }
}

func byOwnCount(rules *replicas.Rules) {
	rules.Later = func(a, b replicas.Versioned) bool {
		if a.Dot().Count != b.Dot().Count {
			return a.Dot().Count < b.Dot().Count
		}
		return a.Writer < b.Writer
	}
}

func noHints(rules *replicas.Rules) {
	rules.Enough = func(acks []replicas.Ack, need int, _ bool) bool { return reference.Enough(acks, need, false) }
}

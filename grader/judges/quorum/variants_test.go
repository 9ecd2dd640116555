package quorum_test

import (
	"cmp"
	"slices"
	"sort"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/reference"
)

// merging is how a cluster keeps two versions.
type merging = func(a, b replicas.Versioned) []replicas.Versioned

// variants are correct, each in its own way.
var variants = map[string]change{
	"writes back to all that have answered, as ABD": func(rules *replicas.Rules) {
		rules.ChooseRead = func(replies []replicas.Reply, merge merging) ([]replicas.Versioned, []replicas.NodeID) {
			chosen, _ := reference.ChooseRead(replies, merge)
			var all []replicas.NodeID
			for _, reply := range replies {
				all = append(all, reply.From)
			}
			return chosen, all
		}
	},
	"gives siblings in the other order": func(rules *replicas.Rules) {
		rules.Merge = func(a, b replicas.Versioned) []replicas.Versioned {
			both := reference.Merge(a, b)
			slices.Reverse(both)
			return both
		}
		rules.ChooseRead = func(replies []replicas.Reply, merge merging) ([]replicas.Versioned, []replicas.NodeID) {
			chosen, repair := reference.ChooseRead(replies, merge)
			slices.Reverse(chosen)
			slices.Reverse(repair)
			return chosen, repair
		}
	},
	"orders versions by sum, and then by clock": func(rules *replicas.Rules) {
		rules.Later = func(a, b replicas.Versioned) bool {
			return cmp.Or(
				cmp.Compare(a.Version.Sum(), b.Version.Sum()), cmp.Compare(a.Clock, b.Clock),
				cmp.Compare(b.Writer, a.Writer), cmp.Compare(a.Dot().Count, b.Dot().Count),
			) < 0
		}
	},
	"orders versions by their vectors, server by server": func(rules *replicas.Rules) {
		rules.Later = func(a, b replicas.Versioned) bool {
			for id := replicas.NodeID(1); id <= replicas.MaxNodeID; id++ {
				if a.Version.Count(id) != b.Version.Count(id) {
					return a.Version.Count(id) < b.Version.Count(id)
				}
			}
			return true // it is asked about different writes only
		}
	},
	"looks for the versions that no other one replaces": func(rules *replicas.Rules) {
		rules.ChooseRead = func(replies []replicas.Reply, merge merging) ([]replicas.Versioned, []replicas.NodeID) {
			var all, chosen []replicas.Versioned
			for _, reply := range replies {
				all = append(all, reply.Versions...)
			}
			for i, v := range all {
				stays := func(o replicas.Versioned) bool { return slices.ContainsFunc(merge(o, v), v.Same) }
				if !slices.ContainsFunc(all[:i], v.Same) && !slices.ContainsFunc(all, not(stays)) {
					chosen = append(chosen, v)
				}
			}
			return chosen, lacking(replies, chosen)
		}
	},
	"counts with a map, and sorts the backups": func(rules *replicas.Rules) {
		rules.Enough = func(acks []replicas.Ack, need int, sloppy bool) bool {
			who := map[replicas.NodeID]bool{}
			for _, ack := range acks {
				if sloppy || !ack.Hint {
					who[ack.From] = true
				}
			}
			return len(who) >= need
		}
		rules.Promote = func(backups []replicas.Position) replicas.NodeID {
			if len(backups) == 0 {
				return replicas.None
			}
			sort.Slice(backups, func(i, j int) bool {
				a, b := backups[i], backups[j]
				return cmp.Or(cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Index, b.Index),
					cmp.Compare(a.Node, b.Node)) > 0
			})
			return backups[0].Node
		}
		rules.MayForget = func(_ replicas.Versioned, has, all replicas.NodeSet) bool {
			for id := range all.All() {
				if !has.Has(id) {
					return false
				}
			}
			return true
		}
	},
}

func not(f func(replicas.Versioned) bool) func(replicas.Versioned) bool {
	return func(v replicas.Versioned) bool { return !f(v) }
}

// lacking are the replicas that lack a version in all of their answers.
func lacking(replies []replicas.Reply, chosen []replicas.Versioned) []replicas.NodeID {
	has := map[replicas.NodeID][]replicas.Versioned{}
	for _, reply := range replies {
		has[reply.From] = append(has[reply.From], reply.Versions...)
	}
	var repair []replicas.NodeID
	for _, reply := range replies {
		for _, v := range chosen {
			if !slices.ContainsFunc(has[reply.From], v.Same) {
				repair = append(repair, reply.From)
			}
		}
	}
	return repair
}

func TestQuorumAcceptsWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := variant.grade(grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()})
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

package quorum_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/quorum"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/reference"
)

// careless are the mistakes of a learner who read the lesson too fast.
var careless = map[string]change{
	// "The newest" became the one with the newest time.
	"looks-at-the-clock": func(rules *replicas.Rules) {
		rules.Merge = func(a, b replicas.Versioned) []replicas.Versioned {
			if a.Clock > b.Clock {
				return []replicas.Versioned{a}
			}
			return []replicas.Versioned{b}
		}
	},
	// Replaces is true the other way round.
	"keeps-what-is-replaced": func(rules *replicas.Rules) {
		rules.Merge = func(a, b replicas.Versioned) []replicas.Versioned {
			switch {
			case a.Replaces(b):
				return []replicas.Versioned{b}
			case b.Replaces(a):
				return []replicas.Versioned{a}
			}
			return reference.Merge(a, b)
		}
	},
	// First who knew of whom, then the clock: in a circle.
	"orders-in-a-circle": func(rules *replicas.Rules) {
		rules.Later = func(a, b replicas.Versioned) bool {
			if a.Replaces(b) || b.Replaces(a) || a.Clock == b.Clock {
				return reference.Later(a, b)
			}
			return a.Clock < b.Clock
		}
	},
	// The own Merge is used, whatever the cluster keeps.
	"merges-by-itself": func(rules *replicas.Rules) {
		rules.ChooseRead = func(replies []replicas.Reply, _ merging) ([]replicas.Versioned, []replicas.NodeID) {
			return reference.ChooseRead(replies, reference.Merge)
		}
	},
	// The first pair is merged, and the result with the next one: of three siblings one is left.
	"keeps-the-last-pair": func(rules *replicas.Rules) {
		rules.ChooseRead = func(replies []replicas.Reply, merge merging) ([]replicas.Versioned, []replicas.NodeID) {
			var chosen []replicas.Versioned
			for _, reply := range replies {
				for _, v := range reply.Versions {
					if len(chosen) == 0 {
						chosen = []replicas.Versioned{v}
					} else {
						chosen = merge(chosen[0], v)
					}
				}
			}
			return chosen, lacking(replies, chosen)
		}
	},
	// Whoever has the newest is repaired, and not whoever lacks it.
	"repairs-the-others": func(rules *replicas.Rules) {
		rules.ChooseRead = func(replies []replicas.Reply, merge merging) ([]replicas.Versioned, []replicas.NodeID) {
			chosen, repair := reference.ChooseRead(replies, merge)
			var others []replicas.NodeID
			for _, reply := range replies {
				if !slices.Contains(repair, reply.From) {
					others = append(others, reply.From)
				}
			}
			return chosen, others
		}
	},
	// The first version of each answer is all that it has.
	"looks-at-one-version": func(rules *replicas.Rules) {
		rules.ChooseRead = func(replies []replicas.Reply, merge merging) ([]replicas.Versioned, []replicas.NodeID) {
			var first []replicas.Reply
			for _, reply := range replies {
				first = append(first, replicas.Reply{
					From: reply.From, Versions: reply.Versions[:min(1, len(reply.Versions))],
				})
			}
			return reference.ChooseRead(first, merge)
		}
	},
	// Sloppy is about hints, so hints are all that counts then.
	"counts-hints-alone": func(rules *replicas.Rules) {
		rules.Enough = func(acks []replicas.Ack, need int, sloppy bool) bool {
			var who replicas.NodeSet
			for _, ack := range acks {
				if ack.Hint == sloppy {
					who.Add(ack.From)
				}
			}
			return who.Len() >= need
		}
	},
	// More than need instead of as many.
	"wants-one-more": func(rules *replicas.Rules) {
		rules.Enough = func(acks []replicas.Ack, need int, sloppy bool) bool {
			return reference.Enough(acks, need+1, sloppy)
		}
	},
	// As many servers as there are replicas, whoever they are.
	"counts-the-servers": func(rules *replicas.Rules) {
		rules.MayForget = func(_ replicas.Versioned, has, all replicas.NodeSet) bool { return has.Len() >= all.Len() }
	},
	// The index and the epoch are added up.
	"adds-epoch-and-index": func(rules *replicas.Rules) {
		rules.Promote = func(backups []replicas.Position) replicas.NodeID {
			best := replicas.Position{}
			for i, p := range backups {
				if i == 0 || p.Epoch+p.Index > best.Epoch+best.Index {
					best = p
				}
			}
			return best.Node
		}
	},
}

// TestReportsOnCarelessQuorumsHelp: people have read the reports in testdata.
func TestReportsOnCarelessQuorumsHelp(t *testing.T) {
	t.Parallel()
	for name, rules := range careless {
		report := rules.grade(grader.DefaultBudget())
		assert.NotEqual(t, grader.Pass, report.Verdict, name)
		judgetest.Golden(t, "quorum-"+name+".txt", report)
	}
}

// reading is ChooseRead with something done afterwards.
func reading(after func(chosen *[]replicas.Versioned, repair *[]replicas.NodeID)) change {
	return func(rules *replicas.Rules) {
		rules.ChooseRead = func(replies []replicas.Reply, merge merging) ([]replicas.Versioned, []replicas.NodeID) {
			chosen, repair := reference.ChooseRead(replies, merge)
			after(&chosen, &repair)
			return chosen, repair
		}
	}
}

// merged is Merge with something done afterwards.
func merged(after func(kept []replicas.Versioned) []replicas.Versioned) change {
	return func(rules *replicas.Rules) {
		rules.Merge = func(a, b replicas.Versioned) []replicas.Versioned { return after(reference.Merge(a, b)) }
	}
}

// reasons are wrong rules, and what their reports must say.
var reasons = map[string]struct {
	change
	judgetest.Reason
}{
	"a version is made up": {
		merged(func(kept []replicas.Versioned) []replicas.Versioned {
			kept[0].Value = "both"
			return kept[:1]
		}),
		judgetest.Reason{Verdict: grader.Safety, Says: "nobody has written it"},
	},
	"one write is kept twice": {
		merged(func(kept []replicas.Versioned) []replicas.Versioned { return append(kept, kept[0]) }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "each time that it comes again"},
	},
	"nothing is kept": {
		merged(func([]replicas.Versioned) []replicas.Versioned { return nil }),
		judgetest.Reason{Verdict: grader.Safety, Says: "knew of 1"},
	},
	"a reader gets nothing": {
		reading(func(chosen *[]replicas.Versioned, _ *[]replicas.NodeID) { *chosen = nil }),
		judgetest.Reason{Verdict: grader.Safety, Says: "the key seems to be gone"},
	},
	"a reader gets one write twice": {
		reading(func(chosen *[]replicas.Versioned, _ *[]replicas.NodeID) { *chosen = append(*chosen, *chosen...) }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "one write more than once"},
	},
	"a server is repaired that has not answered": {
		reading(func(_ *[]replicas.Versioned, repair *[]replicas.NodeID) { *repair = append(*repair, 5) }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "S5 has not answered this read"},
	},
	"both come after the other": {
		func(rules *replicas.Rules) {
			rules.Later = func(a, b replicas.Versioned) bool { return !a.Replaces(b) }
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "there must be one"},
	},
	"nothing is ever enough": {
		func(rules *replicas.Rules) { rules.Enough = func([]replicas.Ack, int, bool) bool { return false } },
		judgetest.Reason{Verdict: grader.Liveness, Says: "Two different replicas have it"},
	},
	"a tombstone stays for ever": {
		func(rules *replicas.Rules) {
			rules.MayForget = func(replicas.Versioned, replicas.NodeSet, replicas.NodeSet) bool { return false }
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "takes room for ever"},
	},
	"nobody is promoted": {
		func(rules *replicas.Rules) {
			rules.Promote = func([]replicas.Position) replicas.NodeID { return replicas.None }
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "no client can write any more"},
	},
	"a stranger is promoted": {
		func(rules *replicas.Rules) {
			rules.Promote = func([]replicas.Position) replicas.NodeID { return 9 }
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "S9 is no backup that has answered"},
	},
}

func TestReportsSayWhatIsWrongWithQuorums(t *testing.T) {
	t.Parallel()
	for name, wrong := range reasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules := reference.Rules()
			wrong.change(&rules)
			exercise := judge.Exercise()
			exercise.Drills = nil // the sentences are about calls
			judgetest.Reads(t, grader.Bind(exercise, rules).Grade(grader.Budget{}), wrong.Reason)
		})
	}
}

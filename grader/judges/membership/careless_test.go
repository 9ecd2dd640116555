package membership_test

import (
	"slices"
	"testing"

	"raftlab/exercises/membership/solution"
	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/membership"
	"raftlab/raft"
)

// memberCareless are the mistakes of a learner who read the lesson too fast.
var memberCareless = map[string]func(rules *raft.Rules){
	// A majority of all servers of both halves.
	"membership-counts-the-union": func(rules *raft.Rules) {
		rules.HasQuorum = func(c raft.Configuration, who raft.NodeSet) bool {
			all := c.Voters | c.Next
			return 2*(who&all).Len() > all.Len()
		}
	},
	// Either half will do.
	"membership-asks-one-half": func(rules *raft.Rules) {
		rules.HasQuorum = func(c raft.Configuration, who raft.NodeSet) bool {
			old, next := 2*(who&c.Voters).Len() > c.Voters.Len(), 2*(who&c.Next).Len() > c.Next.Len()
			return old || next
		}
	},
	// The empty half needs a majority, too.
	"membership-wants-both-always": func(rules *raft.Rules) {
		rules.HasQuorum = func(c raft.Configuration, who raft.NodeSet) bool {
			return 2*(who&c.Voters).Len() > c.Voters.Len() && 2*(who&c.Next).Len() > c.Next.Len()
		}
	},
	// Whoever answers is counted.
	"membership-counts-whoever-answers": func(rules *raft.Rules) {
		rules.HasQuorum = func(c raft.Configuration, who raft.NodeSet) bool {
			return 2*who.Len() > c.Voters.Len() && (c.Next == 0 || 2*who.Len() > c.Next.Len())
		}
	},
	// The element in the middle, rounded to the wrong side.
	"membership-takes-the-wrong-middle": func(rules *raft.Rules) {
		rules.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index {
			var has []raft.Index
			for id := range (c.Voters | c.Next).All() {
				if int(id) < len(match) {
					has = append(has, match[id])
				}
			}
			slices.Sort(has)
			if len(has) == 0 {
				return 0
			}
			return has[len(has)/2]
		}
	},
	// The higher of both halves.
	"membership-takes-the-higher-half": func(rules *raft.Rules) {
		rules.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index {
			index := solution.QuorumIndex(raft.Configuration{Voters: c.Voters}, match)
			if c.Next != 0 {
				index = max(index, solution.QuorumIndex(raft.Configuration{Voters: c.Next}, match))
			}
			return index
		}
	},
	// The first configuration of the log.
	"membership-takes-the-first-in-the-log": func(rules *raft.Rules) {
		rules.Latest = func(log *raft.Log, base raft.Configuration) (raft.Configuration, raft.Index) {
			for i := log.Base() + 1; i <= log.LastIndex(); i++ {
				if c, ok := log.Entry(i).Configuration(); ok {
					return c, i
				}
			}
			return base, log.Base()
		}
	},
	// The right configuration, and never its index.
	"membership-forgets-the-index": func(rules *raft.Rules) {
		rules.Latest = func(log *raft.Log, base raft.Configuration) (raft.Configuration, raft.Index) {
			c, _ := solution.Latest(log, base)
			return c, log.Base()
		}
	},
	// One at a time, and nothing else.
	"membership-only-one-at-a-time": func(rules *raft.Rules) {
		rules.MayChange = func(s *raft.State, to raft.Change) raft.Refusal {
			if s.ConfigurationIndex > s.CommitIndex {
				return raft.ChangeOpen
			}
			return raft.Allowed
		}
	},
	// The last entry of the log is looked at, committed or not.
	"membership-looks-at-the-last-term": func(rules *raft.Rules) {
		rules.MayChange = func(s *raft.State, to raft.Change) raft.Refusal {
			refusal := solution.MayChange(s, to)
			if refusal == raft.TermNotCommitted && s.Log.LastTerm() == s.CurrentTerm {
				return raft.Allowed
			}
			return refusal
		}
	},
	// The joint phase is forgotten in the entry.
	"membership-goes-there-at-once": func(rules *raft.Rules) {
		rules.ConfigurationEntry = func(s *raft.State, to raft.Change) raft.Entry {
			if to.Kind == raft.ChangeJointly {
				to.Kind = raft.ChangeAtOnce
			}
			return solution.ConfigurationEntry(s, to)
		}
	},
	// A promoted learner stays a learner.
	"membership-keeps-the-learner": func(rules *raft.Rules) {
		rules.ConfigurationEntry = func(s *raft.State, to raft.Change) raft.Entry {
			entry := solution.ConfigurationEntry(s, to)
			c, _ := entry.Configuration()
			if to.Kind == raft.AddVoter && s.Configuration.Learners.Has(to.Server) {
				c.Voters.Remove(to.Server)
				c.Learners.Add(to.Server)
			}
			entry.Command = c.Encode()
			return entry
		}
	},
	// C_new follows at once.
	"membership-ends-the-phase-early": func(rules *raft.Rules) {
		rules.AfterCommit = func(s *raft.State) (raft.Entry, bool) {
			early := *s
			early.ConfigurationIndex = 0
			return solution.AfterCommit(&early)
		}
	},
	// Nobody leaves.
	"membership-never-leaves": func(rules *raft.Rules) {
		rules.AfterCommit = func(s *raft.State) (raft.Entry, bool) {
			next, _ := solution.AfterCommit(s)
			return next, false
		}
	},
	// Only members stand.
	"membership-only-members-stand": func(rules *raft.Rules) {
		rules.MayCampaign = func(s *raft.State) bool { return s.Configuration.Members().Has(s.ID) }
	},
}

func TestMembershipReportsToCarelessLearners(t *testing.T) {
	t.Parallel()
	for name, change := range memberCareless {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			judgetest.Golden(t, name+".txt",
				grade(judge.Exercise(), solved(change), grader.Budget{FirstSeed: 1, Schedules: 20}))
		})
	}
}

package membership_test

import (
	"math/bits"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/exercises/membership/solution"
	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/membership"
	"raftlab/raft"
)

// memberVariants are correct, each in its own way.
var memberVariants = map[string]func(rules *raft.Rules){
	"counts by removing who does not agree": func(rules *raft.Rules) {
		rules.HasQuorum = func(c raft.Configuration, who raft.NodeSet) bool {
			for _, half := range []raft.NodeSet{c.Voters, c.Next} {
				if half != 0 && bits.OnesCount64(uint64(half&^who)) >= bits.OnesCount64(uint64(half&who)) {
					return false
				}
			}
			return true
		}
	},
	"counts index by index, with HasQuorum": func(rules *raft.Rules) {
		rules.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index {
			for index := slices.Max(match); index > 0; index-- {
				var who raft.NodeSet
				for id, has := range match {
					if has >= index {
						who.Add(raft.NodeID(id))
					}
				}
				if solution.HasQuorum(c, who) {
					return index
				}
			}
			return 0
		}
	},
	"sorts downwards": func(rules *raft.Rules) {
		half := func(voters raft.NodeSet, match []raft.Index) raft.Index {
			var has []raft.Index
			for id := range voters.All() {
				index := raft.Index(0)
				if int(id) < len(match) {
					index = match[id]
				}
				has = append(has, index)
			}
			slices.SortFunc(has, func(a, b raft.Index) int { return int(b) - int(a) })
			return has[len(has)/2]
		}
		rules.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index {
			if c.Next == 0 {
				return half(c.Voters, match)
			}
			return min(half(c.Voters, match), half(c.Next, match))
		}
	},
	"reads the log forwards": func(rules *raft.Rules) {
		rules.Latest = func(log *raft.Log, base raft.Configuration) (raft.Configuration, raft.Index) {
			c, at := base, log.Base()
			for i := log.Base() + 1; i <= log.LastIndex(); i++ {
				if now, ok := log.Entry(i).Configuration(); ok {
					c, at = now, i
				}
			}
			return c, at
		}
	},
	"looks first whether it is the time": func(rules *raft.Rules) {
		rules.MayChange = func(s *raft.State, to raft.Change) raft.Refusal {
			switch {
			case s.Configuration.Next != 0 || s.ConfigurationIndex > s.CommitIndex:
				return raft.ChangeOpen
			case s.Log.Term(s.CommitIndex) != s.CurrentTerm:
				return raft.TermNotCommitted
			}
			return solution.MayChange(s, to)
		}
	},
	"looks for open changes in the log": func(rules *raft.Rules) {
		rules.MayChange = func(s *raft.State, to raft.Change) raft.Refusal {
			for i := s.CommitIndex + 1; i <= s.Log.LastIndex(); i++ {
				if s.Log.Entry(i).Kind == raft.ConfigurationChange {
					return raft.ChangeOpen
				}
			}
			return solution.MayChange(s, to)
		}
	},
	"lets the new servers catch up first": func(rules *raft.Rules) {
		rules.MayChange = func(s *raft.State, to raft.Change) raft.Refusal {
			if to.Kind == raft.AddVoter && !s.Configuration.IsVoter(to.Server) && !s.CaughtUp.Has(to.Server) {
				return raft.NotCaughtUp
			}
			return solution.MayChange(s, to)
		}
	},
	"builds each configuration again": func(rules *raft.Rules) {
		rules.ConfigurationEntry = func(s *raft.State, to raft.Change) raft.Entry {
			one, c := raft.SetOf(to.Server), s.Configuration
			switch to.Kind {
			case raft.AddLearner:
				c = raft.Configuration{Voters: c.Voters, Learners: c.Learners | one}
			case raft.AddVoter:
				c = raft.Configuration{Voters: c.Voters | one, Learners: c.Learners &^ one}
			case raft.RemoveServer:
				c = raft.Configuration{Voters: c.Voters &^ one, Learners: c.Learners &^ one}
			case raft.ChangeJointly:
				c = raft.Configuration{Voters: c.Voters, Next: to.Voters, Learners: c.Learners &^ to.Voters}
			case raft.ChangeAtOnce:
				c = raft.Configuration{Voters: to.Voters, Learners: c.Learners &^ to.Voters}
			}
			return raft.Entry{Term: s.CurrentTerm, Kind: raft.ConfigurationChange, Command: c.Encode()}
		}
	},
	"asks the log what is committed": func(rules *raft.Rules) {
		rules.AfterCommit = func(s *raft.State) (raft.Entry, bool) {
			for i := s.Log.LastIndex(); i > s.CommitIndex; i-- {
				if _, ok := s.Log.Entry(i).Configuration(); ok {
					return raft.Entry{}, false
				}
			}
			return solution.AfterCommit(s)
		}
	},
	"adds something to an entry that nobody appends": func(rules *raft.Rules) {
		rules.AfterCommit = func(s *raft.State) (raft.Entry, bool) {
			next, stepDown := solution.AfterCommit(s)
			if next.Kind != raft.ConfigurationChange {
				next.Term = s.CurrentTerm
			}
			return next, stepDown
		}
	},
	"asks in the other order who stands": func(rules *raft.Rules) {
		rules.MayCampaign = func(s *raft.State) bool {
			switch c := s.Configuration; {
			case c.Learners.Has(s.ID):
				return false
			case s.ConfigurationIndex > s.CommitIndex:
				return true
			default:
				return c.Voters.Has(s.ID) || c.Next.Has(s.ID)
			}
		}
	},
}

func TestMembershipAcceptsWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range memberVariants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := grade(judge.Exercise(), solved(variant),
				grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()})
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

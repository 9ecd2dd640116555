package reads_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/exercises/reads/solution"
	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/reads"
	"raftlab/raft"
)

// readVariants are correct, each in its own way. Those from the catalogue's list of correct variants have its number.
var readVariants = map[string]func(rules *raft.Rules){
	"notes the index only when it answers (N14)": func(rules *raft.Rules) {
		noted(rules, func(_ *raft.State, read *raft.Read) { read.Index = 0 })
		rules.ReadyReads = func(s *raft.State) []raft.Read {
			for i := range s.Reads {
				s.Reads[i].Index = s.CommitIndex
			}
			return solution.ReadyReads(s)
		}
	},
	"waits for one round more": func(rules *raft.Rules) {
		noted(rules, func(_ *raft.State, read *raft.Read) {
			if read.Round > 0 {
				read.Round++
			}
		})
	},
	"begins a read only when all is applied": func(rules *raft.Rules) {
		begun(rules, func(s *raft.State) bool { return s.LastApplied == s.CommitIndex })
		rules.ReadyReads = func(s *raft.State) []raft.Read {
			return take(s, func(r raft.Read) bool { return r.Round == 0 || s.IsQuorum(r.Acks) })
		}
	},
	"begins no read while it hands over": func(rules *raft.Rules) {
		begun(rules, func(s *raft.State) bool { return s.Transferee == raft.None })
	},
	"keeps the newest read first, and hands out the newest first": func(rules *raft.Rules) {
		rules.BeginRead = func(s *raft.State, read raft.Read) bool {
			before := slices.Clone(s.Reads)
			s.Reads = nil
			began := solution.BeginRead(s, read)
			s.Reads = append(s.Reads, before...)
			return began
		}
	},
	"marks a confirmed read with round 0": func(rules *raft.Rules) {
		rules.ConfirmReads = func(s *raft.State, from raft.NodeID, round uint64) {
			for i := range s.Reads {
				r := &s.Reads[i]
				if r.Round == 0 || round < r.Round {
					continue
				}
				if r.Acks.Add(from); s.IsQuorum(r.Acks) {
					r.Round = 0
				}
			}
		}
		rules.ReadyReads = func(s *raft.State) []raft.Read {
			return take(s, func(r raft.Read) bool {
				return r.Round == 0 && (r.From != raft.None || s.LastApplied >= r.Index)
			})
		}
	},
	"adds itself when it counts": func(rules *raft.Rules) {
		noted(rules, func(_ *raft.State, read *raft.Read) { read.Acks = 0 })
		rules.ReadyReads = func(s *raft.State) []raft.Read {
			return take(s, func(r raft.Read) bool {
				return (r.Round == 0 || s.IsQuorum(r.Acks|raft.SetOf(s.ID))) &&
					(r.From != raft.None || s.LastApplied >= r.Index)
			})
		}
	},
	"looks at the lease when it answers, too": func(rules *raft.Rules) {
		noted(rules, func(s *raft.State, read *raft.Read) { read.Round = s.Round + 1 })
		rules.ReadyReads = func(s *raft.State) []raft.Read {
			return take(s, func(r raft.Read) bool {
				return (r.Lease && s.Lease || s.IsQuorum(r.Acks)) && (r.From != raft.None || s.LastApplied >= r.Index)
			})
		}
	},
	"drops all reads where it does not lead": func(rules *raft.Rules) {
		rules.ReadyReads = func(s *raft.State) []raft.Read {
			if s.Role != raft.Leader {
				s.Reads = nil
			}
			return solution.ReadyReads(s)
		}
	},
	"a lease of half the length": func(rules *raft.Rules) {
		rules.ExtendLease = func(s *raft.State, acks raft.NodeSet, timeout raft.Duration, drift int) raft.Duration {
			return solution.ExtendLease(s, acks, timeout, drift) / 2
		}
	},
	"a lease that subtracts the drift": func(rules *raft.Rules) {
		rules.ExtendLease = func(s *raft.State, acks raft.NodeSet, timeout raft.Duration, drift int) raft.Duration {
			voters := acks & s.Configuration.Voters
			if s.Transferee != raft.None || voters.Len() <= s.Configuration.Voters.Len()/2 {
				return -1
			}
			return timeout - (timeout*raft.Duration(drift)+999)/1000
		}
	},
}

// noted is BeginRead with another note of the read.
func noted(rules *raft.Rules, change func(s *raft.State, read *raft.Read)) {
	rules.BeginRead = func(s *raft.State, read raft.Read) bool {
		began := solution.BeginRead(s, read)
		if began {
			change(s, &s.Reads[len(s.Reads)-1])
		}
		return began
	}
}

// begun is BeginRead with one more condition.
func begun(rules *raft.Rules, may func(s *raft.State) bool) {
	rules.BeginRead = func(s *raft.State, read raft.Read) bool { return may(s) && solution.BeginRead(s, read) }
}

// take takes out the reads that are ready, in place.
func take(s *raft.State, isReady func(r raft.Read) bool) []raft.Read {
	var ready []raft.Read
	s.Reads = slices.DeleteFunc(s.Reads, func(r raft.Read) bool {
		if !isReady(r) {
			return false
		}
		ready = append(ready, r)
		return true
	})
	return ready
}

func TestReadsAcceptWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range readVariants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := grade(judge.Exercise(), solved(variant),
				grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()})
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

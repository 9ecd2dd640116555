package reads_test

import (
	"testing"

	"raftlab/exercises/reads/solution"
	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/reads"
	"raftlab/raft"
)

// readCareless are the mistakes of a learner who read the lesson too fast.
var readCareless = map[string]func(rules *raft.Rules){
	// A leader may always read.
	"reads-begins-at-once": func(rules *raft.Rules) {
		rules.BeginRead = func(s *raft.State, read raft.Read) bool {
			read.Index, read.Round, read.Acks = s.CommitIndex, s.Round+1, raft.SetOf(s.ID)
			s.Reads = append(s.Reads, read)
			return true
		}
	},
	// The log's last entry is looked at, committed or not.
	"reads-looks-at-the-last-entry": func(rules *raft.Rules) {
		rules.BeginRead = func(s *raft.State, read raft.Read) bool {
			if s.Log.LastTerm() != s.CurrentTerm {
				return false
			}
			read.Index, read.Round, read.Acks = s.CommitIndex, s.Round+1, raft.SetOf(s.ID)
			s.Reads = append(s.Reads, read)
			return true
		}
	},
	// The round that is on its way will do.
	"reads-takes-the-present-round": func(rules *raft.Rules) {
		noted(rules, func(s *raft.State, read *raft.Read) { read.Round = s.Round })
	},
	// A lease is a lease, whoever asks.
	"reads-leases-to-everybody": func(rules *raft.Rules) {
		noted(rules, func(s *raft.State, read *raft.Read) {
			if s.Lease {
				read.Round = 0
			}
		})
	},
	// The number of the round is not looked at.
	"reads-confirms-by-any-round": func(rules *raft.Rules) {
		rules.ConfirmReads = func(s *raft.State, from raft.NodeID, _ uint64) {
			for i := range s.Reads {
				s.Reads[i].Acks.Add(from)
			}
		}
	},
	// The loop is over copies.
	"reads-confirms-a-copy": func(rules *raft.Rules) {
		rules.ConfirmReads = func(s *raft.State, from raft.NodeID, round uint64) {
			for _, read := range s.Reads {
				if round >= read.Round {
					read.Acks.Add(from)
				}
			}
		}
	},
	// Only the read's own round counts.
	"reads-confirms-by-one-round-only": func(rules *raft.Rules) {
		rules.ConfirmReads = func(s *raft.State, from raft.NodeID, round uint64) {
			for i := range s.Reads {
				if round == s.Reads[i].Round {
					s.Reads[i].Acks.Add(from)
				}
			}
		}
	},
	// Committed is taken for applied.
	"reads-answers-what-is-committed": func(rules *raft.Rules) {
		rules.ReadyReads = func(s *raft.State) []raft.Read {
			return take(s, func(r raft.Read) bool {
				return (r.Round == 0 || s.IsQuorum(r.Acks)) && s.CommitIndex >= r.Index
			})
		}
	},
	// The reads are returned, and stay.
	"reads-leaves-what-is-ready": func(rules *raft.Rules) {
		rules.ReadyReads = func(s *raft.State) []raft.Read {
			before := append([]raft.Read(nil), s.Reads...)
			ready := solution.ReadyReads(s)
			s.Reads = before
			return ready
		}
	},
	// Whoever answers counts, voter or not.
	"reads-counts-who-does-not-vote": func(rules *raft.Rules) {
		rules.ReadyReads = func(s *raft.State) []raft.Read {
			return take(s, func(r raft.Read) bool {
				return (r.Round == 0 || r.Acks.Len() >= s.Majority()) &&
					(r.From != raft.None || s.LastApplied >= r.Index)
			})
		}
	},
	// A lease lasts as long as the timeout.
	"reads-trusts-all-clocks": func(rules *raft.Rules) {
		rules.ExtendLease = func(s *raft.State, acks raft.NodeSet, timeout raft.Duration, _ int) raft.Duration {
			return solution.ExtendLease(s, acks, timeout, 0)
		}
	},
	// The drift makes the lease longer.
	"reads-adds-the-drift": func(rules *raft.Rules) {
		rules.ExtendLease = func(s *raft.State, acks raft.NodeSet, timeout raft.Duration, drift int) raft.Duration {
			return solution.ExtendLease(s, acks, timeout, -drift)
		}
	},
}

func TestReadsReportsToCarelessLearners(t *testing.T) {
	t.Parallel()
	for name, change := range readCareless {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			judgetest.Golden(t, name+".txt",
				grade(judge.Exercise(), solved(change), grader.Budget{FirstSeed: 1, Schedules: 20}))
		})
	}
}

// readReasons are wrong rules, and what their reports must say.
var readReasons = map[string]struct {
	change func(rules *raft.Rules)
	judgetest.Reason
}{
	"notes a read that does not begin": {
		func(rules *raft.Rules) {
			rules.BeginRead = func(s *raft.State, read raft.Read) bool {
				began := solution.BeginRead(s, read)
				if !began {
					s.Reads = append(s.Reads, raft.Read{Request: read.Request, Round: s.Round + 1})
				}
				return began
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "is in Reads all the same"},
	},
	"counts the rounds itself": {
		func(rules *raft.Rules) {
			rules.BeginRead = func(s *raft.State, read raft.Read) bool {
				began := solution.BeginRead(s, read)
				s.Round++
				return began
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "The caller keeps it"},
	},
	"never uses a lease": {
		func(rules *raft.Rules) {
			noted(rules, func(s *raft.State, read *raft.Read) { read.Round = s.Round + 1 })
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "ready at once"},
	},
	"answers a lease that is not there": {
		func(rules *raft.Rules) {
			noted(rules, func(_ *raft.State, read *raft.Read) {
				if read.Lease {
					read.Round = 0
				}
			})
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "the read waits for a round"},
	},
	"begins no read": {
		func(rules *raft.Rules) { rules.BeginRead = func(*raft.State, raft.Read) bool { return false } },
		judgetest.Reason{Verdict: grader.Liveness, Says: "so the read begins"},
	},
	"notes the index 0": {
		func(rules *raft.Rules) { noted(rules, func(_ *raft.State, read *raft.Read) { read.Index = 0 }) },
		judgetest.Reason{Verdict: grader.Safety, Says: "it would lack entry 2"},
	},
	"notes the log's end": {
		func(rules *raft.Rules) {
			noted(rules, func(s *raft.State, read *raft.Read) { read.Index = s.Log.LastIndex() })
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "What is not committed may never be"},
	},
	"gives no lease": {
		func(rules *raft.Rules) {
			rules.ExtendLease = func(*raft.State, raft.NodeSet, raft.Duration, int) raft.Duration { return 0 }
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "So S1 has a lease"},
	},
	"half of the servers give a lease": {
		func(rules *raft.Rules) {
			rules.ExtendLease = func(s *raft.State, acks raft.NodeSet, timeout raft.Duration, drift int) raft.Duration {
				if s.Transferee != raft.None || 2*(acks&s.Configuration.Voters).Len() < s.Configuration.Voters.Len() {
					return 0
				}
				return timeout * raft.Duration(1000-drift) / 1000
			}
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "no majority of the voters"},
	},
}

func TestReportsSayWhatIsWrongWithReads(t *testing.T) {
	t.Parallel()
	for name, wrong := range readReasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Drills = nil // the sentences are about calls
			judgetest.Reads(t, grade(exercise, solved(wrong.change), grader.Budget{}), wrong.Reason)
		})
	}
}

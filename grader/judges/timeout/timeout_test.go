package timeout_test

import (
	"math/bits"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/exercises/timeout"
	"raftlab/exercises/timeout/solution"
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/timeout"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// timeoutRules is the two rules of the exercise; nil means the solution's.
type timeoutRules struct {
	draws  func(min, max raft.Duration, draw raft.Draw) raft.Duration
	resets func(event raft.TimerEvent) bool
}

func (r timeoutRules) grade(exercise *call.Exercise, budget grader.Budget) grader.Report {
	rules := reference.Rules()
	rules.ElectionTimeout, rules.ResetsElectionTimer = solution.ElectionTimeout, solution.ResetsElectionTimer
	if r.draws != nil {
		rules.ElectionTimeout = r.draws
	}
	if r.resets != nil {
		rules.ResetsElectionTimer = r.resets
	}
	return grader.Bind(exercise, rules).Grade(budget)
}

func TestTimeoutSolutionReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := timeoutRules{}.grade(judge.Exercise(), grader.DefaultBudget())
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
	assert.Greater(t, report.Calls, 2500)
}

func TestTimeoutStarterIsUnfinished(t *testing.T) {
	t.Parallel()
	starter := timeoutRules{timeout.ElectionTimeout, timeout.ResetsElectionTimer}
	assert.Equal(t, grader.Unfinished, starter.grade(judge.Exercise(), grader.DefaultBudget()).Verdict)
	half := timeoutRules{resets: timeout.ResetsElectionTimer}
	assert.Equal(t, grader.Unfinished, half.grade(judge.Exercise(), grader.DefaultBudget()).Verdict)
}

// timeoutVariants are correct, each in its own way. In the catalogue's list of correct variants, N12 is near: a
// vote without a new wait, and a refusal with a new wait, cost only progress. So they are never safety findings
// here. But they are findings, because Figure 2 leaves no choice of events. The evenness of the waits and the
// number of draws are not judged, because nothing in the paper depends on them.
var timeoutVariants = map[string]timeoutRules{
	"counts from the top": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		return max - raft.Duration(draw(uint64(max-min)+1))
	}},
	"draws from a power of two, and again when it is too much": {
		draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
			n := uint64(1) << bits.Len64(uint64(max-min))
			for {
				if wait := min + raft.Duration(draw(n)); wait <= max {
					return wait
				}
			}
		},
	},
	"draws whole milliseconds": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		return min + raft.Duration(draw(uint64((max-min)/raft.Millisecond)+1))*raft.Millisecond
	}},
	"adds two draws": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		half := (max - min) / 2
		return min + raft.Duration(draw(uint64(half)+1)) + raft.Duration(draw(uint64(max-min-half)+1))
	}},
	"takes the remainder of a large number": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		return min + raft.Duration(draw(1<<62)%uint64(max-min+1))
	}},
	"takes a share of the range": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		return min + raft.Duration(draw(1<<32)*uint64(max-min+1)>>32)
	}},
	"takes one of sixteen steps": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		return min + (max-min)*raft.Duration(draw(16))/15
	}},
	"draws the milliseconds and the rest": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		for {
			wait := min + raft.Duration(draw(uint64((max-min)/raft.Millisecond)+1))*raft.Millisecond +
				raft.Duration(draw(uint64(raft.Millisecond)))
			if wait <= max {
				return wait
			}
		}
	}},
	"draws low digits first, in tens": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		for {
			wait, place := min, raft.Duration(1)
			for ; place <= max-min; place *= 10 {
				wait += place * raft.Duration(draw(10))
			}
			if wait <= max {
				return wait
			}
		}
	}},
	"throws a coin for each bit": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		for {
			wait := uint64(0)
			for range bits.Len64(uint64(max - min)) {
				wait = wait<<1 | draw(2)
			}
			if wait <= uint64(max-min) {
				return min + raft.Duration(wait)
			}
		}
	}},
	"draws a half of the range first": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		middle := min + (max-min)/2
		if draw(2) == 0 {
			return min + raft.Duration(draw(uint64(middle-min)+1))
		}
		return middle + raft.Duration(draw(uint64(max-middle)+1))
	}},
	"takes the remainder of a larger number": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		return min + raft.Duration(draw(uint64(max-min)*3/2+1)%uint64(max-min+1))
	}},
	"mixes two draws bit by bit": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		n := uint64(1) << bits.Len64(uint64(max-min))
		for {
			wait := draw(n)
			if wait ^= draw(n); wait <= uint64(max-min) {
				return min + raft.Duration(wait)
			}
		}
	}},
	"looks away once": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		draw(6)
		return min + raft.Duration(draw(uint64(max-min)+1))
	}},
	"prefers short waits": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		if min == max {
			return min
		}
		n := uint64(max-min) + 1
		return min + raft.Duration(shorter(draw(n), draw(n)))
	}},
	"a switch over what does not count": {resets: func(event raft.TimerEvent) bool {
		switch event {
		case raft.RefusedVote, raft.HeardFromOldLeader:
			return false
		}
		return true
	}},
	"a table": {resets: func(event raft.TimerEvent) bool {
		return map[raft.TimerEvent]bool{
			raft.HeardFromLeader: true, raft.GrantedVote: true, raft.StartedElection: true,
		}[event]
	}},
	"the order of the constants": {resets: func(event raft.TimerEvent) bool { return event <= raft.StartedElection }},
}

func shorter(a, b uint64) uint64 { return min(a, b) }

func TestTimeoutAcceptsWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range timeoutVariants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := variant.grade(judge.Exercise(), grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()})
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

// timeoutMutants are the rows of group T that these two rules can have, and the first check that finds each, which is
// always an example. They cannot have these rows of group T:
//
//	T04  The caller says HeardFromLeader whether or not the consistency check succeeded: the rule does not know.
//	T05  A candidate that does not stand again is exercise campaign's. Here it is a timer that nobody sets.
//	T08  The timer of a leader that steps down is set by the node, which asks no rule.
//	T09  A refusal in a later term is RefusedVote like any other: with it this is T01.
//	T10  That a candidate gives way to a leader of its own term is HandleAppendEntries, exercise append.
//	T11  A later term in a reply of AppendEntries is exercise replicate's.
//	T12  A new leader's first heartbeat is sent by the node.
//	T13  A leader has no election timer in this core (I7).
//	T14  Every AppendEntries is answered by the node.
//	T15  There is one term, and one place that changes it: a step is never interrupted.
var timeoutMutants = map[string]struct {
	timeoutRules
	by string
}{
	"T01 a refused candidate starts the wait anew": {
		timeoutRules{resets: judgetest.Rules("T01").ResetsElectionTimer},
		"a candidate is refused",
	},
	"T02 an old leader starts the wait anew": {
		timeoutRules{resets: judgetest.Rules("T02").ResetsElectionTimer},
		"an old leader is heard from",
	},
	"T03 a vote given does not": {
		timeoutRules{resets: judgetest.Rules("T03").ResetsElectionTimer},
		"a vote is given",
	},
	"T04 nor does the leader": {timeoutRules{resets: judgetest.Rules("T04").ResetsElectionTimer},
		"the present leader is heard from"},
	"T05 nor does an election": {timeoutRules{resets: butNot(raft.StartedElection)}, "an election is started"},
	"T06 all wait equally long": {timeoutRules{draws: judgetest.Rules("T06").ElectionTimeout},
		"the wait is random, and draw is what makes it so"},
	"T06 all wait as long as they may": {timeoutRules{draws: always(1 << 62)},
		"the wait is random, and draw is what makes it so"},
	"T06 a number is drawn and not used": {
		timeoutRules{draws: func(min, _ raft.Duration, draw raft.Draw) raft.Duration {
			draw(2)
			return min
		}},
		"the wait is random, and draw is what makes it so",
	},
	"T06 one of two waits": {timeoutRules{draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		return min + (max-min)*raft.Duration(draw(2))
	}}, "waits come from all over the range"},
	"T06 two draws that cancel each other out": {
		timeoutRules{draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
			n := uint64(max-min) + 1
			return min + raft.Duration((draw(n)*0+n-1)%n)
		}},
		"the wait is random, and draw is what makes it so",
	},
	"T06 mostly the same wait": {timeoutRules{draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		if draw(10) > 0 {
			return min
		}
		return min + raft.Duration(draw(uint64(max-min)+1))
	}}, "waits come from all over the range"},
	"T06 the lower half, and max": {timeoutRules{draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		if draw(1000) == 999 {
			return max
		}
		return min + raft.Duration(draw(uint64(max-min)/2+1))
	}}, "waits come from all over the range"},
	"T06 a generator of its own with a fixed seed": {
		timeoutRules{draws: func(min, max raft.Duration, _ raft.Draw) raft.Duration {
			return min + raft.Duration(rand.New(rand.NewPCG(1, 2)).Int64N(int64(max-min)+1))
		}},
		"the wait is random, and draw is what makes it so",
	},
	"T07 more than max by two draws": {timeoutRules{draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		return min + raft.Duration(draw(uint64(max-min)+1)) + raft.Duration(draw(2))
	}}, "the wait lies in the range"},
	"T07 max is never drawn": {timeoutRules{draws: judgetest.Rules("T07").ElectionTimeout},
		"the longest wait can be drawn"},
	"T07 min is never drawn": {timeoutRules{draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		if min == max {
			return min
		}
		return max - raft.Duration(draw(uint64(max-min)))
	}}, "the shortest wait can be drawn"},
	"T07 the range is not counted from min": {
		timeoutRules{draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
			return raft.Duration(draw(uint64(max) + 1))
		}},
		"the wait lies in the range",
	},
	"T07 one more than max": {timeoutRules{draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		return min + raft.Duration(draw(uint64(max-min)+2))
	}}, "the wait lies in the range"},
	"the paper's numbers are built in": {timeoutRules{draws: func(_, _ raft.Duration, draw raft.Draw) raft.Duration {
		return 150*raft.Millisecond + raft.Duration(draw(150_001))
	}}, "another range"},
}

// butNot removes an event from those that restart the wait.
func butNot(left raft.TimerEvent) func(raft.TimerEvent) bool {
	return func(event raft.TimerEvent) bool { return event != left && reference.ResetsElectionTimer(event) }
}

func always(number uint64) func(min, max raft.Duration, _ raft.Draw) raft.Duration {
	return func(min, max raft.Duration, _ raft.Draw) raft.Duration {
		return min + raft.Duration(shorter(number, uint64(max-min)))
	}
}

func TestTimeoutMutantsAreKilledByTheirCheck(t *testing.T) {
	t.Parallel()
	for name, mutant := range timeoutMutants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Drills = nil // the next test is about clusters
			report := mutant.grade(exercise, grader.Budget{})
			require.NotEmpty(t, report.Findings)
			assert.Equal(t, mutant.by, report.Findings[0].Check)
			assert.Equal(t, grader.Liveness, report.Verdict, "safety does not depend on time (§5.6)")
			require.NotNil(t, report.Findings[0].Case)
			judgetest.Coded(t, report)
		})
	}
}

// TestTimeoutDrillsAloneFindWhatStopsACluster: the stories find what keeps a healed cluster without a leader,
// without the examples.
func TestTimeoutDrillsAloneFindWhatStopsACluster(t *testing.T) {
	t.Parallel()
	for name, drill := range map[string]string{
		"T01 a refused candidate starts the wait anew": "a candidate that is behind, and asks again and again",
		"T06 all wait equally long":                    "three servers that start together",
		"T06 a number is drawn and not used":           "three servers that start together",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Cases, exercise.Small = nil, nil
			report := timeoutMutants[name].grade(exercise, grader.DefaultBudget())
			require.NotEmpty(t, report.Findings)
			assert.Equal(t, drill, report.Findings[0].Drill, report.Text())
			assert.Equal(t, grader.Liveness, report.Verdict)
			assert.Contains(t, report.Text(), "no server leads")
		})
	}
}

func TestTimeoutThatPanicsOrNeverEndsItsDraws(t *testing.T) {
	t.Parallel()
	panics := timeoutRules{draws: func(min, max raft.Duration, _ raft.Draw) raft.Duration {
		return []raft.Duration{min}[int(max-min)]
	}}
	report := panics.grade(judge.Exercise(), grader.DefaultBudget())
	assert.Equal(t, grader.Crash, report.Verdict)
	assert.Contains(t, report.Text(), "The rule panicked: runtime error: index out of range")
	judgetest.Coded(t, report)

	endless := timeoutRules{draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		for {
			if wait := raft.Duration(draw(uint64(max) + 1)); wait < 0 {
				return wait
			}
		}
	}}
	exercise := judge.Exercise()
	exercise.Drills = nil
	report = endless.grade(exercise, grader.Budget{})
	assert.Equal(t, grader.Liveness, report.Verdict)
	assert.Contains(t, report.Text(), "One wait took more than 1000 draws.")
	judgetest.Coded(t, report)
}

package timeout_test

import (
	"testing"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/timeout"
	"raftlab/raft"
)

// timeoutCareless are the mistakes of a learner who read the lesson too fast.
func timeoutCareless() map[string]timeoutRules {
	var kept raft.Duration
	return map[string]timeoutRules{
		// draw(n) is taken for a number up to n.
		"timeout-adds-to-min": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
			return min + raft.Duration(draw(uint64(max)))
		}},
		// Each server has its own wait, drawn once.
		"timeout-draws-once": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
			if kept == 0 {
				kept = min + raft.Duration(draw(uint64(max-min+1)))
			}
			return kept
		}},
		// The case min == max is forgotten.
		"timeout-without-one": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
			return min + raft.Duration(draw(uint64(max-min)))
		}},
		// Any message of a living server is a sign of life.
		"timeout-any-message": {resets: func(raft.TimerEvent) bool { return true }},
		// "A follower waits again when it hears from the leader or gives its vote", and no more.
		"timeout-followers-only": {resets: func(event raft.TimerEvent) bool {
			return event == raft.HeardFromLeader || event == raft.GrantedVote
		}},
		// The draw is the whole wait.
		"timeout-leaves-out-min": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
			return raft.Duration(draw(uint64(max-min) + 1))
		}},
		// In the paper's example, max is twice min.
		"timeout-doubles-min": {draws: func(min, _ raft.Duration, draw raft.Draw) raft.Duration {
			return min + raft.Duration(draw(uint64(min)+1))
		}},
		// A number of milliseconds is added to microseconds.
		"timeout-counts-milliseconds": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
			return min + raft.Duration(draw(uint64((max-min)/raft.Millisecond)+1))
		}},
		// The range's size is counted from the wrong end, which no unsigned number is below 0 for.
		"timeout-subtracts-the-other-way": {draws: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
			return min + raft.Duration(draw(uint64(min-max)+1))
		}},
		// In Go a case does not fall into the next one.
		"timeout-cases-without-a-comma": {resets: func(event raft.TimerEvent) bool {
			switch event {
			case raft.HeardFromLeader:
			case raft.GrantedVote:
			case raft.StartedElection:
				return true
			}
			return false
		}},
	}
}

func TestTimeoutReportsToCarelessLearners(t *testing.T) {
	t.Parallel()
	for name, rules := range timeoutCareless() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			judgetest.Golden(t, name+".txt",
				rules.grade(judge.Exercise(), grader.Budget{FirstSeed: 1, Schedules: 20}))
		})
	}
}

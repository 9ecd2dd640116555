package prevote_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/exercises/prevote"
	"raftlab/exercises/prevote/solution"
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/prevote"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// solved is the solution, with a change.
func solved(change func(rules *raft.Rules)) raft.Rules {
	rules := reference.Rules()
	rules.Elections = raft.Elections{
		StartPreVote: solution.StartPreVote, HandlePreVote: solution.HandlePreVote,
		HandlePreVoteReply: solution.HandlePreVoteReply, LeavesUnanswered: solution.LeavesUnanswered,
		CheckQuorum: solution.CheckQuorum, TransferTo: solution.TransferTo,
	}
	change(&rules)
	return rules
}

func grade(exercise *call.Exercise, rules raft.Rules, budget grader.Budget) grader.Report {
	return grader.Bind(exercise, rules).Grade(budget)
}

func TestPreVoteSolutionReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := grade(judge.Exercise(), solved(func(*raft.Rules) {}), grader.DefaultBudget())
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
	assert.Greater(t, report.Calls, 10_000)
}

func TestPreVoteStarterIsUnfinished(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(rules *raft.Rules){
		"all": func(rules *raft.Rules) {
			rules.Elections = raft.Elections{
				StartPreVote: prevote.StartPreVote, HandlePreVote: prevote.HandlePreVote,
				HandlePreVoteReply: prevote.HandlePreVoteReply, LeavesUnanswered: prevote.LeavesUnanswered,
				CheckQuorum: prevote.CheckQuorum, TransferTo: prevote.TransferTo,
			}
		},
		"StartPreVote":       func(rules *raft.Rules) { rules.StartPreVote = prevote.StartPreVote },
		"HandlePreVote":      func(rules *raft.Rules) { rules.HandlePreVote = prevote.HandlePreVote },
		"HandlePreVoteReply": func(rules *raft.Rules) { rules.HandlePreVoteReply = prevote.HandlePreVoteReply },
		"LeavesUnanswered":   func(rules *raft.Rules) { rules.LeavesUnanswered = prevote.LeavesUnanswered },
		"CheckQuorum":        func(rules *raft.Rules) { rules.CheckQuorum = prevote.CheckQuorum },
		"TransferTo":         func(rules *raft.Rules) { rules.TransferTo = prevote.TransferTo },
	} {
		report := grade(judge.Exercise(), solved(change), grader.DefaultBudget())
		assert.Equal(t, grader.Unfinished, report.Verdict, "%s: %s", name, report.Text())
	}
}

// preVoteMutants are the rows of groups Q and X that the six rules can have.
var preVoteMutants = []judgetest.Catalogued{
	{ID: "Q01", Verdict: grader.Liveness, Check: "a follower's wait is over", Drill: "a server that comes back"},
	{ID: "Q02", Verdict: grader.Liveness, Check: "no leader is known, and the logs are equal",
		Drill: "one missing link"},
	{ID: "Q03", Verdict: grader.Safety, Check: "a follower's wait is over",
		Drill: "a vote stays while its server asks", Schedules: true},
	{ID: "Q04", Verdict: grader.Safety, Check: "a yes while S1 stands already", Drill: "a pre-vote is no vote",
		Schedules: true},
	{ID: "Q05", Verdict: grader.Liveness, Check: "a question for the present term, and the vote is taken",
		Drill: "the better log is in the lower term"},
	{ID: "Q06", Verdict: grader.Liveness, Check: "its leader has been silent for too long",
		Drill: "two servers whose leader has died"},
	{ID: "Q08", Verdict: grader.Liveness, Check: "no leader is known, and the logs are equal",
		Drill: "two servers whose leader has died", Schedules: true},
	{ID: "Q09", Verdict: grader.Liveness, Check: "a leader is heard, and the log is as good as any",
		Drill: "one missing link"},
	{ID: "Q10", Verdict: grader.Liveness, Check: "one follower of four has answered",
		Drill: "a leader that reaches a minority"},
	{ID: "Q11", Verdict: grader.Liveness, Check: "two followers of four have answered",
		Drill: "a leader that reaches a minority"},
	{ID: "Q15", Verdict: grader.Liveness, Check: "a request to the leader", Drill: "deaf to requests"},
	{ID: "Q17", Verdict: grader.Safety, Check: "one follower of four has answered"},
	{ID: "Q18", Verdict: grader.Liveness, Check: "three of five would vote for it", Drill: "a server that comes back",
		Schedules: true},
	{ID: "X01", Verdict: grader.Liveness, Check: "the target lacks an entry", Drill: "the target lacks an entry"},
	{ID: "X02", Verdict: grader.Liveness, Check: "the target has the whole log",
		Drill: "no command while it hands over"},
	{ID: "X05", Verdict: grader.Liveness, Check: "a request that the leader asked for",
		Drill: "the target lacks an entry"},
}

func TestPreVoteMutantsAreKilledByTheirCheck(t *testing.T) {
	t.Parallel()
	judgetest.EachFound(t, preVoteMutants, judge.Exercise)
}

// TestPreVoteSmallCallsAloneFindEveryMutant, without the examples.
func TestPreVoteSmallCallsAloneFindEveryMutant(t *testing.T) {
	t.Parallel()
	for _, mutant := range preVoteMutants {
		exercise := judge.Exercise()
		exercise.Cases, exercise.Drills = nil, nil
		report := grade(exercise, judgetest.Rules(mutant.ID), grader.Budget{})
		require.NotEmpty(t, report.Findings, mutant.ID)
		assert.Equal(t, mutant.Verdict, report.Verdict, "%s: %s", mutant.ID, report.Text())
		judgetest.Coded(t, report)
	}
}

func TestPreVoteThatPanics(t *testing.T) {
	t.Parallel()
	report := grade(judge.Exercise(), solved(func(rules *raft.Rules) {
		rules.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, _ raft.PreVoteReply) bool {
			s.NextIndex[int(from)*100] = 1
			return false
		}
	}), grader.DefaultBudget())
	assert.Equal(t, grader.Crash, report.Verdict)
	assert.Contains(t, report.Text(), "The rule panicked: runtime error: index out of range")
	assert.Equal(t, len(judge.Exercise().Checks()), report.Checks)
	judgetest.Coded(t, report)
}

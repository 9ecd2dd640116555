package judges_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/judges/campaign"
	"raftlab/grader/judges/vote"
	"raftlab/grader/rulecall"
	"raftlab/grader/visit"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// TestAWrongCallHasTheLinesThatDecided: those of the call that is judged, and not of calls that find out why.
func TestAWrongCallHasTheLinesThatDecided(t *testing.T) {
	right, learner := reference.Rules(), reference.Rules()
	learner.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		visit.Line(10)
		if s.VotedFor == 3 {
			visit.Line(12)
			return right.HandleRequestVote(s, req)
		}
		visit.Line(14)
		visit.Line(11) // a helper above
		visit.Line(14)
		s.VotedFor = req.CandidateID // whatever it is
		return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
	}
	exercise := vote.Exercise()
	exercise.Drills = nil
	rules := exercise.Reference()
	caller, err := rulecall.Local(&rules, learner, exercise.Rules)
	require.NoError(t, err)
	budget := grader.Budget{FirstSeed: 1}
	plain := grader.Bind(exercise, rules).Grade(budget).JSON()
	budget.Visited = caller.Visited
	report := grader.Bind(exercise, rules).Grade(budget).JSON()
	require.NotEmpty(t, report.Findings)
	for i := range report.Findings {
		one := report.Findings[i].Case
		require.NotNil(t, one, report.Findings[i].Check)
		assert.Equal(t, []int{10, 11, 14}, one.Lines, report.Findings[i].Check)
		assert.Equal(t, 14, one.Decided)
		assert.Empty(t, plain.Findings[i].Case.Lines, "nobody watched")
		one.Lines, one.Decided = nil, 0
	}
	assert.Equal(t, plain, report, "and nothing else changes")
}

// TestAWrongStoryHasTheLinesOfAllItsCalls: no single call decided it.
func TestAWrongStoryHasTheLinesOfAllItsCalls(t *testing.T) {
	right, learner := reference.Rules(), reference.Rules()
	learner.StartElection = func(s *raft.State) raft.RequestVote {
		visit.Line(20)
		return right.StartElection(s)
	}
	learner.HandleRequestVoteReply = func(*raft.State, raft.NodeID, raft.RequestVoteReply) { visit.Line(30) }
	exercise := campaign.Exercise()
	exercise.Drills = nil
	rules := exercise.Reference()
	caller, err := rulecall.Local(&rules, learner, exercise.Rules)
	require.NoError(t, err)
	report := grader.Bind(exercise, rules).Grade(grader.Budget{FirstSeed: 1, Visited: caller.Visited})
	stories := 0
	for _, f := range report.Findings {
		if len(f.Case.Lines) > 1 {
			stories++
			assert.Equal(t, []int{20, 30}, f.Case.Lines, f.Check)
			assert.Zero(t, f.Case.Decided, f.Check)
		}
	}
	assert.Positive(t, stories)
}

package accepted

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/judges"
	"raftlab/raft"
	"raftlab/raft/reference"
)

func TestEachIsRight(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		exercise string
		write    func(*raft.Rules)
	}{
		{"timeout", func(rules *raft.Rules) {
			rules.ElectionTimeout, rules.ResetsElectionTimer = drawWithVariables, resetsByComparison
		}},
		{"timeout", func(rules *raft.Rules) { rules.ResetsElectionTimer = resetsByOneCase }},
		{"vote", func(rules *raft.Rules) { rules.HandleRequestVote = oneCondition }},
		{"vote", func(rules *raft.Rules) { rules.HandleRequestVote = namedConditions }},
		{"vote", func(rules *raft.Rules) { rules.HandleRequestVote = helperForLogs }},
		{"campaign", func(rules *raft.Rules) {
			rules.StartElection, rules.HandleRequestVoteReply = startInline, countInline
		}},
		{"campaign", func(rules *raft.Rules) { rules.HandleRequestVoteReply = countNested }},
		{"commit", func(rules *raft.Rules) { rules.AdvanceCommitIndex = countCopies }},
		{"commit", func(rules *raft.Rules) { rules.AdvanceCommitIndex = countUpwards }},
		{"commit", func(rules *raft.Rules) { rules.AdvanceCommitIndex = middleOfSorted }},
		{"commit", func(rules *raft.Rules) { rules.AdvanceCommitIndex = middleOfDescending }},
	} {
		all := judges.Figure2()
		i := slices.IndexFunc(all, func(e *grader.Exercise[raft.Rules]) bool { return e.ID == one.exercise })
		require.GreaterOrEqual(t, i, 0)
		rules := reference.Rules()
		one.write(&rules)
		report := grader.Bind(all[i], rules).Grade(grader.Budget{FirstSeed: 1, Schedules: 10})
		assert.Equal(t, grader.Pass, report.Verdict, "%s\n%s", one.exercise, report.Text())
		assert.Contains(t, Texts(), one.exercise)
	}
}

package append_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/call"
	judge "raftlab/grader/judges/append"
	"raftlab/grader/judges/correct"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// With each rule of this exercise that passes, and each of exercise replicate that passes, a follower is always
// repaired. Both exercises judge by one contract for the hint of a refusal (package call).

// repairs are stories in which S3's log must become S1's.
var repairs = []grader.Drill{
	{Name: "a log that differs, and is longer", Script: `servers 3
given S1 term 4 log 1 1 4
given S2 term 4 log 1 1 4
given S3 term 3 log 1 3 3 3 3 3
election-timeout 10s 20s
elect S1
run 4s
expect log S3 1 1 4 5
`},
	{Name: "a log that differs, and is as long", Script: `servers 3
given S1 term 4 log 1 4 4 4
given S2 term 4 log 1 4 4 4
given S3 term 3 log 1 2 3 3
election-timeout 10s 20s
elect S1
run 4s
expect log S3 1 4 4 4 5
`},
	{Name: "a log that is too short, and one message an entry", Script: `servers 3
batch 1
given S1 term 3 log 1 1 2 3 3
given S2 term 3 log 1 1 2 3 3
given S3 term 1 log 1
election-timeout 10s 20s
elect S1
run 4s
expect log S3 1 1 2 3 3 4
`},
	{Name: "answers that come twice, and late", Script: `servers 3
given S1 term 4 log 1 2 2 4
given S2 term 4 log 1 2 2 4
given S3 term 3 log 1 1 1 1 3 3
election-timeout 10s 20s
duplicate 50%
reorder 50% 40ms
elect S1
run 6s
expect log S3 1 2 2 4 5
`},
}

// paired are the rules of a follower and of a leader.
func paired(follower appendRule, leader correct.Replication) raft.Rules {
	rules := reference.Rules()
	rules.HandleAppendEntries = follower
	if leader.Send != nil {
		rules.AppendEntriesTo = leader.Send
	}
	if leader.Handle != nil {
		rules.HandleAppendEntriesReply = leader.Handle
	}
	return rules
}

func TestEachFollowerIsRepairedByEachLeader(t *testing.T) {
	t.Parallel()
	leaders := correct.Replications()
	pairs := 0
	for name, follower := range appendVariants {
		for _, leaderName := range slices.Sorted(maps.Keys(leaders)) {
			rules := paired(follower, leaders[leaderName])
			pairs++
			require.Empty(t, unrepaired(rules), "%s, with a leader: %s", name, leaderName)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for leaderName, leader := range leaders {
				stage := judge.Exercise().Stage(paired(follower, leader), nil)
				for _, story := range repairs {
					finding := grader.PlayDrill(story, stage)
					if !assert.Nil(t, finding, "%s, with a leader: %s", story.Name, leaderName) {
						t.Log(finding.Sentence)
					}
				}
			}
		})
	}
	assert.Greater(t, pairs, 300)
}

// unrepaired plays one repair for each pair of logs with at most four entries, message by message. It describes the
// first that does not end, "" for none.
func unrepaired(rules raft.Rules) string {
	logs := call.Logs(4, 3)
	for _, leaders := range logs {
		for _, followers := range logs {
			if !together(leaders, followers) {
				continue
			}
			leader := call.Server{Servers: 3, Role: raft.Leader, Term: 4, VotedFor: 1, Log: leaders}.State()
			leader.AppendAsLeader(raft.NoOp, nil)
			follower := call.Server{Servers: 3, Term: 4, Log: followers}.State()
			messages := 0
			for ; leader.MatchIndex[2] < leader.Log.LastIndex(); messages++ {
				if messages == 40 {
					return fmt.Sprintf("the leader has %v, the follower %v and now %v, and nextIndex is %d",
						leaders, followers, call.LogTerms(follower), leader.NextIndex[2])
				}
				reply := rules.HandleAppendEntries(follower, rules.AppendEntriesTo(leader, 2, 2))
				rules.HandleAppendEntriesReply(leader, 2, reply)
			}
			if !raft.EqualEntries(leader.Log.From(1), follower.Log.From(1)) {
				return fmt.Sprintf("the leader has %v, and takes %v for it",
					call.LogTerms(leader), call.LogTerms(follower))
			}
		}
	}
	return ""
}

// together reports whether two logs can exist in one cluster. A term has one leader, which only appends: so the entries
// of a term begin at one index, and equal logs stand before it (Log Matching, Figure 3).
func together(a, b []raft.Term) bool {
	for _, term := range a {
		i, j := slices.Index(a, term), slices.Index(b, term)
		if j >= 0 && (i != j || !slices.Equal(a[:i], b[:j])) {
			return false
		}
	}
	return true
}

// TestAHintOutsideOfTheContractIsNotRepaired: the stories and the calls show the pair that both exercises once passed.
func TestAHintOutsideOfTheContractIsNotRepaired(t *testing.T) {
	t.Parallel()
	rules := paired(hintWhole, correct.Replications()["back to the hint, which is believed (N9)"])
	assert.Contains(t, unrepaired(rules), "the leader has")
	for _, story := range repairs[:2] {
		assert.NotNil(t, grader.PlayDrill(story, judge.Exercise().Stage(rules, nil)), story.Name)
	}
}

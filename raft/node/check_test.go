package node

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCheckFindsEachPlantedViolation breaks each invariant behind the rules' back.
func TestCheckFindsEachPlantedViolation(t *testing.T) {
	cases := []struct {
		situation string
		leader    bool // leader: of term 4, with log 1 3 and its no-op; otherwise a follower of term 3
		plant     func(n *Node)
		want      string
	}{
		{"the term goes back", false, func(n *Node) { n.before.term = 4 }, "I1: currentTerm went back from 4 to 3"},
		{"a leader that voted for another", true, func(n *Node) { n.VotedFor = 2 },
			"I2: S1 is a leader of term 4, but its vote is S2"},
		{"a candidate that voted for nobody", false, func(n *Node) { n.Role, n.VotedFor = raft.Candidate, raft.None },
			"I2: S1 is a candidate of term 3, but its vote is none"},
		{"terms decrease along the log", false, func(n *Node) { n.Log, n.out.LogFrom = rafttest.Log(2, 1), 1 },
			"I3: entry 2 is of term 1, after one of term 2"},
		{"an entry of a term to come", false, func(n *Node) { n.Log = rafttest.Log(1, 9) },
			"I3: the last entry is of term 9 > currentTerm 3"},
		{"commitIndex goes back", false, func(n *Node) { n.before.commit = 1 },
			"I4: commitIndex went back from 1 to 0"},
		{"commitIndex past the log", false, func(n *Node) { n.CommitIndex = 3 }, "I4: commitIndex 3 > last index 2"},
		{"applied, not committed", false, func(n *Node) { n.LastApplied = 1 }, "I5: lastApplied 1 > commitIndex 0"},
		{"nextIndex not above matchIndex", true, func(n *Node) { n.MatchIndex[3] = n.NextIndex[3] },
			"I6: matchIndex[S3] 3 >= nextIndex[S3] 3"},
		{"nextIndex past the end", true, func(n *Node) { n.NextIndex[2] = 5 },
			"I6: nextIndex[S2] 5 > last index 3 + 1"},
		{"a leader with a timer", true, func(n *Node) { n.electionDeadline = 5 },
			"I7: a leader has its election timer at 5"},
		{"a follower without one", false, func(n *Node) { n.electionDeadline = 0 },
			"I7: a follower has its election timer at 0"},
		{"a committed entry is gone", false, func(n *Node) { n.before.commit, n.out.LogFrom = 3, 3 },
			"I8: entry 3 was removed, and is committed"},
		{"a committed entry is another one", false, func(n *Node) { n.before.commit, n.out.LogFrom = 2, 2 },
			"I8: entry 2 of term 0 is committed, and was replaced by one of term 3"},
		{"two leaders of a term", true, func(n *Node) { n.before.rival = 2 },
			"I9: S1 leads term 4, and gets AppendEntries of that term from S2"},
		{"an answer that claims too much", false, func(n *Node) {
			n.send(2, raft.AppendEntriesReply{Success: true, MatchIndex: 3})
		}, "I10: S1 confirms entries up to 3 to S2, and its log ends at 2"},
		{"a vote for nobody", false, func(n *Node) { n.send(2, raft.RequestVote{}) },
			"I11: S1 asks S2 to vote for none"},
		{"entries in another's name", false, func(n *Node) { n.send(2, raft.AppendEntries{LeaderID: 3}) },
			"I11: S1 sends AppendEntries to S2 with S3 as the leader"},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			n := startNode(t, 3, 3, 1, 3)
			if c.leader {
				n, _ = startLeader(t, 3, 4, 1, 3)
			}
			n.out.LogFrom = 0
			require.NoError(t, n.Check())
			c.plant(n)
			assert.EqualError(t, n.Check(), c.want)
		})
	}
}

// TestCheckLooksAtElectionsToo: the invariants of what Figure 2 does not have.
func TestCheckLooksAtElectionsToo(t *testing.T) {
	for want, plant := range map[string]func(n *Node){
		"I11: S1 asks S2 whether it would vote for none":     func(n *Node) { n.send(2, raft.PreVote{}) },
		"I11: S1 asks S2 to vote for none":                   func(n *Node) { n.send(2, raft.TransferVote{}) },
		"I12: S1 has heard from a leader, and knows of none": func(n *Node) { n.Heard = true },
		"I14: entry 2 changes the configuration to one that cannot be": func(n *Node) {
			n.Log.From(2)[0].Kind, n.out.LogFrom = raft.ConfigurationChange, 2
		},
	} {
		n := startNode(t, 3, 3, 1, 3)
		plant(n)
		assert.EqualError(t, n.Check(), want)
	}
}

// TestEveryInvariantIsChecked: each invariant that a comment names has an error in Check, and Check's errors
// name no other invariant.
func TestEveryInvariantIsChecked(t *testing.T) {
	found := func(pattern string, files ...string) []string {
		var names []string
		for _, file := range files {
			text, err := os.ReadFile(filepath.Clean(file))
			require.NoError(t, err)
			for _, match := range regexp.MustCompile(pattern).FindAllSubmatch(text, -1) {
				names = append(names, string(match[1]))
			}
		}
		slices.Sort(names)
		return slices.Compact(names)
	}
	named := found(`(?s)Invariant(?:\s|//)+(I\d+)`, "../state.go", "node.go")
	assert.Equal(t, []string{
		"I1", "I10", "I11", "I12", "I13", "I14", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9",
	}, named)
	assert.Equal(t, named, found(`Errorf\("(I\d+):`, "check.go", "snapshots.go"))
}

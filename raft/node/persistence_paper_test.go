package node

import (
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestStateIsSavedBeforeAnAnswerReportsIt: persistent state on all servers. currentTerm, votedFor and log[] are
// updated on stable storage before responding to RPCs: each Output with an answer also has the changes in Save,
// and a server that restarts from them keeps its word.
//
// Reference: §5.1, §5.2, §5.3
func TestStateIsSavedBeforeAnAnswerReportsIt(t *testing.T) {
	cases := []struct {
		situation string
		in        Input
		want      *raft.Save
	}{
		{"a vote granted", receive(2, 1, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 9, LastLogTerm: 2}),
			&raft.Save{CurrentTerm: 3, VotedFor: 2}},
		{"a vote refused, but a new term adopted", receive(2, 1, raft.RequestVote{Term: 3, CandidateID: 2}),
			&raft.Save{CurrentTerm: 3}},
		{"entries appended",
			receive(2, 1, raft.AppendEntries{Term: 2, LeaderID: 2, PrevLogIndex: 2, PrevLogTerm: 2,
				Entries: rafttest.Entries(0, 0, 2)[2:]}),
			&raft.Save{CurrentTerm: 2, From: 3, Entries: rafttest.Entries(0, 0, 2)[2:]}},
		{"entries replaced", receive(2, 1, raft.AppendEntries{Term: 3, LeaderID: 2, Entries: rafttest.Entries(3)}),
			&raft.Save{CurrentTerm: 3, From: 1, Entries: rafttest.Entries(3)}},
		{"an election started", TimeoutNow{}, &raft.Save{CurrentTerm: 3, VotedFor: 1}},
		{"a heartbeat that changed nothing",
			receive(2, 1, raft.AppendEntries{Term: 2, LeaderID: 2, PrevLogIndex: 2, PrevLogTerm: 2}), nil},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			saved := raft.Saved{CurrentTerm: 2, Log: rafttest.Entries(1, 2)}
			n := startNode(t, 3, 2, 1, 2)
			out := n.Step(0, c.in)
			require.NotEmpty(t, out.Messages)
			assert.Equal(t, c.want, out.Save)
			if out.Save != nil {
				require.NoError(t, saved.Apply(*out.Save))
			}
			assert.Equal(t, raft.Saved{CurrentTerm: n.CurrentTerm, VotedFor: n.VotedFor, Log: n.Log.From(1)}, saved)
		})
	}
}

// TestVoteSurvivesARestart: persistent state, votedFor. A server that voted, crashed and came back in the same
// term refuses the other candidate; otherwise that term could have two leaders.
//
// Reference: §5.2
func TestVoteSurvivesARestart(t *testing.T) {
	c := newCluster(t, 3, nil)
	c.step(2, TimeoutNow{})
	c.step(3, TimeoutNow{})
	c.deliver(0) // S2's request, to S1
	require.Equal(t, raft.NodeID(2), c.nodes[1].VotedFor)
	c.restart(1)
	c.settle(1, 3)
	assert.Equal(t, raft.Candidate, c.nodes[3].Role, "S1 gave its vote of term 1 to S2 before the crash")
	assert.Empty(t, c.history.leaders)
}

// TestAcceptedEntriesSurviveARestart: persistent state, log[]. A leader counts a follower's entries as copies,
// so a follower that restarts must still have them.
//
// Reference: §5.3
func TestAcceptedEntriesSurviveARestart(t *testing.T) {
	c := newCluster(t, 3, nil)
	c.campaign(1, 1, 2)
	c.proposeAt(1, 1)
	c.settle(1, 2)
	require.Equal(t, raft.Index(2), c.nodes[1].CommitIndex)
	c.restart(2)
	assert.Equal(t, c.nodes[1].Log.From(1), c.nodes[2].Log.From(1))
	c.campaign(2, 2, 3)
	assert.Equal(t, raft.Leader, c.nodes[2].Role)
	assert.Equal(t, raft.Index(3), c.nodes[2].CommitIndex, "with the entry that S3 had not seen before")
}

// TestRestartBeginsWithVolatileStateAtZero: volatile state on all servers. commitIndex and
// lastApplied are initialised to 0; the state machine is volatile too, and is fed from entry 1 again.
//
// Reference: §5.3
func TestRestartBeginsWithVolatileStateAtZero(t *testing.T) {
	c := newCluster(t, 3, nil)
	c.campaign(1, 1, 2, 3)
	c.proposeAt(1, 1)
	c.settle(1, 2, 3)
	c.heartbeat(1)
	c.settle(1, 2, 3)
	require.Equal(t, raft.Index(2), c.nodes[3].LastApplied)

	c.restart(3)
	n := c.nodes[3]
	assert.Equal(t, raft.Follower, n.Role, "servers start up as followers")
	assert.Equal(t, raft.None, n.Leader)
	assert.Zero(t, n.CommitIndex)
	assert.Zero(t, n.LastApplied)
	c.applied = nil
	c.heartbeat(1)
	c.settle(1, 2, 3)
	require.Len(t, c.applied, 2)
	assert.Equal(t, raft.Index(1), c.applied[0].Index)
	assert.Equal(t, raft.RequestID(0), c.applied[1].Request, "only the leader answers the client, not S3")
}

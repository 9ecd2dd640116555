package node

import (
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestConfigValidate(t *testing.T) {
	many := rafttest.Servers(64)
	cases := []struct {
		situation string
		change    func(*Config)
		want      error
	}{
		{"a valid configuration", func(*Config) {}, nil},
		{"one server", func(c *Config) { c.Servers = []raft.NodeID{1} }, nil},
		{"the greatest number of servers", func(c *Config) { c.Servers = many[:63] }, nil},
		{"numbers with gaps", func(c *Config) { c.Servers = []raft.NodeID{1, 7, 63} }, nil},
		{"equal election timeouts", func(c *Config) { c.ElectionTimeoutMax = c.ElectionTimeoutMin }, nil},
		{"no server", func(c *Config) { c.Servers = nil }, ErrServers},
		{"one server too many", func(c *Config) { c.Servers = many }, ErrServers},
		{"this server is not among them", func(c *Config) { c.ID = 4 }, ErrServers},
		{"this server has no ID", func(c *Config) { c.ID = raft.None }, ErrServers},
		{"a server called none", func(c *Config) { c.Servers = []raft.NodeID{0, 1} }, ErrServers},
		{"out of order", func(c *Config) { c.Servers = []raft.NodeID{2, 1, 3} }, ErrServers},
		{"one twice", func(c *Config) { c.Servers = []raft.NodeID{1, 2, 2} }, ErrServers},
		{"no heartbeats", func(c *Config) { c.HeartbeatInterval = 0 }, ErrTimeouts},
		{"a heartbeat interval equal to the timeout", func(c *Config) { c.HeartbeatInterval = c.ElectionTimeoutMin },
			ErrTimeouts},
		{"the greatest timeout below the least", func(c *Config) { c.ElectionTimeoutMax = c.ElectionTimeoutMin - 1 },
			ErrTimeouts},
		{"messages without room", func(c *Config) { c.MaxEntriesPerMessage = 0 }, ErrLimit},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			config := testConfig(1, 3)
			c.change(&config)
			require.ErrorIs(t, config.Validate(), c.want)
			n, err := New(config)
			assert.ErrorIs(t, err, c.want)
			assert.Equal(t, c.want == nil, n != nil)
		})
	}
}

func TestProposeOnAFollowerNamesTheLeader(t *testing.T) {
	n := startNode(t, 3, 2)
	propose := func(request raft.RequestID) []Answer {
		out := n.Step(0, Propose{Request: request, Command: []byte("x")})
		assert.Empty(t, out.Messages)
		assert.Nil(t, out.Save)
		assert.Zero(t, n.Log.LastIndex())
		return out.Answers
	}
	assert.Equal(t, []Answer{{Request: 1}}, propose(1), "a follower that has heard of no leader")
	n.Step(0, receive(3, 1, raft.AppendEntries{Term: 2, LeaderID: 3}))
	assert.Equal(t, []Answer{{Request: 2, Leader: 3}}, propose(2))
	n.Step(0, TimeoutNow{})
	assert.Equal(t, []Answer{{Request: 3}}, propose(3), "a candidate")
}

func TestRequestsOfADeposedLeaderAreUnknown(t *testing.T) {
	n, _ := startLeader(t, 3, 1)
	n.Step(0, Propose{Request: 1})
	n.Step(0, Propose{Request: 2})
	out := n.Step(0, receive(3, 1, raft.AppendEntries{Term: 2, LeaderID: 3}))
	assert.Equal(t, []Answer{{Request: 1, Leader: 3, Unknown: true}, {Request: 2, Leader: 3, Unknown: true}},
		out.Answers)

	// The new leader commits the entries after all, but the clients already have their answer.
	out = n.Step(0, receive(3, 1, raft.AppendEntries{Term: 2, LeaderID: 3, PrevLogIndex: 3, PrevLogTerm: 1,
		LeaderCommit: 3}))
	require.Len(t, out.Apply, 3)
	for _, a := range out.Apply {
		assert.Zero(t, a.Request)
	}
	assert.Empty(t, out.Answers)
}

func TestAnsweredRequestsAreNotAnsweredAgain(t *testing.T) {
	n, _ := startLeader(t, 3, 1)
	n.Step(0, Propose{Request: 1})
	n.Step(0, Propose{Request: 2})
	out := n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 1, Success: true, MatchIndex: 2}))
	require.Len(t, out.Apply, 2)
	assert.Equal(t, raft.RequestID(0), out.Apply[0].Request, "the no-op answers no request")
	assert.Equal(t, raft.RequestID(1), out.Apply[1].Request)
	out = n.Step(0, receive(2, 1, raft.RequestVoteReply{Term: 2}))
	assert.Equal(t, []Answer{{Request: 2, Unknown: true}}, out.Answers, "only request 2 is still open")
}

// TestPendingRequestIsMatchedByTermToo plants a case that the index alone cannot decide: a request whose index
// now holds another leader's entry.
func TestPendingRequestIsMatchedByTermToo(t *testing.T) {
	for _, c := range []struct {
		term raft.Term
		want raft.RequestID
	}{{2, 7}, {1, 0}} {
		n, _ := startLeader(t, 3, 2)
		n.pending = []pending{{index: 1, term: c.term, request: 7}}
		out := n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 2, Success: true, MatchIndex: 1}))
		require.Len(t, out.Apply, 1)
		if got := out.Apply[0].Request; got != c.want {
			t.Errorf("request(pending of term %d, entry of term 2) = %d, want %d", c.term, got, c.want)
		}
		assert.Empty(t, n.pending)
	}
}

func TestClusterOfOneCommitsAlone(t *testing.T) {
	n := startNode(t, 1, 0)
	out := n.Step(n.electionDeadline, Wake{})
	assert.Equal(t, raft.Leader, n.Role)
	assert.Empty(t, out.Messages)
	assert.Equal(t, raft.Index(1), n.CommitIndex)
	out = n.Step(n.now, Propose{Request: 1, Command: []byte("x")})
	require.Len(t, out.Apply, 1)
	assert.Equal(t, raft.RequestID(1), out.Apply[0].Request)
	assert.NotNil(t, out.Save, "an entry applied in this step is saved in this step")
}

func TestTimeoutNowDoesNotDisturbALeader(t *testing.T) {
	n, _ := startLeader(t, 3, 1)
	out := n.Step(0, TimeoutNow{})
	assert.Equal(t, raft.Leader, n.Role)
	assert.Equal(t, raft.Term(1), n.CurrentTerm)
	assert.Empty(t, out.Messages)
}

func TestElectionTimerIsArmedExactlyOnServersThatDoNotLead(t *testing.T) {
	n, out := startLeader(t, 3, 1)
	deadline, timeout := n.ElectionTimer()
	assert.Zero(t, deadline)
	assert.Zero(t, timeout)
	assert.Equal(t, n.heartbeatDue, out.WakeAt)
	out = n.Step(10, receive(2, 1, raft.RequestVoteReply{Term: 2}))
	deadline, timeout = n.ElectionTimer()
	assert.Equal(t, raft.Time(10).Add(timeout), deadline)
	assert.Equal(t, deadline, out.WakeAt)
}

func TestLogFromIsTheLowestChangedIndex(t *testing.T) {
	n := startNode(t, 3, 2, 1, 1, 1)
	assert.Equal(t, raft.Index(1), n.out.LogFrom, "after a restart all of the log is new to observers")
	out := n.Step(0, receive(2, 1, raft.AppendEntries{Term: 2, LeaderID: 2, PrevLogIndex: 3, PrevLogTerm: 1}))
	assert.Zero(t, out.LogFrom)
	out = n.Step(0, receive(2, 1, raft.AppendEntries{Term: 2, LeaderID: 2, PrevLogIndex: 1, PrevLogTerm: 1,
		Entries: rafttest.Entries(0, 2)[1:]}))
	assert.Equal(t, raft.Index(2), out.LogFrom)
}

// TestAnswersOfAnEarlierTermSendNothing: otherwise the leader would send again, for each such answer, entries
// that are already in flight.
func TestAnswersOfAnEarlierTermSendNothing(t *testing.T) {
	n, _ := startLeader(t, 3, 2, 1)
	require.LessOrEqual(t, n.NextIndex[2], n.Log.LastIndex(), "S2 lacks entries")
	out := n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 1, Success: true, MatchIndex: 1}))
	assert.Empty(t, out.Messages)
}

func TestChangingRoleClearsTheStateOfTheOldRole(t *testing.T) {
	s := rafttest.State(3, 1)
	s.VotesGranted, s.Awaiting = raft.SetOf(1, 2), raft.SetOf(2)
	s.BecomeLeader()
	assert.Equal(t, raft.NodeSet(0), s.Awaiting)
	s.Awaiting = raft.SetOf(2)
	s.BecomeFollower(3, 2)
	assert.Equal(t, raft.NodeSet(0), s.Awaiting)
	assert.Equal(t, raft.NodeSet(0), s.VotesGranted)
}

func TestFollowerThatLagsGetsTheNextEntriesAtOnce(t *testing.T) {
	config := testConfig(1, 3)
	config.MaxEntriesPerMessage = 2
	n, err := New(config)
	require.NoError(t, err)
	n.Step(0, Restart{})
	n.Step(0, TimeoutNow{})
	n.Step(0, receive(2, 1, raft.RequestVoteReply{Term: 1, VoteGranted: true}))
	for request := raft.RequestID(1); request <= 4; request++ {
		assert.Empty(t, n.Step(0, Propose{Request: request}).Messages, "both followers have not answered the no-op yet")
	}
	out := n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 1, Success: true, MatchIndex: 1}))
	assert.Len(t, only[raft.AppendEntries](t, out).Entries, 2, "as many entries as a message may hold")
	out = n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 1, Success: true, MatchIndex: 3}))
	next := only[raft.AppendEntries](t, out)
	assert.Equal(t, raft.Index(3), next.PrevLogIndex)
	assert.Len(t, next.Entries, 2)
	assert.Empty(t, n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 1, Success: true, MatchIndex: 5})).Messages)
}

func TestLostEntriesGoOutAgainWithTheNextHeartbeat(t *testing.T) {
	n, out := startLeader(t, 3, 1)
	first := out.Messages[0].Body.(raft.AppendEntries)
	again := n.Step(out.WakeAt, Wake{})
	require.Len(t, again.Messages, 2)
	assert.Equal(t, first, again.Messages[0].Body)
}

package node

import (
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLeaderAppendOnly: a leader never overwrites or deletes entries in its log; it only appends. A follower
// with another, longer log does not change that.
//
// Reference: Figure 3
func TestLeaderAppendOnly(t *testing.T) {
	c := newCluster(t, 3, nil)
	c.preload(2, rafttest.Entries(1, 2), 1, 2)
	c.preload(2, rafttest.Entries(1, 1, 1, 1, 1), 3)
	c.campaign(1, 1, 2)
	require.Equal(t, raft.Leader, c.nodes[1].Role)
	before := c.nodes[1].Log.From(1)
	c.heartbeat(1)
	c.settle(1, 3)
	c.proposeAt(1, 1)
	c.settle(1, 2, 3)
	log := c.nodes[1].Log.From(1)
	assert.Equal(t, before, log[:len(before)])
	assert.Equal(t, log, c.nodes[3].Log.From(1), "only the follower's log changes")
}

// TestLogMatching: if two logs contain an entry with the same index and term, then the logs are identical in
// all entries up through that index. Each success of the consistency check extends the part that is known to be
// equal by the entries of the request; a log that differs is repaired from there.
//
// Reference: Figure 3
func TestLogMatching(t *testing.T) {
	c := newCluster(t, 3, nil)
	c.campaign(1, 1, 2, 3)
	c.proposeAt(1, 1) // reaches no server
	c.settle(1)
	c.campaign(2, 2, 3)
	c.proposeAt(2, 2)
	c.settle(2, 3)
	assert.Equal(t, []raft.Term{1, 1}, rafttest.LogTerms(&c.nodes[1].Log))
	assert.Equal(t, []raft.Term{1, 2, 2}, rafttest.LogTerms(&c.nodes[2].Log))

	// The message for entry 3 alone is not enough for S1, whose entry 2 is of another term.
	c.step(1, receive(2, 1, raft.AppendEntries{Term: 2, LeaderID: 2, PrevLogIndex: 2, PrevLogTerm: 2,
		Entries: c.nodes[2].Log.From(3)}))
	assert.Equal(t, []raft.Term{1, 1}, rafttest.LogTerms(&c.nodes[1].Log))
	c.settle(1, 2, 3)
	assert.Equal(t, c.nodes[2].Log.From(1), c.nodes[1].Log.From(1))
}

// TestLeaderCompleteness: if a log entry is committed in a given term, it is present in the logs of
// the leaders of all higher terms. The voters that have it refuse every candidate that lacks it.
//
// Reference: Figure 3
func TestLeaderCompleteness(t *testing.T) {
	c := newCluster(t, 5, nil)
	c.campaign(1, 1, 2, 3, 4, 5)
	c.proposeAt(1, 1)
	c.settle(1, 2, 3) // committed on three of five
	require.Equal(t, raft.Index(2), c.nodes[1].CommitIndex)

	c.campaign(5, 2, 3, 4, 5)
	require.Equal(t, raft.Term(2), c.nodes[5].CurrentTerm)
	assert.Equal(t, raft.Candidate, c.nodes[5].Role, "S5 lacks the entry, and only S4 lacks it too")
	c.campaign(3, 2, 3, 4, 5)
	assert.Equal(t, raft.Leader, c.nodes[3].Role)
	assert.Equal(t, c.nodes[1].Log.Entry(2), c.nodes[3].Log.Entry(2))
	assert.Equal(t, c.nodes[3].Log.From(1), c.nodes[5].Log.From(1))
}

// TestStateMachineSafety: if a server has applied a log entry at a given index, no other server will ever apply
// a different entry for the same index. A follower that still holds an old leader's entry at a committed index
// does not apply it.
//
// Reference: Figure 3
func TestStateMachineSafety(t *testing.T) {
	c := newCluster(t, 3, nil)
	c.campaign(1, 1, 2, 3)
	c.proposeAt(1, 1) // stays on S1
	c.settle(1)
	c.campaign(2, 2, 3)
	c.proposeAt(2, 2)
	c.settle(2, 3)
	require.Equal(t, raft.Index(3), c.nodes[2].LastApplied)

	// S1's entry 2 is of term 1, the committed one of term 2. The heartbeat says "3 are committed", but proves
	// S1's log only up to entry 1.
	c.step(1, receive(2, 1, raft.AppendEntries{Term: 2, LeaderID: 2, PrevLogIndex: 1, PrevLogTerm: 1, LeaderCommit: 3}))
	assert.Equal(t, raft.Index(1), c.nodes[1].LastApplied)
	c.heartbeat(2)
	c.settle(1, 2, 3)
	assert.Equal(t, raft.Index(3), c.nodes[1].LastApplied)
	assert.Equal(t, c.nodes[2].Log.From(1), c.nodes[1].Log.From(1))
}

// vote lets a server's election timer fire, and delivers requests and votes among the given servers. Messages
// that the server sends afterwards as a leader stay in flight.
func (c *cluster) vote(id raft.NodeID, among ...raft.NodeID) {
	c.t.Helper()
	c.flight = nil
	c.step(id, TimeoutNow{})
	connected := raft.SetOf(among...)
	for i := 0; i < len(c.flight); {
		m := c.flight[i]
		if _, isEntries := m.Body.(raft.AppendEntries); isEntries {
			i++
		} else if connected.Has(m.To) && connected.Has(m.From) {
			c.deliver(i)
		} else {
			c.flight = append(c.flight[:i:i], c.flight[i+1:]...)
		}
	}
}

// win repeats vote until the server leads: the others may have seen later terms.
func (c *cluster) win(id raft.NodeID, among ...raft.NodeID) {
	c.t.Helper()
	for range 3 {
		c.vote(id, among...)
		if c.nodes[id].Role == raft.Leader {
			return
		}
	}
	require.Fail(c.t, "lost three elections", "%v among %v", id, among)
}

// playFigure8 plays Figure 8 up to (c): S1, leader of term 4, has brought its entry of term 2 to three servers
// of five, and S5's log ends in an entry of term 3. These entries are the no-ops of the leaders. With one entry
// a message, S1's no-op of term 4 reaches S2 but not S3.
func playFigure8(t *testing.T, change func(*Config)) *cluster {
	t.Helper()
	c := newCluster(t, 5, func(config *Config) {
		config.MaxEntriesPerMessage = 1
		if change != nil {
			change(config)
		}
	})
	c.preload(1, rafttest.Entries(1), 1, 2, 3, 4, 5)

	c.win(1, 1, 2, 3) // (a) S1 leads term 2; its entry 2 reaches S2.
	c.settle(1, 2)
	c.restart(1) // (b) S1 crashes; S5 leads term 3 with the votes of S3 and S4, and keeps its entry 2.
	c.win(5, 3, 4, 5)
	c.restart(5) // (c) S5 crashes; S1 leads again, of term 4, with the votes of S2 and S4.
	c.win(1, 1, 2, 4)
	require.Equal(t, raft.Term(4), c.nodes[1].CurrentTerm)
	require.Equal(t, []raft.Term{1, 2, 4}, rafttest.LogTerms(&c.nodes[1].Log))
	require.Equal(t, []raft.Term{1, 3}, rafttest.LogTerms(&c.nodes[5].Log))

	// S2 has entry 2 and takes entry 3. S3 refuses entry 3 and takes entry 2; the next message from S1 to S3 is
	// lost.
	for _, id := range []raft.NodeID{2, 3} {
		for c.nodes[1].MatchIndex[id] < 2 {
			i := indexOf(c.flight, 1, id)
			require.GreaterOrEqual(t, i, 0, "S1 and %v have no more messages to exchange", id)
			c.deliver(i)
		}
	}
	c.flight = nil
	require.Equal(t, []raft.Term{1, 2}, rafttest.LogTerms(&c.nodes[3].Log))
	return c
}

// indexOf is the first message in flight between two servers, either way, or -1.
func indexOf(flight []raft.Message, a, b raft.NodeID) int {
	for i, m := range flight {
		if raft.SetOf(m.From, m.To) == raft.SetOf(a, b) {
			return i
		}
	}
	return -1
}

// TestFigure8EntryOfAnEarlierTermIsNotCommittedByCounting: only log entries of the leader's current
// term are committed by counting replicas. In (c) the entry of term 2 is on a majority and yet not
// committed: in (d) S5 wins and overwrites it, in (e) an entry of term 4 commits both.
//
// Reference: §5.4.2
func TestFigure8EntryOfAnEarlierTermIsNotCommittedByCounting(t *testing.T) {
	t.Run("d: S5 wins and overwrites entry 2", func(t *testing.T) {
		c := playFigure8(t, nil)
		require.GreaterOrEqual(t, rafttest.Copies(&c.nodes[1].State, 2), 3, "S1 knows of three copies of entry 2")
		assert.Zero(t, c.nodes[1].CommitIndex)
		c.restart(1)
		c.win(5, 2, 3, 4, 5)
		c.settle(1, 2, 3, 4, 5)
		for _, n := range c.nodes[1:] {
			assert.Equal(t, []raft.Term{1, 3, 5}, rafttest.LogTerms(&n.Log), "%v", n.ID)
		}
	})
	t.Run("e: entry 3 of term 4 commits both, and S5 cannot win", func(t *testing.T) {
		c := playFigure8(t, nil)
		c.heartbeat(1)
		c.settle(1, 2, 3)
		assert.Equal(t, raft.Index(3), c.nodes[1].CommitIndex)
		c.vote(5, 2, 3, 4, 5)
		c.vote(5, 2, 3, 4, 5)
		assert.Equal(t, raft.Candidate, c.nodes[5].Role)
	})
}

// TestFigure8BreaksACommitRuleThatOnlyCounts: the same schedule, with a commit rule that lacks the condition on
// the term. Entry 2 is committed in (c) and overwritten in (d), so the schedule above does need the condition.
//
// Reference: §5.4.2
func TestFigure8BreaksACommitRuleThatOnlyCounts(t *testing.T) {
	onlyCounts := func(s *raft.State) {
		for n := s.Log.LastIndex(); s.Role == raft.Leader && n > s.CommitIndex; n-- {
			if rafttest.Copies(s, n) >= s.Majority() {
				s.CommitIndex = n
				return
			}
		}
	}
	c := playFigure8(t, func(config *Config) { config.Rules.AdvanceCommitIndex = onlyCounts })
	assert.Equal(t, raft.Index(2), c.nodes[1].CommitIndex)
	c.mayBreak = true
	c.restart(1)
	c.win(5, 2, 3, 4, 5)
	require.Error(t, c.broken)
	assert.Contains(t, c.broken.Error(),
		"Leader Completeness: entry 2 was committed in term 4, but S5 leads term 5 without it")
}

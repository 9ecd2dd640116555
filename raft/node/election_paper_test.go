package node

import (
	"testing"

	"raftlab/raft"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestVoteIsRefusedToACandidateOfAnEarlierTerm: RequestVote receiver, rule 1. Reply false if the candidate's
// term is below currentTerm; the reply carries the term that the candidate missed.
//
// Reference: §5.1
func TestVoteIsRefusedToACandidateOfAnEarlierTerm(t *testing.T) {
	n := startNode(t, 3, 5)
	out := n.Step(0, receive(2, 1, raft.RequestVote{Term: 4, CandidateID: 2, LastLogIndex: 9, LastLogTerm: 4}))
	assert.Equal(t, raft.RequestVoteReply{Term: 5}, only[raft.RequestVoteReply](t, out))
	assert.Equal(t, raft.None, n.VotedFor)
	assert.Nil(t, out.Save, "nothing changed, so there is nothing to save")
}

// TestVoteGoesToTheFirstCandidateWithAnUpToDateLog: RequestVote receiver, rule 2. If votedFor is
// null or the candidate, and the candidate's log is at least as up to date, grant the vote. Each
// server votes for at most one candidate in a term, first come first served.
//
// Reference: §5.2, §5.4.1
func TestVoteGoesToTheFirstCandidateWithAnUpToDateLog(t *testing.T) {
	n := startNode(t, 5, 2, 1, 2)
	ask := func(candidate raft.NodeID, lastIndex raft.Index, lastTerm raft.Term) bool {
		req := raft.RequestVote{Term: 3, CandidateID: candidate, LastLogIndex: lastIndex, LastLogTerm: lastTerm}
		reply := only[raft.RequestVoteReply](t, n.Step(0, receive(candidate, 1, req)))
		assert.Equal(t, raft.Term(3), reply.Term)
		return reply.VoteGranted
	}
	assert.False(t, ask(2, 1, 2), "S2's log is shorter")
	assert.False(t, ask(3, 9, 1), "S3's log is longer, but its last term is earlier")
	assert.True(t, ask(4, 2, 2), "S4's log is the same, and nobody has the vote yet")
	assert.False(t, ask(5, 9, 9), "S5's log is better, but the vote is already given")
	assert.True(t, ask(4, 2, 2), "S4 asks again: its first answer may have been lost")
	assert.Equal(t, raft.NodeID(4), n.VotedFor)
}

// TestHigherTermIsAdoptedByEveryRole: all servers, rule 2. If a request or a reply contains a term
// above currentTerm, set currentTerm to it and convert to follower.
//
// Reference: §5.1
func TestHigherTermIsAdoptedByEveryRole(t *testing.T) {
	bodies := []raft.Body{
		raft.RequestVote{Term: 9, CandidateID: 2},
		raft.RequestVoteReply{Term: 9},
		raft.AppendEntries{Term: 9, LeaderID: 2},
		raft.AppendEntriesReply{Term: 9},
	}
	roles := map[raft.Role]func() *Node{
		raft.Follower:  func() *Node { return startNode(t, 3, 3, 1) },
		raft.Candidate: func() *Node { n := startNode(t, 3, 3, 1); n.Step(0, TimeoutNow{}); return n },
		raft.Leader:    func() *Node { n, _ := startLeader(t, 3, 4, 1); return n },
	}
	for role, start := range roles {
		for _, body := range bodies {
			n := start()
			require.Equal(t, role, n.Role)
			out := n.Step(0, receive(2, 1, body))
			assert.Equal(t, raft.Follower, n.Role, "a %v that got %T", role, body)
			assert.Equal(t, raft.Term(9), n.CurrentTerm, "a %v that got %T", role, body)
			require.NotNil(t, out.Save, "a %v that got %T", role, body)
			assert.Equal(t, raft.Term(9), out.Save.CurrentTerm)
			assert.NoError(t, n.Check())
		}
	}
}

// TestFollowerRespondsToCandidatesAndLeaders: followers, rule 1. Respond to RPCs from candidates
// and leaders, each with one reply to its sender; a follower sends nothing on its own.
//
// Reference: §5.2
func TestFollowerRespondsToCandidatesAndLeaders(t *testing.T) {
	n := startNode(t, 3, 1)
	out := n.Step(0, receive(3, 1, raft.RequestVote{Term: 1, CandidateID: 3}))
	assert.Equal(t, []raft.Message{{From: 1, To: 3, Body: raft.RequestVoteReply{Term: 1, VoteGranted: true}}},
		out.Messages)
	out = n.Step(1, receive(3, 1, raft.AppendEntries{Term: 1, LeaderID: 3}))
	assert.Equal(t, []raft.Message{{From: 1, To: 3, Body: raft.AppendEntriesReply{Term: 1, Success: true}}},
		out.Messages)
	assert.Empty(t, n.Step(2, Wake{}).Messages, "a wake before the timeout makes it send nothing")
}

// TestFollowerThatHearsNothingBecomesCandidate: followers, rule 2. If the election timeout elapses without
// AppendEntries from the current leader and without granting a vote, convert to candidate. Each timeout is
// drawn evenly from the configured range.
//
// Reference: §5.2
func TestFollowerThatHearsNothingBecomesCandidate(t *testing.T) {
	n := startNode(t, 3, 1)
	deadline, timeout := n.ElectionTimer()
	assert.GreaterOrEqual(t, timeout, testElectionMin)
	assert.LessOrEqual(t, timeout, testElectionMax)

	out := n.Step(deadline-1, Wake{})
	assert.Equal(t, raft.Follower, n.Role, "one microsecond too early")
	assert.Equal(t, deadline, out.WakeAt, "the node asks to be woken when its timer fires")
	n.Step(deadline, Wake{})
	assert.Equal(t, raft.Candidate, n.Role)
}

// TestElectionTimerRestartsOnlyForTheLeaderOrAVote: followers, rule 2 read closely. Only AppendEntries from the
// *current* leader and a *granted* vote restart the timer. Neither a refused candidate nor a deposed leader may
// keep the server that could win from standing.
//
// Reference: §5.2
func TestElectionTimerRestartsOnlyForTheLeaderOrAVote(t *testing.T) {
	cases := []struct {
		situation string
		body      raft.Body
		resets    bool
	}{
		{"a heartbeat of the current leader", raft.AppendEntries{Term: 3, LeaderID: 2, PrevLogIndex: 2, PrevLogTerm: 3},
			true},
		{"entries that fail the consistency check",
			raft.AppendEntries{Term: 3, LeaderID: 2, PrevLogIndex: 7, PrevLogTerm: 3}, true},
		{"a heartbeat of an old leader", raft.AppendEntries{Term: 2, LeaderID: 3}, false},
		{"a vote granted", raft.RequestVote{Term: 3, CandidateID: 3, LastLogIndex: 2, LastLogTerm: 3}, true},
		{"a vote refused for the log", raft.RequestVote{Term: 4, CandidateID: 3, LastLogIndex: 1, LastLogTerm: 1},
			false},
		{"a vote refused for the term", raft.RequestVote{Term: 2, CandidateID: 3, LastLogIndex: 9, LastLogTerm: 2},
			false},
		{"a stray vote", raft.RequestVoteReply{Term: 3, VoteGranted: true}, false},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			n := startNode(t, 3, 3, 1, 3)
			before, _ := n.ElectionTimer()
			now := raft.Time(100 * raft.Millisecond)
			out := n.Step(now, receive(3, 1, c.body))
			after, timeout := n.ElectionTimer()
			if c.resets {
				assert.Equal(t, now.Add(timeout), after)
				assert.NotEqual(t, before, after)
			} else {
				assert.Equal(t, before, after)
			}
			assert.Equal(t, after, out.WakeAt)
		})
	}
}

// TestCandidateStartsItsElection: candidates, rule 1. On conversion to candidate: increment
// currentTerm, vote for self, reset the election timer, send RequestVote to all other servers.
//
// Reference: §5.2
func TestCandidateStartsItsElection(t *testing.T) {
	n := startNode(t, 3, 4, 1, 4)
	deadline, _ := n.ElectionTimer()
	out := n.Step(deadline, Wake{})

	assert.Equal(t, raft.Candidate, n.Role)
	assert.Equal(t, raft.Term(5), n.CurrentTerm)
	assert.Equal(t, raft.NodeID(1), n.VotedFor)
	assert.Equal(t, raft.SetOf(1), n.VotesGranted)
	next, timeout := n.ElectionTimer()
	assert.Equal(t, deadline.Add(timeout), next)
	req := raft.RequestVote{Term: 5, CandidateID: 1, LastLogIndex: 2, LastLogTerm: 4}
	assert.Equal(t, []raft.Message{{From: 1, To: 2, Body: req}, {From: 1, To: 3, Body: req}}, out.Messages)
	assert.Equal(t, &raft.Save{CurrentTerm: 5, VotedFor: 1}, out.Save, "the vote for itself is a vote, and is saved")
}

// TestCandidateWithVotesOfAMajorityBecomesLeader: candidates, rule 2. With votes from a majority of the servers
// for the same term, become leader; a vote that arrives twice counts once.
//
// Reference: §5.2
func TestCandidateWithVotesOfAMajorityBecomesLeader(t *testing.T) {
	for size, needed := range map[int]int{1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 4, 7: 4} {
		n := startNode(t, size, 0)
		n.Step(0, TimeoutNow{})
		votes := 1 // its own
		for _, id := range n.Servers[1:] {
			if n.Role == raft.Leader {
				break
			}
			n.Step(0, receive(id, 1, raft.RequestVoteReply{Term: 1, VoteGranted: true}))
			votes++
			if n.Role != raft.Leader {
				n.Step(0, receive(id, 1, raft.RequestVoteReply{Term: 1, VoteGranted: true}))
				require.Equal(t, raft.Candidate, n.Role, "of %d servers, %v's vote counts once", size, id)
			}
		}
		assert.Equal(t, raft.Leader, n.Role)
		assert.Equal(t, needed, votes, "votes needed of %d servers", size)
	}
}

// TestCandidateYieldsToTheLeaderOfItsTerm: candidates, rule 3. If AppendEntries arrives from a new leader,
// convert to follower. AppendEntries of an old leader is refused, and the candidate stays a candidate.
//
// Reference: §5.2
func TestCandidateYieldsToTheLeaderOfItsTerm(t *testing.T) {
	n := startNode(t, 3, 4)
	n.Step(0, TimeoutNow{})
	out := n.Step(0, receive(2, 1, raft.AppendEntries{Term: 4, LeaderID: 2}))
	assert.Equal(t, raft.Candidate, n.Role)
	assert.Equal(t, raft.AppendEntriesReply{Term: 5}, only[raft.AppendEntriesReply](t, out))

	out = n.Step(0, receive(3, 1, raft.AppendEntries{Term: 5, LeaderID: 3}))
	assert.Equal(t, raft.Follower, n.Role)
	assert.Equal(t, raft.NodeID(3), n.Leader)
	assert.Equal(t, raft.NodeID(1), n.VotedFor, "its vote of this term does not change")
	assert.True(t, only[raft.AppendEntriesReply](t, out).Success)
}

// TestCandidateWhoseElectionHasNoResultStartsAnother: candidates, rule 4. If the election timeout elapses,
// start a new election: the term is higher, and votes of the earlier election do not count.
//
// Reference: §5.2
func TestCandidateWhoseElectionHasNoResultStartsAnother(t *testing.T) {
	n := startNode(t, 5, 0)
	n.Step(0, TimeoutNow{})
	n.Step(1, receive(2, 1, raft.RequestVoteReply{Term: 1, VoteGranted: true}))
	deadline, _ := n.ElectionTimer()
	out := n.Step(deadline, Wake{})
	assert.Equal(t, raft.Candidate, n.Role)
	assert.Equal(t, raft.Term(2), n.CurrentTerm)
	assert.Equal(t, raft.SetOf(1), n.VotesGranted)
	assert.Len(t, out.Messages, 4)

	// If S2's vote of term 1 still counted, S3's of term 2 would make three of five.
	n.Step(deadline, receive(3, 1, raft.RequestVoteReply{Term: 2, VoteGranted: true}))
	n.Step(deadline, receive(2, 1, raft.RequestVoteReply{Term: 1, VoteGranted: true}))
	assert.Equal(t, raft.Candidate, n.Role)
}

// TestElectionSafety: at most one leader can be elected in a given term. Two candidates of one term split four
// votes, so both need the fifth, which is given once.
//
// Reference: Figure 3
func TestElectionSafety(t *testing.T) {
	c := newCluster(t, 5, nil)
	c.step(1, TimeoutNow{})
	c.step(5, TimeoutNow{})
	// S2 hears from S1 first, S4 from S5; S3 hears from both, from S5 first, and from each twice.
	requests := c.flight
	c.flight = nil
	for _, route := range [][2]raft.NodeID{{1, 2}, {5, 4}, {5, 3}, {1, 3}, {5, 3}, {1, 3}} {
		for _, m := range requests {
			if m.From == route[0] && m.To == route[1] {
				c.step(m.To, Receive{m})
			}
		}
	}
	c.settle(1, 2, 3, 4, 5)
	assert.Equal(t, map[raft.Term]raft.NodeID{1: 5}, c.history.leaders)
	assert.Equal(t, raft.NodeID(5), c.nodes[1].Leader, "the loser follows the winner")
}

package node

import (
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"
	"raftlab/raft/reference"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEntriesOfAnEarlierTermAreRefused: AppendEntries receiver, rule 1. Reply false if the leader's term is
// below currentTerm; its entries do not change the log.
//
// Reference: §5.1
func TestEntriesOfAnEarlierTermAreRefused(t *testing.T) {
	n := startNode(t, 3, 5, 1)
	out := n.Step(0, receive(2, 1, raft.AppendEntries{Term: 4, LeaderID: 2, Entries: rafttest.Entries(4),
		LeaderCommit: 1}))
	assert.Equal(t, raft.AppendEntriesReply{Term: 5}, only[raft.AppendEntriesReply](t, out))
	assert.Equal(t, []raft.Term{1}, rafttest.LogTerms(&n.Log))
	assert.Zero(t, n.CommitIndex)
	assert.Equal(t, raft.None, n.Leader, "clients must not be sent to a deposed leader")
}

// TestEntriesAreRefusedWithoutTheEntryBeforeThem: AppendEntries receiver, rule 2. Reply false if
// the log has no entry at prevLogIndex whose term is prevLogTerm. This consistency check carries
// the Log Matching Property from one entry to the next.
//
// Reference: §5.3
func TestEntriesAreRefusedWithoutTheEntryBeforeThem(t *testing.T) {
	cases := []struct {
		situation string
		prevIndex raft.Index
		prevTerm  raft.Term
		success   bool
	}{
		{"before the first entry", 0, 0, true},
		{"the same entry", 2, 2, true},
		{"another term there", 2, 1, false},
		{"just past the end", 3, 2, false},
		{"far past the end, with the term that no entry has", 9, 0, false},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			n := startNode(t, 3, 3, 1, 2)
			req := raft.AppendEntries{Term: 3, LeaderID: 2, PrevLogIndex: c.prevIndex, PrevLogTerm: c.prevTerm}
			reply := only[raft.AppendEntriesReply](t, n.Step(0, receive(2, 1, req)))
			assert.Equal(t, c.success, reply.Success)
			assert.Equal(t, []raft.Term{1, 2}, rafttest.LogTerms(&n.Log), "the check alone removes nothing")
		})
	}
}

// TestConflictingEntryGoesWithAllThatFollowIt: AppendEntries receiver, rule 3. If an existing entry
// conflicts with a new one (same index, different terms), delete it and all that follow it.
//
// Reference: §5.3
func TestConflictingEntryGoesWithAllThatFollowIt(t *testing.T) {
	n := startNode(t, 3, 4, 1, 1, 2, 2, 2)
	req := raft.AppendEntries{Term: 4, LeaderID: 2, PrevLogIndex: 1, PrevLogTerm: 1,
		Entries: rafttest.Entries(1, 1, 4)[1:]}
	out := n.Step(0, receive(2, 1, req))
	assert.Equal(t, []raft.Term{1, 1, 4}, rafttest.LogTerms(&n.Log))
	assert.Equal(t, raft.Index(3), only[raft.AppendEntriesReply](t, out).MatchIndex)
	assert.Equal(t, raft.Index(3), out.Save.From, "entry 2 is the leader's already, and is not written again")
}

// TestEntriesNotYetInTheLogAreAppended: AppendEntries receiver, rule 4. Append any new entries not already in
// the log; and only those: an old message that arrives late removes nothing.
//
// Reference: §5.3
func TestEntriesNotYetInTheLogAreAppended(t *testing.T) {
	n := startNode(t, 3, 2)
	long := raft.AppendEntries{Term: 2, LeaderID: 2, Entries: rafttest.Entries(1, 1, 2)}
	short := raft.AppendEntries{Term: 2, LeaderID: 2, Entries: rafttest.Entries(1)}
	n.Step(0, receive(2, 1, long))
	assert.Equal(t, []raft.Term{1, 1, 2}, rafttest.LogTerms(&n.Log))

	out := n.Step(0, receive(2, 1, short))
	assert.Equal(t, []raft.Term{1, 1, 2}, rafttest.LogTerms(&n.Log), "the earlier, shorter request arrives late")
	assert.Equal(t, raft.Index(1), only[raft.AppendEntriesReply](t, out).MatchIndex,
		"it proves only the entries it carries")
	assert.Nil(t, out.Save)
}

// TestFollowerCommitsWhatTheLeaderCommitted: AppendEntries receiver, rule 5. If leaderCommit is above
// commitIndex, set commitIndex to the lesser of leaderCommit and the index of the last *new* entry: entries
// behind it may be left over from an older leader.
//
// Reference: §5.3
func TestFollowerCommitsWhatTheLeaderCommitted(t *testing.T) {
	cases := []struct {
		situation    string
		prev         raft.Index
		entries      []raft.Entry
		leaderCommit raft.Index
		want         raft.Index
	}{
		{"all that was sent", 1, rafttest.Entries(1, 1)[1:], 2, 2},
		{"less than was sent", 1, rafttest.Entries(1, 1)[1:], 1, 1},
		{"more than was sent, and the log is longer", 1, rafttest.Entries(1, 1)[1:], 3, 2},
		{"a heartbeat, and the log is longer", 1, nil, 3, 1},
		{"nothing yet", 1, nil, 0, 0},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			n := startNode(t, 3, 2, 1, 1, 1)
			req := raft.AppendEntries{Term: 2, LeaderID: 2, PrevLogIndex: c.prev, PrevLogTerm: 1, Entries: c.entries,
				LeaderCommit: c.leaderCommit}
			n.Step(0, receive(2, 1, req))
			assert.Equal(t, c.want, n.CommitIndex)
		})
	}
	n := startNode(t, 3, 2, 1, 1)
	n.Step(0, receive(2, 1, raft.AppendEntries{Term: 2, LeaderID: 2, PrevLogIndex: 2, PrevLogTerm: 1, LeaderCommit: 2}))
	n.Step(0, receive(2, 1, raft.AppendEntries{Term: 2, LeaderID: 2, PrevLogIndex: 1, PrevLogTerm: 1, LeaderCommit: 1}))
	assert.Equal(t, raft.Index(2), n.CommitIndex, "a late request does not take a commit back")
}

// TestCommittedEntriesAreAppliedOnceAndInOrder: all servers, rule 1. If commitIndex is above
// lastApplied, increment lastApplied and apply that entry, until they are equal.
//
// Reference: §5.3
func TestCommittedEntriesAreAppliedOnceAndInOrder(t *testing.T) {
	n := startNode(t, 3, 1, 1, 1, 1)
	commit := func(index raft.Index) []raft.Index {
		req := raft.AppendEntries{Term: 1, LeaderID: 2, PrevLogIndex: 3, PrevLogTerm: 1, LeaderCommit: index}
		var applied []raft.Index
		for _, a := range n.Step(0, receive(2, 1, req)).Apply {
			assert.Equal(t, n.Log.Entry(a.Index), a.Entry)
			applied = append(applied, a.Index)
		}
		return applied
	}
	assert.Empty(t, commit(0))
	assert.Equal(t, []raft.Index{1, 2}, commit(2))
	assert.Empty(t, commit(2), "what was applied is not applied again")
	assert.Equal(t, []raft.Index{3}, commit(3))
	assert.Equal(t, n.CommitIndex, n.LastApplied)
}

// TestNewLeaderSendsHeartbeatsAtOnceAndWhenIdle: leaders, rule 1. Upon election, send AppendEntries
// to each server at once, and repeat during idle periods to prevent election timeouts.
//
// Reference: §5.2
func TestNewLeaderSendsHeartbeatsAtOnceAndWhenIdle(t *testing.T) {
	n, out := startLeader(t, 3, 2, 1)
	require.Len(t, out.Messages, 2)
	for i, m := range out.Messages {
		assert.Equal(t, raft.NodeID(i+2), m.To)
		assert.IsType(t, raft.AppendEntries{}, m.Body)
	}
	assert.Equal(t, raft.Time(0).Add(testHeartbeat), out.WakeAt)
	for _, id := range n.Servers[1:] {
		n.Step(0, receive(id, 1, raft.AppendEntriesReply{Term: 2, Success: true, MatchIndex: 2}))
	}

	assert.Empty(t, n.Step(out.WakeAt-1, Wake{}).Messages, "too early")
	idle := n.Step(out.WakeAt, Wake{})
	require.Len(t, idle.Messages, 2)
	for _, m := range idle.Messages {
		assert.Equal(t, raft.AppendEntries{Term: 2, LeaderID: 1, PrevLogIndex: 2, PrevLogTerm: 2, LeaderCommit: 2},
			m.Body)
	}
	assert.Equal(t, out.WakeAt.Add(testHeartbeat), idle.WakeAt)
}

// TestNewLeaderAppendsANoOp: a leader cannot commit the entries of earlier terms on their own. It begins its
// term with an entry that does nothing; once that entry is committed, all entries before it are too.
//
// Reference: §8
func TestNewLeaderAppendsANoOp(t *testing.T) {
	n, out := startLeader(t, 3, 3, 1, 2)
	noOp := raft.Entry{Term: 3, Kind: raft.NoOp}
	assert.Equal(t, noOp, n.Log.Entry(3))
	assert.Equal(t, []raft.Entry{noOp}, out.Messages[0].Body.(raft.AppendEntries).Entries,
		"it travels with the first heartbeat")
	out = n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 3, Success: true, MatchIndex: 3}))
	assert.Equal(t, raft.Index(3), n.CommitIndex)
	assert.Len(t, out.Apply, 3, "the entries of terms 1 and 2 come with it")
}

// TestLeaderAnswersAClientAfterApplying: leaders, rule 2. If a command arrives from a client,
// append the entry to the local log; respond after the entry is applied to the state machine.
//
// Reference: §5.3
func TestLeaderAnswersAClientAfterApplying(t *testing.T) {
	n, _ := startLeader(t, 3, 1)
	n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 1, Success: true, MatchIndex: 1}))
	out := n.Step(0, Propose{Request: 7, Command: []byte("x")})
	command := raft.Entry{Term: 1, Kind: raft.Command, Command: []byte("x")}
	assert.Equal(t, command, n.Log.Entry(2), "the command is in the log")
	assert.Empty(t, out.Apply, "but not on a majority yet")
	assert.Empty(t, out.Answers)

	out = n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 1, Success: true, MatchIndex: 2}))
	assert.Equal(t, []Applied{{Index: 2, Entry: command, Request: 7}}, out.Apply)
}

// TestNextAndMatchIndexAreReinitialisedForEachLeadership: volatile state on leaders. Reinitialised after
// election: nextIndex to the leader's last log index + 1, matchIndex to 0.
//
// Reference: §5.3
func TestNextAndMatchIndexAreReinitialisedForEachLeadership(t *testing.T) {
	n, _ := startLeader(t, 3, 2, 1)
	n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 2, Success: true, MatchIndex: 2}))
	require.Equal(t, raft.Index(2), n.MatchIndex[2])
	n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 8}))
	n.Step(0, TimeoutNow{})
	n.Step(0, receive(3, 1, raft.RequestVoteReply{Term: 9, VoteGranted: true}))
	require.Equal(t, raft.Leader, n.Role)
	for _, id := range []raft.NodeID{2, 3} {
		assert.Equal(t, raft.Index(0), n.MatchIndex[id])
		assert.Equal(t, raft.Index(3), n.NextIndex[id], "the end of the log at the election, before the no-op")
	}
}

// TestLeaderSendsMissingEntries: leaders, rule 3. If the last log index is at least nextIndex
// for a follower, send AppendEntries with the log entries from nextIndex on.
//
// Reference: §5.3
func TestLeaderSendsMissingEntries(t *testing.T) {
	s := rafttest.State(4, 1, 2, 3, 4)
	s.BecomeLeader()
	s.NextIndex[2], s.NextIndex[3] = 2, 5
	s.CommitIndex = 1
	want := raft.AppendEntries{Term: 4, LeaderID: 1, PrevLogIndex: 1, PrevLogTerm: 1,
		Entries: rafttest.Entries(1, 2, 3, 4)[1:], LeaderCommit: 1}
	assert.Equal(t, want, reference.AppendEntriesTo(s, 2, 64))
	want.Entries = want.Entries[:2]
	assert.Equal(t, want, reference.AppendEntriesTo(s, 2, 2), "no more entries than one message may hold")
	assert.Equal(t, raft.AppendEntries{Term: 4, LeaderID: 1, PrevLogIndex: 4, PrevLogTerm: 4, LeaderCommit: 1},
		reference.AppendEntriesTo(s, 3, 64))
}

// TestSuccessMovesNextAndMatchIndex: leaders, rule 3, successful. Update nextIndex and matchIndex for the
// follower. They never go back, although answers may arrive out of order.
//
// Reference: §5.3
func TestSuccessMovesNextAndMatchIndex(t *testing.T) {
	n, _ := startLeader(t, 5, 1)
	for request := raft.RequestID(1); request <= 3; request++ {
		n.Step(0, Propose{Request: request})
	}
	for _, match := range []raft.Index{3, 1, 3} {
		n.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 1, Success: true, MatchIndex: match}))
		assert.Equal(t, raft.Index(3), n.MatchIndex[2])
		assert.Equal(t, raft.Index(4), n.NextIndex[2])
	}
	n.Step(0, receive(3, 1, raft.AppendEntriesReply{Term: 0, Success: true, MatchIndex: 4}))
	assert.Equal(t, raft.Index(0), n.MatchIndex[3], "an answer of an earlier term is about another log")
}

// TestRefusalMovesNextIndexBackAndTriesAgain: leaders, rule 3, failed. If AppendEntries fails
// because of log inconsistency, decrement nextIndex and retry. The follower's hint lets one step
// bypass all conflicting entries of a term.
//
// Reference: §5.3
func TestRefusalMovesNextIndexBackAndTriesAgain(t *testing.T) {
	n, _ := startLeader(t, 3, 7, 1, 1, 4, 4, 4, 6)
	refusal := raft.AppendEntriesReply{Term: 7, ConflictTerm: 5, ConflictIndex: 3}
	retry := only[raft.AppendEntries](t, n.Step(0, receive(2, 1, refusal)))
	assert.Equal(t, raft.Index(3), n.NextIndex[2],
		"the leader has no entry of term 5, so it skips all of the follower's")
	assert.Equal(t, raft.Index(2), retry.PrevLogIndex)
	assert.Equal(t, []raft.Term{4, 4, 4, 6, 7}, rafttest.Terms(retry.Entries))
}

// TestLeaderCommitsOnlyWithAnEntryOfItsTerm: leaders, rule 4. If there is an N above commitIndex,
// a majority of matchIndex at least N, and log[N].term is currentTerm: set commitIndex to N. An
// entry of an earlier term is never committed by counting its copies.
//
// Reference: §5.3, §5.4.2
func TestLeaderCommitsOnlyWithAnEntryOfItsTerm(t *testing.T) {
	n, _ := startLeader(t, 5, 4, 1, 2, 2)
	match := func(from raft.NodeID, index raft.Index) raft.Index {
		n.Step(0, receive(from, 1, raft.AppendEntriesReply{Term: 4, Success: true, MatchIndex: index}))
		return n.CommitIndex
	}
	assert.Equal(t, raft.Index(0), match(2, 3))
	assert.Equal(t, raft.Index(0), match(3, 3), "entry 3 is on three of five, but of term 2")
	assert.Equal(t, raft.Index(0), match(2, 4), "the entry of term 4 is on two of five")
	assert.Equal(t, raft.Index(4), match(3, 4), "now it is on three: all entries up to it are committed")
}

package raft

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEntriesOfAnEarlierTermAreRefused: AppendEntries receiver, rule 1. Reply false if the leader's
// term is below currentTerm; its entries do not touch the log.
//
// Reference: §5.1
func TestEntriesOfAnEarlierTermAreRefused(t *testing.T) {
	n := startNode(t, 3, 5, 1)
	out := n.Step(0, receive(2, 1, AppendEntries{Term: 4, LeaderID: 2, Entries: entriesOf(4), LeaderCommit: 1}))
	assert.Equal(t, AppendEntriesReply{Term: 5}, only[AppendEntriesReply](t, out))
	assert.Equal(t, []Term{1}, logTerms(&n.Log))
	assert.Zero(t, n.CommitIndex)
	assert.Equal(t, None, n.Leader, "a deposed leader is nobody to send clients to")
}

// TestEntriesAreRefusedWithoutTheEntryBeforeThem: AppendEntries receiver, rule 2. Reply false if
// the log has no entry at prevLogIndex whose term is prevLogTerm. This consistency check carries
// the Log Matching Property from one entry to the next.
//
// Reference: §5.3
func TestEntriesAreRefusedWithoutTheEntryBeforeThem(t *testing.T) {
	cases := []struct {
		situation string
		prevIndex Index
		prevTerm  Term
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
			req := AppendEntries{Term: 3, LeaderID: 2, PrevLogIndex: c.prevIndex, PrevLogTerm: c.prevTerm}
			reply := only[AppendEntriesReply](t, n.Step(0, receive(2, 1, req)))
			assert.Equal(t, c.success, reply.Success)
			assert.Equal(t, []Term{1, 2}, logTerms(&n.Log), "the check alone removes nothing")
		})
	}
}

// TestConflictingEntryGoesWithAllThatFollowIt: AppendEntries receiver, rule 3. If an existing entry
// conflicts with a new one (same index, different terms), delete it and all that follow it.
//
// Reference: §5.3
func TestConflictingEntryGoesWithAllThatFollowIt(t *testing.T) {
	n := startNode(t, 3, 4, 1, 1, 2, 2, 2)
	req := AppendEntries{Term: 4, LeaderID: 2, PrevLogIndex: 1, PrevLogTerm: 1, Entries: entriesOf(1, 1, 4)[1:]}
	out := n.Step(0, receive(2, 1, req))
	assert.Equal(t, []Term{1, 1, 4}, logTerms(&n.Log))
	assert.Equal(t, Index(3), only[AppendEntriesReply](t, out).MatchIndex)
	assert.Equal(t, Index(3), out.Save.From, "entry 2 is the leader's already, and is not written again")
}

// TestEntriesNotYetInTheLogAreAppended: AppendEntries receiver, rule 4. Append any new entries not
// already in the log; and only those: an old message that was overtaken removes nothing.
//
// Reference: §5.3
func TestEntriesNotYetInTheLogAreAppended(t *testing.T) {
	n := startNode(t, 3, 2)
	long := AppendEntries{Term: 2, LeaderID: 2, Entries: entriesOf(1, 1, 2)}
	short := AppendEntries{Term: 2, LeaderID: 2, Entries: entriesOf(1)}
	n.Step(0, receive(2, 1, long))
	assert.Equal(t, []Term{1, 1, 2}, logTerms(&n.Log))

	out := n.Step(0, receive(2, 1, short))
	assert.Equal(t, []Term{1, 1, 2}, logTerms(&n.Log), "the earlier, shorter request arrived later")
	assert.Equal(t, Index(1), only[AppendEntriesReply](t, out).MatchIndex, "it proves no more than it says")
	assert.Nil(t, out.Save)
}

// TestFollowerCommitsWhatTheLeaderCommitted: AppendEntries receiver, rule 5. If leaderCommit is
// above commitIndex, set commitIndex to the lesser of leaderCommit and the index of the last *new*
// entry: what lies behind it may be the tail of an older leader.
//
// Reference: §5.3
func TestFollowerCommitsWhatTheLeaderCommitted(t *testing.T) {
	cases := []struct {
		situation    string
		prev         Index
		entries      []Entry
		leaderCommit Index
		want         Index
	}{
		{"all that was sent", 1, entriesOf(1, 1)[1:], 2, 2},
		{"less than was sent", 1, entriesOf(1, 1)[1:], 1, 1},
		{"more than was sent, and the log goes on", 1, entriesOf(1, 1)[1:], 3, 2},
		{"a heartbeat, and the log goes on", 1, nil, 3, 1},
		{"nothing yet", 1, nil, 0, 0},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			n := startNode(t, 3, 2, 1, 1, 1)
			req := AppendEntries{Term: 2, LeaderID: 2, PrevLogIndex: c.prev, PrevLogTerm: 1, Entries: c.entries, LeaderCommit: c.leaderCommit}
			n.Step(0, receive(2, 1, req))
			assert.Equal(t, c.want, n.CommitIndex)
		})
	}
	n := startNode(t, 3, 2, 1, 1)
	n.Step(0, receive(2, 1, AppendEntries{Term: 2, LeaderID: 2, PrevLogIndex: 2, PrevLogTerm: 1, LeaderCommit: 2}))
	n.Step(0, receive(2, 1, AppendEntries{Term: 2, LeaderID: 2, PrevLogIndex: 1, PrevLogTerm: 1, LeaderCommit: 1}))
	assert.Equal(t, Index(2), n.CommitIndex, "a late request does not take a commit back")
}

// TestCommittedEntriesAreAppliedOnceAndInOrder: all servers, rule 1. If commitIndex is above
// lastApplied, increment lastApplied and apply that entry, until they are equal.
//
// Reference: §5.3
func TestCommittedEntriesAreAppliedOnceAndInOrder(t *testing.T) {
	n := startNode(t, 3, 1, 1, 1, 1)
	commit := func(index Index) []Index {
		req := AppendEntries{Term: 1, LeaderID: 2, PrevLogIndex: 3, PrevLogTerm: 1, LeaderCommit: index}
		var applied []Index
		for _, a := range n.Step(0, receive(2, 1, req)).Apply {
			assert.Equal(t, n.Log.Entry(a.Index), a.Entry)
			applied = append(applied, a.Index)
		}
		return applied
	}
	assert.Empty(t, commit(0))
	assert.Equal(t, []Index{1, 2}, commit(2))
	assert.Empty(t, commit(2), "what was applied is not applied again")
	assert.Equal(t, []Index{3}, commit(3))
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
		assert.Equal(t, NodeID(i+2), m.To)
		assert.IsType(t, AppendEntries{}, m.Body)
	}
	assert.Equal(t, Time(0).Add(testHeartbeat), out.WakeAt)
	for _, id := range n.Servers[1:] {
		n.Step(0, receive(id, 1, AppendEntriesReply{Term: 2, Success: true, MatchIndex: 2}))
	}

	assert.Empty(t, n.Step(out.WakeAt-1, Wake{}).Messages, "too early")
	idle := n.Step(out.WakeAt, Wake{})
	require.Len(t, idle.Messages, 2)
	for _, m := range idle.Messages {
		assert.Equal(t, AppendEntries{Term: 2, LeaderID: 1, PrevLogIndex: 2, PrevLogTerm: 2, LeaderCommit: 2}, m.Body)
	}
	assert.Equal(t, out.WakeAt.Add(testHeartbeat), idle.WakeAt)
}

// TestNewLeaderAppendsANoOp: a leader cannot commit what earlier terms left behind by itself, so
// it begins its term with an entry that does nothing; once that is committed, all before it is.
//
// Reference: §8
func TestNewLeaderAppendsANoOp(t *testing.T) {
	n, out := startLeader(t, 3, 3, 1, 2)
	noOp := Entry{Term: 3, Kind: NoOp}
	assert.Equal(t, noOp, n.Log.Entry(3))
	assert.Equal(t, []Entry{noOp}, out.Messages[0].Body.(AppendEntries).Entries, "it travels with the first heartbeat")
	out = n.Step(0, receive(2, 1, AppendEntriesReply{Term: 3, Success: true, MatchIndex: 3}))
	assert.Equal(t, Index(3), n.CommitIndex)
	assert.Len(t, out.Apply, 3, "the entries of terms 1 and 2 come with it")
}

// TestLeaderAnswersAClientAfterApplying: leaders, rule 2. If a command arrives from a client,
// append the entry to the local log; respond after the entry is applied to the state machine.
//
// Reference: §5.3
func TestLeaderAnswersAClientAfterApplying(t *testing.T) {
	n, _ := startLeader(t, 3, 1)
	n.Step(0, receive(2, 1, AppendEntriesReply{Term: 1, Success: true, MatchIndex: 1}))
	out := n.Step(0, Propose{Request: 7, Command: []byte("x")})
	command := Entry{Term: 1, Kind: Command, Command: []byte("x")}
	assert.Equal(t, command, n.Log.Entry(2), "it is in the log")
	assert.Empty(t, out.Apply, "and on no majority yet")
	assert.Empty(t, out.Answers)

	out = n.Step(0, receive(2, 1, AppendEntriesReply{Term: 1, Success: true, MatchIndex: 2}))
	assert.Equal(t, []Applied{{Index: 2, Entry: command, Request: 7}}, out.Apply)
}

// TestNextAndMatchIndexBeginAnewWithEachLeadership: volatile state on leaders. Reinitialised after
// election: nextIndex to the leader's last log index + 1, matchIndex to 0.
//
// Reference: §5.3
func TestNextAndMatchIndexBeginAnewWithEachLeadership(t *testing.T) {
	n, _ := startLeader(t, 3, 2, 1)
	n.Step(0, receive(2, 1, AppendEntriesReply{Term: 2, Success: true, MatchIndex: 2}))
	require.Equal(t, Index(2), n.MatchIndex[2])
	n.Step(0, receive(2, 1, AppendEntriesReply{Term: 8}))
	n.Step(0, TimeoutNow{})
	n.Step(0, receive(3, 1, RequestVoteReply{Term: 9, VoteGranted: true}))
	require.Equal(t, Leader, n.Role)
	for _, id := range []NodeID{2, 3} {
		assert.Equal(t, Index(0), n.MatchIndex[id])
		assert.Equal(t, Index(3), n.NextIndex[id], "the end of the log when it was elected, before its no-op")
	}
}

// TestLeaderSendsWhatAFollowerLacks: leaders, rule 3. If the last log index is at least nextIndex
// for a follower, send AppendEntries with the log entries from nextIndex on.
//
// Reference: §5.3
func TestLeaderSendsWhatAFollowerLacks(t *testing.T) {
	s := stateOf(4, 1, 2, 3, 4)
	s.BecomeLeader()
	s.NextIndex[2], s.NextIndex[3] = 2, 5
	s.CommitIndex = 1
	want := AppendEntries{Term: 4, LeaderID: 1, PrevLogIndex: 1, PrevLogTerm: 1, Entries: entriesOf(1, 2, 3, 4)[1:], LeaderCommit: 1}
	assert.Equal(t, want, AppendEntriesTo(s, 2, 64))
	want.Entries = want.Entries[:2]
	assert.Equal(t, want, AppendEntriesTo(s, 2, 2), "at most as many as one message may hold")
	assert.Equal(t, AppendEntries{Term: 4, LeaderID: 1, PrevLogIndex: 4, PrevLogTerm: 4, LeaderCommit: 1}, AppendEntriesTo(s, 3, 64))
}

// TestSuccessMovesNextAndMatchIndex: leaders, rule 3, successful. Update nextIndex and matchIndex
// for the follower, and never back: answers overtake each other.
//
// Reference: §5.3
func TestSuccessMovesNextAndMatchIndex(t *testing.T) {
	n, _ := startLeader(t, 5, 1)
	for request := RequestID(1); request <= 3; request++ {
		n.Step(0, Propose{Request: request})
	}
	for _, match := range []Index{3, 1, 3} {
		n.Step(0, receive(2, 1, AppendEntriesReply{Term: 1, Success: true, MatchIndex: match}))
		assert.Equal(t, Index(3), n.MatchIndex[2])
		assert.Equal(t, Index(4), n.NextIndex[2])
	}
	n.Step(0, receive(3, 1, AppendEntriesReply{Term: 0, Success: true, MatchIndex: 4}))
	assert.Equal(t, Index(0), n.MatchIndex[3], "an answer of an earlier term speaks of another log")
}

// TestRefusalMovesNextIndexBackAndTriesAgain: leaders, rule 3, failed. If AppendEntries fails
// because of log inconsistency, decrement nextIndex and retry. The follower's hint lets one step
// bypass all conflicting entries of a term.
//
// Reference: §5.3
func TestRefusalMovesNextIndexBackAndTriesAgain(t *testing.T) {
	n, _ := startLeader(t, 3, 7, 1, 1, 4, 4, 4, 6)
	refusal := AppendEntriesReply{Term: 7, ConflictTerm: 5, ConflictIndex: 3}
	retry := only[AppendEntries](t, n.Step(0, receive(2, 1, refusal)))
	assert.Equal(t, Index(3), n.NextIndex[2], "of term 5 the leader has nothing, so it skips all the follower's")
	assert.Equal(t, Index(2), retry.PrevLogIndex)
	assert.Equal(t, []Term{4, 4, 4, 6, 7}, termsOf(retry.Entries))
}

// TestLeaderCommitsOnlyWithAnEntryOfItsTerm: leaders, rule 4. If there is an N above commitIndex,
// a majority of matchIndex at least N, and log[N].term is currentTerm: set commitIndex to N. An
// entry of an earlier term is never committed by counting its copies.
//
// Reference: §5.3, §5.4.2
func TestLeaderCommitsOnlyWithAnEntryOfItsTerm(t *testing.T) {
	n, _ := startLeader(t, 5, 4, 1, 2, 2)
	match := func(from NodeID, index Index) Index {
		n.Step(0, receive(from, 1, AppendEntriesReply{Term: 4, Success: true, MatchIndex: index}))
		return n.CommitIndex
	}
	assert.Equal(t, Index(0), match(2, 3))
	assert.Equal(t, Index(0), match(3, 3), "entry 3 is on three of five, but of term 2")
	assert.Equal(t, Index(0), match(2, 4), "the entry of term 4 is on two of five")
	assert.Equal(t, Index(4), match(3, 4), "and now on three: all up to there is committed")
}

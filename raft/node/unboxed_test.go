package node

import (
	"fmt"
	"slices"
	"testing"

	"raftlab/raft"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// valueOf is an input as a node with Config.Unboxed may get it.
func valueOf(in Input) Input {
	m, ok := in.(Receive)
	if !ok {
		return in
	}
	switch body := m.Message.Body.(type) {
	case raft.AppendEntries:
		return &Append{From: m.Message.From, To: m.Message.To, Body: body}
	case raft.AppendEntriesReply:
		return &Reply{From: m.Message.From, To: m.Message.To, Body: body}
	}
	return in
}

// boxed is an Output with all of its messages among Messages. Only their order is lost, so that they are sorted.
func boxed(out Output) Output {
	messages := slices.Clone(out.Messages)
	for _, m := range out.Appends {
		messages = append(messages, raft.Message{From: m.From, To: m.To, Body: m.Body})
	}
	for _, m := range out.Replies {
		messages = append(messages, raft.Message{From: m.From, To: m.To, Body: m.Body})
	}
	slices.SortFunc(messages, func(a, b raft.Message) int {
		return slices.Compare(raft.AppendMessage(nil, a), raft.AppendMessage(nil, b))
	})
	out.Messages, out.Appends, out.Replies = messages, nil, nil
	return out
}

// TestUnboxedNodeDoesTheSame: whether messages are values or Bodies decides nothing. Two nodes with the same inputs
// have the same outputs and the same state.
func TestUnboxedNodeDoesTheSame(t *testing.T) {
	values := 0
	rapid.Check(t, func(t *rapid.T) {
		config := testConfig(1, 3)
		config.Seed = rapid.Uint64().Draw(t, "seed")
		plain, err := New(config)
		require.NoError(t, err)
		config.Unboxed = true
		unboxed, err := New(config)
		require.NoError(t, err)
		now := raft.Time(0)
		inputs := []Input{Restart{}}
		for range rapid.IntRange(1, 30).Draw(t, "inputs") {
			inputs = append(inputs, drawInput(t))
		}
		for _, in := range inputs {
			now = now.Add(raft.Duration(rapid.Int64Range(0, int64(testElectionMax)).Draw(t, "wait")))
			want, got := plain.Step(now, in), unboxed.Step(now, valueOf(in))
			values += len(got.Appends) + len(got.Replies)
			require.Equal(t, outputBytes(boxed(want)), outputBytes(boxed(got)), "after %+v", in)
			require.Equal(t, plain.AppendState(nil), unboxed.AppendState(nil), "after %+v", in)
			require.Equal(t, fmt.Sprint(plain.Check()), fmt.Sprint(unboxed.Check()), "after %+v", in)
		}
	})
	assert.Positive(t, values)
}

// TestUnboxedMessagesAreChecked: I10 and I11 hold for messages that are values, too.
func TestUnboxedMessagesAreChecked(t *testing.T) {
	start := func(change func(*raft.Rules)) *Node {
		config := testConfig(1, 3)
		config.Unboxed = true
		change(&config.Rules)
		n, err := New(config)
		require.NoError(t, err)
		n.Step(0, Restart{})
		return n
	}
	follower := start(func(rules *raft.Rules) {
		rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
			s.BecomeFollower(req.Term, req.LeaderID)
			return raft.AppendEntriesReply{Term: s.CurrentTerm, Success: true, MatchIndex: 7}
		}
	})
	follower.Step(0, &Append{From: 2, To: 1, Body: raft.AppendEntries{Term: 1, LeaderID: 2}})
	require.ErrorContains(t, follower.Check(), "I10: S1 confirms entries up to 7 to S2, and its log ends at 0")

	leader := start(func(rules *raft.Rules) {
		rules.AppendEntriesTo = func(s *raft.State, _ raft.NodeID, _ int) raft.AppendEntries {
			return raft.AppendEntries{Term: s.CurrentTerm, LeaderID: 3}
		}
	})
	leader.Step(0, TimeoutNow{})
	leader.Step(0, receive(2, 1, raft.RequestVoteReply{Term: 1, VoteGranted: true}))
	require.Equal(t, raft.Leader, leader.Role)
	require.ErrorContains(t, leader.Check(), "I11: S1 sends AppendEntries to S2 with S3 as the leader")
}

// TestUnboxedMessagesOfStrangersAreIgnored: a Reply counts only if it is of a server of the cluster, and nobody writes
// to itself.
func TestUnboxedMessagesOfStrangersAreIgnored(t *testing.T) {
	leader, _ := startLeader(t, 3, 2)
	state := leader.AppendState(nil)
	for _, in := range []Input{
		&Append{From: raft.None, To: 1, Body: raft.AppendEntries{Term: 9, LeaderID: 2}},
		&Append{From: 1, To: 1, Body: raft.AppendEntries{Term: 9, LeaderID: 1}},
		&Reply{From: 1, To: 1, Body: raft.AppendEntriesReply{Term: 9}},
		&Reply{From: 5, To: 1, Body: raft.AppendEntriesReply{Term: 9}},
	} {
		out := leader.Step(0, in)
		assert.Empty(t, out.Messages, "after %+v", in)
		assert.Equal(t, state, leader.AppendState(nil), "after %+v", in)
	}
}

// TestBusyLeaderKeepsNoOldRequests: a leader that is never idle keeps the requests that wait, and not those before.
func TestBusyLeaderKeepsNoOldRequests(t *testing.T) {
	leader, _ := startLeader(t, 3, 1)
	leader.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 1, Success: true, MatchIndex: 1}))
	var applied []Applied
	for i := range 1000 {
		leader.Step(0, Propose{Request: raft.RequestID(i + 1)})
		// The answer always stays two entries behind.
		out := leader.Step(0, receive(2, 1, raft.AppendEntriesReply{Term: 1, Success: true,
			MatchIndex: max(leader.Log.LastIndex(), 3) - 2}))
		applied = append(applied, out.Apply...)
	}
	for i, a := range applied[len(applied)-998:] {
		require.Equal(t, raft.RequestID(i+1), a.Request)
	}
	assert.Less(t, cap(leader.pending), 32)
}

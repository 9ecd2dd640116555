package node

import (
	"reflect"
	"slices"
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestCloneBehavesLikeItsOriginal: after any inputs, clone and original answer further inputs alike, byte for
// byte. Inputs to one do not affect the other.
func TestCloneBehavesLikeItsOriginal(t *testing.T) {
	saves, messages := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		config := testConfig(1, 3)
		config.Seed = rapid.Uint64().Draw(t, "seed")
		original, err := New(config)
		require.NoError(t, err)
		original.Step(0, Restart{})
		now := raft.Time(0)
		inputs := func(label string) (ins []Input, times []raft.Time) {
			for range rapid.IntRange(0, 20).Draw(t, label) {
				now = now.Add(raft.Duration(rapid.Int64Range(0, int64(testElectionMax)).Draw(t, "wait")))
				ins, times = append(ins, drawInput(t)), append(times, now)
			}
			return ins, times
		}
		before, times := inputs("before")
		for i, in := range before {
			original.Step(times[i], in)
		}
		clone, spare := original.Clone(), original.Clone()
		require.Equal(t, original.AppendState(nil), clone.AppendState(nil))
		state := spare.AppendState(nil)

		after, times := inputs("after")
		var want [][]byte
		for i, in := range after {
			want = append(want, outputBytes(original.Step(times[i], in)))
		}
		for i, in := range after {
			out := clone.Step(times[i], in)
			require.Equal(t, want[i], outputBytes(out), "after %+v at %d", in, times[i])
			if out.Save != nil {
				saves++
			}
			messages += len(out.Messages)
		}
		require.Equal(t, original.AppendState(nil), clone.AppendState(nil))
		require.Equal(t, state, spare.AppendState(nil), "inputs to the others affect the clone")
	})
	assert.Positive(t, saves)
	assert.Positive(t, messages)
}

// TestInputsToACloneLeaveItsOriginalUnchanged: here the two get different inputs, and write to the same indexes
// of their logs.
func TestInputsToACloneLeaveItsOriginalUnchanged(t *testing.T) {
	original, _ := startLeader(t, 3, 2, 1)
	out := original.Step(0, Propose{Request: 1, Command: []byte("first")})
	kept, clone := outputBytes(out), original.Clone()
	clone.Step(0, Propose{Request: 2, Command: []byte("clone")})
	assert.Equal(t, kept, outputBytes(out), "the original's last output stays valid until its next step")
	original.Step(0, Propose{Request: 3, Command: []byte("original")})
	assert.Equal(t, "clone", string(clone.Log.Entry(4).Command))
	assert.Equal(t, "original", string(original.Log.Entry(4).Command))
	assert.NotEqual(t, original.AppendState(nil), clone.AppendState(nil))
	clone.Step(0, receive(2, 1, raft.RequestVote{Term: 9, CandidateID: 2}))
	assert.Equal(t, raft.Leader, original.Role)
	assert.NoError(t, original.Check())
	assert.NoError(t, clone.Check())
}

// TestCheckWorksOnAClone: a clone that is made between a step and its Check knows what the step changed.
func TestCheckWorksOnAClone(t *testing.T) {
	n, _ := startLeader(t, 3, 2, 1)
	n.Step(0, Propose{Request: 1, Command: []byte("x")})
	n.Log.From(n.Log.LastIndex())[0].Term = 1
	require.Error(t, n.Check())
	assert.Equal(t, n.Check(), n.Clone().Check())
}

// TestAppendStateWritesEveryField changes one field after the other. If AppendState left out a field of State
// or Node, a search would take two different servers for the same one.
func TestAppendStateWritesEveryField(t *testing.T) {
	// Part of the node's Config, and what follows from it and the log.
	fixed := []string{"ID", "Servers", "Configuration", "counting", "ConfigurationIndex", "BaseConfiguration"}
	fields := reflect.TypeOf(raft.State{})
	for i := range fields.NumField() {
		n, _ := startLeader(t, 3, 2, 1)
		before, name := n.AppendState(nil), fields.Field(i).Name
		value := reflect.ValueOf(&n.State).Elem().Field(i)
		switch {
		case name == "Log":
			n.Log.Append(rafttest.Entries(3)...)
		case name == "Snapshot":
			n.Snapshot.LastIndex = 1
		case name == "Reads":
			n.Reads = append(n.Reads, raft.Read{Request: 1})
		case value.Kind() == reflect.Slice && name != "Servers":
			value.Index(2).SetUint(77)
		case value.Kind() == reflect.Bool:
			value.SetBool(!value.Bool())
		case value.CanUint():
			value.SetUint(value.Uint() + 1)
		}
		same := string(before) == string(n.AppendState(nil))
		assert.Equal(t, slices.Contains(fixed, name), same, "field %s: add it to AppendState, or say here why not",
			name)
	}

	written := []string{"State", "pending", "answered", "reading", "snapshots", "changing", "flow"}
	omitted := []string{"config", "rules", "random", "draw", "now", "electionDeadline", "electionTimeout",
		"heartbeatDue", "silence", "saved", "before", "out"}
	var known []string
	nodeFields := reflect.TypeOf(Node{})
	for i := range nodeFields.NumField() {
		known = append(known, nodeFields.Field(i).Name)
	}
	assert.ElementsMatch(t, append(written, omitted...), known,
		"say in AppendState what a new field is, or add it here")
}

func TestAppendStateWritesPendingRequestsButNoTimes(t *testing.T) {
	n, _ := startLeader(t, 3, 2, 1)
	before := n.AppendState(nil)
	n.Step(n.Clone().Step(0, Wake{}).WakeAt, Wake{})
	assert.Equal(t, before, n.AppendState(nil), "a heartbeat changes nothing but times")
	other := n.Clone()
	n.Step(0, Propose{Request: 1, Command: []byte("x")})
	other.Step(0, Propose{Request: 2, Command: []byte("x")})
	assert.NotEqual(t, n.AppendState(nil), other.AppendState(nil), "the two owe answers to different clients")
}

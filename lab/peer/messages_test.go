package peer

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/raft/v3/raftpb"
	"pgregory.net/rapid"
)

func drawEntries(rt *rapid.T) []*raftpb.Entry {
	var entries []*raftpb.Entry
	first := rapid.Uint64Range(1, 1000).Draw(rt, "first")
	for i := range rapid.Uint64Range(0, 4).Draw(rt, "entries") {
		e := &raftpb.Entry{Index: new(first + i), Term: new(rapid.Uint64().Draw(rt, "term"))}
		if data := rapid.SliceOfN(rapid.Byte(), 0, 3).Draw(rt, "data"); len(data) > 0 {
			e.Data = data
		}
		entries = append(entries, e)
	}
	return entries
}

func drawMessage(rt *rapid.T) *raftpb.Message {
	kind := rapid.SampledFrom([]raftpb.MessageType{
		raftpb.MsgApp, raftpb.MsgAppResp, raftpb.MsgVote, raftpb.MsgVoteResp,
		raftpb.MsgPreVote, raftpb.MsgPreVoteResp, raftpb.MsgHeartbeat, raftpb.MsgHeartbeatResp,
		raftpb.MsgTimeoutNow, raftpb.MsgTransferLeader, raftpb.MsgReadIndex, raftpb.MsgReadIndexResp, raftpb.MsgSnap,
	}).Draw(rt, "kind")
	var context []byte
	if rapid.Bool().Draw(rt, "transfer") {
		context = []byte("CampaignTransfer")
	}
	number := func(name string) *uint64 { return new(rapid.Uint64().Draw(rt, name)) }
	message := &raftpb.Message{
		Type: kind.Enum(), From: number("from"), To: number("to"),
		Term: number(
			"term",
		), LogTerm: number("log term"), Index: number("index"), Commit: number("commit"), RejectHint: number("hint"),
		Reject: new(rapid.Bool().Draw(rt, "reject")), Entries: drawEntries(rt), Context: context,
	}
	if kind == raftpb.MsgSnap {
		state := &raftpb.ConfState{
			Voters: []uint64{1, *number("voter")}, AutoLeave: new(rapid.Bool().Draw(rt, "leave")),
		}
		if rapid.Bool().Draw(rt, "joint") {
			state.Learners, state.VotersOutgoing, state.LearnersNext = []uint64{4}, []uint64{1, 2, 3}, []uint64{2}
		}
		meta := &raftpb.SnapshotMetadata{Index: number("base"), Term: number("base term"), ConfState: state}
		message.Snapshot = &raftpb.Snapshot{
			Metadata: meta, Data: rapid.SliceOfN(rapid.Byte(), 1, 9).Draw(rt, "content"),
		}
	}
	return message
}

// A part that gets lost in encoding could hide a fault, or cause one.
func TestMessagesAndRecordsSurviveEncoding(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		message := drawMessage(rt)
		b, err := appendMessage(nil, message)
		require.NoError(rt, err)
		got, err := readMessage(b)
		require.NoError(rt, err)
		assert.Equal(rt, message, got)

		want := record{
			base:    rapid.SampledFrom([]uint64{0, 7}).Draw(rt, "base"),
			hard:    &raftpb.HardState{Term: message.Term, Vote: message.From, Commit: message.Commit},
			entries: message.Entries,
		}
		want.baseTerm = want.base
		b, err = appendRecord(nil, want)
		require.NoError(rt, err)
		read, err := readRecord(b)
		require.NoError(rt, err)
		assert.Equal(rt, want, read)
	})
}

func TestForeignMessagesAreRefused(t *testing.T) {
	for name, m := range map[string]*raftpb.Message{
		"no snapshot":    {Type: raftpb.MsgSnap.Enum()},
		"one to oneself": {Type: raftpb.MsgHup.Enum()},
		"entries with a hole": {
			Type: raftpb.MsgApp.Enum(), Entries: []*raftpb.Entry{{Index: new(uint64(1))}, {Index: new(uint64(3))}},
		},
		"one for etcd's disks": {Type: raftpb.MsgStorageAppend.Enum()},
	} {
		_, err := appendMessage(nil, m)
		assert.ErrorIs(t, err, errForeign, name)
	}
	_, err := readMessage([]byte{codecVersion, byte(raftpb.MsgSnapStatus)})
	require.ErrorIs(t, err, errForeign)
	_, err = readMessage([]byte{1, byte(raftpb.MsgApp)})
	require.ErrorContains(t, err, "version 1")
}

func TestMessagesAreDescribedAsOurOwn(t *testing.T) {
	for kind, want := range map[raftpb.MessageType]string{
		raftpb.MsgVote:          "MsgVote term=3 last=3/2",
		raftpb.MsgPreVoteResp:   "MsgPreVoteResp term=3 refused",
		raftpb.MsgApp:           "MsgApp term=3 prev=3/2 entries=2,3 commit=1",
		raftpb.MsgAppResp:       "MsgAppResp term=3 index=3 refused hint=9/2",
		raftpb.MsgHeartbeat:     "MsgHeartbeat term=3 commit=1",
		raftpb.MsgHeartbeatResp: "MsgHeartbeatResp term=3",
	} {
		m := &raftpb.Message{
			Type: kind.Enum(), Term: new(uint64(3)), LogTerm: new(uint64(2)), Index: new(uint64(3)),
			Commit: new(uint64(1)), RejectHint: new(uint64(9)), Reject: new(true),
			Entries: []*raftpb.Entry{
				{Index: new(uint64(4)), Term: new(uint64(2))},
				{Index: new(uint64(5)), Term: new(uint64(3))},
			},
		}
		b, err := appendMessage(nil, m)
		require.NoError(t, err)
		assert.Equal(t, want, string(protocol{}.DescribeMessage(nil, b)))
	}
	assert.Equal(t, "unreadable", string(protocol{}.DescribeMessage(nil, []byte("x"))))
}

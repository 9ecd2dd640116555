package zabcluster

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/service"
	"raftlab/lab/zab"
	"raftlab/lab/zab/node"
)

func TestViewsComeBack(t *testing.T) {
	views := map[string]View{
		"empty": {},
		"a follower": {
			Standing: zab.Following, Phase: node.Synchronization, Leader: 3, Round: 2,
			Vote: zab.Vote{Leader: 3, Zxid: zab.MakeZxid(2, 4), Epoch: 2}, Own: zab.Vote{Leader: 1},
			AcceptedEpoch: 3, CurrentEpoch: 2, Epoch: 3, Rebased: true,
			Base:    zab.Snapshot{Zxid: zab.MakeZxid(1, 2), Data: []byte("x")},
			Txns:    []zab.Txn{{Zxid: zab.MakeZxid(2, 1), Data: []byte("put")}},
			Unsaved: 1, Restored: true, Delivered: []zab.Zxid{zab.MakeZxid(2, 1)}, DeliveredTo: zab.MakeZxid(2, 1),
			StoreHash: 17, Slips: zab.Box{{From: 2, Notification: zab.Notification{Round: 1, Standing: zab.Leading}}},
			Sync: zab.Sync{Kind: zab.SyncSnap, From: zab.MakeZxid(1, 2)}, Peer: zab.MakeZxid(1, 1), Parts: 1, Left: 2,
		},
		"a leader": {Standing: zab.Leading, Leads: &LeadsState{
			Epoch: 3, Established: true, HasEpoch: true, Connected: 6, EpochAcks: 6, NewLeaderAcks: 2, Heard: 6,
			Outstanding: []zab.Proposal{{Zxid: zab.MakeZxid(3, 1), Acks: 2}},
			Learners: []LearnerState{{ID: 2, Stage: node.UpToDate, Last: 5,
				Sync: zab.Sync{Kind: zab.SyncDiff, From: 5}}},
		}},
	}
	for name, v := range views {
		b := AppendView(nil, v)
		got, err := DecodeView(b)
		require.NoError(t, err, name)
		assert.Equal(t, v, got, name)
		for i := range b {
			_, err := DecodeView(b[:i])
			assert.Error(t, err, "%s, cut at %d", name, i)
		}
	}
}

func TestConfigsComeBack(t *testing.T) {
	c := Config{ID: 2, Servers: 5, Rules: "reference", Setup: DefaultSetup()}
	c.Setup.Observers, c.Setup.Manual = 1, true
	whole, err := service.DecodeConfig(c.Whole(true))
	require.NoError(t, err)
	assert.Equal(t, ID, whole.Protocol)
	assert.True(t, whole.Own)
	got, err := DecodeConfig(whole.Part)
	require.NoError(t, err)
	assert.Equal(t, c, got)
	c.Setup.Observers = 5
	_, err = DecodeConfig(c.Encode())
	assert.Error(t, err, "nobody would count")
}

package zab_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/zab"
)

func TestMessagesComeBack(t *testing.T) {
	vote := zab.Vote{Leader: 3, Zxid: zab.MakeZxid(2, 4), Epoch: 2}
	messages := []zab.Message{
		{Kind: zab.KindNotification, From: 1,
			Notification: zab.Notification{Vote: vote, Round: 7, Standing: zab.Observing}},
	}
	for kind := zab.KindFollowerInfo; kind <= zab.KindReset; kind++ {
		messages = append(messages, zab.Message{
			Kind: kind, From: 2, Connection: 1 << 40, Accepted: 5, Sequence: 3, Epoch: 9, Zxid: zab.MakeZxid(9, 1),
			Base: zab.MakeZxid(1, 1), Fresh: true, Number: 4, Data: []byte("data"),
		})
	}
	for _, m := range messages {
		b := zab.AppendMessage(nil, m)
		got, err := zab.DecodeMessage(b)
		require.NoError(t, err, m.Kind)
		assert.Equal(t, m, got)
		for i := range b {
			_, err := zab.DecodeMessage(b[:i])
			assert.Error(t, err, "%v, cut at %d", m.Kind, i)
		}
	}
	_, err := zab.DecodeMessage([]byte{99, 1})
	assert.Error(t, err, "an unknown kind")
}

func TestADiskIsItsRecordsTogether(t *testing.T) {
	txn := func(e zab.Epoch, n uint32) zab.Txn { return zab.Txn{Zxid: zab.MakeZxid(e, n), Data: []byte{byte(n)}} }
	saves := []zab.Save{
		{Boot: 1}, {AcceptedEpoch: 1}, {CurrentEpoch: 1},
		{Append: []zab.Txn{txn(1, 1), txn(1, 2)}},
		{Cut: true, Keep: zab.MakeZxid(1, 1), Append: []zab.Txn{txn(2, 1)}, CurrentEpoch: 2},
	}
	var records [][]byte
	for _, s := range saves {
		records = append(records, zab.AppendSave(nil, s))
	}
	disk, err := zab.DecodeDisk(records)
	require.NoError(t, err)
	assert.Equal(t, zab.Disk{Boot: 1, AcceptedEpoch: 1, CurrentEpoch: 2,
		History: zab.History{Txns: []zab.Txn{txn(1, 1), txn(2, 1)}}}, disk)

	snapshot := zab.Snapshot{Zxid: zab.MakeZxid(2, 5), Data: []byte("all")}
	disk, err = zab.DecodeDisk(append(records, zab.AppendSave(nil, zab.Save{Snapshot: &snapshot})))
	require.NoError(t, err)
	assert.Equal(t, zab.History{Base: snapshot}, disk.History)
	_, err = zab.DecodeDisk([][]byte{{1}})
	assert.ErrorContains(t, err, "disk record 1 of 1")
}

func TestHistories(t *testing.T) {
	var h zab.History
	assert.Zero(t, h.Last())
	for _, z := range []zab.Zxid{zab.MakeZxid(1, 1), zab.MakeZxid(1, 2), zab.MakeZxid(2, 1)} {
		h.Append(zab.Txn{Zxid: z})
	}
	window, before := h.Window(2)
	assert.Equal(t, []zab.Zxid{zab.MakeZxid(1, 2), zab.MakeZxid(2, 1)}, window)
	assert.Equal(t, zab.MakeZxid(1, 1), before)
	assert.Len(t, h.After(zab.MakeZxid(1, 1)), 2)
	assert.Equal(t, -1, h.Find(zab.MakeZxid(1, 9)))
	h.Truncate(zab.MakeZxid(1, 7))
	assert.Equal(t, "1:2", h.Last().String())
	h.Replace(zab.Snapshot{Zxid: zab.MakeZxid(3, 1)})
	assert.Equal(t, "3:1", h.Last().String())
}

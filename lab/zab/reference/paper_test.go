package reference_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
)

func z(e zab.Epoch, n uint32) zab.Zxid { return zab.MakeZxid(e, n) }

func vote(id zab.NodeID, e zab.Epoch, zxid zab.Zxid) zab.Vote {
	return zab.Vote{Leader: id, Epoch: e, Zxid: zxid}
}

// TestBetter has each of the three comparisons decide (ZooKeeper 3.6, totalOrderPredicate).
func TestBetter(t *testing.T) {
	for _, c := range []struct {
		situation string
		a, b      zab.Vote
		want      bool
	}{
		{"a later epoch, with less", vote(1, 2, z(1, 1)), vote(3, 1, z(1, 9)), true},
		{"an earlier epoch, with more", vote(3, 1, z(1, 9)), vote(1, 2, z(1, 1)), false},
		{"the same epoch, more", vote(1, 1, z(1, 3)), vote(3, 1, z(1, 2)), true},
		{"the same epoch, less", vote(3, 1, z(1, 2)), vote(1, 1, z(1, 3)), false},
		{"equal, the higher server", vote(3, 1, z(1, 2)), vote(2, 1, z(1, 2)), true},
		{"equal, the lower server", vote(2, 1, z(1, 2)), vote(3, 1, z(1, 2)), false},
		{"the same vote is not better", vote(2, 1, z(1, 2)), vote(2, 1, z(1, 2)), false},
	} {
		assert.Equal(t, c.want, reference.Better(c.a, c.b), c.situation)
	}
}

// looking is S2 of three voters in round 2, with S4 as an observer.
func looking() *zab.Election {
	rules := reference.Rules()
	e := &zab.Election{ID: 2, Voters: zab.SetOf(1, 2, 3), Round: 2, Own: vote(2, 1, z(1, 2))}
	e.Vote = e.Own
	e.Use(&rules)
	e.Votes.Put(2, zab.Notification{Vote: e.Vote, Round: 2})
	e.Votes.Put(1, zab.Notification{Vote: vote(2, 1, z(1, 2)), Round: 2})
	return e
}

// TestHandleNotification has each case of lookForLeader.
func TestHandleNotification(t *testing.T) {
	better, worse := vote(3, 1, z(1, 3)), vote(1, 1, z(1, 1))
	for _, c := range []struct {
		situation string
		from      zab.NodeID
		n         zab.Notification
		reply     bool
		round     zab.Round
		vote      zab.NodeID
		votes     int
	}{
		{"a worse vote is kept", 3, zab.Notification{Vote: worse, Round: 2}, false, 2, 2, 3},
		{"a better vote is taken over", 3, zab.Notification{Vote: better, Round: 2}, false, 2, 3, 3},
		{"a lower round is answered", 3, zab.Notification{Vote: better, Round: 1}, true, 2, 2, 2},
		{"a higher round empties the box", 3, zab.Notification{Vote: better, Round: 5}, false, 5, 3, 2},
		{"a higher round with a worse vote", 3, zab.Notification{Vote: worse, Round: 5}, false, 5, 2, 2},
		{"an observer is answered", 4, zab.Notification{Vote: better, Round: 9}, true, 2, 2, 2},
		{"an observer that observes", 4, zab.Notification{Vote: better, Round: 2, Standing: zab.Observing},
			false, 2, 2, 2},
		{"one who follows, same round", 3, zab.Notification{Vote: better, Round: 2, Standing: zab.Following},
			false, 2, 2, 3},
		{"one who leads, another round", 3, zab.Notification{Vote: better, Round: 7, Standing: zab.Leading},
			false, 2, 2, 2},
	} {
		e := looking()
		assert.Equal(t, c.reply, reference.HandleNotification(e, c.from, c.n), c.situation)
		assert.Equal(t, c.round, e.Round, c.situation)
		assert.Equal(t, c.vote, e.Vote.Leader, c.situation)
		assert.Len(t, e.Votes, c.votes, c.situation)
	}
	observer := looking()
	observer.ID = 4
	assert.False(t, reference.HandleNotification(observer, 3, zab.Notification{Vote: worse, Round: 1}),
		"an observer shows nobody its round")
	e := looking()
	e.Standing = zab.Following
	assert.True(t, reference.HandleNotification(e, 3, zab.Notification{Vote: better, Round: 9}), "it looks")
	assert.False(t, reference.HandleNotification(e, 3, zab.Notification{Standing: zab.Leading}), "it does not look")
	assert.EqualValues(t, 2, e.Round)
}

// TestElected: a quorum with the same vote, or a quorum that follows a leader which says that it leads.
func TestElected(t *testing.T) {
	e := looking()
	leader, ok := reference.Elected(e)
	assert.True(t, ok && leader == 2, "S1 and S2 of three voters")

	alone := looking()
	alone.Votes.Put(1, zab.Notification{Vote: vote(1, 1, z(1, 1)), Round: 2})
	_, ok = reference.Elected(alone)
	assert.False(t, ok, "each votes for itself")

	// A server that joins: the epoch of the votes has risen since the election.
	after := vote(3, 4, z(3, 1))
	alone.Outside.Put(1, zab.Notification{Vote: after, Round: 9, Standing: zab.Following})
	_, ok = reference.Elected(alone)
	assert.False(t, ok, "one follower is no quorum")
	alone.Outside.Put(3, zab.Notification{Vote: after, Round: 8, Standing: zab.Leading})
	leader, ok = reference.Elected(alone)
	assert.True(t, ok && leader == 3)
	alone.Outside.Put(3, zab.Notification{Vote: after, Round: 8, Standing: zab.Following})
	_, ok = reference.Elected(alone)
	assert.False(t, ok, "S3 does not say that it leads")
}

func TestQuorums(t *testing.T) {
	assert.True(t, reference.HasQuorum(zab.SetOf(1, 2, 3), zab.SetOf(1, 3)))
	assert.False(t, reference.HasQuorum(zab.SetOf(1, 2, 3, 4), zab.SetOf(1, 3)), "half is not more than half")
	assert.False(t, reference.HasQuorum(zab.SetOf(1, 2, 3), zab.SetOf(1, 4, 5)), "observers do not count")
}

func TestNewEpoch(t *testing.T) {
	assert.EqualValues(t, 8, reference.NewEpoch([]zab.Epoch{2, 7, 3}), "the highest, not the leader's own")
	assert.EqualValues(t, 1, reference.NewEpoch([]zab.Epoch{0, 0}))
}

// TestChooseSync has each place where a last zxid can lie beside the window (ZooKeeper 3.6, syncFollower).
func TestChooseSync(t *testing.T) {
	window, before := []zab.Zxid{z(1, 3), z(2, 1), z(2, 2)}, z(1, 2)
	for _, c := range []struct {
		situation string
		peer      zab.Zxid
		want      zab.Sync
	}{
		{"equal", z(2, 2), zab.Sync{Kind: zab.SyncDiff, From: z(2, 2)}},
		{"known, in the window", z(1, 3), zab.Sync{Kind: zab.SyncDiff, From: z(1, 3)}},
		{"just before the window", z(1, 2), zab.Sync{Kind: zab.SyncDiff, From: z(1, 2)}},
		{"unknown, in the window", z(1, 9), zab.Sync{Kind: zab.SyncTrunc, From: z(1, 3)}},
		{"after the last", z(2, 3), zab.Sync{Kind: zab.SyncTrunc, From: z(2, 2)}},
		{"of a later epoch", z(3, 1), zab.Sync{Kind: zab.SyncTrunc, From: z(2, 2)}},
		{"before the window", z(1, 1), zab.Sync{Kind: zab.SyncSnap}},
		{"nothing at all", 0, zab.Sync{Kind: zab.SyncSnap}},
	} {
		assert.Equal(t, c.want, reference.ChooseSync(window, before, c.peer), c.situation)
	}
	assert.Equal(t, zab.Sync{Kind: zab.SyncDiff}, reference.ChooseSync(nil, 0, 0), "two empty histories")
	assert.Equal(t, zab.Sync{Kind: zab.SyncTrunc}, reference.ChooseSync(nil, 0, z(1, 1)))
}

// TestHandleSync: each message is on the disk before the next, and only NEWLEADER brings the epoch and an
// acknowledgement (paper, phase 2, step f.2.1).
func TestHandleSync(t *testing.T) {
	f := &zab.Follower{Epoch: 3, CurrentEpoch: 1}
	f.History.Append(zab.Txn{Zxid: z(1, 1)})
	f.History.Append(zab.Txn{Zxid: z(1, 2)})

	ack, save := reference.HandleSync(f, zab.SyncMessage{Kind: zab.SyncTrunc, Zxid: z(1, 1)})
	assert.False(t, ack)
	assert.Equal(t, zab.Save{Cut: true, Keep: z(1, 1)}, save)
	ack, save = reference.HandleSync(f, zab.SyncMessage{Kind: zab.SyncTxn, Zxid: z(2, 1), Data: []byte("a")})
	assert.False(t, ack)
	assert.Equal(t, zab.Save{Append: []zab.Txn{{Zxid: z(2, 1), Data: []byte("a")}}}, save)
	assert.EqualValues(t, 1, f.CurrentEpoch)
	ack, save = reference.HandleSync(f, zab.SyncMessage{Kind: zab.SyncNewLeader, Epoch: 3})
	assert.True(t, ack)
	assert.Equal(t, zab.Save{CurrentEpoch: 3}, save)
	assert.EqualValues(t, 3, f.CurrentEpoch)
	assert.Equal(t, z(2, 1), f.History.Last())
	ack, save = reference.HandleSync(f, zab.SyncMessage{Kind: zab.SyncUpToDate, Zxid: z(2, 1)})
	assert.True(t, !ack && save.IsEmpty())

	_, save = reference.HandleSync(f, zab.SyncMessage{Kind: zab.SyncSnap, Zxid: z(3, 4), Data: []byte("all")})
	assert.Equal(t, &zab.Snapshot{Zxid: z(3, 4), Data: []byte("all")}, save.Snapshot)
	assert.Equal(t, z(3, 4), f.History.Last())
}

// leader is S1 of three voters and an observer in epoch 2, with three outstanding transactions.
func leader(established bool) *zab.Leadership {
	rules := reference.Rules()
	l := &zab.Leadership{ID: 1, Voters: zab.SetOf(1, 2, 3), Epoch: 2, Established: established}
	for n := uint32(1); n <= 3; n++ {
		l.Outstanding = append(l.Outstanding, zab.Proposal{Zxid: z(2, n), Acks: zab.SetOf(1)})
	}
	l.Use(&rules)
	return l
}

// TestHandleAck: in order, with a quorum, and not before the leader is established (paper, phase 3, step l.3.2).
func TestHandleAck(t *testing.T) {
	l := leader(true)
	assert.Equal(t, []zab.Zxid{z(2, 1), z(2, 2)}, reference.HandleAck(l, 2, z(2, 2)))
	assert.Equal(t, z(2, 2), l.Committed)
	assert.Empty(t, reference.HandleAck(l, 3, z(2, 2)), "it is committed already")
	assert.Empty(t, reference.HandleAck(l, 4, z(2, 3)), "an observer's does not count")
	assert.Equal(t, []zab.Zxid{z(2, 3)}, reference.HandleAck(l, 3, z(2, 3)))

	early := leader(false)
	assert.Empty(t, reference.HandleAck(early, 2, z(2, 3)), "old transactions are not committed by counting")
	assert.Len(t, early.Outstanding, 3)
}

func TestALeaderNeedsAQuorum(t *testing.T) {
	l := leader(false)
	l.NewLeaderAcks, l.Heard = zab.SetOf(1, 4), zab.SetOf(1, 4)
	assert.False(t, reference.MayServe(l))
	assert.False(t, reference.StillLeads(l))
	assert.False(t, reference.MayAnswerSync(l, zab.SetOf(1)))
	l.NewLeaderAcks, l.Heard = zab.SetOf(1, 3), zab.SetOf(1, 2)
	assert.True(t, reference.MayServe(l))
	assert.True(t, reference.StillLeads(l))
	assert.True(t, reference.MayAnswerSync(l, zab.SetOf(1, 2)))
}

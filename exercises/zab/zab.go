package zab

import "raftlab/lab/zab"

// Better reports whether vote a beats vote b (ZooKeeper,
// totalOrderPredicate).
//
// What you need:
//
//	a.Leader  the server that is wanted
//	a.Epoch   the epoch in which that server was last
//	a.Zxid    its last transaction
//
// A vote does not beat itself.
func Better(a, b zab.Vote) bool {
	panic(zab.TODO) // your turn
}

// HandleNotification takes in a vote. With reply true, the
// sender gets this server's vote. A changed vote is sent to all
// without your doing (ZooKeeper, lookForLeader).
//
// What you need:
//
//	e.ID, e.Voters   this server, and those that count; an
//	                 observer is not among them
//	e.Voters.Has(id) whether a server counts
//	e.Standing       zab.Looking until the election ends here
//	e.Round          the round of this server
//	e.Own            its vote for itself
//	e.Vote           its vote now
//	e.Votes          the votes of this round by sender, its own
//	                 among them
//	e.Outside        what servers say that no longer look
//	e.Better(a, b)   your first rule
//	n.Vote, n.Round  the sender's vote and round
//	n.Standing       what the sender is
//
// Both boxes have Put(from, n) and Empty(). Put takes the place
// of the sender's last one. This server's own vote is put as
// zab.Notification{Vote: e.Vote, Round: e.Round}.
func HandleNotification(
	e *zab.Election, from zab.NodeID, n zab.Notification,
) (reply bool) {
	panic(zab.TODO) // your turn
}

// Elected is the leader that the votes give. Ok is false if
// they give none yet (ZooKeeper, lookForLeader, checkLeader).
//
// What you need, besides the fields above:
//
//	slip.From, slip.Vote, slip.Standing  of each slip in a box
//	e.Outside.Get(id)   a server's last notification there
//	var set zab.NodeSet a set of servers, with Add and Has
//	e.IsQuorum(set)     whether more than half of the voters
//	                    are in the set
//
// It changes nothing.
func Elected(e *zab.Election) (leader zab.NodeID, ok bool) {
	panic(zab.TODO) // your turn
}

// NewEpoch is the epoch that a leader proposes, by what a
// quorum has accepted, its own first (Zab, phase 1).
func NewEpoch(accepted []zab.Epoch) zab.Epoch {
	panic(zab.TODO) // your turn
}

// ChooseSync is how a follower whose last transaction is peer
// becomes equal to its leader. The leader can send those of the
// window, in their order. Before is the one in front of the
// window (Zab, phase 2; ZooKeeper, syncFollower).
//
//	zab.Sync{Kind: zab.SyncDiff, From: z}
//	        it keeps all, and gets the leader's after z
//	zab.Sync{Kind: zab.SyncTrunc, From: z}
//	        it removes its own after z, and gets the leader's
//	zab.Sync{Kind: zab.SyncSnap}
//	        it gets the leader's whole state in place of its own
func ChooseSync(
	window []zab.Zxid, before, peer zab.Zxid,
) zab.Sync {
	panic(zab.TODO) // your turn
}

// HandleSync takes in a message of the leader that makes this
// server equal. Save is on the disk before anything is sent,
// and before the next message is taken in. With ack true, the
// message is acknowledged (Zab, phase 2).
//
// What you need:
//
//	f.History       what the server has: Append(txn),
//	                Truncate(z), Replace(snapshot)
//	f.Unsaved       transactions in History that are not on the
//	                disk, if you keep some
//	f.Epoch         the leader's epoch
//	f.CurrentEpoch  the epoch in which the server is
//	m.Kind          zab.SyncDiff, SyncTrunc, SyncSnap, SyncTxn,
//	                SyncNewLeader, SyncUpToDate
//	m.Zxid, m.Data  of a transaction or a snapshot; what a TRUNC
//	                leaves as the last one
//	m.Epoch         of a NEWLEADER
//
// A zab.Save is one record, whole or absent after a crash:
// Snapshot, Cut with Keep (removes what is after Keep), Append,
// and CurrentEpoch, in this order.
func HandleSync(
	f *zab.Follower, m zab.SyncMessage,
) (ack bool, save zab.Save) {
	panic(zab.TODO) // your turn
}

// HandleAck notes that a server has all transactions up to z on
// its disk. Commit are those to be committed now, in the order
// in which they are delivered (Zab, phase 3).
//
// What you need:
//
//	l.Outstanding     the transactions that are not committed,
//	                  in order; each has a Zxid, and Acks with
//	                  Add(server)
//	l.Committed       the last committed one
//	l.Established     whether a quorum is in the leader's epoch
//	l.IsQuorum(set)   whether more than half of the voters are
//	                  in the set
func HandleAck(
	l *zab.Leadership, from zab.NodeID, z zab.Zxid,
) (commit []zab.Zxid) {
	panic(zab.TODO) // your turn
}

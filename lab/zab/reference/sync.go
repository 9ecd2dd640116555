package reference

import "raftlab/lab/zab"

// HandleSync takes in a leader's message to a server that is being made equal (paper, phase 2, step f.2.1; ZooKeeper
// 3.9, Learner.syncWithLeader). Each message is on the disk before the next one is taken in. So currentEpoch rises
// only when the whole history is there: a server that has the epoch and not the history would win elections with it,
// and lose what was committed.
func HandleSync(f *zab.Follower, m zab.SyncMessage) (ack bool, save zab.Save) {
	switch m.Kind {
	case zab.SyncTrunc:
		f.History.Truncate(m.Zxid)
		save.Cut, save.Keep = true, m.Zxid
	case zab.SyncSnap:
		snapshot := zab.Snapshot{Zxid: m.Zxid, Data: m.Data}
		f.History.Replace(snapshot)
		save.Snapshot = &snapshot
	case zab.SyncTxn:
		txn := zab.Txn{Zxid: m.Zxid, Data: m.Data}
		f.History.Append(txn)
		save.Append = []zab.Txn{txn}
	case zab.SyncNewLeader:
		f.CurrentEpoch = m.Epoch
		save.CurrentEpoch = m.Epoch
		return true, save
	}
	return false, save
}

package reference

import "raftlab/lab/zab"

// ChooseSync is how a server with the last zxid peer is made equal (paper, phase 2; ZooKeeper 3.6,
// LearnerHandler.syncFollower). ZooKeeper sends a snapshot also to a server whose last zxid is the one before the
// window, and since version 3.5 tries the log on its disk before it does.
func ChooseSync(window []zab.Zxid, before zab.Zxid, peer zab.Zxid) zab.Sync {
	last := before
	if len(window) > 0 {
		last = window[len(window)-1]
	}
	switch {
	case peer == last:
		return zab.Sync{Kind: zab.SyncDiff, From: last} // nothing is missing
	case peer > last:
		return zab.Sync{Kind: zab.SyncTrunc, From: last} // what the leader does not have was never committed
	case peer < before:
		return zab.Sync{Kind: zab.SyncSnap} // what is missing is no longer in the window
	}
	known := before
	for _, z := range window {
		if z <= peer {
			known = z
		}
	}
	if known == peer {
		return zab.Sync{Kind: zab.SyncDiff, From: peer}
	}
	// The follower's last transactions are of a leader that did not get them to a quorum.
	return zab.Sync{Kind: zab.SyncTrunc, From: known}
}

package reference

import "raftlab/lab/zab"

// Better reports whether vote a beats vote b (ZooKeeper 3.6, FastLeaderElection.totalOrderPredicate). The epoch
// comes first: a server that a later leader has made equal knows more than a server with a longer history of an
// earlier epoch. The zxid comes next, so that the winner has the longest history of its epoch. The server's number
// settles a tie.
func Better(a, b zab.Vote) bool {
	if a.Epoch != b.Epoch {
		return a.Epoch > b.Epoch
	}
	if a.Zxid != b.Zxid {
		return a.Zxid > b.Zxid
	}
	return a.Leader > b.Leader
}

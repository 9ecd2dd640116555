package reference

import "raftlab/lab/zab"

// Elected is the leader that the votes give (ZooKeeper 3.6, FastLeaderElection.lookForLeader).
func Elected(e *zab.Election) (leader zab.NodeID, ok bool) {
	// An election of this round: a quorum has the same vote as this server.
	var equal zab.NodeSet
	for _, slip := range e.Votes {
		if slip.Vote == e.Vote {
			equal.Add(slip.From)
		}
	}
	if e.IsQuorum(equal) {
		return e.Vote.Leader, true
	}
	return joined(e)
}

// joined is the leader of an election that is over: a quorum follows it, and it says itself that it leads
// (checkLeader). Without its own word this server might follow a server that has crashed, or has given up, and that
// the others have not missed yet.
func joined(e *zab.Election) (leader zab.NodeID, ok bool) {
	for _, slip := range e.Outside {
		if slip.Standing != zab.Leading || slip.Vote.Leader != slip.From {
			continue
		}
		var followers zab.NodeSet
		for _, other := range e.Outside {
			if other.Vote.Leader == slip.From && other.Vote.Epoch == slip.Vote.Epoch {
				followers.Add(other.From)
			}
		}
		if slip.From != e.ID && e.IsQuorum(followers) {
			return slip.From, true
		}
	}
	return zab.None, false
}

// HasQuorum reports whether more than half of the voters are among the answers. Any two quorums have a server in
// common (paper, §2), which is why a new leader hears of all that was committed. An observer is in no quorum.
func HasQuorum(voters, answers zab.NodeSet) bool {
	return 2*(voters&answers).Len() > voters.Len()
}

package reference

import "raftlab/lab/zab"

// HandleNotification takes in a vote (ZooKeeper 3.6, FastLeaderElection.lookForLeader and WorkerReceiver).
func HandleNotification(e *zab.Election, from zab.NodeID, n zab.Notification) (reply bool) {
	if e.Standing != zab.Looking {
		return n.Standing == zab.Looking // a server that looks learns how this server's election ended
	}
	if !e.Voters.Has(from) {
		return n.Standing == zab.Looking // an observer may ask; its vote does not count
	}
	if n.Standing != zab.Looking {
		e.Outside.Put(from, n)
		if n.Round == e.Round {
			e.Votes.Put(from, n)
		}
		return false
	}
	switch {
	case n.Round < e.Round:
		// The sender is behind: the answer shows it the round. An observer's round is of no use to it, and the two
		// would answer each other for ever.
		return e.Voters.Has(e.ID)
	case n.Round > e.Round:
		// This server is behind. The votes of the earlier round say nothing in this one.
		e.Round = n.Round
		e.Votes.Empty()
		e.Vote = e.Own
		if e.Better(n.Vote, e.Own) {
			e.Vote = n.Vote
		}
	case e.Better(n.Vote, e.Vote):
		e.Vote = n.Vote
	}
	e.Votes.Put(e.ID, zab.Notification{Vote: e.Vote, Round: e.Round})
	e.Votes.Put(from, n)
	return false
}

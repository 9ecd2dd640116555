package node

import "raftlab/lab/zab"

// electionWait is the times of an election.
type electionWait struct {
	// resendAt is when this server sends its vote again, and every the interval, which doubles.
	resendAt zab.Time
	every    zab.Duration
	// finalizeAt is when the wait for a better vote ends, 0 for no wait, and elected for whom it is.
	finalizeAt zab.Time
	elected    zab.NodeID
}

func (w *electionWait) wakeAt() zab.Time {
	if w.finalizeAt > 0 {
		return min(w.finalizeAt, w.resendAt)
	}
	return w.resendAt
}

// maxResend is the longest interval of votes, in ticks.
const maxResend = 8

// beginElection starts the next round with a vote for this server itself. An observer wants nobody in particular.
func (n *Node) beginElection() {
	e := &n.Election
	e.Standing, n.Phase = zab.Looking, ElectionPhase
	e.Round++
	e.Own = zab.Vote{Leader: n.config.ID, Zxid: n.Self.History.Last(), Epoch: n.Self.CurrentEpoch}
	if n.IsObserver() {
		e.Own = zab.Vote{}
	}
	e.Vote = e.Own
	e.Votes.Empty()
	e.Outside.Empty()
	e.Votes.Put(e.ID, zab.Notification{Vote: e.Vote, Round: e.Round})
	n.wait = electionWait{every: n.config.Tick, resendAt: n.now.Add(n.config.Tick)}
	n.sendVotes()
	n.count()
}

// sendVotes sends this server's vote to all voters.
func (n *Node) sendVotes() {
	for id := range n.config.Voters.All() {
		if id != n.config.ID {
			n.sendVote(id)
		}
	}
}

func (n *Node) sendVote(to zab.NodeID) {
	e := &n.Election
	vote := zab.Notification{Vote: e.Vote, Round: e.Round, Standing: e.Standing}
	n.send(zab.Message{Kind: zab.KindNotification, Notification: vote}, to)
}

// notified takes in a vote.
func (n *Node) notified(from zab.NodeID, vote zab.Notification) {
	e := &n.Election
	before, round := e.Vote, e.Round
	if n.config.Rules.HandleNotification(e, from, vote) {
		n.sendVote(from)
	}
	if e.Standing != zab.Looking {
		return
	}
	if e.Vote != before || e.Round != round {
		n.sendVotes()
	}
	n.count()
}

// count looks whether the votes give a leader. A server that joins an election which is over follows at once; others
// wait for a better vote (ZooKeeper, finalizeWait).
func (n *Node) count() {
	leader, ok := n.config.Rules.Elected(&n.Election)
	if !ok {
		n.wait.finalizeAt, n.wait.elected = 0, zab.None
		return
	}
	if slip, heard := n.Election.Outside.Get(leader); heard && slip.Standing == zab.Leading {
		n.conclude(leader)
		return
	}
	if n.wait.elected != leader {
		n.wait.elected, n.wait.finalizeAt = leader, max(n.now.Add(n.config.FinalizeWait), 1)
	}
}

// wakeLooking ends the election if it is time, or sends the vote again.
func (n *Node) wakeLooking() {
	if n.wait.elected != zab.None && (n.config.Manual || n.now >= n.wait.finalizeAt) {
		n.conclude(n.wait.elected)
		return
	}
	if n.config.Manual || n.now >= n.wait.resendAt {
		n.wait.every = min(2*n.wait.every, maxResend*n.config.Tick)
		n.wait.resendAt = n.now.Add(n.wait.every)
		n.sendVotes()
	}
}

// conclude ends this server's election.
func (n *Node) conclude(leader zab.NodeID) {
	n.wait.elected, n.wait.finalizeAt = zab.None, 0
	e := &n.Election
	if slip, heard := e.Outside.Get(leader); heard && slip.Standing == zab.Leading {
		e.Round, e.Vote = slip.Round, slip.Vote
	}
	n.Leader, n.Phase = leader, Discovery
	n.nextTick = n.now.Add(n.config.Tick)
	switch {
	case leader == n.config.ID:
		e.Standing = zab.Leading
		n.beginLeading()
	case n.IsObserver():
		e.Standing = zab.Observing
		n.beginFollowing()
	default:
		e.Standing = zab.Following
		n.beginFollowing()
	}
}

package solution

import (
	"slices"

	"raftlab/lab/zab"
)

// Better reports whether vote a beats vote b (ZooKeeper, totalOrderPredicate).
func Better(a, b zab.Vote) bool {
	// Task 1: a later leader knows more than a long history of an earlier one.
	if a.Epoch != b.Epoch {
		return a.Epoch > b.Epoch
	}
	if a.Zxid != b.Zxid {
		return a.Zxid > b.Zxid
	}
	return a.Leader > b.Leader
}

// HandleNotification takes in a vote (ZooKeeper, lookForLeader).
func HandleNotification(e *zab.Election, from zab.NodeID, n zab.Notification) (reply bool) {
	looks := n.Standing == zab.Looking
	// Task 2: whoever looks and cannot be counted with gets an answer, and nothing else.
	if e.Standing != zab.Looking || !e.Voters.Has(from) {
		return looks
	}
	if !looks {
		e.Outside.Put(from, n)
		if n.Round == e.Round {
			e.Votes.Put(from, n)
		}
		return false
	}
	// Task 3: a vote of a lower round is old, and in a higher round all begins again.
	if n.Round < e.Round {
		return true
	}
	if n.Round > e.Round {
		e.Round, e.Vote = n.Round, e.Own
		e.Votes.Empty()
	}
	if e.Better(n.Vote, e.Vote) {
		e.Vote = n.Vote
	}
	e.Votes.Put(e.ID, zab.Notification{Vote: e.Vote, Round: e.Round})
	e.Votes.Put(from, n)
	return false
}

// Elected is the leader that the votes give (ZooKeeper, lookForLeader, checkLeader).
func Elected(e *zab.Election) (leader zab.NodeID, ok bool) {
	// Task 4: a quorum votes as this server does.
	if e.IsQuorum(voters(e.Votes, e.Vote.Leader)) {
		return e.Vote.Leader, true
	}
	// Task 5: the election is over. The leader itself must say so, and a quorum must follow it.
	for _, slip := range e.Outside {
		leads := slip.Standing == zab.Leading && slip.From == slip.Vote.Leader
		if leads && slip.From != e.ID && e.IsQuorum(voters(e.Outside, slip.From)) {
			return slip.From, true
		}
	}
	return zab.None, false
}

// voters are the servers in a box that want this leader.
func voters(box zab.Box, leader zab.NodeID) (set zab.NodeSet) {
	for _, slip := range box {
		if slip.Vote.Leader == leader {
			set.Add(slip.From)
		}
	}
	return set
}

// NewEpoch is the epoch that a leader proposes (Zab, phase 1).
func NewEpoch(accepted []zab.Epoch) zab.Epoch {
	// Task 6: later than all that this quorum has accepted.
	return slices.Max(accepted) + 1
}

// ChooseSync is how a follower becomes equal to its leader (Zab, phase 2; ZooKeeper, syncFollower).
func ChooseSync(window []zab.Zxid, before, peer zab.Zxid) zab.Sync {
	// Task 7: the leader cannot send what is missing before the window.
	if peer < before {
		return zab.Sync{Kind: zab.SyncSnap}
	}
	// The last transaction that both have.
	known := before
	for _, z := range window {
		if z <= peer {
			known = z
		}
	}
	if known == peer {
		return zab.Sync{Kind: zab.SyncDiff, From: known}
	}
	return zab.Sync{Kind: zab.SyncTrunc, From: known}
}

// HandleSync takes in a message of the leader that makes this server equal (Zab, phase 2).
func HandleSync(f *zab.Follower, m zab.SyncMessage) (ack bool, save zab.Save) {
	// Task 8: the history first, message by message, then the epoch, then the acknowledgement.
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
		f.CurrentEpoch, save.CurrentEpoch = m.Epoch, m.Epoch
		return true, save
	}
	return false, save
}

// HandleAck notes an acknowledgement, and commits in order (Zab, phase 3).
func HandleAck(l *zab.Leadership, from zab.NodeID, z zab.Zxid) (commit []zab.Zxid) {
	// Task 9: the server has all of them up to z.
	for i := range l.Outstanding {
		if l.Outstanding[i].Zxid <= z {
			l.Outstanding[i].Acks.Add(from)
		}
	}
	// The first ones that a quorum has. What is of an earlier epoch is not committed by counting.
	for l.Established && len(l.Outstanding) > 0 && l.IsQuorum(l.Outstanding[0].Acks) {
		l.Committed = l.Outstanding[0].Zxid
		commit = append(commit, l.Committed)
		l.Outstanding = l.Outstanding[1:]
	}
	return commit
}

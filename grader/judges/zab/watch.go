package zab

import (
	"raftlab/grader"
	"raftlab/lab/zab"
)

// The branches of the rules.
const (
	betterVote = iota
	lowerRound
	higherRound
	isOver
	agrees
	joins
	proposes
	diff
	trunc
	snap
	becomesEqual
	commits
	beforeEstablished
)

var branches = []grader.Branch{
	{Name: "a better vote is taken over", Place: voting},
	{Name: "a lower round is answered", Place: rounds},
	{Name: "a higher round is adopted", Place: rounds},
	{Name: "a server asks whose election is over", Place: voting},
	{Name: "a quorum votes alike", Place: ending},
	{Name: "a server joins an election that is over", Place: joining},
	{Name: "a follower knows a later epoch than its leader", Place: proposing},
	{Name: "a DIFF is chosen", Place: choosing},
	{Name: "a TRUNC is chosen", Place: choosing},
	{Name: "a SNAP is chosen", Place: choosing},
	{Name: "a server is equal to its leader", Place: equal},
	{Name: "a transaction is committed", Place: committing},
	{Name: "an acknowledgement comes before the leader is established", Place: committing},
}

func watch(rules zab.Rules, reached func(branch int)) zab.Rules {
	watchElection(&rules, reached)
	newEpoch, choose, sync, ack := rules.NewEpoch, rules.ChooseSync, rules.HandleSync, rules.HandleAck
	rules.NewEpoch = func(accepted []zab.Epoch) zab.Epoch {
		for _, epoch := range accepted {
			if epoch > accepted[0] {
				reached(proposes)
				break
			}
		}
		return newEpoch(accepted)
	}
	rules.ChooseSync = func(window []zab.Zxid, before zab.Zxid, peer zab.Zxid) zab.Sync {
		chosen := choose(window, before, peer)
		switch chosen.Kind {
		case zab.SyncDiff:
			reached(diff)
		case zab.SyncTrunc:
			reached(trunc)
		case zab.SyncSnap:
			reached(snap)
		}
		return chosen
	}
	rules.HandleSync = func(f *zab.Follower, m zab.SyncMessage) (bool, zab.Save) {
		if m.Kind == zab.SyncNewLeader {
			reached(becomesEqual)
		}
		return sync(f, m)
	}
	rules.HandleAck = func(l *zab.Leadership, from zab.NodeID, z zab.Zxid) []zab.Zxid {
		if !l.Established {
			reached(beforeEstablished)
		}
		commit := ack(l, from, z)
		if len(commit) > 0 {
			reached(commits)
		}
		return commit
	}
	return rules
}

// watchElection reports the branches of an election.
func watchElection(rules *zab.Rules, reached func(branch int)) {
	handle, elected := rules.HandleNotification, rules.Elected
	rules.HandleNotification = func(e *zab.Election, from zab.NodeID, n zab.Notification) bool {
		before, round, looks := e.Vote, e.Round, n.Standing == zab.Looking
		reply := handle(e, from, n)
		switch {
		case e.Standing != zab.Looking && looks:
			reached(isOver)
		case !looks || !e.Voters.Has(from):
		case n.Round < round:
			reached(lowerRound)
		case n.Round > round:
			reached(higherRound)
		case e.Vote != before:
			reached(betterVote)
		}
		return reply
	}
	rules.Elected = func(e *zab.Election) (zab.NodeID, bool) {
		leader, ok := elected(e)
		switch slip, heard := e.Outside.Get(leader); {
		case ok && heard && slip.Standing == zab.Leading:
			reached(joins)
		case ok:
			reached(agrees)
		}
		return leader, ok
	}
}

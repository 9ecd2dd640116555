package zab_test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
)

// variants are correct, each in its own way: they differ in what the paper and ZooKeeper leave open.
var variants = map[string]change{
	"saves history and epoch together, as the paper does": func(rules *zab.Rules) {
		rules.HandleSync = func(f *zab.Follower, m zab.SyncMessage) (ack bool, save zab.Save) {
			switch m.Kind {
			case zab.SyncTxn:
				t := zab.Txn{Zxid: m.Zxid, Data: m.Data}
				f.History.Append(t)
				f.Unsaved = append(f.Unsaved, t)
				return false, save
			case zab.SyncNewLeader:
				save.Append, f.Unsaved = f.Unsaved, nil
				f.CurrentEpoch, save.CurrentEpoch = f.Epoch, f.Epoch
				return true, save
			case zab.SyncUpToDate:
				return true, save // ZooKeeper acknowledges it
			}
			return reference.HandleSync(f, m)
		}
	},
	"cuts before each transaction": func(rules *zab.Rules) {
		rules.HandleSync = func(f *zab.Follower, m zab.SyncMessage) (bool, zab.Save) {
			last := f.History.Last()
			ack, save := reference.HandleSync(f, m)
			if m.Kind == zab.SyncTxn || m.Kind == zab.SyncDiff {
				save.Cut, save.Keep = true, last
			}
			return ack, save
		}
	},
	"leaves epochs out": func(rules *zab.Rules) {
		rules.NewEpoch = func(accepted []zab.Epoch) zab.Epoch { return slices.Max(accepted) + 10 }
	},
	"says TRUNC where a DIFF is enough, and SNAP in front of the window": func(rules *zab.Rules) {
		rules.ChooseSync = func(window []zab.Zxid, before, peer zab.Zxid) zab.Sync {
			all := append([]zab.Zxid{before}, window...)
			if peer < before || peer == before && len(window) > 0 {
				return zab.Sync{Kind: zab.SyncSnap, From: 99}
			}
			at := slices.IndexFunc(all, func(z zab.Zxid) bool { return z > peer })
			if at < 0 {
				at = len(all)
			}
			return zab.Sync{Kind: zab.SyncTrunc, From: all[at-1]}
		}
	},
	"answers whoever may not know": func(rules *zab.Rules) {
		rules.HandleNotification = func(e *zab.Election, from zab.NodeID, n zab.Notification) bool {
			looks := e.Standing == zab.Looking
			reply := reference.HandleNotification(e, from, n)
			switch {
			case !looks || reply:
				return reply
			case !e.Voters.Has(from):
				return true
			case n.Standing != zab.Looking:
				return false
			}
			return n.Round < e.Round || n.Vote != e.Vote
		}
	},
	"forgets what was over, and keeps what does not count": func(rules *zab.Rules) {
		rules.HandleNotification = func(e *zab.Election, from zab.NodeID, n zab.Notification) bool {
			round, looks := e.Round, e.Standing == zab.Looking
			reply := reference.HandleNotification(e, from, n)
			if e.Round > round {
				e.Outside.Empty()
			}
			if looks && n.Standing == zab.Looking {
				e.Outside = slices.DeleteFunc(e.Outside, func(s zab.Slip) bool { return s.From == from })
			}
			if looks && !e.Voters.Has(from) && n.Round == e.Round {
				e.Votes = append(e.Votes, zab.Slip{From: from, Notification: n})
			}
			return reply
		}
	},
	"counts as ZooKeeper does": func(rules *zab.Rules) {
		rules.Elected = countTogether
	},
	"compares one field after the other": func(rules *zab.Rules) {
		rules.Better = func(a, b zab.Vote) bool {
			return cmp.Or(
				cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Zxid, b.Zxid), cmp.Compare(a.Leader, b.Leader)) > 0
		}
		rules.Elected = func(e *zab.Election) (zab.NodeID, bool) {
			for _, slip := range e.Outside {
				if slip.Standing == zab.Leading && slip.From != e.ID && enough(e, e.Outside, slip.Vote) {
					return slip.From, true
				}
			}
			return e.Vote.Leader, enough(e, e.Votes, e.Vote)
		}
	},
	"commits from the newest down": func(rules *zab.Rules) {
		rules.HandleAck = func(l *zab.Leadership, from zab.NodeID, z zab.Zxid) (commit []zab.Zxid) {
			if !l.Established || !l.Voters.Has(from) {
				return nil
			}
			upTo := 0
			for i := len(l.Outstanding) - 1; i >= 0; i-- {
				p := &l.Outstanding[i]
				if p.Zxid > z {
					continue
				}
				p.Acks.Add(from)
				if upTo == 0 && p.Acks.Len() > l.Voters.Len()/2 {
					upTo = i + 1
				}
			}
			for _, p := range l.Outstanding[:upTo] {
				commit, l.Committed = append(commit, p.Zxid), p.Zxid
			}
			l.Outstanding = slices.Clone(l.Outstanding[upTo:])
			return commit
		}
	},
}

// countTogether counts the votes of the round with those of servers that follow, for each leader that says so itself.
func countTogether(e *zab.Election) (zab.NodeID, bool) {
	if enough(e, e.Votes, e.Vote) {
		return e.Vote.Leader, true
	}
	for _, slip := range e.Outside {
		if slip.Standing == zab.Leading && slip.From != e.ID && slip.From == slip.Vote.Leader &&
			enough(e, slices.Concat(e.Outside, e.Votes), slip.Vote) {
			return slip.From, true
		}
	}
	return zab.None, false
}

// enough reports whether a quorum wants the server of a vote.
func enough(e *zab.Election, box zab.Box, vote zab.Vote) bool {
	var set zab.NodeSet
	for _, slip := range box {
		if slip.Vote.Leader == vote.Leader && e.Voters.Has(slip.From) {
			set.Add(slip.From)
		}
	}
	return vote.Leader != zab.None && set.Len() > e.Voters.Len()/2
}

func TestWhatIsCorrectIsAccepted(t *testing.T) {
	t.Parallel()
	for name, variant := range variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := variant.grade(grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()})
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

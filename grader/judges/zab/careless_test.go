package zab_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/zab"
	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
	"raftlab/lab/zabcluster"
)

// careless are the mistakes of a learner who read the lesson too fast.
var careless = map[string]change{
	// The longest history wins, and the epoch was taken for a part of the zxid.
	"compares-zxids-first": ruleSet("zxid-first"),
	// Somebody must win between equals, so the comparison was made with "not below".
	"beats-itself": func(rules *zab.Rules) {
		rules.Better = func(a, b zab.Vote) bool { return !reference.Better(b, a) }
	},
	// The vote is changed, and the box still has the old one.
	"forgets-its-own-vote": func(rules *zab.Rules) {
		rules.HandleNotification = func(e *zab.Election, from zab.NodeID, n zab.Notification) bool {
			own, _ := e.Votes.Get(e.ID)
			looks := e.Standing == zab.Looking
			reply := reference.HandleNotification(e, from, n)
			if looks {
				e.Votes.Put(e.ID, own)
			}
			return reply
		}
	},
	// Every question deserves an answer.
	"answers-everything": func(rules *zab.Rules) {
		rules.HandleNotification = func(e *zab.Election, from zab.NodeID, n zab.Notification) bool {
			reference.HandleNotification(e, from, n)
			return true
		}
	},
	// A vote is a vote, whatever its round.
	"takes-every-round": func(rules *zab.Rules) {
		rules.HandleNotification = func(e *zab.Election, from zab.NodeID, n zab.Notification) bool {
			n.Round = e.Round
			return reference.HandleNotification(e, from, n)
		}
	},
	// What a quorum says must be true.
	"follows-whom-others-follow": ruleSet("hearsay"),
	// Votes are counted with len.
	"counts-observers": func(rules *zab.Rules) {
		rules.Elected = func(e *zab.Election) (zab.NodeID, bool) {
			votes := 0
			for _, slip := range e.Votes {
				if slip.Vote == e.Vote {
					votes++
				}
			}
			if votes > e.Voters.Len()/2 {
				return e.Vote.Leader, true
			}
			return reference.Elected(e)
		}
	},
	// The leader's epoch is the one that it knows.
	"own-epoch-plus-one": ruleSet("own-epoch"),
	// The follower says where it ends, so it gets what comes after that.
	"only-diffs": func(rules *zab.Rules) {
		rules.ChooseSync = func(_ []zab.Zxid, _, peer zab.Zxid) zab.Sync {
			return zab.Sync{Kind: zab.SyncDiff, From: peer}
		}
	},
	// A snapshot is always right.
	"snapshots-for-all": func(rules *zab.Rules) {
		rules.ChooseSync = func([]zab.Zxid, zab.Zxid, zab.Zxid) zab.Sync { return zab.Sync{Kind: zab.SyncSnap} }
	},
	// The epoch is known with the first message.
	"enters-the-epoch-at-once": ruleSet("epoch-first"),
	// What is saved is acknowledged.
	"acknowledges-each-transaction": func(rules *zab.Rules) {
		rules.HandleSync = func(f *zab.Follower, m zab.SyncMessage) (bool, zab.Save) {
			ack, save := reference.HandleSync(f, m)
			return ack || m.Kind == zab.SyncTxn, save
		}
	},
	// TRUNC is done, and the disk was forgotten.
	"cuts-in-memory": func(rules *zab.Rules) {
		rules.HandleSync = func(f *zab.Follower, m zab.SyncMessage) (bool, zab.Save) {
			ack, save := reference.HandleSync(f, m)
			save.Cut = false
			return ack, save
		}
	},
	// The transaction that is acknowledged is the one to commit.
	"commits-what-is-acknowledged": func(rules *zab.Rules) {
		rules.HandleAck = func(l *zab.Leadership, from zab.NodeID, z zab.Zxid) []zab.Zxid {
			for i := range l.Outstanding {
				p := &l.Outstanding[i]
				if p.Zxid != z {
					continue
				}
				if p.Acks.Add(from); l.IsQuorum(p.Acks) {
					l.Outstanding = append(l.Outstanding[:i:i], l.Outstanding[i+1:]...)
					l.Committed = z
					return []zab.Zxid{z}
				}
			}
			return nil
		}
	},
}

// ruleSet are the rules of one of the lab's wrong sets.
func ruleSet(id string) change {
	return func(rules *zab.Rules) {
		set, err := zabcluster.FindRules(id)
		if err != nil {
			panic(err)
		}
		*rules = set.Rules
	}
}

// TestReportsOnCarelessRulesHelp: people have read the reports in testdata.
func TestReportsOnCarelessRulesHelp(t *testing.T) {
	t.Parallel()
	for name, rules := range careless {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := rules.grade(grader.DefaultBudget())
			assert.NotEqual(t, grader.Pass, report.Verdict)
			judgetest.Golden(t, "zab-"+name+".txt", report)
		})
	}
}

// reasons are wrong rules, and what their reports must say.
var reasons = map[string]struct {
	change
	judgetest.Reason
}{
	"a lower round is not answered": {
		noticing(func(e *zab.Election, from zab.NodeID, _ zab.Notification, reply *bool) {
			*reply = *reply && (e.Standing != zab.Looking || !e.Voters.Has(from))
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "The answer shows it the round"},
	},
	"the vote of a voter is lost": {
		noticing(func(e *zab.Election, from zab.NodeID, _ zab.Notification, _ *bool) {
			for i := range e.Votes {
				if e.Votes[i].From == from {
					e.Votes = append(e.Votes[:i:i], e.Votes[i+1:]...)
					return
				}
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "a quorum is never counted", Never: []string{"lacks"}},
	},
	"a finished election is forgotten": {
		noticing(func(e *zab.Election, _ zab.NodeID, _ zab.Notification, _ *bool) { e.Outside.Empty() }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "never learns who leads"},
	},
	"an observer leads the way": {
		noticing(func(e *zab.Election, from zab.NodeID, n zab.Notification, _ *bool) {
			if from == 4 {
				e.Vote = n.Vote
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "It decides nothing"},
	},
	"an epoch that was used": {
		func(rules *zab.Rules) {
			rules.NewEpoch = func(accepted []zab.Epoch) zab.Epoch { return max(accepted[0], 1) }
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "the zxids of other transactions once more"},
	},
	"more is removed than must be": {
		func(rules *zab.Rules) {
			rules.ChooseSync = func(window []zab.Zxid, before, peer zab.Zxid) zab.Sync {
				choice := reference.ChooseSync(window, before, peer)
				if choice.Kind == zab.SyncTrunc {
					choice.From = before
				}
				return choice
			}
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "until the follower has them again"},
	},
	"NEWLEADER is not acknowledged": {
		func(rules *zab.Rules) {
			rules.HandleSync = func(f *zab.Follower, m zab.SyncMessage) (bool, zab.Save) {
				_, save := reference.HandleSync(f, m)
				return false, save
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "serves nobody"},
	},
	"a start is counted twice": {
		func(rules *zab.Rules) {
			rules.HandleSync = func(f *zab.Follower, m zab.SyncMessage) (bool, zab.Save) {
				ack, save := reference.HandleSync(f, m)
				save.Boot = 2
				return ack, save
			}
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "numbers of connections"},
	},
	"committed transactions stay outstanding": {
		func(rules *zab.Rules) {
			rules.HandleAck = func(l *zab.Leadership, from zab.NodeID, z zab.Zxid) []zab.Zxid {
				other := *l
				other.Outstanding = append([]zab.Proposal(nil), l.Outstanding...)
				return reference.HandleAck(&other, from, z)
			}
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "Committed is"},
	},
	"one transaction at a time": {
		func(rules *zab.Rules) {
			rules.HandleAck = func(l *zab.Leadership, from zab.NodeID, z zab.Zxid) []zab.Zxid {
				rest := l.Outstanding
				if len(rest) > 1 {
					l.Outstanding = rest[:1]
				}
				commit := reference.HandleAck(l, from, z)
				if len(rest) > 1 {
					l.Outstanding = append(l.Outstanding[:len(l.Outstanding):len(l.Outstanding)], rest[1:]...)
				}
				return commit
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "Nobody acknowledges once more"},
	},
}

// noticing is HandleNotification with something done afterwards.
func noticing(after func(e *zab.Election, from zab.NodeID, n zab.Notification, reply *bool)) change {
	return func(rules *zab.Rules) {
		rules.HandleNotification = func(e *zab.Election, from zab.NodeID, n zab.Notification) bool {
			reply := reference.HandleNotification(e, from, n)
			after(e, from, n, &reply)
			return reply
		}
	}
}

func TestReportsSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, wrong := range reasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Drills = nil // the sentences are about calls
			judgetest.Reads(t, grader.Bind(exercise, wrong.rules()).Grade(grader.Budget{}), wrong.Reason)
		})
	}
}

package zabcluster

import (
	"slices"

	"raftlab/lab/service"
	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
)

// RuleSet is a set of rules with a name: the reference, or a set that is wrong on purpose, to show what a rule is
// for.
type RuleSet struct {
	service.RuleSet
	Rules zab.Rules
}

// ReferenceRules is the ID of the right rules.
const ReferenceRules = "reference"

// RuleSets lists all rule sets, the reference first.
func RuleSets() []RuleSet {
	return slices.Concat([]RuleSet{named(ReferenceRules, "Reference rules", func(*zab.Rules) {}, "")},
		electionSets(), syncSets(), leaderSets())
}

func electionSets() []RuleSet {
	return []RuleSet{
		named("zxid-first", "Compare zxids before epochs", zxidFirst,
			"A vote with a higher zxid beats one with a higher epoch (ZooKeeper, totalOrderPredicate)."),
		named("id-first", "Compare servers before zxids", idFirst,
			"A vote for a higher server beats one with a higher zxid (ZooKeeper, totalOrderPredicate)."),
		named("keep-votes", "Keep the votes of earlier rounds", keepVotes,
			"A server that comes to a higher round counts the votes of its earlier round in it (ZooKeeper, "+
				"lookForLeader)."),
		named("hearsay", "Follow whom the others follow", hearsay,
			"A server follows a leader that others follow, though that leader does not say that it leads (ZooKeeper, "+
				"checkLeader)."),
		named("own-epoch", "Propose the own epoch plus one", ownEpoch,
			"A leader proposes its own accepted epoch plus one, not a quorum's highest plus one (the paper, phase 1)."),
		named("count-observers", "Count observers", countObservers,
			"An observer's answer counts as a voter's (the paper, §2; ZooKeeper, Observers)."),
	}
}

func syncSets() []RuleSet {
	return []RuleSet{
		named("diff-unknown", "Send a DIFF behind an unknown zxid", diffUnknown,
			"A server whose last zxid the leader does not know keeps it, and gets what follows (ZooKeeper, "+
				"syncFollower; the paper, phase 2)."),
		named("no-trunc", "Never remove what is too much", noTrunc,
			"A server whose last zxid is after the leader's keeps it (ZooKeeper, syncFollower; the paper, phase 2)."),
		named("diff-gap", "Send a DIFF with a gap", diffGap,
			"A server that lacks more than the window gets the window, and not what is before it (ZooKeeper, "+
				"syncFollower)."),
		named("epoch-first", "Save the epoch before the history", epochFirst,
			"A server is in the new epoch on its disk before it has the leader's history there (the paper, phase 2)."),
		named("ack-first", "Acknowledge before saving", ackFirst,
			"A server acknowledges NEWLEADER before the transactions that came before it are on its disk (the paper, "+
				"phase 2; ZOOKEEPER-3911)."),
	}
}

func leaderSets() []RuleSet {
	return []RuleSet{
		named("serve-early", "Serve before a quorum is in the epoch", serveEarly,
			"A leader commits its history and serves before a quorum has acknowledged NEWLEADER (the paper, phase 2)."),
		named("newest-first", "Commit the newest first", newestFirst,
			"A leader that can commit several transactions commits them in the wrong order (the paper, phase 3; "+
				"ZooKeeper, "+
				"tryToCommit)."),
		named("count-old", "Commit old transactions by counting", countOld,
			"A leader that is not established yet commits a transaction of an earlier epoch as soon as a quorum has "+
				"it "+
				"(the paper, phase 2)."),
		named("lonely", "Lead without a quorum", lonely,
			"A leader that hears of nobody goes on (the paper, phase 3; ZooKeeper, lead)."),
		named("sync-alone", "Answer a sync alone", syncAlone,
			"A leader brings a reader up to date without asking whether it still leads, as ZooKeeper does "+
				"(ZOOKEEPER-1675)."),
	}
}

func named(id, title string, change func(*zab.Rules), wrong string) RuleSet {
	rules := reference.Rules()
	change(&rules)
	return RuleSet{service.RuleSet{ID: id, Title: title, Wrong: wrong}, rules}
}

// FindRules is the rule set with that ID.
func FindRules(id string) (RuleSet, error) {
	for _, set := range RuleSets() {
		if set.ID == id {
			return set, nil
		}
	}
	_, err := service.FindRules(Protocol{}.RuleSets(), id)
	return RuleSet{}, err
}

// zxidFirst is bug ZB01 of the catalogue.
func zxidFirst(rules *zab.Rules) {
	rules.Better = func(a, b zab.Vote) bool {
		if a.Zxid != b.Zxid {
			return a.Zxid > b.Zxid
		}
		return reference.Better(a, b)
	}
}

// idFirst is bug ZB02.
func idFirst(rules *zab.Rules) {
	rules.Better = func(a, b zab.Vote) bool {
		if a.Epoch == b.Epoch && a.Leader != b.Leader {
			return a.Leader > b.Leader
		}
		return reference.Better(a, b)
	}
}

// keepVotes is bug ZB03.
func keepVotes(rules *zab.Rules) {
	rules.HandleNotification = func(e *zab.Election, from zab.NodeID, n zab.Notification) bool {
		earlier := slices.Clone(e.Votes)
		round := e.Round
		reply := reference.HandleNotification(e, from, n)
		for _, slip := range earlier {
			if _, again := e.Votes.Get(slip.From); !again && e.Round > round {
				e.Votes.Put(slip.From, slip.Notification)
			}
		}
		return reply
	}
}

// hearsay is bug ZB04.
func hearsay(rules *zab.Rules) {
	rules.Elected = func(e *zab.Election) (zab.NodeID, bool) {
		if leader, ok := reference.Elected(e); ok {
			return leader, ok
		}
		for _, slip := range e.Outside {
			var followers zab.NodeSet
			for _, other := range e.Outside {
				if other.Vote.Leader == slip.Vote.Leader {
					followers.Add(other.From)
				}
			}
			if e.IsQuorum(followers) {
				return slip.Vote.Leader, true
			}
		}
		return zab.None, false
	}
}

// ownEpoch is bug ZB13.
func ownEpoch(rules *zab.Rules) {
	rules.NewEpoch = func(accepted []zab.Epoch) zab.Epoch { return accepted[0] + 1 }
}

// countObservers is bug ZB15.
func countObservers(rules *zab.Rules) {
	rules.HasQuorum = func(voters, answers zab.NodeSet) bool { return 2*answers.Len() > voters.Len() }
}

// diffUnknown is bug ZB05.
func diffUnknown(rules *zab.Rules) {
	rules.ChooseSync = func(window []zab.Zxid, before zab.Zxid, peer zab.Zxid) zab.Sync {
		choice := reference.ChooseSync(window, before, peer)
		if choice.Kind == zab.SyncTrunc && len(window) > 0 && peer < window[len(window)-1] {
			return zab.Sync{Kind: zab.SyncDiff, From: peer}
		}
		return choice
	}
}

// noTrunc is bug ZB06.
func noTrunc(rules *zab.Rules) {
	rules.ChooseSync = func(window []zab.Zxid, before zab.Zxid, peer zab.Zxid) zab.Sync {
		choice := reference.ChooseSync(window, before, peer)
		if choice.Kind == zab.SyncTrunc && (len(window) == 0 || peer > window[len(window)-1]) {
			return zab.Sync{Kind: zab.SyncDiff, From: choice.From}
		}
		return choice
	}
}

// diffGap is bug ZB07.
func diffGap(rules *zab.Rules) {
	rules.ChooseSync = func(window []zab.Zxid, before zab.Zxid, peer zab.Zxid) zab.Sync {
		choice := reference.ChooseSync(window, before, peer)
		if choice.Kind == zab.SyncSnap {
			return zab.Sync{Kind: zab.SyncDiff, From: before}
		}
		return choice
	}
}

// epochFirst is bug ZB08.
func epochFirst(rules *zab.Rules) {
	rules.HandleSync = func(f *zab.Follower, m zab.SyncMessage) (bool, zab.Save) {
		ack, save := reference.HandleSync(f, m)
		if m.Kind <= zab.SyncSnap {
			f.CurrentEpoch, save.CurrentEpoch = f.Epoch, f.Epoch
		}
		return ack, save
	}
}

// ackFirst is bug ZB09.
func ackFirst(rules *zab.Rules) {
	rules.HandleSync = func(f *zab.Follower, m zab.SyncMessage) (bool, zab.Save) {
		ack, save := reference.HandleSync(f, m)
		switch m.Kind {
		case zab.SyncTxn:
			f.Unsaved, save.Append = append(f.Unsaved, save.Append...), nil
		case zab.SyncUpToDate:
			save.Append, f.Unsaved = f.Unsaved, nil
		}
		return ack, save
	}
}

// serveEarly is bug ZB10.
func serveEarly(rules *zab.Rules) {
	rules.MayServe = func(*zab.Leadership) bool { return true }
}

// newestFirst is bug ZB11.
func newestFirst(rules *zab.Rules) {
	rules.HandleAck = func(l *zab.Leadership, from zab.NodeID, z zab.Zxid) []zab.Zxid {
		commit := reference.HandleAck(l, from, z)
		slices.Reverse(commit)
		return commit
	}
}

// countOld is bug ZB12.
func countOld(rules *zab.Rules) {
	rules.HandleSync = func(f *zab.Follower, m zab.SyncMessage) (bool, zab.Save) {
		ack, save := reference.HandleSync(f, m)
		return ack || m.Kind == zab.SyncTxn, save
	}
	rules.HandleAck = func(l *zab.Leadership, from zab.NodeID, z zab.Zxid) []zab.Zxid {
		established := l.Established
		l.Established = true
		commit := reference.HandleAck(l, from, z)
		l.Established = established
		return commit
	}
}

// lonely is bug ZB14.
func lonely(rules *zab.Rules) {
	rules.StillLeads = func(*zab.Leadership) bool { return true }
}

// syncAlone is what ZooKeeper does.
func syncAlone(rules *zab.Rules) {
	rules.MayAnswerSync = func(*zab.Leadership, zab.NodeSet) bool { return true }
}

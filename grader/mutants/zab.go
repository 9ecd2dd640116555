package mutants

import (
	"slices"

	judge "raftlab/grader/judges/zab"
	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
	"raftlab/lab/zabcluster"
)

// zabExercise is the exercise in the rules of ZAB.
const zabExercise = "zab"

// The properties of ZAB, besides those that Paxos has, too.
const (
	totalOrder   = "total-order"
	primaryOrder = "primary-order"
	oneLeader    = "one-leader"
	inheritance  = "inheritance"
	integrity    = "integrity"
	epochsRise   = "epochs"
)

// otherHistories are the properties that servers with different histories break.
var otherHistories = []string{
	agreement, totalOrder, primaryOrder, inheritance, durability, integrity, soundServer, linearizable, progress,
}

// broadcasts are the rows of group ZB: elections, epochs, synchronization and commits. Most of the mistakes are those
// of the lab's sets of rules.
func broadcasts() []Mutant { return slices.Concat(zabElections(), zabHistories(), zabCommits()) }

func zabElections() []Mutant {
	return []Mutant{
		{ID: "ZB01", Exercise: zabExercise, Title: "Votes are compared by zxid first, and then by epoch",
			Breaks: otherHistories, Other: zabSet("zxid-first"), Source: "ZooKeeper, totalOrderPredicate"},
		{ID: "ZB02", Exercise: zabExercise, Title: "Votes of an epoch are compared by server first",
			Breaks: []string{progress}, Other: zabSet("id-first"), Source: "ZooKeeper, totalOrderPredicate"},
		{ID: "ZB03", Exercise: zabExercise, Title: "A server that comes to a higher round keeps the votes of its own",
			Breaks: []string{progress}, Other: zabSet("keep-votes"), Source: "ZooKeeper, lookForLeader",
			Harmless: "An election ends too early now and then. Its leader finds no quorum, and all look again."},
		{ID: "ZB04", Exercise: zabExercise, Title: "A server follows a leader that only others mention",
			Breaks: []string{progress}, Other: zabSet("hearsay"), Source: "ZooKeeper, checkLeader"},
		{ID: "ZB05", Exercise: zabExercise, Title: "A follower with a zxid that the leader does not know gets a DIFF",
			Breaks: otherHistories, Other: zabSet("diff-unknown"), Source: "phase 2; ZooKeeper, syncFollower"},
	}
}

func zabHistories() []Mutant {
	return []Mutant{
		{ID: "ZB06", Exercise: zabExercise, Title: "A follower with more than the leader keeps it",
			Breaks: otherHistories, Other: zabSet("no-trunc"), Source: "phase 2; ZooKeeper, syncFollower"},
		{ID: "ZB07", Exercise: zabExercise, Title: "A follower that lacks more than the window gets a DIFF",
			Breaks: otherHistories, Other: zabSet("diff-gap"), Source: "phase 2; ZooKeeper, syncFollower"},
		{ID: "ZB08", Exercise: zabExercise, Title: "A follower saves the epoch before the history",
			Breaks: otherHistories, Other: zabSet("epoch-first"), Source: "phase 2; ZOOKEEPER-4646"},
		{ID: "ZB09", Exercise: zabExercise,
			Title:  "A follower acknowledges NEWLEADER before the history is on its disk",
			Breaks: otherHistories, Other: zabSet("ack-first"), Source: "phase 2; ZOOKEEPER-3911"},
		{ID: "ZB10", Exercise: zabExercise, Title: "A leader serves before a quorum is in its epoch", Check: Drill,
			Breaks: otherHistories, Other: zabSet("serve-early"), Source: "phase 2", Note: noLearners},
	}
}

func zabCommits() []Mutant {
	return []Mutant{
		{ID: "ZB11", Exercise: zabExercise, Title: "A leader commits the newest transaction first",
			Breaks: otherHistories, Other: zabSet("newest-first"), Source: "phase 3; ZooKeeper, tryToCommit"},
		{ID: "ZB12", Exercise: zabExercise, Title: "Transactions are counted before a server is in the epoch",
			Breaks: otherHistories, Other: zabSet("count-old"), Source: "phases 2 and 3"},
		{ID: "ZB13", Exercise: zabExercise, Title: "A leader proposes its own epoch plus one",
			Breaks: []string{progress}, Other: zabSet("own-epoch"), Source: "phase 1",
			Rare: "Followers must know a much later epoch than their leader."},
		{ID: "ZB14", Exercise: zabExercise, Title: "A leader that hears of nobody goes on", Check: Drill,
			Breaks: []string{progress}, Other: zabSet("lonely"), Source: "phase 3; ZooKeeper, lead", Note: noLearners},
		{ID: "ZB15", Exercise: zabExercise, Title: "Observers count", Breaks: []string{progress},
			Other: zabSet("count-observers"), Source: "§2; ZooKeeper, Observers",
			Note: "The learner does not write what a quorum is. A rule that counts by itself makes the same mistake."},
		{ID: "ZB16", Exercise: zabExercise, Title: "A follower is in the new epoch in memory alone",
			Breaks: append([]string{epochsRise}, otherHistories...), Other: inZab(epochInMemory),
			Source: "phase 2, step f.2.1"},
		{ID: "ZB17", Exercise: zabExercise, Title: "A TRUNC removes transactions in memory alone",
			Breaks: otherHistories, Other: inZab(cutInMemory), Source: "phase 2, step f.2.1"},
		{ID: "ZB18", Exercise: zabExercise, Title: "An acknowledgement counts for its own transaction alone",
			Breaks: []string{progress}, Other: inZab(countsOne), Source: "phase 3, step l.3.2"},
		{ID: "ZB19", Exercise: zabExercise, Title: "Half of the servers are enough to commit",
			Breaks: otherHistories, Other: inZab(halfCommits), Source: "phase 3, step l.3.2"},
	}
}

func inZab(change func(rules *zab.Rules)) Mistake { return in(judge.Exercise, change) }

// zabSet is the mistake of a set of rules of the lab.
func zabSet(id string) Mistake {
	return inZab(func(rules *zab.Rules) {
		found, err := zabcluster.FindRules(id)
		if err != nil {
			panic(err)
		}
		*rules = found.Rules
	})
}

// saving is HandleSync with another record.
func saving(change func(save *zab.Save)) func(rules *zab.Rules) {
	return func(rules *zab.Rules) {
		rules.HandleSync = func(f *zab.Follower, m zab.SyncMessage) (bool, zab.Save) {
			ack, save := reference.HandleSync(f, m)
			change(&save)
			return ack, save
		}
	}
}

func epochInMemory(rules *zab.Rules) { saving(func(save *zab.Save) { save.CurrentEpoch = 0 })(rules) }

func cutInMemory(rules *zab.Rules) { saving(func(save *zab.Save) { save.Cut = false })(rules) }

func countsOne(rules *zab.Rules) {
	rules.HandleAck = func(l *zab.Leadership, from zab.NodeID, z zab.Zxid) (commit []zab.Zxid) {
		for i := range l.Outstanding {
			if l.Outstanding[i].Zxid == z {
				l.Outstanding[i].Acks.Add(from)
			}
		}
		return reference.HandleAck(l, zab.None, 0)
	}
}

func halfCommits(rules *zab.Rules) {
	rules.HandleAck = func(l *zab.Leadership, from zab.NodeID, z zab.Zxid) (commit []zab.Zxid) {
		half := *l
		right := reference.Rules()
		right.HasQuorum = func(voters, answers zab.NodeSet) bool { return 2*(voters&answers).Len() >= voters.Len() }
		half.Use(&right)
		commit = reference.HandleAck(&half, from, z)
		l.Outstanding, l.Committed = half.Outstanding, half.Committed
		return commit
	}
}

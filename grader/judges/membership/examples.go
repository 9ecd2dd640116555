package membership

import (
	"slices"

	"raftlab/raft"
)

// joint is the joint phase from S1 S2 S3 to S1 S4 S5.
var joint = raft.Configuration{Voters: raft.SetOf(1, 2, 3), Next: raft.SetOf(1, 4, 5)}

var three = raft.ConfigurationOf(1, 2, 3)

func quorumExamples() []one {
	set := raft.SetOf
	learners := raft.Configuration{Voters: set(1, 2, 3), Learners: set(4, 5)}
	return []one{
		quorumCall{label{"two of three", "S1 and S3 are two of three voters: a majority."}, three, set(1, 3)},
		quorumCall{label{"two of four", "Two of four are no majority: the other two could decide something else. It " +
			"takes three."}, raft.ConfigurationOf(1, 2, 3, 4), set(1, 2)},
		quorumCall{label{"learners agree", "S1, S4 and S5 have it, but S4 and S5 are learners. Of the three voters " +
			"only S1 agrees."}, learners, set(1, 4, 5)},
		quorumCall{label{"servers of another configuration agree", "S4 and S5 have answered, perhaps since they " +
			"count themselves in. In this configuration they do not vote. Of the three voters only S1 agrees."}, three,
			set(1, 4, 5)},
		quorumCall{label{"all of the old half", "All of S1 S2 S3 agree. Of the new half, S1 S4 S5, only S1 does. S4 " +
			"and S5 may decide something else."}, joint, set(1, 2, 3)},
		quorumCall{label{"all of the new half", "All of S1 S4 S5 agree. Of the old half, S1 S2 S3, only S1 does. S2 " +
			"and S3 may decide something else, and may not even know of the change."}, joint, set(1, 4, 5)},
		quorumCall{label{"three of all five", "S2, S4 and S5 are three of the five servers that vote in either " +
			"half. That is not the rule: of the old half only S2 agrees."}, joint, set(2, 4, 5)},
		quorumCall{label{"a majority of each half", "S1 and S2 are two of S1 S2 S3, and S1 and S4 are two of S1 S4 " +
			"S5. S1 counts in both halves."}, joint, set(1, 2, 4)},
	}
}

func indexExamples() []one {
	set := raft.SetOf
	return []one{
		indexCall{label{"the middle of three", "Entry 5 is on S1 and S3, which are two of three. Entry 7 is on S1 " +
			"alone."},
			three, []raft.Index{0, 7, 2, 5}},
		indexCall{label{"four servers", "Three of four are a majority, and entry 3 is on three. Entry 6 is on two."},
			raft.ConfigurationOf(1, 2, 3, 4), []raft.Index{0, 6, 6, 3, 1}},
		indexCall{label{"learners are ahead of the voters", "S4 and S5 have entry 9, and are learners. Of the " +
			"voters only S1 has it: entry 4 is on two of three."},
			raft.Configuration{Voters: set(1, 2, 3), Learners: set(4, 5)}, []raft.Index{0, 9, 4, 0, 9, 9}},
		indexCall{label{"the new half is behind", "Entry 8 is on all of S1 S2 S3. Of S1 S4 S5 only S1 has it, and " +
			"entry 3 is on two: the lower one is committed."}, joint, []raft.Index{0, 8, 8, 8, 3, 2}},
		indexCall{label{"the old half is behind", "Entry 8 is on all of S1 S4 S5. Of S1 S2 S3 only S1 has it, and " +
			"entry 2 is on two: the lower one is committed."}, joint, []raft.Index{0, 8, 2, 1, 8, 8}},
		indexCall{label{"a leader that does not vote", "S1 leads and has removed itself, so it does not count. " +
			"Entry 6 is on S2 only, and entry 4 is on S2 and " +
			"S3."}, raft.ConfigurationOf(2, 3), []raft.Index{0, 6, 6, 4}},
		indexCall{label{"a server that was never heard of", "Nothing is known of S5, since match ends before it: S5 " +
			"has nothing. Entry 2 is on S1 and S4."}, raft.ConfigurationOf(1, 4, 5), []raft.Index{0, 3, 0, 0, 2}},
	}
}

func logExamples() []one {
	two := raft.ConfigurationOf(1, 2)
	command := raft.Configuration{}
	return []one{
		logCall{label: label{"a log without a configuration", "No entry changes the configuration, so the one " +
			"before the log counts."}, log: []raft.Configuration{command, command}, base: three},
		logCall{label: label{"a configuration that is not committed", "Entry 2 is in the log, so it counts. Latest " +
			"is not told what is committed, and need not know."}, log: []raft.Configuration{command, two}, base: three},
		logCall{label: label{"two configurations", "The last one in the log counts: entry 3."},
			log: []raft.Configuration{command, two, joint}, base: three},
		logCall{label: label{"entries behind a configuration", "Entry 1 is the last one that changes the " +
			"configuration, though others follow."}, log: []raft.Configuration{two, command, command}, base: three},
		logCall{label: label{"an empty log", "There is no entry at all: the base counts, at index 0."}, base: three},
	}
}

// to is a change of one server, and voters one to several.
func to(kind raft.ChangeKind, id raft.NodeID) raft.Change { return raft.Change{Kind: kind, Server: id} }

func voters(kind raft.ChangeKind, ids ...raft.NodeID) raft.Change {
	return raft.Change{Kind: kind, Voters: raft.SetOf(ids...)}
}

// caughtUp is S1 as the leader of S1 S2 S3, with others that have caught up.
func caughtUp(ids ...raft.NodeID) leader {
	l := steady(three)
	l.caught = raft.SetOf(ids...)
	return l
}

func guardExamples() []one { return slices.Concat(timeExamples(), catchUpExamples(), wishExamples()) }

// timeExamples are about whether it is the time for a change.
func timeExamples() []one {
	caught, fresh, open, done, under := caughtUp(4), steady(three), steady(three), steady(three), steady(joint)
	fresh.commit = 1
	open.at, open.commit = 3, 2
	done.at = 3
	under.at = 2
	return []one{
		guardCall{label{"a server joins", "S4 has caught up, S1 has committed an entry of its term, and no change " +
			"is open. Of three servers two are a majority, of four three: any two such majorities have a server in " +
			"common."},
			caught, to(raft.AddVoter, 4)},
		guardCall{label{"a server leaves", "Of three servers two are a majority, of two both: they have a server in " +
			"common. A server that leaves need not have caught up."}, steady(three), to(raft.RemoveServer, 3)},
		guardCall{label{"the leader leaves", "S1 may remove itself. It leads until that is committed."}, steady(three),
			to(raft.RemoveServer, 1)},
		guardCall{label{"nothing of the term is committed", "S1 has just been elected in term 3, and its first " +
			"entry is not committed. The leader of term 2 may have begun another change that S1 does not know of: " +
			"two changes of one configuration, and majorities without a common server. This is " +
			"F3."}, fresh, to(raft.RemoveServer, 3)},
		guardCall{label{"another change is open", "Entry 3 is a configuration, and is not committed. One change at " +
			"a time: from the configuration before it to the one after the next, majorities need not overlap."}, open,
			to(raft.RemoveServer, 3)},
		guardCall{label{"the last change is committed", "Entry 3 is a configuration, and is committed: the next " +
			"change may begin."}, done, to(raft.RemoveServer, 3)},
		guardCall{label{"in the joint phase", "C_old,new is committed, but C_new still has to follow. Until then " +
			"the change is not finished."}, under, to(raft.RemoveServer, 2)},
	}
}

// catchUpExamples are about who has the log.
func catchUpExamples() []one {
	learner := steady(raft.Configuration{Voters: raft.SetOf(1, 2, 3), Learners: raft.SetOf(4)})
	return []one{
		guardCall{label{"a server without the log", "S4 has nothing yet. If it voted now, three of four would have " +
			"to have each entry, and with one more server down nothing would be committed until S4 has the whole log."},
			steady(three), to(raft.AddVoter, 4)},
		guardCall{label{"a learner without the log", "A learner does not vote, so nothing waits for it: it may join " +
			"at once."},
			steady(three), to(raft.AddLearner, 4)},
		guardCall{label{"a learner is promoted", "S4 gets entries as a learner, and has not caught up yet. Nobody " +
			"may vote before that."}, learner, to(raft.AddVoter, 4)},
	}
}

// wishExamples are about what somebody asks for.
func wishExamples() []one {
	caught, both := caughtUp(4), caughtUp(4, 5)
	return []one{
		guardCall{label{"two at once", "S4 and S5 have caught up. But from S1 S2 S3 to S1 S2 S3 S4 S5 in one step, " +
			"S1 and S2 are a majority of the first, and S3, S4 and S5 of the second. This is F1."}, both,
			voters(raft.ChangeAtOnce, 1, 2, 3, 4, 5)},
		guardCall{label{"one for another at once", "S3 goes and S4 comes: that is two voters. S2 and S3 are a " +
			"majority before, and S1 and S4 after it."}, caught, voters(raft.ChangeAtOnce, 1, 2, 4)},
		guardCall{label{"one at once", "Only S4 comes. That is the same as adding it."}, caught,
			voters(raft.ChangeAtOnce, 1, 2, 3, 4)},
		guardCall{label{"two jointly", "Through a joint phase any number of voters may come and go."}, both,
			voters(raft.ChangeJointly, 1, 4, 5)},
		guardCall{label{"jointly to a server without the log", "S4 has caught up, and S5 has not. The new half " +
			"would have to wait for it."}, caught, voters(raft.ChangeJointly, 4, 5)},
		guardCall{label{"the last server leaves", "S1 is the only voter. Without it, nobody could ever be elected."},
			steady(raft.ConfigurationOf(1)), to(raft.RemoveServer, 1)},
		guardCall{label{"jointly to nobody", "Without a voter in the new half, nobody could ever be " +
			"elected."}, steady(three),
			voters(raft.ChangeJointly)},
		guardCall{label{"a voter that is there", "S2 votes already. Nothing would change."}, steady(three),
			to(raft.AddVoter, 2)},
		guardCall{label{"a voter as a learner", "S2 votes. It cannot become a learner: nothing would " +
			"change."}, steady(three),
			to(raft.AddLearner, 2)},
		guardCall{label{"jointly to where it is", "S1 S2 S3 vote already. Nothing would change."}, steady(three),
			voters(raft.ChangeJointly, 1, 2, 3)},
		guardCall{label{"a stranger leaves", "S5 is not in the " +
			"configuration."}, steady(three), to(raft.RemoveServer, 5)},
	}
}

func entryExamples() []one {
	set := raft.SetOf
	learners := steady(raft.Configuration{Voters: set(1, 2, 3), Learners: set(4, 5)})
	learners.caught = set(4, 5)
	caught := steady(three)
	caught.caught = set(4, 5)
	entry := func(name, why string, l leader, to raft.Change) one {
		return entryCall{guardCall{label{name, why}, l, to}}
	}
	return []one{
		entry("the entry of a server that joins", "The voters are S1 S2 S3 S4.", caught,
			raft.Change{Kind: raft.AddVoter, Server: 4}),
		entry("the entry of a learner", "The voters stay, and S4 is a learner.", caught,
			raft.Change{Kind: raft.AddLearner, Server: 4}),
		entry("the entry of a learner that votes from now on", "S4 votes, and is no learner any more. S5 stays one.",
			learners, raft.Change{Kind: raft.AddVoter, Server: 4}),
		entry("the entry of a server that leaves", "The voters are S1 and S2. The learners stay.", learners,
			raft.Change{Kind: raft.RemoveServer, Server: 3}),
		entry("the entry of a learner that leaves", "The voters stay, and S5 is the only learner.", learners,
			raft.Change{Kind: raft.RemoveServer, Server: 4}),
		entry("the entry of the leader that leaves", "The voters are S2 and S3. S1 appends this itself.", caught,
			raft.Change{Kind: raft.RemoveServer, Server: 1}),
		entry("C_old,new", "Voters are the old half, S1 S2 S3, and Next is the new one, S1 S4 S5. Both decide.", caught,
			raft.Change{Kind: raft.ChangeJointly, Voters: set(1, 4, 5)}),
		entry("C_old,new with learners", "S4 votes in the new half, so it is no learner any more. S5 stays "+
			"one.", learners,
			raft.Change{Kind: raft.ChangeJointly, Voters: set(1, 2, 4)}),
	}
}

func commitExamples() []one {
	set := raft.SetOf
	under, early, out, needed := steady(joint), steady(joint), steady(raft.ConfigurationOf(2, 3)),
		steady(raft.ConfigurationOf(2, 3))
	under.at = 3
	early.at, early.commit = 3, 2
	out.at = 3
	needed.at, needed.commit = 3, 2
	inherited := under
	inherited.at = 1
	without := steady(raft.Configuration{Voters: set(1, 2, 3), Next: set(4, 5)})
	without.at = 3
	kept := steady(raft.Configuration{Voters: set(1, 2), Next: set(1, 3), Learners: set(4)})
	kept.at = 2
	plain := steady(three)
	plain.at = 3
	return []one{
		commitCall{label{"C_old,new is committed", "Both halves have C_old,new, so no server of them can decide by " +
			"the old half alone any more. C_new follows: S1 S4 S5."}, under},
		commitCall{label{"C_old,new is not committed yet", "Entry 2 is committed, and C_old,new is entry 3. Servers " +
			"of the old half may not have it, and may decide alone."}, early},
		commitCall{label{"C_old,new of an earlier leader", "An entry of term 1 began the joint phase, and its " +
			"leader is gone. Whoever leads ends it: otherwise it never ends."}, inherited},
		commitCall{label{"C_new with learners", "The learners stay what they are."}, kept},
		commitCall{label{"C_new leaves the leader out", "S1 is not in C_new. It appends it all the same, and leads " +
			"until that is committed."}, without},
		commitCall{label{"a change of one server is committed", "Nothing follows: S1 is in the configuration."}, plain},
		commitCall{label{"the leader is out", "The configuration without S1 is committed: S1 steps down."}, out},
		commitCall{label{"the leader is still needed", "The configuration without S1 is entry 3, and is not " +
			"committed yet. If S1 stepped down now, nobody else might have it."}, needed},
	}
}

func standExamples() []one {
	set := raft.SetOf
	out, open := steady(raft.ConfigurationOf(2, 3)), steady(raft.ConfigurationOf(2, 3))
	out.at = 2
	open.at, open.commit = 3, 2
	return []one{
		standCall{label{"a voter", "S1 votes, and hears no leader: it stands."}, steady(three)},
		standCall{label{"a voter of the new half", "S1 votes in the new half: it stands."},
			steady(raft.Configuration{Voters: set(2, 3), Next: set(1, 2, 3)})},
		standCall{label{"a learner", "S1 is a learner and does not stand, however long it waits."},
			steady(raft.Configuration{Voters: set(2, 3), Learners: set(1)})},
		standCall{label{"a removed server", "Entry 2 leaves S1 out, and is committed. S1 would only disturb."}, out},
		standCall{label{"a removed server that may be needed", "Entry 3 leaves S1 out, and S1 does not know that it " +
			"is committed. It may be the only one that has the entry: then nobody else can be elected."}, open},
		standCall{label{"a server that waits to be added", "S1 was never in the configuration. It waits."},
			steady(raft.ConfigurationOf(2, 3))},
	}
}

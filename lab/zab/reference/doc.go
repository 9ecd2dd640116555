// Package reference is the answer key of ZAB: each of the rules, one file a rule.
//
//	better.go        Better              ZooKeeper 3.6, FastLeaderElection.totalOrderPredicate
//	notification.go  HandleNotification  the same, lookForLeader
//	elected.go       Elected, HasQuorum  the same, lookForLeader and checkLeader; paper, §2
//	epoch.go         NewEpoch            paper, phase 1
//	choose.go        ChooseSync          paper, phase 2; ZooKeeper 3.6, LearnerHandler.syncFollower
//	sync.go          HandleSync          paper, phase 2; ZooKeeper 3.6, Learner.syncWithLeader
//	lead.go          MayServe,           paper, phases 2 and 3; ZooKeeper 3.6, Leader.lead
//	                 StillLeads, MayAnswerSync
//	ack.go           HandleAck           paper, phase 3; ZooKeeper 3.6, Leader.processAck
//
// "The paper" is Junqueira, Reed and Serafini, "Zab: High-performance broadcast for primary-backup systems" (2011).
//
// # Never
//
// Nothing that a learner may import imports this package (grader/tidy holds the tree to that). A rule keeps nothing
// between two calls.
package reference

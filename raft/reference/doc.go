// Package reference is the answer key: every rule of Figure 2 as the extended Raft paper has it (Ongaro
// and Ousterhout, 2014), one file a rule.
//
//	timeout.go    ElectionTimeout, ResetsElectionTimer                  §5.2
//	campaign.go   StartElection, HandleRequestVoteReply                 §5.2
//	vote.go       HandleRequestVote                                     §5.2, §5.4.1
//	append.go     HandleAppendEntries                                   §5.3
//	replicate.go  AppendEntriesTo, HandleAppendEntriesReply             §5.3
//	commit.go     AdvanceCommitIndex                                    §5.3, §5.4.2
//	persist.go    WhatToSave, Restore                                   Figure 2
//	elections.go  StartPreVote, HandlePreVote, HandlePreVoteReply       thesis §9.6
//	              LeavesUnanswered, CheckQuorum, TransferTo             thesis §4.2.3, §6.2, §3.10
//	membership.go HasQuorum, QuorumIndex, Latest, MayChange,            §6, thesis §4
//	              ConfigurationEntry, AfterCommit, MayCampaign, CaughtUp
//	reads.go      BeginRead, ConfirmReads, ReadyReads, ExtendLease      §8, thesis §6.4
//
// Rules gathers them. An exercise replaces one of them by the learner's own function.
//
// # Never
//
// Nothing that a learner may import imports this package, so no submission can call the answer
// (grader/tidy holds the tree to that). A rule keeps nothing between two calls.
package reference

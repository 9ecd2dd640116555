package reference

import "raftlab/raft"

// Rules are the rules as the paper has them.
func Rules() raft.Rules {
	return raft.Rules{
		Figure2: Figure2(), Elections: Elections(), Reads: Reads(), Snapshots: Snapshots(), Membership: Membership(),
		Pipelining: Pipelining(),
	}
}

// Figure2 are the rules of Figure 2.
func Figure2() raft.Figure2 {
	return raft.Figure2{
		ElectionTimeout:          ElectionTimeout,
		ResetsElectionTimer:      ResetsElectionTimer,
		StartElection:            StartElection,
		HandleRequestVote:        HandleRequestVote,
		HandleRequestVoteReply:   HandleRequestVoteReply,
		AppendEntriesTo:          AppendEntriesTo,
		HandleAppendEntries:      HandleAppendEntries,
		HandleAppendEntriesReply: HandleAppendEntriesReply,
		AdvanceCommitIndex:       AdvanceCommitIndex,
		WhatToSave:               WhatToSave,
		Restore:                  Restore,
	}
}

// Elections are the rules of elections that do not disturb, and of handing over.
func Elections() raft.Elections {
	return raft.Elections{
		StartPreVote:       StartPreVote,
		HandlePreVote:      HandlePreVote,
		HandlePreVoteReply: HandlePreVoteReply,
		LeavesUnanswered:   LeavesUnanswered,
		CheckQuorum:        CheckQuorum,
		TransferTo:         TransferTo,
	}
}

// Reads are the rules of reads that do not go through the log.
func Reads() raft.Reads {
	return raft.Reads{
		BeginRead:    BeginRead,
		ConfirmReads: ConfirmReads,
		ReadyReads:   ReadyReads,
		ExtendLease:  ExtendLease,
	}
}

// Snapshots are the rules of snapshots.
func Snapshots() raft.Snapshots {
	return raft.Snapshots{
		LabelSnapshot:              LabelSnapshot,
		MayCompact:                 MayCompact,
		NeedsSnapshot:              NeedsSnapshot,
		SkipCovered:                SkipCovered,
		HandleInstallSnapshot:      HandleInstallSnapshot,
		HandleInstallSnapshotReply: HandleInstallSnapshotReply,
		RestoreAll:                 RestoreAll,
	}
}

// Membership are the rules of changing the servers of a cluster.
func Membership() raft.Membership {
	return raft.Membership{
		HasQuorum:          HasQuorum,
		QuorumIndex:        QuorumIndex,
		Latest:             Latest,
		MayChange:          MayChange,
		ConfigurationEntry: ConfigurationEntry,
		AfterCommit:        AfterCommit,
		MayCampaign:        MayCampaign,
		CaughtUp:           CaughtUp,
	}
}

// Pipelining are the rules of a leader that does not wait.
func Pipelining() raft.Pipelining {
	return raft.Pipelining{NoteSent: NoteSent, NoteAnswer: NoteAnswer, NoteSaved: NoteSaved}
}

package raft

// TODO is what a rule that is not written yet panics with. A grader that meets it says
// "unfinished", which is not a mistake.
const TODO = "raft: this rule is still to be written"

// Rules is Figure 2 as functions. Each reads and writes State and nothing else; none may keep
// anything between calls, start goroutines, read a clock or draw random numbers but from draw.
// An exercise replaces one of them; the others stay the reference's.
type Rules struct {
	// ElectionTimeout draws how long to wait for a leader, or for an election's result (§5.2).
	ElectionTimeout func(min, max Duration, draw Draw) Duration
	// ResetsElectionTimer tells whether an event starts the wait anew (§5.2).
	ResetsElectionTimer func(event TimerEvent) bool
	// StartElection makes this server a candidate and gives what to ask of the others (§5.2).
	StartElection func(s *State) RequestVote
	// HandleRequestVote answers a candidate (§5.2, §5.4.1).
	HandleRequestVote func(s *State, req RequestVote) RequestVoteReply
	// HandleRequestVoteReply counts a vote (§5.2).
	HandleRequestVoteReply func(s *State, from NodeID, reply RequestVoteReply)
	// AppendEntriesTo is what the leader sends to a follower now, at most limit entries (§5.3).
	AppendEntriesTo func(s *State, follower NodeID, limit int) AppendEntries
	// HandleAppendEntries answers a leader (§5.3).
	HandleAppendEntries func(s *State, req AppendEntries) AppendEntriesReply
	// HandleAppendEntriesReply digests a follower's answer (§5.3).
	HandleAppendEntriesReply func(s *State, from NodeID, reply AppendEntriesReply)
	// AdvanceCommitIndex moves a leader's CommitIndex as far as it may go (§5.3, §5.4.2).
	AdvanceCommitIndex func(s *State)
	// WhatToSave is the record that must be durable before the step's messages leave (Figure 2).
	WhatToSave func(s *State, last Save, changed Index) (record Save, needed bool)
	// Restore puts back what was saved into a server that starts (Figure 2).
	Restore func(s *State, saved Saved)
}

// Reference is the rules as the paper has them.
func Reference() Rules {
	return Rules{
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

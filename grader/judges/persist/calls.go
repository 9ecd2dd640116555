package persist

import (
	"raftlab/grader/call"
	"raftlab/raft"
)

// saveCall is a server after a step: its disk, its state, and the lowest index of its log that changed, 0 for none.
type saveCall struct {
	name, place, why string
	disk             call.Server
	now              call.Server
	changed          raft.Index
}

// smallSaves is every step of a server with at most three entries in terms up to 3.
func smallSaves() []saveCall {
	var calls []saveCall
	logs := call.Logs(3, 2)
	for _, before := range logs {
		for _, after := range logs {
			changed := firstDifference(before, after)
			for _, term := range []raft.Term{2, 3} {
				for _, votes := range [][2]raft.NodeID{{0, 0}, {0, 2}, {2, 2}, {2, 0}, {2, 3}, {0, 1}, {1, 1}} {
					if term == 2 && votes[0] != 0 && votes[1] != votes[0] {
						continue // within a term, a vote never changes
					}
					now := call.Server{Servers: 3, Role: raft.Follower, Term: term, VotedFor: votes[1], Log: after}
					switch {
					case votes[0] == 1 && term == 2:
						now.Role = raft.Leader
					case votes[1] == 1:
						now.Role = raft.Candidate
					}
					disk := call.Server{Servers: 3, Role: raft.Follower, Term: 2, VotedFor: votes[0], Log: before}
					calls = append(calls, saveCall{disk: disk, now: now, changed: changed})
				}
			}
		}
	}
	return calls
}

// firstDifference is the lowest index at which two logs differ, 0 for equal ones.
func firstDifference(a, b []raft.Term) raft.Index {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return raft.Index(i + 1)
		}
	}
	return 0
}

func (c saveCall) smallCase() call.Case {
	return call.Case{Place: persistState, Run: c.run}
}

func (c saveCall) size() int { return c.disk.Size() + c.now.Size() }

// restoreCall is a server that starts, and its disk.
type restoreCall struct {
	name, place, why string
	term             raft.Term
	votedFor         raft.NodeID
	log              []raft.Term
}

// smallRestores is every disk with at most three entries in terms up to 3.
func smallRestores() []restoreCall {
	var calls []restoreCall
	for _, log := range call.Logs(3, 2) {
		for _, term := range []raft.Term{0, 2, 3} {
			if term == 0 && len(log) > 0 {
				continue
			}
			for votedFor := raft.NodeID(0); votedFor <= 3; votedFor++ {
				if term > 0 || votedFor == 0 {
					calls = append(calls, restoreCall{term: term, votedFor: votedFor, log: log})
				}
			}
		}
	}
	return calls
}

func (c restoreCall) smallCase() call.Case {
	return call.Case{Place: persistState, Run: c.run}
}

func (c restoreCall) size() int { return len(c.log) + int(c.term) + int(c.votedFor) }

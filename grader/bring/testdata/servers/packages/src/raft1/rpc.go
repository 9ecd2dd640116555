package raft

import "6.5840/raftlog"

type RequestVoteArgs struct {
	Term, CandidateID, LastLogIndex, LastLogTerm int
}

type RequestVoteReply struct {
	Term        int
	VoteGranted bool
}

type AppendEntriesArgs struct {
	Term, LeaderID, PrevLogIndex, PrevLogTerm, LeaderCommit int
	Entries                                                 []raftlog.Entry
}

type AppendEntriesReply struct {
	Term                int
	Success             bool
	XTerm, XIndex, XLen int
}

type InstallSnapshotArgs struct {
	Term, LeaderID, LastIncludedIndex, LastIncludedTerm int
	Data                                                []byte
}

type InstallSnapshotReply struct{ Term int }

// send is one call with its answer, of any kind.
func send[A, R any](rf *Raft, server int, method string, args *A) (*R, bool) {
	reply := new(R)
	return reply, rf.peers[server].Call("Raft."+method, args, reply)
}

package raft

import "6.5840/raftapi"

func (rf *Raft) RequestVote(args *RequestVoteArgs, reply *RequestVoteReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	defer rf.saveIfDirty()
	if args.Term > rf.currentTerm {
		rf.toFollower(args.Term)
	}
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm || rf.votedFor != none && rf.votedFor != args.CandidateID {
		return
	}
	mine, last := rf.log.LastTerm(), rf.log.Last()
	if args.LastLogTerm < mine || args.LastLogTerm == mine && args.LastLogIndex < last {
		return
	}
	rf.votedFor, rf.dirty = args.CandidateID, true
	rf.electionTimer.Reset(electionTimeout())
	reply.VoteGranted = true
}

func (rf *Raft) AppendEntries(args *AppendEntriesArgs, reply *AppendEntriesReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	defer rf.saveIfDirty()
	if args.Term > rf.currentTerm {
		rf.toFollower(args.Term)
	}
	if reply.Term = rf.currentTerm; args.Term < rf.currentTerm {
		return
	}
	rf.role = follower
	rf.electionTimer.Reset(electionTimeout())
	if args.PrevLogIndex >= rf.log.First {
		term, ok := rf.log.Term(args.PrevLogIndex)
		if !ok || term != args.PrevLogTerm {
			rf.refuse(args, reply, term, ok)
			return
		}
	}
	reply.Success = true
	if rf.log.Merge(args.PrevLogIndex, args.Entries) {
		rf.dirty = true
	}
	rf.commitTo(min(args.LeaderCommit, args.PrevLogIndex+len(args.Entries)))
}

func (rf *Raft) refuse(args *AppendEntriesArgs, reply *AppendEntriesReply, term int, ok bool) {
	reply.XTerm, reply.XIndex, reply.XLen = none, args.PrevLogIndex, rf.log.Last()+1
	if !ok {
		return
	}
	reply.XTerm = term
	for reply.XIndex > rf.log.First+1 {
		if before, _ := rf.log.Term(reply.XIndex - 1); before != term {
			break
		}
		reply.XIndex--
	}
}

func (rf *Raft) InstallSnapshot(args *InstallSnapshotArgs, reply *InstallSnapshotReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	defer rf.saveIfDirty()
	if args.Term > rf.currentTerm {
		rf.toFollower(args.Term)
	}
	if reply.Term = rf.currentTerm; args.Term < rf.currentTerm {
		return
	}
	rf.role = follower
	rf.electionTimer.Reset(electionTimeout())
	if args.LastIncludedIndex <= rf.commitIndex {
		return
	}
	rf.log.Forget(args.LastIncludedIndex, args.LastIncludedTerm)
	rf.snapshot, rf.dirty = args.Data, true
	rf.commitIndex = args.LastIncludedIndex
	rf.applied.Broadcast()
}

// apply is the only one that writes to the channel.
func (rf *Raft) apply(applyCh chan raftapi.ApplyMsg) {
	defer close(applyCh)
	for {
		rf.mu.Lock()
		for rf.lastApplied >= rf.commitIndex && !rf.stopped {
			rf.applied.Wait()
		}
		if rf.stopped {
			rf.mu.Unlock()
			return
		}
		var batch []raftapi.ApplyMsg
		if rf.lastApplied < rf.log.First {
			rf.lastApplied = rf.log.First
			batch = append(batch, raftapi.ApplyMsg{
				SnapshotValid: true, Snapshot: rf.snapshot,
				SnapshotIndex: rf.log.First, SnapshotTerm: rf.log.FirstTerm,
			})
		}
		for ; rf.lastApplied < rf.commitIndex; rf.lastApplied++ {
			batch = append(batch, raftapi.ApplyMsg{
				CommandValid: true, Command: rf.log.At(rf.lastApplied + 1).Command, CommandIndex: rf.lastApplied + 1,
			})
		}
		rf.mu.Unlock()
		for _, message := range batch {
			applyCh <- message
		}
	}
}

package raft

func (rf *Raft) CondInstallSnapshot(lastIncludedTerm int, lastIncludedIndex int, snapshot []byte) bool {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.offered = nil
	rf.applyCond.Signal()
	if lastIncludedIndex <= rf.commitIndex {
		return false
	}
	head := []LogEntry{{Index: lastIncludedIndex, Term: lastIncludedTerm}}
	if lastIncludedIndex < rf.last().Index && rf.at(lastIncludedIndex).Term == lastIncludedTerm {
		head = append(head, rf.from(lastIncludedIndex+1)...)
	}
	rf.log = head
	rf.lastApplied = lastIncludedIndex
	rf.commitIndex = lastIncludedIndex
	rf.persister.SaveStateAndSnapshot(rf.encode(), snapshot)
	return true
}

func (rf *Raft) Snapshot(index int, snapshot []byte) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if index <= rf.first().Index {
		return
	}
	rf.log = rf.from(index)
	rf.log[0].Command = nil
	rf.persister.SaveStateAndSnapshot(rf.encode(), snapshot)
}

type InstallSnapshotArgs struct {
	Term              int
	LeaderId          int
	LastIncludedIndex int
	LastIncludedTerm  int
	Data              []byte
}

type InstallSnapshotReply struct {
	Term int
}

func (rf *Raft) InstallSnapshot(args *InstallSnapshotArgs, reply *InstallSnapshotReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if args.Term < rf.currentTerm {
		reply.Term = rf.currentTerm
		return
	}
	rf.stepDown(args.Term)
	rf.refresh()
	reply.Term = rf.currentTerm
	if args.LastIncludedIndex <= rf.commitIndex {
		return
	}
	if rf.offered == nil {
		rf.offered = &ApplyMsg{
			SnapshotValid: true,
			Snapshot:      args.Data,
			SnapshotTerm:  args.LastIncludedTerm,
			SnapshotIndex: args.LastIncludedIndex,
		}
		rf.applyCond.Signal()
	}
}

func (rf *Raft) install(server int, args *InstallSnapshotArgs) {
	reply := &InstallSnapshotReply{}
	if !rf.peers[server].Call("Raft.InstallSnapshot", args, reply) {
		return
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if reply.Term > rf.currentTerm {
		rf.stepDown(reply.Term)
		return
	}
	if rf.state == Leader && rf.currentTerm == args.Term && rf.nextIndex[server] <= args.LastIncludedIndex {
		rf.nextIndex[server] = args.LastIncludedIndex + 1
	}
}

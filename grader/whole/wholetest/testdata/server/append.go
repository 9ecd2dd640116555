package main

// AppendEntriesArgs brings entries.
type AppendEntriesArgs struct {
	Term, LeaderId, PrevLogIndex, PrevLogTerm int
	Entries                                   []Entry
	LeaderCommit                              int
}

// AppendEntriesReply answers. Next is where to go on after a refusal.
type AppendEntriesReply struct {
	Term    int
	Success bool
	Next    int
}

// InstallSnapshotArgs brings a snapshot.
type InstallSnapshotArgs struct {
	Term, LeaderId, LastIncludedIndex, LastIncludedTerm int
	Data                                                []byte
}

// InstallSnapshotReply answers.
type InstallSnapshotReply struct{ Term int }

func (rf *Raft) broadcast() {
	for i := range rf.peers {
		if i == rf.me {
			continue
		}
		if rf.nextIndex[i] <= rf.lastIncludedIndex {
			go rf.sendSnapshot(i, InstallSnapshotArgs{
				rf.currentTerm, rf.me, rf.lastIncludedIndex, rf.log[0].Term, rf.snapshot,
			})
			continue
		}
		prev := rf.nextIndex[i] - 1
		go rf.sendEntries(i, AppendEntriesArgs{
			rf.currentTerm, rf.me, prev, rf.termAt(prev), rf.from(prev + 1), rf.commitIndex,
		})
	}
}

func (rf *Raft) sendEntries(i int, args AppendEntriesArgs) {
	var reply AppendEntriesReply
	if !rf.peers[i].Call("Raft.AppendEntries", &args, &reply) {
		return
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if reply.Term > rf.currentTerm {
		rf.stepDown(reply.Term)
	}
	if rf.role != leader || rf.currentTerm != args.Term {
		return
	}
	if !reply.Success {
		if rf.nextIndex[i] == args.PrevLogIndex+1 {
			rf.nextIndex[i] = max(rf.matchIndex[i]+1, min(reply.Next, args.PrevLogIndex))
		}
		return
	}
	rf.matchIndex[i] = max(rf.matchIndex[i], args.PrevLogIndex+len(args.Entries))
	rf.nextIndex[i] = max(rf.nextIndex[i], rf.matchIndex[i]+1)
	rf.advance()
}

func (rf *Raft) advance() {
	for n := rf.lastIndex(); n > rf.commitIndex && n > rf.lastIncludedIndex && rf.termAt(n) == rf.currentTerm; n-- {
		count := 1
		for i := range rf.peers {
			if i != rf.me && rf.matchIndex[i] >= n {
				count++
			}
		}
		if count > len(rf.peers)/2 {
			rf.commitIndex = n
			rf.applyCond.Broadcast()
			return
		}
	}
}

// AppendEntries handles a leader's entries.
func (rf *Raft) AppendEntries(args *AppendEntriesArgs, reply *AppendEntriesReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm {
		return
	}
	rf.stepDown(args.Term)
	rf.resetTimer()
	reply.Term = rf.currentTerm
	entries, prev := args.Entries, args.PrevLogIndex
	if prev < rf.lastIncludedIndex {
		skip := min(rf.lastIncludedIndex-prev, len(entries))
		entries, prev = entries[skip:], rf.lastIncludedIndex
	} else if prev > rf.lastIndex() {
		reply.Next = rf.lastIndex() + 1
		return
	} else if rf.termAt(prev) != args.PrevLogTerm {
		next := prev
		for next > rf.lastIncludedIndex+1 && rf.termAt(next-1) == rf.termAt(prev) {
			next--
		}
		reply.Next = next
		return
	}
	for k, e := range entries {
		at := prev + 1 + k
		if at <= rf.lastIndex() && rf.termAt(at) == e.Term {
			continue
		}
		rf.log = append(rf.log[:at-rf.lastIncludedIndex:at-rf.lastIncludedIndex], entries[k:]...)
		rf.persist()
		break
	}
	reply.Success = true
	if commit := min(args.LeaderCommit, args.PrevLogIndex+len(args.Entries)); commit > rf.commitIndex {
		rf.commitIndex = commit
		rf.applyCond.Broadcast()
	}
}

func (rf *Raft) sendSnapshot(i int, args InstallSnapshotArgs) {
	var reply InstallSnapshotReply
	if !rf.peers[i].Call("Raft.InstallSnapshot", &args, &reply) {
		return
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if reply.Term > rf.currentTerm {
		rf.stepDown(reply.Term)
	}
	if rf.role != leader || rf.currentTerm != args.Term {
		return
	}
	rf.matchIndex[i] = max(rf.matchIndex[i], args.LastIncludedIndex)
	rf.nextIndex[i] = max(rf.nextIndex[i], rf.matchIndex[i]+1)
}

// InstallSnapshot handles a leader's snapshot.
func (rf *Raft) InstallSnapshot(args *InstallSnapshotArgs, reply *InstallSnapshotReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm {
		return
	}
	rf.stepDown(args.Term)
	rf.resetTimer()
	reply.Term = rf.currentTerm
	if args.LastIncludedIndex <= rf.commitIndex {
		return
	}
	if args.LastIncludedIndex < rf.lastIndex() && rf.termAt(args.LastIncludedIndex) == args.LastIncludedTerm {
		rf.log = rf.from(args.LastIncludedIndex)
	} else {
		rf.log = []Entry{{}}
	}
	rf.log[0] = Entry{Term: args.LastIncludedTerm}
	rf.lastIncludedIndex, rf.snapshot = args.LastIncludedIndex, args.Data
	rf.commitIndex, rf.pending = args.LastIncludedIndex, true
	rf.persist()
	rf.applyCond.Broadcast()
}

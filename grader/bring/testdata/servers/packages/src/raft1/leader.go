package raft

import "slices"

// campaign begins an election for the next term.
func (rf *Raft) campaign() {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.electionTimer.Reset(electionTimeout())
	if rf.role == leader {
		return
	}
	rf.role, rf.votedFor, rf.dirty = candidate, rf.me, true
	rf.currentTerm++
	rf.saveIfDirty()
	args := &RequestVoteArgs{rf.currentTerm, rf.me, rf.log.Last(), rf.log.LastTerm()}
	voters := map[int]struct{}{rf.me: {}}
	for server := range rf.others {
		go func() {
			reply, ok := send[RequestVoteArgs, RequestVoteReply](rf, server, "RequestVote", args)
			if !ok {
				return
			}
			rf.mu.Lock()
			defer rf.mu.Unlock()
			if reply.Term > rf.currentTerm {
				rf.toFollower(reply.Term)
				rf.saveIfDirty()
			}
			if rf.role != candidate || rf.currentTerm != args.Term || !reply.VoteGranted {
				return
			}
			voters[server] = struct{}{}
			if len(voters) > len(rf.peers)/2 {
				rf.lead()
			}
		}()
	}
}

func (rf *Raft) lead() {
	rf.role = leader
	for server := range rf.peers {
		rf.nextIndex[server], rf.matchIndex[server] = rf.log.Last()+1, 0
	}
	rf.replicateAll()
}

func (rf *Raft) replicateAll() {
	for server := range rf.others {
		rf.replicate(server)
	}
}

// replicate sends what a server lacks. The next message begins behind it, without waiting for the answer.
func (rf *Raft) replicate(server int) {
	term, next := rf.currentTerm, rf.nextIndex[server]
	if next <= rf.log.First {
		args := &InstallSnapshotArgs{term, rf.me, rf.log.First, rf.log.FirstTerm, rf.snapshot}
		go func() {
			reply, ok := send[InstallSnapshotArgs, InstallSnapshotReply](rf, server, "InstallSnapshot", args)
			if ok {
				rf.matched(server, term, reply.Term, args.LastIncludedIndex)
			}
		}()
		return
	}
	prevTerm, _ := rf.log.Term(next - 1)
	args := &AppendEntriesArgs{
		term, rf.me, next - 1, prevTerm, rf.commitIndex, rf.log.Slice(next-1, rf.log.Last()),
	}
	rf.nextIndex[server] = rf.log.Last() + 1
	go func() {
		reply, ok := send[AppendEntriesArgs, AppendEntriesReply](rf, server, "AppendEntries", args)
		switch {
		case !ok:
			rf.lost(server, args)
		case reply.Success:
			rf.matched(server, term, reply.Term, args.PrevLogIndex+len(args.Entries))
		default:
			rf.refused(server, args, reply)
		}
	}()
}

// leads reports whether an answer is for the present leadership.
func (rf *Raft) leads(sent, term int) bool {
	if term > rf.currentTerm {
		rf.toFollower(term)
		rf.saveIfDirty()
	}
	return rf.role == leader && rf.currentTerm == sent
}

func (rf *Raft) lost(server int, args *AppendEntriesArgs) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if rf.leads(args.Term, 0) {
		rf.nextIndex[server] = min(rf.nextIndex[server], max(args.PrevLogIndex, rf.matchIndex[server])+1)
	}
}

func (rf *Raft) matched(server, sent, term, match int) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if !rf.leads(sent, term) || match <= rf.matchIndex[server] {
		return
	}
	rf.matchIndex[server] = match
	rf.nextIndex[server] = max(rf.nextIndex[server], match+1)
	all := slices.Clone(rf.matchIndex)
	all[rf.me] = rf.log.Last()
	slices.Sort(all)
	agreed := all[(len(all)-1)/2]
	if agreedTerm, _ := rf.log.Term(agreed); agreedTerm == rf.currentTerm {
		rf.commitTo(agreed)
	}
}

func (rf *Raft) refused(server int, args *AppendEntriesArgs, reply *AppendEntriesReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if !rf.leads(args.Term, reply.Term) || args.PrevLogIndex <= rf.matchIndex[server] {
		return
	}
	back := min(args.PrevLogIndex, reply.XLen)
	if reply.XTerm != none {
		back = reply.XIndex
		if last := rf.log.Find(reply.XTerm); last > 0 {
			back = min(last+1, args.PrevLogIndex)
		}
	}
	if back = max(back, rf.matchIndex[server]+1); back < rf.nextIndex[server] {
		rf.nextIndex[server] = back
		rf.replicate(server)
	}
}

func (rf *Raft) commitTo(index int) {
	if index > rf.commitIndex {
		rf.commitIndex = index
		rf.applied.Broadcast()
	}
}

package main

// RequestVoteArgs asks for a vote.
type RequestVoteArgs struct{ Term, CandidateId, LastLogIndex, LastLogTerm int }

// RequestVoteReply answers.
type RequestVoteReply struct {
	Term        int
	VoteGranted bool
}

// RequestVote handles a candidate's request.
func (rf *Raft) RequestVote(args *RequestVoteArgs, reply *RequestVoteReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if args.Term > rf.currentTerm {
		rf.stepDown(args.Term)
	}
	reply.Term = rf.currentTerm
	mine := rf.termAt(rf.lastIndex())
	upToDate := args.LastLogTerm > mine || args.LastLogTerm == mine && args.LastLogIndex >= rf.lastIndex()
	if args.Term < rf.currentTerm || rf.votedFor != -1 && rf.votedFor != args.CandidateId || !upToDate {
		return
	}
	rf.votedFor = args.CandidateId
	rf.persist()
	rf.resetTimer()
	reply.VoteGranted = true
}

func (rf *Raft) campaign() {
	rf.role = candidate
	rf.currentTerm++
	rf.votedFor = rf.me
	rf.persist()
	rf.resetTimer()
	args := RequestVoteArgs{rf.currentTerm, rf.me, rf.lastIndex(), rf.termAt(rf.lastIndex())}
	votes := 1
	for i := range rf.peers {
		if i == rf.me {
			continue
		}
		go func() {
			var reply RequestVoteReply
			if !rf.peers[i].Call("Raft.RequestVote", &args, &reply) {
				return
			}
			rf.mu.Lock()
			defer rf.mu.Unlock()
			if reply.Term > rf.currentTerm {
				rf.stepDown(reply.Term)
			}
			if rf.role != candidate || rf.currentTerm != args.Term || !reply.VoteGranted {
				return
			}
			if votes++; votes > len(rf.peers)/2 {
				rf.lead()
			}
		}()
	}
}

func (rf *Raft) lead() {
	rf.role = leader
	rf.nextIndex, rf.matchIndex = make([]int, len(rf.peers)), make([]int, len(rf.peers))
	for i := range rf.peers {
		rf.nextIndex[i] = rf.lastIndex() + 1
	}
	rf.broadcast()
}

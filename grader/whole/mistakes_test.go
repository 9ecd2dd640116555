package whole_test

import "raftlab/grader/whole/wholetest"

// mistake is a server with one mistake that the seven rules of the course cannot hold.
type mistake struct {
	name  string
	edits []wholetest.Edit
}

func plant(name, file, old, new string) mistake {
	return mistake{name, []wholetest.Edit{{File: file, Old: old, New: new}}}
}

// mistakes are planted one at a time.
var mistakes = []mistake{
	plant("vote-not-saved", "election.go", "rf.votedFor = args.CandidateId\n\trf.persist()", "rf.votedFor = args.CandidateId"),
	plant("vote-saved-late", "election.go", "rf.votedFor = args.CandidateId\n\trf.persist()",
		"rf.votedFor = args.CandidateId\n\tgo func() {\n\t\trf.mu.Lock()\n\t\tdefer rf.mu.Unlock()\n\t\trf.persist()\n\t}()"),
	plant("term-not-saved", "raft.go", "rf.currentTerm, rf.votedFor = term, -1\n\t\trf.persist()", "rf.currentTerm, rf.votedFor = term, -1"),
	plant("self-vote-not-saved", "election.go", "rf.votedFor = rf.me\n\trf.persist()", "rf.votedFor = rf.me"),
	plant("log-not-saved", "append.go", "entries[k:]...)\n\t\trf.persist()", "entries[k:]...)"),
	plant("start-not-saved", "raft.go", "Entry{rf.currentTerm, command})\n\trf.persist()", "Entry{rf.currentTerm, command})"),
	plant("not-restored", "raft.go", "&rf.currentTerm, &rf.votedFor, &rf.log, &rf.lastIncludedIndex} {",
		"&rf.currentTerm, new(int), &rf.log, &rf.lastIncludedIndex} {"),
	plant("vote-of-old-term", "election.go",
		"if rf.role != candidate || rf.currentTerm != args.Term || !reply.VoteGranted {", "if rf.role != candidate || !reply.VoteGranted {"),
	plant("vote-after-step-down", "election.go",
		"if rf.role != candidate || rf.currentTerm != args.Term || !reply.VoteGranted {", "if !reply.VoteGranted {"),
	plant("append-reply-of-old-term", "append.go",
		"if rf.role != leader || rf.currentTerm != args.Term {\n\t\treturn\n\t}\n\tif !reply.Success {", "if rf.role != leader {\n\t\treturn\n\t}\n\tif !reply.Success {"),
	plant("match-from-log", "append.go", "rf.matchIndex[i] = max(rf.matchIndex[i], args.PrevLogIndex+len(args.Entries))",
		"rf.matchIndex[i] = rf.lastIndex()"),
	plant("commit-old-term", "append.go", "n > rf.lastIncludedIndex && rf.termAt(n) == rf.currentTerm; n--", "n > rf.lastIncludedIndex; n--"),
	plant("truncate-always", "append.go", "if at <= rf.lastIndex() && rf.termAt(at) == e.Term {", "if e.Term < 0 {"),
	plant("truncate-empty-too", "append.go", "for k, e := range entries {", "if len(entries) == 0 {\n\t\trf.log = rf.log[:prev+1-rf.lastIncludedIndex]\n\t}\n\tfor k, e := range entries {"),
	plant("no-log-check", "election.go", "|| !upToDate {", "|| upToDate && !upToDate {"),
	plant("length-only", "election.go", "args.LastLogTerm > mine || args.LastLogTerm == mine && args.LastLogIndex >= rf.lastIndex()", "mine >= 0 && args.LastLogIndex >= rf.lastIndex()"),
	plant("two-votes", "election.go", "rf.votedFor != -1 && rf.votedFor != args.CandidateId || ", ""),
	plant("prev-term-unchecked", "append.go", "} else if rf.termAt(prev) != args.PrevLogTerm {", "} else if false {"),
	plant("timer-never-reset-by-append", "append.go", "rf.stepDown(args.Term)\n\trf.resetTimer()\n\treply.Term = rf.currentTerm\n\tentries,", "rf.stepDown(args.Term)\n\treply.Term = rf.currentTerm\n\tentries,"),
	plant("timer-reset-by-anybody", "append.go", "reply.Term = rf.currentTerm\n\tif args.Term < rf.currentTerm {\n\t\treturn\n\t}\n\trf.stepDown(args.Term)\n\trf.resetTimer()\n\treply.Term = rf.currentTerm\n\tentries,",
		"rf.resetTimer()\n\treply.Term = rf.currentTerm\n\tif args.Term < rf.currentTerm {\n\t\treturn\n\t}\n\trf.stepDown(args.Term)\n\treply.Term = rf.currentTerm\n\tentries,"),
	plant("same-timeouts", "raft.go", "300+rand.Intn(300)", "300+rand.Intn(1)"),
	plant("apply-under-lock", "raft.go", "rf.mu.Unlock()\n\t\trf.applyCh <- m\n\t\trf.mu.Lock()", "rf.applyCh <- m"),
	plant("snapshot-backwards", "append.go", "if args.LastIncludedIndex <= rf.commitIndex {", "if args.LastIncludedIndex <= 0 {"),
	plant("snapshot-not-restored", "raft.go", "rf.commitIndex, rf.lastApplied = rf.lastIncludedIndex, rf.lastIncludedIndex", "_ = rf"),
	plant("snapshot-ignored", "raft.go", "if index <= rf.lastIncludedIndex || index > rf.lastApplied {", "if index > 0 {"),
	plant("leaks", "raft.go", "wait := 20 * time.Millisecond", "wait := 20 * time.Millisecond\n\t\tgo func() { select {} }()"),
	plant("never-rests", "raft.go", "time.Sleep(wait)", "time.Sleep(wait * 0)"),
	plant("busy-loop", "election.go", "votes := 1", "votes := 1\n\tif rf.currentTerm > 3 {\n\t\tfor rf.role == candidate {\n\t\t}\n\t}"),
	plant("panics", "append.go", "entries, prev := args.Entries, args.PrevLogIndex", "entries, prev := args.Entries, args.PrevLogIndex\n\tif len(entries) > 1 {\n\t\t_ = rf.log[len(rf.log)+1]\n\t}"),
	plant("one-step-back-forever", "append.go", "rf.nextIndex[i] = max(rf.matchIndex[i]+1, min(reply.Next, args.PrevLogIndex))", "_ = 0"),
	plant("lock-across-call", "append.go", "\tif !rf.peers[i].Call(\"Raft.AppendEntries\", &args, &reply) {\n\t\treturn\n\t}\n\trf.mu.Lock()\n\tdefer rf.mu.Unlock()",
		"\trf.mu.Lock()\n\tdefer rf.mu.Unlock()\n\tif !rf.peers[i].Call(\"Raft.AppendEntries\", &args, &reply) {\n\t\treturn\n\t}"),
	plant("sends-everything", "append.go", "prev := rf.nextIndex[i] - 1\n", "prev := rf.lastIncludedIndex\n"),
	plant("quorum-too-small", "append.go", "if count > len(rf.peers)/2 {", "if count >= len(rf.peers)/2 {"),
	plant("applies-twice", "raft.go", "rf.lastApplied = rf.lastIncludedIndex\n\t\tcase", "rf.lastApplied = rf.lastIncludedIndex - 1\n\t\tcase"),
}

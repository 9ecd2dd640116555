package bring_test

// mistake is one mistake in a server that is right otherwise: in a file, one text stands in the place of another.
type mistake struct {
	name, server, file, old, new string
	// breaks are the properties of which one must break. Which of them is first depends on the schedules.
	breaks []string
}

// mistakes are those of whole servers: most cannot be made in one rule alone.
var mistakes = []mistake{
	{
		name: "a vote is not saved", server: "plain", file: "src/raft1/raft.go",
		old: "	rf.votedFor = args.CandidateId\n	rf.persist()\n", new: "	rf.votedFor = args.CandidateId\n",
		breaks: []string{"save-first", "election-safety", "restored"},
	},
	{
		name: "an answer to an old leadership counts", server: "plain", file: "src/raft1/raft.go",
		old:    "	if rf.role != leader || rf.currentTerm != args.Term {\n		return\n	}\n	if reply.Success {",
		new:    "	if rf.role != leader {\n		return\n	}\n	if reply.Success {",
		breaks: []string{"state-machine-safety", "leader-completeness", "durability", "linearizability", "responds"},
	},
	{
		name: "the lock is held while a message is applied", server: "plain", file: "src/raft1/raft.go",
		old: "		rf.mu.Unlock()\n		applyCh <- msg\n		rf.mu.Lock()\n", new: "		applyCh <- msg\n",
		breaks: []string{"responds", "progress"},
	},
	{
		name: "a leader's message leaves the timer alone", server: "plain", file: "src/raft1/raft.go",
		old:    "	rf.becomeFollower(args.Term)\n	rf.resetDeadline()\n	reply.Term = rf.currentTerm\n	if args.PrevLogIndex",
		new:    "	rf.becomeFollower(args.Term)\n	reply.Term = rf.currentTerm\n	if args.PrevLogIndex",
		breaks: []string{"progress", "economy", "stability"},
	},
	{
		name: "what a follower has is the leader's log of now", server: "loop", file: "raft1/raft.go",
		old: "args.Term, reply.Term, args.Prev+len(args.Entries))", new: "args.Term, reply.Term, rf.last())",
		breaks: []string{"state-machine-safety", "leader-completeness", "durability", "linearizability"},
	},
	{
		name: "a zero is decoded over what is there", server: "loop", file: "raft1/raft.go",
		old: "var disk Disk // empty, because a zero is not sent", new: "disk := rf.Disk",
		breaks: []string{"restored", "election-safety"},
	},
	{
		name: "a server leads a term whose votes it has not", server: "streams", file: "src/raft1/raft.go",
		old: "stale := rf.currentTerm != term || rf.isLeader", new: "stale := rf.isLeader",
		breaks: []string{"election-safety", "log-matching", "state-machine-safety"},
	},
	{
		name: "votes of an old election count", server: "classic", file: "src/raft/raft.go",
		old:    "rf.state != Candidate || rf.currentTerm != args.Term || !reply.VoteGranted",
		new:    "rf.state != Candidate || !reply.VoteGranted",
		breaks: []string{"election-safety", "log-matching", "state-machine-safety"},
	},
	{
		name: "entries are saved after the answer", server: "classic", file: "src/raft/raft.go",
		old: "args.Entries[i:]...)\n			rf.persist()\n",
		new: "args.Entries[i:]...)\n			time.AfterFunc(20*time.Millisecond, func() {\n				rf.mu.Lock()\n" +
			"				defer rf.mu.Unlock()\n				rf.persist()\n			})\n",
		breaks: []string{"save-first", "durability", "leader-completeness"},
	},
	{
		name: "an old message cuts the log", server: "timers", file: "src/raft/raft.go",
		old: "	for len(entries) > 0 && prev < rf.log.last() && rf.log.term(prev+1) == entries[0].Term {\n" +
			"		prev, entries = prev+1, entries[1:]\n	}\n",
		new:    "",
		breaks: []string{"state-machine-safety", "leader-completeness", "durability", "linearizability", "responds"},
	},
	{
		name: "entries of old terms are committed by counting", server: "polling", file: "src/raft/raft.go",
		old: "n > rf.commitIndex && rf.termOf(n) == rf.currentTerm; n--", new: "n > rf.commitIndex; n--",
		breaks: []string{"state-machine-safety", "leader-completeness", "durability", "linearizability"},
	},
	{
		name: "a vote is asked for again in the term of now", server: "values", file: "raft/raft.go",
		old: "			if !rf.peers[i].Call(\"Raft.RequestVote\", args, &reply) {\n				return\n			}\n",
		new: "			args := args\n			for !rf.peers[i].Call(\"Raft.RequestVote\", args, &reply) {\n" +
			"				rf.RLock()\n				args.Term = rf.CurrentTerm\n				rf.RUnlock()\n			}\n",
		breaks: []string{"election-safety", "log-matching", "state-machine-safety", "goroutines"},
	},
	{
		name: "a heartbeat is always agreed to", server: "values", file: "raft/raft.go",
		old: "if prev >= len(rf.Log) {", new: "if len(args.Entries) == 0 {\n		reply.Success = true\n" +
			"		rf.commitTo(args.LeaderCommit)\n		return\n	}\n	if prev >= len(rf.Log) {",
		breaks: []string{"state-machine-safety", "leader-completeness", "durability", "responds"},
	},
	{
		name: "term and vote are not restored", server: "rounds", file: "raft.go",
		old: "rf.kept = kept", new: "rf.kept.Entries = kept.Entries",
		breaks: []string{"restored", "terms", "election-safety", "log-matching"},
	},
	{
		name: "a leader does not save its own entry", server: "rounds", file: "raft.go",
		old: "Entry{rf.kept.CurrentTerm, command})\n	rf.save()\n", new: "Entry{rf.kept.CurrentTerm, command})\n",
		breaks: []string{"save-first", "durability", "leader-completeness", "state-machine-safety", "log-matching"},
	},
	{
		name: "a refusal halves the next index", server: "oldest", file: "src/raft/raft.go",
		old: "		if reply.NextIndex > rf.matchIndex[server] && reply.NextIndex < rf.nextIndex[server] {\n" +
			"			rf.nextIndex[server] = reply.NextIndex\n		}\n",
		new:    "		rf.nextIndex[server] /= 2\n",
		breaks: []string{"responds"},
	},
	{
		name: "an old snapshot is installed", server: "packages", file: "src/raft1/follower.go",
		old: "	if args.LastIncludedIndex <= rf.commitIndex {\n		return\n	}\n", new: "",
		breaks: []string{"snapshots", "state-machine-safety", "apply-order", "responds", "leader-completeness"},
	},
	{
		name: "a goroutine is left behind at each pulse", server: "actors", file: "src/raft/raft.go",
		old: "			rf.send(pulse{})\n", new: "			go func() {\n				rf.send(pulse{})\n				<-rf.gone\n			}()\n",
		breaks: []string{"goroutines"},
	},
	{
		name: "the applier never sleeps", server: "contexts", file: "src/raft1/raft.go",
		old: "		case <-rf.commits:\n", new: "		default:\n",
		breaks: []string{"responds"},
	},
}

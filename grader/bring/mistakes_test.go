package bring_test

// mistake is one mistake in a server that is right otherwise: in a file, one text stands in the place of another. An
// empty first line of a text is for the reader.
type mistake struct {
	name, server, file, old, new string
	// early is true of a mistake that the first situations show.
	early bool
	// breaks are the properties of which one must break. Which of them is first depends on the schedules.
	breaks []string
}

// mistakes are those of whole servers: most cannot be made in one rule alone.
var mistakes = []mistake{
	{
		name: "a vote is not saved", early: true, server: "plain", file: "src/raft1/raft.go",
		old: `
	rf.votedFor = args.CandidateId
	rf.persist()
`,
		new: `
	rf.votedFor = args.CandidateId
`,
		breaks: []string{"save-first", "election-safety", "restored"},
	},
	{
		name: "an answer to an old leadership counts", server: "plain", file: "src/raft1/raft.go",
		old: `
	if rf.role != leader || rf.currentTerm != args.Term {
		return
	}
	if reply.Success {`,
		new: `
	if rf.role != leader {
		return
	}
	if reply.Success {`,
		breaks: []string{"state-machine-safety", "leader-completeness", "durability", "linearizability", "responds"},
	},
	{
		name: "the lock is held while a message is applied", server: "plain", file: "src/raft1/raft.go",
		old: `
		rf.mu.Unlock()
		applyCh <- msg
		rf.mu.Lock()
`,
		new: `
		applyCh <- msg
`,
		breaks: []string{"responds", "progress", "snapshot-size"},
	},
	{
		name: "a leader's message leaves the timer alone", early: true, server: "plain", file: "src/raft1/raft.go",
		old: `
	rf.becomeFollower(args.Term)
	rf.resetDeadline()
	reply.Term = rf.currentTerm
	if args.PrevLogIndex`,
		new: `
	rf.becomeFollower(args.Term)
	reply.Term = rf.currentTerm
	if args.PrevLogIndex`,
		breaks: []string{"progress", "economy", "stability"},
	},
	{
		name: "what a follower has is the leader's log of now", server: "loop", file: "raft1/raft.go",
		old:    `args.Term, reply.Term, args.Prev+len(args.Entries))`,
		new:    `args.Term, reply.Term, rf.last())`,
		breaks: []string{"state-machine-safety", "leader-completeness", "durability", "linearizability"},
	},
	{
		name: "a zero is decoded over what is there", server: "loop", file: "raft1/raft.go",
		old:    `var disk Disk // empty, because a zero is not sent`,
		new:    `disk := rf.Disk`,
		breaks: []string{"restored", "election-safety"},
	},
	{
		name: "a server leads a term whose votes it has not", server: "streams", file: "src/raft1/raft.go",
		old:    `stale := rf.currentTerm != term || rf.isLeader`,
		new:    `stale := rf.isLeader`,
		breaks: []string{"election-safety", "log-matching", "state-machine-safety"},
	},
	{
		name: "votes of an old election count", server: "classic", file: "src/raft/raft.go",
		old:    `rf.state != Candidate || rf.currentTerm != args.Term || !reply.VoteGranted`,
		new:    `rf.state != Candidate || !reply.VoteGranted`,
		breaks: []string{"election-safety", "log-matching", "state-machine-safety"},
	},
	{
		name: "entries are saved after the answer", early: true, server: "classic", file: "src/raft/raft.go",
		old: `
args.Entries[i:]...)
			rf.persist()
`,
		new: `
args.Entries[i:]...)
			time.AfterFunc(20*time.Millisecond, func() {
				rf.mu.Lock()
				defer rf.mu.Unlock()
				rf.persist()
			})
`,
		breaks: []string{"save-first", "durability", "leader-completeness"},
	},
	{
		name: "an old message cuts the log", server: "timers", file: "src/raft/raft.go",
		old: `
	for len(entries) > 0 && prev < rf.log.last() && rf.log.term(prev+1) == entries[0].Term {
		prev, entries = prev+1, entries[1:]
	}
`,
		new: ``,
		breaks: []string{
			"progress", "state-machine-safety", "leader-completeness", "durability", "linearizability", "responds",
		},
	},
	{
		name: "entries of old terms are committed by counting", server: "polling", file: "src/raft/raft.go",
		old:    `n > rf.commitIndex && rf.termOf(n) == rf.currentTerm; n--`,
		new:    `n > rf.commitIndex; n--`,
		breaks: []string{"state-machine-safety", "leader-completeness", "durability", "linearizability"},
	},
	{
		name: "a vote is asked for again in the term of now", server: "values", file: "raft/raft.go",
		old: `
			if !rf.peers[i].Call("Raft.RequestVote", args, &reply) {
				return
			}
`,
		new: `
			args := args
			for !rf.peers[i].Call("Raft.RequestVote", args, &reply) {
				rf.RLock()
				args.Term = rf.CurrentTerm
				rf.RUnlock()
			}
`,
		breaks: []string{"progress", "election-safety", "log-matching", "state-machine-safety", "goroutines"},
	},
	{
		name: "a heartbeat is always agreed to", server: "values", file: "raft/raft.go",
		old: `if prev >= len(rf.Log) {`,
		new: `if len(args.Entries) == 0 {
		reply.Success = true
		rf.commitTo(args.LeaderCommit)
		return
	}
	if prev >= len(rf.Log) {`,
		breaks: []string{"no-panic", "state-machine-safety", "leader-completeness", "durability", "responds"},
	},
	{
		name: "term and vote are not restored", server: "rounds", file: "raft.go",
		old:    `rf.kept = kept`,
		new:    `rf.kept.Entries = kept.Entries`,
		breaks: []string{"restored", "terms", "election-safety", "log-matching"},
	},
	{
		name: "a leader does not save its own entry", server: "rounds", file: "raft.go",
		old: `
Entry{rf.kept.CurrentTerm, command})
	rf.save()
`,
		new: `
Entry{rf.kept.CurrentTerm, command})
`,
		breaks: []string{"save-first", "durability", "leader-completeness", "state-machine-safety", "log-matching"},
	},
	{
		name: "a refusal halves the next index", server: "oldest", file: "src/raft/raft.go",
		old: `
		if reply.NextIndex > rf.matchIndex[server] && reply.NextIndex < rf.nextIndex[server] {
			rf.nextIndex[server] = reply.NextIndex
		}
`,
		new: `
		rf.nextIndex[server] /= 2
`,
		breaks: []string{"no-panic"},
	},
	{
		name: "an old snapshot is installed", server: "loop", file: "raft1/raft.go",
		old: `
		if args.Last <= rf.commitIndex {
			return
		}
`,
		new:    ``,
		breaks: []string{"snapshots", "no-panic", "state-machine-safety", "apply-order"},
	},
	{
		name: "a goroutine is left behind at each pulse", server: "actors", file: "src/raft/raft.go",
		old: `
			rf.send(pulse{})
`,
		new: `
			go func() {
				rf.send(pulse{})
				<-rf.gone
			}()
`,
		breaks: []string{"goroutines"},
	},
	{
		name: "the applier never sleeps", early: true, server: "contexts", file: "src/raft1/raft.go",
		old: `
		case <-rf.commits:
`,
		new: `
		default:
`,
		breaks: []string{"rests"},
	},
}

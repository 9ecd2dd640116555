package examples

// Mistake is one mistake in a server that is right otherwise: in a file, one text stands in the place of another. An
// empty first line of a text is for the reader.
type Mistake struct {
	// ID names it in addresses, and Why says to people what goes wrong. Only those that people are shown have them.
	ID, Why string
	// Name says what the mistake is. Server is the folder of the right server.
	Name, Server, File, Old, New string
	// Early is true of a mistake that the first situations show.
	Early bool
	// Rare is true of a mistake that only hundreds of random schedules are sure to show.
	Rare bool
	// Breaks are the properties of which one must break. Which of them is first depends on the schedules.
	Breaks []string
}

// Mistakes are those of whole servers: most cannot be made in one rule alone.
func Mistakes() []Mistake { return mistakes }

var mistakes = []Mistake{
	{
		ID: "vote-not-saved", Name: "a vote is not saved", Early: true, Server: "plain", File: "src/raft1/raft.go",
		Why: "After a crash the server has forgotten its vote, and gives another one in the same term.",
		Old: `
	rf.votedFor = args.CandidateId
	rf.persist()
`,
		New: `
	rf.votedFor = args.CandidateId
`,
		Breaks: []string{"save-first", "election-safety", "restored"},
	},
	{
		ID: "old-leadership", Name: "an answer to an old leadership counts",
		Server: "plain", File: "src/raft1/raft.go",
		Why: "The server led, was deposed, and leads again. A late answer says what a follower had of its " +
			"earlier log.",
		Old: `
	if rf.role != leader || rf.currentTerm != args.Term {
		return
	}
	if reply.Success {`,
		New: `
	if rf.role != leader {
		return
	}
	if reply.Success {`,
		Breaks: []string{"state-machine-safety", "leader-completeness", "durability", "linearizability", "responds"},
	},
	{
		ID: "lock-while-applying", Name: "the lock is held while a message is applied",
		Server: "plain", File: "src/raft1/raft.go",
		Why: "Whoever takes the message may call the server, and waits for the lock that waits for him.",
		Old: `
		rf.mu.Unlock()
		applyCh <- msg
		rf.mu.Lock()
`,
		New: `
		applyCh <- msg
`,
		Breaks: []string{"responds", "progress", "snapshot-size"},
	},
	{
		ID: "timer-left-alone", Name: "a leader's message leaves the timer alone", Early: true,
		Server: "plain", File: "src/raft1/raft.go",
		Why: "Followers hear the leader and stand for election all the same: terms go up, and work stops each time.",
		Old: `
	rf.becomeFollower(args.Term)
	rf.resetDeadline()
	reply.Term = rf.currentTerm
	if args.PrevLogIndex`,
		New: `
	rf.becomeFollower(args.Term)
	reply.Term = rf.currentTerm
	if args.PrevLogIndex`,
		Breaks: []string{"progress", "economy", "stability"},
	},
	{
		ID: "log-of-now", Name: "what a follower has is the leader's log of now",
		Server: "loop", File: "raft1/raft.go",
		Why: "Entries came into the leader's log while the answer was on its way. They count as copied, and " +
			"are not.",
		Old:    `args.Term, reply.Term, args.Prev+len(args.Entries))`,
		New:    `args.Term, reply.Term, rf.last())`,
		Breaks: []string{"state-machine-safety", "leader-completeness", "durability", "linearizability"},
	},
	{
		ID: "decoded-over", Name: "a zero is decoded over what is there", Server: "loop", File: "raft1/raft.go",
		Why:    "The decoder leaves a field alone whose value is zero, so what was there before stays there.",
		Old:    `var disk Disk // empty, because a zero is not sent`,
		New:    `disk := rf.Disk`,
		Breaks: []string{"restored", "election-safety"},
	},
	{
		Name: "a server leads a term whose votes it has not", Server: "streams", File: "src/raft1/raft.go",
		Old:    `stale := rf.currentTerm != term || rf.isLeader`,
		New:    `stale := rf.isLeader`,
		Breaks: []string{"election-safety", "log-matching", "state-machine-safety"},
	},
	{
		ID: "old-votes", Name: "votes of an old election count", Server: "classic", File: "src/raft/raft.go",
		Why:    "A vote of the election before arrives in this one, and makes a leader without a majority.",
		Old:    `rf.state != Candidate || rf.currentTerm != args.Term || !reply.VoteGranted`,
		New:    `rf.state != Candidate || !reply.VoteGranted`,
		Breaks: []string{"election-safety", "log-matching", "state-machine-safety"},
	},
	{
		ID: "saved-after", Name: "entries are saved after the answer", Early: true,
		Server: "classic", File: "src/raft/raft.go",
		Why: "The leader counts a copy that a crash takes away.",
		Old: `
args.Entries[i:]...)
			rf.persist()
`,
		New: `
args.Entries[i:]...)
			time.AfterFunc(20*time.Millisecond, func() {
				rf.mu.Lock()
				defer rf.mu.Unlock()
				rf.persist()
			})
`,
		Breaks: []string{"save-first", "durability", "leader-completeness"},
	},
	{
		ID: "old-message", Name: "an old message cuts the log", Server: "timers", File: "src/raft/raft.go",
		Why: "A late AppendEntries has fewer entries than the log. What comes behind them was acknowledged, " +
			"and is cut off.",
		Old: `
	for len(entries) > 0 && prev < rf.log.last() && rf.log.term(prev+1) == entries[0].Term {
		prev, entries = prev+1, entries[1:]
	}
`,
		New: ``,
		Breaks: []string{
			"progress", "state-machine-safety", "leader-completeness", "durability", "linearizability", "responds",
		},
	},
	{
		Name: "entries of old terms are committed by counting", Server: "polling", File: "src/raft/raft.go",
		Old:    `n > rf.commitIndex && rf.termOf(n) == rf.currentTerm; n--`,
		New:    `n > rf.commitIndex; n--`,
		Breaks: []string{"state-machine-safety", "leader-completeness", "durability", "linearizability"},
	},
	{
		Name: "a vote is asked for again in the term of now", Rare: true, Server: "values", File: "raft/raft.go",
		Old: `
			if !rf.peers[i].Call("Raft.RequestVote", args, &reply) {
				return
			}
`,
		New: `
			args := args
			for !rf.peers[i].Call("Raft.RequestVote", args, &reply) {
				rf.RLock()
				args.Term = rf.CurrentTerm
				rf.RUnlock()
			}
`,
		Breaks: []string{"progress", "election-safety", "log-matching", "state-machine-safety", "goroutines"},
	},
	{
		Name: "a heartbeat is always agreed to", Server: "values", File: "raft/raft.go",
		Old: `if prev >= len(rf.Log) {`,
		New: `if len(args.Entries) == 0 {
		reply.Success = true
		rf.commitTo(args.LeaderCommit)
		return
	}
	if prev >= len(rf.Log) {`,
		Breaks: []string{"no-panic", "state-machine-safety", "leader-completeness", "durability", "responds"},
	},
	{
		Name: "term and vote are not restored", Server: "rounds", File: "raft.go",
		Old:    `rf.kept = kept`,
		New:    `rf.kept.Entries = kept.Entries`,
		Breaks: []string{"restored", "terms", "election-safety", "log-matching"},
	},
	{
		Name: "a leader does not save its own entry", Server: "rounds", File: "raft.go",
		Old: `
Entry{rf.kept.CurrentTerm, command})
	rf.save()
`,
		New: `
Entry{rf.kept.CurrentTerm, command})
`,
		Breaks: []string{"save-first", "durability", "leader-completeness", "state-machine-safety", "log-matching"},
	},
	{
		Name: "a refusal halves the next index", Server: "oldest", File: "src/raft/raft.go",
		Old: `
		if reply.NextIndex > rf.matchIndex[server] && reply.NextIndex < rf.nextIndex[server] {
			rf.nextIndex[server] = reply.NextIndex
		}
`,
		New: `
		rf.nextIndex[server] /= 2
`,
		Breaks: []string{"no-panic"},
	},
	{
		Name: "an old snapshot is installed", Server: "loop", File: "raft1/raft.go",
		Old: `
		if args.Last <= rf.commitIndex {
			return
		}
`,
		New:    ``,
		Breaks: []string{"snapshots", "no-panic", "state-machine-safety", "apply-order"},
	},
	{
		Name: "a goroutine is left behind at each pulse", Server: "actors", File: "src/raft/raft.go",
		Old: `
			rf.send(pulse{})
`,
		New: `
			go func() {
				rf.send(pulse{})
				<-rf.gone
			}()
`,
		Breaks: []string{"goroutines"},
	},
	{
		ID: "never-sleeps", Name: "the applier never sleeps", Early: true,
		Server: "contexts", File: "src/raft1/raft.go",
		Why: "A loop asks again and again whether there is something to apply. Nothing else gets the processor.",
		Old: `
		case <-rf.commits:
`,
		New: `
		default:
`,
		Breaks: []string{"rests"},
	},
	{
		Name: "a server answers without its vote on the disk", Early: true, Server: "steps", File: "server.go",
		Old: `
		s.votedFor = m.From
		s.save()
`,
		New: `
		s.votedFor = m.From
`,
		Breaks: []string{"save-first", "election-safety", "restored"},
	},
	{
		Name: "votes are counted twice", Server: "steps", File: "server.go",
		Old: `
		s.votes[m.From] = true
		s.lead()
`,
		New: `
		for i := range s.votes {
			if !s.votes[i] {
				s.votes[i] = true
				break
			}
		}
		s.lead()
`,
		Breaks: []string{"election-safety", "log-matching", "state-machine-safety", "leader-completeness"},
	},
	{
		Name: "a message is applied before it is committed", Server: "steps", File: "server.go",
		Old:    `	s.commitIndex = max(s.commitIndex, min(m.LeaderCommit, agreed))`,
		New:    `	s.commitIndex = max(s.commitIndex, agreed)`,
		Breaks: []string{"state-machine-safety", "leader-completeness", "durability", "linearizability"},
	},
	{ // only where another goroutine goes on between two locks
		Name: "a leadership is looked at under one lock and used under the next", Server: "plain",
		File: "src/raft1/raft.go",
		Old: `
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if rf.role != leader {
		return -1, rf.currentTerm, false
	}
	rf.log = append(rf.log, Entry{rf.currentTerm, command})
`,
		New: `
	rf.mu.Lock()
	leads := rf.role == leader
	rf.mu.Unlock()
	if !leads {
		return -1, -1, false
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.log = append(rf.log, Entry{rf.currentTerm, command})
`,
		Breaks: []string{
			"log-matching", "state-machine-safety", "leader-completeness", "durability", "linearizability",
			"save-first",
		},
	},
}

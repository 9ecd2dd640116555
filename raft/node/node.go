package node

import "raftlab/raft"

// Input is one thing that happens to a server: one of the types below.
type Input interface{ input() }

// Restart is always the first input: it carries the saved state, which is the zero Saved at first.
type Restart struct{ Saved raft.Saved }

// Receive delivers a message.
type Receive struct{ Message raft.Message }

// Wake says that the time of Output.WakeAt has come. A Wake that is too early is harmless.
type Wake struct{}

// Propose asks the server to replicate a client's command. Request comes back in Output.Apply when this server
// applies the command, or in Output.Answers when it will not. Request must not be 0.
type Propose struct {
	Request raft.RequestID
	Command []byte
}

// TimeoutNow lets the election timer fire at once, unless this server leads.
type TimeoutNow struct{}

func (Restart) input()    {}
func (Receive) input()    {}
func (Wake) input()       {}
func (Propose) input()    {}
func (TimeoutNow) input() {}

// Output is what a step asks of the world, in the order of its fields. Its slices and its Save are valid until
// the node's next step.
type Output struct {
	// Save must be durable before the caller acts on the rest of this Output; nil when nothing changed.
	Save *raft.Save
	// Snapshot, Cut and Restore are nil where no snapshot is taken or installed. Snapshot must be durable next, in a
	// file of its own that it replaces. Then Cut replaces all records of the log. Restore is the content that the state
	// machine takes on before Apply.
	Snapshot, Restore *raft.Snapshot
	Cut               *raft.CutLog
	// Refused says why the server does not start with what was saved; it is empty otherwise.
	Refused string
	// Parallel says that the rest of this Output need not wait for Save, which holds entries of a leader only. When it
	// is durable, the caller owes the node this Durable. It is the zero Durable for a Save that all must wait for.
	Parallel Durable
	// Messages are the messages to send. Appends and Replies are those that Config.Unboxed takes out of them.
	Messages []raft.Message
	Appends  []Append
	Replies  []Reply
	// Apply holds the newly committed entries, in order, for the state machine.
	Apply []Applied
	// Reads are the reads that the state machine may answer now, after Apply.
	Reads []raft.RequestID
	// Answers are the requests that were not appended, or whose outcome this server cannot know.
	Answers []Answer
	// WakeAt is when the node wants a Wake, if nothing else happens before.
	WakeAt raft.Time
	// LogFrom is the lowest log index that this step changed, 0 for none. Observers use it.
	LogFrom raft.Index
}

// Applied is a committed entry, and the request it answers: 0 when this server owes no answer.
type Applied struct {
	Index   raft.Index
	Entry   raft.Entry
	Request raft.RequestID
}

// Answer tells a client that this server did not carry out its request, or that a ChangeConfiguration is done.
type Answer struct {
	Request raft.RequestID
	// Leader is the server to ask instead, None when this server knows none (§8).
	Leader raft.NodeID
	// Unknown is true when this server appended the request and then lost its leadership: a later leader may
	// still commit it. False means that the request was certainly not carried out.
	Unknown bool
	// Done is true of a ChangeConfiguration whose last entry, at Index, is committed; Refused is why one is not made.
	Done    bool
	Index   raft.Index
	Refused raft.Refusal
}

// Node is one server. It is not safe for concurrent use, and needs no more.
type Node struct {
	raft.State
	config Config
	rules  raft.Rules
	random *generator
	draw   raft.Draw // of random
	now    raft.Time

	// electionDeadline is when the election timer fires. Invariant I7: it is armed (above 0) exactly on servers
	// that do not lead.
	electionDeadline raft.Time
	electionTimeout  raft.Duration
	// heartbeatDue is when a leader sends its next heartbeats.
	heartbeatDue raft.Time
	silence      silence
	reading      reading
	snapshots    snapshots
	changing     changing
	flow         flow
	// pending is in increasing order of index, and empty on servers that do not lead. The first answered of
	// them are done; their space is used again when all are done.
	pending  []pending
	answered int

	// saved is the last Save given out; before is what Check compares with: the state before the step, and its input.
	saved  raft.Save
	before struct {
		term   raft.Term
		commit raft.Index
		// committed is the term of the entry at commit.
		committed raft.Term
		// base is the log's base.
		base raft.Index
		// rival is the server that sends AppendEntries of the term that this server leads, None for none.
		// Invariant I9: there is none, for a term has one leader (§5.2).
		rival raft.NodeID
	}
	out Output
}

// New is a node that has not been started: its first input must be Restart.
func New(config Config) (*Node, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	random := newGenerator(config.Seed, config.ID)
	n := &Node{
		State:  raft.NewState(config.ID, config.Servers),
		config: config,
		rules:  config.Rules,
		random: random,
		draw:   random.draw,
		flow:   newFlow(config),
	}
	if config.Membership.On {
		n.Configuration, n.BaseConfiguration = n.first(), n.first()
		n.CountBy(&n.config.Rules.Membership)
	}
	return n, nil
}

// Step handles one input at time now, which must not go back.
func (n *Node) Step(now raft.Time, in Input) Output { return *n.Handle(now, in) }

// Handle is Step without a copy: the Output lies in the node's memory, and the next step overwrites it.
func (n *Node) Handle(now raft.Time, in Input) *Output {
	n.now = now
	n.out.clear()
	n.before.term, n.before.commit = n.CurrentTerm, n.CommitIndex
	n.before.committed = n.Log.Term(n.CommitIndex)
	n.before.rival, n.before.base = raft.None, n.Log.Base()
	role, term := n.Role, n.CurrentTerm

	n.take(in)
	n.changeRole(role, term)
	n.knowsLeader(role)
	n.apply()
	n.afterCommit()
	n.finishReads()
	n.endTransfers()
	n.collectSave()
	if _, restarted := in.(Restart); restarted && n.Log.LastIndex() > 0 || n.snapshots.installed {
		n.out.LogFrom = n.Log.Base() + 1 // nothing to save, but all of it is new to observers
	}
	n.snapshots.installed = false
	n.compactLater()
	n.out.WakeAt = n.wakeAt()
	return &n.out
}

// take calls the rules for an input.
func (n *Node) take(in Input) {
	switch in := in.(type) {
	case Restart:
		n.restart(in.Saved)
	case Receive:
		n.receive(in.Message)
	case Wake:
		n.wake()
	case Propose:
		n.propose(in)
	case TimeoutNow:
		if n.Role != raft.Leader {
			n.campaign()
		}
	case Read:
		n.read(in)
	case Forget:
		n.forget()
	case CheckQuorum:
		n.checkQuorum()
	case Transfer:
		n.transfer(in.To)
	case AbortTransfer:
		n.Transferee = raft.None
	case TakeSnapshot:
		n.takeSnapshot(in)
	case ChangeConfiguration:
		n.change(in)
	case Durable:
		n.nowDurable(in)
	case *Append:
		n.receiveAppend(in)
	case *Reply:
		n.receiveAnswer(in)
	}
}

// wakeAt is when the first of this node's timers fires.
func (n *Node) wakeAt() raft.Time {
	at := n.electionDeadline
	if n.Role == raft.Leader {
		at = n.heartbeatDue
	}
	if n.config.Elections.acts() {
		at = sooner(n.silence.next(at), n.reading.lease)
	}
	return at
}

// restart takes back the persistent state (Figure 2).
func (n *Node) restart(saved raft.Saved) {
	if n.config.Snapshots.on() {
		n.restoreAll(saved)
	} else {
		n.rules.Restore(&n.State, saved)
	}
	n.followLog()
	n.saved = raft.Save{CurrentTerm: saved.CurrentTerm, VotedFor: saved.VotedFor}
	n.flow.durable = n.Log.LastIndex()
	n.armElectionTimer()
	n.keepPromise()
}

// receive calls the rule for a message. A request is answered whoever sends it: a server that does not know yet that
// it belongs to the cluster needs the log to learn it, and a candidate that has left may still be needed (thesis §4.1).
// A reply is taken from a server of the cluster only: others do not count, and have no NextIndex.
func (n *Node) receive(m raft.Message) {
	if m.From == raft.None || m.From == n.ID {
		return
	}
	switch body := m.Body.(type) {
	case raft.RequestVote:
		n.answerVote(m.From, body, false)
	case raft.TransferVote:
		n.answerVote(m.From, body.RequestVote, true)
	case raft.PreVote:
		n.answerPreVote(m.From, body)
	case raft.TimeoutNow:
		n.obeyTransfer(body)
	case raft.Heartbeat:
		n.answerHeartbeat(m.From, body)
	case raft.ReadIndex:
		n.answerReadIndex(m.From, body)
	case raft.InstallSnapshot:
		n.answerSnapshot(m.From, body)
	case raft.AppendEntries:
		n.answerAppend(m.From, &body)
	default:
		if n.sendsTo(m.From) {
			n.receiveReply(m)
		}
	}
}

// answerAppend answers an AppendEntries (Figure 2, AppendEntries RPC).
func (n *Node) answerAppend(from raft.NodeID, req *raft.AppendEntries) {
	if n.Role == raft.Leader && req.Term == n.CurrentTerm {
		n.before.rival = from
	}
	if n.config.Snapshots.on() {
		*req = n.rules.SkipCovered(&n.State, *req)
	}
	reply := n.rules.HandleAppendEntries(&n.State, *req)
	n.followLog()
	event := raft.HeardFromLeader
	if req.Term < n.CurrentTerm {
		event = raft.HeardFromOldLeader
	}
	n.timerEvent(event)
	n.heard(event)
	n.sendReply(from, &reply)
}

// answerVote answers a RequestVote, unless this server knows of a leader that works.
func (n *Node) answerVote(from raft.NodeID, req raft.RequestVote, transfer bool) {
	if req.CandidateID != from {
		// Nobody asks for another: the vote would belong to a server that knows nothing of it.
		n.send(from, raft.RequestVoteReply{Term: n.CurrentTerm})
		return
	}
	if n.config.Elections.Stickiness && n.rules.LeavesUnanswered(&n.State, req, transfer) {
		return
	}
	reply := n.rules.HandleRequestVote(&n.State, req)
	n.timerEvent(voteEvent(reply))
	n.send(from, reply)
}

// receiveReply calls the rule for a reply of a server of the cluster.
func (n *Node) receiveReply(m raft.Message) {
	switch body := m.Body.(type) {
	case raft.RequestVoteReply:
		n.rules.HandleRequestVoteReply(&n.State, m.From, body)
	case raft.PreVoteReply:
		if n.rules.HandlePreVoteReply(&n.State, m.From, body) {
			n.stand(false)
		}
	case raft.HeartbeatReply:
		n.countHeartbeat(m.From, body)
	case raft.ReadIndexReply:
		n.learnReadIndex(body)
	case raft.InstallSnapshotReply:
		n.snapshotAnswered(m.From, body)
	case raft.AppendEntriesReply:
		n.takeReply(m.From, &body)
	}
}

// takeReply takes in the answer to an AppendEntries, and sends what the follower still lacks.
func (n *Node) takeReply(from raft.NodeID, reply *raft.AppendEntriesReply) {
	n.Awaiting.Remove(from)
	if n.takeFlow(from, reply) {
		n.noteActive(from, reply.Term)
		return
	}
	next := n.NextIndex[from]
	n.rules.HandleAppendEntriesReply(&n.State, from, *reply)
	if n.Role != raft.Leader {
		return
	}
	n.rules.AdvanceCommitIndex(&n.State)
	n.noteActive(from, reply.Term)
	n.snapshots.answered[0].Add(from)
	// Send more at once only if the answer moved NextIndex. Otherwise each heartbeat would start another
	// chain of requests and answers, and no chain would ever end.
	if n.NextIndex[from] != next && n.NextIndex[from] <= n.Log.LastIndex() && reply.Term == n.CurrentTerm {
		n.sendEntries(from)
	}
	n.sendMore(from)
	n.handOver(from)
	n.followCatchUp(from)
}

func (n *Node) wake() {
	n.silence.over(n)
	n.endLease()
	n.waitEnough()
	switch {
	case n.Role == raft.Leader && n.now >= n.heartbeatDue:
		n.broadcast()
	case n.Role != raft.Leader && n.electionDeadline > 0 && n.now >= n.electionDeadline:
		n.campaign()
	}
}

// propose appends a command on the leader (Figure 2, Leaders) and names the leader elsewhere.
func (n *Node) propose(in Propose) {
	if n.Role != raft.Leader {
		n.out.Answers = append(n.out.Answers, Answer{Request: in.Request, Leader: n.Leader})
		return
	}
	if n.Transferee != raft.None { // new entries would keep the target behind (thesis §3.10)
		n.out.Answers = append(n.out.Answers, Answer{Request: in.Request})
		return
	}
	index := n.appendOwn(raft.Command, in.Command)
	n.await(pending{index: index, term: n.CurrentTerm, request: in.Request})
	if n.IsQuorum(raft.SetOf(n.ID)) { // with others in the cluster, their answers move the commit index
		n.rules.AdvanceCommitIndex(&n.State)
	}
	for _, id := range n.Servers {
		if id != n.ID && n.sendsTo(id) && n.maySend(id) {
			n.sendEntries(id)
		}
	}
}

// changeRole does what follows when a rule made this server the leader, or deposed it.
func (n *Node) changeRole(role raft.Role, term raft.Term) {
	if n.Role == raft.Leader && (role != raft.Leader || term != n.CurrentTerm) {
		n.electionDeadline = 0
		n.restartFlow()
		// §8: committing the no-op also commits the entries of earlier terms, which cannot be committed on
		// their own (§5.4.2). It goes out with the first heartbeats, which announce the winner.
		n.appendOwn(raft.NoOp, nil)
		n.rules.AdvanceCommitIndex(&n.State)
		n.broadcast()
	}
	if n.Role == raft.Leader {
		return
	}
	if n.electionDeadline == 0 {
		n.armElectionTimer()
	}
	for _, p := range n.pending[n.answered:] {
		n.out.Answers = append(n.out.Answers, Answer{Request: p.request, Leader: n.Leader, Unknown: true})
	}
	n.pending, n.answered = n.pending[:0], 0
}

// broadcast sends every follower its missing entries, or a heartbeat, and sets the time of the next.
func (n *Node) broadcast() {
	for _, id := range n.Servers {
		if id != n.ID && n.sendsTo(id) {
			n.sendEntries(id)
		}
	}
	n.nextInterval()
	n.confirmAgain()
	n.heartbeatDue = n.now.Add(n.config.HeartbeatInterval)
}

func (n *Node) sendEntries(follower raft.NodeID) {
	if n.needsSnapshot(follower) {
		n.sendChunk(follower)
		return
	}
	n.endTransfer(follower)
	req := n.rules.AppendEntriesTo(&n.State, follower, n.limit(follower))
	if len(req.Entries) > 0 {
		n.sent(follower, req.PrevLogIndex+raft.Index(len(req.Entries)))
	}
	n.sendAppend(follower, &req)
}

// apply hands out the entries that are committed and not applied yet, each once and in order. Check reports a
// CommitIndex past the log's end.
func (n *Node) apply() {
	last := min(n.CommitIndex, n.Log.LastIndex())
	if n.LastApplied >= last {
		return
	}
	entries := n.Log.From(n.LastApplied + 1)
	for i := range entries[:last-n.LastApplied] {
		n.LastApplied++
		applied := oneMore(&n.out.Apply)
		applied.Entry = entries[i]
		applied.Index = n.LastApplied
		applied.Request = n.takePending(n.LastApplied, applied.Entry.Term)
		if applied.Entry.Kind == raft.ConfigurationChange {
			n.committedChange(applied.Index, applied.Entry)
		}
	}
}

// collectSave fills Output.Save with what changed since the last one, if anything did.
func (n *Node) collectSave() {
	n.out.LogFrom = n.Log.TakeChanges()
	record, needed := n.rules.WhatToSave(&n.State, n.saved, n.out.LogFrom)
	if !needed {
		return
	}
	if n.runsAhead() {
		n.out.Parallel = Durable{Term: n.CurrentTerm, Index: n.Log.LastIndex()}
	} else {
		n.flow.durable = n.Log.LastIndex()
	}
	n.saved.CurrentTerm, n.saved.VotedFor = record.CurrentTerm, record.VotedFor
	n.saved.From, n.saved.Entries = record.From, record.Entries
	n.out.Save = &n.saved
}

// send adds a message. Invariant I10: an answer confirms no entry that this server's log does not have. Invariant I11:
// a request has its sender's name as that of its candidate or leader.
func (n *Node) send(to raft.NodeID, body raft.Body) {
	n.out.Messages = append(n.out.Messages, raft.Message{From: n.ID, To: to, Body: body})
}

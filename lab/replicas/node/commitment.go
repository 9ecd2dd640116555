package node

import (
	"slices"

	"raftlab/lab/kv"
	"raftlab/lab/replicas"
)

// coordinator is the server that begins all transactions. It has no data.
const coordinator replicas.NodeID = 1

// Refuse makes a participant vote no on the next transaction.
func (n *Node) Refuse(now replicas.Time) Output {
	n.begin(now)
	n.Refuses = n.Role == replicas.Participant
	return n.end()
}

// bootCommitment: a coordinator that finds a transaction without a decision aborts it, since it has told nobody to
// commit. One that is pre-committed asks the others, as a participant does.
func (n *Node) bootCommitment() {
	for i := range n.Transactions {
		t := &n.Transactions[i]
		switch {
		case n.ID == coordinator && t.Phase == replicas.Waiting:
			n.decide(t, replicas.Abort)
		case n.ID == coordinator && t.Phase.Decided():
			n.decide(t, decisionOf(t.Phase))
		case !t.Phase.Decided():
			t.Ticks = askTicks
		}
	}
}

func decisionOf(p replicas.Phase) replicas.Decision {
	switch p {
	case replicas.Committed:
		return replicas.Commit
	case replicas.Aborted:
		return replicas.Abort
	}
	return replicas.Undecided
}

// askCommitment: the coordinator begins a transaction for each write. A participant answers reads from what is
// committed.
func (n *Node) askCommitment(request replicas.RequestID, command kv.Command) {
	reads := command.Op == kv.Get
	switch {
	case reads && n.Role == replicas.Participant:
		value := n.Value(command.Key)
		n.answer(Answer{Request: request, Kind: Done, Result: kv.Result{Done: true, Value: value}})
	case reads:
		n.answer(Answer{Request: request, Kind: Redirect, To: coordinator + 1})
	case n.Role == replicas.Participant:
		n.answer(Answer{Request: request, Kind: Redirect, To: coordinator})
	default:
		n.Count++
		n.Transactions = append(n.Transactions, replicas.Transaction{
			ID: n.Count, Request: request, Command: command.Encode(), Phase: replicas.Waiting, Leads: true,
		})
		t := n.Transaction(n.Count)
		n.sendAll(n.config.others(), about(t, replicas.Prepare))
	}
}

// about is a message about a transaction.
func about(t *replicas.Transaction, kind replicas.MessageKind) replicas.Message {
	return replicas.Message{Kind: kind, Number: t.ID, Command: t.Command, Phase: t.Phase, Decision: decisionOf(t.Phase)}
}

// participants are the servers with data.
func (n *Node) participants() replicas.NodeSet {
	return replicas.FirstOf(n.config.Servers).Without(coordinator)
}

func (n *Node) receiveCommitment(m replicas.Message) {
	t := n.Transaction(m.Number)
	switch {
	case m.Kind == replicas.Prepare:
		n.onPrepare(t, m)
	case m.Kind == replicas.Decide:
		n.onDecide(t, m)
	case m.Kind == replicas.AskPhase:
		n.onAskPhase(t, m)
	case t == nil:
	case m.Kind == replicas.Voted:
		n.onVoted(t, m)
	case m.Kind == replicas.PreCommit:
		n.onPreCommit(t, m)
	case m.Kind == replicas.PreCommitOK:
		n.onPreCommitOK(t, m)
	case m.Kind == replicas.DecideOK:
		if t.Told.Add(m.From); t.Told.Holds(n.config.others()) {
			t.Leads = false
		}
	case m.Kind == replicas.PhaseIs:
		n.onPhase(t, m)
	}
}

// onPrepare votes. With a yes the participant has promised to commit, and may no longer decide alone.
func (n *Node) onPrepare(t *replicas.Transaction, m replicas.Message) {
	if t == nil {
		phase, value := replicas.Ready, n.valueAfter(m)
		if n.Refuses || n.busy(m) || value == "" {
			phase = replicas.Aborted
		}
		n.Refuses = false
		t = n.learn(replicas.Transaction{ID: m.Number, Command: m.Command, Phase: phase, Value: value})
	}
	vote := about(t, replicas.Voted)
	vote.OK, vote.Command = t.Phase != replicas.Aborted, []byte(t.Value)
	n.send(m.From, vote)
}

// valueAfter is the key's value after a write, "" if the write cannot be carried out.
func (n *Node) valueAfter(m replicas.Message) string {
	command, err := kv.Decode(m.Command)
	if err != nil {
		return ""
	}
	next, result := command.On(n.Value(command.Key))
	if !result.Done {
		return ""
	}
	return next
}

// busy reports whether another transaction holds the key, or a later one was there before.
func (n *Node) busy(m replicas.Message) bool {
	command, _ := kv.Decode(m.Command)
	return slices.ContainsFunc(n.Transactions, func(t replicas.Transaction) bool {
		other, _ := kv.Decode(t.Command)
		return other.Key == command.Key && (!t.Phase.Decided() || t.ID > m.Number)
	})
}

// learn adds a transaction, in the order of their numbers.
func (n *Node) learn(t replicas.Transaction) *replicas.Transaction {
	n.Transactions = append(n.Transactions, t)
	slices.SortFunc(n.Transactions, func(a, b replicas.Transaction) int { return int(a.ID) - int(b.ID) })
	return n.Transaction(t.ID)
}

func (n *Node) onVoted(t *replicas.Transaction, m replicas.Message) {
	counted := func(v replicas.Vote) bool { return v.From == m.From }
	if t.Phase != replicas.Waiting || slices.ContainsFunc(t.Votes, counted) {
		return
	}
	t.Votes = append(t.Votes, replicas.Vote{From: m.From, Yes: m.OK})
	if m.OK {
		t.Value = string(m.Command)
	}
	switch n.config.Rules.Decide(t.Votes, n.participants().Len()) {
	case replicas.Abort:
		n.decide(t, replicas.Abort)
	case replicas.Commit:
		if n.config.phases() == 2 {
			n.decide(t, replicas.Commit)
		} else {
			n.preCommit(t, n.others())
		}
	}
}

func (n *Node) others() replicas.NodeSet { return n.config.others() }

// preCommit tells all that all have voted yes (three phases).
func (n *Node) preCommit(t *replicas.Transaction, to replicas.NodeSet) {
	t.Phase, t.Leads, t.Asks, t.Ticks = replicas.PreCommitted, true, false, 0
	t.PreCommits = replicas.SetOf(n.ID)
	n.sendAll(to, about(t, replicas.PreCommit))
}

func (n *Node) onPreCommit(t *replicas.Transaction, m replicas.Message) {
	if t.Phase == replicas.Ready {
		t.Phase = replicas.PreCommitted
	}
	t.Ticks, t.Asks, t.Blocked = 0, false, false
	n.send(m.From, about(t, replicas.PreCommitOK))
}

// onPreCommitOK commits when everybody is pre-committed. If one has decided meanwhile, that is the decision.
func (n *Node) onPreCommitOK(t *replicas.Transaction, m replicas.Message) {
	if t.Phase != replicas.PreCommitted || !t.Leads {
		return
	}
	if d := decisionOf(m.Phase); d != replicas.Undecided {
		n.decide(t, d)
		return
	}
	if t.PreCommits.Add(m.From); t.PreCommits.Holds(n.participants()) {
		n.decide(t, replicas.Commit)
	}
}

// decide ends a transaction here, answers its client, and begins to tell the others.
func (n *Node) decide(t *replicas.Transaction, d replicas.Decision) {
	n.conclude(t, d)
	t.Leads, t.Told = true, 0
	n.sendAll(n.others(), about(t, replicas.Decide))
}

// conclude is the end of a transaction at one server.
func (n *Node) conclude(t *replicas.Transaction, d replicas.Decision) {
	t.Phase = replicas.Committed
	a := Answer{Request: t.Request, Kind: Done, Result: kv.Result{Done: true, Value: t.Value}}
	if d == replicas.Abort {
		t.Phase = replicas.Aborted
		a.Kind, a.Result = Refused, kv.Result{Value: "the transaction was aborted"}
	}
	t.Asks, t.Blocked, t.Standings, t.Ticks = false, false, nil, 0
	n.answer(a)
	t.Request = 0
}

// onDecide obeys a decision. One that it has already made stays: a check compares them.
func (n *Node) onDecide(t *replicas.Transaction, m replicas.Message) {
	if t == nil {
		t = n.learn(replicas.Transaction{ID: m.Number, Command: m.Command})
	}
	if !t.Phase.Decided() && m.Decision != replicas.Undecided {
		n.conclude(t, m.Decision)
		t.Leads = false
	}
	n.send(m.From, about(t, replicas.DecideOK))
}

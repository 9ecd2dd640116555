package node

import (
	"bytes"

	"raftlab/lab/kv"
	"raftlab/lab/replicas"
)

// Node is one server.
type Node struct {
	replicas.State
	config Config
	now    replicas.Time
	wakeAt replicas.Time
	// record is what the disk holds.
	record []byte
	out    Output
	// timeless leaves the clock out of versions.
	timeless bool
}

// Output is what a Node asks for after an input. Its slices are good until the next one.
type Output struct {
	// Record, if any, is to be durable before Messages and Answers leave. The last record is all that a Node needs
	// to boot.
	Record   []byte
	Messages []replicas.Message
	Answers  []Answer
	// WakeAt is when the Node wants its next Tick.
	WakeAt replicas.Time
}

// AnswerKind is the kind of an answer.
type AnswerKind byte

// The kinds of answers.
const (
	// Done: Result is the command's result. Redirect: To takes commands, or nobody is known to. Replaced: this
	// server was replaced, and the command may still be carried out. Refused: it will not be; Result.Value says why.
	Done AnswerKind = iota + 1
	Redirect
	Replaced
	Refused
)

// Answer is the answer to a client's request.
type Answer struct {
	Request replicas.RequestID
	Kind    AnswerKind
	Result  kv.Result
	To      replicas.NodeID
}

// New is a server that has not booted yet.
func New(config Config) (*Node, error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	return &Node{config: config}, nil
}

// LeaveOutClock leaves the clock out of versions from now on, for a search of schedules, which knows no time.
func (n *Node) LeaveOutClock() { n.timeless = true }

// Boot starts with the last record of the disk, nil for an empty one.
func (n *Node) Boot(now replicas.Time, record []byte) (Output, error) {
	n.State = n.fresh()
	n.record = replicas.AppendState(nil, n.Durable()) // an empty disk means the same
	if record != nil {
		saved, err := replicas.DecodeState(record)
		if err != nil {
			return Output{}, err
		}
		n.State = saved
		n.record = bytes.Clone(record)
	}
	n.begin(now)
	n.wakeAt = now + n.config.Interval
	switch {
	case n.Kind.HasPrimary():
		n.bootBackup()
	case n.Kind.Leaderless():
		n.bootReplica()
	default:
		n.bootCommitment()
	}
	return n.end(), nil
}

// fresh is the state of a server with an empty disk. S1 is the first primary, and the coordinator of all transactions.
func (n *Node) fresh() replicas.State {
	c := n.config
	s := replicas.State{ID: c.ID, Kind: c.Kind}
	switch {
	case c.Kind.HasPrimary():
		s.Role, s.Epoch, s.Primary = replicas.Backup, 1, 1
		if c.ID == 1 {
			s.Role, s.Members = replicas.Primary, c.others()
		}
	case c.Kind == replicas.TwoMasters:
		s.Role = replicas.Master
	case c.Kind == replicas.Quorum && c.replicas().Has(c.ID):
		s.Role = replicas.Replica
	case c.Kind == replicas.Quorum:
		s.Role = replicas.StandIn
	case c.ID == 1:
		s.Role = replicas.Coordinator
	default:
		s.Role = replicas.Participant
	}
	return s
}

// Receive handles a message. A message from a server that does not exist is ignored.
func (n *Node) Receive(now replicas.Time, m replicas.Message) Output {
	n.begin(now)
	switch {
	case !n.config.others().Has(m.From):
	case n.Kind.HasPrimary():
		n.receiveBackup(m)
	case n.Kind.Leaderless():
		n.receiveReplica(m)
	default:
		n.receiveCommitment(m)
	}
	return n.end()
}

// Tick handles the timer.
func (n *Node) Tick(now replicas.Time) Output {
	n.begin(now)
	n.wakeAt = now + n.config.Interval
	n.Ticks++
	switch {
	case n.Kind.HasPrimary():
		n.tickBackup()
	case n.Kind.Leaderless():
		n.tickReplica()
	default:
		n.tickCommitment()
	}
	return n.end()
}

// Ask handles a client's command.
func (n *Node) Ask(now replicas.Time, request replicas.RequestID, command kv.Command) Output {
	n.begin(now)
	if command.Op == kv.Get && command.Mode == kv.Stale && n.Role != replicas.Coordinator {
		n.answer(Answer{Request: request, Kind: Done, Result: kv.Result{Done: true, Value: n.Value(command.Key)}})
		return n.end()
	}
	switch {
	case n.Kind.HasPrimary():
		n.askBackup(request, command)
	case n.Kind.Leaderless():
		n.askReplica(request, command)
	default:
		n.askCommitment(request, command)
	}
	return n.end()
}

// Value is what a read of this server alone gives: "" for a key that it does not have.
func (n *Node) Value(key string) string { return ValueIn(&n.State, key) }

// ValueIn is the value of a key in a server's state.
func ValueIn(s *replicas.State, key string) string {
	switch {
	case s.Kind.HasPrimary():
		return fold(s.Entries, key)
	case s.Kind.Leaderless():
		if k := s.Of(key); k != nil {
			return valueOf(k.Versions)
		}
		return ""
	}
	value := ""
	for _, t := range s.Transactions {
		if command, err := kv.Decode(t.Command); err == nil && t.Phase == replicas.Committed && command.Key == key {
			value, _ = command.On(value)
		}
	}
	return value
}

// fold is the value of a key after a history.
func fold(entries []replicas.Entry, key string) string {
	value := ""
	for _, e := range entries {
		if command, err := kv.Decode(e.Command); err == nil && command.Key == key {
			value, _ = command.On(value)
		}
	}
	return value
}

func (n *Node) begin(now replicas.Time) {
	n.now = now
	n.out = Output{}
}

// end gives the output, with a record if the durable state has changed.
func (n *Node) end() Output {
	if record := replicas.AppendState(nil, n.Durable()); !bytes.Equal(record, n.record) {
		n.record, n.out.Record = record, record
	}
	n.out.WakeAt = n.wakeAt
	return n.out
}

func (n *Node) send(to replicas.NodeID, m replicas.Message) {
	m.From, m.To = n.ID, to
	n.out.Messages = append(n.out.Messages, m)
}

func (n *Node) sendAll(to replicas.NodeSet, m replicas.Message) {
	for id := range to.All() {
		n.send(id, m)
	}
}

func (n *Node) answer(a Answer) {
	if a.Request != 0 {
		n.out.Answers = append(n.out.Answers, a)
	}
}

// Clone is a second Node that continues exactly as this one.
func (n *Node) Clone() *Node {
	state, err := replicas.DecodeState(replicas.AppendState(nil, n.State))
	if err != nil {
		panic(err) // it was encoded just now
	}
	clone := *n
	clone.State, clone.record, clone.out = state, bytes.Clone(n.record), Output{}
	return &clone
}

package node

import (
	"raftlab/lab/zab"
)

// Input is one event for a Node.
type Input interface{ input() }

// Restart is always the first input: the server starts with what its disk holds.
type Restart struct{ Disk zab.Disk }

// Receive brings a message.
type Receive struct{ Message zab.Message }

// Wake says that the time Output.WakeAt has come.
type Wake struct{}

// Propose is a client's write, and Read a client's read that must see all that was acknowledged before it.
type Propose struct {
	Request zab.RequestID
	Data    []byte
}

// Read is answered by Output.Reads.
type Read struct{ Request zab.RequestID }

// GiveUp has a server look for a leader, as if it had heard nothing for too long.
type GiveUp struct{}

func (Restart) input() {}
func (Receive) input() {}
func (Wake) input()    {}
func (Propose) input() {}
func (Read) input()    {}
func (GiveUp) input()  {}

// Output is what a Node asks for. Saves must be durable, in their order, before Messages and Answers leave. Restore,
// if set, replaces the state machine, then Deliver is carried out in order, then Reads are answered from it.
type Output struct {
	Saves    []zab.Save
	Messages []zab.Message
	Restore  *zab.Snapshot
	Deliver  []Delivered
	Reads    []zab.RequestID
	Answers  []Answer
	WakeAt   zab.Time
}

// Delivered is a transaction for the state machine. Request is the client's that waits for it here, 0 for none.
type Delivered struct {
	zab.Txn
	Request zab.RequestID
}

// Answer ends a request that is not carried out here. Unknown says that it may still be; otherwise Leader is whom to
// ask, None if the server knows no leader.
type Answer struct {
	Request zab.RequestID
	Leader  zab.NodeID
	Unknown bool
}

// Phase is where a server is, with the paper's names; Election is its phase 0.
type Phase uint8

// The phases.
const (
	ElectionPhase Phase = iota
	Discovery
	Synchronization
	Broadcast
)

// String is the phase in lower case.
func (p Phase) String() string {
	return [...]string{"election", "discovery", "synchronization", "broadcast"}[p]
}

// Node is one server.
type Node struct {
	config Config
	// Election is the server's votes and its standing, and Phase where it is.
	Election zab.Election
	Phase    Phase
	// Leader is the server that this one follows, its own ID while it leads, None while it looks.
	Leader zab.NodeID
	// Boot and AcceptedEpoch are on the disk. Self is the history and the current epoch: they are on the disk too,
	// but for Self.Unsaved.
	Boot          uint64
	AcceptedEpoch zab.Epoch
	Self          zab.Follower
	// DeliveredTo is the last transaction that the state machine has.
	DeliveredTo zab.Zxid
	// Follows is nil unless the server follows or observes, Leads unless it leads.
	Follows *Follows
	Leads   *Leads

	now         zab.Time
	connections uint64
	wait        electionWait
	nextTick    zab.Time
	out         Output
	kept        int
	rebased     bool
}

// New makes a Node. Its first input must be a Restart.
func New(config Config) (*Node, error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	n := &Node{config: config}
	n.Election.ID, n.Election.Voters = config.ID, config.Voters
	n.Election.Use(&n.config.Rules)
	return n, nil
}

// Step handles one input at a time of the server's clock. The Output is good until the next Step.
func (n *Node) Step(now zab.Time, in Input) Output {
	n.now, n.out = now, Output{}
	n.kept, n.rebased = len(n.Self.History.Txns), false
	switch in := in.(type) {
	case Restart:
		n.restart(in.Disk)
	case Receive:
		n.receive(in.Message)
	case Wake:
		n.wake()
	case Propose:
		n.propose(in.Request, in.Data)
	case Read:
		n.read(in.Request)
	case GiveUp:
		if n.Election.Standing != zab.Looking {
			n.look()
		}
	}
	n.out.WakeAt = n.wakeAt()
	return n.out
}

// Idle is the Output of a step in which nothing happens: the times stay.
func (n *Node) Idle() Output {
	n.kept, n.rebased = len(n.Self.History.Txns), false
	return Output{WakeAt: n.wakeAt()}
}

// Changed is how many of the first transactions of the history the last step left as they are, and whether it
// replaced the snapshot before them.
func (n *Node) Changed() (kept int, rebased bool) { return n.kept, n.rebased }

// IsObserver reports whether the server does not count.
func (n *Node) IsObserver() bool { return n.config.Observers.Has(n.config.ID) }

// Serves reports whether the server answers clients.
func (n *Node) Serves() bool { return n.Phase == Broadcast }

func (n *Node) restart(disk zab.Disk) {
	n.Boot, n.AcceptedEpoch = disk.Boot+1, disk.AcceptedEpoch
	n.Self = zab.Follower{CurrentEpoch: disk.CurrentEpoch, History: disk.History}
	n.kept, n.rebased = 0, true
	n.save(zab.Save{Boot: n.Boot})
	n.beginElection()
}

func (n *Node) receive(m zab.Message) {
	switch {
	case m.Kind == zab.KindNotification:
		n.notified(m.From, m.Notification)
	case m.Kind == zab.KindReset:
		n.wasReset(m)
	case n.Follows != nil && m.From == n.Leader && m.Connection == n.Follows.Number:
		n.fromLeader(m)
	case n.Leads != nil:
		n.fromLearner(m)
	case m.Sequence > 1:
		n.refuse(m)
	}
}

// wake does what is due.
func (n *Node) wake() {
	if n.Election.Standing == zab.Looking {
		n.wakeLooking()
		return
	}
	if !n.config.Manual && n.now < n.nextTick {
		return
	}
	n.nextTick = n.now.Add(n.config.Tick)
	if n.Leads != nil {
		n.leaderTick()
	} else {
		n.followerTick()
	}
}

func (n *Node) wakeAt() zab.Time {
	if n.Election.Standing == zab.Looking {
		return n.wait.wakeAt()
	}
	return n.nextTick
}

// look gives up whatever the server is, and begins an election. It votes with its whole history, so what a rule has not
// saved yet is saved now: the next synchronization begins with it.
func (n *Node) look() {
	n.save(zab.Save{Append: n.Self.Unsaved})
	n.Self.Unsaved = nil
	if n.Follows != nil {
		n.leaveLeader()
	}
	if n.Leads != nil {
		n.leaveLeadership()
	}
	n.Leader = zab.None
	n.beginElection()
}

func (n *Node) save(s zab.Save) {
	if !s.IsEmpty() {
		n.out.Saves = append(n.out.Saves, s)
	}
}

func (n *Node) send(m zab.Message, to zab.NodeID) {
	m.From, m.To = n.config.ID, to
	n.out.Messages = append(n.out.Messages, m)
}

func (n *Node) answer(a Answer) { n.out.Answers = append(n.out.Answers, a) }

// append adds a transaction to the history and the disk.
func (n *Node) append(t zab.Txn) {
	n.Self.History.Append(t)
	n.save(zab.Save{Append: []zab.Txn{t}})
}

// deliver gives one transaction to the state machine.
func (n *Node) deliver(z zab.Zxid, request zab.RequestID) {
	if at := n.Self.History.Find(z); at >= 0 {
		n.out.Deliver = append(n.out.Deliver, Delivered{n.Self.History.Txns[at], request})
		n.DeliveredTo = z
	}
}

// deliverTo gives the state machine all that it lacks up to z.
func (n *Node) deliverTo(z zab.Zxid) {
	h := &n.Self.History
	if h.Base.Zxid > n.DeliveredTo {
		base := h.Base
		n.out.Restore, n.DeliveredTo = &base, base.Zxid
	}
	for _, t := range h.After(n.DeliveredTo) {
		if t.Zxid <= z {
			n.deliver(t.Zxid, 0)
		}
	}
}

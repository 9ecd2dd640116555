package replicas

// Role is what a server is at the moment.
type Role byte

// The roles. They are part of the byte format.
const (
	Primary Role = iota + 1
	Backup
	Master
	Replica
	// StandIn is no replica of any key: it keeps hints.
	StandIn
	Coordinator
	Participant
)

// String is the role in a word.
func (r Role) String() string {
	return [...]string{
		"", "primary", "backup", "master", "replica", "stand-in", "coordinator", "participant",
	}[r]
}

// Key is a key with its versions.
type Key struct {
	Name     string
	Versions []Versioned
	// Has is the replicas known to have exactly these versions.
	Has NodeSet
}

// Hint is a write that a server keeps for another one.
type Hint struct {
	For     NodeID
	Key     string
	Version Versioned
}

// Operation is a read or a write that a coordinator has begun. Its number is its client's request.
type Operation struct {
	Request RequestID
	Command []byte
	Key     string
	// Writes is true once it writes: a put, or a read that repairs. Version is what it writes.
	Writes bool
	Spread []Versioned
	// Replies are what replicas answered to its read, and Acks who has saved its write.
	Replies []Reply
	Acks    []Ack
	// Done and Value are its result, for its client.
	Done  bool
	Value string
	// Over is true once its client has its answer: only hints are still to be given away.
	Over bool
	// Ticks is how long it has taken, in ticks of its server.
	Ticks uint64
}

// Pending is a client's request that waits for backups.
type Pending struct {
	Request RequestID
	// Index is how far the backups must have come.
	Index uint64
	Done  bool
	Value string
}

// Transaction is a write that all participants carry out, or none.
type Transaction struct {
	// ID is its number, Request its client's request, at its coordinator.
	ID      uint64
	Request RequestID
	Command []byte
	Phase   Phase
	// Value is the key's value after the write, as participants told.
	Value string
	// Votes are those that the coordinator has, PreCommits who confirmed the pre-commit, and Told who has confirmed the
	// decision.
	Votes      []Vote
	PreCommits NodeSet
	Told       NodeSet
	// Leads is true of the server that brings it to its end: the coordinator, or a participant in its place.
	Leads bool
	// Asks is true while the server asks the others how far they are, and Standings is what they said.
	Asks      bool
	Standings []Standing
	// Blocked is true of a participant that has asked, and may not decide.
	Blocked bool
	// Ticks is how long nothing new has come, in ticks of the server.
	Ticks uint64
}

// State is all that a server knows. What its kind does not need is empty.
type State struct {
	ID   NodeID
	Kind Kind
	Role Role

	// Epoch is the highest epoch that it has seen, and Primary the primary of that epoch.
	Epoch   uint64
	Primary NodeID
	// Fenced is true of a backup that has answered a call for a new primary, and waits for it. Called is who called in
	// this epoch: a server answers one call an epoch.
	Fenced bool
	Called NodeID
	// Entries are its history.
	Entries []Entry
	// Members is who must have a write in synchronous replication. Match is how far each server is known to have the
	// primary's history, by number from 1.
	Members NodeSet
	Match   []uint64
	// Fallen is true of a semi-synchronous primary that no longer waits.
	Fallen  bool
	Pending []Pending
	// Waits is how many ticks the oldest of Pending has waited; Silence is how many ticks a backup has not heard from
	// its primary. Positions are the answers to its call for a new primary.
	Waits, Silence uint64
	Positions      []Position

	// Keys are sorted by name. Count is how many writes it has taken itself.
	Keys       []Key
	Hints      []Hint
	Count      uint64
	Operations []Operation
	// Exchanged is the last server that it compared its keys with.
	Exchanged NodeID
	// Ticks counts its timer.
	Ticks uint64

	// Transactions are sorted by number. Refuses is true of a participant that votes no next time.
	Transactions []Transaction
	Refuses      bool
}

// Durable is the part of the state that is on the disk.
func (s State) Durable() State {
	d := State{
		ID: s.ID, Kind: s.Kind, Role: s.Role, Epoch: s.Epoch, Primary: s.Primary, Fenced: s.Fenced, Called: s.Called,
		Entries: s.Entries, Members: s.Members, Count: s.Count, Hints: s.Hints,
	}
	for _, k := range s.Keys {
		d.Keys = append(d.Keys, Key{Name: k.Name, Versions: k.Versions})
	}
	for _, t := range s.Transactions {
		d.Transactions = append(d.Transactions, Transaction{
			ID: t.ID, Command: t.Command, Phase: t.Phase, Value: t.Value,
		})
	}
	return d
}

// Position is how far its history goes.
func (s *State) Position() Position {
	p := Position{Node: s.ID, Index: uint64(len(s.Entries))}
	if p.Index > 0 {
		p.Epoch = s.Entries[p.Index-1].Epoch
	}
	return p
}

// Of is what it has of a key, nil for nothing.
func (s *State) Of(key string) *Key {
	for i := range s.Keys {
		if s.Keys[i].Name == key {
			return &s.Keys[i]
		}
	}
	return nil
}

// Transaction is the transaction of that number, nil if it has not heard of it.
func (s *State) Transaction(id uint64) *Transaction {
	for i := range s.Transactions {
		if s.Transactions[i].ID == id {
			return &s.Transactions[i]
		}
	}
	return nil
}

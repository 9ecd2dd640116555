package replicas

// MessageKind is the kind of a message.
type MessageKind byte

// The kinds of messages. They are part of the byte format.
const (
	// Replicate brings entries after Index to a backup, Replicated confirms. CallPositions asks backups for their
	// Positions, and fences the old primary off; Promoted names the new one.
	Replicate MessageKind = iota + 1
	Replicated
	CallPosition
	PositionIs
	PromoteYou
	// Read and Write ask a replica, ReadReply and Written answer. KeepHint gives a write to a stand-in, and HintKept
	// confirms.
	Read
	ReadReply
	Write
	Written
	KeepHint
	HintKept
	// Digest has hashes of all keys, and Exchange the versions of those that differ.
	Digest
	Exchange
	// Prepare asks for a vote; Voted, PreCommit, PreCommitOK, Decide and DecideOK follow. AskPhase asks how far a
	// server is with a transaction, and PhaseIs answers.
	Prepare
	Voted
	PreCommit
	PreCommitOK
	Decide
	DecideOK
	AskPhase
	PhaseIs
	messageKinds
)

// String is the message's name.
func (k MessageKind) String() string {
	if k >= messageKinds {
		return "unknown"
	}
	return [...]string{
		"", "Replicate", "Replicated", "CallPosition", "PositionIs", "PromoteYou",
		"Read", "ReadReply", "Write", "Written", "KeepHint", "HintKept", "Digest", "Exchange",
		"Prepare", "Voted", "PreCommit", "PreCommitOK", "Decide", "DecideOK", "AskPhase", "PhaseIs",
	}[k]
}

// KeyHash is a key with a hash of its versions.
type KeyHash struct {
	Name string
	Hash uint64
}

// Message is a message between servers. What its kind does not need is empty.
type Message struct {
	Kind     MessageKind
	From, To NodeID
	// Number is the operation's request, or the transaction's number.
	Number uint64

	// Epoch is the sender's. Index is how far the receiver's history is taken to go, or goes; Last is the entry at
	// Index.
	Epoch, Index uint64
	Last         Entry
	Entries      []Entry
	At           Position
	// OK is false for a refusal, and for a no.
	OK bool

	// For is the replica that a hint is for.
	For     NodeID
	Keys    []Key
	Digests []KeyHash
	// Back asks for the receiver's versions of the same keys.
	Back bool

	Command  []byte
	Phase    Phase
	Decision Decision
}

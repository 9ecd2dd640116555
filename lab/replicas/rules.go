package replicas

// TODO is what a rule that is not written yet panics with. The grader's verdict is then "unfinished", which is not the
// same as wrong.
const TODO = "replicas: this rule is still to be written"

// Reply is what one replica has of a key: no version for a key that it does not have, and more than one if none of
// them replaces the others.
type Reply struct {
	From     NodeID
	Versions []Versioned
}

// Ack is one server's word that it has saved a write. Hint is true of a stand-in, which keeps the write for a replica
// that did not answer, and shows it to no reader.
type Ack struct {
	From NodeID
	Hint bool
}

// Decision is the fate of a transaction.
type Decision byte

// The decisions.
const (
	Undecided Decision = iota
	Commit
	Abort
)

// String is the decision in a word.
func (d Decision) String() string { return [...]string{"undecided", "commit", "abort"}[d] }

// Phase is how far a server has come with a transaction.
type Phase byte

// The phases. They are part of the byte format.
const (
	// Unknown: the server has not heard of the transaction, and has voted nothing.
	Unknown Phase = iota
	// Waiting: the coordinator collects votes.
	Waiting
	// Ready: the participant has voted yes, and may no longer decide alone.
	Ready
	// PreCommitted: it knows that all have voted yes (three phases only).
	PreCommitted
	Committed
	Aborted
)

// String is the phase in a word.
func (p Phase) String() string {
	return [...]string{"unknown", "waiting", "ready", "pre-committed", "committed", "aborted"}[p]
}

// Decided reports whether the phase is an end.
func (p Phase) Decided() bool { return p == Committed || p == Aborted }

// Vote is a participant's answer to a prepare.
type Vote struct {
	From NodeID
	Yes  bool
}

// Standing is a server's phase of a transaction, as it told the one who asked. Coordinator is true of the
// transaction's coordinator.
type Standing struct {
	From        NodeID
	Phase       Phase
	Coordinator bool
}

// Rules is every decision of replication without consensus. Each rule is a pure function.
type Rules struct {
	// Merge says what a replica keeps of two versions of a key: the one that replaces the other, or both, if they
	// were written without knowledge of each other (Dynamo, §4.4). For one and the same write it keeps one.
	Merge func(a, b Versioned) []Versioned
	// Later reports whether b comes after a in one order of all versions. A version that replaces another comes
	// after it; other pairs have any order that is the same for everybody (Lynch and Shvartsman, 1997).
	Later func(a, b Versioned) bool
	// ChooseRead combines what replicas answered to a read: the versions that the reader gets, and the replicas that
	// lack one of them, to be repaired before the reader gets its answer (ABD's write-back; Dynamo, §5). Merge is
	// how this cluster keeps two versions.
	ChooseRead func(replies []Reply, merge func(a, b Versioned) []Versioned) (chosen []Versioned, repair []NodeID)
	// Enough reports whether a write is done that needs so many replicas. A hint is no replica, unless the quorum is
	// sloppy (Dynamo, §4.6).
	Enough func(acks []Ack, need int, sloppy bool) bool
	// MayForget reports whether a replica may drop a tombstone that these servers are known to have
	// (Dynamo has none; Cassandra waits for a time instead).
	MayForget func(tombstone Versioned, has, replicas NodeSet) bool
	// Promote chooses the next primary among backups: the one whose history goes furthest. None if there are no
	// backups.
	Promote func(backups []Position) NodeID
	// Decide is the coordinator's decision, of the votes so far: commit if all participants said yes, abort as soon
	// as one said no (Gray, 1978).
	Decide func(votes []Vote, participants int) Decision
	// Terminate is the decision of a participant that no longer hears the coordinator, from the standings of all that
	// answered, its own included (Skeen, 1981). Phases is 2 or 3. Undecided means: blocked, wait.
	Terminate func(standings []Standing, phases int) Decision
}

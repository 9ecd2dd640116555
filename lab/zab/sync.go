package zab

// SyncKind is how a leader makes a follower's history equal to its own, or a message of that.
type SyncKind uint8

// The kinds. SyncDiff, SyncTrunc and SyncSnap are a leader's choice, and the first message to the follower; the
// others follow it.
const (
	// SyncDiff: the follower keeps what it has, and the transactions after From follow.
	SyncDiff SyncKind = 1 + iota
	// SyncTrunc: the follower removes all after To; the transactions after To follow.
	SyncTrunc
	// SyncSnap: the follower takes the leader's state in the place of its own.
	SyncSnap
	// SyncTxn is one of the transactions that follow.
	SyncTxn
	// SyncNewLeader: the history is whole. The follower may now be in the leader's epoch (paper, phase 2).
	SyncNewLeader
	// SyncUpToDate: a quorum is in the epoch, so the history is committed, and the follower may serve.
	SyncUpToDate
)

// String is ZooKeeper's name of the kind.
func (k SyncKind) String() string {
	switch k {
	case SyncDiff:
		return "DIFF"
	case SyncTrunc:
		return "TRUNC"
	case SyncSnap:
		return "SNAP"
	case SyncTxn:
		return "PROPOSE"
	case SyncNewLeader:
		return "NEWLEADER"
	case SyncUpToDate:
		return "UPTODATE"
	}
	return "no sync"
}

// Sync is a leader's choice for a follower: SyncDiff, SyncTrunc or SyncSnap. From is what a DIFF begins after, and
// what a TRUNC leaves as the last zxid; a SNAP does not need it.
type Sync struct {
	Kind SyncKind
	From Zxid
}

// SyncMessage is a leader's message to a follower that is being made equal.
type SyncMessage struct {
	Kind SyncKind
	// Zxid is that of the transaction, what a TRUNC leaves as the last one, a snapshot's last one, or how far an
	// UPTODATE says that all is committed.
	Zxid Zxid
	// Epoch is the leader's, in a NEWLEADER.
	Epoch Epoch
	// Data is the transaction's or the snapshot's.
	Data []byte
}

// Follower is a server while its leader makes it equal. The Node sets Epoch before, and does the sending and the
// saving.
type Follower struct {
	// Epoch is the leader's epoch, which this server has accepted.
	Epoch Epoch
	// CurrentEpoch is the last epoch whose leader has made this server equal (paper, f.a).
	CurrentEpoch Epoch
	// History is all that the server has, saved or not.
	History History
	// Unsaved is for a rule that does not save each transaction at once: those that are in History, and not on the
	// disk. It is empty when a synchronisation begins.
	Unsaved []Txn
}

// Save is one record for the disk. It is whole or absent after a crash, and zero fields change nothing. A disk
// applies its parts in the order of the fields. What a step saves is durable before its messages leave.
type Save struct {
	// Boot counts the starts of this server. With it the numbers of connections are not used twice.
	Boot uint64
	// AcceptedEpoch is the last epoch that the server has acknowledged to a leader (paper, f.p).
	AcceptedEpoch Epoch
	// Snapshot takes the place of the whole history.
	Snapshot *Snapshot
	// Cut removes all transactions after Keep.
	Cut  bool
	Keep Zxid
	// Append adds transactions.
	Append []Txn
	// CurrentEpoch is the last epoch whose leader has made this server equal.
	CurrentEpoch Epoch
}

// IsEmpty reports whether there is nothing to save.
func (s *Save) IsEmpty() bool {
	return s.Boot == 0 && s.AcceptedEpoch == 0 && s.Snapshot == nil && !s.Cut && len(s.Append) == 0 &&
		s.CurrentEpoch == 0
}

// Disk is what a server's disk holds: all its records applied.
type Disk struct {
	Boot                        uint64
	AcceptedEpoch, CurrentEpoch Epoch
	History                     History
}

// Apply applies one record.
func (d *Disk) Apply(s Save) {
	if s.Boot > 0 {
		d.Boot = s.Boot
	}
	if s.AcceptedEpoch > 0 {
		d.AcceptedEpoch = s.AcceptedEpoch
	}
	if s.Snapshot != nil {
		d.History.Replace(*s.Snapshot)
	}
	if s.Cut {
		d.History.Truncate(s.Keep)
	}
	for _, t := range s.Append {
		d.History.Append(t)
	}
	if s.CurrentEpoch > 0 {
		d.CurrentEpoch = s.CurrentEpoch
	}
}

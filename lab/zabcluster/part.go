package zabcluster

// ZabView is the part of a server's view that only views of ZAB understand. Servers are numbers; 0 is none. A zxid
// is text, as in 2:3, "" for none.
type ZabView struct {
	// Standing is looking, following, leading or observing. Phase is election, discovery, synchronization or
	// broadcast.
	Standing string `json:"standing"`
	Phase    string `json:"phase"`
	Observer bool   `json:"observer"`
	// Leader is the server that it follows; its own number while it leads.
	Leader int `json:"leader"`
	// Serves is true of a server that answers clients.
	Serves bool   `json:"serves"`
	Round  uint64 `json:"round"`
	// Vote is its vote now, and Votes are those that it has heard, by sender.
	Vote  VoteView   `json:"vote"`
	Votes []SlipView `json:"votes"`
	// AcceptedEpoch and CurrentEpoch are those on its disk. NewEpoch is the epoch of the leader that it follows or
	// is, 0 before it is known.
	AcceptedEpoch uint64 `json:"acceptedEpoch"`
	CurrentEpoch  uint64 `json:"currentEpoch"`
	NewEpoch      uint64 `json:"newEpoch"`
	// LastZxid is the end of its history, Delivered how far it has delivered, and Base its snapshot's end.
	LastZxid  string `json:"lastZxid"`
	Delivered string `json:"delivered"`
	Base      string `json:"base"`
	// Txns are the last transactions of its history, and From the place of the first of them behind the snapshot,
	// from 1.
	From int       `json:"from"`
	Txns []TxnView `json:"txns"`
	// Sync is how its leader makes it equal: DIFF, TRUNC or SNAP, with the zxid; nil outside of that.
	Sync *SyncView `json:"sync"`
	// Leading is nil for a server that does not lead.
	Leading *LeadingView `json:"leading"`
}

// VoteView is a vote: the wanted leader, its epoch and its last zxid.
type VoteView struct {
	Leader int    `json:"leader"`
	Epoch  uint64 `json:"epoch"`
	Zxid   string `json:"zxid"`
}

// SlipView is a vote that a server has heard. DecidedBy is why it beats the hearer's own vote for itself: epoch,
// zxid or id, and "" if it does not.
type SlipView struct {
	From      int      `json:"from"`
	Round     uint64   `json:"round"`
	Standing  string   `json:"standing"`
	Vote      VoteView `json:"vote"`
	DecidedBy string   `json:"decidedBy"`
}

// TxnView is one transaction. Delivered is true if this server has delivered it; Durable is false while it is in
// memory only.
type TxnView struct {
	Zxid      string `json:"zxid"`
	Epoch     uint64 `json:"epoch"`
	Text      string `json:"text"`
	Delivered bool   `json:"delivered"`
	Durable   bool   `json:"durable"`
}

// SyncView is how a leader makes a server equal.
type SyncView struct {
	// Kind is DIFF, TRUNC or SNAP. Zxid is what is kept, or a snapshot's end, and Peer the last zxid that the server
	// had before.
	Kind string `json:"kind"`
	Zxid string `json:"zxid"`
	Peer string `json:"peer"`
	// Part of Parts of a snapshot have arrived; both are 0 otherwise.
	Part  int `json:"part"`
	Parts int `json:"parts"`
}

// LeadingView is a leader's view of its epoch.
type LeadingView struct {
	Epoch uint64 `json:"epoch"`
	// Established is true once a quorum has acknowledged NEWLEADER.
	Established bool `json:"established"`
	// Connected are the servers with a connection, EpochAcks those that accepted the epoch, NewLeaderAcks those that
	// are in it, and Heard those that answered lately. All have the leader in them, and observers, who do not count.
	Connected     []int `json:"connected"`
	EpochAcks     []int `json:"epochAcks"`
	NewLeaderAcks []int `json:"newLeaderAcks"`
	Heard         []int `json:"heard"`
	// Window are the zxids that it can send from, and Before the one in front of them.
	Window []string `json:"window"`
	Before string   `json:"before"`
	// Outstanding are the transactions that are not committed.
	Outstanding []ProposalView `json:"outstanding"`
	// Syncs are how it made or makes each connected server equal.
	Syncs []LearnerView `json:"syncs"`
}

// ProposalView is an outstanding transaction, and who has it on the disk.
type ProposalView struct {
	Zxid string `json:"zxid"`
	Text string `json:"text"`
	Acks []int  `json:"acks"`
}

// LearnerView is a leader's choice for a server, and where that server is in the phases: connected, accepted,
// synchronizing or up to date.
type LearnerView struct {
	Server int      `json:"server"`
	Stage  string   `json:"stage"`
	Sync   SyncView `json:"sync"`
}

// ZabRun is the part of a run: its setup, and what is known of the whole.
type ZabRun struct {
	Voters    []int `json:"voters"`
	Observers []int `json:"observers"`
	// Quorum is how many voters are more than half of them.
	Quorum int `json:"quorum"`
	// Window is how many transactions a leader keeps to send from.
	Window int `json:"window"`
	// Tick, InitLimit, SyncLimit and FinalizeWait are the times, in microseconds.
	Tick         int64 `json:"tick"`
	InitLimit    int64 `json:"initLimit"`
	SyncLimit    int64 `json:"syncLimit"`
	FinalizeWait int64 `json:"finalizeWait"`
	// Leaders are the established leaders so far, by rising epoch; the last few of them.
	Leaders []EpochView `json:"leaders"`
	// Committed is the last transaction that any server has delivered.
	Committed string `json:"committed"`
}

// EpochView is the established leader of an epoch.
type EpochView struct {
	Epoch  uint64 `json:"epoch"`
	Leader int    `json:"leader"`
	// Event is the trace line at which it was established.
	Event uint64 `json:"event"`
}

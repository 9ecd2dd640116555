package replicacluster

// ReplicaView is the part of a server's view that only views of replicas understand. Servers are numbers; 0 is
// none. Which lists are filled depends on Kind.
type ReplicaView struct {
	// Kind is sync, async, semi-sync, two-masters, quorum, two-phase or three-phase. Role is primary, backup, master,
	// replica, stand-in, coordinator or participant.
	Kind string `json:"kind"`
	Role string `json:"role"`
	// Epoch, Primary and the rest of this group are those of a primary and its backups. Fenced is true of a backup that
	// obeys no primary of an older epoch, and has not heard of the new one.
	Epoch   uint64 `json:"epoch"`
	Primary int    `json:"primary"`
	Fenced  bool   `json:"fenced"`
	// Fallen is true of a semi-synchronous primary that no longer waits for a backup.
	Fallen bool `json:"fallen"`
	// Last is how many entries it has; From is the number of the first of Entries, which are at most the last 24.
	Last    uint64             `json:"last"`
	From    uint64             `json:"from"`
	Entries []HistoryEntryView `json:"entries"`
	// Match is, on a primary, how far each server is known to have its history, by number from 1.
	Match []uint64 `json:"match"`
	// Members is who must have a write before a synchronous primary answers.
	Members []int `json:"members"`

	// Keys are the versions of a leaderless server, sorted by name.
	Keys []KeyView `json:"keys"`
	// Hints is what it keeps for others.
	Hints []HintView `json:"hints"`
	// LastExchange is the server of its last exchange of digests, 0 for none.
	LastExchange int `json:"lastExchange"`

	// Transactions are the last 8 that it has heard of.
	Transactions []TransactionView `json:"transactions"`
	// Refuses is true of a participant that will vote no.
	Refuses bool `json:"refuses"`
}

// HistoryEntryView is one entry of a primary's history. Acknowledged is true if a client was told that it is done,
// Lost if the primary of the newest epoch does not have it.
type HistoryEntryView struct {
	Epoch        uint64 `json:"epoch"`
	By           int    `json:"by"`
	Text         string `json:"text"`
	On           []int  `json:"on"`
	Acknowledged bool   `json:"acknowledged"`
	Lost         bool   `json:"lost"`
}

// KeyView is a key with its versions: more than one are siblings. Read is the value that a read of this server alone
// gives.
type KeyView struct {
	Name     string        `json:"name"`
	Read     string        `json:"read"`
	Versions []VersionView `json:"versions"`
}

// VersionView is one version of a key.
type VersionView struct {
	Value string `json:"value"`
	// Deleted is true of a tombstone.
	Deleted bool `json:"deleted"`
	// Vector is the writes that it includes, such as S1:2,S3:1; Writer and Count are its own write.
	Vector string `json:"vector"`
	Writer int    `json:"writer"`
	Count  uint64 `json:"count"`
	// Number is the version's place among all versions of the key in this run, from 1: its hue.
	Number int `json:"number"`
	// Clock is what the writer's clock showed, in microseconds.
	Clock int64 `json:"clock"`
	// On is the servers that have it or a newer one, and Acknowledged whether a client was told that it is done.
	On           []int `json:"on"`
	Acknowledged bool  `json:"acknowledged"`
}

// HintView is a write that a server keeps for another one.
type HintView struct {
	For     int         `json:"for"`
	Key     string      `json:"key"`
	Version VersionView `json:"version"`
}

// TransactionView is a transaction as one server knows it. Blocked is true of a participant that has asked everybody,
// and may not decide.
type TransactionView struct {
	ID      uint64 `json:"id"`
	Text    string `json:"text"`
	Phase   string `json:"phase"`
	Blocked bool   `json:"blocked"`
	// Leads is true of the server that brings it to its end.
	Leads bool `json:"leads"`
}

// ReplicasRun is the part about the whole run.
type ReplicasRun struct {
	Kind string `json:"kind"`
	// N, W and R are how many replicas a key has, a write needs and a read asks. They are 0 where no quorum decides.
	N int `json:"n"`
	W int `json:"w"`
	R int `json:"r"`
	// Keep is order, siblings or clock: what is kept of two writes that did not know of each other.
	Keep string `json:"keep"`
	// What is switched on.
	Repair   bool `json:"repair"`
	Hints    bool `json:"hints"`
	Sloppy   bool `json:"sloppy"`
	Exchange bool `json:"exchange"`
	Forget   bool `json:"forget"`
	Fencing  bool `json:"fencing"`
	Failover bool `json:"failover"`
	// Fallback is after how long a semi-synchronous primary no longer waits, in microseconds; 0 is never.
	Fallback int64 `json:"fallback"`
	// Counts is who counts, for the last 6 questions that a server put to others, the newest last.
	Counts []CountView `json:"counts"`
	// Versions is every version of every key so far, for a graph of what replaced what.
	Versions []WrittenView `json:"versions"`
}

// CountView is one question that a server put to others, and who has answered. It stays after its end.
type CountView struct {
	// Server is who asks, Request its client's request, Text the command. Phase is read, write, repair, replicate, vote
	// or pre-commit.
	Server  int    `json:"server"`
	Request uint64 `json:"request"`
	Text    string `json:"text"`
	Phase   string `json:"phase"`
	// Need is how many must count, and Got how many do.
	Need  int        `json:"need"`
	Got   int        `json:"got"`
	Seats []SeatView `json:"seats"`
	// Over is true if it is no longer asked; Done if enough counted.
	Over bool `json:"over"`
	Done bool `json:"done"`
}

// SeatView is one server that is asked.
type SeatView struct {
	Server int `json:"server"`
	// State is yes, no, hint or waiting. A hint is saved, and does not count unless the quorum is sloppy.
	State string `json:"state"`
	// Versions are what it answered to a read, in the form of VersionView.Number.
	Versions []int `json:"versions"`
}

// WrittenView is a version of a key, with the numbers of those that it replaced. Lost is true if a client was told that
// it is done, and no server has it or a version that includes it any more.
type WrittenView struct {
	Key      string      `json:"key"`
	Version  VersionView `json:"version"`
	Replaces []int       `json:"replaces"`
	Lost     bool        `json:"lost"`
}

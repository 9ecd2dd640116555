package zab

// Leadership is a leader's view of its epoch. The Node sends, saves and delivers; the rules decide.
type Leadership struct {
	ID     NodeID
	Voters NodeSet
	Epoch  Epoch
	// Outstanding are the transactions that are not committed, in the order of the history. Before the leader is
	// established these are all that it brought along from earlier epochs.
	Outstanding []Proposal
	// Committed is the last committed transaction that the leader knows of.
	Committed Zxid
	// NewLeaderAcks are the servers whose history is equal to the leader's, and who are in its epoch on their disks:
	// they acknowledged NEWLEADER. The leader is among them.
	NewLeaderAcks NodeSet
	// Established is true once MayServe was: then the history is committed, and clients are served.
	Established bool
	// Heard are the servers that answered lately, and the leader itself. The Node knows the time, the rules do not.
	Heard NodeSet

	rules *Rules
}

// Proposal is an outstanding transaction, and the servers that have it on their disks.
type Proposal struct {
	Zxid Zxid
	Acks NodeSet
}

// Use has the leader follow these rules.
func (l *Leadership) Use(rules *Rules) { l.rules = rules }

// IsQuorum is the rule HasQuorum: whether the servers of the set are enough.
func (l *Leadership) IsQuorum(set NodeSet) bool { return l.rules.HasQuorum(l.Voters, set) }

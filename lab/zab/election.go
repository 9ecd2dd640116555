package zab

// Vote is who a server wants as leader, and why: the wanted server's last zxid, and the epoch in which it last had a
// leader (its currentEpoch; ZooKeeper's peerEpoch).
type Vote struct {
	Leader NodeID
	Zxid   Zxid
	Epoch  Epoch
}

// Notification is a message of the election: the sender's vote, its round, and what the sender is. A server that no
// longer looks sends the vote that ended its election.
type Notification struct {
	Vote     Vote
	Round    Round
	Standing Standing
}

// Election is a server's view of the election: its own vote, and those that it has heard.
type Election struct {
	ID NodeID
	// Voters are the servers that count. An observer's ID is not among them.
	Voters   NodeSet
	Standing Standing
	Round    Round
	// Own is the vote for this server itself, with which each of its elections begins. Vote is its vote now.
	Own, Vote Vote
	// Votes are the last notifications of this round, by sender, this server's own among them.
	Votes Box
	// Outside are those of servers that no longer look, whatever their round.
	Outside Box

	rules *Rules
}

// Use has the election follow these rules.
func (e *Election) Use(rules *Rules) { e.rules = rules }

// Better is the rule Better: whether vote a beats vote b.
func (e *Election) Better(a, b Vote) bool { return e.rules.Better(a, b) }

// IsQuorum is the rule HasQuorum: whether the servers of the set are enough.
func (e *Election) IsQuorum(set NodeSet) bool { return e.rules.HasQuorum(e.Voters, set) }

// Box keeps the last notification of each sender, in the order of the senders.
type Box []Slip

// Slip is one sender's last notification.
type Slip struct {
	From NodeID
	Notification
}

// Put keeps a notification in the place of the sender's last one.
func (b *Box) Put(from NodeID, n Notification) {
	at := 0
	for at < len(*b) && (*b)[at].From < from {
		at++
	}
	if at < len(*b) && (*b)[at].From == from {
		(*b)[at].Notification = n
		return
	}
	*b = append(*b, Slip{})
	copy((*b)[at+1:], (*b)[at:])
	(*b)[at] = Slip{from, n}
}

// Get is the sender's last notification.
func (b Box) Get(from NodeID) (n Notification, ok bool) {
	for _, slip := range b {
		if slip.From == from {
			return slip.Notification, true
		}
	}
	return Notification{}, false
}

// Empty takes everything out.
func (b *Box) Empty() { *b = (*b)[:0] }

package node

import "raftlab/lab/zab"

// Connection is one end of a connection. Packets that came before their turn wait in early, by their sequence.
type Connection struct {
	// Number is the follower's, and accepted the leader's: a leader that leads again, and gets a late copy of the
	// packet that opens a connection, does not continue the old one. It is 0 at a follower that has no answer.
	Number, accepted uint64
	// sent and taken are the sequences of the last packets sent and taken.
	sent, taken uint64
	early       []zab.Message
	// heard is when the last packet came, and missing since when one is missing, 0 for none.
	heard, missing zab.Time
}

// A connection's number has the opener's ID in its lowest bits, then the count of its connections since it started,
// and then the count of its starts.
const (
	idBits    = 6
	countBits = 20
)

// newNumber is a connection number that no server has used.
func (n *Node) newNumber() uint64 {
	n.connections++
	return n.Boot<<(idBits+countBits) | n.connections<<idBits | uint64(n.config.ID)
}

// take lets a packet wait for its turn, and returns those whose turn it is.
func (c *Connection) take(now zab.Time, m zab.Message) (ready []zab.Message) {
	c.heard = now
	at := 0
	for at < len(c.early) && c.early[at].Sequence < m.Sequence {
		at++
	}
	if m.Sequence <= c.taken || at < len(c.early) && c.early[at].Sequence == m.Sequence {
		return nil // a copy
	}
	m.Data = append([]byte(nil), m.Data...)
	c.early = append(c.early, zab.Message{})
	copy(c.early[at+1:], c.early[at:])
	c.early[at] = m
	for len(c.early) > 0 && c.early[0].Sequence == c.taken+1 {
		ready, c.early, c.taken = append(ready, c.early[0]), c.early[1:], c.taken+1
	}
	switch {
	case len(c.early) == 0:
		c.missing = 0
	case c.missing == 0 || len(ready) > 0:
		c.missing = max(now, 1)
	}
	return ready
}

// silent reports whether nothing came, or a packet has been missing, for too long.
func (c *Connection) silent(now zab.Time, limit zab.Duration) bool {
	return now > c.heard.Add(limit) || c.missing > 0 && now > c.missing.Add(limit)
}

// packet sends the connection's next packet.
func (n *Node) packet(c *Connection, m zab.Message, to zab.NodeID) {
	c.sent++
	m.Connection, m.Accepted, m.Sequence = c.Number, c.accepted, c.sent
	n.send(m, to)
}

// refuse says that this server does not have the connection of a packet.
func (n *Node) refuse(m zab.Message) {
	n.send(zab.Message{Kind: zab.KindReset, Connection: m.Connection}, m.From)
}

// wasReset takes in that the other end of a connection is gone.
func (n *Node) wasReset(m zab.Message) {
	if n.Follows != nil && m.From == n.Leader && m.Connection == n.Follows.Number {
		n.look()
		return
	}
	if n.Leads == nil {
		return
	}
	if l := n.Leads.learner(m.From); l != nil && l.Number == m.Connection {
		n.Leads.remove(m.From)
	}
}

package zab

import (
	"fmt"

	"raftlab/raft/wire"
)

// Kind is the kind of a message, with ZooKeeper's names.
type Kind byte

// The kinds. They are part of the byte format: never renumbered.
const (
	KindNotification Kind = 1
	// FOLLOWERINFO and OBSERVERINFO open a connection to the leader, with the accepted epoch (paper, CEPOCH).
	KindFollowerInfo Kind = 2
	KindObserverInfo Kind = 3
	// LEADERINFO is the new epoch (paper, NEWEPOCH), ACKEPOCH its acceptance (paper, ACK-E).
	KindLeaderInfo Kind = 4
	KindAckEpoch   Kind = 5
	KindDiff       Kind = 6
	KindTrunc      Kind = 7
	KindSnap       Kind = 8
	KindPropose    Kind = 9
	KindNewLeader  Kind = 10
	KindUpToDate   Kind = 11
	KindAck        Kind = 12
	KindCommit     Kind = 13
	// INFORM is a committed transaction for an observer.
	KindInform Kind = 14
	KindPing   Kind = 15
	// SYNC asks the leader for everything that is committed, and is the answer that all of it has been sent.
	KindSync Kind = 16
	// RESET says that the sender does not have the connection, or no longer.
	KindReset Kind = 17
)

// String is ZooKeeper's name for the kind.
func (k Kind) String() string {
	names := [...]string{
		"", "NOTIFICATION", "FOLLOWERINFO", "OBSERVERINFO", "LEADERINFO", "ACKEPOCH", "DIFF", "TRUNC", "SNAP",
		"PROPOSE", "NEWLEADER", "UPTODATE", "ACK", "COMMIT", "INFORM", "PING", "SYNC", "RESET",
	}
	if int(k) < len(names) {
		return names[k]
	}
	return "UNKNOWN"
}

// Message is what a server sends. A notification has Notification and nothing else. All others are packets of a
// connection: Connection is its number, which the follower chose, Accepted the number that the leader gave it, 0 in
// the packet that opens it, and Sequence the packet's place among those of its sender, from 1. The other fields are
// zero where a kind does not use them.
type Message struct {
	Kind Kind
	// To is for the sender's host, and no part of the bytes.
	From, To     NodeID
	Notification Notification

	Connection, Accepted, Sequence uint64
	// Epoch is the accepted epoch in FOLLOWERINFO and OBSERVERINFO, the new one in LEADERINFO and NEWLEADER, the
	// current one in ACKEPOCH.
	Epoch Epoch
	// In an ACK it is that of the acknowledged NEWLEADER, and 0 for an acknowledgement of transactions alone.
	// Zxid is the last of the sender in ACKEPOCH; what is kept in DIFF and TRUNC, the last in SNAP; the
	// transaction's in PROPOSE, INFORM, ACK and COMMIT; how far all is committed in UPTODATE and SYNC.
	Zxid Zxid
	// Base is, in ACKEPOCH, the zxid of the sender's snapshot: it cannot remove what is in there.
	Base Zxid
	// Fresh is true in an ACKEPOCH of a server that had not accepted the epoch before. Only such an answer counts.
	Fresh bool
	// Number is the beat of a PING, the request of a SYNC, and in a SNAP how many parts follow.
	Number uint64
	Data   []byte
}

// AppendMessage appends m in its byte format.
func AppendMessage(b []byte, m Message) []byte {
	b = wire.AppendUint(append(b, byte(m.Kind)), uint64(m.From))
	if m.Kind == KindNotification {
		return appendNotification(b, m.Notification)
	}
	b = wire.AppendUint(wire.AppendUint(wire.AppendUint(b, m.Connection), m.Accepted), m.Sequence)
	b = wire.AppendUint(wire.AppendUint(b, uint64(m.Epoch)), uint64(m.Zxid))
	b = wire.AppendBool(wire.AppendUint(b, uint64(m.Base)), m.Fresh)
	return wire.AppendBytes(wire.AppendUint(b, m.Number), m.Data)
}

// DecodeMessage reads what AppendMessage wrote. Data shares the memory of b.
func DecodeMessage(b []byte) (Message, error) {
	r := wire.NewReader(b)
	m := Message{Kind: Kind(r.Byte()), From: ReadNodeID(r)}
	if m.Kind < KindNotification || m.Kind > KindReset {
		r.Fail(fmt.Errorf("message kind %d: %w", m.Kind, wire.ErrValue))
	}
	if m.Kind == KindNotification {
		m.Notification = readNotification(r)
	} else {
		m.Connection, m.Accepted, m.Sequence = r.Uint(), r.Uint(), r.Uint()
		m.Epoch, m.Zxid = readEpoch(r), Zxid(r.Uint())
		m.Base, m.Fresh = Zxid(r.Uint()), r.Bool()
		m.Number, m.Data = r.Uint(), r.Bytes()
	}
	if err := r.End(); err != nil {
		return Message{}, fmt.Errorf("decode message: %w", err)
	}
	return m, nil
}

// AppendVote appends a vote in its byte format.
func AppendVote(b []byte, v Vote) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(v.Leader)), uint64(v.Zxid))
	return wire.AppendUint(b, uint64(v.Epoch))
}

// ReadVote reads what AppendVote wrote.
func ReadVote(r *wire.Reader) Vote {
	return Vote{Leader: ReadNodeID(r), Zxid: Zxid(r.Uint()), Epoch: readEpoch(r)}
}

func appendNotification(b []byte, n Notification) []byte {
	b = wire.AppendUint(AppendVote(b, n.Vote), uint64(n.Round))
	return append(b, byte(n.Standing))
}

func readNotification(r *wire.Reader) Notification {
	n := Notification{Vote: ReadVote(r), Round: Round(r.Uint()), Standing: Standing(r.Byte())}
	if n.Standing > Observing {
		r.Fail(fmt.Errorf("standing %d: %w", n.Standing, wire.ErrValue))
	}
	return n
}

// ReadNodeID takes a server's number. A number that is too large is refused: truncated it would name another server.
func ReadNodeID(r *wire.Reader) NodeID {
	v := r.Uint()
	if v > uint64(MaxNodeID) {
		r.Fail(fmt.Errorf("server %d of at most %d: %w", v, MaxNodeID, wire.ErrValue))
		return None
	}
	return NodeID(v)
}

// readEpoch takes an epoch, which has 32 bits.
func readEpoch(r *wire.Reader) Epoch {
	v := r.Uint()
	if v > 1<<32-1 {
		r.Fail(fmt.Errorf("epoch %d: %w", v, wire.ErrValue))
		return 0
	}
	return Epoch(v)
}

// AppendBox appends the notifications of a box in their byte format.
func AppendBox(b []byte, box Box) []byte {
	b = wire.AppendUint(b, uint64(len(box)))
	for _, slip := range box {
		b = appendNotification(wire.AppendUint(b, uint64(slip.From)), slip.Notification)
	}
	return b
}

// ReadBox reads what AppendBox wrote.
func ReadBox(r *wire.Reader) (box Box) {
	for range r.Count() {
		box = append(box, Slip{ReadNodeID(r), readNotification(r)})
	}
	return box
}

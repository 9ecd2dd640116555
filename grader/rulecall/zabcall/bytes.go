package zabcall

import (
	"fmt"

	"raftlab/lab/zab"
	"raftlab/raft/wire"
)

// maxList bounds the transactions, votes and zxids of a list that comes back, maxData the bytes of a transaction,
// maxContent those of a snapshot, and maxRound the rounds of elections, so that whoever counts on cannot overflow.
const (
	maxList    = 1 << 14
	maxData    = 1 << 16
	maxContent = 1 << 22
	maxRound   = 1 << 40
)

// appendElection adds an election with what no rule may change in front: its server, the voters, what it is and its own
// vote. They do not come back.
func appendElection(b []byte, e *zab.Election) []byte {
	b = append(wire.AppendUint(wire.AppendUint(b, uint64(e.ID)), uint64(e.Voters)), byte(e.Standing))
	return appendVotes(zab.AppendVote(b, e.Own), e)
}

func givenElection(r *wire.Reader) zab.Election {
	e := zab.Election{
		ID: zab.ReadNodeID(r), Voters: zab.NodeSet(r.Uint()), Standing: zab.Standing(r.Byte()), Own: zab.ReadVote(r),
	}
	readVotes(r, &e)
	return e
}

// appendVotes adds what the rules may change in an election.
func appendVotes(b []byte, e *zab.Election) []byte {
	b = zab.AppendVote(wire.AppendUint(b, uint64(e.Round)), e.Vote)
	return zab.AppendBox(zab.AppendBox(b, e.Votes), e.Outside)
}

func readVotes(r *wire.Reader, e *zab.Election) {
	e.Round = zab.Round(r.Uint())
	atMost(r, "round", uint64(e.Round), maxRound)
	e.Vote, e.Votes, e.Outside = zab.ReadVote(r), zab.ReadBox(r), zab.ReadBox(r)
	atMost(r, "votes", uint64(len(e.Votes)+len(e.Outside)), maxList)
	for _, box := range []zab.Box{e.Votes, e.Outside} {
		for _, slip := range box {
			atMost(r, "round", uint64(slip.Round), maxRound)
		}
	}
}

// appendSlip adds a notification and its sender, as a box with nothing else.
func appendSlip(b []byte, from zab.NodeID, n zab.Notification) []byte {
	return zab.AppendBox(b, zab.Box{{From: from, Notification: n}})
}

func readSlip(r *wire.Reader) (zab.NodeID, zab.Notification) {
	box := zab.ReadBox(r)
	if len(box) != 1 {
		r.Fail(fmt.Errorf("%w: %d notifications instead of one", wire.ErrValue, len(box)))
		return zab.None, zab.Notification{}
	}
	return box[0].From, box[0].Notification
}

// appendFollower adds a follower. The leader's epoch stands in front, and does not come back.
func appendFollower(b []byte, f *zab.Follower) []byte {
	return appendHistory(wire.AppendUint(b, uint64(f.Epoch)), f)
}

func givenFollower(r *wire.Reader) zab.Follower {
	f := zab.Follower{Epoch: readEpoch(r)}
	readHistory(r, &f)
	return f
}

// appendHistory adds what the rule may change in a follower.
func appendHistory(b []byte, f *zab.Follower) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(f.CurrentEpoch)), uint64(f.History.Base.Zxid))
	b = zab.AppendTxns(wire.AppendBytes(b, f.History.Base.Data), f.History.Txns)
	return zab.AppendTxns(b, f.Unsaved)
}

func readHistory(r *wire.Reader, f *zab.Follower) {
	f.CurrentEpoch = readEpoch(r)
	f.History.Base = zab.Snapshot{Zxid: zab.Zxid(r.Uint()), Data: append([]byte(nil), r.Bytes()...)}
	f.History.Txns, f.Unsaved = zab.ReadTxns(r), zab.ReadTxns(r)
	atMost(r, "bytes of a snapshot", uint64(len(f.History.Base.Data)), maxContent)
	boundTxns(r, f.History.Txns)
	boundTxns(r, f.Unsaved)
}

func appendMessage(b []byte, m zab.SyncMessage) []byte {
	b = wire.AppendUint(append(b, byte(m.Kind)), uint64(m.Zxid))
	return wire.AppendBytes(wire.AppendUint(b, uint64(m.Epoch)), m.Data)
}

func readMessage(r *wire.Reader) zab.SyncMessage {
	return zab.SyncMessage{
		Kind: zab.SyncKind(r.Byte()), Zxid: zab.Zxid(r.Uint()), Epoch: readEpoch(r),
		Data: append([]byte(nil), r.Bytes()...),
	}
}

// readSave reads a stranger's record.
func readSave(r *wire.Reader) zab.Save {
	s, err := zab.DecodeSave(r.Bytes())
	if err != nil {
		r.Fail(err)
		return zab.Save{}
	}
	if s.Snapshot != nil {
		atMost(r, "bytes of a snapshot", uint64(len(s.Snapshot.Data)), maxContent)
	}
	boundTxns(r, s.Append)
	return s
}

// appendLeadership adds a leader with what no rule may change in front. It does not come back.
func appendLeadership(b []byte, l *zab.Leadership) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(l.ID)), uint64(l.Voters))
	b = wire.AppendUint(wire.AppendUint(b, uint64(l.Epoch)), uint64(l.NewLeaderAcks))
	b = wire.AppendUint(wire.AppendBool(b, l.Established), uint64(l.Heard))
	return appendOutstanding(b, l)
}

func givenLeadership(r *wire.Reader) zab.Leadership {
	l := zab.Leadership{
		ID: zab.ReadNodeID(r), Voters: zab.NodeSet(r.Uint()), Epoch: readEpoch(r), NewLeaderAcks: zab.NodeSet(r.Uint()),
		Established: r.Bool(), Heard: zab.NodeSet(r.Uint()),
	}
	readOutstanding(r, &l)
	return l
}

// appendOutstanding adds what the rule may change in a leader.
func appendOutstanding(b []byte, l *zab.Leadership) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(l.Committed)), uint64(len(l.Outstanding)))
	for _, p := range l.Outstanding {
		b = wire.AppendUint(wire.AppendUint(b, uint64(p.Zxid)), uint64(p.Acks))
	}
	return b
}

func readOutstanding(r *wire.Reader, l *zab.Leadership) {
	l.Committed = zab.Zxid(r.Uint())
	for range readCount(r, "transactions") {
		l.Outstanding = append(l.Outstanding, zab.Proposal{Zxid: zab.Zxid(r.Uint()), Acks: zab.NodeSet(r.Uint())})
	}
}

func appendZxids(b []byte, list []zab.Zxid) []byte {
	b = wire.AppendUint(b, uint64(len(list)))
	for _, z := range list {
		b = wire.AppendUint(b, uint64(z))
	}
	return b
}

func readZxids(r *wire.Reader) (list []zab.Zxid) {
	for range readCount(r, "zxids") {
		list = append(list, zab.Zxid(r.Uint()))
	}
	return list
}

func appendSync(b []byte, s zab.Sync) []byte {
	return wire.AppendUint(append(b, byte(s.Kind)), uint64(s.From))
}

func readSync(r *wire.Reader) zab.Sync {
	return zab.Sync{Kind: zab.SyncKind(r.Byte()), From: zab.Zxid(r.Uint())}
}

// readEpoch reads an epoch, which has 32 bits.
func readEpoch(r *wire.Reader) zab.Epoch {
	v := r.Uint()
	atMost(r, "epoch", v, 1<<32-1)
	return zab.Epoch(v)
}

// readCount reads the length of a list, 0 for a list that is too long.
func readCount(r *wire.Reader, what string) int {
	n := r.Count()
	if atMost(r, what, uint64(n), maxList); n > maxList {
		return 0
	}
	return n
}

func boundTxns(r *wire.Reader, txns []zab.Txn) {
	atMost(r, "transactions", uint64(len(txns)), maxList)
	for _, t := range txns {
		atMost(r, "bytes of a transaction", uint64(len(t.Data)), maxData)
	}
}

// atMost refuses a number beyond its bound.
func atMost(r *wire.Reader, what string, n, most uint64) {
	if n > most {
		r.Fail(fmt.Errorf("%w: %s: %d, of at most %d", wire.ErrValue, what, n, most))
	}
}

package paxos

import (
	"fmt"

	"raftlab/raft/wire"
)

// codecVersion begins each message and each record.
const codecVersion = 1

// messageKind is part of the byte format: never renumbered.
type messageKind byte

const (
	kindPrepare messageKind = iota + 1
	kindPromise
	kindAccept
	kindAccepted
	kindPrepareAll
	kindPromiseAll
	kindChosen
	kindAsk
	kindSuggest
	kindHeartbeat
)

func (Prepare) kind() messageKind    { return kindPrepare }
func (Promise) kind() messageKind    { return kindPromise }
func (Accept) kind() messageKind     { return kindAccept }
func (Accepted) kind() messageKind   { return kindAccepted }
func (PrepareAll) kind() messageKind { return kindPrepareAll }
func (PromiseAll) kind() messageKind { return kindPromiseAll }
func (Chosen) kind() messageKind     { return kindChosen }
func (Ask) kind() messageKind        { return kindAsk }
func (Suggest) kind() messageKind    { return kindSuggest }
func (Heartbeat) kind() messageKind  { return kindHeartbeat }

// AppendMessage appends m in its byte format.
func AppendMessage(b []byte, m Message) []byte {
	b = append(b, codecVersion, byte(m.Body.kind()))
	b = wire.AppendUint(b, uint64(m.From))
	b = wire.AppendUint(b, uint64(m.To))
	b = wire.AppendUint(b, uint64(m.Slot))
	switch body := m.Body.(type) {
	case Prepare:
		b = AppendBallot(b, body.Ballot)
	case Promise:
		b = wire.AppendBool(AppendBallot(b, body.Ballot), body.Granted)
		b = AppendBallot(AppendBallot(b, body.Promised), body.AcceptedAt)
		b = AppendValue(b, body.Value)
	case Accept:
		b = AppendValue(AppendBallot(b, body.Ballot), body.Value)
	case Accepted:
		b = AppendValue(AppendBallot(b, body.Ballot), body.Value)
		b = AppendBallot(wire.AppendBool(b, body.Granted), body.Promised)
	case PrepareAll:
		b = AppendBallot(b, body.Ballot)
	case PromiseAll:
		b = wire.AppendBool(AppendBallot(b, body.Ballot), body.Granted)
		b = AppendAccepted(AppendBallot(b, body.Promised), body.Accepted)
	case Chosen:
		b = wire.AppendUint(b, uint64(len(body.Values)))
		for _, v := range body.Values {
			b = AppendValue(b, v)
		}
	case Suggest:
		b = AppendValue(b, body.Value)
	case Heartbeat:
		b = AppendBallot(b, body.Ballot)
	}
	return b
}

// DecodeMessage reads what AppendMessage wrote.
func DecodeMessage(b []byte) (Message, error) {
	r := wire.NewReader(b)
	readVersion(r)
	kind := messageKind(r.Byte())
	m := Message{From: readNode(r), To: readNode(r), Slot: Slot(r.Uint())}
	m.Body = readBody(r, kind)
	if m.Body == nil {
		r.Fail(fmt.Errorf("message kind %d: %w", kind, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Message{}, fmt.Errorf("decode message: %w", err)
	}
	return m, nil
}

// readBody is nil for an unknown kind.
func readBody(r *wire.Reader, kind messageKind) Body {
	switch kind {
	case kindPrepare:
		return Prepare{Ballot: ReadBallot(r)}
	case kindPromise:
		return Promise{
			Ballot: ReadBallot(r), Granted: r.Bool(), Promised: ReadBallot(r), AcceptedAt: ReadBallot(r),
			Value: ReadValue(r),
		}
	case kindAccept:
		return Accept{Ballot: ReadBallot(r), Value: ReadValue(r)}
	case kindAccepted:
		return Accepted{Ballot: ReadBallot(r), Value: ReadValue(r), Granted: r.Bool(), Promised: ReadBallot(r)}
	case kindPrepareAll:
		return PrepareAll{Ballot: ReadBallot(r)}
	case kindPromiseAll:
		return PromiseAll{
			Ballot: ReadBallot(r), Granted: r.Bool(), Promised: ReadBallot(r), Accepted: ReadAccepted(r),
		}
	case kindChosen:
		var values []Value
		for range r.Count() {
			values = append(values, ReadValue(r))
		}
		return Chosen{Values: values}
	case kindAsk:
		return Ask{}
	case kindSuggest:
		return Suggest{Value: ReadValue(r)}
	case kindHeartbeat:
		return Heartbeat{Ballot: ReadBallot(r)}
	}
	return nil
}

// AppendSave appends a record in its byte format.
func AppendSave(b []byte, s Save) []byte {
	b = append(b, codecVersion)
	b = AppendBallot(AppendBallot(b, s.Promised), s.Used)
	return AppendAccepted(b, s.Accepted)
}

// DecodeSave reads what AppendSave wrote.
func DecodeSave(b []byte) (Save, error) {
	r := wire.NewReader(b)
	readVersion(r)
	s := Save{Promised: ReadBallot(r), Used: ReadBallot(r), Accepted: ReadAccepted(r)}
	if err := r.End(); err != nil {
		return Save{}, fmt.Errorf("decode record: %w", err)
	}
	return s, nil
}

// maxSlot bounds what a reader believes: a longer log is a mistake, and would take all memory.
const maxSlot = 1 << 16

// AppendAccepted appends a list in its byte format.
func AppendAccepted(b []byte, list []SlotAccepted) []byte {
	b = wire.AppendUint(b, uint64(len(list)))
	for _, a := range list {
		b = wire.AppendUint(b, uint64(a.Slot))
		b = AppendValue(AppendBallot(b, a.At), a.Value)
	}
	return b
}

// ReadAccepted reads what AppendAccepted wrote.
func ReadAccepted(r *wire.Reader) []SlotAccepted {
	var list []SlotAccepted
	for range r.Count() {
		a := SlotAccepted{Slot: Slot(r.Uint()), At: ReadBallot(r), Value: ReadValue(r)}
		if a.Slot < 1 || a.Slot > maxSlot {
			r.Fail(fmt.Errorf("slot %d: %w", a.Slot, wire.ErrValue))
		}
		list = append(list, a)
	}
	return list
}

// AppendBallot appends a ballot in its byte format.
func AppendBallot(b []byte, ballot Ballot) []byte {
	return wire.AppendUint(wire.AppendUint(b, ballot.Round), uint64(ballot.ID))
}

// ReadBallot reads what AppendBallot wrote.
func ReadBallot(r *wire.Reader) Ballot { return Ballot{Round: r.Uint(), ID: readNode(r)} }

// AppendValue appends a value in its byte format.
func AppendValue(b []byte, v Value) []byte { return wire.AppendBytes(b, []byte(v)) }

// ReadValue reads what AppendValue wrote.
func ReadValue(r *wire.Reader) Value { return Value(r.Bytes()) }

// readNode takes a server's number. A number that is too large is refused: truncated it would name another server.
func readNode(r *wire.Reader) NodeID {
	v := r.Uint()
	if v > uint64(MaxNodeID) {
		r.Fail(fmt.Errorf("server %d: %w", v, wire.ErrValue))
		return None
	}
	return NodeID(v)
}

func readVersion(r *wire.Reader) {
	if v := r.Byte(); r.Err() == nil && v != codecVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, codecVersion, wire.ErrVersion))
	}
}

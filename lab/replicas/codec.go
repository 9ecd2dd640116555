package replicas

import (
	"fmt"

	"raftlab/raft/wire"
)

const (
	messageVersion = 1
	stateVersion   = 1
)

// AppendMessage appends m in its byte format.
func AppendMessage(b []byte, m Message) []byte {
	b = append(b, messageVersion, byte(m.Kind))
	b = appendUints(b, uint64(m.From), uint64(m.To), m.Number, m.Epoch, m.Index)
	b = appendEntry(b, m.Last)
	b = appendList(b, m.Entries, appendEntry)
	b = appendPosition(b, m.At)
	b = wire.AppendBool(b, m.OK)
	b = wire.AppendUint(b, uint64(m.For))
	b = appendList(b, m.Keys, appendKey)
	b = appendList(b, m.Digests, func(b []byte, d KeyHash) []byte {
		return wire.AppendUint(wire.AppendBytes(b, []byte(d.Name)), d.Hash)
	})
	b = wire.AppendBool(b, m.Back)
	b = wire.AppendBytes(b, m.Command)
	return append(b, byte(m.Phase), byte(m.Decision))
}

// DecodeMessage decodes the output of AppendMessage. The message has its own memory.
func DecodeMessage(b []byte) (Message, error) {
	r := wire.NewReader(append([]byte{}, b...))
	readVersion(r, messageVersion)
	m := Message{Kind: MessageKind(r.Byte())}
	m.From, m.To, m.Number, m.Epoch, m.Index = readNode(r), readNode(r), r.Uint(), r.Uint(), r.Uint()
	m.Last = readEntry(r)
	m.Entries = readList(r, readEntry)
	m.At = readPosition(r)
	m.OK = r.Bool()
	m.For = readNode(r)
	m.Keys = readList(r, readKey)
	m.Digests = readList(r, func(r *wire.Reader) KeyHash { return KeyHash{string(r.Bytes()), r.Uint()} })
	m.Back = r.Bool()
	m.Command = readBytes(r)
	m.Phase, m.Decision = readPhase(r), Decision(r.Byte())
	if m.Kind == 0 || m.Kind >= messageKinds || m.Decision > Abort {
		r.Fail(fmt.Errorf("message kind %d, decision %d: %w", m.Kind, m.Decision, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Message{}, fmt.Errorf("decode message: %w", err)
	}
	return m, nil
}

// AppendState appends s in its byte format. It is a server's record, with the durable part of the state, and its
// view, with all of it.
func AppendState(b []byte, s State) []byte {
	b = append(b, stateVersion, byte(s.Kind), byte(s.Role))
	b = appendUints(b, uint64(s.ID), s.Epoch, uint64(s.Primary), uint64(s.Members))
	b = appendUints(b, s.Waits, s.Silence, s.Count, s.Ticks)
	b = appendUints(b, uint64(s.Called), uint64(s.Exchanged))
	b = wire.AppendBool(wire.AppendBool(wire.AppendBool(b, s.Fenced), s.Fallen), s.Refuses)
	b = appendList(b, s.Entries, appendEntry)
	b = appendList(b, s.Match, wire.AppendUint)
	b = appendList(b, s.Pending, func(b []byte, p Pending) []byte {
		b = wire.AppendBool(appendUints(b, uint64(p.Request), p.Index), p.Done)
		return wire.AppendBytes(b, []byte(p.Value))
	})
	b = appendList(b, s.Positions, appendPosition)
	b = appendList(b, s.Keys, appendKey)
	b = appendList(b, s.Hints, func(b []byte, h Hint) []byte {
		b = wire.AppendBytes(wire.AppendUint(b, uint64(h.For)), []byte(h.Key))
		return AppendVersioned(b, h.Version)
	})
	b = appendList(b, s.Operations, appendOperation)
	return appendList(b, s.Transactions, appendTransaction)
}

// DecodeState decodes the output of AppendState. The state has its own memory.
func DecodeState(b []byte) (State, error) {
	r := wire.NewReader(append([]byte{}, b...))
	readVersion(r, stateVersion)
	s := State{Kind: Kind(r.Byte()), Role: Role(r.Byte())}
	s.ID, s.Epoch, s.Primary, s.Members = readNode(r), r.Uint(), readNode(r), NodeSet(r.Uint())
	s.Waits, s.Silence, s.Count, s.Ticks = r.Uint(), r.Uint(), r.Uint(), r.Uint()
	s.Called, s.Exchanged = readNode(r), readNode(r)
	s.Fenced, s.Fallen, s.Refuses = r.Bool(), r.Bool(), r.Bool()
	s.Entries = readList(r, readEntry)
	s.Match = readList(r, (*wire.Reader).Uint)
	s.Pending = readList(r, func(r *wire.Reader) Pending {
		return Pending{RequestID(r.Uint()), r.Uint(), r.Bool(), string(r.Bytes())}
	})
	s.Positions = readList(r, readPosition)
	s.Keys = readList(r, readKey)
	s.Hints = readList(r, func(r *wire.Reader) Hint { return Hint{readNode(r), string(r.Bytes()), ReadVersioned(r)} })
	s.Operations = readList(r, readOperation)
	s.Transactions = readList(r, readTransaction)
	if s.Kind < Sync || s.Kind > ThreePhase || s.Role < Primary || s.Role > Participant {
		r.Fail(fmt.Errorf("kind %d, role %d: %w", s.Kind, s.Role, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return State{}, fmt.Errorf("decode state: %w", err)
	}
	return s, nil
}

func readVersion(r *wire.Reader, want byte) {
	if v := r.Byte(); r.Err() == nil && v != want {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, want, wire.ErrVersion))
	}
}

func readNode(r *wire.Reader) NodeID {
	v := r.Uint()
	if v > uint64(MaxNodeID) {
		r.Fail(fmt.Errorf("server %d of at most %d: %w", v, MaxNodeID, wire.ErrValue))
		return None
	}
	return NodeID(v)
}

func readPhase(r *wire.Reader) Phase {
	p := Phase(r.Byte())
	if p > Aborted {
		r.Fail(fmt.Errorf("phase %d: %w", p, wire.ErrValue))
		return Unknown
	}
	return p
}

// readBytes is nil for no bytes, so that equal values are equal after a journey.
func readBytes(r *wire.Reader) []byte {
	if b := r.Bytes(); len(b) > 0 {
		return b
	}
	return nil
}

func appendUints(b []byte, values ...uint64) []byte {
	for _, v := range values {
		b = wire.AppendUint(b, v)
	}
	return b
}

func appendList[T any](b []byte, list []T, add func([]byte, T) []byte) []byte {
	b = wire.AppendUint(b, uint64(len(list)))
	for _, one := range list {
		b = add(b, one)
	}
	return b
}

func readList[T any](r *wire.Reader, read func(*wire.Reader) T) []T {
	var list []T
	for range r.Count() {
		list = append(list, read(r))
	}
	return list
}

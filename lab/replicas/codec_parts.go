package replicas

import "raftlab/raft/wire"

func appendEntry(b []byte, e Entry) []byte {
	return wire.AppendBytes(appendUints(b, e.Epoch, uint64(e.By), uint64(e.Request)), e.Command)
}

func readEntry(r *wire.Reader) Entry {
	return Entry{Epoch: r.Uint(), By: readNode(r), Request: RequestID(r.Uint()), Command: readBytes(r)}
}

func appendPosition(b []byte, p Position) []byte {
	return appendUints(b, uint64(p.Node), p.Epoch, p.Index)
}

func readPosition(r *wire.Reader) Position { return Position{readNode(r), r.Uint(), r.Uint()} }

// AppendVersioned appends a version in its byte format.
func AppendVersioned(b []byte, v Versioned) []byte {
	b = appendList(b, v.Version, func(b []byte, d Dot) []byte { return appendUints(b, uint64(d.Node), d.Count) })
	b = wire.AppendBool(appendUints(b, uint64(v.Writer), uint64(v.Clock)), v.Deleted)
	return wire.AppendBytes(b, []byte(v.Value))
}

// ReadVersioned reads the output of AppendVersioned.
func ReadVersioned(r *wire.Reader) Versioned {
	return Versioned{
		Version: readList(r, func(r *wire.Reader) Dot { return Dot{readNode(r), r.Uint()} }),
		Writer:  readNode(r), Clock: Time(r.Uint()), Deleted: r.Bool(), Value: string(r.Bytes()),
	}
}

func appendKey(b []byte, k Key) []byte {
	b = appendList(wire.AppendBytes(b, []byte(k.Name)), k.Versions, AppendVersioned)
	return wire.AppendUint(b, uint64(k.Has))
}

func readKey(r *wire.Reader) Key {
	return Key{Name: string(r.Bytes()), Versions: readList(r, ReadVersioned), Has: NodeSet(r.Uint())}
}

func appendOperation(b []byte, o Operation) []byte {
	b = wire.AppendBytes(wire.AppendUint(b, uint64(o.Request)), o.Command)
	b = wire.AppendBool(wire.AppendBytes(b, []byte(o.Key)), o.Writes)
	b = appendList(b, o.Spread, AppendVersioned)
	b = appendList(b, o.Replies, func(b []byte, reply Reply) []byte {
		return appendList(wire.AppendUint(b, uint64(reply.From)), reply.Versions, AppendVersioned)
	})
	b = appendList(b, o.Acks, func(b []byte, a Ack) []byte {
		return wire.AppendBool(wire.AppendUint(b, uint64(a.From)), a.Hint)
	})
	b = wire.AppendBytes(wire.AppendBool(b, o.Done), []byte(o.Value))
	return wire.AppendUint(wire.AppendBool(b, o.Over), o.Ticks)
}

func readOperation(r *wire.Reader) Operation {
	return Operation{
		Request: RequestID(r.Uint()), Command: readBytes(r), Key: string(r.Bytes()), Writes: r.Bool(),
		Spread: readList(r, ReadVersioned),
		Replies: readList(r, func(r *wire.Reader) Reply {
			return Reply{From: readNode(r), Versions: readList(r, ReadVersioned)}
		}),
		Acks: readList(r, func(r *wire.Reader) Ack { return Ack{From: readNode(r), Hint: r.Bool()} }),
		Done: r.Bool(), Value: string(r.Bytes()), Over: r.Bool(), Ticks: r.Uint(),
	}
}

func appendTransaction(b []byte, t Transaction) []byte {
	b = wire.AppendBytes(appendUints(b, t.ID, uint64(t.Request)), t.Command)
	b = wire.AppendBytes(append(b, byte(t.Phase)), []byte(t.Value))
	b = appendList(b, t.Votes, func(b []byte, v Vote) []byte {
		return wire.AppendBool(wire.AppendUint(b, uint64(v.From)), v.Yes)
	})
	b = appendUints(b, uint64(t.PreCommits), uint64(t.Told), t.Ticks)
	b = wire.AppendBool(wire.AppendBool(wire.AppendBool(b, t.Leads), t.Asks), t.Blocked)
	return appendList(b, t.Standings, func(b []byte, s Standing) []byte {
		return wire.AppendBool(append(wire.AppendUint(b, uint64(s.From)), byte(s.Phase)), s.Coordinator)
	})
}

func readTransaction(r *wire.Reader) Transaction {
	t := Transaction{ID: r.Uint(), Request: RequestID(r.Uint()), Command: readBytes(r), Phase: readPhase(r)}
	t.Value = string(r.Bytes())
	t.Votes = readList(r, func(r *wire.Reader) Vote { return Vote{From: readNode(r), Yes: r.Bool()} })
	t.PreCommits, t.Told, t.Ticks = NodeSet(r.Uint()), NodeSet(r.Uint()), r.Uint()
	t.Leads, t.Asks, t.Blocked = r.Bool(), r.Bool(), r.Bool()
	t.Standings = readList(r, func(r *wire.Reader) Standing {
		return Standing{From: readNode(r), Phase: readPhase(r), Coordinator: r.Bool()}
	})
	return t
}

package paxoscluster

import (
	"fmt"

	"raftlab/lab/paxos"
	"raftlab/lab/paxos/node"
	"raftlab/lab/service"
	"raftlab/raft/wire"
)

// View is what a server shows after each step. StoreHash is 0 in mode single.
type View struct {
	node.View
	StoreHash uint64
}

func (s *Server) appendView(b []byte, booted bool) []byte {
	hash := uint64(0)
	if s.multi {
		hash = s.store.Hash()
	}
	return wire.AppendUint(s.node.AppendView(b, booted), hash)
}

// DecodeView reads the view of a server.
func DecodeView(b []byte) (View, error) {
	r := wire.NewReader(b)
	v := View{View: node.ReadView(r), StoreHash: r.Uint()}
	last := paxos.Slot(0)
	for _, s := range v.Slots {
		if s.Slot <= last || s.Slot > maxSlot {
			r.Fail(fmt.Errorf("slot %d after %d: %w", s.Slot, last, wire.ErrValue))
		}
		last = s.Slot
	}
	if err := r.End(); err != nil {
		return View{}, fmt.Errorf("decode view: %w", err)
	}
	return v, nil
}

// maxSlot bounds what an observer believes.
const maxSlot = 1 << 16

// valueText is a value in words: a command of mode multi, or the word that was proposed.
func valueText(v paxos.Value) string {
	switch {
	case !v.IsCommand():
		return string(v)
	case v == paxos.NoOp:
		return "no-op"
	}
	command, err := paxos.ReadCommand(v)
	if err != nil {
		return "unreadable"
	}
	return service.CommandText(command)
}

package zab

import "slices"

// Txn is one transaction: what the leader's state machine decided to do, with its zxid.
type Txn struct {
	Zxid Zxid
	Data []byte
}

// Snapshot is the content of the state machine after all transactions up to Zxid.
type Snapshot struct {
	Zxid Zxid
	Data []byte
}

// History is a server's transactions in their order (the paper's history), behind a snapshot of those before them.
type History struct {
	Base Snapshot
	Txns []Txn
}

// Last is the zxid of the last transaction, the snapshot's if there is none behind it, and 0 for an empty history.
func (h *History) Last() Zxid {
	if len(h.Txns) == 0 {
		return h.Base.Zxid
	}
	return h.Txns[len(h.Txns)-1].Zxid
}

// Append adds a transaction.
func (h *History) Append(t Txn) { h.Txns = append(h.Txns, t) }

// Find is the place of a transaction in Txns, -1 if it is not there.
func (h *History) Find(z Zxid) int {
	for i := len(h.Txns) - 1; i >= 0; i-- {
		if h.Txns[i].Zxid == z {
			return i
		}
	}
	return -1
}

// Truncate removes all transactions after z.
func (h *History) Truncate(z Zxid) {
	at := len(h.Txns)
	for at > 0 && h.Txns[at-1].Zxid > z {
		at--
	}
	h.Txns = h.Txns[:at:at]
}

// After are the transactions after z.
func (h *History) After(z Zxid) []Txn {
	at := len(h.Txns)
	for at > 0 && h.Txns[at-1].Zxid > z {
		at--
	}
	return h.Txns[at:]
}

// Replace takes a snapshot in the place of everything.
func (h *History) Replace(s Snapshot) { h.Base, h.Txns = s, nil }

// Clone is a second history; the transactions' data are shared, and never change.
func (h *History) Clone() History { return History{h.Base, slices.Clone(h.Txns)} }

// Window are the zxids of the last n transactions (ZooKeeper's committedLog), and the zxid before them.
func (h *History) Window(n int) (window []Zxid, before Zxid) {
	from := max(0, len(h.Txns)-n)
	before = h.Base.Zxid
	if from > 0 {
		before = h.Txns[from-1].Zxid
	}
	for _, t := range h.Txns[from:] {
		window = append(window, t.Zxid)
	}
	return window, before
}

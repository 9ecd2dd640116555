package kv

import (
	"cmp"
	"slices"

	"raftlab/raft/wire"
)

// ClientID names a session: the log index of the entry that opened it. So no two sessions have the same name, and
// nobody has to draw one. 0 is no session.
type ClientID uint64

// Time is a moment on the clock of the leader that stamped a command, in microseconds.
type Time int64

// Duration is a span of such time, in microseconds.
type Duration int64

// Numbered is a command of a session, as it stands in the log.
type Numbered struct {
	// Client is the session, 0 for a request to open one.
	Client ClientID
	// Sequence is the command's number in its session, from 1. A copy of the command has the same number.
	Sequence uint64
	// Lowest is the lowest number whose answer the client still waits for. It will not ask for lower ones again
	// (thesis §6.3).
	Lowest uint64
	// Stamp is the time of the leader that put the command into the log. All servers read the same time here,
	// whatever their own clocks show.
	Stamp   Time
	Command Command
}

// Opens reports whether this is a request to open a session.
func (n Numbered) Opens() bool { return n.Client == 0 }

// Failure says why a numbered command has no result.
type Failure byte

// The failures. They are part of the byte format.
const (
	// NoFailure is a command with a result, of this copy or of an earlier one.
	NoFailure Failure = iota
	// UnknownSession: there is no such session. It has expired, or was never opened. Nobody knows
	// any more whether an earlier copy of the command was carried out.
	UnknownSession
	// TooOld: the client has said that it has the answer of this command, so its result was forgotten.
	TooOld
)

// String is the failure in words.
func (f Failure) String() string {
	return [...]string{"none", "session unknown", "too old"}[min(f, TooOld)]
}

// Sessions is the table of sessions. It is a part of the state machine, as the store is: servers that have applied
// the same entries have the same table (§8, thesis §6.3).
type Sessions struct {
	// Now is the latest stamp of all applied entries. It never goes back, though a later leader's clock may be behind
	// an earlier one's.
	Now Time
	// Open are the open sessions, in increasing order of Client.
	Open []Session
}

// Session is what the servers remember of one client.
type Session struct {
	Client ClientID
	// LastUsed is Sessions.Now when the session was opened, or its last command was applied.
	LastUsed Time
	// Lowest is the highest Numbered.Lowest of its commands. Results below it are forgotten.
	Lowest uint64
	// Results are the stored results from Lowest on, in increasing order of Sequence.
	Results []Stored
}

// Stored is the result of a command that was carried out. A refusal of the store, such as that of a comparison that
// failed, is a result too.
type Stored struct {
	Sequence uint64
	Result   Result
}

// Find is the open session of that name, nil for none. The pointer is good until a session is opened or removed.
func (t *Sessions) Find(client ClientID) *Session {
	i, found := t.place(client)
	if !found {
		return nil
	}
	return &t.Open[i]
}

func (t *Sessions) place(client ClientID) (int, bool) {
	return slices.BinarySearchFunc(t.Open, client, func(s Session, client ClientID) int {
		return cmp.Compare(s.Client, client)
	})
}

// Clone is a second table with the same content.
func (t *Sessions) Clone() Sessions {
	c := Sessions{Now: t.Now, Open: slices.Clone(t.Open)}
	for i := range c.Open {
		c.Open[i].Results = slices.Clone(c.Open[i].Results)
	}
	return c
}

// Hash distinguishes tables: equal content gives equal hashes.
func (t *Sessions) Hash() uint64 {
	h := uint64(14695981039346656037)
	for _, b := range AppendSessions(nil, t) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

// AppendSessions appends a table in its byte format.
func AppendSessions(b []byte, t *Sessions) []byte {
	b = wire.AppendUint(b, uint64(t.Now))
	b = wire.AppendUint(b, uint64(len(t.Open)))
	for _, s := range t.Open {
		b = wire.AppendUint(b, uint64(s.Client))
		b = wire.AppendUint(b, uint64(s.LastUsed))
		b = wire.AppendUint(b, s.Lowest)
		b = wire.AppendUint(b, uint64(len(s.Results)))
		for _, stored := range s.Results {
			b = AppendResult(wire.AppendUint(b, stored.Sequence), stored.Result)
		}
	}
	return b
}

// ReadSessions takes a table from a reader. An empty table, or a session without results, has a nil slice.
func ReadSessions(r *wire.Reader) Sessions {
	t := Sessions{Now: Time(r.Uint())}
	for range r.Count() {
		s := Session{Client: ClientID(r.Uint()), LastUsed: Time(r.Uint()), Lowest: r.Uint()}
		for range r.Count() {
			s.Results = append(s.Results, Stored{Sequence: r.Uint(), Result: ReadResult(r)})
		}
		t.Open = append(t.Open, s)
	}
	return t
}

package kv

// SessionRules are the rules of sessions. With them a command is carried out once, however many copies of it are in the
// log (§8, thesis §6.3). The first three belong to the state machine: every server calls them for the same entries in
// the same order, and they read no clock. The last two are the client's.
type SessionRules struct {
	// OpenSession opens a session, and gives its name: at, the index of the entry that asks for it.
	OpenSession func(t *Sessions, at uint64) ClientID
	// ApplyOnce carries a command out, unless an earlier copy of it was: then it gives the stored result.
	ApplyOnce func(t *Sessions, store *Store, c Numbered) Result
	// Expire takes in the stamp of an entry, before the entry is applied. It removes the sessions that were not used
	// for longer than keep.
	Expire func(t *Sessions, stamp Time, keep Duration)
	// NextRequest numbers a request that the client sends now: a new command if again is 0, otherwise a copy of the
	// command with the number again.
	NextRequest func(c *Client, again uint64) (sequence, lowest uint64)
	// TakeAnswer notes that the client has the answer of the command with that number.
	TakeAnswer func(c *Client, sequence uint64)
}

// Client is a client's side of its session.
type Client struct {
	// Last is the highest number that was given to a command, 0 for none.
	Last uint64
	// Unanswered are the numbers whose answers the client still waits for, in increasing order. It may wait for
	// several at a time.
	Unanswered []uint64
}

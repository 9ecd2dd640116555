package sessions

import (
	"raftlab/lab/kv"
	"raftlab/raft" // for raft.TODO; goes with its last use
)

// The first three functions belong to the state machine. Every
// server calls them for the committed entries, in the order of
// the log. They have no clock: the time is in the entries.
//
// What you need:
//
//	t.Now                 the time of the latest entry
//	t.Open                the open sessions, in increasing order
//	                      of Client
//	t.Find(client)        the open session of that name, nil for
//	                      none
//	s.Client, s.LastUsed  a session's name, and when it was last
//	                      used
//	s.Lowest              the client has the answers of all
//	                      lower numbers
//	s.Results             the stored results from Lowest on, in
//	                      increasing order of Sequence

// OpenSession opens a session: at is the index of the entry
// that asks for it. It gives the session's name (§8; thesis
// §6.3).
func OpenSession(t *kv.Sessions, at uint64) kv.ClientID {
	panic(raft.TODO) // your turn
}

// ApplyOnce carries out a command that was not carried out
// before, and gives its result. A copy of it gets the same
// result (§8; thesis §6.3).
//
// What you need:
//
//	c.Client, c.Sequence  the session of the command, and its
//	                      number there
//	c.Lowest              the client waits for answers from this
//	                      number on
//	c.Command             what to do
//	store.Apply(command)  carries a command out, and gives its
//	                      result. Done is false for one that is
//	                      refused.
//
// A result with Failure has no other field: kv.UnknownSession,
// or kv.TooOld.
func ApplyOnce(
	t *kv.Sessions, store *kv.Store, c kv.Numbered,
) kv.Result {
	panic(raft.TODO) // your turn
}

// Expire is called before an entry is applied, with the time
// that the leader put into it. It removes the sessions that
// were not used for longer than keep (thesis §6.3).
func Expire(t *kv.Sessions, stamp kv.Time, keep kv.Duration) {
	panic(raft.TODO) // your turn
}

// The last two functions belong to the client, and know nothing
// of the servers.
//
//	c.Last        the highest number that was given so far, 0
//	              for none
//	c.Unanswered  the numbers whose answers the client waits
//	              for, in increasing order

// NextRequest gives a request its numbers: the number of its
// command, and the lowest number that the client waits for,
// this one included. With again 0 the command is new. Otherwise
// the request is a copy of command number again.
func NextRequest(
	c *kv.Client, again uint64,
) (sequence, lowest uint64) {
	panic(raft.TODO) // your turn
}

// TakeAnswer is called when an answer has come, with the number
// of its command. It may come more than once.
func TakeAnswer(c *kv.Client, sequence uint64) {
	panic(raft.TODO) // your turn
}

package rulecall

import (
	"fmt"
	"slices"

	"raftlab/lab/kv"
	"raftlab/raft/wire"
)

// sessionNames are the rules of sessions. Their numbers follow those of names.
var sessionNames = [...]string{"OpenSession", "ApplyOnce", "Expire", "NextRequest", "TakeAnswer"}

// IsOfSessions reports whether a rule is one of sessions, by its name.
func IsOfSessions(rule string) bool { return slices.Contains(sessionNames[:], rule) }

// sessionRule is how one of them is called from afar, as rule is for the others.
type sessionRule struct {
	forward func(c *Caller, number byte, rules *kv.SessionRules)
	answer  func(c *Callee, r *wire.Reader, reply []byte) []byte
}

// sessionTable has the rules in the order of sessionNames.
var sessionTable = [len(sessionNames)]sessionRule{
	{forwardOpenSession, answerOpenSession},
	{forwardApplyOnce, answerApplyOnce},
	{forwardExpire, answerExpire},
	{forwardNextRequest, answerNextRequest},
	{forwardTakeAnswer, answerTakeAnswer},
}

// maxTable bounds the sessions, and the results of all of them, of a table that comes back, maxKeys the keys of a
// store, and maxValue the bytes of a result.
const (
	maxTable = 4096
	maxKeys  = 4096
	maxValue = 1 << 16
)

// askTable is ask for a rule with a table: it sends the table and the arguments, and adopts the table that comes back.
func (c *Caller) askTable(
	number byte, t *kv.Sessions, arguments func([]byte) []byte, result func(*wire.Reader),
) {
	b := kv.AppendSessions(c.begin(number), t)
	c.ask(number, arguments(b), func(r *wire.Reader) {
		got := readTable(r)
		if result != nil {
			result(r)
		}
		c.must(number, r.End())
		*t = got
	})
}

// readTable reads a table of a stranger.
func readTable(r *wire.Reader) kv.Sessions {
	t := kv.ReadSessions(r)
	size := len(t.Open)
	for _, s := range t.Open {
		size += len(s.Results)
		for _, stored := range s.Results {
			if len(stored.Result.Value) > maxValue {
				r.Fail(fmt.Errorf("%w: a result of %d bytes, of at most %d",
					wire.ErrValue, len(stored.Result.Value), maxValue))
			}
		}
	}
	if size > maxTable {
		r.Fail(fmt.Errorf("%w: %d sessions and results, of at most %d", wire.ErrValue, size, maxTable))
	}
	return t
}

func forwardOpenSession(c *Caller, number byte, rules *kv.SessionRules) {
	rules.OpenSession = func(t *kv.Sessions, at uint64) (id kv.ClientID) {
		c.askTable(number, t,
			func(b []byte) []byte { return wire.AppendUint(b, at) },
			func(r *wire.Reader) { id = kv.ClientID(r.Uint()) })
		return id
	}
}

func answerOpenSession(c *Callee, r *wire.Reader, reply []byte) []byte {
	t, at := kv.ReadSessions(r), r.Uint()
	var id kv.ClientID
	c.call("OpenSession", func() seen { return seen{{&t, at}, {id}} }, func() { id = c.rules.OpenSession(&t, at) })
	return wire.AppendUint(kv.AppendSessions(reply, &t), uint64(id))
}

func forwardApplyOnce(c *Caller, number byte, rules *kv.SessionRules) {
	rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, n kv.Numbered) (result kv.Result) {
		var after *kv.Store
		c.askTable(number, t,
			func(b []byte) []byte { return appendStore(wire.AppendBytes(b, n.Encode()), store) },
			func(r *wire.Reader) { result, after = kv.ReadResult(r), readStore(r) })
		*store = *after
		return result
	}
}

func answerApplyOnce(c *Callee, r *wire.Reader, reply []byte) []byte {
	t := kv.ReadSessions(r)
	n, err := kv.DecodeNumbered(r.Bytes())
	store := readStore(r)
	if err != nil || r.Err() != nil {
		return append(reply[:len(reply)-1], stopped)
	}
	var result kv.Result
	c.call("ApplyOnce", func() seen { return seen{{&t, store, n}, {result}} },
		func() { result = c.rules.ApplyOnce(&t, store, n) })
	return appendStore(kv.AppendResult(kv.AppendSessions(reply, &t), result), store)
}

// appendStore adds the content of a store.
func appendStore(b []byte, store *kv.Store) []byte {
	pairs := store.Pairs()
	b = wire.AppendUint(b, uint64(len(pairs)))
	for _, pair := range pairs {
		b = wire.AppendBytes(wire.AppendBytes(b, []byte(pair[0])), []byte(pair[1]))
	}
	return b
}

func readStore(r *wire.Reader) *kv.Store {
	var pairs [][2]string
	for range r.Count() {
		pairs = append(pairs, [2]string{string(r.Bytes()), string(r.Bytes())})
	}
	if len(pairs) > maxKeys {
		r.Fail(fmt.Errorf("%w: a store of %d keys, of at most %d", wire.ErrValue, len(pairs), maxKeys))
		pairs = nil
	}
	return kv.StoreOf(pairs)
}

func forwardExpire(c *Caller, number byte, rules *kv.SessionRules) {
	rules.Expire = func(t *kv.Sessions, stamp kv.Time, keep kv.Duration) {
		c.askTable(number, t, func(b []byte) []byte {
			return wire.AppendUint(wire.AppendUint(b, uint64(stamp)), uint64(keep))
		}, nil)
	}
}

func answerExpire(c *Callee, r *wire.Reader, reply []byte) []byte {
	t := kv.ReadSessions(r)
	stamp, keep := kv.Time(r.Uint()), kv.Duration(r.Uint())
	c.call("Expire", func() seen { return seen{{&t, stamp, keep}, {}} }, func() { c.rules.Expire(&t, stamp, keep) })
	return kv.AppendSessions(reply, &t)
}

// appendClient adds a client's side of its session.
func appendClient(b []byte, client *kv.Client) []byte {
	b = wire.AppendUint(wire.AppendUint(b, client.Last), uint64(len(client.Unanswered)))
	for _, number := range client.Unanswered {
		b = wire.AppendUint(b, number)
	}
	return b
}

func readClient(r *wire.Reader) kv.Client {
	client := kv.Client{Last: r.Uint()}
	for range r.Count() {
		client.Unanswered = append(client.Unanswered, r.Uint())
	}
	if len(client.Unanswered) > maxTable {
		r.Fail(fmt.Errorf("%w: %d numbers without an answer, of at most %d",
			wire.ErrValue, len(client.Unanswered), maxTable))
	}
	return client
}

// askClient is ask for a rule of the client.
func (c *Caller) askClient(number byte, client *kv.Client, argument uint64, result func(*wire.Reader)) {
	b := wire.AppendUint(appendClient(c.begin(number), client), argument)
	c.ask(number, b, func(r *wire.Reader) {
		got := readClient(r)
		if result != nil {
			result(r)
		}
		c.must(number, r.End())
		*client = got
	})
}

func forwardNextRequest(c *Caller, number byte, rules *kv.SessionRules) {
	rules.NextRequest = func(client *kv.Client, again uint64) (sequence, lowest uint64) {
		c.askClient(number, client, again, func(r *wire.Reader) { sequence, lowest = r.Uint(), r.Uint() })
		return sequence, lowest
	}
}

func answerNextRequest(c *Callee, r *wire.Reader, reply []byte) []byte {
	client, again := readClient(r), r.Uint()
	var sequence, lowest uint64
	c.call("NextRequest", func() seen { return seen{{&client, again}, {sequence, lowest}} },
		func() { sequence, lowest = c.rules.NextRequest(&client, again) })
	return wire.AppendUint(wire.AppendUint(appendClient(reply, &client), sequence), lowest)
}

func forwardTakeAnswer(c *Caller, number byte, rules *kv.SessionRules) {
	rules.TakeAnswer = func(client *kv.Client, sequence uint64) { c.askClient(number, client, sequence, nil) }
}

func answerTakeAnswer(c *Callee, r *wire.Reader, reply []byte) []byte {
	client, sequence := readClient(r), r.Uint()
	c.call("TakeAnswer", func() seen { return seen{{&client, sequence}, {}} },
		func() { c.rules.TakeAnswer(&client, sequence) })
	return appendClient(reply, &client)
}

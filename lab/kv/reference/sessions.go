package reference

import (
	"cmp"
	"slices"

	"raftlab/lab/kv"
)

// Rules are the right rules.
func Rules() kv.SessionRules {
	return kv.SessionRules{
		OpenSession: OpenSession, ApplyOnce: ApplyOnce, Expire: Expire,
		NextRequest: NextRequest, TakeAnswer: TakeAnswer,
	}
}

// OpenSession appends a session: an entry's index is higher than those of all entries before it.
func OpenSession(t *kv.Sessions, at uint64) kv.ClientID {
	id := kv.ClientID(at)
	t.Open = append(t.Open, kv.Session{Client: id, LastUsed: t.Now, Lowest: 1})
	return id
}

// ApplyOnce carries out a command that it has no result of. Whatever the store says is stored, a refusal too: the
// client may never have heard it, and asks again.
func ApplyOnce(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
	s := t.Find(c.Client)
	if s == nil {
		// Never a new session: its last command may have been carried out before it expired.
		return kv.Result{Failure: kv.UnknownSession}
	}
	s.LastUsed = t.Now
	forget(s, c.Lowest)
	if c.Sequence < s.Lowest {
		return kv.Result{Failure: kv.TooOld}
	}
	i, known := slices.BinarySearchFunc(s.Results, c.Sequence, bySequence)
	if known {
		return s.Results[i].Result
	}
	result := store.Apply(c.Command)
	s.Results = slices.Insert(s.Results, i, kv.Stored{Sequence: c.Sequence, Result: result})
	return result
}

// forget drops the results that the client has. An old copy of a command names an old lowest number, which changes
// nothing.
func forget(s *kv.Session, lowest uint64) {
	s.Lowest = max(s.Lowest, lowest)
	first, _ := slices.BinarySearchFunc(s.Results, s.Lowest, bySequence)
	s.Results = slices.Delete(s.Results, 0, first)
}

func bySequence(stored kv.Stored, sequence uint64) int { return cmp.Compare(stored.Sequence, sequence) }

// Expire moves the table's time forward, and removes what was unused for longer than keep.
func Expire(t *kv.Sessions, stamp kv.Time, keep kv.Duration) {
	t.Now = max(t.Now, stamp)
	t.Open = slices.DeleteFunc(t.Open, func(s kv.Session) bool { return t.Now-s.LastUsed > kv.Time(keep) })
}

// NextRequest gives the next number to a new command, and the same number to a copy. The client waits for the answer of
// this command, too, so that lowest is never above its number.
func NextRequest(c *kv.Client, again uint64) (sequence, lowest uint64) {
	sequence = again
	if again == 0 {
		c.Last++
		sequence = c.Last
		c.Unanswered = append(c.Unanswered, sequence)
	}
	if len(c.Unanswered) == 0 {
		return sequence, sequence
	}
	return sequence, min(sequence, c.Unanswered[0])
}

// TakeAnswer removes a number from those that the client waits for.
func TakeAnswer(c *kv.Client, sequence uint64) {
	c.Unanswered = slices.DeleteFunc(c.Unanswered, func(waiting uint64) bool { return waiting == sequence })
}

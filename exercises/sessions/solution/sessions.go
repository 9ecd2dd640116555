package solution

import (
	"slices"

	"raftlab/lab/kv"
)

// OpenSession opens a session with the name of its entry's index (§8; thesis §6.3).
func OpenSession(t *kv.Sessions, at uint64) kv.ClientID {
	// Task 1: no entry has a higher index yet, so the new session stands last.
	t.Open = append(t.Open, kv.Session{Client: kv.ClientID(at), LastUsed: t.Now, Lowest: 1})
	return kv.ClientID(at)
}

// ApplyOnce carries a command out, unless the table has its result (§8; thesis §6.3).
func ApplyOnce(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
	s := t.Find(c.Client)
	if s == nil {
		// Task 3: nobody knows any more whether an earlier copy was carried out.
		return kv.Result{Failure: kv.UnknownSession}
	}
	s.LastUsed = t.Now
	// Task 4: the client has the answers below lowest, and a lower number is a late copy.
	s.Lowest = max(s.Lowest, c.Lowest)
	s.Results = slices.DeleteFunc(s.Results, func(r kv.Stored) bool { return r.Sequence < s.Lowest })
	if c.Sequence < s.Lowest {
		return kv.Result{Failure: kv.TooOld}
	}
	// Task 2: a copy has the stored result.
	place := 0
	for _, r := range s.Results {
		if r.Sequence == c.Sequence {
			return r.Result
		}
		if r.Sequence < c.Sequence {
			place++
		}
	}
	// A new command is carried out, and whatever it gave is stored, a refusal too.
	result := store.Apply(c.Command)
	s.Results = slices.Insert(s.Results, place, kv.Stored{Sequence: c.Sequence, Result: result})
	return result
}

// Expire takes in the time of an entry (thesis §6.3).
func Expire(t *kv.Sessions, stamp kv.Time, keep kv.Duration) {
	// Task 5: a later leader's clock may be behind, and time does not go back.
	t.Now = max(t.Now, stamp)
	t.Open = slices.DeleteFunc(t.Open, func(s kv.Session) bool { return t.Now-s.LastUsed > kv.Time(keep) })
}

// NextRequest numbers a request (§8; thesis §6.3).
func NextRequest(c *kv.Client, again uint64) (sequence, lowest uint64) {
	// Task 6: a new command has the next number, a copy that of its command.
	sequence = again
	if again == 0 {
		c.Last++
		sequence = c.Last
		c.Unanswered = append(c.Unanswered, sequence)
	}
	lowest = sequence
	if len(c.Unanswered) > 0 {
		lowest = min(lowest, c.Unanswered[0])
	}
	return sequence, lowest
}

// TakeAnswer ends the client's wait for an answer.
func TakeAnswer(c *kv.Client, sequence uint64) {
	// Task 7: an answer that comes twice changes nothing the second time.
	c.Unanswered = slices.DeleteFunc(c.Unanswered, func(n uint64) bool { return n == sequence })
}

package sessions

import (
	"raftlab/grader"
	"raftlab/lab/kv"
)

// The branches of the servers' rules. In clusters the clients' numbers are the reference's.
const (
	opens = iota
	carries
	copies
	tooOld
	isUnknown
	expires
)

var branches = []grader.Branch{
	{Name: "a session is opened", Place: opening},
	{Name: "a new command is carried out", Place: once},
	{Name: "a copy has the stored result", Place: once},
	{Name: "a copy is too old", Place: lowest},
	{Name: "a session is unknown", Place: once},
	{Name: "a session expires", Place: ending},
}

func watch(rules kv.SessionRules, reached func(branch int)) kv.SessionRules {
	open, apply, expire := rules.OpenSession, rules.ApplyOnce, rules.Expire
	rules.OpenSession = func(t *kv.Sessions, at uint64) kv.ClientID {
		reached(opens)
		return open(t, at)
	}
	rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
		s := t.Find(c.Client)
		_, copied := resultOf(s, c.Sequence)
		switch {
		case s == nil:
			reached(isUnknown)
		case c.Sequence < s.Lowest:
			reached(tooOld)
		case copied:
			reached(copies)
		default:
			reached(carries)
		}
		return apply(t, store, c)
	}
	rules.Expire = func(t *kv.Sessions, stamp kv.Time, keep kv.Duration) {
		before := len(t.Open)
		expire(t, stamp, keep)
		if len(t.Open) < before {
			reached(expires)
		}
	}
	return rules
}

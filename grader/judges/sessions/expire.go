package sessions

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/kv"
)

// expireCall is the stamp of an entry.
type expireCall struct {
	name, why string
	table     kv.Sessions
	stamp     kv.Time
	keep      kv.Duration
}

func expireSituations() []expireCall {
	return []expireCall{
		{"time goes on", "The table's time is the latest stamp. Later commands use their sessions at that time.",
			table(10, session(2, 8, 1)), 14, 20},
		{"a later leader's clock is behind",
			"Stamp 6 is below Now=10, since the new leader's clock is behind the old one's. Time does not go back.",
			table(10, session(2, 8, 1)), 6, 20},
		{"a session that was not used for longer",
			"Session 2 was last used at 8, and it is 19: that is longer than 10. Session 5 was used at 15.",
			table(10, session(2, 8, 1, 1), session(5, 15, 1)), 19, 10},
		{"a session that was used just long enough ago",
			"Session 2 was last used at 8, and it is 18: that is 10, and not longer than 10. All servers must draw " +
				"the " +
				"same line.",
			table(10, session(2, 8, 1, 1)), 18, 10},
	}
}

// smallExpires is every stamp for small tables.
func smallExpires() []expireCall {
	var calls []expireCall
	for first := kv.Time(0); first <= 4; first++ {
		for second := kv.Time(0); second <= 4; second++ {
			for stamp := kv.Time(0); stamp <= 8; stamp++ {
				for _, keep := range []kv.Duration{1, 3} {
					t := table(4, session(2, first, 1, 1), session(5, second, 2, 2))
					calls = append(calls, expireCall{table: t, stamp: stamp, keep: keep})
				}
			}
		}
	}
	for stamp := kv.Time(0); stamp <= 2; stamp++ {
		calls = append(calls, expireCall{table: table(1), stamp: stamp, keep: 1})
	}
	return calls
}

func (c expireCall) smallCase() Case { return Case{Place: ending, Run: c.run} }

func (c expireCall) size() int {
	size := len(c.table.Open) + int(c.stamp) + int(c.keep)
	for _, s := range c.table.Open {
		size += int(s.LastUsed)
	}
	return size
}

func (c expireCall) run(rules kv.SessionRules) *grader.CaseFailure {
	after := c.table.Clone()
	rules.Expire(&after, c.stamp, c.keep)
	now := max(c.table.Now, c.stamp)
	failure := call.Gravest(inOrder(&after), c.time(&after, now), c.sessions(&after, now), c.opened(&after))
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = tableText(&c.table), fmt.Sprintf("an entry with the stamp %d; "+
		"keep=%d", c.stamp, c.keep)
	failure.Yours = tableText(&after)
	failure.Allowed = fmt.Sprintf("Now=%d, and the sessions that were last used at %d or later stay as they are",
		now, now-kv.Time(c.keep))
	return ownWords(failure, c.name)
}

// time is the latest stamp.
func (c expireCall) time(after *kv.Sessions, now kv.Time) *grader.CaseFailure {
	switch {
	case after.Now == now:
		return nil
	case c.stamp < c.table.Now:
		return call.Stalls(ending, "sessions.call.expire.back",
			"Now was %d and is %d. A stamp below it comes from a leader whose clock is behind: time does not go back.",
			c.table.Now, after.Now)
	}
	return call.Stalls(ending, "sessions.call.expire.now",
		"The stamp is %d, and Now is %d: sessions are used and expire at the time of the latest "+
			"stamp.", c.stamp, after.Now)
}

// sessions are removed if they were not used for longer than keep, and otherwise left alone.
func (c expireCall) sessions(after *kv.Sessions, now kv.Time) *grader.CaseFailure {
	for _, was := range c.table.Open {
		is, unused := after.Find(was.Client), now-was.LastUsed
		expired := unused > kv.Time(c.keep)
		switch {
		case expired && is != nil:
			return call.Stalls(ending, "sessions.call.expire.kept",
				"Session %d was not used for %d, which is longer than %d, and it is still "+
					"open.", was.Client, unused, c.keep)
		case !expired && is == nil:
			return call.Stalls(ending, "sessions.call.expire.early",
				"Session %d was not used for %d, which is not longer than %d, and it is gone: its client's next copy "+
					"is "+
					"refused.", was.Client, unused, c.keep)
		case is != nil && !sameSession(was, *is):
			return call.Breaks(ending, "sessions.call.expire.changed",
				"Session %d stays open, and has changed: to look at the time is not to use it.", was.Client)
		}
	}
	return nil
}

func (c expireCall) opened(after *kv.Sessions) *grader.CaseFailure {
	for _, s := range after.Open {
		if c.table.Find(s.Client) == nil {
			return call.Breaks(ending, "sessions.call.expire.opened", "Session %d is open now, and was not.", s.Client)
		}
	}
	return nil
}

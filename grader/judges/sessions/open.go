package sessions

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/kv"
)

// openCall is the request to open a session, as the entry at an index.
type openCall struct {
	name, why string
	table     kv.Sessions
	at        uint64
}

func openSituations() []openCall {
	return []openCall{
		{"the first session",
			"The session's name is the index of its entry, so no two sessions have the same. It has no results yet.",
			table(0), 2},
		{"a session beside others",
			"Every client has a session of its own. The others stay as they are.",
			table(7, session(2, 3, 1, 1, 2), session(5, 7, 2)), 9},
		{"a session is open from now on",
			"LastUsed is the present time of the table. Otherwise the session expires before it is used.",
			table(40, session(2, 40, 1)), 6},
	}
}

// smallOpens is every request to open a session in a small table.
func smallOpens() []openCall {
	var calls []openCall
	for _, now := range []kv.Time{0, 5} {
		for _, open := range [][]kv.Session{
			nil, {session(2, now, 1)}, {session(2, 0, 1, 1)}, {session(2, 0, 2, 3), session(4, now, 1)},
		} {
			for at := uint64(5); at <= 7; at++ {
				calls = append(calls, openCall{table: table(now, open...), at: at})
			}
		}
	}
	return calls
}

func (c openCall) smallCase() Case { return Case{Place: opening, Run: c.run} }

func (c openCall) size() int { return len(c.table.Open) + int(c.table.Now) }

func (c openCall) run(rules kv.SessionRules) *grader.CaseFailure {
	after := c.table.Clone()
	id := rules.OpenSession(&after, c.at)
	failure := call.Gravest(
		c.named(&after, id), c.begun(&after), inOrder(&after), others(&c.table, &after, kv.ClientID(c.at)))
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = tableText(&c.table), fmt.Sprintf("entry %d asks for a session", c.at)
	failure.Yours = fmt.Sprintf("session %d; after it %s", id, tableText(&after))
	failure.Allowed = fmt.Sprintf("session %d, open and without results, with LastUsed=%d", c.at, c.table.Now)
	return failure
}

// named: the name is that of the new session, and the index of its entry.
func (c openCall) named(after *kv.Sessions, id kv.ClientID) *grader.CaseFailure {
	switch {
	case id == 0:
		return call.Breaks(opening, "sessions.call.open.none",
			"The name is 0, which is no session: the client cannot number its commands.")
	case uint64(id) != c.at && c.table.Find(id) != nil:
		return call.Breaks(opening, "sessions.call.open.taken",
			"The name is %d, and that is another client's session: the commands of one are taken for copies of the "+
				"other's. The index of the entry, %d, is free.", id, c.at)
	case uint64(id) != c.at:
		return call.Breaks(opening, "sessions.call.open.name",
			"The name is %d, and the entry's index is %d. Only an index is sure to be new: a session of the name %d "+
				"may "+
				"have been open before, and late copies of its commands may still come.", id, c.at, id)
	case after.Find(id) == nil:
		return call.Breaks(opening, "sessions.call.open.missing",
			"Session %d is not in the table: each command of it is answered with an error.", id)
	}
	return nil
}

// begun: the session is new.
func (c openCall) begun(after *kv.Sessions) *grader.CaseFailure {
	s := after.Find(kv.ClientID(c.at))
	switch {
	case s == nil:
		return nil
	case len(s.Results) > 0:
		return call.Breaks(opening, "sessions.call.open.results",
			"Session %d begins with results: its first commands are taken for copies, and are not carried out.", c.at)
	case s.Lowest > 1:
		return call.Stalls(opening, "sessions.call.open.lowest",
			"Session %d begins with Lowest=%d: its first commands are refused as too old.", c.at, s.Lowest)
	case s.LastUsed != c.table.Now:
		return call.Stalls(ending, "sessions.call.open.used",
			"Session %d begins with LastUsed=%d, and the table's time is %d. So it expires at the wrong time.",
			c.at, s.LastUsed, c.table.Now)
	}
	return nil
}

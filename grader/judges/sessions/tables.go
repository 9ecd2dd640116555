package sessions

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/kv"
)

// session is a session in a situation: its name, and the numbers of its stored results. The result of number n is
// "r<n>", which no command gives, so that a command that is carried out again gives another.
func session(client kv.ClientID, used kv.Time, lowest uint64, results ...uint64) kv.Session {
	s := kv.Session{Client: client, LastUsed: used, Lowest: lowest}
	for _, sequence := range results {
		s.Results = append(s.Results, kv.Stored{Sequence: sequence, Result: stored(sequence)})
	}
	return s
}

// stored is the result of the command with that number: every third was refused.
func stored(sequence uint64) kv.Result {
	return kv.Result{Done: sequence%3 != 0, Value: fmt.Sprintf("r%d", sequence)}
}

// table is a table of sessions in increasing order.
func table(now kv.Time, open ...kv.Session) kv.Sessions { return kv.Sessions{Now: now, Open: open} }

// tableText is a table as reports show it.
func tableText(t *kv.Sessions) string {
	text := fmt.Sprintf("Now=%d", t.Now)
	if len(t.Open) == 0 {
		return text + ", no session is open"
	}
	for _, s := range t.Open {
		text += fmt.Sprintf("; session %d: LastUsed=%d Lowest=%d "+
			"Results=%s", s.Client, s.LastUsed, s.Lowest, resultsText(s))
	}
	return text
}

func resultsText(s kv.Session) string {
	parts := make([]string, len(s.Results))
	for i, r := range s.Results {
		parts[i] = fmt.Sprintf("#%d %s", r.Sequence, resultText(r.Result))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// resultText is a result as reports show it.
func resultText(r kv.Result) string {
	switch {
	case r.Failure != kv.NoFailure:
		return "the failure " + r.Failure.String()
	case r.Done && r.Value == "":
		return "done"
	case r.Done:
		return "done " + r.Value
	case r.Value == "":
		return "refused"
	}
	return "refused " + r.Value
}

// storeText is the content of a store as reports show it.
func storeText(store *kv.Store) string {
	var parts []string
	for _, pair := range store.Pairs() {
		parts = append(parts, pair[0]+"="+pair[1])
	}
	if len(parts) == 0 {
		return "the store is empty"
	}
	return "the store has " + strings.Join(parts, " ")
}

// others judges what a rule made of the sessions that it is not about, and of the time.
func others(before, after *kv.Sessions, about kv.ClientID) *grader.CaseFailure {
	for _, was := range before.Open {
		if was.Client == about {
			continue
		}
		now := after.Find(was.Client)
		if now == nil {
			return call.Breaks(once, "sessions.call.others.gone",
				"Session %d is gone, and the call is not about it: its client's copies are refused now.", was.Client)
		}
		if !sameSession(was, *now) {
			return call.Breaks(once, "sessions.call.others.changed",
				"Session %d has changed, and the call is not about it: numbers are a session's own.", was.Client)
		}
	}
	for _, now := range after.Open {
		if now.Client != about && before.Find(now.Client) == nil {
			return call.Breaks(opening, "sessions.call.others.opened",
				"Session %d is open now, and nobody asked for it.", now.Client)
		}
	}
	if after.Now != before.Now {
		return call.Stalls(ending, "sessions.call.now",
			"Now was %d and is %d: only the stamp of an entry moves it, which is the work of "+
				"Expire.", before.Now, after.Now)
	}
	return nil
}

// sameSession compares two sessions, whatever the order of their results.
func sameSession(a, b kv.Session) bool {
	if a.Client != b.Client || a.LastUsed != b.LastUsed || a.Lowest != b.Lowest || len(a.Results) != len(b.Results) {
		return false
	}
	for _, r := range a.Results {
		if !slices.Contains(b.Results, r) {
			return false
		}
	}
	return true
}

// inOrder reports whether the sessions stand in increasing order, which Find needs.
func inOrder(t *kv.Sessions) *grader.CaseFailure {
	for i := 1; i < len(t.Open); i++ {
		if t.Open[i].Client <= t.Open[i-1].Client {
			return call.Breaks(opening, "sessions.call.order",
				"Session %d stands behind session %d: Open is in increasing order, and Find relies on it.",
				t.Open[i].Client, t.Open[i-1].Client)
		}
	}
	return nil
}

// resultOf is the stored result of a number; ok is false if there is none.
func resultOf(s *kv.Session, sequence uint64) (kv.Result, bool) {
	if s != nil {
		for _, r := range s.Results {
			if r.Sequence == sequence {
				return r.Result, true
			}
		}
	}
	return kv.Result{}, false
}

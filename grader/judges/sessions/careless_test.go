package sessions_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/sessions"
	"raftlab/lab/kv"
	"raftlab/lab/kv/reference"
)

// careless are the mistakes of a learner who read the lesson too fast.
var careless = map[string]change{
	// "Carry it out once" became "carry out what is greater than the last".
	"compares-with-the-last": func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
			s := t.Find(c.Client)
			if s == nil {
				return kv.Result{Failure: kv.UnknownSession}
			}
			s.LastUsed, s.Lowest = t.Now, max(s.Lowest, c.Lowest)
			s.Results = slices.DeleteFunc(s.Results, func(r kv.Stored) bool { return r.Sequence < s.Lowest })
			if c.Sequence < s.Lowest {
				return kv.Result{Failure: kv.TooOld}
			}
			if n := len(s.Results); n > 0 && c.Sequence <= s.Results[n-1].Sequence {
				return s.Results[n-1].Result
			}
			result := store.Apply(c.Command)
			s.Results = append(s.Results, kv.Stored{Sequence: c.Sequence, Result: result})
			return result
		}
	},
	// The session that Find gives is copied, and what is stored in it is lost.
	"writes-to-a-copy": func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
			if t.Find(c.Client) == nil {
				return kv.Result{Failure: kv.UnknownSession}
			}
			lost := t.Clone()
			return reference.ApplyOnce(&lost, store, c)
		}
	},
	// Only what was done is worth storing.
	"stores-no-refusals": func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
			result := reference.ApplyOnce(t, store, c)
			if s := t.Find(c.Client); s != nil && !result.Done {
				s.Results = slices.DeleteFunc(s.Results, func(r kv.Stored) bool { return r.Sequence == c.Sequence })
			}
			return result
		}
	},
	// A client that is not known is welcome.
	"opens-unknown-sessions": func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
			if t.Find(c.Client) == nil {
				t.Open = append(t.Open, kv.Session{Client: c.Client, LastUsed: t.Now, Lowest: 1})
				slices.SortFunc(t.Open, func(a, b kv.Session) int { return int(a.Client) - int(b.Client) })
			}
			return reference.ApplyOnce(t, store, c)
		}
	},
	// The number is compared, and the session is not.
	"looks-in-all-sessions": func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
			for _, s := range t.Open {
				for _, r := range s.Results {
					if r.Sequence == c.Sequence && t.Find(c.Client) != nil {
						return r.Result
					}
				}
			}
			return reference.ApplyOnce(t, store, c)
		}
	},
	// A copy needs no result: the client only wants to know that it is done.
	"answers-copies-with-done": func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
			s := t.Find(c.Client)
			same := func(r kv.Stored) bool { return r.Sequence == c.Sequence }
			copied := s != nil && slices.ContainsFunc(s.Results, same)
			result := reference.ApplyOnce(t, store, c)
			if copied && result.Failure == kv.NoFailure {
				return kv.Result{Done: true}
			}
			return result
		}
	},
	// Lowest is what the last request says, and a late copy says an old one.
	"takes-lowest-back": func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
			if s := t.Find(c.Client); s != nil {
				s.Lowest = min(s.Lowest, c.Lowest)
			}
			return reference.ApplyOnce(t, store, c)
		}
	},
	// Results are dropped up to lowest, and lowest with them.
	"forgets-one-too-many": func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
			if s := t.Find(c.Client); s != nil {
				s.Results = slices.DeleteFunc(s.Results, func(r kv.Stored) bool { return r.Sequence <= c.Lowest })
			}
			return reference.ApplyOnce(t, store, c)
		}
	},
	// The time of the entry is the time, whoever wrote it.
	"takes-time-back": func(rules *kv.SessionRules) {
		rules.Expire = func(t *kv.Sessions, stamp kv.Time, keep kv.Duration) {
			t.Now = stamp
			reference.Expire(t, stamp, keep)
		}
	},
	// A copy is one more request, and each request has a number.
	"numbers-copies": func(rules *kv.SessionRules) {
		rules.NextRequest = func(c *kv.Client, _ uint64) (uint64, uint64) { return reference.NextRequest(c, 0) }
	},
	// Sessions are numbered from 1.
	"counts-sessions": func(rules *kv.SessionRules) {
		rules.OpenSession = func(t *kv.Sessions, _ uint64) kv.ClientID {
			return reference.OpenSession(t, uint64(len(t.Open)+1))
		}
	},
}

// TestReportsOnCarelessSessionsHelp: people have read the reports in testdata.
func TestReportsOnCarelessSessionsHelp(t *testing.T) {
	t.Parallel()
	for name, rules := range careless {
		report := rules.grade(grader.DefaultBudget())
		assert.NotEqual(t, grader.Pass, report.Verdict, name)
		judgetest.Golden(t, "sessions-"+name+".txt", report)
	}
}

// reasons are wrong rules, and what their reports must say.
var reasons = map[string]struct {
	change
	judgetest.Reason
}{
	"a copy is carried out": {
		applying(func(t *kv.Sessions, store *kv.Store, c kv.Numbered, result *kv.Result) {
			if result.Failure == kv.NoFailure {
				*result = store.Apply(c.Command)
			}
		}),
		judgetest.Reason{Verdict: grader.Safety, Says: "it must be that"},
	},
	"nothing is stored": {
		applying(func(t *kv.Sessions, _ *kv.Store, c kv.Numbered, _ *kv.Result) {
			if s := t.Find(c.Client); s != nil {
				s.Results = nil
			}
		}),
		judgetest.Reason{Verdict: grader.Safety, Says: "its result is stored with its number"},
	},
	"the session is not used": {
		applying(func(t *kv.Sessions, _ *kv.Store, c kv.Numbered, _ *kv.Result) {
			if s := t.Find(c.Client); s != nil {
				s.LastUsed = 3
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "It would expire though its client is there"},
	},
	"another session is dropped": {
		applying(func(t *kv.Sessions, _ *kv.Store, c kv.Numbered, _ *kv.Result) {
			t.Open = slices.DeleteFunc(t.Open, func(s kv.Session) bool { return s.Client != c.Client })
		}),
		judgetest.Reason{Verdict: grader.Safety, Says: "the call is not about it"},
	},
	"a failure for an unknown session is too old": {
		applying(func(_ *kv.Sessions, _ *kv.Store, _ kv.Numbered, result *kv.Result) {
			if result.Failure == kv.UnknownSession {
				result.Failure = kv.TooOld
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "needs another session"},
	},
	"results are kept for ever": {
		func(rules *kv.SessionRules) {
			rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
				if s := t.Find(c.Client); s != nil && c.Sequence >= s.Lowest {
					c.Lowest = s.Lowest
				}
				return reference.ApplyOnce(t, store, c)
			}
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "would have no result"},
	},
	"a session ends when it was used just long enough ago": {
		func(rules *kv.SessionRules) {
			rules.Expire = func(t *kv.Sessions, stamp kv.Time, keep kv.Duration) { reference.Expire(t, stamp, keep-1) }
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "not longer than 10"},
	},
	"an answer is not taken": {
		func(rules *kv.SessionRules) { rules.TakeAnswer = func(*kv.Client, uint64) {} },
		judgetest.Reason{Verdict: grader.Liveness, Says: "so lowest can rise"},
	},
	"a number is used twice": {
		func(rules *kv.SessionRules) {
			rules.NextRequest = func(c *kv.Client, again uint64) (uint64, uint64) {
				c.Last = max(c.Last, 1) - 1
				return reference.NextRequest(c, again)
			}
		},
		judgetest.Reason{Verdict: grader.Safety, Says: "take the command for a copy"},
	},
}

// applying is ApplyOnce with something done afterwards.
func applying(after func(t *kv.Sessions, store *kv.Store, c kv.Numbered, result *kv.Result)) change {
	return func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
			result := reference.ApplyOnce(t, store, c)
			after(t, store, c, &result)
			return result
		}
	}
}

func TestReportsSayWhatIsWrongWithSessions(t *testing.T) {
	t.Parallel()
	for name, wrong := range reasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules := reference.Rules()
			wrong.change(&rules)
			exercise := judge.Exercise()
			exercise.Drills = nil // the sentences are about calls
			judgetest.Reads(t, grader.Bind(exercise, rules).Grade(grader.Budget{}), wrong.Reason)
		})
	}
}

package sessions_test

import (
	"cmp"
	"slices"
	"sort"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	"raftlab/lab/kv"
	"raftlab/lab/kv/reference"
)

// variants are correct, each in its own way.
var variants = map[string]change{
	"keeps results in the order of their arrival": func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
			s := t.Find(c.Client)
			if s == nil {
				return kv.Result{Failure: kv.UnknownSession}
			}
			s.LastUsed, s.Lowest = t.Now, max(s.Lowest, c.Lowest)
			kept := []kv.Stored{}
			for _, r := range s.Results {
				if r.Sequence >= s.Lowest {
					kept = append(kept, r)
				}
			}
			s.Results = kept
			if c.Sequence < s.Lowest {
				return kv.Result{Failure: kv.TooOld}
			}
			if i := slices.IndexFunc(kept, func(r kv.Stored) bool { return r.Sequence == c.Sequence }); i >= 0 {
				return kept[i].Result
			}
			result := store.Apply(c.Command)
			s.Results = append(kept, kv.Stored{Sequence: c.Sequence, Result: result})
			return result
		}
	},
	"looks for a copy first, and forgets afterwards": func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) (result kv.Result) {
			s := t.Find(c.Client)
			if s == nil {
				return kv.Result{Failure: kv.UnknownSession}
			}
			s.LastUsed = t.Now
			defer func() {
				s.Lowest = max(s.Lowest, c.Lowest)
				for len(s.Results) > 0 && s.Results[0].Sequence < s.Lowest {
					s.Results = s.Results[1:]
				}
			}()
			i := sort.Search(len(s.Results), func(i int) bool { return s.Results[i].Sequence >= c.Sequence })
			switch {
			case c.Sequence < s.Lowest:
				return kv.Result{Failure: kv.TooOld}
			case i < len(s.Results) && s.Results[i].Sequence == c.Sequence:
				return s.Results[i].Result
			}
			result = store.Apply(c.Command)
			first := kv.Stored{Sequence: c.Sequence, Result: result}
			s.Results = append(s.Results[:i:i], append([]kv.Stored{first}, s.Results[i:]...)...)
			return result
		}
	},
	"builds a map of the results": func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
			for i := range t.Open {
				if t.Open[i].Client != c.Client {
					continue
				}
				s := &t.Open[i]
				s.LastUsed = t.Now
				if c.Lowest > s.Lowest {
					s.Lowest = c.Lowest
				}
				results := map[uint64]kv.Result{}
				for _, r := range s.Results {
					if r.Sequence >= s.Lowest {
						results[r.Sequence] = r.Result
					}
				}
				result, copied := results[c.Sequence]
				if !copied && c.Sequence < s.Lowest {
					result = kv.Result{Failure: kv.TooOld}
				} else if !copied {
					result = store.Apply(c.Command)
					results[c.Sequence] = result
				}
				s.Results = nil
				for sequence, r := range results {
					s.Results = append(s.Results, kv.Stored{Sequence: sequence, Result: r})
				}
				slices.SortFunc(s.Results, func(a, b kv.Stored) int { return cmp.Compare(a.Sequence, b.Sequence) })
				return result
			}
			return kv.Result{Failure: kv.UnknownSession}
		}
	},
	"replaces the whole session": func(rules *kv.SessionRules) {
		rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
			one := kv.Sessions{Now: t.Now}
			place := -1
			for i, s := range t.Open {
				if s.Client == c.Client {
					one.Open, place = append(one.Open, s), i
				}
			}
			copied := one.Clone()
			result := reference.ApplyOnce(&copied, store, c)
			if place >= 0 {
				t.Open[place] = copied.Open[0]
			}
			return result
		}
	},
	"expires by building a new table": func(rules *kv.SessionRules) {
		rules.Expire = func(t *kv.Sessions, stamp kv.Time, keep kv.Duration) {
			if stamp > t.Now {
				t.Now = stamp
			}
			var open []kv.Session
			for _, s := range t.Open {
				if s.LastUsed+kv.Time(keep) >= t.Now {
					open = append(open, s)
				}
			}
			t.Open = open
		}
		rules.OpenSession = func(t *kv.Sessions, at uint64) kv.ClientID {
			i, _ := slices.BinarySearchFunc(t.Open, at, func(s kv.Session, at uint64) int {
				return cmp.Compare(uint64(s.Client), at)
			})
			t.Open = slices.Insert(t.Open, i, kv.Session{Client: kv.ClientID(at), LastUsed: t.Now})
			return t.Open[i].Client
		}
	},
	"a client that notes that it waits again": func(rules *kv.SessionRules) {
		rules.NextRequest = func(c *kv.Client, again uint64) (uint64, uint64) {
			sequence := again
			if again == 0 {
				c.Last++
				sequence = c.Last
			}
			if i, waits := slices.BinarySearch(c.Unanswered, sequence); !waits {
				c.Unanswered = slices.Insert(c.Unanswered, i, sequence)
			}
			return sequence, c.Unanswered[0]
		}
		rules.TakeAnswer = func(c *kv.Client, sequence uint64) {
			for i, waiting := range c.Unanswered {
				if waiting == sequence {
					c.Unanswered = append(c.Unanswered[:i], c.Unanswered[i+1:]...)
					return
				}
			}
		}
	},
}

func TestSessionsAcceptWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := variant.grade(grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()})
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

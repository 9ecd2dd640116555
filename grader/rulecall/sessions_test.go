package rulecall_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader/rulecall"
	"raftlab/lab/kv"
	sessions "raftlab/lab/kv/reference"
	"raftlab/raft"
)

// sessionNames are all rules of sessions.
func sessionNames() []string {
	var names []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[kv.SessionRules]()) {
		names = append(names, field.Name)
	}
	return names
}

func localSessions(t require.TestingT, learner kv.SessionRules) kv.SessionRules {
	var rules kv.SessionRules
	_, err := rulecall.Local(&rules, learner, sessionNames())
	require.NoError(t, err)
	return rules
}

// A rule of sessions that is called as bytes does what it does directly.
func TestACallOfSessionsAsBytesIsTheCall(t *testing.T) {
	right, far := sessions.Rules(), localSessions(t, sessions.Rules())
	rapid.Check(t, func(t *rapid.T) {
		small := rapid.Uint64Range(0, 6)
		table, store := kv.Sessions{Now: kv.Time(small.Draw(t, "now"))}, kv.NewStore()
		client := kv.Client{}
		farTable, farStore, farClient := table.Clone(), store.Clone(), kv.Client{}
		for at := range rapid.Uint64Range(1, 25).Draw(t, "calls") {
			switch rapid.IntRange(0, 5).Draw(t, "rule") {
			case 0:
				require.Equal(t, right.OpenSession(&table, at+1), far.OpenSession(&farTable, at+1))
			case 1:
				stamp := kv.Time(2 * small.Draw(t, "stamp"))
				right.Expire(&table, stamp, 5)
				far.Expire(&farTable, stamp, 5)
			case 2:
				again := min(small.Draw(t, "again"), client.Last)
				a, b := right.NextRequest(&client, again)
				c, d := far.NextRequest(&farClient, again)
				require.Equal(t, [2]uint64{a, b}, [2]uint64{c, d})
			case 3:
				number := small.Draw(t, "number")
				right.TakeAnswer(&client, number)
				far.TakeAnswer(&farClient, number)
			default:
				command := kv.Command{Op: kv.Increment, Key: "x", Value: "1"}
				if rapid.Bool().Draw(t, "compare") {
					command = kv.Command{Op: kv.CompareAndSet, Key: "x", Value: "2", New: "word"}
				}
				n := kv.Numbered{Client: kv.ClientID(1 + small.Draw(t, "client")), Sequence: 1 + small.Draw(t, "n"),
					Lowest: small.Draw(t, "lowest"), Command: command}
				require.Equal(t, right.ApplyOnce(&table, store, n), far.ApplyOnce(&farTable, farStore, n))
			}
			require.Equal(t, kv.AppendSessions(nil, &table), kv.AppendSessions(nil, &farTable))
			require.Equal(t, store.Pairs(), farStore.Pairs())
			require.Equal(t, store.Hash(), farStore.Hash())
			require.Equal(t, client.Last, farClient.Last)
			require.True(t, slices.Equal(client.Unanswered, farClient.Unanswered))
		}
	})
}

func TestARuleOfSessionsGetsCopies(t *testing.T) {
	var kept *kv.Sessions
	var keptStore *kv.Store
	rules := localSessions(t, kv.SessionRules{
		ApplyOnce: func(t *kv.Sessions, store *kv.Store, _ kv.Numbered) kv.Result {
			kept, keptStore = t, store
			return kv.Result{}
		},
	})
	table, store := kv.Sessions{Open: []kv.Session{{Client: 2}}}, kv.NewStore()
	command := kv.Command{Op: kv.Put, Key: "x", Value: "1"}
	rules.ApplyOnce(&table, store, kv.Numbered{Client: 2, Command: command})
	kept.Open[0].Client = 9
	keptStore.Apply(command)
	assert.EqualValues(t, 2, table.Open[0].Client)
	assert.Empty(t, store.Pairs())
}

func TestATableThatIsTooLargeIsRefused(t *testing.T) {
	for name, rules := range map[string]kv.SessionRules{
		"many sessions": {OpenSession: func(t *kv.Sessions, _ uint64) kv.ClientID {
			t.Open = make([]kv.Session, 5000)
			return 1
		}},
		"a long result": {OpenSession: func(t *kv.Sessions, _ uint64) kv.ClientID {
			long := kv.Result{Value: string(make([]byte, 1<<17))}
			t.Open = []kv.Session{{Results: []kv.Stored{{Result: long}}}}
			return 1
		}},
	} {
		t.Run(name, func(t *testing.T) {
			table := kv.Sessions{Now: 3}
			defer func() {
				misuse, ok := recover().(*rulecall.Misuse)
				require.True(t, ok)
				assert.Contains(t, misuse.Error(), "the answer of OpenSession cannot be used")
				assert.Equal(t, kv.Sessions{Now: 3}, table, "nothing of it is adopted")
			}()
			localSessions(t, rules).OpenSession(&table, 5)
		})
	}
}

func TestEachRuleHasANameOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for number := 0; rulecall.Name(number) != ""; number++ {
		assert.False(t, seen[rulecall.Name(number)])
		seen[rulecall.Name(number)] = true
	}
	assert.Len(t, seen, len(names())+len(sessionNames()))
	assert.Empty(t, rulecall.Name(-1))
}

// A set of one chapter takes only its own rules.
func TestASetHasTheRulesOfItsChapter(t *testing.T) {
	both := rulecall.Rules{SessionRules: sessions.Rules()}
	assert.NotNil(t, rulecall.Part[kv.SessionRules](both).ApplyOnce)
	assert.Nil(t, rulecall.Part[raft.Rules](both).Restore)
	assert.Nil(t, rulecall.With(both, kv.SessionRules{}).ApplyOnce)
}

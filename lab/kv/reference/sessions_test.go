package reference_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab/kv"
	"raftlab/lab/kv/reference"
)

func increment(client kv.ClientID, sequence, lowest uint64) kv.Numbered {
	return kv.Numbered{
		Client: client, Sequence: sequence, Lowest: lowest,
		Command: kv.Command{Op: kv.Increment, Key: "n", Value: "1"},
	}
}

func done(value string) kv.Result { return kv.Result{Done: true, Value: value} }

// Thesis §6.3: a copy has the stored result, and changes nothing.
func TestACopyHasTheResultOfTheFirst(t *testing.T) {
	var table kv.Sessions
	store := kv.NewStore()
	client := reference.OpenSession(&table, 7)
	assert.EqualValues(t, 7, client, "the name is the index of the entry")
	assert.Equal(t, done("1"), reference.ApplyOnce(&table, store, increment(7, 1, 1)))
	assert.Equal(t, done("2"), reference.ApplyOnce(&table, store, increment(7, 2, 1)))
	assert.Equal(t, done("1"), reference.ApplyOnce(&table, store, increment(7, 1, 1)), "not the last one")
	assert.Equal(t, done("2"), reference.ApplyOnce(&table, store, increment(7, 2, 1)))
	assert.Equal(t, "2", store.Value("n"))
}

// A request can overtake another one, or get lost for good.
func TestNumbersMayComeInAnyOrder(t *testing.T) {
	var table kv.Sessions
	store := kv.NewStore()
	reference.OpenSession(&table, 7)
	assert.Equal(t, done("1"), reference.ApplyOnce(&table, store, increment(7, 4, 2)))
	assert.Equal(t, done("2"), reference.ApplyOnce(&table, store, increment(7, 2, 2)))
	assert.Equal(t, done("1"), reference.ApplyOnce(&table, store, increment(7, 4, 2)))
	assert.Equal(t, kv.TooOld, reference.ApplyOnce(&table, store, increment(7, 1, 1)).Failure, "below lowest")
	require.Len(t, table.Find(7).Results, 2)
	assert.EqualValues(t, 2, table.Find(7).Results[0].Sequence, "in increasing order")
}

func TestARefusalIsAResult(t *testing.T) {
	var table kv.Sessions
	store := kv.NewStore()
	reference.OpenSession(&table, 7)
	compare := kv.Numbered{Client: 7, Sequence: 1, Lowest: 1,
		Command: kv.Command{Op: kv.CompareAndSet, Key: "x", Value: "1", New: "2"}}
	refused := reference.ApplyOnce(&table, store, compare)
	assert.Equal(t, kv.Result{}, refused)
	store.Apply(kv.Command{Op: kv.Put, Key: "x", Value: "1"})
	assert.Equal(t, refused, reference.ApplyOnce(&table, store, compare), "x holds 1 now, and it was refused")
	assert.Equal(t, "1", store.Value("x"))
}

func TestAnUnknownSessionIsAnError(t *testing.T) {
	var table kv.Sessions
	store := kv.NewStore()
	assert.Equal(t, kv.Result{Failure: kv.UnknownSession}, reference.ApplyOnce(&table, store, increment(7, 1, 1)))
	assert.Empty(t, store.Pairs())
	assert.Empty(t, table.Open)
}

func TestASessionExpiresByTheStampsAlone(t *testing.T) {
	var table kv.Sessions
	store := kv.NewStore()
	reference.Expire(&table, 100, 50)
	reference.OpenSession(&table, 1)
	reference.OpenSession(&table, 2)
	reference.Expire(&table, 140, 50)
	reference.ApplyOnce(&table, store, increment(2, 1, 1))
	reference.Expire(&table, 120, 50)
	assert.EqualValues(t, 140, table.Now, "a later leader's clock is behind")
	reference.Expire(&table, 150, 50)
	assert.Len(t, table.Open, 2, "kept for 50, and no longer")
	reference.Expire(&table, 151, 50)
	assert.Nil(t, table.Find(1))
	assert.NotNil(t, table.Find(2), "it was used at 140")
	reference.ApplyOnce(&table, store, increment(2, 1, 1))
	reference.Expire(&table, 201, 50)
	assert.NotNil(t, table.Find(2), "a copy is a use, too")
}

func TestTheClientNumbersItsCommands(t *testing.T) {
	var client kv.Client
	next := func(again uint64) [2]uint64 {
		sequence, lowest := reference.NextRequest(&client, again)
		return [2]uint64{sequence, lowest}
	}
	assert.Equal(t, [2]uint64{1, 1}, next(0))
	assert.Equal(t, [2]uint64{2, 1}, next(0))
	assert.Equal(t, [2]uint64{1, 1}, next(1), "a copy has the same number")
	reference.TakeAnswer(&client, 2)
	assert.Equal(t, [2]uint64{3, 1}, next(0), "the answer of 1 is missing")
	reference.TakeAnswer(&client, 1)
	assert.Equal(t, [2]uint64{4, 3}, next(0))
	reference.TakeAnswer(&client, 3)
	reference.TakeAnswer(&client, 4)
	reference.TakeAnswer(&client, 4)
	assert.Equal(t, [2]uint64{4, 4}, next(4), "a client that asks again waits again")
	assert.Equal(t, [2]uint64{5, 5}, next(0))
}

// model is the definition: every result is kept for ever.
type model map[uint64]kv.Result

// However copies and lowest numbers are mixed, each command is carried out once, and a copy above the lowest number has
// the first result.
func TestSessionsEqualTheirDefinition(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var table kv.Sessions
		store, want := kv.NewStore(), kv.NewStore()
		reference.OpenSession(&table, 1)
		known, lowest := model{}, uint64(1)
		for range rapid.IntRange(1, 30).Draw(rt, "commands") {
			n := increment(1, rapid.Uint64Range(1, 8).Draw(rt, "sequence"), 0)
			n.Lowest = rapid.Uint64Range(1, n.Sequence).Draw(rt, "lowest")
			got := reference.ApplyOnce(&table, store, n)
			lowest = max(lowest, n.Lowest)
			if n.Sequence < lowest {
				require.Equal(rt, kv.Result{Failure: kv.TooOld}, got)
				continue
			}
			if _, copied := known[n.Sequence]; !copied {
				known[n.Sequence] = want.Apply(n.Command)
			}
			require.Equal(rt, known[n.Sequence], got)
			require.Equal(rt, want.Hash(), store.Hash())
			for _, stored := range table.Find(1).Results {
				require.GreaterOrEqual(rt, stored.Sequence, lowest, "it is forgotten")
			}
		}
	})
}

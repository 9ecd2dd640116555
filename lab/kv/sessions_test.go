package kv_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab/kv"
	"raftlab/raft/wire"
)

func drawNumbered(rt *rapid.T) kv.Numbered {
	n := kv.Numbered{
		Client: kv.ClientID(rapid.Uint64Range(0, 3).Draw(rt, "client")), Sequence: rapid.Uint64().Draw(rt, "sequence"),
		Lowest: rapid.Uint64().Draw(rt, "lowest"), Stamp: kv.Time(rapid.Int64Range(0, 1<<40).Draw(rt, "stamp")),
	}
	if !n.Opens() {
		n.Command = drawCommand(rt)
	}
	return n
}

func TestNumberedCommandSurvivesBytes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := drawNumbered(rt)
		got, err := kv.DecodeNumbered(want.Encode())
		require.NoError(rt, err)
		assert.Equal(rt, want, got)
		assert.True(rt, kv.IsNumbered(want.Encode()))
		assert.False(rt, kv.IsNumbered(drawCommand(rt).Encode()))
		_, err = kv.Decode(want.Encode())
		assert.Error(rt, err, "a plain command begins in another way")
	})
}

func TestNumberedCommandIsShown(t *testing.T) {
	n := kv.Numbered{Client: 2, Sequence: 3, Lowest: 1, Command: kv.Command{Op: kv.Increment, Key: "n", Value: "1"}}
	assert.Equal(t, "increment n 1 session=2 request=3", n.String())
	assert.Equal(t, "n+=1 #3", n.Short())
	n.Lowest, n.Stamp = 2, 7
	assert.Equal(t, "increment n 1 session=2 request=3 lowest=2 stamp_us=7", n.String())
	assert.Equal(t, "open session", kv.Numbered{}.String())
	assert.Equal(t, "open session stamp_us=7", kv.Numbered{Stamp: 7}.String())
	assert.Equal(t, "session", kv.Numbered{}.Short())
}

func drawSessions(rt *rapid.T) kv.Sessions {
	t := kv.Sessions{Now: kv.Time(rapid.Int64Range(0, 9).Draw(rt, "now"))}
	client := kv.ClientID(0)
	for range rapid.IntRange(0, 3).Draw(rt, "sessions") {
		client += kv.ClientID(rapid.Uint64Range(1, 3).Draw(rt, "next"))
		s := kv.Session{Client: client, LastUsed: kv.Time(rapid.Int64Range(0, 9).Draw(rt, "used")), Lowest: 1}
		for range rapid.IntRange(0, 3).Draw(rt, "results") {
			s.Results = append(s.Results, kv.Stored{
				Sequence: uint64(len(s.Results) + 1),
				Result:   kv.Result{Done: rapid.Bool().Draw(rt, "done"), Value: rapid.String().Draw(rt, "value")},
			})
		}
		t.Open = append(t.Open, s)
	}
	return t
}

func TestTableSurvivesBytes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := drawSessions(rt)
		r := wire.NewReader(kv.AppendSessions(nil, &want))
		got := kv.ReadSessions(r)
		require.NoError(rt, r.End())
		assert.Equal(rt, want, got)
		assert.Equal(rt, want.Hash(), got.Hash())
	})
}

func TestDifferentTablesHaveDifferentHashes(t *testing.T) {
	table := func(change func(*kv.Sessions)) uint64 {
		t := kv.Sessions{Now: 5, Open: []kv.Session{{Client: 2, LastUsed: 3, Lowest: 1, Results: []kv.Stored{
			{Sequence: 1, Result: kv.Result{Done: true, Value: "1"}},
		}}}}
		change(&t)
		return t.Hash()
	}
	seen := map[uint64]bool{}
	for _, change := range []func(*kv.Sessions){
		func(*kv.Sessions) {}, func(t *kv.Sessions) { t.Now++ }, func(t *kv.Sessions) { t.Open = nil },
		func(t *kv.Sessions) { t.Open[0].Client++ }, func(t *kv.Sessions) { t.Open[0].LastUsed++ },
		func(t *kv.Sessions) { t.Open[0].Lowest++ }, func(t *kv.Sessions) { t.Open[0].Results = nil },
		func(t *kv.Sessions) { t.Open[0].Results[0].Sequence++ },
		func(t *kv.Sessions) { t.Open[0].Results[0].Result.Done = false },
		func(t *kv.Sessions) { t.Open[0].Results[0].Result.Value = "2" },
	} {
		seen[table(change)] = true
	}
	assert.Len(t, seen, 10)
}

func TestClonedTableChangesAlone(t *testing.T) {
	table := kv.Sessions{Open: []kv.Session{{Client: 2, Results: []kv.Stored{{Sequence: 1}}}}}
	clone := table.Clone()
	clone.Open[0].Results[0].Sequence = 9
	clone.Find(2).Lowest = 7
	assert.EqualValues(t, 1, table.Find(2).Results[0].Sequence)
	assert.Zero(t, table.Find(2).Lowest)
	assert.Nil(t, table.Find(3))
}

func TestStoreOfPairsHasTheirContent(t *testing.T) {
	store := kv.NewStore()
	store.Apply(kv.Command{Op: kv.Put, Key: "x", Value: "1"})
	store.Apply(kv.Command{Op: kv.Put, Key: "y", Value: ""})
	assert.Equal(t, store.Hash(), kv.StoreOf(store.Pairs()).Hash())
	assert.Equal(t, store.Pairs(), kv.StoreOf(store.Pairs()).Pairs())
}

func FuzzDecodeNumbered(f *testing.F) {
	f.Add(kv.Numbered{}.Encode())
	f.Add(kv.Numbered{Client: 2, Sequence: 1, Command: kv.Command{Op: kv.Put, Key: "x", Value: "3"}}.Encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := kv.DecodeNumbered(data)
		if err == nil && !bytes.Equal(n.Encode(), data) {
			t.Errorf("% x is written again as % x", data, n.Encode())
		}
		r := wire.NewReader(data)
		table := kv.ReadSessions(r)
		if r.End() == nil && !bytes.Equal(kv.AppendSessions(nil, &table), data) {
			t.Errorf("table % x is written again in another way", data)
		}
	})
}

package kv_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab/kv"
	"raftlab/raft/wire"
)

var rewrite = flag.Bool("rewrite", false, "rewrite testdata from the present results; read the difference")

// TestStoreTranscript applies the commands of testdata/store.txt to one store, in order. Below each command
// stands its result.
func TestStoreTranscript(t *testing.T) {
	const path = "testdata/store.txt"
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	store := kv.NewStore()
	var got strings.Builder
	for line := range strings.Lines(string(want)) {
		words := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "    "):
			continue // the recorded result
		case len(words) == 0, words[0] == "#":
			got.WriteString(line)
			continue
		}
		got.WriteString(line)
		command, err := kv.Parse(words)
		if err != nil {
			got.WriteString("    error: " + err.Error() + "\n")
			continue
		}
		result := store.Apply(command)
		outcome := map[bool]string{true: "done", false: "refused"}[result.Done]
		got.WriteString("    " + strings.TrimSpace(command.Short()+"  "+outcome+" "+result.Value) + "\n")
	}
	if *rewrite {
		require.NoError(t, os.WriteFile(path, []byte(got.String()), 0o644))
		return
	}
	assert.Equal(t, string(want), got.String(), "a result has changed: use -rewrite, and read the difference")
}

func TestKeysAndValuesAreBounded(t *testing.T) {
	longest := kv.Command{Op: kv.CompareAndSet, Key: strings.Repeat("k", kv.MaxKey),
		Value: strings.Repeat("v", kv.MaxValue), New: strings.Repeat("n", kv.MaxValue)}
	got, err := kv.Parse(strings.Fields(longest.String()))
	require.NoError(t, err)
	assert.Equal(t, longest, got)
	for _, change := range []func(*kv.Command){
		func(c *kv.Command) { c.Key += "k" }, func(c *kv.Command) { c.Value += "v" },
		func(c *kv.Command) { c.New += "n" },
	} {
		command := longest
		change(&command)
		_, err := kv.Parse(strings.Fields(command.String()))
		assert.ErrorIs(t, err, kv.ErrWords)
	}
}

func drawCommand(rt *rapid.T) kv.Command {
	// Few keys and values, so that several commands use the same key.
	word := rapid.SampledFrom([]string{"x", "y", "1", "2", "9223372036854775807", "word"})
	switch rapid.SampledFrom([]kv.Op{kv.Put, kv.Get, kv.Increment, kv.CompareAndSet}).Draw(rt, "op") {
	case kv.Put:
		return kv.Command{Op: kv.Put, Key: word.Draw(rt, "key"), Value: word.Draw(rt, "value")}
	case kv.Get:
		return kv.Command{Op: kv.Get, Key: word.Draw(rt, "key"),
			Mode: rapid.SampledFrom([]kv.ReadMode{kv.ThroughLog, kv.Stale, kv.ByIndex, kv.ByLease}).Draw(rt, "mode")}
	case kv.Increment:
		return kv.Command{Op: kv.Increment, Key: word.Draw(rt, "key"),
			Value: rapid.SampledFrom([]string{"1", "-3"}).Draw(rt, "by")}
	}
	return kv.Command{Op: kv.CompareAndSet, Key: word.Draw(rt, "key"), Value: word.Draw(rt, "old"),
		New: word.Draw(rt, "new")}
}

// Each command updates the hash. Building a new store from the same pairs is the slow way to the same hash.
func TestHashDependsOnTheContentAlone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		store := kv.NewStore()
		for range rapid.IntRange(0, 30).Draw(rt, "commands") {
			store.Apply(drawCommand(rt))
		}
		rebuilt := kv.NewStore()
		for _, pair := range store.Pairs() {
			rebuilt.Apply(kv.Command{Op: kv.Put, Key: pair[0], Value: pair[1]})
		}
		assert.Equal(rt, rebuilt.Hash(), store.Hash(), "%v", store.Pairs())
		store.Apply(kv.Command{Op: kv.Put, Key: "another", Value: "pair"})
		assert.NotEqual(rt, rebuilt.Hash(), store.Hash())
	})
}

func TestDifferentStoresHaveDifferentHashes(t *testing.T) {
	seen := map[uint64]string{}
	for _, commands := range []string{"", "put x 1", "put x 2", "put y 1", "put x 1;put y 1", "put 1 x", "put x1 y",
		"put x 1y"} {
		store := kv.NewStore()
		for line := range strings.SplitSeq(commands, ";") {
			if command, err := kv.Parse(strings.Fields(line)); err == nil {
				store.Apply(command)
			}
		}
		assert.NotContains(t, seen, store.Hash(), "%q has the hash of %q", commands, seen[store.Hash()])
		seen[store.Hash()] = commands
	}
}

func TestCommandSurvivesWordsAndBytes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := drawCommand(rt)
		got, err := kv.Parse(strings.Fields(want.String()))
		require.NoError(rt, err)
		assert.Equal(rt, want, got)
		got, err = kv.Decode(want.Encode())
		require.NoError(rt, err)
		assert.Equal(rt, want, got)
	})
}

func TestUnknownOperationIsNotDecoded(t *testing.T) {
	for _, op := range []byte{0, 6, 255} {
		_, err := kv.Decode([]byte{op, 0, 0, 0})
		assert.ErrorIs(t, err, wire.ErrValue, "operation %d", op)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(kv.Command{Op: kv.Put, Key: "x", Value: "3"}.Encode())
	f.Add(kv.Command{Op: kv.CompareAndSet, Key: "x", Value: "3", New: "5"}.Encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		command, err := kv.Decode(data)
		if err != nil {
			return
		}
		if again := command.Encode(); !bytes.Equal(again, data) {
			t.Errorf("% x is written again as % x", data, again)
		}
		kv.NewStore().Apply(command)
	})
}

func TestCloneHasTheSameContentAndChangesAlone(t *testing.T) {
	s := kv.NewStore()
	s.Apply(kv.Command{Op: kv.Put, Key: "x", Value: "1"})
	c := s.Clone()
	assert.Equal(t, s.Hash(), c.Hash())
	assert.Equal(t, s.Pairs(), c.Pairs())
	c.Apply(kv.Command{Op: kv.Put, Key: "x", Value: "2"})
	assert.Equal(t, "1", s.Value("x"))
	assert.Equal(t, "2", c.Value("x"))
	assert.NotEqual(t, s.Hash(), c.Hash())
}

package linearizability_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/linearizability"
)

func drawCommand(rt *rapid.T, keys []string) kv.Command {
	key := rapid.SampledFrom(keys).Draw(rt, "key")
	value := rapid.SampledFrom([]string{"1", "2", "3", "word"})
	switch rapid.SampledFrom([]kv.Op{kv.Put, kv.Get, kv.Get, kv.Increment, kv.CompareAndSet}).Draw(rt, "op") {
	case kv.Put:
		return kv.Command{Op: kv.Put, Key: key, Value: value.Draw(rt, "value")}
	case kv.Increment:
		return kv.Command{Op: kv.Increment, Key: key, Value: rapid.SampledFrom([]string{"1", "2"}).Draw(rt, "by")}
	case kv.CompareAndSet:
		return kv.Command{Op: kv.CompareAndSet, Key: key, Value: value.Draw(rt, "old"), New: value.Draw(rt, "new")}
	}
	return kv.Command{Op: kv.Get, Key: key}
}

// drawHistory lets one store carry out operations, each at an instant between its invocation and its answer.
// Some clients never get the answer, and some of their operations never happen.
func drawHistory(rt *rapid.T, most int, keys ...string) []linearizability.Operation {
	store := kv.NewStore()
	var operations []linearizability.Operation
	for i := range rapid.IntRange(1, most).Draw(rt, "operations") {
		at := lab.Time(10*i + 1000)
		o := linearizability.Operation{ID: i + 1, Command: drawCommand(rt, keys),
			Known: rapid.IntRange(0, 4).Draw(rt, "known") > 0}
		o.InvokedAt = at - lab.Time(rapid.IntRange(0, 30).Draw(rt, "before"))
		if o.Known || rapid.Bool().Draw(rt, "happened") {
			o.Result = store.Apply(o.Command)
		}
		if o.Known {
			o.ReturnedAt = at + lab.Time(rapid.IntRange(0, 30).Draw(rt, "after"))
		}
		operations = append(operations, o)
	}
	return operations
}

func TestHistoryOfALinearizableStoreIsLinearizable(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		operations := drawHistory(rt, 40, "x", "x", "y")
		v := linearizability.Check(operations, plenty)
		require.Equal(rt, linearizability.Linearizable, v.Outcome, "%s", v.Saying.Text)
		assert.Empty(rt, v.Key)
		assert.Nil(rt, v.Culprits)
	})
}

// loose are the numbers of the operations that may not have happened, but if they did, gave the recorded
// answer.
type loose map[int]bool

// explained is the definition of linearizability, word for word and slow: it tries all orders of all operations
// of all keys on a store, with and without each operation of unknown outcome.
func explained(operations []linearizability.Operation, loose loose) bool {
	return explainedAfter(nil, operations, loose)
}

func explainedAfter(order []kv.Command, rest []linearizability.Operation, loose loose) bool {
	must := func(o linearizability.Operation) bool { return o.Known && !loose[o.ID] }
	if !slices.ContainsFunc(rest, must) {
		return true
	}
	for i, next := range rest {
		others := slices.Delete(slices.Clone(rest), i, i+1)
		endedBefore := func(o linearizability.Operation) bool { return must(o) && o.ReturnedAt < next.InvokedAt }
		if slices.ContainsFunc(others, endedBefore) {
			continue // another operation ended before this one began
		}
		store := kv.NewStore()
		for _, command := range order {
			store.Apply(command)
		}
		if result := store.Apply(next.Command); next.Known && result != next.Result {
			continue
		}
		if explainedAfter(append(slices.Clone(order), next.Command), others, loose) {
			return true
		}
	}
	return false
}

// TestWrongAnswersAreJudgedAsByTryingAllOrders changes answers of small histories, and compares the verdict
// with the definition. It also checks the culprits: they contradict each other, and none can be left out.
func TestWrongAnswersAreJudgedAsByTryingAllOrders(t *testing.T) {
	found := map[linearizability.Outcome]int{}
	rapid.Check(t, func(rt *rapid.T) {
		operations := drawHistory(rt, 6, "x", "x", "y")
		changed := rapid.IntRange(0, len(operations)-1).Draw(rt, "changed")
		operations[changed].Result.Value = rapid.SampledFrom([]string{"", "1", "2", "3", "4", "word"}).
			Draw(rt, "answer")
		v := linearizability.Check(operations, plenty)
		found[v.Outcome]++
		if explained(operations, nil) {
			require.Equal(rt, linearizability.Linearizable, v.Outcome, "%s", v.Saying.Text)
			return
		}
		require.Equal(rt, linearizability.NotLinearizable, v.Outcome, "%s", v.Saying.Text)
		require.NotEmpty(rt, v.Culprits)
		require.False(rt, explained(operations, allBut(operations, v.Culprits, 0)), "the culprits alone: %s",
			v.Saying.Text)
		for _, culprit := range v.Culprits {
			require.True(rt, explained(operations, allBut(operations, v.Culprits, culprit.ID)),
				"operation %d is not a culprit: %s", culprit.ID, v.Saying.Text)
			assert.Contains(rt, v.Saying.Text, fmt.Sprintf("operation %d, %s", culprit.ID, culprit.Command))
			assert.Equal(rt, v.Key, culprit.Command.Key)
		}
	})
	assert.NotZero(t, found[linearizability.Linearizable])
	assert.NotZero(t, found[linearizability.NotLinearizable])
}

// allBut are all operations except these.
func allBut(operations, these []linearizability.Operation, less int) loose {
	l := loose{}
	for _, o := range operations {
		l[o.ID] = o.ID == less ||
			!slices.ContainsFunc(these, func(c linearizability.Operation) bool { return c.ID == o.ID })
	}
	return l
}

func TestVerdictDependsNeitherOnTheRunNorOnTheOrderOfTheList(t *testing.T) {
	operations := block(t, `
		1 0-10 put x 1 = 1
		2 0-50 put x 2 = 2
		3 20-80 increment x = 3
		4 30- put x 1
		5 40-90 compare-and-set x 3 1 = 1
		6 60-95 compare-and-set x 3 2 = 2
		7 100-110 get x = 3
		8 0-10 put y 1 = 1
		9 20-30 get y = 2`)
	want := linearizability.Check(operations, plenty)
	require.Equal(t, linearizability.NotLinearizable, want.Outcome)
	generator := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		generator.Shuffle(len(operations), func(i, j int) {
			operations[i], operations[j] = operations[j], operations[i]
		})
		given := slices.Clone(operations)
		require.Equal(t, want, linearizability.Check(operations, plenty))
		require.Equal(t, given, operations, "the caller's list does not change")
	}
}

// crowd is puts that all run at once, and a read that none of them explains.
func crowd(puts int) []linearizability.Operation {
	var operations []linearizability.Operation
	for i := range puts {
		value := fmt.Sprint(i)
		operations = append(operations, linearizability.Operation{ID: i + 1, Known: true, ReturnedAt: 1000,
			Command: kv.Command{Op: kv.Put, Key: "x", Value: value}, Result: kv.Result{Done: true, Value: value}})
	}
	return append(operations, linearizability.Operation{ID: puts + 1, Known: true, InvokedAt: 2000, ReturnedAt: 3000,
		Command: kv.Command{Op: kv.Get, Key: "x"}, Result: kv.Result{Done: true, Value: "none"}})
}

// riddle is the hardest kind of history: a read of a number, and increments of unknown outcome, some of which may
// add up to it. They do not: they are by 2, 4, 8 and so on, and the number is odd.
func riddle(increments int) []linearizability.Operation {
	var operations []linearizability.Operation
	for i := range increments {
		operations = append(operations, linearizability.Operation{ID: i + 1,
			Command: kv.Command{Op: kv.Increment, Key: "x", Value: fmt.Sprint(2 << i)}})
	}
	return append(operations, linearizability.Operation{ID: increments + 1, Known: true, InvokedAt: 2000,
		ReturnedAt: 3000, Command: kv.Command{Op: kv.Get, Key: "x"}, Result: kv.Result{Done: true, Value: "7"}})
}

func TestSearchWithoutStepsLeftIsInconclusive(t *testing.T) {
	v := linearizability.Check(riddle(20), 1000)
	assert.Equal(t, linearizability.Inconclusive, v.Outcome)
	assert.Equal(t, "x", v.Key)
	assert.Equal(t, 1000, v.Steps)
	assert.Equal(t, "21 operations on x gave no verdict within 1000 steps: allow more steps, or let fewer run at once",
		v.Saying.Text)
	for _, none := range []int{0, -1} {
		v := linearizability.Check(riddle(1), none)
		assert.Equal(t, linearizability.Inconclusive, v.Outcome)
		assert.Zero(t, v.Steps)
	}
}

func TestLimitIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		operations := drawHistory(rt, 12, "x") // each key has its own limit
		v := linearizability.Check(operations, plenty)
		require.Equal(rt, v, linearizability.Check(operations, v.Steps))
		for _, fewer := range []int{v.Steps - 1, v.Steps / 2, 0} {
			got := linearizability.Check(operations, fewer)
			require.Equal(rt, linearizability.Inconclusive, got.Outcome)
			require.Equal(rt, fewer, got.Steps)
		}
		operations[0].Result.Value += "0"
		v = linearizability.Check(operations, plenty)
		for steps := range 30 {
			got := linearizability.Check(operations, steps)
			require.Contains(rt, []linearizability.Outcome{v.Outcome, linearizability.Inconclusive}, got.Outcome,
				"a limit never turns a verdict into its opposite")
		}
	})
}

func TestViolationOutranksAnEarlierInconclusiveKey(t *testing.T) {
	operations := riddle(20)
	wrong := linearizability.Operation{ID: 99, Known: true, Command: kv.Command{Op: kv.Get, Key: "y"},
		Result: kv.Result{Done: true, Value: "1"}}
	v := linearizability.Check(append(operations, wrong), 1000)
	assert.Equal(t, linearizability.NotLinearizable, v.Outcome)
	assert.Equal(t, "y", v.Key)
	right := wrong
	right.Result.Value = ""
	v = linearizability.Check(append(operations, right), 1000)
	assert.Equal(t, linearizability.Inconclusive, v.Outcome)
	assert.Equal(t, "x", v.Key)

	for _, o := range riddle(20) {
		o.Command.Key = "y"
		operations = append(operations, o)
	}
	v = linearizability.Check(operations, 1000)
	assert.Equal(t, linearizability.Inconclusive, v.Outcome)
	assert.Equal(t, "x", v.Key, "the first of two inconclusive keys")
	assert.Equal(t, 2000, v.Steps)
}

// Scenarios cannot write an empty value, but other programs can. An increment counts it as 0.
func TestEmptyValueCountsAsZero(t *testing.T) {
	v := linearizability.Check([]linearizability.Operation{
		{ID: 1, Known: true, ReturnedAt: 10, Command: kv.Command{Op: kv.Put, Key: "x", Value: "5"},
			Result: kv.Result{Done: true, Value: "5"}},
		{ID: 2, InvokedAt: 20, Command: kv.Command{Op: kv.Put, Key: "x"}},
		{ID: 3, Known: true, InvokedAt: 30, ReturnedAt: 40, Command: kv.Command{Op: kv.Increment, Key: "x", Value: "1"},
			Result: kv.Result{Done: true, Value: "1"}},
	}, plenty)
	assert.Equal(t, linearizability.Linearizable, v.Outcome, v.Saying.Text)
}

// A lab with many faults has many clients whose answers are lost. The work of the search must not double with
// each of them.
func TestUnknownOutcomesAreCheap(t *testing.T) {
	for _, c := range []struct {
		name    string
		command func(i int) kv.Command
		read    string
	}{
		{"increments", func(int) kv.Command { return kv.Command{Op: kv.Increment, Key: "x", Value: "1"} }, "30"},
		{"puts of one value", func(int) kv.Command { return kv.Command{Op: kv.Put, Key: "x", Value: "1"} }, "1"},
		{"puts of many values",
			func(i int) kv.Command { return kv.Command{Op: kv.Put, Key: "x", Value: fmt.Sprint(i)} }, "30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var operations []linearizability.Operation
			for i := range 60 {
				operations = append(operations, linearizability.Operation{ID: i + 1, Command: c.command(i),
					InvokedAt: lab.Time(i)})
			}
			get := linearizability.Operation{Known: true, Command: kv.Command{Op: kv.Get, Key: "x"}}
			for i := range 60 {
				get.ID, get.InvokedAt, get.ReturnedAt = 100+i, lab.Time(1000+2*i), lab.Time(1001+2*i)
				get.Result = kv.Result{Done: true}
				if i >= 30 {
					get.Result.Value = c.read
				}
				operations = append(operations, get)
			}
			v := linearizability.Check(operations, plenty)
			assert.Equal(t, linearizability.Linearizable, v.Outcome, "%s", v.Saying.Text)
			t.Logf("%d steps", v.Steps)
			assert.Less(t, v.Steps, 100_000)
			operations[len(operations)-1].Result.Value = "61"
			v = linearizability.Check(operations, plenty)
			assert.Equal(t, linearizability.NotLinearizable, v.Outcome, "%s", v.Saying.Text)
			t.Logf("%d steps: %s", v.Steps, v.Saying.Text)
			assert.Less(t, v.Steps, 500_000)
		})
	}
}

// A step of a long history costs no more than one of a short history. The culprits of its violation are only
// the few operations that matter.
func TestLongHistoryHasFewCulprits(t *testing.T) {
	const clients, each = 5, 200
	store := kv.NewStore()
	var operations []linearizability.Operation
	for i := range clients * each {
		at := lab.Time(i * 100)
		o := linearizability.Operation{ID: i + 1, Known: i%50 != 7, InvokedAt: at, ReturnedAt: at + 350,
			Command: kv.Command{Op: kv.Put, Key: "x", Value: fmt.Sprint(i)}}
		switch i % 4 {
		case 1:
			o.Command = kv.Command{Op: kv.Get, Key: "x"}
		case 2:
			o.Command = kv.Command{Op: kv.Increment, Key: "x", Value: "1"}
		case 3:
			o.Command = kv.Command{Op: kv.CompareAndSet, Key: "x", Value: store.Value("x"), New: "7"}
		}
		o.Result = store.Apply(o.Command)
		operations = append(operations, o)
	}
	v := linearizability.Check(operations, plenty)
	require.Equal(t, linearizability.Linearizable, v.Outcome, "%s", v.Saying.Text)
	t.Logf("%d steps", v.Steps)
	assert.Less(t, v.Steps, 100_000)

	stale := slices.IndexFunc(operations, func(o linearizability.Operation) bool {
		return o.ID > 900 && o.Command.Op == kv.Get
	})
	operations[stale].Result.Value = "400"
	v = linearizability.Check(operations, plenty)
	require.Equal(t, linearizability.NotLinearizable, v.Outcome)
	t.Logf("%d steps: %s", v.Steps, v.Saying.Text)
	assert.Contains(t, v.Culprits, operations[stale])
	assert.Less(t, len(v.Culprits), 5)
}

package judging_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class/judging"
)

var by = grader.BuildJSON{Hash: "4fb5", Go: "go1.26.0"}

func tasks(n int) []judging.Task {
	var all []judging.Task
	for i := range n {
		all = append(all, judging.Task{
			Exercise: grader.About{ID: "vote"}, Source: fmt.Append(nil, i), Seed: 1, Schedules: 200,
		})
	}
	return all
}

// kept records what a pool keeps.
type kept struct {
	mu   sync.Mutex
	keys []string
}

func (k *kept) keep(task judging.Task, report *grader.ReportJSON, _ time.Duration) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys = append(k.keys, string(task.Source)+" "+string(report.Verdict))
	return nil
}

func pass(context.Context, judging.Task) (*grader.ReportJSON, error) {
	return &grader.ReportJSON{Verdict: grader.Pass}, nil
}

func TestEachTaskIsKeptOnce(t *testing.T) {
	var k kept
	var last judging.Progress
	pool := judging.Pool{Jobs: 3, Judge: pass, Keep: k.keep, Progress: func(p judging.Progress) { last = p }}
	failures, err := pool.Run(t.Context(), tasks(20))
	require.NoError(t, err)
	assert.Empty(t, failures)
	slices.Sort(k.keys)
	assert.Len(t, slices.Compact(k.keys), 20)
	assert.Equal(t, judging.Progress{Done: 20, Of: 20}, last)
}

var errMachine = errors.New("no memory left")

func TestWhatThisMachineCouldNotJudgeIsTriedAgain(t *testing.T) {
	var k kept
	var mu sync.Mutex
	tried := map[string]int{}
	judge := func(ctx context.Context, task judging.Task) (*grader.ReportJSON, error) {
		mu.Lock()
		defer mu.Unlock()
		tried[string(task.Source)]++
		if task.Source[0] == '1' && tried["1"] < 3 || task.Source[0] == '2' {
			return nil, errMachine
		}
		return pass(ctx, task)
	}
	failures, err := judging.Pool{Jobs: 2, Judge: judge, Keep: k.keep}.Run(t.Context(), tasks(4))
	require.NoError(t, err)
	require.Len(t, failures, 1, "a failure of the machine is no verdict")
	assert.Equal(t, "2", string(failures[0].Task.Source))
	require.ErrorIs(t, failures[0].Err, errMachine)
	assert.Equal(t, map[string]int{"0": 1, "1": 3, "2": 3, "3": 1}, tried)
	slices.Sort(k.keys)
	assert.Equal(t, []string{"0 pass", "1 pass", "3 pass"}, k.keys)
}

func TestAnInterruptLosesOnlyWhatIsUnderWay(t *testing.T) {
	var k kept
	ctx, interrupt := context.WithCancel(t.Context())
	judge := func(ctx context.Context, task judging.Task) (*grader.ReportJSON, error) {
		if string(task.Source) == "3" {
			interrupt()
			return nil, ctx.Err()
		}
		return pass(ctx, task)
	}
	_, err := judging.Pool{Jobs: 1, Judge: judge, Keep: k.keep}.Run(ctx, tasks(10))
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, []string{"0 pass", "1 pass", "2 pass"}, k.keys)
}

func TestNothingIsJudgedThatCannotBeKept(t *testing.T) {
	full := errors.New("the disk is full")
	judged := 0
	judge := func(ctx context.Context, task judging.Task) (*grader.ReportJSON, error) {
		judged++
		return pass(ctx, task)
	}
	keep := func(judging.Task, *grader.ReportJSON, time.Duration) error { return full }
	_, err := judging.Pool{Jobs: 1, Judge: judge, Keep: keep}.Run(t.Context(), tasks(10))
	require.ErrorIs(t, err, full)
	assert.Equal(t, 1, judged)
}

func TestAKeyIsOfAllThatDecidesTheReport(t *testing.T) {
	task := tasks(1)[0]
	keys := map[string]string{}
	add := func(what string, key string) {
		other, found := keys[key]
		assert.False(t, found, "%s has the key of %s", what, other)
		keys[key] = what
	}
	add("the task", task.Key(by))
	for what, change := range map[string]func(*judging.Task, *grader.BuildJSON){
		"another file":     func(t *judging.Task, _ *grader.BuildJSON) { t.Source = []byte("1") },
		"another exercise": func(t *judging.Task, _ *grader.BuildJSON) { t.Exercise.ID = "append" },
		"another seed":     func(t *judging.Task, _ *grader.BuildJSON) { t.Seed = 2 },
		"more schedules":   func(t *judging.Task, _ *grader.BuildJSON) { t.Schedules = 201 },
		"another grader":   func(_ *judging.Task, b *grader.BuildJSON) { b.Hash = "4fb6" },
		"another Go":       func(_ *judging.Task, b *grader.BuildJSON) { b.Go = "go1.26.1" },
	} {
		other, otherBuild := task, by
		change(&other, &otherBuild)
		add(what, other.Key(otherBuild))
	}
	commit := by
	commit.Commit = "another"
	assert.Equal(t, task.Key(by), task.Key(commit), "two builds with one hash judge alike")
	assert.Equal(t,
		"7ff2c313ce87ba69cfedcc2b87992ba15b55e7e43d2f652ba9fa5ae20e6bb007", task.Key(by),
		"the results of a class that was graded before stay good")
}

func TestShardsAreAllOfTheWork(t *testing.T) {
	for of := 1; of <= 5; of++ {
		for _, task := range tasks(50) {
			owners := 0
			for number := 1; number <= of; number++ {
				if (judging.Shard{Number: number, Of: of}).Has(task.Key(by)) {
					owners++
				}
			}
			assert.Equal(t, 1, owners)
		}
	}
	for text, want := range map[string]judging.Shard{
		"3/10": {Number: 3, Of: 10}, "1/1": {Number: 1, Of: 1},
		"0/3": {}, "4/3": {}, "3": {}, "a/b": {}, "1/2/3": {}, "1/2 x": {}, "-1/2": {}, "1/99999": {}, "": {},
	} {
		shard, err := judging.ParseShard(text)
		assert.Equal(t, want, shard, text)
		assert.Equal(t, want == judging.Shard{}, err != nil, text)
	}
}

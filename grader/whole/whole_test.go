package whole_test

import (
	"context"
	"flag"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	judge "raftlab/grader/whole"
	"raftlab/grader/whole/wholetest"
	"raftlab/lab/wholecluster"
)

var every = flag.Bool("whole", false, "judge each planted mistake, and the right server with all seeds")

// sample is the step from one mistake to the next in a quick test: it has no common factor with the groups of the list.
const sample = 7

func build(t *testing.T, edits ...wholetest.Edit) []byte {
	t.Helper()
	program, err := wholetest.Build(t.TempDir(), edits...)
	require.NoError(t, err)
	return program
}

func situation(t *testing.T, id string) wholecluster.Situation {
	t.Helper()
	for _, s := range wholecluster.Suite() {
		if s.ID == id {
			return s
		}
	}
	require.Fail(t, "there is no situation "+id)
	return wholecluster.Situation{}
}

// TestEachMistakeIsFound by a situation, for the right reason.
func TestEachMistakeIsFound(t *testing.T) {
	mistakes, err := wholetest.Mistakes()
	require.NoError(t, err)
	for i, m := range mistakes {
		if i%sample != 0 && !*every {
			continue
		}
		t.Run(m.Name, func(t *testing.T) {
			text := situation(t, m.Situation).Text(m.Seed)
			r, err := judge.Play(context.Background(), build(t, m.Edits...), text)
			require.NoError(t, err)
			assert.False(t, r.Passed)
			assert.Equal(t, m.Property, r.Property, r.Sentence)
		})
	}
}

// TestARightServerPasses all situations, and gives the same verdict whoever judges.
func TestARightServerPasses(t *testing.T) {
	program := build(t)
	options := judge.Options{Jobs: 2, Schedules: 3, Shrink: -1}
	if *every {
		options.Schedules = 100
	}
	var progress []string
	options.Progress = func(done, of int, r judge.Result) {
		progress = append(progress, fmt.Sprintf("%d/%d %s %s", done, of, r.Name, r.Hash))
	}
	report, err := judge.Judge(context.Background(), program, options)
	require.NoError(t, err)
	for _, r := range report.Failed {
		assert.Fail(t, r.Name+": "+r.Sentence)
	}
	assert.True(t, report.Passed)
	assert.True(t, report.Snapshots)
	assert.Equal(t, []string{"current term", "vote", "commit index", "last applied", "log"}, report.Known)
	assert.Len(t, progress, len(report.Results))

	r := report.Results[5]
	once, err := judge.Play(context.Background(), program, r.Scenario)
	require.NoError(t, err)
	again, err := judge.Play(context.Background(), program, r.Scenario)
	require.NoError(t, err)
	assert.Equal(t, once, again)
	assert.Equal(t, r.Events, again.Events)
}

func TestAFailureEndsTheVerdictAndIsMadeSmall(t *testing.T) {
	mistakes, err := wholetest.Mistakes()
	require.NoError(t, err)
	program := build(t, mistakes[0].Edits...)
	var reports []*judge.Report
	for _, jobs := range []int{1, 3} {
		report, err := judge.Judge(context.Background(), program, judge.Options{Jobs: jobs, Shrink: 30})
		require.NoError(t, err)
		reports = append(reports, report)
	}
	assert.Equal(t, reports[0], reports[1], "the number of jobs changes nothing")
	require.Len(t, reports[0].Failed, 1)
	failed := reports[0].Failed[0]
	require.NotEmpty(t, failed.Small)
	small, err := judge.Play(context.Background(), program, failed.Small)
	require.NoError(t, err)
	assert.Equal(t, failed.Property, small.Property)
}

func TestWhatIsNoWholeServerIsRefused(t *testing.T) {
	_, err := judge.Judge(context.Background(), []byte("nonsense"), judge.Options{})
	require.ErrorContains(t, err, "the module is not a whole server")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = judge.Judge(ctx, build(t), judge.Options{})
	assert.ErrorIs(t, err, context.Canceled)
}

//go:build unix

package queue_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class/judging"
	"raftlab/grader/class/queue"
)

// TestJobsMayRunOutOfTimeTooEarly, as they do when the server's clock makes a step forward: each is given out again
// while it is judged. A task then has its own report, if several times, or none: never another's, and nothing is
// stuck. The same command again gives the rest their reports.
func TestJobsMayRunOutOfTimeTooEarly(t *testing.T) {
	const n = 12
	server, connection := embed(t, queue.Place{})
	var mu sync.Mutex
	judged := map[string]int{}
	for range 3 {
		work(t, connect(t, server), queue.Worker{Jobs: 2,
			Judge: func(ctx context.Context, task judging.Task) (*grader.ReportJSON, error) {
				mu.Lock()
				judged[string(task.Source)]++
				mu.Unlock()
				return slowly(ctx, task)
			}})
	}
	var k kept
	early := queue.Class{By: by, Tasks: tasks(n), Keep: k.keep, Patience: 100 * time.Microsecond}
	failures, err := queue.Serve(t.Context(), connection, early)
	require.NoError(t, err)
	var left []judging.Task
	for _, failure := range failures {
		require.True(t, errors.Is(failure.Err, queue.ErrDeadLetter), "%v", failure.Err)
		left = append(left, failure.Task)
	}
	assert.Len(t, k.times, n-len(left), "what is not kept is named")
	again := 0
	mu.Lock()
	for _, times := range judged {
		again += times - 1
	}
	mu.Unlock()
	require.Positive(t, again, "some jobs ran out of time")
	failures, err = queue.Serve(t.Context(), connection, queue.Class{
		By: by, Tasks: left, Keep: k.keep, Patience: time.Minute,
	})
	require.NoError(t, err)
	assert.Empty(t, failures)
	assert.Len(t, k.times, n)
}

// TestTheClocksOfMachinesNeedNotAgree: a worker knows the server by its certificate's hash, whatever its dates are.
func TestTheClocksOfMachinesNeedNotAgree(t *testing.T) {
	for name, when := range map[string]time.Time{
		"long ago": time.Now().AddDate(-20, 0, 0), "to come": time.Now().AddDate(20, 0, 0),
	} {
		certificate, err := queue.NewCertificate(when)
		require.NoError(t, err)
		server, connection := embed(t, queue.Place{Address: "127.0.0.1:0", Token: "t", Certificate: certificate})
		joined, err := queue.Join(queue.Joining{
			URL: "tls://" + server.Address().String(), Token: "t", Pin: queue.Pin(certificate), Name: "other",
		})
		require.NoError(t, err, name)
		t.Cleanup(joined.Close)
		work(t, joined, queue.Worker{Judge: pass})
		var k kept
		failures, err := queue.Serve(t.Context(), connection, queue.Class{By: by, Tasks: tasks(2), Keep: k.keep})
		require.NoError(t, err, name)
		assert.Empty(t, failures, name)
		k.once(t, 2)
	}
}

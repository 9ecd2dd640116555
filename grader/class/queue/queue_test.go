package queue_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class/judging"
	"raftlab/grader/class/queue"
)

var by = grader.BuildJSON{Hash: "4fb5", Go: "go1.26.0"}

// patience is short: a test waits for it.
const patience = time.Second

func tasks(n int) []judging.Task {
	var all []judging.Task
	for i := range n {
		all = append(all, judging.Task{
			Exercise: grader.About{ID: "vote"}, Source: fmt.Append(nil, i), Seed: uint64(i), Schedules: 200,
		})
	}
	return all
}

// pass is a judge whose report names the file.
func pass(_ context.Context, task judging.Task) (*grader.ReportJSON, error) {
	return &grader.ReportJSON{Verdict: grader.Pass, Text: string(task.Source)}, nil
}

// kept counts what a server keeps, by the files.
type kept struct {
	mu    sync.Mutex
	times map[string]int
}

func (k *kept) keep(task judging.Task, report *grader.ReportJSON, _ time.Duration) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if report.Text != string(task.Source) {
		return errors.New("the report of another task")
	}
	if k.times == nil {
		k.times = map[string]int{}
	}
	k.times[report.Text]++
	return nil
}

func (k *kept) once(t *testing.T, n int) {
	t.Helper()
	assert.Len(t, k.times, n)
	for file, times := range k.times {
		assert.Equal(t, 1, times, "task %s", file)
	}
}

func embed(t *testing.T, place queue.Place) (*queue.Server, *nats.Conn) {
	t.Helper()
	if place.Store == "" {
		place.Store = t.TempDir()
	}
	server, err := queue.Embed(place)
	require.NoError(t, err)
	t.Cleanup(server.Close)
	return server, connect(t, server)
}

func connect(t *testing.T, server *queue.Server) *nats.Conn {
	t.Helper()
	connection, err := server.Connect()
	require.NoError(t, err)
	t.Cleanup(connection.Close)
	return connection
}

// work starts a worker, and stops it at the end of the test.
func work(t *testing.T, connection *nats.Conn, worker queue.Worker) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	if worker.By == (grader.BuildJSON{}) {
		worker.By = by
	}
	var done sync.WaitGroup
	done.Go(func() { _ = queue.Work(ctx, connection, worker) })
	t.Cleanup(func() { stop(); done.Wait() })
}

func TestEachTaskIsKeptOnce(t *testing.T) {
	server, connection := embed(t, queue.Place{})
	assert.Nil(t, server.Address(), "no port is open")
	for range 2 {
		work(t, connect(t, server), queue.Worker{Jobs: 2, Judge: pass})
	}
	var k kept
	var last queue.Progress
	class := queue.Class{By: by, Tasks: append(tasks(12), tasks(3)...), Keep: k.keep,
		Progress: func(p queue.Progress) { last = p }}
	failures, err := queue.Serve(t.Context(), connection, class)
	require.NoError(t, err)
	assert.Empty(t, failures)
	k.once(t, 12)
	assert.Equal(t, 12, last.Done)
}

// A worker that vanishes with a job leaves it to others.
func TestAWorkerMayVanish(t *testing.T) {
	server, connection := embed(t, queue.Place{})
	lost := connect(t, server)
	var once sync.Once
	vanished := make(chan struct{})
	work(t, lost, queue.Worker{Jobs: 1, Judge: func(ctx context.Context, _ judging.Task) (*grader.ReportJSON, error) {
		once.Do(func() { lost.Close(); close(vanished) })
		<-ctx.Done()
		return nil, ctx.Err()
	}})
	var k kept
	go func() {
		<-vanished
		late := connect(t, server)
		work(t, late, queue.Worker{Jobs: 1, Judge: pass})
	}()
	failures, err := queue.Serve(t.Context(), connection,
		queue.Class{By: by, Tasks: tasks(5), Keep: k.keep, Patience: patience})
	require.NoError(t, err)
	assert.Empty(t, failures)
	k.once(t, 5)
}

// A server that stops in the middle goes on where it was, whatever is left of its queue.
func TestAServerMayRestart(t *testing.T) {
	for _, what := range []string{"with its queue", "without its queue"} {
		t.Run(what, func(t *testing.T) {
			store := t.TempDir()
			var k kept
			left := serveSome(t, store, &k)
			if what == "without its queue" {
				store = t.TempDir()
			}
			server, connection := embed(t, queue.Place{Store: store})
			work(t, connect(t, server), queue.Worker{Jobs: 2, Judge: pass})
			_, err := queue.Serve(t.Context(), connection, queue.Class{By: by, Tasks: left, Keep: k.keep})
			require.NoError(t, err)
			k.once(t, 12)
		})
	}
}

// serveSome serves until five tasks are kept, and gives the others.
func serveSome(t *testing.T, store string, k *kept) []judging.Task {
	t.Helper()
	server, err := queue.Embed(queue.Place{Store: store})
	require.NoError(t, err)
	defer server.Close()
	connection, err := server.Connect()
	require.NoError(t, err)
	defer connection.Close()
	ctx, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	worker := queue.Worker{By: by, Jobs: 2, Judge: pass}
	done.Go(func() { _ = queue.Work(ctx, connection, worker) })
	keep := func(task judging.Task, report *grader.ReportJSON, took time.Duration) error {
		if len(k.times) == 5 {
			return errors.New("the server is killed")
		}
		return k.keep(task, report, took)
	}
	_, err = queue.Serve(ctx, connection, queue.Class{By: by, Tasks: tasks(12), Keep: keep})
	require.Error(t, err)
	stop()
	done.Wait()
	return slices.DeleteFunc(tasks(12), func(task judging.Task) bool { return k.times[string(task.Source)] > 0 })
}

func TestATaskThatNoMachineCouldJudgeIsADeadLetter(t *testing.T) {
	server, connection := embed(t, queue.Place{})
	var mu sync.Mutex
	tried := 0
	work(t, connect(t, server), queue.Worker{Jobs: 2,
		Judge: func(ctx context.Context, task judging.Task) (*grader.ReportJSON, error) {
			if string(task.Source) != "3" {
				return pass(ctx, task)
			}
			mu.Lock()
			defer mu.Unlock()
			tried++
			return nil, errors.New("no memory left")
		}})
	var k kept
	failures, err := queue.Serve(t.Context(), connection,
		queue.Class{By: by, Tasks: tasks(5), Keep: k.keep, Patience: patience})
	require.NoError(t, err)
	require.Len(t, failures, 1)
	assert.Equal(t, "3", string(failures[0].Task.Source))
	assert.ErrorContains(t, failures[0].Err, "no memory left")
	assert.Equal(t, 3, tried)
	k.once(t, 4)
}

// A file may take each machine down that judges it. The fourth does not get it.
func TestATaskThatNoWorkerAnswersIsADeadLetter(t *testing.T) {
	server, connection := embed(t, queue.Place{})
	go func() {
		for range 3 {
			doomed, down := connect(t, server), make(chan struct{})
			work(t, doomed, queue.Worker{Judge: func(ctx context.Context, _ judging.Task) (*grader.ReportJSON, error) {
				doomed.Close()
				close(down)
				<-ctx.Done()
				return nil, ctx.Err()
			}})
			<-down
		}
		work(t, connect(t, server), queue.Worker{Judge: pass})
	}()
	var k kept
	failures, err := queue.Serve(t.Context(), connection,
		queue.Class{By: by, Tasks: tasks(1), Keep: k.keep, Patience: patience})
	require.NoError(t, err)
	require.Len(t, failures, 1)
	require.ErrorIs(t, failures[0].Err, queue.ErrDeadLetter)
	assert.Empty(t, k.times)
}

func TestAnotherGraderGetsNoWork(t *testing.T) {
	server, connection := embed(t, queue.Place{})
	ctx, stop := context.WithCancel(t.Context())
	var serving sync.WaitGroup
	serving.Go(func() {
		_, _ = queue.Serve(ctx, connection, queue.Class{By: by, Tasks: tasks(1)})
	})
	other := queue.Worker{By: grader.BuildJSON{Hash: "0000", Go: by.Go}, Judge: pass}
	require.ErrorIs(t, queue.Work(t.Context(), connect(t, server), other), queue.ErrOtherGrader)
	stop()
	serving.Wait()
}

func TestOnlyWhoeverKnowsTheTokenJoins(t *testing.T) {
	_, err := queue.Embed(queue.Place{Store: t.TempDir(), Address: "127.0.0.1:0"})
	require.ErrorIs(t, err, queue.ErrNoToken)
	certificate, err := queue.NewCertificate(time.Now())
	require.NoError(t, err)
	pin := queue.Pin(certificate)
	server, connection := embed(t, queue.Place{Address: "127.0.0.1:0", Token: "secret", Certificate: certificate})
	join := func(token, pin string) *nats.Conn {
		made, err := queue.Join(queue.Joining{
			URL: "tls://" + server.Address().String(), Token: token, Pin: pin, Name: "other",
		})
		require.NoError(t, err)
		t.Cleanup(made.Close)
		return made
	}
	work(t, join("secret", pin), queue.Worker{Judge: pass})
	var k kept
	_, err = queue.Serve(t.Context(), connection, queue.Class{By: by, Tasks: tasks(3), Keep: k.keep})
	require.NoError(t, err)
	k.once(t, 3)
	for name, refused := range map[string]*nats.Conn{
		"another token":       join("guess", pin),
		"another certificate": join("secret", strings.Repeat("0", len(pin))),
	} {
		assert.Error(t, refused.FlushTimeout(patience), name)
		assert.False(t, refused.IsConnected(), name)
	}
	_, err = queue.Join(queue.Joining{URL: "tls://" + server.Address().String(), Pin: "abc"})
	assert.ErrorContains(t, err, "hexadecimal digits")
}

package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"raftlab/grader"
	"raftlab/grader/class/judging"
)

// Worker judges tasks of a server.
type Worker struct {
	// Name names the machine in the server's progress.
	Name string
	// By is the grader of this machine.
	By grader.BuildJSON
	// Jobs is how many tasks are judged at a time.
	Jobs int
	// Judge gives a report, or an error if this machine could not judge.
	Judge func(context.Context, judging.Task) (*grader.ReportJSON, error)
	// Said, if it is not nil, receives a line about each job, and about what is waited for.
	Said func(line string)
}

// ErrOtherGrader is wrapped when the server wants the verdicts of another grader.
var ErrOtherGrader = errors.New("this raftlab judges by other rules than the server's: use the same program on both")

// again is how long a worker waits before it asks again for what it did not get.
const again = 300 * time.Millisecond

// Work judges until ctx ends, and comes back to a server that was away.
func Work(ctx context.Context, connection *nats.Conn, worker Worker) error {
	js, err := jetstream.New(connection)
	if err != nil {
		return fmt.Errorf("join the queue: %w", err)
	}
	w := &working{Worker: worker, connection: connection, js: js}
	if err := w.meet(ctx); err != nil {
		return err
	}
	var slots sync.WaitGroup
	for range max(worker.Jobs, 1) {
		slots.Go(func() { w.loop(ctx) })
	}
	slots.Wait()
	return nil
}

type working struct {
	Worker
	connection *nats.Conn
	js         jetstream.JetStream
	mu         sync.Mutex // of Said
}

func (w *working) say(format string, args ...any) {
	if w.Said != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.Said(fmt.Sprintf(format, args...))
	}
}

// meet waits for a server, and compares its grader with ours.
func (w *working) meet(ctx context.Context) error {
	waits := false
	for {
		reply, err := w.connection.RequestWithContext(ctx, aboutSubject, nil)
		if err == nil {
			var theirs grader.BuildJSON
			if err := json.Unmarshal(reply.Data, &theirs); err != nil {
				return fmt.Errorf("join the queue: %w", err)
			}
			if theirs.Hash != w.By.Hash || theirs.Go != w.By.Go {
				return fmt.Errorf("%w: theirs is %s with %s, ours is %s with %s",
					ErrOtherGrader, theirs.Hash, theirs.Go, w.By.Hash, w.By.Go)
			}
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !waits {
			waits = true
			w.say("waiting for raftlab class serve")
		}
		if err := pause(ctx, again); err != nil {
			return err
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// loop does one job after the other.
func (w *working) loop(ctx context.Context) {
	for ctx.Err() == nil {
		message, wait := w.next(ctx)
		if message == nil {
			// The server may be away, or its streams not made yet.
			_ = pause(ctx, again)
			continue
		}
		w.do(ctx, message, wait)
	}
}

// next is the next job, nil if there is none now, and how long its worker may be silent.
func (w *working) next(ctx context.Context) (jetstream.Msg, time.Duration) {
	asked, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	consumer, err := workersConsumer(asked, w.js)
	if err != nil {
		return nil, 0
	}
	batch, err := consumer.Fetch(1, jetstream.FetchMaxWait(2*time.Second))
	if err != nil {
		return nil, 0
	}
	var got jetstream.Msg
	for message := range batch.Messages() {
		got = message
	}
	return got, consumer.CachedInfo().Config.AckWait
}

// do does a job. It ends it only once its answer is on the server's disk.
func (w *working) do(ctx context.Context, message jetstream.Msg, wait time.Duration) {
	var j job
	err := unpack(message.Data(), &j)
	var task judging.Task
	if err == nil {
		task, err = j.task()
	}
	if err != nil {
		_ = message.Term() // nobody can do it
		return
	}
	busy, free := context.WithCancel(ctx)
	defer free()
	go beat(busy, message, wait/3)
	a := w.judge(ctx, task, j.Key)
	if ctx.Err() != nil {
		_ = message.Nak() // another worker may have it at once
		return
	}
	if !w.publish(ctx, a) {
		return
	}
	if a.Report == nil {
		_ = message.NakWithDelay(again)
		return
	}
	// If that is lost, another worker does it once more, and nothing changes.
	_ = message.DoubleAck(ctx)
}

// beat says that a job is being done.
func beat(ctx context.Context, message jetstream.Msg, every time.Duration) {
	for pause(ctx, every) == nil {
		_ = message.InProgress()
	}
}

func (w *working) judge(ctx context.Context, task judging.Task, key string) answer {
	began := time.Now()
	report, err := w.Judge(ctx, task)
	a := answer{Key: key, Took: time.Since(began), Worker: w.Name}
	if err != nil {
		a.Unable = err.Error()
		w.say("%s %.8s: could not be judged: %v", task.Exercise.ID, key, err)
		return a
	}
	a.Report = report
	w.say("%s %.8s: %s in %.1f s", task.Exercise.ID, key, report.Verdict, a.Took.Seconds())
	return a
}

// publish has the server store an answer, however long it is away.
func (w *working) publish(ctx context.Context, a answer) bool {
	message, err := pack(a)
	if err != nil {
		message, err = pack(answer{Key: a.Key, Unable: err.Error(), Worker: a.Worker})
	}
	if err != nil {
		return false
	}
	for {
		asked, cancel := context.WithTimeout(ctx, 10*time.Second)
		_, err := w.js.Publish(asked, reportsSubject+a.Key, message)
		cancel()
		if err == nil {
			return true
		}
		if pause(ctx, again) != nil {
			return false
		}
	}
}

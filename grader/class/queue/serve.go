package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"raftlab/grader"
	"raftlab/grader/class/judging"
)

// Class is the work of a server.
type Class struct {
	// By is the grader whose verdicts are wanted. A worker must have the same.
	By    grader.BuildJSON
	Tasks []judging.Task
	// Keep keeps the report of a task for good. A report may come twice.
	Keep func(task judging.Task, report *grader.ReportJSON, took time.Duration) error
	// Progress, if it is not nil, receives the progress after each task.
	Progress func(Progress)
	// Patience is how long a worker may be silent; zero is the constant of that name.
	Patience time.Duration
}

// Progress is how far the work is.
type Progress struct {
	// Done of Of tasks have a report. Failed are the dead letters.
	Done, Of, Failed int
	// Worker names the machine that did the last one.
	Worker string
}

// ErrDeadLetter is the error of a task that no worker answered.
var ErrDeadLetter = fmt.Errorf("it was given out %d times, and no worker answered", deliveries)

// Serve gives out the tasks, and keeps what comes back, until each has a report, or was given out three times without
// one. It gives those without, in their order. The error is that of ctx, of Keep, or of the queue.
func Serve(ctx context.Context, connection *nats.Conn, class Class) ([]judging.Failure, error) {
	if class.Patience == 0 {
		class.Patience = Patience
	}
	streams, err := openStreams(ctx, connection, class.Patience)
	if err != nil {
		return nil, err
	}
	s := &serving{Class: class, streams: streams, open: map[string]*open{}}
	var jobs []job
	for _, t := range class.Tasks {
		key := t.Key(class.By)
		if s.open[key] != nil {
			continue
		}
		s.keys = append(s.keys, key)
		s.open[key] = &open{task: t}
		jobs = append(jobs, job{key, t.Exercise.ID, t.Source, t.Seed, t.Schedules})
	}
	about, err := json.Marshal(class.By)
	if err != nil {
		return nil, err
	}
	answers, err := connection.Subscribe(aboutSubject, func(m *nats.Msg) { _ = m.Respond(about) })
	if err != nil {
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	defer func() { _ = answers.Unsubscribe() }()
	if err := streams.fill(ctx, jobs); err != nil {
		return nil, err
	}
	if err := s.collect(ctx); err != nil {
		return nil, err
	}
	return s.failures(), nil
}

// open is a task without a report.
type open struct {
	task judging.Task
	// unable are the reasons why machines could not judge it.
	unable []string
	failed error
}

type serving struct {
	Class
	*streams
	keys []string
	// open has the tasks without a report, by their keys.
	open map[string]*open
	// failed counts those of them that are given up.
	failed int
}

// look is how often the server looks whether there are dead letters.
const look = 500 * time.Millisecond

// collect keeps reports until no task is left.
func (s *serving) collect(ctx context.Context) error {
	for len(s.open) > s.failed {
		batch, err := s.keeper.Fetch(100, jetstream.FetchMaxWait(look))
		if err != nil {
			return fmt.Errorf("wait for reports: %w", err)
		}
		got := 0
		for message := range batch.Messages() {
			got++
			if err := s.take(ctx, message); err != nil {
				return err
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := batch.Error(); err != nil && !errors.Is(err, nats.ErrTimeout) {
			return fmt.Errorf("wait for reports: %w", err)
		}
		if got > 0 {
			continue
		}
		over, err := s.isOver(ctx)
		if err != nil {
			return err
		}
		if over {
			s.giveUp()
		}
	}
	return nil
}

// take takes an answer, and ends it once it is kept.
func (s *serving) take(ctx context.Context, message jetstream.Msg) error {
	var a answer
	// A message that is no answer, or is about no open task, says nothing: the task is done, or of another class.
	if unpack(message.Data(), &a) == nil {
		if task := s.open[a.Key]; task != nil {
			if err := s.answered(task, a); err != nil {
				return err
			}
			s.report(a.Worker)
		}
	}
	if err := message.DoubleAck(ctx); err != nil && ctx.Err() == nil {
		return fmt.Errorf("end a report: %w", err)
	}
	return nil
}

func (s *serving) answered(o *open, a answer) error {
	if a.Report == nil {
		o.unable = append(o.unable, a.Unable)
		if len(o.unable) >= deliveries && o.failed == nil {
			o.failed = errors.New(a.Unable)
			s.failed++
		}
		return nil
	}
	if err := s.Keep(o.task, a.Report, a.Took); err != nil {
		return err
	}
	if o.failed != nil {
		s.failed-- // a late answer is an answer
	}
	delete(s.open, a.Key)
	return nil
}

// giveUp makes dead letters of the tasks that are left.
func (s *serving) giveUp() {
	for _, o := range s.open {
		if o.failed != nil {
			continue
		}
		o.failed = ErrDeadLetter
		if n := len(o.unable); n > 0 {
			o.failed = fmt.Errorf("%w; the last one could not judge: %s", ErrDeadLetter, o.unable[n-1])
		}
		s.failed++
	}
	s.report("")
}

func (s *serving) report(worker string) {
	if s.Progress != nil {
		s.Progress(Progress{Done: len(s.keys) - len(s.open), Of: len(s.keys), Failed: s.failed, Worker: worker})
	}
}

func (s *serving) failures() []judging.Failure {
	var failures []judging.Failure
	for _, key := range s.keys {
		if o := s.open[key]; o != nil {
			failures = append(failures, judging.Failure{Task: o.task, Err: o.failed})
		}
	}
	return failures
}

package queue

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The subjects. Of jobs and reports the last word is a task's key.
const (
	aboutSubject   = "raftlab.about"
	jobsSubject    = "raftlab.jobs."
	reportsSubject = "raftlab.reports."
)

// The streams, and the one consumer of each.
const (
	jobsStream    = "RAFTLAB_JOBS"
	reportsStream = "RAFTLAB_REPORTS"
	workers       = "workers"
	keeper        = "keeper"
)

// deliveries is how often a job is given out. One that three workers do not answer is a dead letter.
const deliveries = 3

// Patience is how long a worker may be silent before its job is given to another one. Whoever judges says so three
// times as often.
const Patience = 30 * time.Second

// streams are the queue, as the server sees it.
type streams struct {
	js            jetstream.JetStream
	jobs, reports jetstream.Stream
	workers       jetstream.Consumer
	keeper        jetstream.Consumer
}

// openStreams finds the streams, or makes them.
func openStreams(ctx context.Context, connection *nats.Conn, patience time.Duration) (*streams, error) {
	js, err := jetstream.New(connection)
	if err != nil {
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	s := &streams{js: js}
	for _, part := range []struct {
		name, subject, consumer string
		deliveries              int
		stream                  *jetstream.Stream
		made                    *jetstream.Consumer
	}{
		{jobsStream, jobsSubject + "*", workers, deliveries, &s.jobs, &s.workers},
		{reportsStream, reportsSubject + "*", keeper, -1, &s.reports, &s.keeper},
	} {
		*part.stream, err = js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
			Name: part.name, Subjects: []string{part.subject}, Retention: jetstream.WorkQueuePolicy,
			Storage: jetstream.FileStorage, MaxMsgSize: maxMessage,
		})
		if err != nil {
			return nil, fmt.Errorf("open the queue's stream %s: %w", part.name, err)
		}
		*part.made, err = (*part.stream).CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
			Durable: part.consumer, AckPolicy: jetstream.AckExplicitPolicy, AckWait: patience,
			MaxDeliver: part.deliveries, MaxAckPending: -1,
		})
		if err != nil {
			return nil, fmt.Errorf("open the queue's stream %s: %w", part.name, err)
		}
	}
	return s, nil
}

// fill makes a new plan: a job for each task.
func (s *streams) fill(ctx context.Context, jobs []job) error {
	if err := s.jobs.Purge(ctx); err != nil {
		return fmt.Errorf("empty the queue: %w", err)
	}
	for _, j := range jobs {
		message, err := pack(j)
		if err == nil {
			_, err = s.js.Publish(ctx, jobsSubject+j.Key, message)
		}
		if err != nil {
			return fmt.Errorf("give out a task: %w", err)
		}
	}
	return nil
}

// isOver reports whether nobody has a job, nobody can get one, and no report waits.
func (s *streams) isOver(ctx context.Context) (bool, error) {
	for _, consumer := range []jetstream.Consumer{s.workers, s.keeper} {
		info, err := consumer.Info(ctx)
		if err != nil {
			return false, fmt.Errorf("look at the queue: %w", err)
		}
		if info.NumPending > 0 || info.NumAckPending > 0 {
			return false, nil
		}
	}
	return true, nil
}

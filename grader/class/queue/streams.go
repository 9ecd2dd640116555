package queue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

// The subjects. Of jobs and reports the last word is a task's key.
const (
	aboutSubject   = "raftlab.about"
	jobsSubject    = "raftlab.jobs."
	reportsSubject = "raftlab.reports."
)

// The streams. Each has one consumer: the workers' and the server's.
const (
	jobsStream    = "RAFTLAB_JOBS"
	reportsStream = "RAFTLAB_REPORTS"
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

// openStreams finds the streams, or makes them. The consumers are new ones: what an earlier one has seen may be of
// messages that a server has lost since, whose numbers the next messages get. A worker may also still end a job of
// an earlier plan.
func openStreams(ctx context.Context, connection *nats.Conn, patience time.Duration) (*streams, error) {
	js, err := jetstream.New(connection)
	if err != nil {
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	s := &streams{js: js}
	for _, part := range []struct {
		name, subject string
		deliveries    int
		stream        *jetstream.Stream
		made          *jetstream.Consumer
	}{
		{jobsStream, jobsSubject + "*", deliveries, &s.jobs, &s.workers},
		{reportsStream, reportsSubject + "*", -1, &s.reports, &s.keeper},
	} {
		*part.stream, err = js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
			Name: part.name, Subjects: []string{part.subject}, Retention: jetstream.WorkQueuePolicy,
			Storage: jetstream.FileStorage, MaxMsgSize: maxMessage,
		})
		if err != nil {
			return nil, fmt.Errorf("open the queue's stream %s: %w", part.name, err)
		}
		if err := endConsumers(ctx, *part.stream); err != nil {
			return nil, fmt.Errorf("open the queue's stream %s: %w", part.name, err)
		}
		*part.made, err = (*part.stream).CreateConsumer(ctx, jetstream.ConsumerConfig{
			Durable: nuid.Next(), AckPolicy: jetstream.AckExplicitPolicy, AckWait: patience,
			MaxDeliver: part.deliveries, MaxAckPending: -1,
		})
		if err != nil {
			return nil, fmt.Errorf("open the queue's stream %s: %w", part.name, err)
		}
	}
	return s, nil
}

// endConsumers ends the consumers of a stream.
func endConsumers(ctx context.Context, stream jetstream.Stream) error {
	list := stream.ConsumerNames(ctx)
	for name := range list.Name() {
		if err := stream.DeleteConsumer(ctx, name); err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
			return err
		}
	}
	return list.Err()
}

// workersConsumer is the consumer of the plan that the server has now.
func workersConsumer(ctx context.Context, js jetstream.JetStream) (jetstream.Consumer, error) {
	stream, err := js.Stream(ctx, jobsStream)
	if err != nil {
		return nil, err
	}
	list := stream.ConsumerNames(ctx)
	for name := range list.Name() {
		return stream.Consumer(ctx, name)
	}
	return nil, cmp.Or(list.Err(), error(jetstream.ErrConsumerNotFound))
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

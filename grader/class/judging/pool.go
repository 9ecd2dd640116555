package judging

import (
	"context"
	"sync"
	"time"

	"raftlab/grader"
)

// tries is how often a task is tried that this machine could not judge.
const tries = 3

// Pool judges tasks.
type Pool struct {
	// Jobs is how many are judged at a time.
	Jobs int
	// Judge gives a report, or an error if this machine could not judge.
	Judge func(context.Context, Task) (*grader.ReportJSON, error)
	// Keep keeps the report of a task for good. An error ends everything: nothing may be judged and then lost.
	Keep func(task Task, report *grader.ReportJSON, took time.Duration) error
	// Progress, if it is not nil, receives the progress after each task. Neither it nor Keep is called twice at a time.
	Progress func(Progress)
}

// Progress is how far the work is.
type Progress struct {
	// Done of Of tasks have a report. Again is how many wait to be tried again.
	Done, Of, Again int
	// Left is how much time is left, zero as long as nobody knows.
	Left time.Duration
}

// Failure is a task that this machine could not judge.
type Failure struct {
	Task Task
	Err  error
}

// Run judges the tasks, and gives those that this machine could not judge, in their order. The error is that of ctx or
// of Keep.
func (p Pool) Run(ctx context.Context, tasks []Task) ([]Failure, error) {
	r := &run{pool: p, meter: newMeter(tasks, p.Jobs)}
	left := tasks
	var failures []Failure
	for try := 1; try <= tries && len(left) > 0; try++ {
		failures = r.round(ctx, left)
		if r.broken != nil {
			return nil, r.broken
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		left = nil
		for _, failure := range failures {
			left = append(left, failure.Task)
		}
	}
	return failures, nil
}

// run is one Run.
type run struct {
	pool Pool
	// mu guards all below.
	mu    sync.Mutex
	meter meter
	again int
	// broken is the first error of Keep.
	broken error
}

// round tries each task once, and gives those that failed, in the order of the tasks.
func (r *run) round(ctx context.Context, tasks []Task) []Failure {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r.again = 0
	errs := make([]error, len(tasks))
	next := make(chan int)
	var workers sync.WaitGroup
	for range max(r.pool.Jobs, 1) {
		workers.Go(func() {
			for i := range next {
				if ctx.Err() != nil {
					continue
				}
				if errs[i] = r.one(ctx, tasks[i]); r.isBroken() {
					cancel()
				}
			}
		})
	}
	for i := range tasks {
		next <- i
	}
	close(next)
	workers.Wait()
	var failures []Failure
	for i, err := range errs {
		if err != nil {
			failures = append(failures, Failure{tasks[i], err})
		}
	}
	return failures
}

// one judges a task. The error says why this machine could not.
func (r *run) one(ctx context.Context, task Task) error {
	began := time.Now()
	report, err := r.pool.Judge(ctx, task)
	took := time.Since(began)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.again++
	} else {
		if err := r.pool.Keep(task, report, took); err != nil {
			if r.broken == nil {
				r.broken = err
			}
			return err
		}
		r.meter.took(task, took)
	}
	if r.pool.Progress != nil {
		progress := r.meter.progress()
		progress.Again = r.again
		r.pool.Progress(progress)
	}
	return err
}

func (r *run) isBroken() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.broken != nil
}

package suite

import (
	"context"
	"slices"
	"sync"

	"raftlab/lab"
	"raftlab/lab/story"
)

// judging is a verdict that is being made.
type judging struct {
	ctx     context.Context
	host    lab.Host
	options Options
	report  *Report
	parts   []*story.Scenario
	// first is the result of the first part.
	first *Result
}

// played is the result of a part, or an error of this machine.
type played struct {
	result   Result
	warnings []string
	err      error
}

// run plays the parts in several jobs, and takes the results in their order, so that the number of jobs changes
// nothing.
func (j *judging) run() error {
	results := make([]chan played, len(j.parts))
	for i := range results {
		results[i] = make(chan played, 1)
	}
	next, stop := make(chan int), make(chan struct{})
	var jobs sync.WaitGroup
	for range j.options.Jobs {
		jobs.Go(func() {
			for i := range next {
				results[i] <- j.part(i)
			}
		})
	}
	jobs.Go(func() {
		defer close(next)
		for i := range j.parts {
			select {
			case next <- i:
			case <-stop:
				return
			}
		}
	})
	err := j.collect(results)
	close(stop)
	jobs.Wait()
	return err
}

func (j *judging) part(i int) played {
	if err := j.ctx.Err(); err != nil {
		return played{err: err}
	}
	if i == 0 {
		return played{result: *j.first}
	}
	r, cluster, err := play(j.host, j.parts[i])
	if err != nil {
		return played{err: err}
	}
	return played{result: r, warnings: cluster.Warnings()}
}

// collect takes the results in order, until the first failure if no more is asked for.
func (j *judging) collect(results []chan played) error {
	for i, result := range results {
		p := <-result
		if p.err != nil {
			return p.err
		}
		r := p.result
		for _, w := range p.warnings {
			if !slices.Contains(j.report.Warnings, w) {
				j.report.Warnings = append(j.report.Warnings, w)
			}
		}
		if j.options.Progress != nil {
			j.options.Progress(i+1, len(results), r)
		}
		if !r.Passed && j.options.Shrink > 0 {
			reduce(j.host, j.parts[i], &r, j.options.Shrink)
		}
		j.report.Results = append(j.report.Results, r)
		if !r.Passed {
			j.report.Passed = false
			j.report.Failed = append(j.report.Failed, r)
		}
		if !r.Passed && !j.options.All {
			return nil
		}
	}
	return nil
}

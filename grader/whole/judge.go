package whole

import (
	"context"
	"errors"

	"raftlab/grader/sandbox/goroutines"
	"raftlab/grader/whole/suite"
)

// DefaultSchedules is how many random schedules a verdict has by default.
const DefaultSchedules = suite.DefaultSchedules

// Options, Report and Result are those of package suite.
type (
	Options = suite.Options
	Report  = suite.Report
	Result  = suite.Result
)

// Judge judges a program. An error means that the module is not a whole server, or that this machine could not judge.
func Judge(ctx context.Context, program []byte, o Options) (report *Report, err error) {
	host, err := goroutines.New(ctx, program)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, host.Close()) }()
	return suite.Judge(ctx, host, o)
}

// Play plays one scenario with a program. The sinks receive its trace.
func Play(ctx context.Context, program []byte, scenario string, sinks ...func([]byte)) (r Result, err error) {
	host, err := goroutines.New(ctx, program)
	if err != nil {
		return Result{}, err
	}
	defer func() { err = errors.Join(err, host.Close()) }()
	return suite.Play(host, scenario, sinks...)
}

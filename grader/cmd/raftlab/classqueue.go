package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/spf13/cobra"

	"raftlab/grader/class/grading"
	"raftlab/grader/class/judging"
	"raftlab/grader/class/queue"
	"raftlab/grader/class/results"
)

// tokenVariable has the token of a queue: the arguments of a program are seen by everybody on its machine.
const tokenVariable = "RAFTLAB_TOKEN"

// queueFolder is where the embedded queue is, in the folder of results. An interrupted server finds it there again.
const queueFolder = "queue"

// classServe are the flags of class serve.
type classServe struct {
	handedIn
	out, lab, address, nats string
	jobs                    int
	patience                time.Duration
}

func newClassServe() *cobra.Command {
	var o classServe
	cmd := &cobra.Command{
		Use:   "serve DIR|ZIP… --out RESULTS",
		Short: "Judge a class on several machines",
		Long: "Like raftlab class grade, with workers on other machines: raftlab class work. They may come and\n" +
			"go at any time, and so may this server: the same command goes on. The queue is in this program,\n" +
			"and opens a port only with --addr; it makes a certificate and a token then, and prints how to\n" +
			"join. " + tokenVariable + " sets the token. With --nats an existing NATS server with JetStream is\n" +
			"the queue.",
		Example: "  raftlab class serve week3.zip --exercises vote --out results --addr 0.0.0.0:4222",
		Args:    usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	o.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.out, "out", "", "the folder of results; it is made if it is missing")
	f.StringVar(&o.lab, "lab", "", "the `address` at which the lab is served: pages link to it")
	f.StringVar(&o.address, "addr", "", "where workers join, such as 0.0.0.0:4222; no port is open if left out")
	f.StringVar(&o.nats, "nats", "", "the `URL` of a NATS server with JetStream, instead of the one in this program")
	f.IntVar(&o.jobs, "jobs", runtime.NumCPU(),
		"how many files are judged at a time on this machine; 0 leaves it to others")
	f.DurationVar(&o.patience, "patience", queue.Patience,
		"how long a worker may be silent before its file is given to another one")
	return cmd
}

func (o *classServe) run(ctx context.Context, paths []string, out, errOut io.Writer) error {
	ctx, stop := untilInterrupted(ctx)
	defer stop()
	switch {
	case o.out == "":
		return usagef("--out is missing: the folder for the results")
	case o.patience < time.Second || o.patience > time.Hour:
		return usagef("--patience %s is not between 1s and 1h", o.patience)
	case o.jobs < 0 || o.jobs > 1000:
		return usagef("--jobs %d is not between 0 and 1000", o.jobs)
	case o.nats != "" && o.address != "":
		return usagef("want --nats or --addr, not both")
	case o.jobs == 0 && o.nats == "" && o.address == "":
		return usagef("--jobs 0 leaves the work to other machines, which need --addr or --nats")
	}
	a, found, err := o.read(ctx, paths)
	if err != nil {
		return err
	}
	return inFolder(o.out, func(folder *results.Folder) error {
		by, err := thisGrader()
		if err != nil {
			return err
		}
		plan := grading.Plan(a, found, by)
		plan.Began = time.Now().UTC().Truncate(time.Second)
		if err := grading.Begin(folder, plan); err != nil {
			return err
		}
		failures, err := o.serve(ctx, folder, plan, errOut)
		if ctx.Err() != nil {
			return &exitError{
				exitInconclusive, errors.New("interrupted: what is judged is kept; the same command goes on"),
			}
		}
		if err != nil {
			return err
		}
		// The folder of results has everything now. What cannot be removed does no harm.
		_ = os.RemoveAll(folder.Path(queueFolder))
		if err := finish(ctx, folder, plan, failures, o.lab, out); err != nil {
			return err
		}
		return unjudged(failures)
	})
}

// serve gives out what has no report yet, and waits for all of it.
func (o *classServe) serve(
	ctx context.Context, folder *results.Folder, plan *results.Plan, errOut io.Writer,
) ([]judging.Failure, error) {
	tasks, err := grading.Missing(folder, plan, judging.Shard{})
	if err != nil || len(tasks) == 0 {
		return nil, err
	}
	connections, closeQueue, err := o.open(folder, errOut)
	if err != nil {
		return nil, err
	}
	defer closeQueue()
	connection, err := connections()
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	ctx, done := context.WithCancel(ctx)
	defer done()
	var local sync.WaitGroup
	defer local.Wait()
	defer done()
	if o.jobs > 0 {
		worker, err := thisWorker(ctx, o.jobs, nil)
		if err != nil {
			return nil, err
		}
		mine, err := connections()
		if err != nil {
			return nil, err
		}
		local.Go(func() { _ = queue.Work(ctx, mine, worker); mine.Close() })
	}
	progress := newClassProgress(errOut)
	defer progress.end()
	return queue.Serve(ctx, connection, queue.Class{
		By: plan.By, Tasks: tasks, Keep: grading.Keeper(folder, plan.By), Progress: progress.queue,
		Patience: o.patience,
	})
}

// open gives connections to the queue: that of --nats, or one in this program.
func (o *classServe) open(
	folder *results.Folder, errOut io.Writer,
) (connections func() (*nats.Conn, error), closeQueue func(), err error) {
	if o.nats != "" {
		joining := queue.Joining{URL: o.nats, Token: os.Getenv(tokenVariable), Name: "raftlab class serve"}
		return func() (*nats.Conn, error) { return queue.Join(joining) }, func() {}, nil
	}
	place := queue.Place{Store: folder.Path(queueFolder), Address: o.address}
	if o.address != "" {
		if place.Token = os.Getenv(tokenVariable); place.Token == "" {
			place.Token = rand.Text()
		}
		if place.Certificate, err = queue.NewCertificate(time.Now()); err != nil {
			return nil, nil, err
		}
	}
	server, err := queue.Embed(place)
	if err != nil {
		return nil, nil, err
	}
	if o.address != "" {
		sayHowToJoin(errOut, server.Address(), place)
	}
	return server.Connect, server.Close, nil
}

// sayHowToJoin prints the command for other machines, once for each address under which they may reach this one.
func sayHowToJoin(out io.Writer, tcp *net.TCPAddr, place queue.Place) {
	addresses := []string{tcp.String()}
	if list, err := interfaceAddresses(); err == nil && tcp.IP.IsUnspecified() {
		addresses = nil
		for _, one := range fromElsewhere(tcp, list) {
			addresses = append(addresses, one.at(tcp))
		}
	}
	// Whoever cannot read this may set the token, and knows the address.
	_, _ = fmt.Fprintln(out, "to join, on another machine:")
	for _, address := range addresses {
		_, _ = fmt.Fprintf(out, "  %s=%s raftlab class work --join tls://%s --pin %s\n",
			tokenVariable, place.Token, address, queue.Pin(place.Certificate))
	}
}

// thisWorker is a worker on this machine.
func thisWorker(ctx context.Context, jobs int, said func(string)) (queue.Worker, error) {
	by, err := thisGrader()
	if err != nil {
		return queue.Worker{}, err
	}
	judge, err := classJudge(ctx)
	if err != nil {
		return queue.Worker{}, err
	}
	name, err := os.Hostname()
	if err != nil {
		name = "a worker"
	}
	return queue.Worker{Name: name, By: by, Jobs: jobs, Judge: judge, Said: said}, nil
}

// classWork are the flags of class work.
type classWork struct {
	join, pin string
	jobs      int
}

func newClassWork() *cobra.Command {
	var o classWork
	cmd := &cobra.Command{
		Use:   "work --join URL",
		Short: "Judge files for raftlab class serve on another machine",
		Long: "Judge files that raftlab class serve gives out, until it is interrupted. It needs the same raftlab\n" +
			"and version of Go as the server. " + tokenVariable + " has the server's token.",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), cmd.ErrOrStderr()) },
	}
	cmd.Flags().StringVar(&o.join, "join", "", "the `URL` that raftlab class serve prints")
	cmd.Flags().StringVar(&o.pin, "pin", "", "the hash of the server's certificate, which it prints, too")
	cmd.Flags().IntVar(&o.jobs, "jobs", runtime.NumCPU(), "how many files are judged at a time")
	return cmd
}

func (o *classWork) run(ctx context.Context, errOut io.Writer) error {
	ctx, stop := untilInterrupted(ctx)
	defer stop()
	if o.join == "" {
		return usagef("--join is missing: the URL that raftlab class serve prints")
	}
	if o.jobs < 1 || o.jobs > 1000 {
		return usagef("--jobs %d is not between 1 and 1000", o.jobs)
	}
	said := func(line string) { _, _ = fmt.Fprintln(errOut, plain(line)) }
	worker, err := thisWorker(ctx, o.jobs, said)
	if err != nil {
		return err
	}
	connection, err := queue.Join(queue.Joining{
		URL: o.join, Token: os.Getenv(tokenVariable), Pin: o.pin, Name: worker.Name, Changed: said,
	})
	if err != nil {
		return err
	}
	defer connection.Close()
	if err := queue.Work(ctx, connection, worker); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

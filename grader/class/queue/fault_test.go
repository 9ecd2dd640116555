//go:build unix

package queue_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class/judging"
	"raftlab/grader/class/queue"
	"raftlab/grader/class/results"
	"raftlab/lab/digest"
)

// `make soak` has more of all three.
var (
	faultJobs = flag.Int("fault-jobs", 40, "how many jobs a run of the fault test has")
	faultRuns = flag.Int("fault-runs", 1, "how many runs the fault test has")
	faultKill = flag.Int("fault-kills", 1, "how many processes are killed in a run, for 40 jobs")
)

// The parts that this program plays when the test starts it again.
const (
	partVariable = "RAFTLAB_QUEUE_TEST"
	serverPart   = "server"
	workerPart   = "worker"
)

func TestMain(m *testing.M) {
	flag.Parse()
	var err error
	switch part := os.Getenv(partVariable); part {
	case serverPart:
		err = playServer(flag.Arg(0), flag.Arg(1), flag.Arg(2))
	case workerPart:
		err = playWorker(flag.Arg(0))
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// playServer serves what the folder has no report about, and ends when all have one.
func playServer(address, path, jobs string) error {
	count, err := strconv.Atoi(jobs)
	if err != nil {
		return err
	}
	folder, err := results.Open(path)
	if err != nil {
		return err
	}
	server, err := queue.Embed(queue.Place{Store: folder.Path("queue"), Address: address, Token: "test"})
	if err != nil {
		return err
	}
	connection, err := server.Connect()
	if err != nil {
		return err
	}
	var left []judging.Task
	for _, task := range tasks(count) {
		there, err := folder.Report(task.Key(by))
		if err != nil {
			return err
		}
		if there == nil {
			left = append(left, task)
		}
	}
	failures, err := queue.Serve(context.Background(), connection,
		queue.Class{By: by, Tasks: left, Keep: keepOnce(folder), Patience: patience})
	if err == nil && len(failures) > 0 {
		err = fmt.Errorf("%d dead letters, the first: %w", len(failures), failures[0].Err)
	}
	server.Close()
	return errors.Join(err, folder.Close())
}

// keepOnce keeps a report. A second one must be the same.
func keepOnce(folder *results.Folder) func(judging.Task, *grader.ReportJSON, time.Duration) error {
	return func(task judging.Task, report *grader.ReportJSON, took time.Duration) error {
		there, err := folder.Report(task.Key(by))
		if err != nil {
			return err
		}
		if there == nil {
			return folder.Keep(results.Kept{Key: task.Key(by), Took: took, Report: report})
		}
		if there.Report.Text != report.Text {
			return fmt.Errorf("task %s has two reports", task.Source)
		}
		return nil
	}
}

// playWorker works until it is killed, or nobody needs it any more.
func playWorker(address string) error {
	connection, err := queue.Join(queue.Joining{URL: "nats://" + address, Token: "test", Name: "worker"})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	err = queue.Work(ctx, connection, queue.Worker{By: by, Jobs: 2, Judge: slowly})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// slowly is pass, with some work before it, so that faults come in the middle.
func slowly(ctx context.Context, task judging.Task) (*grader.ReportJSON, error) {
	hash := digest.Sum(task.Source)
	for range 20_000 {
		hash = digest.Sum(hash[:])
	}
	return pass(ctx, task)
}

// process is a part that runs.
type process struct {
	*exec.Cmd
	in    io.Closer
	ended chan error
}

func start(t *testing.T, part string, args ...string) *process {
	t.Helper()
	ourselves, err := os.Executable()
	require.NoError(t, err)
	command := exec.Command(ourselves, args...)
	command.Env, command.Stderr = append(os.Environ(), partVariable+"="+part), os.Stderr
	in, err := command.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	p := &process{command, in, make(chan error, 1)}
	go func() { p.ended <- command.Wait() }()
	return p
}

// stop ends a process, and waits for it.
func (p *process) stop(t *testing.T) {
	t.Helper()
	_ = p.Process.Signal(syscall.SIGCONT)
	_ = p.in.Close()
	_ = p.Process.Kill()
	<-p.ended
}

// Whatever is killed, stopped for a while or lost from the queue: no report is lost, doubled or changed.
func TestNoFaultLosesAReport(t *testing.T) {
	for seed := range uint64(*faultRuns) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { faultRun(t, seed) })
	}
}

const workersOfARun = 3

func faultRun(t *testing.T, seed uint64) {
	path := t.TempDir()
	address := freeAddress(t)
	random := rand.New(rand.NewPCG(seed, 0))
	serve := func() *process { return start(t, serverPart, address, path, strconv.Itoa(*faultJobs)) }
	server := serve()
	var workers []*process
	for range workersOfARun {
		workers = append(workers, start(t, workerPart, address))
	}
	defer func() {
		for _, worker := range workers {
			worker.stop(t)
		}
	}()
	kills := *faultKill * max(*faultJobs/40, 1)
	for fault := 0; ; fault++ {
		ended := false
		// A fault comes when that share of the reports is kept: progress, and not a clock.
		for reached := false; !reached && !ended; {
			select {
			case err := <-server.ended:
				require.NoError(t, err)
				ended = true
			case <-time.After(20 * time.Millisecond):
				reached = fault < kills && reportsIn(t, path) > fault**faultJobs/(kills+1)
			}
		}
		if ended {
			break
		}
		switch victim := random.IntN(workersOfARun); random.IntN(3) {
		case 0:
			server.stop(t)
			dropPages(t, random, filepath.Join(path, "queue"))
			server = serve()
		case 1:
			workers[victim].stop(t)
			workers[victim] = start(t, workerPart, address)
		case 2: // its jobs are given out again, and both workers answer
			stopped := workers[victim].Process
			require.NoError(t, stopped.Signal(syscall.SIGSTOP))
			time.AfterFunc(2*patience, func() { _ = stopped.Signal(syscall.SIGCONT) })
		}
	}
	checkFolder(t, path)
}

// dropPages loses the end of some files of a queue.
func dropPages(t *testing.T, random *rand.Rand, store string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(store, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || random.IntN(4) > 0 {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		return os.Truncate(path, max(info.Size()-4096, 0))
	}))
}

// reportsIn is how many reports a folder has.
func reportsIn(t *testing.T, path string) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(path, "reports", "*", "*.json"))
	require.NoError(t, err)
	return len(found)
}

func checkFolder(t *testing.T, path string) {
	t.Helper()
	assert.Equal(t, *faultJobs, reportsIn(t, path), "no report more, and none less")
	folder, err := results.Open(path)
	require.NoError(t, err)
	defer folder.Close()
	for _, task := range tasks(*faultJobs) {
		kept, err := folder.Report(task.Key(by))
		require.NoError(t, err)
		if assert.NotNil(t, kept, "task %s is lost", task.Source) {
			assert.Equal(t, string(task.Source), kept.Report.Text)
		}
	}
}

// freeAddress is one at which nobody listens now.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return listener.Addr().String()
}

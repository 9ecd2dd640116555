package race_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/race"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"
)

// echo applies what it is given, on all servers: it is no consensus.
type echo struct {
	mu      sync.Mutex
	peers   []*rpc.ClientEnd
	index   int
	applied func(seat.Applied)

	snapshots, calls, kills int
}

type command struct{ Text string }
type done struct{ Index int }

func (e *echo) Start(given any) (index, term int, isLeader bool) {
	go func() {
		for _, peer := range e.peers {
			peer.Call("Echo.Apply", command{given.(string)}, &done{})
		}
	}()
	return 1, 1, true
}

func (e *echo) Apply(c command, reply *done) {
	e.mu.Lock()
	e.calls++
	e.index++
	reply.Index = e.index
	e.mu.Unlock()
	go e.applied(seat.Applied{IsCommand: true, Index: reply.Index, Command: c.Text})
}

func (e *echo) GetState() (term int, isLeader bool) { return 1, true }

func (e *echo) Snapshot(int, []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.snapshots++
}

func (e *echo) Kill() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.kills++
}

// made are the servers that a program has made.
type made struct {
	mu  sync.Mutex
	all []*echo
}

func (m *made) program() seat.Program {
	return seat.Program{Snapshots: true, Make: func(
		peers []*rpc.ClientEnd, me int, disk *persist.Persister, applied func(seat.Applied),
	) (seat.Server, any) {
		e := &echo{peers: peers, applied: applied}
		disk.SaveRaftState([]byte{byte(me)})
		m.mu.Lock()
		defer m.mu.Unlock()
		m.all = append(m.all, e)
		return e, e
	}}
}

// asProgram says that this process is one that the race detector would watch.
const asProgram = "RAFTLAB_RACE_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		race.Play((&made{}).program())
	}
	os.Exit(m.Run())
}

func TestAProgramSaysWhatItDid(t *testing.T) {
	for argument, want := range map[string]string{"200": `^\d+ \d+ [1-9]\d*$`, "long": "^$"} {
		command := exec.Command(os.Args[0], argument)
		command.Dir, command.Env = t.TempDir(), append(os.Environ(), asProgram+"=1")
		printed, err := command.CombinedOutput()
		assert.Equal(t, argument == "200", err == nil, "%s", printed)
		text, _ := os.ReadFile(filepath.Join(command.Dir, race.Done)) // there is none where it did not play
		assert.Regexp(t, want, string(text))
	}
}

func TestAllOfAServerIsUsed(t *testing.T) {
	m := &made{}
	played := race.Run(m.program(), 500*time.Millisecond)
	assert.Positive(t, played.Commands)
	assert.Positive(t, played.Applied)
	assert.Positive(t, played.Restarts)
	m.mu.Lock()
	defer m.mu.Unlock()
	assert.Greater(t, len(m.all), race.Servers)
	calls, snapshots := 0, 0
	for _, e := range m.all {
		e.mu.Lock()
		calls, snapshots = calls+e.calls, snapshots+e.snapshots
		e.mu.Unlock()
	}
	assert.Positive(t, calls)
	assert.Positive(t, snapshots)
}

package race

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"
)

// Servers is how many there are.
const Servers = 5

// Done is the file in which a program says what it did, once it has played to the end.
const Done = "played"

// Play plays for so many milliseconds as the first argument says, and ends the process.
func Play(p seat.Program) {
	milliseconds, err := strconv.Atoi(os.Args[1])
	if err == nil {
		text := Run(p, time.Duration(milliseconds)*time.Millisecond).String()
		err = os.WriteFile(Done, []byte(text), 0o600)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "race:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// Played is what happened.
type Played struct{ Commands, Applied, Restarts int64 }

// String is the three numbers.
func (p Played) String() string { return fmt.Sprintf("%d %d %d", p.Commands, p.Applied, p.Restarts) }

// more is how much longer a run may be than it was to be, until enough has happened: machines are busy.
const more, moment = 30 * time.Second, 50 * time.Millisecond

// isEnough reports whether something of everything has happened.
func (p Played) isEnough() bool { return p.Commands >= 10 && p.Applied >= 100 && p.Restarts >= 1 }

// Run plays for a while, and goes on until enough has happened, for a server that does little on this machine.
func Run(p seat.Program, span time.Duration) Played {
	c := &cluster{program: p, over: make(chan struct{})}
	for i := range Servers {
		c.start(i, persist.MakePersister())
	}
	for client := range 4 {
		go c.ask(client)
	}
	go c.watch()
	go c.disturb()
	<-time.After(span)
	for waited := time.Duration(0); waited < more && !c.played().isEnough(); waited += moment {
		<-time.After(moment)
	}
	close(c.over)
	return c.played()
}

// played is what has happened so far.
func (c *cluster) played() Played {
	return Played{c.commands.Load(), c.applied.Load(), c.restarts.Load()}
}

// cluster is the servers of now.
type cluster struct {
	program                     seat.Program
	over                        chan struct{}
	commands, applied, restarts atomic.Int64

	mu     sync.Mutex
	places [Servers]*place
}

// place is one life of a server.
type place struct {
	cluster *cluster
	number  int
	board   *rpc.Board
	disk    *persist.Persister
	// made is closed when server and service are there.
	made    chan struct{}
	server  seat.Server
	service *rpc.Service
	isCut   atomic.Bool
}

// start begins a life of a server.
func (c *cluster) start(number int, disk *persist.Persister) {
	p := &place{cluster: c, number: number, disk: disk, made: make(chan struct{})}
	p.board = rpc.NewBoard(p, number)
	c.mu.Lock()
	c.places[number] = p
	c.mu.Unlock()
	server, receiver := c.program.Make(p.board.Ends(Servers), number, disk, p.apply)
	p.server, p.service = server, rpc.NewService(receiver)
	p.board.ServeOwn(p.service)
	close(p.made)
}

// at is the life of a server that goes on now.
func (c *cluster) at(number int) *place {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.places[number]
}

// pause waits, and reports whether it goes on.
func (c *cluster) pause(d time.Duration) bool {
	select {
	case <-c.over:
		return false
	case <-time.After(d):
		return true
	}
}

// snapshotEvery is after how many commands a server is told of a snapshot.
const snapshotEvery = 10

// apply takes a message of the apply channel. A snapshot is told from the same goroutine, as a service does.
func (p *place) apply(a seat.Applied) {
	if !a.IsCommand {
		return
	}
	p.cluster.applied.Add(1)
	if p.cluster.program.Snapshots && a.Index%snapshotEvery == 0 {
		<-p.made
		p.server.Snapshot(a.Index, []byte(strconv.Itoa(a.Index)))
	}
}

// Send takes a call.
func (p *place) Send(call rpc.Call) {
	call.Value = nil // it is the program's
	go p.carry(call)
}

// Patience is how long a call waits for its reply.
func (p *place) Patience() time.Duration { return between(50*time.Millisecond, 300*time.Millisecond) }

// Yield does nothing: there are threads.
func (p *place) Yield() {}

// carry carries a call to its server, and the reply back.
func (p *place) carry(call rpc.Call) {
	to := p.cluster.at(call.To)
	if !p.reach(to) {
		return
	}
	<-to.made
	if call.ID == 0 {
		if receiver, ok := to.server.(seat.Receiver); ok {
			receiver.Receive(p.number, call.Method, bytes.Clone(call.Args))
		}
		return
	}
	reply, _ := to.service.Handle(call.Method, call.Args)
	if to.reach(p) {
		p.board.Answer(call.ID, reply)
	}
}

// reach is the way from a server to another: it takes a while, and may lead nowhere.
func (p *place) reach(to *place) bool {
	c := p.cluster
	isLost := oneIn(20)
	return c.pause(between(0, 8*time.Millisecond)) && !isLost && !p.isCut.Load() && !to.isCut.Load() &&
		c.at(to.number) == to && c.at(p.number) == p
}

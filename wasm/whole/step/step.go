package step

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"raftlab/wasm/whole/codec"
	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"
)

// Input is what has happened: a message, a command, a snapshot, or nothing but that time has passed.
type Input[M any] struct {
	Message *M
	// Command is a client's command, nil for none.
	Command any
	// Snapshot holds everything up to an index, and is to take the place of the log's beginning.
	Snapshot *Snapshot
}

// Snapshot is the state of the service after all commands up to Index.
type Snapshot struct {
	Index, Term int
	Data        []byte
}

// Output is what a server does about an input.
type Output[M, S any] struct {
	// Save is what is on the disk before the messages leave, nil if nothing has changed. Snapshot is saved with it, nil
	// for the one that is there.
	Save     *S
	Snapshot []byte
	Messages []Addressed[M]
	// Applied are the committed commands and snapshots, in the log's order.
	Applied []seat.Applied
	// Index is where the command of the input stands in the log, 0 if this server does not lead.
	Index int
	// Wake is when Step is to be called if nothing happens before; 0 for never.
	Wake time.Duration
}

// Addressed is a message to a server, counted from 0.
type Addressed[M any] struct {
	To      int
	Message M
}

// Program is a server as the generated package main presents it.
type Program[M, S any] struct {
	Step     func(now time.Duration, in Input[M]) Output[M, S]
	GetState func() (term int, leads bool)
}

// Saved is what was saved last, nil if nothing was.
func Saved[S any](disk *persist.Persister) *S {
	state := disk.ReadRaftState()
	if len(state) == 0 {
		return nil
	}
	saved := new(S)
	if err := codec.Unmarshal(state, saved); err != nil {
		panic(fmt.Sprintf("what was saved cannot be read into a %T: %v", *saved, err))
	}
	return saved
}

// server calls a program's Step, one input after another.
type server[M, S any] struct {
	program Program[M, S]
	peers   []*rpc.ClientEnd
	disk    *persist.Persister
	started time.Time

	mu     sync.Mutex
	timer  *time.Timer
	killed bool
	// applied has what is to be applied, and arrived says that there is something.
	applied []seat.Applied
	arrived *sync.Cond
}

// Serve runs a program. It calls applied from one goroutine.
func Serve[M, S any](
	peers []*rpc.ClientEnd, disk *persist.Persister, applied func(seat.Applied), program Program[M, S],
) seat.Server {
	s := &server[M, S]{program: program, peers: peers, disk: disk, started: time.Now()}
	s.arrived = sync.NewCond(&s.mu)
	go s.apply(applied)
	go s.step(Input[M]{}) // the first, which sets the first timer
	return s
}

// step calls Step, and does what its output says.
func (s *server[M, S]) step(in Input[M]) (index, term int, leads bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.killed {
		return 0, 0, false
	}
	now := time.Since(s.started)
	out := s.program.Step(now, in)
	s.save(out)
	for _, m := range out.Messages {
		if m.To < 0 || m.To >= len(s.peers) {
			panic(fmt.Sprintf("a message goes to server %d: servers are counted from 0 to %d", m.To, len(s.peers)-1))
		}
		s.peers[m.To].Cast(kind(m.Message), m.Message)
	}
	if s.applied = append(s.applied, out.Applied...); len(out.Applied) > 0 {
		s.arrived.Signal()
	}
	s.wake(now, out.Wake)
	term, leads = s.program.GetState()
	return out.Index, term, leads && out.Index > 0
}

// save saves what has changed. A snapshot is never saved without the state that goes with it.
func (s *server[M, S]) save(out Output[M, S]) {
	if out.Save == nil {
		if out.Snapshot != nil {
			panic("a snapshot is to be saved without Save: the log that it cuts would be lost, or come twice")
		}
		return
	}
	state, err := codec.Marshal(out.Save)
	if err != nil {
		panic(fmt.Sprintf("a %T cannot be saved: %v", *out.Save, err))
	}
	if out.Snapshot == nil {
		s.disk.SaveRaftState(state)
		return
	}
	s.disk.Save(state, out.Snapshot)
}

// wake sets the timer.
func (s *server[M, S]) wake(now, at time.Duration) {
	if s.timer != nil {
		s.timer.Stop()
	}
	if at > 0 {
		s.timer = time.AfterFunc(max(0, at-now), func() { s.step(Input[M]{}) })
	}
}

// apply hands over what is applied, without the lock: whoever gets it may have a snapshot for the server.
func (s *server[M, S]) apply(applied func(seat.Applied)) {
	for {
		s.mu.Lock()
		for len(s.applied) == 0 && !s.killed {
			s.arrived.Wait()
		}
		all, killed := s.applied, s.killed
		s.applied = nil
		s.mu.Unlock()
		if killed {
			return
		}
		for _, a := range all {
			applied(a)
		}
	}
}

// kind is what a message calls itself: the text of its field Kind or Type, or else the name of its type.
func kind(message any) string {
	v := reflect.ValueOf(message)
	if v.Kind() == reflect.Struct {
		for _, name := range []string{"Kind", "Type"} {
			f := v.FieldByName(name)
			if !f.IsValid() || !f.CanInterface() {
				continue
			}
			if text := fmt.Sprint(f.Interface()); text != "" && !strings.ContainsAny(text, " \t\n") {
				return text
			}
		}
	}
	return v.Type().Name()
}

// Receive takes a message of a peer.
func (s *server[M, S]) Receive(_ int, _ string, message []byte) {
	m := new(M)
	if err := codec.Unmarshal(message, m); err != nil {
		panic(fmt.Sprintf("a message cannot be read into a %T: %v", *m, err))
	}
	s.step(Input[M]{Message: m})
}

func (s *server[M, S]) Start(command any) (index, term int, isLeader bool) {
	return s.step(Input[M]{Command: command})
}

func (s *server[M, S]) GetState() (term int, isLeader bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.program.GetState()
}

func (s *server[M, S]) Snapshot(index int, snapshot []byte) {
	s.step(Input[M]{Snapshot: &Snapshot{Index: index, Data: snapshot}})
}

func (s *server[M, S]) Kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.killed = true
	s.arrived.Signal()
	if s.timer != nil {
		s.timer.Stop()
	}
}

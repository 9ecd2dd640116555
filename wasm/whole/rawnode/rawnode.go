package rawnode

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	etcd "go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"
	"google.golang.org/protobuf/proto"

	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"
)

// The configuration with which a program begins. It may change all of it but ID and Storage.
const (
	tick          = 10 * time.Millisecond
	electionTick  = 15 // 150 to 300 ms (§9.3)
	heartbeatTick = 5
	messageSize   = 1 << 16
	inflight      = 64
)

// server runs a RawNode.
type server struct {
	peers   []*rpc.ClientEnd
	disk    *persist.Persister
	applied func(seat.Applied)

	mu     sync.Mutex
	node   *etcd.RawNode
	store  *storage
	killed bool
	// queue has what is to be applied, and arrived says that there is something.
	queue   []seat.Applied
	arrived *sync.Cond
	ticker  *time.Ticker
	stop    chan struct{}
}

// Serve makes the node of a program, and runs it. It calls applied from one goroutine.
func Serve(
	peers []*rpc.ClientEnd, me int, disk *persist.Persister, applied func(seat.Applied),
	make func(*etcd.Config) (*etcd.RawNode, error),
) (seat.Server, *etcd.RawNode) {
	s := &server{peers: peers, disk: disk, applied: applied, ticker: time.NewTicker(tick), stop: newStop()}
	s.arrived = sync.NewCond(&s.mu)
	s.store = restore(len(peers), disk)
	node, err := make(&etcd.Config{
		ID: uint64(me + 1), Storage: s.store.MemoryStorage, Applied: s.store.base(),
		ElectionTick: electionTick, HeartbeatTick: heartbeatTick, MaxSizePerMsg: messageSize, MaxInflightMsgs: inflight,
		Logger: quiet{},
	})
	must(err, "New makes the node")
	s.node = node
	go s.apply()
	go s.tick()
	return s, node
}

func newStop() chan struct{} { return make(chan struct{}) }

// must panics with what failed: the program, or the adapter, cannot go on.
func must(err error, what string) {
	if err != nil {
		panic(fmt.Sprintf("%s: %v", what, err))
	}
}

func (s *server) tick() {
	for {
		select {
		case <-s.ticker.C:
			s.do(s.node.Tick)
		case <-s.stop:
			return
		}
	}
}

// do does something with the node, and then everything that is ready.
func (s *server) do(something func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.killed {
		return
	}
	something()
	for s.node.HasReady() {
		rd := s.node.Ready()
		s.save(rd)
		for _, m := range rd.Messages {
			s.send(m)
		}
		for _, e := range rd.CommittedEntries {
			s.commit(e)
		}
		s.node.Advance(rd)
		for _, m := range rd.Messages {
			if m.GetType() == raftpb.MsgSnap { // whether it arrived shows at the next heartbeat
				s.node.ReportSnapshot(m.GetTo(), etcd.SnapshotFinish)
			}
		}
	}
	if len(s.queue) > 0 {
		s.arrived.Signal()
	}
}

// save saves hard state, entries and snapshot together.
func (s *server) save(rd etcd.Ready) {
	if !etcd.IsEmptySnap(rd.Snapshot) {
		must(s.store.ApplySnapshot(rd.Snapshot), "take a snapshot")
		meta := rd.Snapshot.GetMetadata()
		s.queue = append(s.queue, seat.Applied{
			IsSnapshot: true, Snapshot: rd.Snapshot.GetData(), SnapshotIndex: int(meta.GetIndex()),
			SnapshotTerm: int(meta.GetTerm()),
		})
	}
	if !etcd.IsEmptyHardState(rd.HardState) {
		must(s.store.SetHardState(rd.HardState), "keep the hard state")
	}
	must(s.store.Append(rd.Entries), "append entries")
	if rd.MustSync || !etcd.IsEmptySnap(rd.Snapshot) {
		s.store.save(s.disk)
	}
}

// send sends a message under the name that etcd gives its kind.
func (s *server) send(m *raftpb.Message) {
	bytes, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	must(err, "send a message")
	s.peers[m.GetTo()-1].CastBytes(m.GetType().String(), bytes, fieldsOf(m))
}

// fields are what people read of a message.
type fields struct {
	Term, LogTerm, Index, Commit uint64
	Entries                      int
	Reject                       bool
	RejectHint, SnapshotIndex    uint64
}

func fieldsOf(m *raftpb.Message) fields {
	return fields{
		Term: m.GetTerm(), LogTerm: m.GetLogTerm(), Index: m.GetIndex(), Commit: m.GetCommit(),
		Entries: len(m.GetEntries()), Reject: m.GetReject(), RejectHint: m.GetRejectHint(),
		SnapshotIndex: m.GetSnapshot().GetMetadata().GetIndex(),
	}
}

// commit puts a committed entry into the queue. The empty one of a new leader has no command.
func (s *server) commit(e *raftpb.Entry) {
	a := seat.Applied{IsCommand: true, Index: int(e.GetIndex()), Term: int(e.GetTerm())}
	switch {
	case e.GetType() != raftpb.EntryNormal:
		s.change(e)
	case len(e.GetData()) > 0:
		a.Command = string(e.GetData())
	}
	s.queue = append(s.queue, a)
}

// change carries out a change of the members, if the program proposes one.
func (s *server) change(e *raftpb.Entry) {
	if e.GetType() == raftpb.EntryConfChange {
		change := &raftpb.ConfChange{}
		must(proto.Unmarshal(e.GetData(), change), "read a change of the members")
		s.store.members = s.node.ApplyConfChange(change)
		return
	}
	change := &raftpb.ConfChangeV2{}
	must(proto.Unmarshal(e.GetData(), change), "read a change of the members")
	s.store.members = s.node.ApplyConfChange(change)
}

// apply hands over what is applied, without the lock: whoever gets it may have a snapshot for the server.
func (s *server) apply() {
	for {
		s.mu.Lock()
		for len(s.queue) == 0 && !s.killed {
			s.arrived.Wait()
		}
		all, killed := s.queue, s.killed
		s.queue = nil
		s.mu.Unlock()
		if killed {
			return
		}
		for _, a := range all {
			s.applied(a)
		}
	}
}

// Receive steps the node with a message. A message for which there is no place any more is dropped, as etcd says.
func (s *server) Receive(_ int, _ string, message []byte) {
	m := &raftpb.Message{}
	must(proto.Unmarshal(message, m), "read a message")
	s.do(func() { _ = s.node.Step(m) })
}

// Start proposes a command.
func (s *server) Start(command any) (index, term int, isLeader bool) {
	s.do(func() {
		status := s.node.BasicStatus()
		last, err := s.store.LastIndex()
		must(err, "find the end of the log")
		term = int(status.GetTerm())
		if status.RaftState == etcd.StateLeader && s.node.Propose([]byte(fmt.Sprint(command))) == nil {
			index, isLeader = int(last)+1, true
		}
	})
	return index, term, isLeader
}

func (s *server) GetState() (term int, isLeader bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status := s.node.BasicStatus()
	return int(status.GetTerm()), status.RaftState == etcd.StateLeader
}

// Snapshot cuts the log.
func (s *server) Snapshot(index int, snapshot []byte) {
	s.do(func() {
		s.store.cut(uint64(index), snapshot)
		s.store.save(s.disk)
	})
}

// Look gives the node itself, whose servers are counted from 1.
func (s *server) Look() (value reflect.Value, first int) {
	return reflect.ValueOf(s.node).Elem().FieldByName("raft"), 1
}

func (s *server) Kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.killed = true
	s.ticker.Stop()
	close(s.stop)
	s.arrived.Signal()
}

// quiet is a logger that prints nothing. Its panics still panic.
type quiet struct{}

func (quiet) Debug(...any)            {}
func (quiet) Debugf(string, ...any)   {}
func (quiet) Info(...any)             {}
func (quiet) Infof(string, ...any)    {}
func (quiet) Warning(...any)          {}
func (quiet) Warningf(string, ...any) {}
func (quiet) Error(...any)            {}
func (quiet) Errorf(string, ...any)   {}

func (quiet) Fatal(v ...any)                 { panic(strings.TrimSpace(fmt.Sprintln(v...))) }
func (quiet) Fatalf(format string, v ...any) { panic(fmt.Sprintf(format, v...)) }
func (quiet) Panic(v ...any)                 { panic(strings.TrimSpace(fmt.Sprintln(v...))) }
func (quiet) Panicf(format string, v ...any) { panic(fmt.Sprintf(format, v...)) }

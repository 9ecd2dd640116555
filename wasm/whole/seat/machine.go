package seat

import (
	"bytes"
	"fmt"
	"sync"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/whole"
	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
)

// Machine is a program's server as a lab.Machine.
type Machine struct {
	program Program
	config  whole.Config
	// rest returns when nothing can go on.
	rest func()

	board   *rpc.Board
	service *rpc.Service
	disk    *persist.Persister
	// made is closed when Make has returned, and then there is a server.
	made   chan struct{}
	server Server
	booted lab.Time
	random random
	peer   looker
	log    logLooker
	state  asker
	saves  int
	warned int // the codec's warnings so far
	// remarked is true once the program was warned.
	remarked bool

	// mu guards what goroutines of the program reach.
	mu      sync.Mutex
	events  []event
	view    whole.View
	store   *kv.Store
	applied int
	clients clients
}

// New makes the machine of a program. Rest returns when nothing can go on.
func New(p Program, config []byte, rest func()) (*Machine, error) {
	c, err := whole.DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	return &Machine{
		program: p, config: c, rest: rest, random: random{c.Life}, store: kv.NewStore(),
	}, nil
}

// Step handles one input: it puts it where it belongs, lets everything run until nothing can, and gives what is to be
// saved and sent.
func (m *Machine) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	if in.Kind == lab.Wake && len(m.events) > 0 {
		return m.output(now), nil // the rest of an earlier step
	}
	if err := m.take(now, in); err != nil {
		return lab.Output{}, err
	}
	m.rest()
	m.state.ask(now)
	m.rest()
	return m.output(now), nil
}

// take puts an input where it belongs.
func (m *Machine) take(now lab.Time, in lab.Input) error {
	switch in.Kind {
	case lab.Boot:
		m.booted = now
		return m.boot(in.Records)
	case lab.Deliver:
		return m.deliver(in.Payload)
	case lab.Ask:
		command, err := kv.Decode(in.Payload)
		if err != nil {
			return err
		}
		go m.start(in.Request, command)
	case lab.Control:
		return fmt.Errorf("a whole server has no command %q", in.Payload)
	}
	return nil
}

// boot makes the server from what was saved.
func (m *Machine) boot(records [][]byte) error {
	saved, err := whole.LastSaved(records)
	if err != nil {
		return err
	}
	m.view.Booted = true
	if len(saved.Snapshot) > 0 {
		at, store, err := readSnapshot(saved.Snapshot)
		if err != nil {
			return fmt.Errorf("the snapshot on the disk: %w", err)
		}
		m.applied, m.store, m.view.From = at, store, at
	}
	m.board = rpc.NewBoard(outbox{m}, int(m.config.Me)-1)
	m.disk = persist.Watched(saved.State, saved.Snapshot, m.saved)
	m.log.shape, m.log.snapshot = saved.Shape, m.view.From
	m.made = make(chan struct{})
	go m.make(len(saved.State) == 0)
	return nil
}

// make makes the server. It has a goroutine of its own, since Make may sleep or call.
func (m *Machine) make(fromNothing bool) {
	server, receiver := m.program.Make(m.board.Ends(m.config.Servers), int(m.config.Me)-1, m.disk, m.apply)
	m.service = rpc.NewService(receiver)
	m.board.ServeOwn(m.service)
	m.peer = newLooker(server, receiver)
	m.log.find(&m.peer, fromNothing)
	m.peer.noteSaved(&m.log)
	m.state.begin(server)
	m.mu.Lock()
	m.server = server
	m.mu.Unlock()
	close(m.made)
}

// deliver gives a message to the call that waits for it, or to a handler in a goroutine of its own.
func (m *Machine) deliver(payload []byte) error {
	message, err := whole.DecodeMessage(payload)
	if err != nil {
		return err
	}
	if message.Reply {
		if message.Life == m.config.Life { // otherwise the server that called is no more
			m.board.Answer(message.Call, message.Data)
		}
		return nil
	}
	message.Data = bytes.Clone(message.Data) // of the step alone
	go m.handle(message)
	return nil
}

// handle gives a call to the server, and sends its reply. A message that wants no reply has the call 0.
func (m *Machine) handle(call whole.Message) {
	<-m.made
	m.yield(true)
	if call.Call == 0 {
		m.server.(Receiver).Receive(int(call.From)-1, call.Method, call.Data)
		return
	}
	data, value := m.service.Handle(call.Method, call.Data)
	reply := whole.Message{From: m.config.Me, Reply: true, Life: call.Life, Call: call.Call, Method: call.Method,
		Data: data, Fields: describe(value)}
	m.add(event{
		kind: sent, to: call.From, payload: whole.AppendMessage(nil, reply), promise: m.promise(call.Method, value),
	})
}

// outbox is the machine as the place where calls go.
type outbox struct{ *Machine }

// Send takes a call.
func (o outbox) Send(call rpc.Call) {
	m := o.Machine
	message := whole.Message{From: m.config.Me, Life: m.config.Life, Call: call.ID, Method: call.Method,
		Data: call.Args, Fields: describe(call.Value)}
	var reply any
	if call.ID == 0 && answers(call.Method) {
		reply = call.Value
	}
	m.add(event{
		kind: sent, to: lab.ServerID(call.To + 1), payload: whole.AppendMessage(nil, message),
		promise: m.promise(call.Method, reply),
	})
}

// Stop ends the machine. The program's goroutines end with the guest.
func (m *Machine) Stop() error {
	if m.server != nil {
		close(m.state.questions)
		m.server.Kill()
	}
	return nil
}

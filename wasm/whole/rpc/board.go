package rpc

import (
	"fmt"
	"sync"
	"time"

	"raftlab/wasm/whole/codec"
)

// Call is a call that is to be sent. Args has the bytes of the arguments; Value is what they were made of, for a
// description, and must not be kept. A message that wants no reply has the ID 0.
type Call struct {
	ID     uint64
	To     int
	Method string
	Args   []byte
	Value  any
}

// Host is where calls go.
type Host interface {
	// Send takes a call. It is called from the goroutine that calls, and does not wait.
	Send(call Call)
	// Patience is how long the next call waits for its reply.
	Patience() time.Duration
	// Yield lets other goroutines go first, if it is their turn.
	Yield()
}

// Board has the calls that wait for a reply.
type Board struct {
	host Host
	me   int
	// own answers the calls of a server to itself.
	own *Service

	mu      sync.Mutex
	last    uint64
	waiting map[uint64]chan []byte
}

// NewBoard is the board of server me. Its calls go to host.
func NewBoard(host Host, me int) *Board {
	return &Board{host: host, me: me, waiting: map[uint64]chan []byte{}}
}

// ServeOwn sets who answers the calls of the server to itself.
func (b *Board) ServeOwn(s *Service) { b.own = s }

// Ends are the ends of n servers.
func (b *Board) Ends(n int) []*ClientEnd {
	ends := make([]*ClientEnd, n)
	for i := range ends {
		ends[i] = &ClientEnd{board: b, to: i}
	}
	return ends
}

// Waiting is how many calls wait for a reply.
func (b *Board) Waiting() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.waiting)
}

// Answer gives a call its reply. A reply that nobody waits for any more is forgotten, and so is the second copy of one.
func (b *Board) Answer(id uint64, reply []byte) {
	if waiting := b.take(id); waiting != nil {
		waiting <- append([]byte{}, reply...)
	}
}

// lose lets a call fail.
func (b *Board) lose(id uint64) {
	if waiting := b.take(id); waiting != nil {
		waiting <- nil
	}
}

func (b *Board) take(id uint64) chan []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	waiting := b.waiting[id]
	delete(b.waiting, id)
	return waiting
}

func (b *Board) open() (id uint64, waiting chan []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last++
	waiting = make(chan []byte, 1)
	b.waiting[b.last] = waiting
	return b.last, waiting
}

// ClientEnd is one peer, as a server sees it.
type ClientEnd struct {
	board *Board
	to    int
}

// Call calls a method of the peer, such as "Raft.RequestVote", and waits. It is false if no reply came. It copies the
// arguments before it sends them. Arguments that cannot be encoded are a mistake of the program, and panic, as in the
// course's package.
func (e *ClientEnd) Call(method string, args, reply any) bool {
	b := e.board
	payload, err := codec.Marshal(args)
	if err != nil {
		panic(fmt.Sprintf("the arguments of %s cannot be sent: %v", method, err))
	}
	b.host.Yield()
	answer := b.wait(e.to, method, payload, args)
	b.host.Yield()
	if answer == nil {
		return false
	}
	if err := codec.Unmarshal(answer, reply); err != nil {
		panic(fmt.Sprintf("the reply of %s cannot be read into a %T: %v", method, reply, err))
	}
	return true
}

// Cast sends a message that wants no reply. The kind is what people call it.
func (e *ClientEnd) Cast(kind string, message any) {
	payload, err := codec.Marshal(message)
	if err != nil {
		panic(fmt.Sprintf("a message of kind %s cannot be sent: %v", kind, err))
	}
	e.CastBytes(kind, payload, message)
}

// CastBytes is Cast for a message that has bytes of its own. Value describes it.
func (e *ClientEnd) CastBytes(kind string, payload []byte, value any) {
	e.board.host.Yield()
	e.board.host.Send(Call{To: e.to, Method: kind, Args: payload, Value: value})
}

func (b *Board) wait(to int, method string, payload []byte, args any) []byte {
	if to == b.me && b.own != nil {
		reply, _ := b.own.Handle(method, payload)
		return reply
	}
	id, waiting := b.open()
	b.host.Send(Call{ID: id, To: to, Method: method, Args: payload, Value: args})
	late := time.AfterFunc(b.host.Patience(), func() { b.lose(id) })
	defer late.Stop()
	return <-waiting
}

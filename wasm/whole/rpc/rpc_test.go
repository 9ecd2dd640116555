package rpc_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/wasm/whole/codec"
	"raftlab/wasm/whole/rpc"
)

// host keeps what is to be sent. A call waits for a second.
type host struct{ sent []rpc.Call }

func (h *host) Send(call rpc.Call)      { h.sent = append(h.sent, call) }
func (h *host) Patience() time.Duration { return time.Second }
func (h *host) Yield()                  {}

type args struct{ Term int }
type reply struct{ Ok bool }

func TestACallIsAnsweredOnceAndLostWithoutAReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		board := rpc.NewBoard(h, 0)
		ends := board.Ends(3)
		results := make(chan bool, 2)
		var first, second reply
		sent := args{Term: 4}
		go func() { results <- ends[2].Call("Raft.Vote", &sent, &first) }()
		synctest.Wait()
		sent.Term = 5 // the call has a copy
		go func() { results <- ends[1].Call("Raft.Vote", sent, &second) }()
		synctest.Wait()
		require.Len(t, h.sent, 2)
		assert.Equal(t, 2, board.Waiting())
		var got args
		require.NoError(t, codec.Unmarshal(h.sent[0].Args, &got))
		assert.Equal(t, []any{2, "Raft.Vote", args{4}}, []any{h.sent[0].To, h.sent[0].Method, got})

		yes, err := codec.Marshal(reply{true})
		require.NoError(t, err)
		board.Answer(h.sent[0].ID, yes)
		board.Answer(h.sent[0].ID, yes) // a copy of the reply
		board.Answer(77, yes)           // nobody waits for it
		assert.True(t, <-results)
		assert.True(t, first.Ok)

		before := time.Now()
		assert.False(t, <-results)
		assert.Equal(t, time.Second, time.Since(before))
		board.Answer(h.sent[1].ID, yes) // too late
		assert.Equal(t, reply{}, second)
		assert.Zero(t, board.Waiting())
	})
}

// server has methods of all kinds.
type server struct{ calls []int }

func (s *server) ByPointer(a *args, r *reply) { s.calls, r.Ok = append(s.calls, a.Term), true }
func (s *server) ByValue(a args, r *reply)    { s.calls, r.Ok = append(s.calls, a.Term), true }
func (s *server) Kill()                       {}
func (s *server) Ask(a *args, r reply)        {}

func TestAServiceCallsMethodsByTheNameAfterTheDot(t *testing.T) {
	s := &server{}
	service := rpc.NewService(s)
	payload, err := codec.Marshal(args{Term: 9})
	require.NoError(t, err)
	for _, name := range []string{"Raft.ByPointer", "ByValue"} {
		b, value := service.Handle(name, payload)
		var r reply
		require.NoError(t, codec.Unmarshal(b, &r))
		assert.True(t, r.Ok)
		assert.Equal(t, &reply{true}, value)
	}
	assert.Equal(t, []int{9, 9}, s.calls)
	assert.PanicsWithValue(t, "a peer calls Raft.Vote, but *rpc_test.server has no such method with arguments and a "+
		"pointer to a reply; it has ByPointer, ByValue", func() { service.Handle("Raft.Vote", payload) })
	assert.PanicsWithValue(t, "the arguments of ByValue cannot be read: codec: these bytes are damaged",
		func() { service.Handle("ByValue", nil) })
}

func TestACallToItselfNeedsNoNetwork(t *testing.T) {
	h := &host{}
	board := rpc.NewBoard(h, 1)
	board.ServeOwn(rpc.NewService(&server{}))
	var r reply
	assert.True(t, board.Ends(2)[1].Call("Raft.ByValue", args{3}, &r))
	assert.True(t, r.Ok)
	assert.Empty(t, h.sent)
}

func TestArgumentsThatCannotBeSentAreAMistake(t *testing.T) {
	end := rpc.NewBoard(&host{}, 0).Ends(2)[1]
	assert.PanicsWithValue(t, "the arguments of Raft.Vote cannot be sent: codec: the type cannot be encoded: chan int",
		func() { end.Call("Raft.Vote", make(chan int), &reply{}) })
}

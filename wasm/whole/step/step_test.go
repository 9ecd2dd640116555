package step_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/whole"
	"raftlab/wasm/whole/codec"
	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"
	"raftlab/wasm/whole/step"
)

type message struct {
	Kind string
	Term int
}

type saved struct{ Term int }

// node leads from the start, and does what the test says.
type node struct {
	inputs []step.Input[message]
	times  []time.Duration
	next   step.Output[message, saved]
	term   int
}

func (n *node) step(now time.Duration, in step.Input[message]) step.Output[message, saved] {
	n.inputs, n.times = append(n.inputs, in), append(n.times, now)
	out := n.next
	n.next = step.Output[message, saved]{}
	return out
}

// sit seats the node, and boots it.
func sit(t *testing.T, n *node, records [][]byte) (step func(lab.Time, lab.Input) (lab.Output, whole.View)) {
	program := seat.Program{Make: func(
		peers []*rpc.ClientEnd, _ int, disk *persist.Persister, applied func(seat.Applied),
	) (seat.Server, any) {
		if was := stepped(disk); was != nil {
			n.term = was.Term
		}
		return serve(peers, disk, applied, n), n
	}}
	config := whole.Config{Me: 1, Servers: 3, Life: 1, CallMin: 1000, CallMax: 1000}
	machine, err := seat.New(program, config.Encode(), synctest.Wait)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, machine.Stop()) })
	step = func(now lab.Time, in lab.Input) (lab.Output, whole.View) {
		out, err := machine.Step(now, in)
		require.NoError(t, err)
		v, err := whole.DecodeView(out.View)
		require.NoError(t, err)
		return out, v
	}
	step(0, lab.Input{Kind: lab.Boot, Records: records})
	return step
}

func stepped(disk *persist.Persister) *saved { return step.Saved[saved](disk) }

func serve(
	peers []*rpc.ClientEnd, disk *persist.Persister, applied func(seat.Applied), n *node,
) seat.Server {
	return step.Serve(peers, disk, applied, step.Program[message, saved]{
		Step: n.step, GetState: func() (int, bool) { return n.term, true },
	})
}

func TestAnOutputIsSavedSentAndApplied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &node{}
		do := sit(t, n, nil)
		require.Len(t, n.inputs, 1, "the first step has no input")
		n.next = step.Output[message, saved]{
			Save:     &saved{7},
			Messages: []step.Addressed[message]{{To: 2, Message: message{"Hello", 7}}},
			Applied:  []seat.Applied{{IsCommand: true, Index: 1, Term: 7, Command: "x"}},
			Index:    3,
		}
		ask, err := kv.Parse([]string{"put", "a", "1"})
		require.NoError(t, err)
		out, v := do(0, lab.Input{Kind: lab.Ask, Request: 1, Payload: ask.Encode()})
		require.Len(t, out.Records, 1)
		require.Len(t, out.Messages, 1)
		assert.Equal(t, lab.ServerID(3), out.Messages[0].To)
		sent, err := whole.DecodeMessage(out.Messages[0].Payload)
		require.NoError(t, err)
		assert.Equal(t, "Hello", sent.Kind())
		assert.Equal(t, "Kind=Hello Term=7", sent.Fields)
		assert.Zero(t, sent.Call, "it wants no reply")
		assert.Equal(t, []whole.Applied{{Index: 1, Term: 7, Command: "x", Readable: true}}, v.Applied)

		again := &node{}
		sit(t, again, out.Records)
		assert.Equal(t, 7, again.term, "what was saved comes back")
	})
}

func TestAMessageIsAnInput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &node{}
		do := sit(t, n, nil)
		data, err := codec.Marshal(message{"Hello", 9})
		require.NoError(t, err)
		payload := whole.AppendMessage(nil, whole.Message{From: 2, Method: "Hello", Data: data})
		out, _ := do(0, lab.Input{Kind: lab.Deliver, Payload: payload})
		assert.Empty(t, out.Messages, "no reply")
		require.Len(t, n.inputs, 2)
		assert.Equal(t, &message{"Hello", 9}, n.inputs[1].Message)
	})
}

func TestStepIsCalledAgainAtItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &node{next: step.Output[message, saved]{Wake: 30 * time.Millisecond}}
		sit(t, n, nil)
		<-time.After(29 * time.Millisecond)
		synctest.Wait()
		assert.Len(t, n.inputs, 1)
		<-time.After(time.Millisecond)
		synctest.Wait()
		require.Len(t, n.inputs, 2)
		assert.Equal(t, 30*time.Millisecond, n.times[1])
		assert.Equal(t, step.Input[message]{}, n.inputs[1])
		<-time.After(time.Second)
		assert.Len(t, n.inputs, 2, "0 is for never")
	})
}

func TestMistakesOfAnOutputAreNamed(t *testing.T) {
	for said, out := range map[string]step.Output[message, saved]{
		"a message goes to server 3: servers are counted from 0 to 2": {Messages: []step.Addressed[message]{{To: 3}}},
		"a snapshot is to be saved without Save":                      {Snapshot: []byte("x")},
	} {
		synctest.Test(t, func(t *testing.T) {
			n := &node{}
			s := serve(rpc.NewBoard(nil, 0).Ends(3), persist.MakePersister(), func(seat.Applied) {}, n)
			synctest.Wait()
			n.next = out
			func() {
				defer func() { assert.Contains(t, recover(), said) }()
				s.Start("x")
			}()
			s.Kill()
		})
	}
}

package node_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"raftlab/lab/kv"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/node"
	"raftlab/lab/replicas/reference"
)

// net is a few servers and the messages between them. Nothing moves by itself.
type net struct {
	t       *testing.T
	nodes   []*node.Node // nodes[i] is S<i+1>
	disks   [][]byte
	flight  []replicas.Message
	answers map[replicas.RequestID]node.Answer
	down    replicas.NodeSet
}

func newNet(t *testing.T, config node.Config) *net {
	t.Helper()
	config.Rules, config.Interval = reference.Rules(), 50
	w := &net{t: t, answers: map[replicas.RequestID]node.Answer{}, disks: make([][]byte, config.Servers)}
	for i := range config.Servers {
		config.ID = replicas.NodeID(i + 1)
		n, err := node.New(config)
		require.NoError(t, err)
		w.nodes = append(w.nodes, n)
		out, err := n.Boot(0, nil)
		require.NoError(t, err)
		w.take(config.ID, out)
	}
	return w
}

func (w *net) take(id replicas.NodeID, out node.Output) {
	if out.Record != nil {
		w.disks[id-1] = out.Record
	}
	w.flight = append(w.flight, out.Messages...)
	for _, a := range out.Answers {
		w.answers[a.Request] = a
	}
}

func (w *net) of(id replicas.NodeID) *node.Node { return w.nodes[id-1] }

// ask lets a client ask a server.
func (w *net) ask(request replicas.RequestID, via replicas.NodeID, words ...string) {
	w.t.Helper()
	command, err := kv.Parse(words)
	require.NoError(w.t, err)
	w.take(via, w.of(via).Ask(1, request, command))
}

// run delivers what is in flight, and the answers to it, except what a filter drops and what is for a server that is
// down.
func (w *net) run(drops func(m replicas.Message) bool) {
	for len(w.flight) > 0 {
		m := w.flight[0]
		w.flight = w.flight[1:]
		if w.down.Has(m.To) || w.down.Has(m.From) || drops != nil && drops(m) {
			continue
		}
		w.take(m.To, w.of(m.To).Receive(2, m))
	}
}

// tick lets all servers' timers go off so many times, with all messages delivered in between.
func (w *net) tick(times int) {
	for range times {
		for i, n := range w.nodes {
			if id := replicas.NodeID(i + 1); !w.down.Has(id) {
				w.take(id, n.Tick(3))
			}
		}
		w.run(nil)
	}
}

// reboot starts a server from its disk.
func (w *net) reboot(id replicas.NodeID) {
	w.t.Helper()
	out, err := w.of(id).Boot(4, w.disks[id-1])
	require.NoError(w.t, err)
	w.down.Remove(id)
	w.take(id, out)
}

func to(id replicas.NodeID) func(replicas.Message) bool {
	return func(m replicas.Message) bool { return m.To == id }
}

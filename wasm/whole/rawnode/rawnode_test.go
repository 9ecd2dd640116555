package rawnode_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	etcd "go.etcd.io/raft/v3"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/whole"
	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rawnode"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"
)

// alone is a cluster of one server, which elects itself.
func alone(t *testing.T, records [][]byte, every int) func(lab.Input) (lab.Output, whole.View) {
	program := seat.Program{Snapshots: true, Make: func(
		peers []*rpc.ClientEnd, me int, disk *persist.Persister, applied func(seat.Applied),
	) (seat.Server, any) {
		return rawnode.Serve(peers, me, disk, applied, etcd.NewRawNode)
	}}
	c := whole.Config{Me: 1, Servers: 1, Life: 5, CallMin: 1000, CallMax: 1000, Show: true, SnapshotEvery: every}
	machine, err := seat.New(program, c.Encode(), synctest.Wait)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, machine.Stop()) })
	step := func(in lab.Input) (out lab.Output, v whole.View) {
		var records [][]byte
		for v.Partial = true; v.Partial; in = (lab.Input{Kind: lab.Wake}) { // a message comes between two saves
			out, err = machine.Step(0, in)
			require.NoError(t, err)
			v, err = whole.DecodeView(whole.WithHost(out.View, machine.Show(), ""))
			require.NoError(t, err)
			records = append(records, out.Records...)
		}
		out.Records = records
		return out, v
	}
	step(lab.Input{Kind: lab.Boot, Records: records})
	return step
}

// TestANodeRuns with what it saved: it elects itself, applies, cuts its log, and starts again with all of that.
func TestANodeRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		step := alone(t, nil, 2)
		<-time.After(time.Second)
		out, before := step(lab.Input{Kind: lab.Wake}) // what was done meanwhile
		assert.NotEmpty(t, out.Records)
		_, v := step(lab.Input{Kind: lab.Wake})
		require.True(t, v.Leads)
		assert.Equal(t, 1, v.Term)
		assert.Equal(t, 0, v.Facts.VotedFor, "counted from 0")
		names := map[string]string{}
		for _, f := range before.Shown.Fields {
			names[f.Name] = f.Value
		}
		assert.Equal(t, "1", names["Term"], "its own fields are shown")

		ask, err := kv.Parse([]string{"put", "a", "1"})
		require.NoError(t, err)
		out, v = step(lab.Input{Kind: lab.Ask, Request: 1, Payload: ask.Encode()})
		require.NotEmpty(t, v.Applied)
		assert.Equal(t, 2, v.Applied[len(v.Applied)-1].Index, "the first entry is the new leader's empty one")
		assert.Equal(t, []int{2}, v.Asked)
		assert.Positive(t, v.SnapshotSize)

		step = alone(t, out.Records, 2)
		_, v = step(lab.Input{Kind: lab.Wake})
		assert.Equal(t, 1, v.Facts.CurrentTerm)
		assert.Equal(t, 2, v.Facts.CommitIndex)
	})
}

func TestANodeThatIsNotMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		defer func() { assert.Equal(t, "New makes the node: no", recover()) }()
		rawnode.Serve(nil, 0, persist.MakePersister(), nil, func(*etcd.Config) (*etcd.RawNode, error) {
			return nil, errors.New("no")
		})
	})
}

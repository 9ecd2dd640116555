package peer

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.etcd.io/raft/v3/raftpb"
	"go.etcd.io/raft/v3/tracker"
	"google.golang.org/protobuf/proto"

	"raftlab/raft"
)

// voters are the servers of the first configuration.
func (m *machine) voters() []uint64 {
	var list []uint64
	for id := uint64(1); int(id) <= m.config.Servers; id++ {
		if !m.config.Membership.On || m.config.Membership.Voters.Has(raft.NodeID(id)) {
			list = append(list, id)
		}
	}
	return list
}

// etcdChange is a change of ours in etcd's words.
func (m *machine) etcdChange(to raft.Change) *raftpb.ConfChangeV2 {
	now := ours(m.node.Status().Config)
	switch to.Kind {
	case raft.AddLearner:
		return &raftpb.ConfChangeV2{Changes: []*raftpb.ConfChangeSingle{
			single(raftpb.ConfChangeAddLearnerNode, to.Server),
		}}
	case raft.AddVoter:
		return &raftpb.ConfChangeV2{Changes: []*raftpb.ConfChangeSingle{single(raftpb.ConfChangeAddNode, to.Server)}}
	case raft.RemoveServer:
		return &raftpb.ConfChangeV2{Changes: []*raftpb.ConfChangeSingle{
			single(raftpb.ConfChangeRemoveNode, to.Server),
		}}
	}
	jointly := raftpb.ConfChangeTransition_ConfChangeTransitionJointImplicit
	return &raftpb.ConfChangeV2{Transition: &jointly, Changes: toVoters(now.Voters, to.Voters)}
}

// changeOf is the change that an entry carries, nil for none.
func (m *machine) changeOf(entry *raftpb.Entry) *raftpb.ConfChangeV2 {
	if entry.GetType() == raftpb.EntryNormal {
		return nil
	}
	change := &raftpb.ConfChangeV2{}
	if entry.GetType() == raftpb.EntryConfChange {
		one := &raftpb.ConfChange{}
		m.fail(proto.Unmarshal(entry.GetData(), one))
		return one.AsV2()
	}
	m.fail(proto.Unmarshal(entry.GetData(), change))
	return change
}

// applyChange lets a configuration count: etcd's does so when it is applied.
func (m *machine) applyChange(entry *raftpb.Entry) {
	if change := m.changeOf(entry); change != nil {
		m.configuration = m.node.ApplyConfChange(change)
	}
}

// configurationOf is the configuration that an entry leads to, as our log would have it; ok is false for other entries.
// The changes before it in the log are repeated.
func (m *machine) configurationOf(entry *raftpb.Entry) (now raft.Configuration, ok bool) {
	if entry.GetType() == raftpb.EntryNormal {
		return now, false
	}
	snapshot, err := m.storage.Snapshot()
	m.fail(err)
	now = oursOf(snapshot.GetMetadata().GetConfState())
	first, _ := bounds(m.storage)
	stored, err := m.storage.Entries(first, entry.GetIndex()+1, math.MaxUint64)
	m.fail(err)
	for _, e := range stored {
		change := m.changeOf(e)
		if change == nil {
			continue
		}
		var next tracker.Config
		switch jointly, auto := change.EnterJoint(); {
		case change.LeaveJoint():
			next, _, err = changer(now).LeaveJoint()
		case jointly:
			next, _, err = changer(now).EnterJoint(auto, change.GetChanges()...)
		default:
			next, _, err = changer(now).Simple(change.GetChanges()...)
		}
		m.fail(err)
		now = ours(next)
	}
	return now, true
}

// memberStories end alike with our servers and with etcd's. The guard is off for etcd's, whose servers decide by
// what they have applied, which our Configuration Safety does not expect: there the old half commits C_old,new alone.
var memberStories = []struct{ name, story string }{
	{
		"two servers join, and two of the old ones crash",
		`servers 5
members S1 S2 S3
jitter 0ms
elect S1
put x 1
await answers
add S4
await answers
run 300ms
add S5
await answers
run 300ms
crash S2
crash S3
put x 2
await answers
run 300ms
expect change 1 ok
expect change 2 ok
expect outcome 2 ok
expect leader S1 term 1
expect value x 2 S1 S4 S5
`,
	},
	{
		"two of three are replaced jointly",
		`servers 5
members S1 S2 S3
jitter 0ms
elect S1
put x 1
await answers
joint S1 S4 S5
await answers
run 500ms
crash S2
crash S3
put x 2
await answers
run 300ms
expect change 1 ok
expect outcome 2 ok
expect value x 2 S1 S4 S5
`,
	},
	{
		"the leader removes itself",
		`servers 3
members S1 S2 S3
jitter 0ms
elect S1
put x 1
await answers
remove S1
run 3s
expect change 1 ok
expect role S1 follower
expect term S1 1
expect elections at least 2
put x 2
await answers
run 300ms
expect outcome 2 ok
expect value x 2 S2 S3
expect value x 1 S1
`,
	},
	{
		"a learner does not count",
		`servers 4
members S1 S2 S3
jitter 0ms
elect S1
put x 1
await answers
add S4 as learner
await answers
run 300ms
partition S1 S4 | S2 S3
put y 1 via S1
run 100ms
expect change 1 ok
expect value x 1 S4
expect outcome 2 pending
expect value y none S1 S4
`,
	},
}

// TestChangesEndAsEtcds plays each story with etcd's servers and with ours.
func TestChangesEndAsEtcds(t *testing.T) {
	for _, s := range memberStories {
		t.Run(s.name, func(t *testing.T) {
			for _, seed := range []string{"1", "2", "3", "4", "5"} {
				text := "# F: " + s.name + "\n\nseed " + seed + "\n" + s.story
				assert.NoError(t, playOurs(t, text), "ours, seed %s", seed)
				etcd := strings.Replace(text, "jitter", "guard off\njitter", 1)
				for _, careful := range []bool{false, true} {
					_, err := play(t, etcd, options{careful: careful}, nil)
					assert.NoError(t, err, "etcd, careful %v, seed %s", careful, seed)
				}
			}
		})
	}
}

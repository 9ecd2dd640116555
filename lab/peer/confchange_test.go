package peer

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/raft/v3/confchange"
	"go.etcd.io/raft/v3/quorum"
	"go.etcd.io/raft/v3/raftpb"
	"go.etcd.io/raft/v3/tracker"

	"raftlab/raft"
	"raftlab/raft/reference"
)

// changer is etcd's own, in a configuration of ours. Its first half is the new one.
func changer(c raft.Configuration) confchange.Changer {
	progress := tracker.MakeProgressTracker(1, 0)
	half := func(set raft.NodeSet) quorum.MajorityConfig {
		if set == 0 {
			return nil
		}
		m := quorum.MajorityConfig{}
		for id := range set.All() {
			m[uint64(id)] = struct{}{}
		}
		return m
	}
	progress.Voters = quorum.JointConfig{half(c.Voters), nil}
	if c.IsJoint() {
		progress.Voters = quorum.JointConfig{half(c.Next), half(c.Voters)}
	}
	if c.Learners != 0 {
		progress.Learners = half(c.Learners)
	}
	for id := range c.Members().All() {
		progress.Progress[uint64(id)] = &tracker.Progress{IsLearner: c.Learners.Has(id), Next: 1}
	}
	return confchange.Changer{Tracker: progress, LastIndex: 1}
}

// ours is etcd's configuration as one of ours.
func ours(c tracker.Config) raft.Configuration {
	set := func(m map[uint64]struct{}) (all raft.NodeSet) {
		for id := range m {
			all.Add(raft.NodeID(id))
		}
		return all
	}
	now := raft.Configuration{Voters: set(c.Voters[0]), Learners: set(c.Learners)}
	if len(c.Voters[1]) > 0 {
		now.Voters, now.Next = set(c.Voters[1]), set(c.Voters[0])
	}
	return now
}

// single is a change of etcd's for one server.
func single(kind raftpb.ConfChangeType, id raft.NodeID) *raftpb.ConfChangeSingle {
	number := uint64(id)
	return &raftpb.ConfChangeSingle{Type: &kind, NodeId: &number}
}

// toVoters are the changes that lead from some voters to others.
func toVoters(from, to raft.NodeSet) []*raftpb.ConfChangeSingle {
	var list []*raftpb.ConfChangeSingle
	for id := range (to &^ from).All() {
		list = append(list, single(raftpb.ConfChangeAddNode, id))
	}
	for id := range (from &^ to).All() {
		list = append(list, single(raftpb.ConfChangeRemoveNode, id))
	}
	return list
}

// etcdChange carries out a change of ours with etcd's changer.
func etcdChange(c raft.Configuration, to raft.Change) (raft.Configuration, error) {
	var now tracker.Config
	var err error
	switch etcd := changer(c); to.Kind {
	case raft.AddLearner:
		now, _, err = etcd.Simple(single(raftpb.ConfChangeAddLearnerNode, to.Server))
	case raft.AddVoter:
		now, _, err = etcd.Simple(single(raftpb.ConfChangeAddNode, to.Server))
	case raft.RemoveServer:
		now, _, err = etcd.Simple(single(raftpb.ConfChangeRemoveNode, to.Server))
	case raft.ChangeJointly:
		now, _, err = etcd.EnterJoint(true, toVoters(c.Voters, to.Voters)...)
	case raft.ChangeAtOnce:
		now, _, err = etcd.Simple(toVoters(c.Voters, to.Voters)...)
	}
	if err != nil {
		return raft.Configuration{}, err
	}
	return ours(now), nil
}

// reasons are parts of etcd's errors, and our refusals.
var reasons = map[raft.Refusal]string{
	raft.TooMany:    "more than one voter changed",
	raft.LastVoter:  "removed all voters",
	raft.ChangeOpen: "joint",
}

// configurationsOf are all of S1 to S<n>.
func configurationsOf(n int) []raft.Configuration {
	var list []raft.Configuration
	for voters := raft.NodeSet(2); voters < 1<<(n+1); voters += 2 {
		for rest := raft.NodeSet(0); rest < 1<<(n+1); rest += 2 {
			if rest&voters == 0 {
				list = append(list, raft.Configuration{Voters: voters, Learners: rest})
			}
			if rest != 0 {
				list = append(list, raft.Configuration{Voters: voters, Next: rest})
			}
		}
	}
	return list
}

// TestConfigurationsAreEtcds compares each change of each configuration of four servers with etcd's package confchange:
// both allow it, and come to the same configuration, or both refuse it for the same reason. Two differences are meant:
// we refuse a change that changes nothing, and etcd can make a learner of a voter.
func TestConfigurationsAreEtcds(t *testing.T) {
	allowed, refused := 0, 0
	for _, c := range configurationsOf(4) {
		s := raft.NewState(1, []raft.NodeID{1, 2, 3, 4})
		s.Configuration, s.CurrentTerm, s.Role, s.CommitIndex = c, 1, raft.Leader, 1
		s.Log, s.CaughtUp = raft.LogOf(raft.Entry{Term: 1}), ^raft.NodeSet(0)
		for _, to := range changesOf(4) {
			refusal := reference.MayChange(&s, to)
			demoted := to.Kind == raft.AddLearner && c.IsVoter(to.Server)
			if refusal == raft.AlreadyThere || refusal == raft.NotThere || demoted {
				continue
			}
			want, err := etcdChange(c, to)
			if c.IsJoint() && refusal != raft.Allowed {
				refusal = raft.ChangeOpen // etcd looks at that first
			}
			if refusal != raft.Allowed {
				refused++
				require.ErrorContains(t, err, reasons[refusal], "%v of %v: %v", to, c, refusal)
				continue
			}
			allowed++
			require.NoError(t, err, "%v of %v", to, c)
			got, ok := reference.ConfigurationEntry(&s, to).Configuration()
			require.True(t, ok)
			require.Equal(t, want, got, "%v of %v", to, c)
		}
	}
	assert.Greater(t, allowed, 500)
	assert.Greater(t, refused, 500)
}

// changesOf are all changes that name S1 to S<n>.
func changesOf(n int) []raft.Change {
	var list []raft.Change
	for kind := raft.AddLearner; kind <= raft.RemoveServer; kind++ {
		for id := raft.NodeID(1); int(id) <= n; id++ {
			list = append(list, raft.Change{Kind: kind, Server: id})
		}
	}
	for voters := raft.NodeSet(2); voters < 1<<(n+1); voters += 2 {
		list = append(list, raft.Change{Kind: raft.ChangeJointly, Voters: voters},
			raft.Change{Kind: raft.ChangeAtOnce, Voters: voters})
	}
	return list
}

// TestTheEndOfAJointPhaseIsEtcds compares C_new.
func TestTheEndOfAJointPhaseIsEtcds(t *testing.T) {
	for _, c := range configurationsOf(4) {
		if !c.IsJoint() {
			continue
		}
		s := raft.NewState(1, []raft.NodeID{1, 2, 3, 4})
		s.Configuration, s.CurrentTerm, s.Role, s.CommitIndex = c, 1, raft.Leader, 1
		s.ConfigurationIndex, s.Log = 1, raft.LogOf(raft.Entry{Term: 1})
		want, _, err := changer(c).LeaveJoint()
		require.NoError(t, err)
		next, _ := reference.AfterCommit(&s)
		got, ok := next.Configuration()
		require.True(t, ok)
		require.Equal(t, ours(want), got, "%v", c)
	}
}

package oracle_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/raftcluster/oracle"
	"raftlab/raft"
)

// scene is a server's step: entries of these terms replace its log from an index on, 0 for no change.
type scene struct {
	server  lab.ServerID
	role    raft.Role
	term    raft.Term
	from    raft.Index
	entries []raft.Term
	commit  raft.Index
}

func (s scene) view() []byte {
	v := raftcluster.View{
		Role: s.role, CurrentTerm: s.term, LogFrom: s.from, CommitIndex: s.commit, LastApplied: s.commit,
	}
	for _, term := range s.entries {
		v.Entries = append(v.Entries, raft.Entry{Term: term})
	}
	return raftcluster.AppendView(nil, v)
}

// TestEachPropertyIsFoundBroken, at the last step of a history and not before.
func TestEachPropertyIsFoundBroken(t *testing.T) {
	type terms = []raft.Term
	const leads, follows = raft.Leader, raft.Follower
	for name, test := range map[string]struct {
		scenes []scene
		broken []string
	}{
		"two leaders of a term, one after the other": {[]scene{
			{server: 1, role: leads, term: 2}, {server: 1, role: follows, term: 3}, {server: 2, role: leads, term: 2},
		}, []string{oracle.ElectionSafety}},
		"a leader removes an entry": {[]scene{
			{1, leads, 2, 1, terms{1, 2}, 0}, {1, leads, 2, 2, nil, 0},
		}, []string{oracle.LeaderAppendOnly}},
		"an entry after two pasts, of which one is gone": {[]scene{
			{1, follows, 3, 1, terms{1, 3}, 0}, {1, follows, 4, 1, nil, 0}, {2, follows, 3, 1, terms{2, 3}, 0},
		}, []string{oracle.LogMatching}},
		"a new leader lacks what is committed": {[]scene{
			{1, leads, 1, 1, terms{1}, 1}, {server: 2, role: leads, term: 2},
		}, []string{oracle.LeaderCompleteness}},
		"what a leader lacked that is gone is committed": {[]scene{
			{1, leads, 1, 1, terms{1}, 0}, {server: 2, role: leads, term: 2}, {server: 2, role: follows, term: 3},
			{server: 1, role: leads, term: 1, commit: 1},
		}, []string{oracle.LeaderCompleteness}},
		"two entries are applied at one place": {[]scene{
			{1, follows, 2, 1, terms{1}, 1}, {2, follows, 2, 1, terms{2}, 1},
		}, []string{oracle.StateMachineSafety}},
		"all is well": {[]scene{
			{1, leads, 1, 1, terms{1}, 1}, {2, follows, 1, 1, terms{1}, 0}, {2, leads, 2, 2, terms{2}, 0},
			{1, follows, 2, 2, terms{2}, 1}, {server: 2, role: leads, term: 2, commit: 2},
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			o := oracle.New(2)
			for i, s := range test.scenes {
				broken, err := o.Observe(s.server, s.view())
				require.NoError(t, err)
				if i < len(test.scenes)-1 {
					assert.Empty(t, broken)
				} else {
					assert.Equal(t, test.broken, broken)
				}
			}
		})
	}
}

// A leader that crashes may lead the same term no more, and what it finds on its disk may be less.
func TestAServerThatWasDownChangesNothingOfItsOwn(t *testing.T) {
	o := oracle.New(1)
	for _, s := range []scene{{1, raft.Leader, 1, 1, []raft.Term{1, 1}, 0}, {1, raft.Leader, 1, 1, []raft.Term{1}, 0}} {
		broken, err := o.Observe(1, s.view())
		require.NoError(t, err)
		assert.Empty(t, broken)
		o.Stopped(1)
	}
}

func TestAServerThatContradictsItselfIsAnError(t *testing.T) {
	o := oracle.New(1)
	for _, s := range []scene{{server: 1, from: 2}, {server: 1, commit: 1}} {
		_, err := o.Observe(1, s.view())
		assert.Error(t, err)
	}
	_, err := o.Observe(1, []byte("no view"))
	assert.Error(t, err)
}

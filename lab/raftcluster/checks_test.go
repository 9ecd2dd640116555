package raftcluster

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/reference"
)

// shown is a planted server's view after a step. From is the first index that the step changed, 0 for none.
type shown struct {
	server  lab.ServerID
	role    raft.Role
	term    raft.Term
	log     []raft.Entry
	from    raft.Index
	commit  raft.Index
	applied raft.Index
	// store, if set, is the content of the server's store in place of the applied commands.
	store []string
}

// put is an entry that writes: put(2, "x 9") is of term 2.
func put(term raft.Term, key, value string) raft.Entry {
	return raft.Entry{Term: term, Command: kv.Command{Op: kv.Put, Key: key, Value: value}.Encode()}
}

func (s shown) view(t *testing.T) []byte {
	t.Helper()
	node, err := node.New(
		Config{
			ID:                   raft.NodeID(s.server),
			Servers:              3,
			ElectionTimeoutMin:   2,
			ElectionTimeoutMax:   2,
			HeartbeatInterval:    1,
			MaxEntriesPerMessage: 1,
		}.node(
			reference.Rules(),
		),
	)
	require.NoError(t, err)
	node.Role, node.CurrentTerm, node.CommitIndex, node.LastApplied = s.role, s.term, s.commit, s.applied
	node.Log = raft.LogOf(s.log...)
	store := kv.NewStore()
	for _, entry := range s.log[:min(int(s.applied), len(s.log))] {
		command, err := kv.Decode(entry.Command)
		require.NoError(t, err)
		store.Apply(command)
	}
	if s.store != nil {
		command, err := kv.Parse(s.store)
		require.NoError(t, err)
		store.Apply(command)
	}
	return appendView(nil, node, s.from, store.Hash(), 0)
}

// stage is a world of three servers that show a test's scenes: a control names the scene.
type stage struct {
	t      *testing.T
	scenes map[string]shown
}

type actor struct {
	*stage
	id lab.ServerID
}

func (s *stage) Start(id lab.ServerID, _ []byte) (lab.Machine, error) { return actor{s, id}, nil }

func (a actor) Step(_ lab.Time, in lab.Input) (lab.Output, error) {
	scene := shown{server: a.id}
	if in.Kind == lab.Control {
		scene = a.scenes[string(in.Payload)]
	}
	return lab.Output{View: scene.view(a.t)}, nil
}

func (actor) Stop() error { return nil }

// perform shows the scenes in order, and returns the first broken property and its scene, counted from 1.
func perform(t *testing.T, scenes []shown) (*lab.Violation, int) {
	t.Helper()
	s := &stage{t: t, scenes: map[string]shown{}}
	c := New(DefaultSetup())
	options := lab.Options{Servers: 3, Seed: 1}
	require.NoError(t, c.Begin(&options))
	w, err := lab.New(options, c, s)
	require.NoError(t, err)
	for i, scene := range scenes {
		s.scenes["scene"] = scene
		require.NoError(t, w.Control(scene.server, "scene"))
		require.NoError(t, w.Err())
		if w.Violation() != nil {
			return w.Violation(), i + 1
		}
	}
	return nil, 0
}

// planted is a run of scenes that breaks one property in its last scene.
type planted struct {
	name   string
	scenes []shown
	id     string
	says   string
}

func plantedViolations() []planted {
	a, b := put(1, "x", "1"), put(2, "y", "2")
	other, late := put(1, "x", "9"), put(2, "x", "9")
	return slices.Concat(plantedLeaders(a, b, late), plantedLogs(a, b, other, late))
}

func plantedLeaders(a, b, late raft.Entry) []planted {
	return []planted{
		{"two leaders of one term", []shown{
			{server: 1, role: raft.Leader, term: 3},
			{server: 1, role: raft.Follower, term: 3},
			{server: 2, role: raft.Leader, term: 3},
		}, "election-safety", "S1 and S2 were both elected leader of term 3"},
		{"a leader overwrites an entry of its own", []shown{
			{server: 1, role: raft.Leader, term: 2, log: []raft.Entry{a, b}, from: 1},
			{server: 1, role: raft.Leader, term: 2, log: []raft.Entry{a, put(2, "y", "3")}, from: 2},
		}, "leader-append-only", "S1 leads term 2 and changed its own entry 2 of term 2 (put y 2)"},
		{"a leader deletes entries of its own", []shown{
			{server: 1, role: raft.Leader, term: 2, log: []raft.Entry{a, b}, from: 1},
			{server: 1, role: raft.Leader, term: 2, log: []raft.Entry{a}, from: 2},
		}, "leader-append-only", "S1 leads term 2 and changed its own entry 2 of term 2 (put y 2)"},
		{"a new leader lacks a committed entry", []shown{
			{server: 1, role: raft.Leader, term: 1, log: []raft.Entry{a}, from: 1, commit: 1},
			{server: 2, role: raft.Leader, term: 2},
		}, "leader-completeness",
			"S2 leads term 2 without entry 1 of term 1 (put x 1), which S1 committed in term 1; S2 has no entry there"},
		{"a new leader has another entry in its place", []shown{
			{server: 1, role: raft.Leader, term: 1, log: []raft.Entry{a}, from: 1, commit: 1},
			{server: 2, role: raft.Leader, term: 3, log: []raft.Entry{late}, from: 1},
		}, "leader-completeness",
			"S2 leads term 3 without entry 1 of term 1 (put x 1), which S1 committed in term 1; S2 has entry 1 of " +
				"term 2 (put x 9) instead"},
		{"an old leader commits what the new one lacks", []shown{
			{server: 1, role: raft.Leader, term: 1, log: []raft.Entry{a}, from: 1},
			{server: 2, role: raft.Leader, term: 2},
			{server: 1, role: raft.Leader, term: 1, log: []raft.Entry{a}, commit: 1},
		}, "leader-completeness",
			"S2 leads term 2 without entry 1 of term 1 (put x 1), which S1 committed in term 1; S2 has no entry there"},
		{"an old leader commits what one lacked that leads no longer", []shown{
			{server: 1, role: raft.Leader, term: 1, log: []raft.Entry{a}, from: 1},
			{server: 2, role: raft.Leader, term: 2},
			{server: 2, role: raft.Follower, term: 3},
			{server: 1, role: raft.Leader, term: 1, log: []raft.Entry{a}, commit: 1},
		}, "leader-completeness",
			"S2 led term 2 without entry 1 of term 1 (put x 1), which S1 committed in term 1; S2 had no entry there"},
		{"an old leader commits what one lacked whose log has changed since", []shown{
			{server: 1, role: raft.Leader, term: 1, log: []raft.Entry{a, b}, from: 1},
			{server: 2, role: raft.Leader, term: 3, log: []raft.Entry{late, put(3, "z", "1")}, from: 1},
			{server: 3, role: raft.Leader, term: 4, log: []raft.Entry{a, b}, from: 1},
			{server: 2, role: raft.Follower, term: 4, log: []raft.Entry{a, b}, from: 1},
			{server: 1, role: raft.Leader, term: 2, log: []raft.Entry{a, b}, commit: 1},
		}, "leader-completeness",
			"S2 led term 3 without entry 1 of term 1 (put x 1), which S1 committed in term 2; S2 had entry 1 of " +
				"term 2 (put x 9) instead"},
	}
}

func plantedLogs(a, b, other, late raft.Entry) []planted {
	return []planted{
		{"one index and term, two entries", []shown{
			{server: 1, term: 1, log: []raft.Entry{a}, from: 1},
			{server: 2, term: 1, log: []raft.Entry{other}, from: 1},
		}, "log-matching",
			"S1 and S2 both have an entry 1 of term 1, but S1 has entry 1 of term 1 (put x 1) where S2 has entry 1 " +
				"of term 1 (put x 9)"},
		{"the same entry after different ones", []shown{
			{server: 1, term: 2, log: []raft.Entry{a, b}, from: 1},
			{server: 2, term: 2, log: []raft.Entry{late, b}, from: 1},
		}, "log-matching",
			"S1 and S2 both have an entry 2 of term 2, but S1 has entry 1 of term 1 (put x 1) where S2 has entry 1 " +
				"of term 2 (put x 9)"},
		{"two servers apply different entries", []shown{
			{server: 1, term: 2, log: []raft.Entry{a}, from: 1, commit: 1, applied: 1},
			{server: 2, term: 2, log: []raft.Entry{late}, from: 1, commit: 1, applied: 1},
		}, "state-machine-safety",
			"S2 applied entry 1 of term 2 (put x 9), but S1 had applied entry 1 of term 1 (put x 1)"},
		{"a store holds what was never applied", []shown{
			{
				server:  1,
				term:    1,
				log:     []raft.Entry{a},
				from:    1,
				commit:  1,
				applied: 1,
				store:   []string{"put", "x", "7"},
			},
		}, "state-machine-safety", "S1 has applied entries 1 to 1, but its store does not hold what they give"},
		{"a committed entry is replaced", []shown{
			{server: 1, term: 1, log: []raft.Entry{a, b}, from: 1, commit: 1},
			{server: 1, term: 2, log: []raft.Entry{late, b}, from: 1, commit: 1},
		}, "log-matching", "S1 has entry 2 of term 2 (put y 2) after another log than S1 had before the same entry"},
		{"the last committed entry is replaced", []shown{
			{server: 1, term: 1, log: []raft.Entry{a}, from: 1, commit: 1},
			{server: 1, term: 2, log: []raft.Entry{late}, from: 1, commit: 1},
		}, lab.SoundServerID, "S1: it replaced entry 1 of term 1 (put x 1), which it counts as committed, by entry 1 " +
			"of term 2 (put x 9)"},
		{"a committed entry is removed", []shown{
			{server: 1, term: 2, log: []raft.Entry{a, b}, from: 1, commit: 2},
			{server: 1, term: 2, log: []raft.Entry{a}, from: 2, commit: 1},
		}, lab.SoundServerID, "S1: it removed entry 2 of term 2 (put y 2), which it counts as committed"},
		{"a log with a hole", []shown{
			{server: 1, term: 1, log: []raft.Entry{a, put(1, "z", "0")}, from: 2},
		}, lab.SoundServerID, "S1: its log has 0 entries and goes on at 2"},
		{"more applied than there is", []shown{
			{server: 1, term: 1, log: []raft.Entry{a}, from: 1, commit: 2, applied: 2},
		}, lab.SoundServerID, "S1: lastApplied goes from 0 to 2 with 1 entries"},
	}
}

// The sentence of each violation must name the servers, the term and the entry.
func TestEachPropertyOfFigure3IsFoundBroken(t *testing.T) {
	for _, test := range plantedViolations() {
		t.Run(test.name, func(t *testing.T) {
			violation, at := perform(t, test.scenes)
			require.NotNil(t, violation)
			assert.Equal(t, test.id, violation.ID)
			assert.Equal(t, test.says, violation.Sentence)
			assert.Equal(t, len(test.scenes), at, "nothing broke before the last scene")
		})
	}
}

// The log in which an entry was first seen may be gone when the same entry appears after another entry.
func TestLogMatchingRemembersVanishedLogs(t *testing.T) {
	a, b := put(1, "x", "1"), put(2, "y", "2")
	violation, at := perform(t, []shown{
		{server: 1, term: 2, log: []raft.Entry{a, b}, from: 1},
		{server: 1, term: 3, from: 1},
		{server: 2, term: 2, log: []raft.Entry{put(2, "x", "9"), b}, from: 1},
	})
	require.Equal(t, 3, at)
	assert.Equal(t, "log-matching", violation.ID)
	assert.Equal(
		t, "S2 has entry 2 of term 2 (put y 2) after another log than S1 had before the same entry",
		violation.Sentence,
	)
}

// Situations that look like a violation but are not.
func TestHealthyServersBreakNoProperty(t *testing.T) {
	a, b := put(1, "x", "1"), put(2, "y", "2")
	for name, scenes := range map[string][]shown{
		"two leaders of different terms": {
			{server: 1, role: raft.Leader, term: 1}, {server: 2, role: raft.Leader, term: 2},
		},
		"a former leader's tail is cut": {
			{server: 1, role: raft.Leader, term: 1, log: []raft.Entry{a}, from: 1},
			{server: 1, role: raft.Follower, term: 2, log: []raft.Entry{put(2, "x", "5")}, from: 1},
		},
		"a follower is behind": {
			{server: 1, role: raft.Leader, term: 2, log: []raft.Entry{a, b}, from: 1, commit: 2, applied: 2},
			{server: 2, term: 2, log: []raft.Entry{a}, from: 1, commit: 1, applied: 1},
		},
		"a committed entry is written once more": {
			{server: 2, term: 2, log: []raft.Entry{a, b}, from: 1, commit: 2},
			{server: 2, term: 2, log: []raft.Entry{a, b}, from: 1, commit: 2},
		},
		"an old leader commits what all later leaders had": {
			{server: 1, role: raft.Leader, term: 1, log: []raft.Entry{a}, from: 1},
			{server: 2, role: raft.Leader, term: 2, log: []raft.Entry{a, b}, from: 1},
			{server: 2, role: raft.Follower, term: 3},
			{server: 3, role: raft.Leader, term: 3, log: []raft.Entry{a}, from: 1},
			{server: 1, role: raft.Leader, term: 1, log: []raft.Entry{a}, commit: 1},
		},
		"an uncommitted entry is lost": {
			{server: 1, role: raft.Leader, term: 1, log: []raft.Entry{a}, from: 1},
			{server: 2, role: raft.Leader, term: 2, log: []raft.Entry{b}, from: 1, commit: 1, applied: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			violation, _ := perform(t, scenes)
			assert.Nil(t, violation)
		})
	}
}

// A step that leaves the log unchanged costs the same after ten entries as after ten thousand.
func TestCostOfAStepIsIndependentOfLogLength(t *testing.T) {
	cost := func(length int) float64 {
		var log []raft.Entry
		for range length {
			log = append(log, put(1, "x", "1"))
		}
		c := New(DefaultSetup())
		options := lab.Options{Servers: 3, Seed: 1}
		require.NoError(t, c.Begin(&options))
		w, err := lab.New(options, c, &stage{t: t})
		require.NoError(t, err)
		first := shown{server: 1, role: raft.Leader, term: 1, log: log, from: 1}.view(t)
		require.Nil(t, c.Observe(w, 1, first))
		idle := shown{server: 1, role: raft.Leader, term: 1, log: log}.view(t)
		return testing.AllocsPerRun(100, func() { require.Nil(t, c.Observe(w, 1, idle)) })
	}
	assert.Equal(t, cost(10), cost(10_000))
}

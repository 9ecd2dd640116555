package raftcluster

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/raft"
)

// A field that is missing in clone would be shared between states; a field missing in appendState would make two
// states one.
func TestSearchKnowsEveryField(t *testing.T) {
	for _, test := range []struct {
		of any
		// kept is in appendState; derived only words sentences, counts, or follows from the rest.
		kept, derived []string
	}{
		{Cluster{}, []string{"servers", "checks"}, []string{"Clients", "Code", "setup", "given", "seen",
			"elections", "leaderlessTerm", "steady", "scratch", "sessionRules", "changes"}},
		{
			checks{}, []string{"leaders", "logs", "committed", "appliedAt", "acknowledged", "once"},
			[]string{"first", "event", "judged", "latest", "members"},
		},
		{
			Mirror{}, []string{"View", "Log", "Store", "sessions", "chain", "fresh", "ahead", "durable"},
			[]string{"changes", "sessionsAtSnapshot", "latest"},
		},
		{
			View{}, []string{"Role", "CurrentTerm", "VotedFor", "CommitIndex", "LastApplied", "Snapshots"},
			[]string{"Leader", "ElectionDeadline", "ElectionTimeout", "VotesGranted", "NextIndex", "MatchIndex",
				"LogFrom", "Entries", "LastIndex", "StoreHash", "Elections", "Reads", "Flow",
				"SessionsHash", "Members"},
		},
		{commitment{}, []string{"chain", "term"}, []string{"entry", "server", "event", "by"}},
		{application{}, []string{"chain"}, []string{"entry", "server", "event"}},
		{origin{}, []string{"chain"}, []string{"entry", "before", "server", "event"}},
		{leadership{}, []string{"server", "last"}, []string{"event"}},
		{once{}, []string{"tables"}, []string{"first"}},
		{seenTable{}, []string{"hash"}, []string{"server", "event"}},
		{
			sessionTable{}, []string{"table", "answered"},
			[]string{"rules", "setup", "mistake", "now", "leads", "hashed"},
		},
		{acknowledgement{}, []string{"index", "by", "committed"}, []string{"server", "event"}},
	} {
		of := reflect.TypeOf(test.of)
		var fields []string
		for i := range of.NumField() {
			fields = append(fields, of.Field(i).Name)
		}
		assert.ElementsMatch(t, append(test.kept, test.derived...), fields,
			"%v: add a new field to clone and appendState of search.go, and name it here", of)
	}
}

// An observation of one clone does not change the other.
func TestClonedJudgeIsIndependent(t *testing.T) {
	setup := SearchSetup{Size: 3, Rules: RuleSets()[0], Terms: 3}
	judge, err := setup.Judge()
	require.NoError(t, err)
	start := judge.AppendState(nil)
	show := func(log ...raft.Entry) []byte {
		return AppendView(
			nil,
			View{
				Role:        raft.Leader,
				CurrentTerm: 1,
				VotedFor:    1,
				Leader:      1,
				LogFrom:     1,
				Entries:     log,
				LastIndex:   raft.Index(len(log)),
			},
		)
	}
	require.Nil(t, judge.Clone().Observe(1, show(put(1, "x", "1"))))
	assert.Equal(t, start, judge.AppendState(nil))

	first := judge.Clone()
	require.Nil(t, first.Observe(1, show(put(1, "x", "1"))))
	known := first.AppendState(nil)
	assert.NotEqual(t, start, known)
	second := first.Clone()
	second.Stopped(1)
	assert.NotEqual(t, known, second.AppendState(nil))
	require.Nil(
		t,
		second.Observe(
			1,
			AppendView(nil, View{CurrentTerm: 2, LogFrom: 1, Entries: []raft.Entry{put(2, "y", "2")}, LastIndex: 1}),
		),
	)
	assert.Equal(t, known, first.AppendState(nil), "a log that was written over is the clone's own")
	require.NotNil(t, first.Observe(2, show(put(1, "x", "1"))), "S1 leads term 1")
	assert.Equal(
		t, []string{"election-safety"}, []string{second.Observe(2, show(put(1, "x", "1"))).ID},
		"S1 has led term 1",
	)
}

// Answered rejects an answer about an entry that was never committed, and an answer that cannot be read.
func TestJudgeOfAnswers(t *testing.T) {
	judge, err := SearchSetup{Size: 3, Rules: RuleSets()[0]}.Judge()
	require.NoError(t, err)
	done := service.AppendAnswer(nil, service.Answer{Kind: service.AnswerDone, Index: 1})
	assert.Equal(t, "durability", judge.Answered(1, lab.Answer{Request: 1, Payload: done}).ID)
	assert.Equal(t, lab.SoundServerID, judge.Answered(1, lab.Answer{Request: 1, Payload: []byte{9}}).ID)
	assert.Nil(
		t,
		judge.Answered(
			1,
			lab.Answer{Request: 1, Payload: service.AppendAnswer(nil, service.Answer{Kind: service.AnswerUnknown})},
		),
	)
}

// A folded disk boots the same server as the whole disk, and folds to itself.
func TestFoldedDiskBootsTheSameServer(t *testing.T) {
	setup := SearchSetup{Size: 3, Rules: RuleSets()[0], Terms: 3}
	boot := func(t *rapid.T, records [][]byte) []byte {
		machine, err := setup.Start(1)
		require.NoError(t, err)
		out, err := machine.Step(0, lab.Input{Kind: lab.Boot, Records: records})
		require.NoError(t, err)
		require.Empty(t, out.Broken)
		return machine.AppendState(nil)
	}
	rapid.Check(t, func(t *rapid.T) {
		var records [][]byte
		term, length := raft.Term(0), raft.Index(0)
		for range rapid.IntRange(0, 6).Draw(t, "records") {
			term += raft.Term(rapid.Uint64Range(0, 2).Draw(t, "later"))
			save := raft.Save{CurrentTerm: term, VotedFor: raft.NodeID(rapid.Uint32Range(0, 3).Draw(t, "vote"))}
			if term > 0 && rapid.Bool().Draw(t, "log") {
				save.From = raft.Index(rapid.Uint64Range(1, uint64(length)+1).Draw(t, "from"))
				for i := range rapid.IntRange(0, 3).Draw(t, "entries") {
					save.Entries = append(save.Entries, put(term, "x", fmt.Sprint(i)))
				}
				length = save.From - 1 + raft.Index(len(save.Entries))
			}
			records = append(records, raft.AppendSave(nil, save))
		}
		folded, err := setup.Fold(records)
		require.NoError(t, err)
		require.LessOrEqual(t, len(folded), 1)
		require.Equal(t, boot(t, records), boot(t, folded))
		again, err := setup.Fold(folded)
		require.NoError(t, err)
		require.Equal(t, folded, again)
	})
	_, err := setup.Fold([][]byte{{7}})
	assert.Error(t, err)
}

// A clone's store is its own, and part of the clone's state.
func TestClonedServerHasItsOwnStore(t *testing.T) {
	setup := SearchSetup{Size: 1, Rules: RuleSets()[0], Terms: 3}
	machine, err := setup.Start(1)
	require.NoError(t, err)
	step := func(in lab.Input) {
		_, err := machine.Step(1_000_000, in)
		require.NoError(t, err)
	}
	step(lab.Input{Kind: lab.Boot})
	step(lab.Input{Kind: lab.Control, Payload: []byte(ControlTimeout)})
	clone := machine.Clone().(*Server)
	before := clone.AppendState(nil)
	step(lab.Input{Kind: lab.Ask, Request: 1, Payload: kv.Command{Op: kv.Put, Key: "x", Value: "1"}.Encode()})
	assert.Equal(t, "1", machine.(*Server).store.Value("x"))
	assert.Empty(t, clone.store.Value("x"))
	assert.Equal(t, before, clone.AppendState(nil))
	assert.NotEqual(t, before, machine.AppendState(nil))
	assert.NotEqual(t, (&Server{node: clone.node, store: kv.NewStore()}).AppendState(nil),
		(&Server{node: clone.node, store: machine.(*Server).store}).AppendState(nil))
}

// The leaders of terms 2 and 4 commit the same entry, and the leader of term 3 does not have it. In any order of
// observation, that breaks Leader Completeness in the end.
func TestCommitmentCountsInItsLowestTerm(t *testing.T) {
	entry := put(2, "x", "1")
	leads := func(term raft.Term, commit raft.Index, log ...raft.Entry) []byte {
		store := kv.NewStore()
		for _, e := range log {
			command, err := kv.Decode(e.Command)
			require.NoError(t, err)
			store.Apply(command)
		}
		return AppendView(nil, View{
			Role: raft.Leader, CurrentTerm: term, CommitIndex: commit, LastApplied: commit,
			LogFrom: raft.Index(len(log)), Entries: log, LastIndex: raft.Index(len(log)), StoreHash: store.Hash(),
		})
	}
	shows := [][]byte{leads(2, 1, entry), leads(4, 1, entry), leads(3, 0)}
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		judge, err := SearchSetup{Size: 3, Rules: RuleSets()[0]}.Judge()
		require.NoError(t, err)
		var broken []string
		for _, i := range order {
			if v := judge.Observe(lab.ServerID(i+1), shows[i]); v != nil {
				broken = append(broken, v.ID)
				break
			}
		}
		assert.Equal(t, []string{"leader-completeness"}, broken, "seen in the order %v", order)
	}
}

// TestACommitmentAndAnElectionAreComparedInBothOrders: an old leader counts an entry as committed, and a later leader
// lacks it. The judge finds that whichever comes first, even if the first server crashed in between.
func TestACommitmentAndAnElectionAreComparedInBothOrders(t *testing.T) {
	entry := put(1, "x", "1")
	began := View{Role: raft.Leader, CurrentTerm: 1, LogFrom: 1, Entries: []raft.Entry{entry}, LastIndex: 1}
	commits := View{Role: raft.Leader, CurrentTerm: 1, CommitIndex: 1, LastIndex: 1}
	elected := View{Role: raft.Leader, CurrentTerm: 2}
	for _, crash := range []bool{false, true} {
		for _, electedFirst := range []bool{false, true} {
			judge, err := SearchSetup{Size: 3, Rules: RuleSets()[0], Terms: 3}.Judge()
			require.NoError(t, err)
			require.Nil(t, judge.Observe(1, AppendView(nil, began)))
			order := []struct {
				id   lab.ServerID
				view View
			}{{1, commits}, {2, elected}}
			if electedFirst {
				order[0], order[1] = order[1], order[0]
			}
			require.Nil(t, judge.Observe(order[0].id, AppendView(nil, order[0].view)))
			if crash {
				judge.Stopped(order[0].id)
			}
			violation := judge.Observe(order[1].id, AppendView(nil, order[1].view))
			require.NotNil(t, violation, "crash %t, elected first %t", crash, electedFirst)
			assert.Equal(t, leaderCompleteness.ID, violation.ID)
		}
	}
}

package node_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/kv"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/node"
	"raftlab/lab/replicas/reference"
)

// When a primary may say that a write is done is all that tells the three kinds apart.
func TestAPrimaryAnswersWhenItsKindAllows(t *testing.T) {
	for _, test := range []struct {
		kind            replicas.Kind
		none, one, both bool
	}{
		{replicas.Async, true, true, true},
		{replicas.SemiSync, false, true, true},
		{replicas.Sync, false, false, true},
	} {
		w := newNet(t, node.Config{Servers: 3, Kind: test.kind})
		w.ask(1, 1, "put", "x", "1")
		answered := func() bool { return w.answers[1].Kind == node.Done }
		assert.Equal(t, test.none, answered(), "%v without a backup", test.kind)
		w.run(to(3))
		assert.Equal(t, test.one, answered(), "%v with one backup", test.kind)
		w.tick(1)
		assert.Equal(t, test.both, answered(), "%v with both", test.kind)
	}
}

func TestABackupSendsClientsOn(t *testing.T) {
	w := newNet(t, node.Config{Servers: 3, Kind: replicas.Async})
	w.ask(1, 2, "put", "x", "1")
	assert.Equal(t, node.Answer{Request: 1, Kind: node.Redirect, To: 1}, w.answers[1])
	w.ask(2, 2, "get", "x", "stale")
	assert.Equal(t, node.Done, w.answers[2].Kind, "a stale read is answered by anybody")
}

// A primary that returns has entries that nobody else has, and cuts them off. Its clients learn nothing.
func TestAnOldPrimaryCutsItsTailOff(t *testing.T) {
	w := newNet(t, node.Config{Servers: 3, Kind: replicas.SemiSync, Fencing: true})
	w.ask(1, 1, "put", "x", "1")
	w.run(nil)
	w.ask(2, 1, "put", "x", "2")
	w.flight = nil
	w.take(2, w.of(2).Promote(5, 2))
	w.run(to(1))
	w.ask(3, 2, "put", "x", "3")
	w.run(nil)
	assert.Equal(t, replicas.Backup, w.of(1).Role)
	assert.Equal(t, "3", w.of(1).Value("x"))
	assert.Equal(t, node.Replaced, w.answers[2].Kind)
	assert.Equal(t, node.Done, w.answers[3].Kind)
}

// A message of the present primary that comes late has fewer entries than the backup, and cuts nothing.
func TestALateMessageCutsNothing(t *testing.T) {
	w := newNet(t, node.Config{Servers: 2, Kind: replicas.Async})
	w.ask(1, 1, "put", "x", "1")
	late := w.flight[0]
	w.ask(2, 1, "put", "x", "2")
	w.run(nil)
	w.take(2, w.of(2).Receive(9, late))
	assert.Len(t, w.of(2).Entries, 2)
}

func TestFailoverPromotesTheFurthest(t *testing.T) {
	w := newNet(t, node.Config{Servers: 3, Kind: replicas.SemiSync, Fencing: true, Failover: true})
	w.ask(1, 1, "put", "x", "1")
	w.run(to(2))
	require.Equal(t, node.Done, w.answers[1].Kind)
	w.down.Add(1)
	w.tick(20)
	assert.Equal(t, replicas.Primary, w.of(3).Role)
	assert.Equal(t, replicas.Backup, w.of(2).Role)
	assert.Equal(t, "1", w.of(2).Value("x"))

	w.reboot(1)
	w.tick(3)
	assert.Equal(t, replicas.Backup, w.of(1).Role)
	assert.Equal(t, replicas.NodeID(3), w.of(1).Primary)
}

// Without answers of all servers but one, nobody is promoted: a write that one backup has might be missing.
func TestFailoverNeedsAllButOne(t *testing.T) {
	w := newNet(t, node.Config{Servers: 3, Kind: replicas.SemiSync, Fencing: true, Failover: true})
	w.down = replicas.SetOf(1, 3)
	w.tick(60)
	assert.Equal(t, replicas.Backup, w.of(2).Role)
}

func TestASemiSynchronousPrimaryFallsBack(t *testing.T) {
	w := newNet(t, node.Config{Servers: 3, Kind: replicas.SemiSync, Fallback: 4})
	w.down = replicas.SetOf(2, 3)
	w.ask(1, 1, "put", "x", "1")
	w.tick(3)
	assert.Empty(t, w.answers)
	w.tick(1)
	assert.Equal(t, node.Done, w.answers[1].Kind)
	assert.True(t, w.of(1).Fallen)
	w.down = 0
	w.tick(2)
	assert.False(t, w.of(1).Fallen, "a backup has caught up")
}

func quorum() node.Config {
	return node.Config{Servers: 3, Kind: replicas.Quorum, N: 3, W: 2, R: 2, Keep: replicas.ByOrder, Repair: true}
}

func TestAReadWritesBackBeforeItAnswers(t *testing.T) {
	w := newNet(t, quorum())
	w.down.Add(3)
	w.ask(1, 1, "put", "x", "1")
	w.run(nil)
	require.Equal(t, node.Done, w.answers[1].Kind)
	w.down = replicas.SetOf(2)
	w.ask(2, 3, "get", "x")
	w.run(nil)
	assert.Equal(t, kv.Result{Done: true, Value: "1"}, w.answers[2].Result)
	assert.Equal(t, "1", w.of(3).Value("x"), "S3 has it before its client has the answer")
}

// An increment of a quorum is a read and a write: two of them at once count once. Consensus would order them.
func TestIncrementsOfAQuorumAreLost(t *testing.T) {
	w := newNet(t, quorum())
	w.ask(1, 1, "increment", "n")
	w.ask(2, 2, "increment", "n")
	w.run(nil)
	assert.Equal(t, "1", w.answers[1].Result.Value)
	assert.Equal(t, "1", w.answers[2].Result.Value)
	w.ask(3, 3, "get", "n")
	w.run(nil)
	assert.Equal(t, "1", w.answers[3].Result.Value)
}

func TestParticipantsBlockInTwoPhasesAndNotInThree(t *testing.T) {
	for kind, phase := range map[replicas.Kind]replicas.Phase{
		replicas.TwoPhase: replicas.Ready, replicas.ThreePhase: replicas.Aborted,
	} {
		w := newNet(t, node.Config{Servers: 4, Kind: kind})
		w.ask(1, 1, "put", "x", "1")
		w.run(to(1)) // all have voted, and the coordinator hears nobody
		w.down.Add(1)
		w.tick(30)
		for id := replicas.NodeID(2); id <= 4; id++ {
			assert.Equal(t, phase, w.of(id).Transaction(1).Phase, "%v on %v", kind, id)
			assert.Equal(t, kind == replicas.TwoPhase, w.of(id).Transaction(1).Blocked)
		}
		w.reboot(1)
		w.tick(3)
		for id := replicas.NodeID(1); id <= 4; id++ {
			assert.Equal(t, replicas.Aborted, w.of(id).Transaction(1).Phase, "%v on %v", kind, id)
		}
	}
}

// A boot from the last record, and a clone, are the same server.
func TestARecordAndACloneAreTheSameServer(t *testing.T) {
	w := newNet(t, quorum())
	w.ask(1, 1, "put", "x", "1")
	w.run(nil)
	clone := w.of(1).Clone()
	assert.Equal(t, w.of(1).State, clone.State)
	assert.Equal(t, w.of(1).Tick(7), clone.Tick(7))
	before := w.of(2).Durable()
	w.reboot(2)
	assert.Equal(t, before, w.of(2).Durable())
}

func TestConfigurationsThatMeanNothingAreRefused(t *testing.T) {
	for why, config := range map[string]node.Config{
		"no server":              {Kind: replicas.Sync, Interval: 1},
		"more replicas":          {ID: 1, Servers: 2, Kind: replicas.Quorum, N: 3, W: 1, R: 1, Interval: 1},
		"no replica for a write": {ID: 1, Servers: 3, Kind: replicas.Quorum, N: 3, R: 1, Interval: 1},
		"failover alone":         {ID: 1, Servers: 3, Kind: replicas.Sync, Failover: true, Interval: 1},
		"no interval":            {ID: 1, Servers: 3, Kind: replicas.Sync},
	} {
		config.Rules = reference.Rules()
		_, err := node.New(config)
		assert.Error(t, err, why)
	}
}

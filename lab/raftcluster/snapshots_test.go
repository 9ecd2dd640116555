package raftcluster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// cutOnce: S1 and S2 have cut their logs up to entry 4, and S3 has been down since entry 1.
const cutOnce = `servers 3
snapshots chunk 6
election-timeout 10s 20s
jitter 0ms
elect S1
await commit 1
crash S3
put x 1
put y 2
put z 3
await answers
run 100ms
snapshot S1
snapshot S2
run 10ms
`

// TestASnapshotOfNothingIsAnErrorOfTheLine, and so is one where snapshots are off.
func TestASnapshotOfNothingIsAnErrorOfTheLine(t *testing.T) {
	for script, want := range map[string]string{
		"servers 3\nsnapshots on\nsnapshot S1\n":          "S1 has applied no entry yet",
		"servers 3\nelect S1\nrun 1s\nsnapshot S1\n":      `snapshots are off: begin the scenario with "snapshots on"`,
		cutOnce + "snapshot S1\n":                         "the last snapshot of S1 ends at entry 4",
		cutOnce + "snapshot S3\n":                         "the server is down",
		"servers 3\nsnapshots every 0\n":                  "a snapshot every 0 entries: want 1 to",
		"servers 3\nsnapshots chunk 0\n":                  "chunks of 0 bytes: want 1 to",
		"servers 3\nsnapshots off\n":                      "off",
		cutOnce + "expect base 5 S1\n":                    "the log of S1 is cut up to entry 4",
		cutOnce + "corrupt S3 snapshot\n":                 "the disk has no snapshot",
		cutOnce + "power S3 fails before-cut\n":           "the server is down",
		cutOnce + "power S1 fails sometimes\n":            "sometimes",
		"servers 3\nelect S1\nrun 1s\nexpect base 1 S1\n": "the log of S1 is cut up to entry 0",
	} {
		_, _, err := perform(t, raftcluster.InProcess{}, script)
		assert.ErrorContains(t, err, want, script)
	}
	c, _, err := perform(t, raftcluster.InProcess{}, cutOnce+"expect base 4 S1 S2\nexpect base at most 0 S3\n")
	require.NoError(t, err)
	assert.Equal(t, raft.Index(4), c.Server(1).Snapshots.Meta.LastIndex)
}

// TestAMirrorKeepsWhatItsServerCutOff: the judge compares whole logs, and the server has only the end of one.
func TestAMirrorKeepsWhatItsServerCutOff(t *testing.T) {
	c, _, err := perform(t, raftcluster.InProcess{}, cutOnce+"restart S3\nrun 300ms\n")
	require.NoError(t, err)
	assert.Equal(t, c.Server(2).LogHash(), c.Server(3).LogHash())
	assert.Len(t, c.Server(3).Log, 4)
	assert.Equal(t, raft.Index(4), c.Server(3).Snapshots.Base)
	assert.Equal(t, c.Server(1).Store.Pairs(), c.Server(3).Store.Pairs())
}

// TestADamagedSnapshotKeepsItsServerDown, and so does a lost one; the others go on.
func TestADamagedSnapshotKeepsItsServerDown(t *testing.T) {
	for fault, want := range map[string]string{
		"corrupt S1 snapshot": "S1 refuse snapshot because=checksum",
		"wipe S1 snapshot": "S1 refuse because=its log begins at entry 5, and its snapshot ends at entry 0: " +
			"what is between them is lost",
	} {
		_, lines, err := perform(t, raftcluster.InProcess{}, cutOnce+"restart S3\nrun 300ms\ncrash S1\n"+fault+
			"\nrestart S1\nelect S2\nput x 5 via S2\nawait answers\nrun 100ms\nexpect value x 5 S2 S3\n")
		require.NoError(t, err)
		assert.Contains(t, strings.Join(lines, "\n"), want)
	}
}

// TestAServerThatIsAloneMayLoseItsPower between the two files.
func TestAServerThatIsAloneMayLoseItsPower(t *testing.T) {
	_, lines, err := perform(t, raftcluster.InProcess{}, "servers 1\nsnapshots every 2\nelect S1\n"+
		"power S1 fails before-cut\nput x 1\nput x 2\nrun 200ms\nrestart S1\nelect S1\nexpect value x 2\n"+
		"expect progress\n")
	require.NoError(t, err)
	assert.Contains(t, strings.Join(lines, "\n"), "S1 install index=3 term=1 bytes=7 from=disk")
}

// TestSnapshotsAreJudged: by equivalence, where they are installed, and by their label, where they are taken.
func TestSnapshotsAreJudged(t *testing.T) {
	label := func(change func(s *raft.State, meta *raft.SnapshotMeta)) raftcluster.InProcess {
		rules := reference.Rules()
		rules.LabelSnapshot = func(s *raft.State) (raft.SnapshotMeta, bool) {
			meta, worth := reference.LabelSnapshot(s)
			change(s, &meta)
			return meta, worth
		}
		return raftcluster.InProcess{Rules: &rules}
	}
	for want, host := range map[string]raftcluster.InProcess{
		"S1 took a snapshot of what entries 1 to 4 give, and says that it includes entries 1 to 3": label(
			func(_ *raft.State, meta *raft.SnapshotMeta) { meta.LastIndex-- }),
		"S1 took a snapshot up to entry 4, and says that the entry is of term 7, but it is of term 1": label(
			func(_ *raft.State, meta *raft.SnapshotMeta) { meta.LastTerm = 7 }),
	} {
		_, _, err := perform(t, host, cutOnce)
		var violation *lab.Violation
		require.ErrorAs(t, err, &violation)
		assert.Equal(t, "snapshot-equivalence", violation.ID)
		assert.Equal(t, want, violation.Sentence)
	}
	off := raftcluster.New(raftcluster.DefaultSetup())
	assert.Len(t, off.Checks(), len(raftcluster.Checks()), "without snapshots, no check of theirs")
}

// TestSchedulesOfSnapshots: servers take them, install them, and lose their power in between; the reference passes,
// and what they are about happens.
func TestSchedulesOfSnapshots(t *testing.T) {
	happened := map[string]uint64{}
	text := ""
	for seed := uint64(1); seed <= 40; seed++ {
		schedule := raftcluster.SnapshotNemesis().Schedule(nemesis.Options{Seed: seed})
		text += schedule
		require.NotContains(t, raftcluster.Nemesis().Schedule(nemesis.Options{Seed: seed}), "snapshot", "seed %d", seed)
		result := raftcluster.SnapshotNemesis().Run(nemesis.Options{Seed: seed},
			raftcluster.WithRules(reference.Rules()), nemesis.Events)
		require.Nil(t, result.Violation, "seed %d", seed)
		require.NoError(t, result.Err, "seed %d", seed)
		for _, sometimes := range result.Sometimes {
			happened[sometimes.ID] += sometimes.Count
		}
	}
	assert.Greater(t, happened["snapshot-taken"], uint64(100))
	assert.Greater(t, happened["snapshot-installed"], uint64(10))
	for _, line := range []string{"\nsessions on", "\ntry snapshot ", " fails before-cut", " fails before-rename"} {
		assert.Contains(t, text, line)
	}
}

// TestAFrameShowsSnapshots: what is folded, what is on its way, and what has come.
func TestAFrameShowsSnapshots(t *testing.T) {
	c, _, err := perform(t, raftcluster.InProcess{}, cutOnce+"restart S3\nrun 50ms\n")
	require.NoError(t, err)
	view := func(id lab.ServerID) *raftcluster.SnapshotsView {
		part, ok := c.Face().Server(id, nil).Part.Value.(raftcluster.RaftView)
		require.True(t, ok)
		return part.Snapshots
	}
	leader, follower := view(1), view(3)
	assert.Equal(t, []raftcluster.TermRun{{Term: 1, From: 1, Count: 4}}, leader.Folded)
	assert.Equal(t, &raftcluster.SnapshotView{LastIndex: 4, LastTerm: 1, Bytes: 15, Voters: []int{1, 2, 3},
		Sessions: -1}, leader.Last)
	assert.Equal(t, []raftcluster.SendingView{{To: 3, LastIndex: 4, LastTerm: 1, Chunk: 1, Chunks: 3, Offset: 6,
		Bytes: 15}}, leader.Sending)
	assert.Equal(t, &raftcluster.ArrivingView{From: 1, LastIndex: 4, LastTerm: 1, Chunk: 2, Chunks: 3, Have: 12,
		Bytes: 15}, follower.Arriving)
	assert.Zero(t, follower.Base)
	run, ok := c.Face().Run().Value.(raftcluster.RaftRun)
	require.True(t, ok)
	assert.Equal(t, &raftcluster.SnapshotRun{ChunkBytes: 6}, run.Snapshots)
	off, ok := raftcluster.New(raftcluster.DefaultSetup()).Face().Run().Value.(raftcluster.RaftRun)
	require.True(t, ok)
	assert.Nil(t, off.Snapshots)
}

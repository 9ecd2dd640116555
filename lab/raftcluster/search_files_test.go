package raftcluster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/reference"
	"raftlab/raft/wire"
)

// betweenFiles are bounds within which the power may fail between a snapshot and the log that is cut.
var betweenFiles = explore.Options{Depth: 5, Requests: 1, Crashes: 1}

// TestASearchFailsThePowerBetweenTwoFiles: mistakes of a start that only a crash between the two files shows, in the
// save of a snapshot of one's own, or of one that came. With the right rules, nothing breaks within the same bounds.
func TestASearchFailsThePowerBetweenTwoFiles(t *testing.T) {
	right := search(t, snapshotSearch(t, nil), betweenFiles)
	require.Equal(t, explore.Pass, right.Verdict, "%v", right.Violation)
	for _, test := range []struct {
		name, property string
		actions        int
		restore        func(s *raft.State, saved raft.Saved) error
	}{
		{"S21: a start applies again what the snapshot includes", "sound-server", 2,
			func(s *raft.State, saved raft.Saved) error {
				err := reference.RestoreAll(s, saved)
				s.Log = raft.LogAfter(saved.Base, saved.BaseTerm, saved.Log...)
				s.CommitIndex, s.LastApplied = saved.Base, saved.Base
				return err
			}},
		{"whatever log there is, is taken for the one behind the snapshot", "log-matching", 2,
			func(s *raft.State, saved raft.Saved) error {
				saved.Base, saved.BaseTerm = saved.Snapshot.Meta.LastIndex, saved.Snapshot.Meta.LastTerm
				return reference.RestoreAll(s, saved)
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			system := snapshotSearch(t, func(r *raft.Rules) { r.RestoreAll = test.restore })
			r := search(t, system, betweenFiles)
			require.Equal(t, explore.Broken, r.Verdict)
			assert.Equal(t, test.property, r.Violation.ID)
			assert.Len(t, r.Path, len(system.Begin)+test.actions)
			assert.Contains(t, strings.Join(lines(r), "\n"), " fails before-cut\nsnapshot ")
			violation, _ := playFound(t, r.Scenario(system, "Found by a test:"), system.Rules.Rules)
			assert.Equal(t, r.Violation.Sentence, violation.Sentence)
		})
	}
}

// twoSteps are servers that do in two steps what a save does in one order: split says what the first step leaves for
// the next.
type twoSteps struct {
	raftcluster.SearchSetup
	split func(out lab.Output) (now, later lab.Output)
}

type twoStepServer struct {
	explore.Machine
	split func(out lab.Output) (now, later lab.Output)
	later lab.Output
}

func (s twoSteps) Start(id lab.ServerID) (explore.Machine, error) {
	m, err := s.SearchSetup.Start(id)
	return &twoStepServer{m, s.split, lab.Output{}}, err
}

func (s twoSteps) Allows(kind lab.InputKind, m explore.Machine) bool {
	return s.SearchSetup.Allows(kind, m.(*twoStepServer).Machine)
}

func (s twoSteps) Silences(m explore.Machine) []string {
	return s.SearchSetup.Silences(m.(*twoStepServer).Machine)
}

func (m *twoStepServer) Clone() explore.Machine {
	return &twoStepServer{m.Machine.Clone(), m.split, m.later}
}

func (m *twoStepServer) AppendState(b []byte) []byte {
	return m.Machine.AppendState(wire.AppendBytes(wire.AppendBytes(b, m.later.Snapshot), m.later.Cut))
}

func (m *twoStepServer) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	out, err := m.Machine.Step(now, in)
	late := m.later
	m.later = lab.Output{}
	if out.Snapshot != nil {
		out, m.later = m.split(out)
	} else {
		out.Snapshot, out.Cut = late.Snapshot, late.Cut
	}
	return out, err
}

// searchTwoSteps searches from a leader with an empty log on.
func searchTwoSteps(t *testing.T, split func(out lab.Output) (now, later lab.Output)) *explore.Result {
	t.Helper()
	system := twoSteps{snapshotSearch(t, nil), split}
	system.Begin = system.Begin[:5] // S1 is elected
	r, err := explore.Search(system, explore.Options{Depth: 5, Requests: 1, Crashes: 1, States: 1_000_000})
	require.NoError(t, err)
	return r
}

// TestASearchFindsTheWrongOrderOfTwoFiles: between the two steps comes a crash.
func TestASearchFindsTheWrongOrderOfTwoFiles(t *testing.T) {
	for _, test := range []struct {
		name, sentence string
		split          func(out lab.Output) (now, later lab.Output)
	}{
		{"S20: the snapshot gets its name before it is durable", "cannot read what it saved",
			func(out lab.Output) (now, later lab.Output) {
				later.Snapshot, later.Cut = out.Snapshot, out.Cut
				out.Snapshot, out.Cut = out.Snapshot[:len(out.Snapshot)/2], nil
				return out, later
			}},
		{"the log is cut before the snapshot is durable", "what is between them is lost",
			func(out lab.Output) (now, later lab.Output) {
				later.Snapshot, out.Snapshot = out.Snapshot, nil
				return out, later
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := searchTwoSteps(t, test.split)
			require.Equal(t, explore.Broken, r.Verdict)
			assert.Equal(t, lab.SoundServerID, r.Violation.ID)
			assert.Contains(t, r.Violation.Sentence, test.sentence)
			last := lines(r)[len(lines(r))-3:]
			assert.Equal(t, []string{"snapshot S1", "crash S1", "restart S1"}, last)
		})
	}
}

// TestASearchFindsNothingInTheRightOrderOfTwoFiles: a save that the server leaves in one step has the snapshot first,
// and the log is cut when it is durable. Nothing breaks within the same bounds, wherever between them the power fails.
func TestASearchFindsNothingInTheRightOrderOfTwoFiles(t *testing.T) {
	r := searchTwoSteps(t, func(out lab.Output) (now, later lab.Output) { return out, later })
	assert.Equal(t, explore.Pass, r.Verdict, "%v", r.Violation)
	assert.Greater(t, r.Total.States, 5_000)
}

// TestASearchCrashesBetweenChunks: the part of a snapshot that was here is lost, and the next chunk continues nothing.
func TestASearchCrashesBetweenChunks(t *testing.T) {
	system := snapshotSearch(t, nil)
	system.Snapshots.ChunkBytes = 2
	bounds := explore.Options{Depth: 7, Requests: 1, Crashes: 1}
	right := search(t, system, bounds)
	require.Equal(t, explore.Pass, right.Verdict, "%v", right.Violation)
	system.Rules.Rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
		raft.InstallSnapshotReply, bool,
	) {
		if len(part.Data) == 0 {
			part.Term, part.Meta = req.Term, req.Meta
		}
		req.Offset = uint64(len(part.Data))
		return reference.HandleInstallSnapshot(s, part, req)
	}
	wrong := search(t, system, bounds)
	bounds.Crashes = 0
	assert.Equal(t, explore.Pass, search(t, system, bounds).Verdict, "no chunk is lost without a crash")
	require.Equal(t, explore.Broken, wrong.Verdict)
	assert.Contains(t, wrong.Violation.Sentence, "its snapshot up to entry 1 cannot be read")
	violation, _ := playFound(t, wrong.Scenario(system, "Found by a test:"), system.Rules.Rules)
	assert.Equal(t, wrong.Violation.Sentence, violation.Sentence)
}

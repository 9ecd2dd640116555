package lab_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
)

// folder is a machine that saves each word it is asked, and at "fold" replaces them all: a snapshot of the words, and a
// log that begins again. At a boot it refuses a disk that holds nothing at all, if it is told to.
type folder struct {
	words []string
	// booted is what each boot found: "SNAPSHOT|RECORD RECORD".
	booted []string
	fussy  bool
}

func (f *folder) step(_ lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
	switch {
	case in.Kind == lab.Boot:
		var records []string
		for _, record := range in.Records {
			records = append(records, string(record))
		}
		f.booted = append(f.booted, string(in.Snapshot)+"|"+strings.Join(records, " "))
		if f.fussy && in.Snapshot == nil {
			return lab.Output{Refused: "it has no snapshot"}
		}
	case in.Kind == lab.Ask && string(in.Payload) == "fold":
		return lab.Output{
			Records: [][]byte{[]byte("last")}, Snapshot: []byte(strings.Join(f.words, "+")), Cut: []byte("begin"),
			Answers: []lab.Answer{{Request: in.Request, Payload: []byte("folded")}},
		}
	case in.Kind == lab.Ask:
		f.words = append(f.words, string(in.Payload))
		return lab.Output{Records: [][]byte{in.Payload}}
	}
	return lab.Output{}
}

// folding is a world of one folder that has saved a and b, with a disk latency of 100 us.
func folding(t *testing.T, latency lab.Duration) (*lab.World, *probe, *folder) {
	t.Helper()
	f := &folder{}
	p := &probe{step: f.step}
	w := p.world(t, 1, func(o *lab.Options) { o.Dials.DiskLatencyMicros = latency })
	request(t, w, 1, "a")
	request(t, w, 1, "b")
	w.RunUntil(1000)
	return w, p, f
}

// TestSnapshotTakesThePlaceOfTheLogInTwoSteps: at each moment of a save, a crash leaves one of the two states before
// and after a step, and never a part.
func TestSnapshotTakesThePlaceOfTheLogInTwoSteps(t *testing.T) {
	for _, test := range []struct {
		at   lab.Time
		when string
		want string
	}{
		{1105, "while the snapshot is written aside", "|a b"},
		{1115, "when it has its name", "a+b|a b last"},
		{1205, "while the new log is written aside", "a+b|a b last"},
		{1215, "when all is done", "a+b|begin"},
	} {
		w, p, f := folding(t, 100)
		request(t, w, 1, "fold") // arrives at 1010, and saves until 1110 and 1210
		w.RunUntil(test.at)
		require.NoError(t, w.Crash(1))
		require.NoError(t, w.Restart(1))
		assert.Equal(t, test.want, f.booted[1], test.when)
		w.RunUntil(5000)
		answered := strings.Contains(strings.Join(p.answered, "\n"), "folded")
		assert.Equal(t, test.at > 1210, answered, "%s: an answer leaves when all of it is durable", test.when)
	}
}

// TestPowerFailsAtAStep: the same moments where a save takes no time.
func TestPowerFailsAtAStep(t *testing.T) {
	for step, want := range map[lab.DiskStep]string{
		lab.BeforeRename: "|a b last", lab.BeforeCut: "a+b|a b last", lab.NoStep: "",
	} {
		w, _, f := folding(t, 0)
		require.NoError(t, w.FailAt(1, step))
		request(t, w, 1, "fold")
		w.RunUntil(5000)
		assert.Equal(t, step == lab.NoStep, w.Status(1).Up, step)
		if step == lab.NoStep {
			continue
		}
		require.NoError(t, w.Restart(1))
		assert.Equal(t, want, f.booted[1], step)
		request(t, w, 1, "fold")
		w.RunUntil(10000)
		assert.True(t, w.Status(1).Up, "the power fails once")
		require.ErrorIs(t, w.FailAt(2, step), lab.ErrNoServer)
		require.NoError(t, w.Crash(1))
		require.ErrorIs(t, w.FailAt(1, step), lab.ErrDown)
	}
}

// TestDiskThatForgetsBringsTheOldFilesBack: what it said was durable is gone after a crash, the new snapshot too.
func TestDiskThatForgetsBringsTheOldFilesBack(t *testing.T) {
	w, _, f := folding(t, 0)
	require.NoError(t, w.SetSync(1, lab.SyncForgets))
	request(t, w, 1, "fold")
	request(t, w, 1, "c")
	w.RunUntil(2000)
	require.NoError(t, w.Crash(1))
	require.NoError(t, w.Restart(1))
	assert.Equal(t, "|a b", f.booted[1])

	require.NoError(t, w.SetSync(1, lab.SyncWorks))
	request(t, w, 1, "fold")
	w.RunUntil(3000)
	require.NoError(t, w.SetSync(1, lab.SyncFails))
	request(t, w, 1, "fold")
	w.RunUntil(4000)
	require.NoError(t, w.Crash(1))
	require.NoError(t, w.Restart(1))
	assert.Equal(t, "a+b+c|begin", f.booted[2], "a disk that saves nothing keeps what it had")
}

// TestHangingSaveFoldsWhenItEnds: records that came meanwhile are in the new log.
func TestHangingSaveFoldsWhenItEnds(t *testing.T) {
	w, p, f := folding(t, 0)
	require.NoError(t, w.SetSync(1, lab.SyncHangs))
	request(t, w, 1, "fold")
	request(t, w, 1, "c")
	w.RunUntil(1500)
	assert.NotContains(t, strings.Join(p.answered, "\n"), "folded")
	require.NoError(t, w.SetSync(1, lab.SyncWorks))
	w.RunUntil(1600)
	assert.Contains(t, strings.Join(p.answered, "\n"), "folded")
	require.NoError(t, w.Crash(1))
	require.NoError(t, w.Restart(1))
	assert.Equal(t, "a+b|begin c", f.booted[1])
}

// TestSnapshotThatCannotBeReadKeepsAServerDown, and so does one that is gone, if the machine says so.
func TestSnapshotThatCannotBeReadKeepsAServerDown(t *testing.T) {
	w, p, f := folding(t, 0)
	require.ErrorIs(t, w.CorruptSnapshot(1), lab.ErrUp)
	require.NoError(t, w.Crash(1))
	require.ErrorIs(t, w.CorruptSnapshot(1), lab.ErrNoSnapshot)
	require.ErrorIs(t, w.WipeSnapshot(1), lab.ErrNoSnapshot)
	require.NoError(t, w.Restart(1))
	request(t, w, 1, "fold")
	w.RunUntil(2000)
	require.NoError(t, w.Crash(1))
	require.NoError(t, w.CorruptSnapshot(1))
	require.NoError(t, w.Restart(1))
	assert.False(t, w.Status(1).Up)
	assert.Contains(t, p.trace.String(), "S1 refuse snapshot because=checksum\n")

	f.fussy = true
	require.NoError(t, w.WipeSnapshot(1))
	require.NoError(t, w.Restart(1))
	assert.False(t, w.Status(1).Up)
	assert.Contains(t, p.trace.String(), "S1 refuse because=it has no snapshot\n")
	require.Nil(t, w.Violation(), "the disk has lost what it confirmed")
	require.NoError(t, w.Wipe(1))
	f.fussy = false
	require.NoError(t, w.Restart(1))
	assert.True(t, w.Status(1).Up)
}

// TestMachineThatRefusesAGoodDiskIsWrong: nobody has touched it.
func TestMachineThatRefusesAGoodDiskIsWrong(t *testing.T) {
	w, _, f := folding(t, 0)
	f.fussy = true
	require.NoError(t, w.Crash(1))
	require.NoError(t, w.Restart(1))
	require.NotNil(t, w.Violation())
	assert.Equal(t, "S1: it does not start: it has no snapshot, though its disk has kept all that it confirmed",
		w.Violation().Sentence)
}

func TestInputAndOutputCarryTheSecondFile(t *testing.T) {
	in := lab.Input{Kind: lab.Boot, Records: [][]byte{[]byte("r")}, Snapshot: []byte("s")}
	_, got, err := lab.DecodeInput(lab.AppendInput(nil, 7, in))
	require.NoError(t, err)
	assert.Equal(t, []byte("s"), got.Snapshot)
	for _, out := range []lab.Output{
		{Snapshot: []byte("s"), Cut: []byte("c")}, {Cut: []byte("c")}, {Refused: "why"},
	} {
		again, err := lab.DecodeOutput(lab.AppendOutput(nil, out))
		require.NoError(t, err)
		assert.Equal(t, out.Snapshot, again.Snapshot)
		assert.Equal(t, out.Cut, again.Cut)
		assert.Equal(t, out.Refused, again.Refused)
	}
}

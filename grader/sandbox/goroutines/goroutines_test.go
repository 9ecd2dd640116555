package goroutines_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/sandbox/goroutines"
	"raftlab/grader/whole/wholetest"
	"raftlab/lab"
	"raftlab/lab/story"
	"raftlab/lab/wholecluster"
)

func open(t testing.TB, edits ...wholetest.Edit) *goroutines.Host {
	t.Helper()
	program, err := wholetest.Build(t.TempDir(), edits...)
	require.NoError(t, err)
	host, err := goroutines.New(context.Background(), program)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, host.Close()) })
	return host
}

// play plays a scenario, and gives the runner and the trace.
func play(t testing.TB, host lab.Host, text string) (*story.Runner, string) {
	t.Helper()
	scenario, err := story.ParseScenario("test", text)
	require.NoError(t, err)
	var trace strings.Builder
	runner, err := story.NewRunner(scenario, wholecluster.New(wholecluster.DefaultSetup()), host, nil,
		func(line []byte) { trace.Write(line) })
	require.NoError(t, err)
	_ = runner.Finish(1_000_000) // the runner keeps it
	require.NoError(t, runner.World().Close())
	return runner, trace.String()
}

const storm = `# Test: A storm
servers 5
seed 7
snapshot 10
loss 5%
await leader
repeat 20 every 100ms try put a 1
crash leader
repeat 20 every 100ms try increment n
try restart S1
try restart S2
try restart S3
try restart S4
try restart S5
isolate leader
repeat 20 every 100ms try put b 2 via S1
heal
run 15s
recover
expect progress
await answers
expect linearizable
`

func TestARunIsAFunctionOfItsSeed(t *testing.T) {
	host := open(t)
	runner, trace := play(t, host, storm)
	require.NoError(t, runner.Failure())
	assert.Greater(t, runner.World().Now(), lab.Time(20*lab.Second))
	_, again := play(t, host, storm)
	assert.Equal(t, trace, again)
	_, other := play(t, host, strings.Replace(storm, "seed 7", "seed 8", 1))
	assert.NotEqual(t, trace, other)
	_, shuffled := play(t, host, strings.Replace(storm, "seed 7", "seed 7\nshuffle", 1))
	assert.NotEqual(t, trace, shuffled)
}

// calm is short: to look takes a copy of a server's memory at each step.
const calm = `# Test: Calm
servers 3
seed 7
snapshot 7
await leader
repeat 8 every 50ms try put a 1
crash leader
run 1s
repeat 4 every 50ms try put a 2
run 300ms
`

// TestToLookChangesNothing: the trace is the same while a person looks at all that the servers show.
func TestToLookChangesNothing(t *testing.T) {
	host := open(t)
	_, trace := play(t, host, calm)
	scenario, err := story.ParseScenario("test", calm)
	require.NoError(t, err)
	cluster := wholecluster.Protocol{}.New()
	var shown strings.Builder
	runner, err := story.NewRunner(scenario, cluster, host, nil, func(line []byte) { shown.Write(line) })
	require.NoError(t, err)
	require.NoError(t, runner.Finish(1_000_000))
	assert.Equal(t, trace, shown.String())
	leader, err := cluster.(*wholecluster.Cluster).Preferred(runner.World(), "")
	require.NoError(t, err)
	view, ok := cluster.Face().Server(leader, nil).Part.Value.(wholecluster.WholeView)
	require.True(t, ok)
	assert.NotEmpty(t, view.Fields)
	assert.NotEmpty(t, view.Stacks)
	require.NotEmpty(t, view.Log.Entries)
	assert.Equal(t, "put a 2", view.Log.Entries[len(view.Log.Entries)-1].Text)
	require.NoError(t, runner.World().Close())
}

func inTicker(code, more string) []wholetest.Edit {
	return []wholetest.Edit{
		{File: "raft.go", Old: "\t\"math/rand\"\n", New: "\t\"math/rand\"\n" + more},
		{File: "raft.go", Old: "wait := 20 * time.Millisecond\n", New: "wait := 20 * time.Millisecond\n" + code},
	}
}

// TestAGuestReachesNothing of this machine; what it prints stands in the trace, at its event.
func TestAGuestReachesNothing(t *testing.T) {
	const look = `		_, missing := os.ReadFile("/etc/hostname")
		fmt.Println("file:", missing, "args:", len(os.Args), "environment:", len(os.Environ()))
`
	host := open(t, inTicker(look, "\t\"os\"\n\t\"fmt\"\n")...)
	runner, trace := play(t, host, "# Test: Prints\nservers 1\nrun 30ms\n")
	require.NoError(t, runner.Failure())
	assert.Contains(t, trace, `S1 prints "file: open /etc/hostname: `)
	assert.Contains(t, trace, `args: 0 environment: 0\n"`)
}

func TestAProgramThatEndsItself(t *testing.T) {
	host := open(t, inTicker("\t\tprintln(\"cannot go on\")\n\t\tos.Exit(3)\n", "\t\"os\"\n")...)
	runner, _ := play(t, host, "# Test: Exit\nservers 1\nrun 30ms\n")
	violation := runner.World().Violation()
	require.NotNil(t, violation)
	assert.Equal(t, "stays-up", violation.ID)
	assert.Equal(t, `S1: it ended its program with exit code 3, after it printed "cannot go on"`, violation.Sentence)
}

func TestMemoryIsBounded(t *testing.T) {
	host := open(t, wholetest.Edit{
		File: "raft.go", Old: "wait := 20 * time.Millisecond\n",
		New: "wait := 20 * time.Millisecond\n\t\tfor range 64 {\n\t\t\trf.snapshot = append(rf.snapshot, " +
			"make([]byte, 1<<20)...)\n\t\t}\n",
	})
	runner, _ := play(t, host, "# Test: Memory\nservers 1\nrun 10s\n")
	violation := runner.World().Violation()
	require.NotNil(t, violation)
	assert.Equal(t, lab.PanicID, violation.ID)
	assert.Contains(t, violation.Sentence, "out of memory")
}

// TestATimerFiresOnCommand: in a manual world the clock follows.
func TestATimerFiresOnCommand(t *testing.T) {
	const manual = "# Test: Timers\nmanual\nservers 1\n"
	runner, _ := play(t, open(t), manual+strings.Repeat("wake S1\n", 40)+"expect leader none\n")
	assert.NoError(t, runner.Failure(), "it asks itself for a vote, and nobody else")
}

func TestAModuleThatIsNoWholeServerIsRefused(t *testing.T) {
	for name, module := range map[string][]byte{
		"nothing": nil, "text": []byte("this is not WebAssembly"), "empty": {0, 'a', 's', 'm', 1, 0, 0, 0},
	} {
		_, err := goroutines.New(context.Background(), module)
		assert.ErrorIs(t, err, goroutines.ErrGuest, name)
	}
	host := open(t)
	_, err := host.Start(1, []byte("nonsense"))
	assert.ErrorContains(t, err, "decode server configuration")
}

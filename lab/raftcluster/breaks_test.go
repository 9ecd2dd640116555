package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/shrink"
	"raftlab/lab/story"
)

// wiped is a story whose fault is outside of what Raft tolerates: S2 comes back with an empty disk.
const wiped = "breaks durability\n" + toldByTwo + "crash S2\nwipe S2\nrestart S2\nrun 50ms\n"

// TestAStoryMayEndWithABrokenProperty: the run is as told only if exactly that property breaks, and all expectations
// before it are met.
func TestAStoryMayEndWithABrokenProperty(t *testing.T) {
	const begin, end = "breaks durability\n" + toldByTwo, "crash S2\nwipe S2\nrestart S2\nrun 50ms\n"
	for name, test := range map[string]struct{ script, wrong string }{
		"as told":        {begin + end, ""},
		"nothing breaks": {begin, "script:2:1: this is not as expected: no property broke"},
		"another breaks": {"breaks log-matching\n" + toldByTwo + end, "Durability (§5.3, §8) is broken"},
		"and before":     {begin + "expect leader S2\n" + end, "S1 leads term 1"},
		"and neither":    {begin + "expect leader S2\n", "S1 leads term 1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, lines, err := perform(t, raftcluster.InProcess{}, test.script)
			if test.wrong == "" {
				require.NoError(t, err)
				assert.Contains(t, lines[len(lines)-1], "- violation durability ")
				return
			}
			require.ErrorContains(t, err, test.wrong)
		})
	}
}

func TestMistakesInBreaksAreFoundBeforeTheRun(t *testing.T) {
	for script, wrong := range map[string]string{
		"breaks Durability\n":                        `got "Durability"; did you mean "durability"?`,
		"breaks\n":                                   "or durability is missing",
		"breaks durability now\n":                    `unexpected argument "now"`,
		"breaks durability\nbreaks log-matching\n":   "breaks stands once",
		"servers 3\nrun 1ms\nbreaks durability\n":    "breaks must stand before the first command that is not setup",
		"breaks durability\nservers 3\ncrash S99\n":  `unknown server "S99"`,
		"breaks election-safty\nservers 3\nrun 1s\n": `did you mean "election-safety"?`,
	} {
		_, _, err := perform(t, raftcluster.InProcess{}, script)
		assert.ErrorContains(t, err, wrong, script)
	}
}

// TestWhoeverLeavesTheStoryLeavesItsEnd: a person who acts in the story has announced nothing.
func TestWhoeverLeavesTheStoryLeavesItsEnd(t *testing.T) {
	runner := playing(t, wiped)
	require.NoError(t, runner.Finish(eventLimit))
	assert.True(t, runner.AsTold())
	assert.Equal(t, story.Failed, runner.Status(), "nothing more can happen")
	require.Error(t, runner.Failure())

	runner = playing(t, wiped)
	require.NoError(t, runner.Continue([]string{"run 1s", "crash S2", "wipe S2", "restart S2", "run 50ms"}))
	require.NoError(t, runner.Finish(eventLimit), "nothing was written, so nothing is lost")
	assert.False(t, runner.AsTold())
}

// TestAStoryThatBreaksIsMadeSmall: the shrinker looks for the violation, announced or not.
func TestAStoryThatBreaksIsMadeSmall(t *testing.T) {
	stage := func() (story.Player, lab.Host) {
		return raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{}
	}
	result, err := shrink.Shrink(parse(t, "# T: T\n"+wiped), stage, shrink.Options{Events: eventLimit})
	require.NoError(t, err)
	assert.Equal(t, "durability", result.Violation.ID)
}

func playing(t *testing.T, script string) *story.Runner {
	t.Helper()
	runner, err := story.NewRunner(
		parse(t, "# T: T\n"+script), raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{}, nil,
	)
	require.NoError(t, err)
	return runner
}

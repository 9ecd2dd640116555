package wholecluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/protocols"
	"raftlab/lab/story"
	"raftlab/lab/wholecluster"
)

// TestWholeServersAreAProtocol that is played where somebody brings a program.
func TestWholeServersAreAProtocol(t *testing.T) {
	set := protocols.Set{wholecluster.Protocol{}}
	scenario, err := story.ParseScenario("test", "# Test: Test\nprotocol whole\nservers 3\n")
	require.NoError(t, err)
	of, err := set.Of(scenario)
	require.NoError(t, err)
	assert.Equal(t, "A whole server", of.Title())
	assert.Len(t, of.RuleSets(), 1)
	schedule, ok := set.Named("whole-schedule-7")
	require.True(t, ok, "it has random schedules")
	assert.Contains(t, schedule.Text, "protocol whole")
	_, ok = of.Beyond().Named("schedule-7")
	assert.False(t, ok)
	_, err = of.Search(scenario, 3)
	require.ErrorContains(t, err, "play random schedules instead")
	_, err = of.Start(1, nil)
	require.ErrorContains(t, err, "needs the program that somebody brings")

	player := of.New()
	require.NoError(t, player.NameExercises(""))
	require.Error(t, player.NameExercises("vote"))
	player.ForceRules("other")
	assert.Equal(t, "own", player.Rules())
	assert.True(t, player.Owns(2))

	summary := of.Summary()
	summary.Take("S2", "crash", "")
	assert.Equal(t, "crashed", summary.Server(2))
}

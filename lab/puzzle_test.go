package lab_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/story"
)

// A puzzle: two crashes, one cut of either kind, any number of restarts.
const puzzle = "goal expect saw S3 crash\nbudget 2 crash\nbudget 1 isolate cut\nbudget any restart\n"

func TestBudgetIsSpentByWhatWasCarriedOut(t *testing.T) {
	runner, _, trace := playing(t, puzzle)
	assert.Equal(t, story.Open, runner.Standing())
	require.NoError(t, runner.Do("crash S1"))
	require.Error(t, runner.Do("crash S1"), "it has no power any more")
	require.NoError(t, runner.Do("restart S1"))
	assert.Equal(t, 1, runner.Budget()[0].Left, "what was refused costs nothing")
	require.NoError(t, runner.Do("cut S1 > S2"))
	err := runner.Do("isolate S2")
	require.ErrorIs(t, err, story.ErrBudget)
	assert.ErrorContains(t, err, "it has 1 isolate or cut, and that is used")
	assert.NotContains(t, trace.String(), "do 0 isolate", "it was never typed")
	require.NoError(t, runner.Do("crash S2"))
	assert.Equal(t, story.Spent, runner.Standing())
}

func TestBudgetAllowsWhatItNames(t *testing.T) {
	runner, _, _ := playing(t, puzzle)
	for _, line := range []string{"pause S1", "loss 5%", "leave", "try pause S1", "repeat 2 pause S1"} {
		require.ErrorIs(t, runner.Do(line), story.ErrBudget, line)
	}
	require.ErrorIs(t, runner.Continue([]string{"crash S1"}), story.ErrBudget, "the beginning stays")
	require.NoError(t, runner.Do("run 10ms"), "to wait is free")
	require.NoError(t, runner.Do("note a note"))
	require.ErrorIs(t, runner.Do("repeat 3 crash S1"), lab.ErrDown, "each counts")
	require.NoError(t, runner.Do("try crash S2"))
	assert.Equal(t, 0, runner.Budget()[0].Left)
}

func TestAllowanceMayNameASecondWord(t *testing.T) {
	runner, _, _ := playing(t, "goal expect saw S3 crash\nbudget 1 cut+S2\n")
	require.ErrorIs(t, runner.Do("cut S1 > S3"), story.ErrBudget)
	require.NoError(t, runner.Do("cut S1 > S2"))
	require.ErrorIs(t, runner.Do("cut S2 > S1"), story.ErrBudget)
}

func TestGoalThatHoldsEndsTheRun(t *testing.T) {
	runner, _, _ := playing(t, puzzle+"run 20ms\n")
	require.NoError(t, runner.Finish(10_000))
	assert.Equal(t, story.Open, runner.Standing())
	require.NoError(t, runner.Do("crash S3"))
	assert.Equal(t, story.Reached, runner.Standing())
	assert.True(t, runner.AsTold())
	require.ErrorIs(t, runner.Failure(), story.ErrReached)
	assert.ErrorContains(t, runner.Failure(), "the goal is reached: saw S3 crash")
	assert.NotEmpty(t, runner.Hash())
	assert.False(t, runner.Step(), "nothing more happens")
}

func TestGoalWaitsForTheEndOfTheScenario(t *testing.T) {
	runner, _, _ := playing(t, puzzle+"crash S3\nrestart S3\nrun 20ms\n")
	assert.Equal(t, story.Open, runner.Standing(), "the scenario's own commands cost nothing")
	assert.Equal(t, 2, runner.Budget()[0].Left)
	runner.Advance(lab.Time(19*lab.Millisecond), 10_000)
	assert.Equal(t, story.Open, runner.Standing(), "the last command still waits")
	require.NoError(t, runner.Finish(10_000), "that is as told")
	assert.Equal(t, story.Reached, runner.Standing())
}

func TestOtherEndMissesTheGoal(t *testing.T) {
	runner, _, _ := playing(t, "goal expect saw S3 crash\nbudget 1 ping\n")
	runner.World().Break(lab.Check{ID: "other", Name: "Other", Section: "§1"}.Broken(lab.Plain("it broke")))
	require.NoError(t, runner.Do("note so it is seen"))
	assert.Equal(t, story.Missed, runner.Standing())
}

func TestScenarioWithoutAGoalIsNoPuzzle(t *testing.T) {
	runner, _, _ := playing(t, "")
	assert.Equal(t, story.NoPuzzle, runner.Standing())
	assert.Nil(t, runner.Budget())
}

func TestMistakesInAPuzzleAreReported(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"budget", "script:3:1: how many, or any is missing"},
		{"budget 0 crash", "want 1 to 1000 commands, or any, got 0"},
		{"budget 1", "a verb is missing"},
		{"budget 1 crsh", `script:3:10: "crsh" is no verb that can be typed in a puzzle`},
		{"budget 1 servers", `"servers" is no verb that can be typed in a puzzle`},
		{"budget 1 leave", `"leave" is no verb that can be typed in a puzzle`},
		{"goal expect", `script:3:6: "saw" is missing`},
		{"goal expect sow S1", `script:3:13: want "saw", got "sow"`},
		{"goal expect saw S1\ngoal expect saw S1", "script:4:"},
		{"goal nothing", "has no property to break"},
	} {
		t.Run(strings.Fields(test.line)[0]+" "+test.want, func(t *testing.T) {
			scenario, err := story.ParseScenario("script", "# T: Title\nservers 3\n"+test.line+"\n")
			require.NoError(t, err)
			p := newPingPong()
			_, err = story.NewRunner(scenario, p, p, nil)
			require.ErrorContains(t, err, test.want)
		})
	}
}

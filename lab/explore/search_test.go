package explore_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/story"
)

// search runs one search, with a limit of states that no test reaches.
func search(t require.TestingT, s toy, o explore.Options) *explore.Result {
	if o.States == 0 {
		o.States = 1_000_000
	}
	result, err := explore.Search(s, o)
	require.NoError(t, err)
	return result
}

func lines(r *explore.Result) []string {
	var all []string
	for _, step := range r.Path {
		all = append(all, step.Lines...)
	}
	return all
}

func TestSoundLockPasses(t *testing.T) {
	r := search(t, toy{servers: 3}, explore.Options{Depth: 50, Crashes: 1, Duplicates: 1})
	assert.Equal(t, explore.Pass, r.Verdict)
	assert.True(t, r.Exhausted, "the states of three servers are finite")
	assert.Less(t, r.Depth, 50)
	assert.Nil(t, r.Violation)
	assert.Empty(t, r.Path)
}

func TestFirstViolationIsTheShortest(t *testing.T) {
	r := search(t, toy{servers: 2, generous: true}, explore.Options{Depth: 50})
	assert.Equal(t, explore.Broken, r.Verdict)
	assert.Equal(t, "S1 and S2 have the lock", r.Violation.Sentence)
	assert.Len(t, r.Path, 6, "two want, two give, two get")
	assert.ElementsMatch(t, []string{
		"wake S1", "wake S2", "deliver S1 > S2", "deliver S1 > S2", "deliver S2 > S1", "deliver S2 > S1",
	}, lines(r))
	assert.Equal(t, 5, r.Depth, "nothing breaks in fewer actions")
	assert.False(t, r.Exhausted)
}

// Both servers must crash, and must have saved too little.
func TestUnsavedStateIsForgotten(t *testing.T) {
	forgetful := toy{servers: 2, forgetful: true}
	assert.Equal(t, explore.Pass, search(t, forgetful, explore.Options{Depth: 50, Crashes: 1}).Verdict)
	assert.Equal(t, explore.Pass, search(t, toy{servers: 2}, explore.Options{Depth: 50, Crashes: 3}).Verdict)
	r := search(t, forgetful, explore.Options{Depth: 50, Crashes: 2})
	require.Equal(t, explore.Broken, r.Verdict)
	assert.Equal(t, 2, strings.Count(strings.Join(lines(r), "\n"), "crash"))
	for i, line := range lines(r) {
		if id, crash := strings.CutPrefix(line, "crash "); crash {
			assert.Equal(t, "restart "+id, lines(r)[i+1])
		}
	}
}

// TestThePowerFailsBetweenTwoFiles: a server that takes its two files for none forgets what it has promised. No crash
// before a save or after it shows that.
func TestThePowerFailsBetweenTwoFiles(t *testing.T) {
	bounds := explore.Options{Depth: 50, Crashes: 3, Duplicates: 2}
	right := search(t, toy{servers: 2, files: true}, bounds)
	assert.Equal(t, explore.Pass, right.Verdict)
	assert.True(t, right.Exhausted)
	r := search(t, toy{servers: 2, files: true, confused: true}, bounds)
	require.Equal(t, explore.Broken, r.Verdict)
	assert.Equal(t, "S1 and S2 have the lock", r.Violation.Sentence)
	fails := slices.Index(lines(r), "power S1 fails before-cut")
	require.GreaterOrEqual(t, fails, 0, "%v", lines(r))
	assert.Equal(t, []string{"deliver S2 > S1 2", "restart S1"}, lines(r)[fails+1:fails+3])
	bounds.Crashes = 0
	assert.Equal(t, explore.Pass, search(t, toy{servers: 2, files: true, confused: true}, bounds).Verdict)
}

func TestSearchBeginsWithTheGivenDisks(t *testing.T) {
	r := search(t, toy{servers: 2, sick: true, given: true}, explore.Options{Depth: 50, Crashes: 1})
	assert.Equal(t, explore.Pass, r.Verdict, "S1 gives S2 no permission, and S2 gets none")
	assert.Equal(t, explore.Broken, search(t, toy{servers: 2, sick: true}, explore.Options{Depth: 50}).Verdict)
}

func TestWrongAnswerIsAViolation(t *testing.T) {
	liars := toy{servers: 2, liars: true}
	assert.Equal(t, explore.Pass, search(t, liars, explore.Options{Depth: 4}).Verdict, "there are no requests")
	r := search(t, liars, explore.Options{Depth: 4, Requests: 1})
	assert.Equal(t, "honesty", r.Violation.ID)
	assert.Equal(t, []string{"who 1 via S1"}, lines(r))
}

func TestUnhealthyMachineIsAViolation(t *testing.T) {
	panics := search(t, toy{servers: 2, sick: true}, explore.Options{Depth: 9})
	assert.Equal(t, lab.PanicID, panics.Violation.ID)
	assert.Equal(t, "S1 panicked: sick", panics.Violation.Sentence)
	assert.Equal(t, []string{"wake S1", "deliver S1 > S2", "deliver S2 > S1"}, lines(panics))
	broken := search(t, toy{servers: 2, odd: true}, explore.Options{Depth: 9})
	assert.Equal(t, lab.SoundServerID, broken.Violation.ID)
	assert.Equal(t, "S1 broke a property: odd", broken.Violation.Sentence)

	atOnce := search(t, toy{servers: 1, sick: true}, explore.Options{Depth: 9})
	assert.Equal(t, explore.Broken, atOnce.Verdict)
	assert.Empty(t, atOnce.Path, "it panics when it starts")
}

func TestDuplicatedMessageStaysInFlight(t *testing.T) {
	touchy := toy{servers: 2, touchy: true}
	assert.Equal(t, explore.Pass, search(t, touchy, explore.Options{Depth: 9}).Verdict)
	r := search(t, touchy, explore.Options{Depth: 9, Duplicates: 1})
	assert.Equal(t, []string{"wake S1", "deliver S1 > S2", "deliver S2 > S1 again", "deliver S2 > S1"}, lines(r))
}

func TestLimitOfStatesIsInconclusive(t *testing.T) {
	all := search(t, toy{servers: 3}, explore.Options{Depth: 50})
	require.Equal(t, explore.Pass, all.Verdict)
	enough := search(t, toy{servers: 3}, explore.Options{Depth: 50, States: all.Total.States})
	assert.Equal(t, all, enough, "as many as there are")
	r := search(t, toy{servers: 3}, explore.Options{Depth: 50, States: all.Total.States - 1})
	assert.Equal(t, explore.Inconclusive, r.Verdict)
	assert.False(t, r.Exhausted)
	assert.Less(t, r.Depth, all.Depth)
	for depth := range r.Depth + 1 {
		assert.Equal(t, all.Levels[depth].States, r.Levels[depth].States)
	}
	tiny := search(t, toy{servers: 3, generous: true}, explore.Options{Depth: 50, States: 1})
	assert.Equal(t, explore.Inconclusive, tiny.Verdict)
	assert.Zero(t, tiny.Depth)
}

func TestCountsAddUp(t *testing.T) {
	var levels []explore.Level
	visits := map[int]int{}
	r := search(t, toy{servers: 3}, explore.Options{Depth: 6, Requests: 1, Duplicates: 1,
		Progress: func(l explore.Level) { levels = append(levels, l) },
		Visit:    func(depth int, _ explore.Fingerprint) { visits[depth]++ },
	})
	assert.Equal(t, r.Levels, levels)
	require.Len(t, levels, 7)
	total := explore.Level{Depth: 6}
	for depth, l := range levels {
		assert.Equal(t, depth, l.Depth)
		assert.Equal(t, visits[depth], l.States)
		total.States += l.States
		total.Transitions += l.Transitions
		total.Known += l.Known
		total.Reduced += l.Reduced
		if depth > 0 {
			before := levels[depth-1]
			assert.Equal(t, before.Transitions-before.Known, l.States, "each action leads to a new state or to a "+
				"known one")
		}
	}
	assert.Equal(t, total, r.Total)
	assert.Zero(t, levels[6].Transitions, "states of the last depth are not expanded")
	assert.Positive(t, r.Total.Reduced)
	assert.Positive(t, r.Messages)
	assert.Equal(
		t, r, search(t, toy{servers: 3}, explore.Options{Depth: 6, Requests: 1, Duplicates: 1}),
		"a search is repeated exactly",
	)
}

// projection is the depth at which each set of servers is first met, and the end of the search.
type projection struct {
	depths  map[explore.Fingerprint]int
	result  *explore.Result
	actions int
}

func project(t require.TestingT, system explore.System, o explore.Options) projection {
	p := projection{depths: map[explore.Fingerprint]int{}}
	o.Visit = func(depth int, servers explore.Fingerprint) {
		if _, known := p.depths[servers]; !known {
			p.depths[servers] = depth
		}
	}
	result, err := explore.Search(system, o)
	require.NoError(t, err)
	p.result, p.actions = result, result.Total.Transitions
	return p
}

// With any mistake of the servers and any bounds, the reduced and the full search meet the same servers at the
// same depths, and have the same verdict.
func TestReducedSearchMissesNothing(t *testing.T) {
	verdicts, saved := map[explore.Verdict]int{}, 0
	rapid.Check(t, func(t *rapid.T) {
		flag := func(name string) bool { return rapid.IntRange(0, 3).Draw(t, name) == 0 }
		count := func(name string, most int) int { return rapid.IntRange(0, most).Draw(t, name) }
		system := toy{
			servers: 1 + count("servers", 2), generous: flag("generous"), forgetful: flag("forgetful"),
			sick: flag("sick"), odd: flag("odd"), liars: flag("liars"),
			files: flag("files"), confused: flag("confused"),
		}
		o := explore.Options{
			Depth: 1 + count("more depth", 5), Requests: count("requests", 2), Crashes: count("crashes", 2),
			Duplicates: count("duplicates", 2), Drops: count("drops", 1), States: 1_000_000,
		}
		reduced := project(t, system, o)
		o.Unreduced = true
		unreduced := project(t, system, o)
		sameEnd(t, unreduced, reduced)
		if o.Drops == 0 && unreduced.result.Verdict == explore.Pass {
			require.Equal(t, unreduced.result.Total.States, reduced.result.Total.States)
		}
		verdicts[reduced.result.Verdict]++
		saved += unreduced.actions - reduced.actions
	})
	assert.Positive(t, verdicts[explore.Pass])
	assert.Positive(t, verdicts[explore.Broken])
	assert.Positive(t, saved)
}

func sameEnd(t require.TestingT, unreduced, reduced projection) {
	require.Equal(t, unreduced.result.Verdict, reduced.result.Verdict)
	require.Len(t, reduced.result.Path, len(unreduced.result.Path))
	require.Equal(t, unreduced.result.Depth, reduced.result.Depth)
	require.Equal(t, unreduced.depths, reduced.depths)
	require.LessOrEqual(t, reduced.actions, unreduced.actions)
}

func TestFullSearchTriesLosses(t *testing.T) {
	with := search(t, toy{servers: 2}, explore.Options{Depth: 4, Drops: 1, Unreduced: true})
	without := search(t, toy{servers: 2}, explore.Options{Depth: 4, Unreduced: true})
	reduced := search(t, toy{servers: 2}, explore.Options{Depth: 4, Drops: 1})
	assert.Greater(t, with.Total.States, without.Total.States)
	assert.Equal(t, without.Total.States, reduced.Total.States)
}

func TestScenarioHasTheWholePath(t *testing.T) {
	system := toy{servers: 3, generous: true}
	r := search(t, system, explore.Options{Depth: 50})
	script := r.Scenario(system, "Found by a test:")
	scenario, err := story.ParseScenario("search", script)
	require.NoError(t, err)
	assert.Equal(t, "Search", scenario.Subject)
	assert.Equal(t, fmt.Sprintf("Mutual Exclusion broken in %d actions", len(r.Path)), scenario.Title)
	assert.Contains(t, scenario.Story, "Found by a test:\nMutual Exclusion (toy) is broken: S1 and S")
	var commands []string
	for _, command := range scenario.Commands {
		commands = append(commands, command.Text)
	}
	assert.Equal(t, append([]string{"servers 3", "toy", "manual"}, lines(r)...), commands)
	assert.Contains(t, script, "  # please from 1\n")
	for _, line := range strings.Split(script, "\n") {
		assert.Equal(t, strings.TrimRight(line, " "), line)
	}
}

func TestInvalidBoundsAreRefused(t *testing.T) {
	for name, o := range map[string]explore.Options{
		"depth":      {Depth: 0, States: 1},
		"requests":   {Depth: 1, Requests: 201, States: 1},
		"crashes":    {Depth: 1, Crashes: -1, States: 1},
		"duplicates": {Depth: 1, Duplicates: 1000, States: 1},
		"drops":      {Depth: 1, Drops: -2, States: 1},
		"states":     {Depth: 1, States: 0},
	} {
		_, err := explore.Search(toy{servers: 2}, o)
		require.ErrorIs(t, err, explore.ErrOptions, name)
		assert.ErrorContains(t, err, name)
	}
	_, err := explore.Search(toy{servers: lab.MaxServers + 1}, explore.Options{Depth: 1, States: 1})
	assert.ErrorIs(t, err, explore.ErrOptions)
}

func TestOutsideFailureIsAnError(t *testing.T) {
	for name, system := range map[string]toy{
		"no start":   {servers: 2, unstartable: true},
		"no judge":   {servers: 2, unjudged: true},
		"no machine": {servers: 2, dead: true},
		"no fold":    {servers: 2, unfolded: true},
	} {
		_, err := explore.Search(system, explore.Options{Depth: 9, States: 1000})
		assert.ErrorIs(t, err, errToy, name)
	}
	_, err := explore.Search(toy{servers: 2, lost: true}, explore.Options{Depth: 9, States: 1000})
	assert.EqualError(t, err, "explore S1: it sends a message to server 9 of 2")
}

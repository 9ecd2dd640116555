package puzzles_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/paxoscluster"
	"raftlab/lab/protocols"
	"raftlab/lab/protocols/known"
	"raftlab/lab/puzzles"
	"raftlab/lab/story"
)

func all(t *testing.T) []*puzzles.Puzzle {
	list, err := puzzles.All()
	require.NoError(t, err)
	return list
}

// reaches reports whether moves reach the goal. A command that the lab refuses does not.
func reaches(t *testing.T, p *puzzles.Puzzle, side puzzles.Side, moves []puzzles.Move) bool {
	outcome, err := p.Play(side, moves)
	if errors.Is(err, puzzles.ErrRefused) {
		return false
	}
	require.NoError(t, err, "%s, %s", p.ID, side)
	return outcome.Verdict == puzzles.Reached
}

func TestEachSolutionReachesItsGoal(t *testing.T) {
	for _, p := range all(t) {
		t.Run(p.ID, func(t *testing.T) {
			outcome, err := p.Play(puzzles.OpenSide, p.Solution)
			require.NoError(t, err)
			assert.Equal(t, puzzles.Reached, outcome.Verdict, "%v", outcome.Ended)
			t.Log(outcome.Now, outcome.Ended)
			again, err := p.Play(puzzles.OpenSide, p.Solution)
			require.NoError(t, err)
			assert.Equal(t, outcome.Hash, again.Hash, "the same moves are the same run")
		})
	}
}

// A solution is a shortest one only if each of its commands is needed.
func TestEachMoveIsNeeded(t *testing.T) {
	for _, p := range all(t) {
		for i, move := range p.Solution {
			less := slices.Delete(slices.Clone(p.Solution), i, i+1)
			assert.False(t, reaches(t, p, puzzles.OpenSide, less), "%s without %q", p.ID, move.Do)
		}
	}
}

// triesOf are a solution's moves for the closed side.
func triesOf(p *puzzles.Puzzle) []puzzles.Move {
	if p.Try != nil {
		return p.Try
	}
	return p.Solution
}

func TestClosedSideHasNoSolution(t *testing.T) {
	for _, p := range all(t) {
		assert.False(t, reaches(t, p, puzzles.ClosedSide, triesOf(p)), p.ID)
	}
}

var server = regexp.MustCompile(`S[1-5]`)

// meant are a solution's moves with each command at every server in turn: all combinations of them.
func meant(moves []puzzles.Move, servers int) [][]puzzles.Move {
	all := [][]puzzles.Move{nil}
	for _, move := range moves {
		commands := []string{move.Do}
		if server.MatchString(move.Do) {
			commands = nil
			for shift := range servers {
				commands = append(commands, server.ReplaceAllStringFunc(move.Do, func(name string) string {
					return fmt.Sprintf("S%d", (int(name[1]-'1')+shift)%servers+1)
				}))
			}
		}
		var next [][]puzzles.Move
		for _, begin := range all {
			for _, command := range commands {
				next = append(next, append(slices.Clone(begin), puzzles.Move{At: move.At, Do: command}))
			}
		}
		all = next
	}
	return all
}

// Whichever servers the commands of a solution are about, and although each comes a little later, the closed side
// holds.
func TestClosedSideHoldsWhicheverServerIsMeant(t *testing.T) {
	for _, p := range all(t) {
		if p.Searched != nil || len(p.Solution) > 6 {
			continue // a search has tried more
		}
		tries := meant(triesOf(p), 3)
		for i, try := range tries {
			if i%(len(tries)/triesTried+1) == 0 {
				assert.False(t, reaches(t, p, puzzles.ClosedSide, try), "%s: %v", p.ID, try)
			}
		}
	}
}

// triesTried bounds how many combinations are played.
const triesTried = 60

// system is what a search of a side runs, with a bound of terms or ballots.
func system(t *testing.T, p *puzzles.Puzzle, side puzzles.Side, level int) explore.System {
	scenario, err := p.Scenario(side)
	require.NoError(t, err)
	protocol, err := known.Protocols().Of(scenario)
	require.NoError(t, err)
	made, err := protocol.Search(scenario, uint64(level))
	require.NoError(t, err)
	return made
}

// search looks for any way to the goal within a puzzle's bounds.
func search(t *testing.T, p *puzzles.Puzzle, side puzzles.Side, level int) *explore.Result {
	result, err := explore.Search(system(t, p, side, level), explore.Options{
		Depth: p.Searched.Depth, Requests: p.Searched.Requests, Crashes: p.Searched.Crashes,
		Duplicates: p.Searched.Duplicates, States: 3_000_000,
	})
	require.NoError(t, err)
	return result
}

// Where every move is one event, a search shows that nothing shorter reaches the goal, and nothing at all on the closed
// side.
func TestSearchFindsNothingShorter(t *testing.T) {
	searched := 0
	for _, p := range all(t) {
		if p.Searched == nil {
			continue
		}
		searched++
		t.Run(p.ID, func(t *testing.T) {
			level := p.Searched.Terms
			require.GreaterOrEqual(t, level, highest(t, p)+timers(t, p), "each timer may begin a term")
			found := search(t, p, puzzles.OpenSide, level)
			require.Equal(t, explore.Broken, found.Verdict)
			begin := len(system(t, p, puzzles.OpenSide, level).Before())
			assert.Len(t, found.Path, begin+len(p.Solution), "%+v", found.Path)
			closed := search(t, p, puzzles.ClosedSide, level)
			assert.Equal(t, explore.Pass, closed.Verdict)
			t.Log(closed.Total.States, closed.Exhausted)
		})
	}
	assert.GreaterOrEqual(t, searched, 6)
}

// begun is a puzzle when its beginning is over.
func begun(t *testing.T, p *puzzles.Puzzle) (*story.Runner, protocols.Player) {
	scenario, err := p.Scenario(puzzles.OpenSide)
	require.NoError(t, err)
	all := known.Protocols()
	protocol, err := all.Of(scenario)
	require.NoError(t, err)
	player := protocol.New()
	runner, err := story.NewRunner(scenario, player, all, nil)
	require.NoError(t, err)
	if runner.UnderWay() {
		require.NoError(t, runner.Finish(10_000))
	}
	return runner, player
}

// highest is the highest term or ballot at the beginning.
func highest(t *testing.T, p *puzzles.Puzzle) int {
	runner, player := begun(t, p)
	top := uint64(0)
	for id := range runner.Options.Servers {
		server := player.Face().Server(lab.ServerID(id+1), nil)
		top = max(top, server.Level)
	}
	return int(top)
}

// timers is how many timers the budget has. A ballot of Paxos goes on by as many as there are servers.
func timers(t *testing.T, p *puzzles.Puzzle) int {
	runner, player := begun(t, p)
	step, all := 1, 0
	if player.ID() == paxoscluster.ID {
		step = runner.Options.Servers
	}
	for _, a := range runner.Budget() {
		if slices.Contains(a.Verbs, "wake") {
			require.Positive(t, a.Of, "timers without number begin terms without number")
			all += a.Of * step
		}
	}
	return all
}

package mutants_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/mutants"
	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/shrink"
	"raftlab/lab/story"
)

var (
	rewrite = flag.Bool("rewrite", false, "put better runs, where there are, into testdata; read the difference")
	first   = flag.Uint64("first", 1, "the seed of the first schedule; others may give better runs")
)

// schedules is how many a mutant may survive.
const schedules = 2000

// groups are the letters of the catalogue's groups, in its order. The last ones are other protocols than Raft.
var groups = []string{"V", "T", "A", "R", "C", "P", "D", "B", "Q", "X", "K", "L", "S", "M", "PX", "ZB", "RQ"}

// kill is the run that found a mutant, and the small run.
type kill struct {
	mutant mutants.Mutant
	run    nemesis.Result
	small  *shrink.Result
}

// TestEachMutantIsFoundShrunkAndExplained plays schedules until the mutant breaks one of its properties, and makes the
// run small. testdata keeps the best of such runs, for reading, and each of them is played. Without -whole and
// -rewrite, one mutant of each four is looked for.
func TestEachMutantIsFoundShrunkAndExplained(t *testing.T) {
	var wanted []mutants.Mutant
	count := map[byte]int{}
	for _, m := range mutants.All() {
		if m.Harmless == "" && m.Rare == "" {
			wanted = append(wanted, m)
			count[m.ID[0]]++
		}
	}
	assert.GreaterOrEqual(t, len(wanted), 24)
	for _, group := range []byte("VTARCDK") {
		assert.GreaterOrEqual(t, count[group], 3, "group %c", group)
	}
	kills := make([]kill, len(wanted))
	t.Run("mutant", func(t *testing.T) {
		for i, m := range wanted {
			t.Run(m.ID, func(t *testing.T) {
				t.Parallel()
				if *whole || *rewrite || i%4 == 0 {
					kills[i] = find(t, m)
					requireExplains(t, m, kills[i].small.Scenario, kills[i].small.Violation)
				}
				if *rewrite {
					keepTheBetter(t, m, kills[i].small)
				}
				requireKept(t, m)
			})
		}
	})
	t.Log("\n" + table(kills))
}

// find plays schedules from the first until one breaks, and makes that run small.
func find(t *testing.T, m mutants.Mutant) kill {
	t.Helper()
	for seed := *first; seed < *first+schedules; seed++ {
		options := nemesis.Options{Seed: seed}
		run := m.Nemesis().Run(options, m.Stage(), nemesis.Events)
		if run.Violation == nil {
			require.NoError(t, run.Err, "seed %d", seed)
			continue
		}
		require.Contains(t, m.Breaks, run.Violation.ID, "seed %d: %s", seed, run.Violation.Sentence)
		scenario := m.Nemesis().Scenario(options)
		small, err := shrink.Shrink(scenario, player(m), shrink.Options{Events: nemesis.Events})
		require.NoError(t, err)
		require.Equal(t, run.Violation.ID, small.Violation.ID)
		require.True(t, small.Minimal)
		// A broken safety property needs no clock; a broken liveness property does. So does a client that asks again:
		// it gives up at a time. Where servers forget a silent leader by their own clock, or an old leader's next
		// rounds come by its clock, a story without time may not show the same.
		timed := m.Other != nil || m.Sessions != nil || m.Set != "" || m.ID[0] == 'L' || m.Exercise == "snapshot" ||
			m.Exercise == "membership" || m.ID[0] == 'Q' && !run.Violation.Liveness
		if !timed {
			require.Equal(t, !run.Violation.Liveness, small.Manual, "seed %d", seed)
		}
		return kill{m, run, small}
	}
	require.Fail(t, "it survives", "%d schedules break nothing: %s", schedules, m.Title)
	return kill{}
}

// requireExplains requires that a small scenario breaks its property by itself, that it breaks none with the reference
// rules, and that it needs each of its commands.
func requireExplains(t *testing.T, m mutants.Mutant, text string, violation *lab.Violation) {
	t.Helper()
	broken := play(t, player(m), text)
	require.NotNil(t, broken, text)
	require.Equal(t, violation.ID, broken.ID)
	require.Equal(t, violation.Sentence, broken.Sentence)
	require.Contains(t, text, violation.Sentence, "the story must be the story of this")
	require.Nil(t, play(t, correct(m), text), "the reference rules must hold out:\n%s", text)
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if isComment(line) || strings.HasPrefix(line, "servers ") || strings.HasPrefix(line, "protocol ") {
			continue
		}
		without := strings.Join(slices.Concat(lines[:i], lines[i+1:]), "")
		if v := play(t, player(m), without); v != nil {
			require.NotEqual(t, violation.ID, v.ID, "without %q it still breaks:\n%s", line, text)
		}
	}
}

func isComment(line string) bool {
	return strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#")
}

// requireKept requires the same of the scenario in testdata. It need not be the run that was just found: schedules
// change with the lab, and the kept scenario still shows the mistake.
func requireKept(t *testing.T, m mutants.Mutant) {
	t.Helper()
	text, err := os.ReadFile(kept(m))
	require.NoError(t, err, "write it with -rewrite, and read it")
	broken := play(t, player(m), string(text))
	require.NotNil(t, broken, "it shows the mistake no longer: use -rewrite, and read it")
	require.Contains(t, m.Breaks, broken.ID)
	requireExplains(t, m, string(text), broken)
}

// keepTheBetter writes a run to testdata if the kept one is worse: it breaks nothing, or a property that is further
// from the mutant's story, or has more commands.
func keepTheBetter(t *testing.T, m mutants.Mutant, small *shrink.Result) {
	t.Helper()
	if old, err := os.ReadFile(kept(m)); err == nil {
		broken := play(t, player(m), string(old))
		if broken != nil && slices.Contains(m.Breaks, broken.ID) && strings.Contains(string(old), broken.Sentence) {
			was, is := slices.Index(m.Breaks, broken.ID), slices.Index(m.Breaks, small.Violation.ID)
			if was < is || was == is && lineCount(string(old)) <= lineCount(small.Scenario) {
				return
			}
		}
	}
	require.NoError(t, os.WriteFile(kept(m), []byte(small.Scenario), 0o644))
}

// lineCount is how many lines a scenario has that are not comments.
func lineCount(text string) int {
	count := 0
	for line := range strings.Lines(text) {
		if !isComment(line) {
			count++
		}
	}
	return count
}

func kept(m mutants.Mutant) string { return filepath.Join("testdata", m.ID+".txt") }

// player is a stage of nemesis for shrink.
func player(m mutants.Mutant) shrink.Stage {
	return func() (story.Player, lab.Host) { return m.Stage()() }
}

// correct is the stage of the same servers with the right rules.
func correct(m mutants.Mutant) shrink.Stage {
	return func() (story.Player, lab.Host) { return m.Right()() }
}

// play is the property that a scenario breaks, or nil. Other errors, such as a command that is impossible, do not
// matter.
func play(t *testing.T, stage shrink.Stage, text string) (violation *lab.Violation) {
	t.Helper()
	scenario, err := story.ParseScenario("small", text)
	require.NoError(t, err, text)
	player, host := stage()
	runner, err := story.NewRunner(scenario, player, host, nil)
	if errors.Is(err, story.ErrUsage) {
		return nil // a line of the setup that needs another one
	}
	require.NoError(t, err, text)
	_ = runner.Finish(nemesis.Events)
	require.NoError(t, runner.World().Close())
	return runner.World().Violation()
}

// table lists the schedules, events and commands of each kill.
func table(kills []kill) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "id\tproperty\tseed\tevents\tbefore\tafter\truns\twhat a server does wrong")
	for _, k := range kills {
		if k.small == nil {
			continue // it was not looked for, or its own test reported the failure
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%s\n", k.mutant.ID, k.small.Violation.ID, k.run.Options.Seed,
			k.run.Events, k.small.Before, k.small.Commands, k.small.Runs, k.mutant.Title)
	}
	w.Flush() // into memory
	return b.String()
}

// TestEachRareMutantHasAScenario: if random schedules do not break the property, a scenario does that a longer search
// found, or that a person wrote.
func TestEachRareMutantHasAScenario(t *testing.T) {
	for _, m := range mutants.All() {
		if m.Rare == "" {
			continue
		}
		t.Run(m.ID, func(t *testing.T) {
			requireKept(t, m)
		})
	}
}

// TestTheCatalogueIsInOrder: each row occurs once, sorted and complete.
func TestTheCatalogueIsInOrder(t *testing.T) {
	judged := []string{
		lab.SoundServerID, lab.PanicID, "progress", "linearizability", "steady-leader", "exactly-once",
		"snapshot-equivalence", "configuration-safety",
	}
	for _, check := range raftcluster.Checks() {
		judged = append(judged, check.ID)
	}
	for _, m := range mutants.All() {
		if m.Other == nil {
			continue
		}
		player, _ := m.Right()()
		for _, check := range player.Checks() {
			judged = append(judged, check.ID)
		}
	}
	order := func(id string) string {
		return fmt.Sprintf("%d%s", slices.Index(groups, strings.TrimRight(id, "0123456789"))+10, id)
	}
	last := ""
	for _, m := range mutants.All() {
		assert.Regexp(t, `^(`+strings.Join(groups, "|")+`)\d\d$`, m.ID)
		assert.Less(t, last, order(m.ID))
		last = order(m.ID)
		assert.NotEmpty(t, m.Title, m.ID)
		assert.NotEmpty(t, m.Source, m.ID)
		assert.NotEmpty(t, m.Breaks, m.ID)
		assert.Subset(t, judged, m.Breaks, m.ID)
		assert.False(t, m.Rules != nil && m.Machine != nil, m.ID)
		assert.False(t, m.Harmless != "" && m.Rare != "", m.ID)
		if m.Harmless == "" {
			assert.True(t, m.Made(), "%s has neither a mistake nor a reason", m.ID)
		}
		if m.Graded != nil {
			assert.NotNil(t, m.Machine, m.ID)
		}
		other := m.Sessions != nil || m.Set != "" || m.Other != nil
		assert.Equal(t, m.Rules != nil || m.Graded != nil || other, m.Exercise != "",
			"%s: a rule belongs to an exercise", m.ID)
		found, ok := mutants.Find(m.ID)
		assert.True(t, ok)
		assert.Equal(t, m.Title, found.Title)
	}
	_, ok := mutants.Find("V99")
	assert.False(t, ok)
}

// TestTestdataHasAFileForEachMutantThatBreaks and no other.
func TestTestdataHasAFileForEachMutantThatBreaks(t *testing.T) {
	var want []string
	for _, m := range mutants.All() {
		if m.Harmless == "" {
			want = append(want, kept(m))
		}
	}
	got, err := filepath.Glob("testdata/*")
	require.NoError(t, err)
	assert.ElementsMatch(t, want, got)
}

// TestHarmlessMutantsBreakNothing tests the harmless mutants that can be made.
func TestHarmlessMutantsBreakNothing(t *testing.T) {
	for _, m := range mutants.All() {
		if m.Harmless == "" || !m.Made() {
			continue
		}
		t.Run(m.ID, func(t *testing.T) {
			t.Parallel()
			for seed := uint64(1); seed <= 100; seed++ {
				run := m.Nemesis().Run(nemesis.Options{Seed: seed}, m.Stage(), nemesis.Events)
				require.Nil(t, run.Violation, "seed %d", seed)
				require.NoError(t, run.Err, "seed %d", seed)
			}
		})
	}
}

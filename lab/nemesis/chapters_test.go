package nemesis_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
	"raftlab/raft/reference"
)

func TestChaptersAreReadInTheOrderOfTheTable(t *testing.T) {
	p := raftcluster.Beyond()
	chosen, err := p.ParseChapters("reads, prevote,reads")
	require.NoError(t, err)
	require.Len(t, chosen, 2)
	assert.Equal(t, "prevote", chosen[0].Name)
	assert.Equal(t, "reads", chosen[1].Name)
	all, err := p.ParseChapters("all")
	require.NoError(t, err)
	assert.Equal(t, p.Chapters, all)
	none, err := p.ParseChapters("")
	require.NoError(t, err)
	assert.Empty(t, none)
	for list, want := range map[string]string{
		"read":        `unknown chapter: "read"; did you mean "reads"?; the chapters are all, or a list of prevote, `,
		"all,reads":   `unknown chapter: "all"`,
		"prevote,":    `unknown chapter: ""`,
		"prevote all": `unknown chapter: "prevote all"`,
	} {
		_, err := p.ParseChapters(list)
		require.ErrorIs(t, err, nemesis.ErrChapter)
		assert.ErrorContains(t, err, want)
	}
	_, err = nemesis.Protocol{ID: "ring"}.ParseChapters("reads")
	assert.EqualError(t, err, `unknown chapter: "reads"; this protocol has none`)
}

// TestEachChapterAloneIsClean, and so are all together; and what a chapter is about is in its schedules.
func TestEachChapterAloneIsClean(t *testing.T) {
	p := raftcluster.Beyond()
	marks := map[string][]string{
		"prevote": {"prevote on"}, "stickiness": {"stickiness on", "try forget "},
		"check-quorum": {"check-quorum on", "try interval "}, "transfers": {"try transfer "},
		"sessions": {"sessions on", "sessions expire ", "try retry "}, "reads": {" index via "},
		"snapshots":  {"snapshots chunk ", "snapshots every ", "try snapshot ", "try power "},
		"membership": {"members S1 ", "try add ", "try remove ", "try joint "},
		"pipelining": {"window ", "parallel-disk on"},
		"leases":     {"lease on 75%", " lease via "},
	}
	alone := make([][]nemesis.Chapter, 0, len(p.Chapters)+1)
	for _, chapter := range p.Chapters {
		alone = append(alone, []nemesis.Chapter{chapter})
	}
	for _, chosen := range append(alone, p.Chapters) {
		text, with := "", p.With(chosen)
		for seed := uint64(1); seed <= 40; seed++ {
			options := nemesis.Options{Seed: seed}
			text += with.Schedule(options)
			result := with.Run(options, raftcluster.WithRules(reference.Rules()), nemesis.Events)
			require.Nil(t, result.Violation, "%s, seed %d", chosen[0].Name, seed)
			require.NoError(t, result.Err, "%s, seed %d", chosen[0].Name, seed)
		}
		for _, chapter := range chosen {
			for _, mark := range marks[chapter.Name] {
				assert.Contains(t, text, mark, "%d chapters, %s first", len(chosen), chosen[0].Name)
			}
		}
	}
	for seed := uint64(1); seed <= 40; seed++ {
		text := p.Schedule(nemesis.Options{Seed: seed})
		for _, all := range marks {
			for _, mark := range all {
				assert.NotContains(t, text, mark, "no chapter is on")
			}
		}
	}
	require.Len(t, marks, len(p.Chapters), "a chapter has no mark here")
}

// TestALeaseIsSpared: the faults that a lease does not survive are in no schedule with a lease.
func TestALeaseIsSpared(t *testing.T) {
	p := raftcluster.Beyond()
	p = p.With(p.Chapters)
	leased := 0
	for seed := uint64(1); seed <= 200; seed++ {
		text := p.Schedule(nemesis.Options{Seed: seed})
		if !strings.Contains(text, "\nlease on ") {
			continue
		}
		leased++
		assert.Equal(t, 1, strings.Count(text, "stickiness on"), "seed %d", seed)
		for _, line := range []string{"try timeout ", "try forget ", "try elect "} {
			assert.NotContains(t, text, "\n"+line, "seed %d", seed)
		}
	}
	assert.Greater(t, leased, 50)
	assert.Less(t, leased, 150)
}

// TestNoScheduleIsTooLong: a cluster of nine servers needs long faults.
func TestNoScheduleIsTooLong(t *testing.T) {
	p := raftcluster.Beyond()
	p = p.With(p.Chapters)
	longest := 0
	for seed := uint64(1); seed <= 3000; seed++ {
		scenario := p.Scenario(nemesis.Options{Seed: seed, Servers: 9})
		longest = max(longest, len(scenario.Commands))
		assert.True(t, strings.HasSuffix(scenario.Text, "\nexpect linearizable\n"), "seed %d", seed)
	}
	assert.Greater(t, longest, story.MaxCommands*3/4)
	assert.LessOrEqual(t, longest, story.MaxCommands)
}

func TestASearchHasTheChaptersThatItCan(t *testing.T) {
	p := raftcluster.Beyond()
	bare := &story.Scenario{ID: "search"}
	for list, want := range map[string]string{
		"":                   "",
		"prevote,stickiness": "prevote on|stickiness on",
		"reads,check-quorum": "check-quorum on|put x 1|get x index",
		"sessions":           "sessions on",
	} {
		chosen, err := p.ParseChapters(list)
		require.NoError(t, err)
		scenario, err := nemesis.SearchOf(bare, chosen)
		require.NoError(t, err)
		var lines []string
		for _, command := range scenario.Commands {
			lines = append(lines, command.Text)
		}
		assert.Equal(t, want, strings.Join(lines, "|"), list)
	}
	for list, want := range map[string]string{
		"leases":         "a search cannot switch this on: leases: a search has no clocks",
		"transfers":      "a search cannot switch this on: transfers: no action of a search is a transfer",
		"sessions,reads": "a search cannot switch this on: sessions with reads: each has clients of its own",
	} {
		chosen, err := p.ParseChapters(list)
		require.NoError(t, err)
		_, err = nemesis.SearchOf(bare, chosen)
		require.ErrorIs(t, err, nemesis.ErrNoSearch)
		assert.EqualError(t, err, want)
	}
}

package raftcluster_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/raft"
)

// The trace leaves out nothing that matters: a summary of its lines equals what the servers show.
func TestSummaryOfTraceEqualsServers(t *testing.T) {
	all, err := scenarios.All()
	require.NoError(t, err)
	all = slices.DeleteFunc(all, func(s *story.Scenario) bool { _, other := s.Setup(story.ProtocolVerb); return other })
	require.NotEmpty(t, all)
	rapid.Check(t, func(t *rapid.T) {
		scenario := all[rapid.IntRange(0, len(all)-1).Draw(t, "scenario")]
		seed := rapid.Uint64().Draw(t, "seed")
		c := raftcluster.New(raftcluster.DefaultSetup())
		var read raftcluster.Summary
		runner, err := story.NewRunner(scenario, c, raftcluster.InProcess{}, &seed, func(line []byte) {
			if line[0] == '#' {
				return
			}
			fields := strings.SplitN(strings.TrimSuffix(string(line), "\n")+" ", " ", 5)
			read.Take(fields[2], fields[3], strings.TrimSuffix(fields[4], " "))
		})
		require.NoError(t, err)
		for range rapid.IntRange(0, 2000).Draw(t, "steps") {
			if !runner.Step() {
				break
			}
		}
		if runner.World().Violation() != nil {
			return // the lines of the step that broke a property are incomplete
		}
		for i := range runner.World().Servers() {
			id := lab.ServerID(i + 1)
			m, status, got := c.Server(id), runner.World().Status(id), read.Of(id)
			assert.Equal(t, []bool{status.Up, status.Paused}, []bool{got.Up, got.Paused})
			if !status.Up {
				continue
			}
			vote := ""
			if m.VotedFor != raft.None {
				vote = m.VotedFor.String()
			}
			term := ""
			if m.CurrentTerm > 0 {
				term = strconv.Itoa(int(m.CurrentTerm))
			}
			want := []string{m.Role.String(), term, vote, strconv.Itoa(int(m.CommitIndex)), strconv.Itoa(len(m.Log))}
			require.Equal(t, want, []string{got.Role, got.Term, got.Vote, got.CommitIndex, got.LastIndex}, "S%d", id)
			if got.Members != "" {
				require.Equal(t, m.Members.Configuration.String(), got.Members, "S%d", id)
			}
		}
	})
}

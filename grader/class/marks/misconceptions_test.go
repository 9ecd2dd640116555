package marks_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class/marks"
	"raftlab/raft"
	"raftlab/raft/reference"
)

var rewrite = flag.Bool("rewrite", false, "write misconceptions.txt again")

// titled are mistakes that many make, and that are not in the catalogue.
var titled = []struct {
	exercise, title string
	change          func(*raft.Rules)
}{
	{"vote", "The logs are not compared", ignoresTheLog},
	{"vote", "A vote that is given is not kept", func(rules *raft.Rules) {
		rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			reply := reference.HandleRequestVote(s, req)
			if reply.VoteGranted {
				s.VotedFor = raft.None
			}
			return reply
		}
	}},
	{"persist", "The vote does not come back after a restart", func(rules *raft.Rules) {
		rules.Restore = func(s *raft.State, saved raft.Saved) {
			reference.Restore(s, saved)
			s.VotedFor = raft.None
		}
	}},
	{"persist", "The log does not come back after a restart", func(rules *raft.Rules) {
		rules.Restore = func(s *raft.State, saved raft.Saved) {
			saved.Log = nil
			reference.Restore(s, saved)
		}
	}},
	{"commit", "The leader looks at its last entry only", func(rules *raft.Rules) {
		rules.AdvanceCommitIndex = func(s *raft.State) {
			before := s.CommitIndex
			if reference.AdvanceCommitIndex(s); s.CommitIndex != s.Log.LastIndex() {
				s.CommitIndex = before
			}
		}
	}},
}

// TestMisconceptionsHaveTheTitlesOfTheCatalogue: the file is what the checks say today.
func TestMisconceptionsHaveTheTitlesOfTheCatalogue(t *testing.T) {
	t.Parallel()
	titles, times := map[string]string{}, map[string]int{}
	for _, row := range all() {
		if row.marks.Cause != nil {
			titles[row.marks.Cause.Key] = row.mutant.Title
			times[row.marks.Cause.Key]++
		}
	}
	for key, n := range times {
		if n > 1 {
			delete(titles, key) // either may be meant
		}
	}
	for _, one := range titled {
		key := marks.Of(assigned(one.exercise), graded(t, one.exercise, 1, one.change)).Cause.Key
		assert.Empty(t, titles[key], "%s is in the catalogue", one.title)
		titles[key] = one.title
	}
	var lines []string
	for key, title := range titles {
		lines = append(lines, key+"  "+title+"\n")
	}
	slices.Sort(lines)
	text := strings.Join(lines, "")
	if *rewrite {
		require.NoError(t, os.WriteFile("misconceptions.txt", []byte(text), 0o600))
	}
	kept, err := os.ReadFile("misconceptions.txt")
	require.NoError(t, err)
	assert.Equal(t, text, string(kept), "the checks or the catalogue changed; -rewrite writes the file again")
}

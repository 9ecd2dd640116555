package commit_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	judge "raftlab/grader/judges/commit"
	"raftlab/grader/judges/judgetest"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// commitMistakes are the mistakes of a learner who read the lesson too fast. Their reports are in testdata. The
// second is this rule's form of C11.
var commitMistakes = map[string]commitRule{
	"sorts-in-place": func(s *raft.State) {
		slices.Sort(s.MatchIndex)
		n := s.MatchIndex[len(s.MatchIndex)/2]
		if n > s.CommitIndex && s.Log.Term(n) == s.CurrentTerm {
			s.CommitIndex = n
		}
	},
	"goes-back": func(s *raft.State) {
		match := slices.Clone(s.MatchIndex[1:])
		slices.Sort(match)
		s.CommitIndex = match[(len(match)-1)/2]
	},
	"looks-at-the-last-term": func(s *raft.State) {
		for n := s.CommitIndex + 1; n <= s.Log.LastIndex(); n++ {
			if haveEntry(s, n) >= s.Majority() && s.Log.LastTerm() == s.CurrentTerm {
				s.CommitIndex = n
			}
		}
	},
	"counts-itself-twice": func(s *raft.State) {
		for n := s.CommitIndex + 1; n <= s.Log.LastIndex(); n++ {
			if copies := 1 + haveEntry(s, n); copies >= s.Majority() && s.Log.Term(n) == s.CurrentTerm {
				s.CommitIndex = n
			}
		}
	},
	"stops-at-an-older-entry": func(s *raft.State) {
		for s.Log.Term(s.CommitIndex+1) == s.CurrentTerm && haveEntry(s, s.CommitIndex+1) >= s.Majority() {
			s.CommitIndex++
		}
	},
	// What was sent is taken for what was confirmed.
	"counts-what-was-sent": func(s *raft.State) {
		for n := s.CommitIndex + 1; n <= s.Log.LastIndex(); n++ {
			copies := 1
			for _, id := range s.Servers {
				if id != s.ID && s.NextIndex[id] > n {
					copies++
				}
			}
			if copies >= s.Majority() && s.Log.Term(n) == s.CurrentTerm {
				s.CommitIndex = n
			}
		}
	},
	// The loop is over places, not over servers: element 0 belongs to nobody, and the last server is left out.
	"counts-from-server-0": func(s *raft.State) {
		for n := s.CommitIndex + 1; n <= s.Log.LastIndex(); n++ {
			copies := 0
			for i := range s.Servers {
				if s.MatchIndex[i] >= n {
					copies++
				}
			}
			if copies >= s.Majority() && s.Log.Term(n) == s.CurrentTerm {
				s.CommitIndex = n
			}
		}
	},
	// What all servers have is committed, and nothing else.
	"waits-for-all": func(s *raft.State) {
		if n := slices.Min(s.MatchIndex[1:]); n > s.CommitIndex && s.Log.Term(n) == s.CurrentTerm {
			s.CommitIndex = n
		}
	},
	// The middle of the sorted indexes may be 0, where there is no entry.
	"asks-for-entry-0": func(s *raft.State) {
		match := slices.Clone(s.MatchIndex[1:])
		slices.Sort(match)
		n := match[(len(match)-1)/2]
		if s.Log.Entry(n).Term == s.CurrentTerm && n > s.CommitIndex {
			s.CommitIndex = n
		}
	},
	// What is committed is marked as applied, too.
	"applies-too": func(s *raft.State) {
		reference.AdvanceCommitIndex(s)
		s.LastApplied = s.CommitIndex
	},
}

func TestCommitReportsHelp(t *testing.T) {
	t.Parallel()
	for name, mistake := range commitMistakes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := gradeCommit(judge.Exercise(), mistake, 200)
			assert.NotEqual(t, grader.Pass, report.Verdict)
			judgetest.Golden(t, "commit-"+name+".txt", report)
		})
	}
}

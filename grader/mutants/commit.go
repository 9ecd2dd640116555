package mutants

import (
	"slices"

	"raftlab/lab"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// commits are the mutants of group C: when a leader may call an entry committed.
func commits() []Mutant {
	return []Mutant{
		{ID: "C01", Exercise: "commit", Title: "Copies of an entry of an earlier term are counted",
			Breaks: lostEntry, Rules: commit(ofAnyTerm, copied),
			Source: "Figure 2, Leaders; §5.4.2, Figure 8; logcabin/logcabin#44"},
		{ID: "C02", Exercise: "commit",
			Title:  "The search for a committed entry goes up, and stops at one of an earlier term",
			Breaks: []string{progress}, Rules: commitUpwards,
			Source: "Figure 2, Leaders; zhebrak/raftos#30"},
		{ID: "C03", Exercise: "commit", Title: "Half of an even number of servers commits",
			Breaks: earlyCommit, Rules: commit(ofThisTerm, copiedByHalf),
			Source: "§5.3; etcd-io/raft quorum/testdata/majority_commit.txt"},
		{ID: "C04", Exercise: "commit", Title: "One server less than a majority commits",
			Breaks: earlyCommit, Rules: commitBySorting,
			Source: "§5.3; etcd-io/raft quorum/testdata/majority_commit.txt"},
		{ID: "C05", Exercise: "commit", Title: "The leader does not count itself",
			Breaks: []string{progress}, Rules: commit(ofThisTerm, copiedByOthers),
			Source:   "§5.3; amino-os/Amino.Run#143",
			Harmless: "Once all servers are up, enough others answer; only a cluster that lacks one stands still."},
		{ID: "C06", Exercise: "commit", Title: "An entry is committed when the one behind it is copied",
			Breaks: []string{progress}, Rules: commit(ofThisTerm, nextCopied),
			Source: "Figure 2, Leaders"},
		{ID: "C07", Exercise: "membership", Title: "Servers that have no vote are counted",
			Breaks: apart, Rules: learnersCount, Source: "§5.3; rabbitmq/ra#427"},
		{ID: "C08", Exercise: "membership", Title: "A leader counts itself after it has left the cluster",
			Breaks: apart, Rules: leaderCounts, Source: "§6; etcd-io/raft testdata/confchange_v1_remove_leader.txt"},
		{ID: "C09", Exercise: "persist", Title: "A leader counts its own entry before it is on its disk",
			Breaks: earlyCommit, Machine: saveLate(sendsEntries), Graded: saveNothingAsLeader,
			Source: "§5.3; etcd-io/raft async_storage_writes.txt"},
		{ID: "C10", Title: "The commit index is looked at when something is sent, and not when an answer comes",
			Breaks: []string{progress}, Source: "Figure 2, Leaders; Students' Guide to Raft",
			Harmless: "The node asks for it at each answer; no rule has a part in that."},
		{ID: "C11", Exercise: "campaign", Title: "A new leader begins with a commit index of 0",
			Breaks: []string{soundServer, stateMachineSafety}, Rules: forgetCommits,
			Source: "Figure 2, commitIndex; ongardie/raft.tla#22"},
	}
}

// commit is the commit rule with another condition for the entries that count, and another count.
func commit(eligible, enough func(s *raft.State, n raft.Index) bool) func(*raft.Rules) {
	return func(rules *raft.Rules) {
		rules.AdvanceCommitIndex = func(s *raft.State) {
			for n := s.Log.LastIndex(); s.Role == raft.Leader && n > s.CommitIndex; n-- {
				if eligible(s, n) && enough(s, n) {
					s.CommitIndex = n
				}
			}
		}
	}
}

func ofThisTerm(s *raft.State, n raft.Index) bool { return s.Log.Term(n) == s.CurrentTerm }

func ofAnyTerm(*raft.State, raft.Index) bool { return true }

// copies is how many servers, including the leader, have the entry at n.
func copies(s *raft.State, n raft.Index) int {
	count := 0
	for _, id := range s.Servers {
		if s.MatchIndex[id] >= n {
			count++
		}
	}
	return count
}

func copied(s *raft.State, n raft.Index) bool { return copies(s, n) >= s.Majority() }

func copiedByHalf(s *raft.State, n raft.Index) bool { return copies(s, n) >= half(s) }

func copiedByOthers(s *raft.State, n raft.Index) bool { return copies(s, n)-1 >= s.Majority() }

func nextCopied(s *raft.State, n raft.Index) bool { return copied(s, n+1) }

func commitUpwards(rules *raft.Rules) {
	rules.AdvanceCommitIndex = func(s *raft.State) {
		for n := s.CommitIndex + 1; s.Role == raft.Leader && ofThisTerm(s, n) && copied(s, n); n++ {
			s.CommitIndex = n
		}
	}
}

// commitBySorting takes the element after the middle of the sorted match indexes. The better half has it, but not a
// majority.
func commitBySorting(rules *raft.Rules) {
	rules.AdvanceCommitIndex = func(s *raft.State) {
		var match []raft.Index
		for _, id := range s.Servers {
			match = append(match, s.MatchIndex[id])
		}
		slices.Sort(match)
		n := match[len(match)/2+1]
		if s.Role == raft.Leader && n > s.CommitIndex && ofThisTerm(s, n) {
			s.CommitIndex = n
		}
	}
}

// sendsEntries reports whether a server has just appended entries as the leader.
func sendsEntries(out lab.Output) bool {
	return sends(out, func(body raft.Body) bool {
		req, ok := body.(raft.AppendEntries)
		return ok && len(req.Entries) > 0
	})
}

func forgetCommits(rules *raft.Rules) {
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		role := s.Role
		reference.HandleRequestVoteReply(s, from, reply)
		if role == raft.Candidate && s.Role == raft.Leader {
			s.CommitIndex = 0
		}
	}
}

// saveNothingAsLeader writes a leader's entries only when it follows another leader, all of its log at once.
func saveNothingAsLeader(rules *raft.Rules) {
	rules.WhatToSave = func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		if s.Role == raft.Leader {
			return reference.WhatToSave(s, last, 0)
		}
		return reference.WhatToSave(s, last, min(changed, 1))
	}
}

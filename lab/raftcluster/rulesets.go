package raftcluster

import (
	"slices"

	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// RuleSet is a set of rules with a name: the reference, or a set that is wrong on purpose, to show what a rule is
// for.
type RuleSet struct {
	service.RuleSet
	Rules raft.Rules
	// Sessions are the rules of sessions, and mistake is made around them.
	Sessions kv.SessionRules
	mistake  sessionMistake
}

// ReferenceRules is the ID of the rules as the paper has them.
const ReferenceRules = "reference"

// RuleSets lists all rule sets, the reference first.
func RuleSets() []RuleSet {
	return append([]RuleSet{
		referenceSet(),
		named("commit-any-term", "Commit by counting copies of any term", with(commitAnyTerm),
			"A leader commits an entry of an earlier term as soon as a majority holds it (§5.4.2, Figure 8)."),
		named("vote-twice", "Vote without remembering", with(voteTwice),
			"A server votes for every candidate of its term, not for the first only (Figure 2, RequestVote rule 2; "+
				"§5.2)."),
		named("vote-any-log", "Vote without comparing logs", with(voteAnyLog),
			"A server votes for candidates whose log is behind its own (Figure 2, RequestVote rule 2; §5.4.1)."),
		named("cut-always", "Cut the log at every append", with(cutAlways),
			"A follower removes all that follows prevLogIndex, conflict or not (Figure 2, AppendEntries rule 3; "+
				"§5.3)."),
		named("append-anywhere", "Append without the consistency check", with(appendAnywhere),
			"A follower takes entries wherever its log is long enough, whatever stands before them (Figure 2, "+
				"AppendEntries rule 2; §5.3)."),
		named("keep-conflicts", "Never remove an entry", with(keepConflicts),
			"A follower keeps an entry that conflicts with the leader's, and adds only what its log is too short for "+
				"(Figure 2, AppendEntries rule 3; §5.3)."),
		named("obey-old-leaders", "Take entries of every leader", with(obeyOldLeaders),
			"A server takes entries also from the leader of an earlier term, even if it leads itself (Figure 2, "+
				"AppendEntries rule 1; §5.1)."),
		named("match-log-end", "Take every success for the whole log", with(matchLogEnd),
			"A leader takes a success to mean that the follower has all that it has itself by now (Figure 2, "+
				"matchIndex[]; §5.3)."),
		named("same-timeout", "Wait equally long", with(sameTimeout),
			"Every election timeout is the shortest there is, and none is random (§5.2)."),
		named("patient-timer", "Restart the timer for every request", with(patientTimer),
			"A server restarts its timer also when it refuses its vote, or hears from an old leader (Figure 2, "+
				"Followers; §5.2)."),
		named("half-elects", "Lead with half of the votes", with(halfElects),
			"A candidate leads with the votes of half of the servers, which is no majority when their number is "+
				"even (Figure 2, Candidates; §5.2)."),
		named("late-votes", "Count votes of earlier elections", with(lateVotes),
			"A candidate counts a vote that was given to it in an earlier term (Figure 2, Candidates; §5.1, §5.2)."),
	}, slices.Concat(snapshotRuleSets(), sessionRuleSets(), membershipRuleSets())...)
}

// StoryRuleSets are the sets that are made for one story each: they lack what it shows, so that it ends otherwise. Most
// of them break no property, and do no harm elsewhere.
func StoryRuleSets() []RuleSet {
	return slices.Concat(storyElectionsSets(), storyPipeliningSets(), storySnapshotsSets(), storyReadsSets(),
		storyMembersSets())
}

func forStory(scenario, id, title string, change func(*raft.Rules), wrong string) RuleSet {
	set := named(id, title, with(change), wrong)
	set.Story = scenario
	return set
}

func referenceSet() RuleSet { return named(ReferenceRules, "Reference rules", reference.Rules(), "") }

func named(id, title string, rules raft.Rules, wrong string) RuleSet {
	set := service.RuleSet{ID: id, Title: title, Wrong: wrong}
	return RuleSet{RuleSet: set, Rules: rules, Sessions: sessionReference()}
}

// FindRules is the rule set with that ID.
func FindRules(id string) (RuleSet, error) {
	if id == ReferenceRules {
		return referenceSet(), nil // every server of every schedule starts so
	}
	for _, set := range slices.Concat(RuleSets(), StoryRuleSets()) {
		if set.ID == id {
			return set, nil
		}
	}
	_, err := service.FindRules(Protocol{}.RuleSets(), id)
	return RuleSet{}, err
}

// with is the reference rules with a change.
func with(change func(*raft.Rules)) raft.Rules {
	rules := reference.Rules()
	change(&rules)
	return rules
}

// commitAnyTerm is bug C01 of the catalogue.
func commitAnyTerm(rules *raft.Rules) {
	rules.AdvanceCommitIndex = func(s *raft.State) {
		if s.Role != raft.Leader {
			return
		}
		for n := s.Log.LastIndex(); n > s.CommitIndex; n-- {
			copies := 0
			for _, id := range s.Servers {
				if s.MatchIndex[id] >= n {
					copies++
				}
			}
			if copies >= s.Majority() {
				s.CommitIndex = n
				return
			}
		}
	}
}

// voteTwice is bug V01.
func voteTwice(rules *raft.Rules) {
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if s.Role == raft.Follower && req.Term == s.CurrentTerm {
			s.VotedFor = raft.None
		}
		return reference.HandleRequestVote(s, req)
	}
}

// voteAnyLog leaves out the up-to-date check of §5.4.1.
func voteAnyLog(rules *raft.Rules) {
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		req.LastLogIndex = s.Log.LastIndex()
		req.LastLogTerm = s.Log.LastTerm()
		return reference.HandleRequestVote(s, req)
	}
}

// cutAlways is bug A02.
func cutAlways(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		if req.Term >= s.CurrentTerm && s.Log.Term(req.PrevLogIndex) == req.PrevLogTerm &&
			req.PrevLogIndex >= s.CommitIndex {
			s.Log.TruncateFrom(req.PrevLogIndex + 1)
		}
		return reference.HandleAppendEntries(s, req)
	}
}

// keepConflicts is bug A04.
func keepConflicts(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		kept := slices.Clone(req.Entries)
		for i := range kept {
			if index := req.PrevLogIndex + raft.Index(i) + 1; index <= s.Log.LastIndex() {
				kept[i].Term = s.Log.Term(index) // so the reference takes it for the same entry
			}
		}
		req.Entries = kept
		return reference.HandleAppendEntries(s, req)
	}
}

// obeyOldLeaders leaves out rule 1 of AppendEntries, and no server steps down for an older leader.
func obeyOldLeaders(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		if req.Term >= s.CurrentTerm {
			return reference.HandleAppendEntries(s, req)
		}
		before := *s
		req.Term = s.CurrentTerm
		reply := reference.HandleAppendEntries(s, req)
		log, commit := s.Log, s.CommitIndex
		*s = before
		s.Log, s.CommitIndex = log, commit
		return reply
	}
}

// sameTimeout is bug T06.
func sameTimeout(rules *raft.Rules) {
	rules.ElectionTimeout = func(min, _ raft.Duration, _ raft.Draw) raft.Duration { return min }
}

// patientTimer is bugs T01 and T02.
func patientTimer(rules *raft.Rules) {
	rules.ResetsElectionTimer = func(raft.TimerEvent) bool { return true }
}

// halfElects is bug V19.
func halfElects(rules *raft.Rules) {
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		reference.HandleRequestVoteReply(s, from, reply)
		if s.Role == raft.Candidate && 2*s.VotesGranted.Len() >= len(s.Servers) {
			s.BecomeLeader()
		}
	}
}

// lateVotes is bug V16.
func lateVotes(rules *raft.Rules) {
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		reply.Term = max(reply.Term, s.CurrentTerm)
		reference.HandleRequestVoteReply(s, from, reply)
	}
}

// matchLogEnd is bug R01.
func matchLogEnd(rules *raft.Rules) {
	rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		reply.MatchIndex = s.Log.LastIndex()
		reference.HandleAppendEntriesReply(s, from, reply)
	}
}

// appendAnywhere is bug A06.
func appendAnywhere(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		if req.PrevLogIndex <= s.Log.LastIndex() {
			req.PrevLogTerm = s.Log.Term(req.PrevLogIndex)
		}
		return reference.HandleAppendEntries(s, req)
	}
}

package raftcluster

import (
	"errors"
	"fmt"

	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// RuleSet is a set of rules with a name: the reference, or one that is wrong on purpose, so that
// people can see what a rule is for by doing without it.
type RuleSet struct {
	// ID is what `rules` in a scenario and --rules on the command line take.
	ID, Title string
	// Wrong says which rule is broken, and where the paper has it; "" for the reference.
	Wrong string
	Rules raft.Rules
}

// ReferenceRules is the ID of the rules as the paper has them.
const ReferenceRules = "reference"

// RuleSets lists them all, the reference first.
func RuleSets() []RuleSet {
	return []RuleSet{
		{ID: ReferenceRules, Title: "Reference rules", Rules: reference.Rules()},
		{ID: "commit-any-term", Title: "Commit by counting copies of any term", Rules: with(commitAnyTerm),
			Wrong: "A leader commits an entry of an earlier term as soon as a majority holds it (§5.4.2, Figure 8)."},
		{ID: "vote-twice", Title: "Vote without remembering", Rules: with(voteTwice),
			Wrong: "A server votes for every candidate of its term, not for the first only (Figure 2, RequestVote rule 2; §5.2)."},
		{ID: "vote-any-log", Title: "Vote without comparing logs", Rules: with(voteAnyLog),
			Wrong: "A server votes for candidates whose log is behind its own (Figure 2, RequestVote rule 2; §5.4.1)."},
		{ID: "cut-always", Title: "Cut the log at every append", Rules: with(cutAlways),
			Wrong: "A follower removes all that follows prevLogIndex, conflict or not (Figure 2, AppendEntries rule 3; §5.3)."},
		{ID: "append-anywhere", Title: "Append without the consistency check", Rules: with(appendAnywhere),
			Wrong: "A follower takes entries wherever its log is long enough, whatever stands before them (Figure 2, AppendEntries rule 2; §5.3)."},
		{ID: "match-log-end", Title: "Take every success for the whole log", Rules: with(matchLogEnd),
			Wrong: "A leader takes a success to mean that the follower has all that it has itself by now (Figure 2, matchIndex[]; §5.3)."},
		{ID: "same-timeout", Title: "Wait equally long", Rules: with(sameTimeout),
			Wrong: "Every election timeout is the shortest there is, and none is random (§5.2)."},
		{ID: "patient-timer", Title: "Start the timer anew for every request", Rules: with(patientTimer),
			Wrong: "A server starts its wait anew also when it refuses its vote, or hears from an old leader (Figure 2, Followers; §5.2)."},
		{ID: "half-elects", Title: "Lead with half of the votes", Rules: with(halfElects),
			Wrong: "A candidate leads with the votes of half of the servers, which is no majority when their number is even (Figure 2, Candidates; §5.2)."},
		{ID: "late-votes", Title: "Count votes of earlier elections", Rules: with(lateVotes),
			Wrong: "A candidate counts a vote that was given to it in an earlier term (Figure 2, Candidates; §5.1, §5.2)."},
	}
}

// ErrRules is wrapped by FindRules when no set of rules has the ID.
var ErrRules = errors.New("there is no such set of rules")

// FindRules is the rule set with that ID.
func FindRules(id string) (RuleSet, error) {
	if id == OwnRules {
		return RuleSet{}, fmt.Errorf("%w: these were somebody's own; such a trace can be read, and played only with them", ErrRules)
	}
	var known []string
	for _, set := range RuleSets() {
		if set.ID == id {
			return set, nil
		}
		known = append(known, set.ID)
	}
	return RuleSet{}, fmt.Errorf("%w: %q%s", ErrRules, id, story.DidYouMean(id, known))
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

// voteAnyLog is the up-to-date check of §5.4.1 left out.
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
		if req.Term >= s.CurrentTerm && s.Log.Term(req.PrevLogIndex) == req.PrevLogTerm && req.PrevLogIndex >= s.CommitIndex {
			s.Log.TruncateFrom(req.PrevLogIndex + 1)
		}
		return reference.HandleAppendEntries(s, req)
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

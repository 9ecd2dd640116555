package scenarios_test

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// memberMistakes are those of changes of the servers.
var memberMistakes = []mistake{
	{scenario: "f1-all-at-once", mistake: "the guard is on",
		without: "guard off", fails: "expect members S3 S1 S2 S3 S4 S5"},
	{scenario: "f1-from-the-log", mistake: "an entry counts when another one follows",
		rules: latestLate, fails: "configuration-safety",
		blames: "S1 decides by S1 S2 S3, but the last configuration in its log, entry 2, is S1 S2"},
	{scenario: "f1-guarded", mistake: "any number in one step",
		rules: ignore(raft.TooMany), fails: "configuration-safety", blames: "S1 can be elected by S1, S2 (S1 S2 S3)"},
	{scenario: "f1-stop-everything", mistake: "one server runs",
		without: "crash S1", fails: "expect outcome 2 refused"},
	{scenario: "f2-add-and-remove", mistake: "a new server only learns",
		rules: addAsLearner, fails: "expect saw S1 catch-up S4 round=1 to=2"},
	{scenario: "f2-catch-up-first", mistake: "a new server votes at once",
		rules: ignore(raft.NotCaughtUp), fails: "expect members S1 S1 S2 S3"},
	{scenario: "f2-learner", mistake: "learners count",
		rules: learnersCount, fails: "configuration-safety", blames: "those are no majority of S1 S2 S3 + S4"},
	{scenario: "f2-without-catch-up", mistake: "the log comes first",
		without: "catch-up off", fails: "expect members S1 S1 S2 S3 S4"},
	{scenario: "f3-two-terms", mistake: "the guard is on",
		without: "guard off", fails: "await commit 3 S2"},
	{scenario: "f3-with-the-guard", mistake: "no entry of the own term is needed",
		rules: ignore(raft.TermNotCommitted), fails: "configuration-safety",
		blames: "no server is in both"},
	{scenario: "f4-joint", mistake: "the old half is enough",
		rules: oldHalfOnly, fails: "configuration-safety",
		blames: "on S1, S2, and those are no majority of S1 S2 S3 > S1 S4 S5"},
	{scenario: "f4-later-leader", mistake: "a leader ends only what it began",
		rules: endOnlyOwn, fails: "await commit 4 S2"},
	{scenario: "f4-replace-by-steps", mistake: "the server is not dead",
		without: "crash S3", fails: "expect outcome 2 pending"},
	{scenario: "f4-replace-jointly", mistake: "nobody ends the joint phase",
		rules: neverEnd, fails: "expect change 1 ok"},
	{scenario: "f5-leader-leaves", mistake: "a leader always counts itself",
		rules: countItself, fails: "configuration-safety", blames: "on S1, S2, and those are no majority of S2 S3"},
	{scenario: "f5-left-alone", mistake: "requests are answered",
		without: "stickiness on", fails: "expect not saw S2 send S3 RequestVoteReply"},
	{scenario: "f5-removed-disturbs", mistake: "patience, ten times as much",
		rules: patient, fails: "expect elections at least 6"},
	{scenario: "f5-still-needed", mistake: "only members stand",
		rules: onlyMembersStand, fails: "await commit 3 S1"},
}

// latestLate counts a configuration once another entry stands behind it.
func latestLate(rules *raft.Rules) {
	rules.Latest = func(log *raft.Log, base raft.Configuration) (raft.Configuration, raft.Index) {
		early := log.Clone()
		if early.LastIndex() > 0 {
			early.TruncateFrom(early.LastIndex())
		}
		return reference.Latest(&early, base)
	}
}

// ignore allows a change that the guard would refuse for one reason.
func ignore(reason raft.Refusal) func(*raft.Rules) {
	return func(rules *raft.Rules) {
		rules.MayChange = func(s *raft.State, to raft.Change) raft.Refusal {
			if refusal := reference.MayChange(s, to); refusal != reason {
				return refusal
			}
			return raft.Allowed
		}
	}
}

func addAsLearner(rules *raft.Rules) {
	rules.ConfigurationEntry = func(s *raft.State, to raft.Change) raft.Entry {
		if to.Kind == raft.AddVoter {
			to.Kind = raft.AddLearner
		}
		return reference.ConfigurationEntry(s, to)
	}
}

func learnersCount(rules *raft.Rules) {
	rules.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index {
		if c.Learners == 0 {
			return c.QuorumIndex(match)
		}
		// It asks for a majority of the voters, and takes it wherever it finds it.
		high := append([]raft.Index(nil), match...)
		for id := range c.Learners.All() {
			for voter := range c.Voters.All() {
				if high[voter] < high[id] {
					high[voter] = high[id]
					break
				}
			}
		}
		return c.QuorumIndex(high)
	}
}

func oldHalfOnly(rules *raft.Rules) {
	rules.QuorumIndex = func(c raft.Configuration, match []raft.Index) raft.Index {
		c.Next = 0
		return c.QuorumIndex(match)
	}
}

func endOnlyOwn(rules *raft.Rules) {
	rules.AfterCommit = func(s *raft.State) (raft.Entry, bool) {
		if s.Log.Term(s.ConfigurationIndex) != s.CurrentTerm {
			return raft.Entry{}, false
		}
		return reference.AfterCommit(s)
	}
}

func neverEnd(rules *raft.Rules) {
	rules.AfterCommit = func(*raft.State) (raft.Entry, bool) { return raft.Entry{}, false }
}

func countItself(rules *raft.Rules) {
	rules.AdvanceCommitIndex = func(s *raft.State) {
		now := s.Configuration
		s.Configuration.Voters.Add(s.ID)
		reference.AdvanceCommitIndex(s)
		s.Configuration = now
	}
}

func onlyMembersStand(rules *raft.Rules) {
	rules.MayCampaign = func(s *raft.State) bool { return s.Configuration.IsVoter(s.ID) }
}

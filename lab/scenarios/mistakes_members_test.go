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
		ruleSet: "late-configuration", fails: "configuration-safety",
		blames: "S1 decides by S1 S2 S3, but the last configuration in its log, entry 2, is S1 S2"},
	{scenario: "f1-guarded", mistake: "any number in one step",
		rules: ignore(raft.TooMany), fails: "configuration-safety", blames: "S1 can be elected by S1, S2 (S1 S2 S3)"},
	{scenario: "f1-stop-everything", mistake: "one server runs",
		without: "crash S1", fails: "expect outcome 2 refused"},
	{scenario: "f2-add-and-remove", mistake: "a new server only learns",
		ruleSet: "only-learners", fails: "expect saw S1 catch-up S4 round=1 to=2"},
	{scenario: "f2-catch-up-first", mistake: "a new server votes at once",
		rules: ignore(raft.NotCaughtUp), fails: "expect members S1 S1 S2 S3"},
	{scenario: "f2-learner", mistake: "learners count",
		ruleSet: "learners-count", fails: "configuration-safety", blames: "those are no majority of S1 S2 S3 + S4"},
	{scenario: "f2-without-catch-up", mistake: "the log comes first",
		without: "catch-up off", fails: "expect members S1 S1 S2 S3 S4"},
	{scenario: "f3-two-terms", mistake: "the guard is on",
		without: "guard off", fails: "await commit 3 S2"},
	{scenario: "f3-with-the-guard", mistake: "no entry of the own term is needed",
		ruleSet: "early-change", fails: "configuration-safety",
		blames: "no server is in both"},
	{scenario: "f4-joint", mistake: "one majority of all is enough",
		ruleSet: "joint-as-one", fails: "configuration-safety",
		blames: "on S1, S2, S3, and those are no majority of S1 S2 S3 > S1 S4 S5"},
	{scenario: "f4-later-leader", mistake: "a leader ends only what it began",
		ruleSet: "end-only-own", fails: "await commit 4 S2"},
	{scenario: "f4-replace-by-steps", mistake: "the server is not dead",
		without: "crash S3", fails: "expect outcome 2 pending"},
	{scenario: "f4-replace-jointly", mistake: "nobody ends the joint phase",
		rules: neverEnd, fails: "expect change 1 ok"},
	{scenario: "f5-leader-leaves", mistake: "a leader always counts itself",
		ruleSet: "count-itself", fails: "configuration-safety",
		blames: "on S1, S2, and those are no majority of S2 S3"},
	{scenario: "f5-left-alone", mistake: "requests are answered",
		without: "stickiness on", fails: "expect not saw S2 send S3 RequestVoteReply"},
	{scenario: "f5-removed-disturbs", mistake: "patience, ten times as much",
		rules: patient, fails: "expect elections at least 6"},
	{scenario: "f5-still-needed", mistake: "only members stand",
		ruleSet: "only-members-stand", fails: "await commit 3 S1"},
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

func neverEnd(rules *raft.Rules) {
	rules.AfterCommit = func(*raft.State) (raft.Entry, bool) { return raft.Entry{}, false }
}

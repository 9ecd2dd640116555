package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/lab/face"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
)

// explained is the face of a cluster with the default setup.
var explained = raftcluster.New(raftcluster.DefaultSetup()).Face()

// delivered is a step in which S3 of five servers received a message and sent an answer.
func delivered(message string, before raftcluster.Standing, answer string) face.Step {
	o := face.Step{
		Input:   face.Line{Subject: "S3", Kind: "deliver", Details: message},
		Before:  before,
		After:   before,
		Servers: 5,
	}
	o.Event = o.Input
	if answer != "" {
		o.Outcome = []face.Line{{Subject: "S3", Kind: "send", Details: answer}}
	}
	return o
}

// TestReasonsNameTheConditionThatHeld, whether the server followed the rule or not.
func TestReasonsNameTheConditionThatHeld(t *testing.T) {
	long := raftcluster.Standing{Term: 4, LastIndex: 3, LastTerm: 2}
	voted := long
	voted.VotedFor = 2
	const granted, refused = "m9 S1 RequestVoteReply term=4 granted", "m9 S1 RequestVoteReply term=4 refused"
	for _, test := range []struct {
		message string
		before  raftcluster.Standing
		answer  string
		why     string
		place   string
	}{
		{"m1 S1 RequestVote term=4 last=3/2", long, granted, "S3 grants its vote: its vote in term 4 was free, and " +
			"the log of S1, which ends with entry 3 of term 2, is at least as up to date as its own, which ends " +
			"with entry 3 of term 2.", "§5.2, §5.4.1"},
		{"m1 S1 RequestVote term=4 last=9/1", long, granted, "S3 grants its vote against the rule: the log of S1 " +
			"ends with entry 9 of term 1, and its own with entry 3 of term 2, which is more up to date.", "§5.4.1"},
		{"m1 S1 RequestVote term=4 last=9/1", long, refused, "S3 refuses its vote: the log of S1 ends with", "§5.4.1"},
		{"m1 S1 RequestVote term=4 last=3/2", long, refused, "S3 refuses its vote, though in term 4 it was free for " +
			"S1", "§5.2, §5.4.1"},
		{"m1 S1 RequestVote term=4 last=9/3", voted, refused, "S3 refuses its vote: in term 4 its vote is for S2.",
			"§5.2"},
		{"m1 S2 RequestVote term=4 last=9/3", voted, granted, "it had voted for S2 in term 4 already", "§5.2"},
		{"m1 S1 RequestVote term=3 last=9/3", long, refused, "S3 refuses its vote: S1 asks for term 3, and S3 is in " +
			"term 4.", "rule 1; §5.1"},
		{"m1 S1 AppendEntries term=3 prev=3/2 commit=1", long, "m9 S1 AppendEntriesReply term=4 refused",
			"S3 refuses: S1 led term 3, and S3 is in term 4.", "rule 1; §5.1"},
		{"m1 S1 AppendEntries term=4 prev=5/3 commit=1", long,
			"m9 S1 AppendEntriesReply term=4 refused conflict=4/0",
			"S3 refuses: its log, which ends with entry 3 of term 2, has no entry 5 of term 3", "rule 2; §5.3"},
		{"m1 S1 AppendEntries term=4 prev=3/2 commit=0", long, "m9 S1 AppendEntriesReply term=4 match=3",
			"a heartbeat, and its election timer starts anew.", "rule 2; §5.3"},
		{"m1 S1 RequestVoteReply term=3 granted", raftcluster.Standing{Term: 4, Role: raft.Candidate}, "",
			"it counts votes of its own term only", "§5.1, §5.2"},
		{"m1 S1 AppendEntriesReply term=4 refused conflict=1/0", raftcluster.Standing{Term: 4, Role: raft.Leader},
			"", "S1 could not append: S3 goes back in the log of S1", "§5.3"},
	} {
		reason := explained.Explain(delivered(test.message, test.before, test.answer))
		assert.Contains(t, reason.Sentence, test.why, test.message)
		assert.Contains(t, reason.Place, test.place, test.message)
	}
}

// FuzzExplain: nothing makes it panic, because a trace may have any author.
func FuzzExplain(f *testing.F) {
	f.Add("S1", "deliver", "m1 S2 RequestVote term=1 last=0/0", "m2 S2 RequestVoteReply term=1 granted")
	f.Add("-", "drop", "m1", "")
	f.Fuzz(func(t *testing.T, subject, kind, details, answer string) {
		o := face.Step{Event: face.Line{Subject: subject, Kind: kind, Details: details}}
		explained.Explain(o)
		o.Input, o.Outcome = o.Event, []face.Line{{Subject: subject, Kind: "send", Details: answer}}
		explained.Explain(o)
		o.Event = o.Outcome[0]
		explained.Explain(o)
	})
}

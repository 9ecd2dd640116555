package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/lab/face"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
)

// careful is the face of a cluster with all of it switched on.
func careful() face.Face {
	setup := raftcluster.DefaultSetup()
	setup.Elections.PreVote, setup.Elections.Stickiness, setup.Elections.CheckQuorum = true, true, true
	return raftcluster.New(setup).Face()
}

// acted is a step of S3, of five servers, with an input that is no message.
func acted(kind, details string, before, after raftcluster.Standing, outcome ...face.Line) face.Step {
	input := face.Line{Subject: "S3", Kind: kind, Details: details}
	return face.Step{Event: input, Input: input, Outcome: outcome, Before: before, After: after, Servers: 5}
}

func line(kind, details string) face.Line {
	return face.Line{Subject: "S3", Kind: kind, Details: details}
}

// TestAnswersToPreVotesNameTheirReason: a leader that is heard, a vote that is taken, a log that is behind.
func TestAnswersToPreVotesNameTheirReason(t *testing.T) {
	alone := raftcluster.Standing{Term: 4, LastIndex: 3, LastTerm: 2}
	hears, voted, leads := alone, alone, alone
	hears.Heard, hears.Leader = true, 2
	voted.VotedFor = 2
	leads.Role, leads.Heard, leads.Leader = raft.Leader, true, 3
	const yes, no = "m9 S1 PreVoteReply term=5 granted", "m9 S1 PreVoteReply term=4 refused"
	for _, test := range []struct {
		message string
		before  raftcluster.Standing
		answer  string
		why     string
	}{
		{"m1 S1 PreVote term=5 last=3/2", alone, yes, "S3 would vote for S1 in term 5: it hears no leader, and the " +
			"log of S1, which ends with entry 3 of term 2, is at least as up to date as its own, which ends with " +
			"entry 3 of term 2. The answer is no vote: the term of S3 stays 4."},
		{"m1 S1 PreVote term=5 last=9/4", hears, no, "S3 would not vote for S1 in term 5: it hears S2, the leader of " +
			"term 4."},
		{"m1 S1 PreVote term=5 last=9/4", leads, no, "S3 would not vote for S1 in term 5: it leads term 4 itself, " +
			"and works."},
		{"m1 S1 PreVote term=5 last=9/1", alone, no, "S3 would not vote for S1 in term 5: the log of S1 ends with " +
			"entry 9 of term 1, and its own with entry 3 of term 2, which is more up to date."},
		{"m1 S1 PreVote term=4 last=9/4", voted, no, "S3 would not vote for S1 in term 4: in term 4 its vote is for " +
			"S2."},
		{"m1 S1 PreVote term=3 last=9/4", alone, no, "S1 asks for term 3, and S3 is in term 4."},
		{"m1 S1 PreVote term=5 last=9/4", hears, yes, "S3 says that it would vote for S1, against the rule: it hears " +
			"S2, the leader of term 4."},
		{"m1 S1 PreVote term=5 last=3/2", alone, no, "S3 says that it would not vote for S1, though it hears no " +
			"leader"},
		{"m1 S1 PreVote term=5 last=3/2", alone, "", "S3 has the PreVote of S1, and has not come to answer it"},
		{"m1 S1 RequestVote term=5 last=9/4", hears, "", "S3 leaves the RequestVote of S1 unanswered, and does not " +
			"take over its term 5: it hears S2, the leader of term 4."},
		{"m1 S1 TransferVote term=5 last=9/4", hears, "m9 S1 RequestVoteReply term=5 granted", "S3 grants its vote " +
			"in term 5, though it hears S2, the leader of term 4: the request says that the leader itself told S1 to " +
			"stand."},
	} {
		reason := careful().Explain(delivered(test.message, test.before, test.answer))
		assert.Contains(t, reason.Sentence, test.why, test.message)
		assert.Equal(t, test.answer != "" || reason.Code == "explain.vote.unanswered", reason.Place != "", test.message)
	}
}

func TestPreVotesAreCounted(t *testing.T) {
	before := raftcluster.Standing{Term: 4, Role: raft.PreCandidate, PreVotes: 1}
	after := before
	after.PreVotes = 2
	stood := raftcluster.Standing{Term: 5, Role: raft.Candidate}
	follower := raftcluster.Standing{Term: 4, Leader: 1, Heard: true}
	for _, test := range []struct {
		details       string
		before, after raftcluster.Standing
		outcome       []face.Line
		why           string
	}{
		{"m1 S1 PreVoteReply term=5 granted", before, after, nil, "S3 counts the yes of S1: it has 2 now, and needs " +
			"3 of 5."},
		{"m1 S1 PreVoteReply term=5 granted", after, stood, []face.Line{line("role", "candidate term=5")}, "With the " +
			"yes of S1, a majority, 3 of 5, would vote for S3: it stands for election, begins term 5"},
		{"m1 S1 PreVoteReply term=4 granted", before, before, nil, "The yes of S1 is for term 4, and belongs to " +
			"another attempt: S3 asks for term 5 now."},
		{"m1 S1 PreVoteReply term=4 refused", before, before, nil, "S1 would not vote for S3, which goes on waiting " +
			"for a majority, 3 of 5. Its term stays 4."},
		{"m1 S1 PreVoteReply term=5 granted", follower, follower, nil, "The answer of S1 decides nothing: S3 is a " +
			"follower of term 4, and does not ask any more."},
		{"m1 S1 PreVoteReply term=9 refused", before, raftcluster.Standing{Term: 9}, []face.Line{line("term", "9")},
			"S3 was in term 4, and the PreVoteReply of S1 shows it term 9"},
	} {
		reason := careful().Explain(acted("deliver", test.details, test.before, test.after, test.outcome...))
		assert.Contains(t, reason.Sentence, test.why, test.details)
	}
}

// TestSilenceIsExplained, whether a server acts by its own clock or by a command.
func TestSilenceIsExplained(t *testing.T) {
	follower := raftcluster.Standing{Term: 4, Leader: 1, Heard: true}
	forgot := raftcluster.Standing{Term: 4, Leader: 1}
	asking := raftcluster.Standing{Term: 4, Role: raft.PreCandidate}
	leader := raftcluster.Standing{Term: 4, Role: raft.Leader, Leader: 3, Heard: true, Active: raft.SetOf(2)}
	fresh := leader
	fresh.Active = 0
	well := leader
	well.Active.Add(4)
	for _, test := range []struct {
		kind, details string
		before, after raftcluster.Standing
		outcome       []face.Line
		why, place    string
	}{
		{"wake", "", follower, forgot, []face.Line{line("forget", "leader=S1")}, "S3 has not heard S1 for the least " +
			"election timeout", "§4.2.3"},
		{"control", "forget", follower, forgot, []face.Line{line("forget", "leader=S1")}, "By a command, S1 counts " +
			"as silent: S3 no longer knows that it works", "§9.6"},
		{"control", "forget", forgot, forgot, nil, "S3 hears no leader, so there is nothing to forget.", "§9.6"},
		{"control", "forget", leader, leader, nil, "S3 leads: it has no other leader to forget.", "§9.6"},
		{"wake", "", forgot, asking, []face.Line{line("send", "m1 S1 PreVote term=5 last=0/0")}, "S3 heard from no " +
			"leader before its election timeout ran out. Before it stands it asks the others whether they would vote " +
			"for it in term 5. Its own term stays 4 meanwhile.", "§9.6"},
		{"control", "timeout", follower, asking, []face.Line{line("send", "m1 S1 PreVote term=5 last=0/0")}, "S3 has " +
			"its election timer fired by hand. Before it stands", "§9.6"},
		{"wake", "", leader, forgot, []face.Line{line("role", "follower term=4")}, "Since its last check S3 was " +
			"answered by S2: with itself that is 2 of 5, and 3 are a majority. It can commit nothing, so it steps " +
			"down. Its term stays 4.", "§6.2"},
		{"control", "interval", fresh, forgot, []face.Line{line("role", "follower term=4")}, "answered by nobody",
			"§6.2"},
		{"control", "interval", well, fresh, nil, "answered by S2, S4: with itself that is 3 of 5, a majority. It " +
			"leads on", "§6.2"},
		{"wake", "", well, fresh, nil, "answered by S2, S4", "§6.2"},
		{"wake", "", well, fresh, []face.Line{line("send", "m1 S1 AppendEntries term=4 prev=0/0 commit=0")}, "S3 " +
			"leads, and tells the others so", "§5.2"},
		{"control", "interval", follower, follower, nil, "S3 does not lead, so it counts no answers.", "§6.2"},
	} {
		reason := careful().Explain(acted(test.kind, test.details, test.before, test.after, test.outcome...))
		assert.Contains(t, reason.Sentence, test.why, test.kind+" "+test.details)
		assert.Contains(t, reason.Place, test.place, test.kind+" "+test.details)
	}
}

func TestTransfersAreExplained(t *testing.T) {
	leader := raftcluster.Standing{Term: 4, Role: raft.Leader, Leader: 3}
	handing := leader
	handing.Transferee = 2
	follower := raftcluster.Standing{Term: 4, Leader: 1, Heard: true}
	stood := raftcluster.Standing{Term: 5, Role: raft.Candidate}
	now := line("send", "m1 S2 TimeoutNow term=4")
	begins := line("transfer", "to=S2")
	for _, test := range []struct {
		kind, details string
		before, after raftcluster.Standing
		outcome       []face.Line
		why           string
	}{
		{"control", "transfer S2", leader, handing, []face.Line{begins}, "S3 hands over to S2. It sends S2 what its " +
			"log lacks first. Until there is a new leader, S3 takes no command"},
		{"control", "transfer S2", leader, handing, []face.Line{begins, now}, "S2 has the whole log, so S3 tells it " +
			"to stand at once."},
		{"control", "transfer S2", follower, follower, nil, "S3 does not lead, so it has nothing to hand over."},
		{"control", "abort", handing, leader, []face.Line{line("transfer", "ended")}, "By a command, S3 gives up " +
			"handing over to S2, and takes commands again."},
		{"control", "abort", leader, leader, nil, "S3 does not hand over to anybody, so there is nothing to end."},
		{"wake", "", handing, leader, []face.Line{line("transfer", "ended")}, "About an election timeout has passed, " +
			"and S2 has begun no term"},
		{"asked", "r1 S3 put x 1", handing, handing, nil, "S3 hands over to S2 and takes no command until that is " +
			"over"},
		{"deliver", "m1 S1 TimeoutNow term=4", follower, stood, []face.Line{line("role", "candidate term=5")}, "S1 " +
			"leads and tells S3 to stand: S3 waits for no timer and asks nobody first. It begins term 5"},
		{"deliver", "m1 S1 TimeoutNow term=3", follower, follower, nil, "The TimeoutNow of S1 is of term 3, and S3 " +
			"is in term 4: it comes too late"},
		{"deliver", "m1 S1 TimeoutNow term=4", leader, leader, nil, "S3 leads already"},
		{"deliver", "m1 S1 TimeoutNow term=4", follower, follower, nil, "has not acted on it yet"},
	} {
		reason := careful().Explain(acted(test.kind, test.details, test.before, test.after, test.outcome...))
		assert.Contains(t, reason.Sentence, test.why, test.kind+" "+test.details)
	}
	sent := acted("deliver", "m1 S2 AppendEntriesReply term=4 match=3", handing, handing, now)
	sent.Event = now
	assert.Equal(t, "S2 has the whole log of S3, so it can win: S3 tells it to stand now.",
		careful().Explain(sent).Sentence)
}

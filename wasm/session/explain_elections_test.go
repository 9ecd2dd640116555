package session_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/wasm/protocol"
)

// TestElectionsThatDoNotDisturbAreExplained plays the stories, and explains lines of theirs.
func TestElectionsThatDoNotDisturbAreExplained(t *testing.T) {
	for _, test := range []struct{ scenario, line, sentence string }{
		{"a8-asks-first", "S3 role pre-candidate term=1", "S3 heard from no leader before its election timeout ran " +
			"out. Before it stands it asks the others whether they would vote for it in term 2. Its own term stays 1"},
		{"a8-asks-first", "S3 forget leader=S1", "S3 has not heard S1 for the least election timeout"},
		{"a8-leader-is-heard", "S2 send m32 S3 PreVoteReply term=1 refused", "S2 would not vote for S3 in term 2: it " +
			"hears S1, the leader of term 1."},
		{"a8-leader-is-heard", "S1 send m31 S3 PreVoteReply term=1 refused", "S1 would not vote for S3 in term 2: it " +
			"leads term 1 itself, and works."},
		{"a8-leader-is-heard", "S2 forget leader=S1", "By a command, S1 counts as silent: S2 no longer knows"},
		{"a8-leader-is-heard", "S3 role candidate term=2", "With the yes of S2, a majority, 2 of 3, would vote for S3"},
		{"a9-check-quorum", "S1 role follower term=1", "Since its last check S1 was answered by S2: with itself that " +
			"is 2 of 5, and 3 are a majority."},
		{"a11-transfer", "S1 transfer to=S2", "S1 hands over to S2. It sends S2 what its log lacks first."},
		{"a11-transfer", "S1 asked r3", "S1 hands over to S2 and takes no command until that is over"},
		{"a11-transfer", "S1 send m27 S2 TimeoutNow term=1", "S2 has the whole log of S1, so it can win"},
		{"a11-transfer", "S2 role candidate term=2", "S1 leads and tells S2 to stand: S2 waits for no timer"},
		{"a11-transfer", "S3 deliver m29 S2 TransferVote", "S3 grants its vote in term 2, though it hears S1, the " +
			"leader of term 1: the request says that the leader itself told S2 to stand."},
		{"a11-target-is-dead", "S1 transfer ended", "About an election timeout has passed, and S2 has begun no term"},
	} {
		e := played(t, protocol.StartRequest{Scenario: test.scenario})
		assert.Contains(t, e.why(t, test.line).Sentence, test.sentence, test.line)
	}
}

// TestRequestIsLeftUnanswered: the reason names the leader that is heard.
func TestRequestIsLeftUnanswered(t *testing.T) {
	e := played(t, protocol.StartRequest{Scenario: "a8-stickiness-alone"})
	found := map[string]bool{}
	for i := range e.lines {
		x := e.explain(t, i+1)
		found[x.Code] = true
		if x.Code == "explain.vote.unanswered" {
			assert.Empty(t, x.Effects)
			assert.Contains(t, x.Sentence, "S1 leaves the RequestVote of S3 unanswered")
			assert.Equal(t, "§6, thesis §4.2.3", x.Place)
			break
		}
	}
	assert.True(t, found["explain.vote.unanswered"])
}

// TestServersShowWhatTheyKnowOfElections, and only where it is switched on.
func TestServersShowWhatTheyKnowOfElections(t *testing.T) {
	k := newTalk(t)
	f := k.frame(protocol.StartRequest{Scenario: "a11-transfer", Event: 99})
	s1, s2 := raftOf(f.Servers[0]), raftOf(f.Servers[1])
	require.NotNil(t, s1.Elections)
	assert.Equal(t, 2, s1.Elections.Transferee)
	assert.True(t, s1.Elections.Heard)
	assert.Zero(t, s2.Elections.Transferee)
	assert.Contains(t, f.Servers[0].Rows, [2]string{"hands over to", "S2"})
	assert.Contains(t, string(protocol.Encode(f)),
		`"elections":{"heard":true,"preVotes":[],"active":[],"transferee":2}`)

	f = k.frame(protocol.StartRequest{Scenario: "a9-check-quorum", Event: 109})
	assert.Equal(t, []int{2, 3, 4, 5}, raftOf(f.Servers[0]).Elections.Active)
	f = k.frame(protocol.StartRequest{Scenario: "a8-leader-is-heard", Event: 98})
	assert.Equal(t, []int{3}, raftOf(f.Servers[2]).Elections.PreVotes)

	f = k.frame(protocol.StartRequest{Scenario: "c2-figure-8"})
	assert.Nil(t, raftOf(f.Servers[0]).Elections)
	assert.NotContains(t, string(protocol.Encode(f)), "elections")
}

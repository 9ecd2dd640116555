package raft

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestHandleAppendEntriesReply(t *testing.T) {
	cases := []struct {
		situation           string
		next, match         Index // of S2 before
		reply               AppendEntriesReply
		wantNext, wantMatch Index
	}{
		{"success", 7, 0, AppendEntriesReply{Term: 6, Success: true, MatchIndex: 6}, 7, 6},
		{"success that proves less than the leader hoped", 7, 0, AppendEntriesReply{Term: 6, Success: true, MatchIndex: 3}, 7, 3},
		{"success overtaken by a later one", 6, 5, AppendEntriesReply{Term: 6, Success: true, MatchIndex: 2}, 6, 5},
		{"success of an earlier term", 7, 0, AppendEntriesReply{Term: 5, Success: true, MatchIndex: 6}, 7, 0},

		{"the follower's log is shorter", 7, 0, AppendEntriesReply{Term: 6, ConflictIndex: 3}, 3, 0},
		{"the follower's log is empty", 7, 0, AppendEntriesReply{Term: 6, ConflictIndex: 1}, 1, 0},
		{"the leader has entries of the conflicting term", 7, 0, AppendEntriesReply{Term: 6, ConflictTerm: 2, ConflictIndex: 2}, 5, 0},
		{"the leader has none of the conflicting term", 7, 0, AppendEntriesReply{Term: 6, ConflictTerm: 3, ConflictIndex: 2}, 2, 0},
		{"the conflicting term is later than all of the leader's", 7, 0, AppendEntriesReply{Term: 6, ConflictTerm: 5, ConflictIndex: 4}, 4, 0},
		{"the hint is no step back", 4, 0, AppendEntriesReply{Term: 6, ConflictIndex: 9}, 3, 0},
		{"no hint: back to what is known to match", 7, 0, AppendEntriesReply{Term: 6}, 1, 0},
		{"no hint, and some is known to match", 7, 3, AppendEntriesReply{Term: 6}, 4, 3},
		{"a late refusal of what matches since", 7, 6, AppendEntriesReply{Term: 6, ConflictIndex: 2}, 7, 6},
		{"a refusal at the very beginning", 1, 0, AppendEntriesReply{Term: 6, ConflictIndex: 1}, 1, 0},
		{"a refusal of an earlier term", 7, 0, AppendEntriesReply{Term: 5, ConflictIndex: 1}, 7, 0},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			s := stateOf(6, 1, 2, 2, 2, 4, 4)
			s.BecomeLeader()
			s.NextIndex[2], s.MatchIndex[2] = c.next, c.match
			HandleAppendEntriesReply(s, 2, c.reply)
			if s.NextIndex[2] != c.wantNext || s.MatchIndex[2] != c.wantMatch {
				t.Errorf("HandleAppendEntriesReply(next %d, match %d, %+v) = next %d, match %d, want next %d, match %d",
					c.next, c.match, c.reply, s.NextIndex[2], s.MatchIndex[2], c.wantNext, c.wantMatch)
			}
		})
	}
}

func TestAnswersToAFormerLeaderChangeNothing(t *testing.T) {
	s := stateOf(6, 1, 2)
	HandleAppendEntriesReply(s, 2, AppendEntriesReply{Term: 6, Success: true, MatchIndex: 2})
	assert.Equal(t, Index(0), s.MatchIndex[2])
}

// drawLog draws a log whose terms never decrease.
func drawLog(t *rapid.T, label string, last Term) []Term {
	length := rapid.IntRange(0, 12).Draw(t, label)
	terms := make([]Term, length)
	term := Term(1)
	for i := range terms {
		term = rapid.Custom(func(t *rapid.T) Term { return Term(rapid.Uint64Range(uint64(term), uint64(last)).Draw(t, "")) }).Draw(t, label)
		terms[i] = term
	}
	return terms
}

// TestBackOffNeedsAtMostOneRoundTripForEachTermThatDiffers: the promise of the end of §5.3, for any
// two logs that could stand in one cluster: those that share a beginning and nothing behind it.
func TestBackOffNeedsAtMostOneRoundTripForEachTermThatDiffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shared := drawLog(t, "shared", 3)
		begin := Term(1)
		if len(shared) > 0 {
			begin = shared[len(shared)-1]
		}
		// Odd and even terms: behind the shared entries no two are alike, so that Log Matching holds.
		own := func(label string, parity Term) []Term {
			terms := append([]Term{}, shared...)
			for _, term := range drawLog(t, label, 5) {
				terms = append(terms, begin+2*term+parity)
			}
			return terms
		}
		leader, follower := stateOf(20, own("leader's", 0)...), stateOf(20, own("follower's", 1)...)
		leader.BecomeLeader()
		leader.AppendAsLeader(NoOp, nil)
		differing := map[Term]bool{}
		for _, term := range logTerms(&follower.Log)[len(shared):] {
			differing[term] = true
		}
		trips := 0
		for leader.MatchIndex[2] < leader.Log.LastIndex() {
			before := leader.NextIndex[2]
			reply := HandleAppendEntries(follower, AppendEntriesTo(leader, 2, 64))
			HandleAppendEntriesReply(leader, 2, reply)
			trips++
			require.True(t, reply.Success || leader.NextIndex[2] < before, "a refusal at %d that moves nothing", before)
		}
		require.True(t, sameEntries(leader.Log.From(1), follower.Log.From(1)))
		// One more finds that the log is too short, and one more succeeds.
		require.LessOrEqual(t, trips, len(differing)+2)
	})
}

func TestRepliesOfFollowersBehindAreFollowedByTheNextEntries(t *testing.T) {
	config := testConfig(1, 3)
	config.MaxEntriesPerMessage = 2
	n, err := New(config)
	require.NoError(t, err)
	n.Step(0, Restart{})
	n.Step(0, TimeoutNow{})
	n.Step(0, receive(2, 1, RequestVoteReply{Term: 1, VoteGranted: true}))
	for request := RequestID(1); request <= 4; request++ {
		assert.Empty(t, n.Step(0, Propose{Request: request}).Messages, "both followers still owe an answer for the no-op")
	}
	out := n.Step(0, receive(2, 1, AppendEntriesReply{Term: 1, Success: true, MatchIndex: 1}))
	assert.Len(t, only[AppendEntries](t, out).Entries, 2, "as many as a message may hold")
	out = n.Step(0, receive(2, 1, AppendEntriesReply{Term: 1, Success: true, MatchIndex: 3}))
	next := only[AppendEntries](t, out)
	assert.Equal(t, Index(3), next.PrevLogIndex)
	assert.Len(t, next.Entries, 2)
	assert.Empty(t, n.Step(0, receive(2, 1, AppendEntriesReply{Term: 1, Success: true, MatchIndex: 5})).Messages)
}

func TestLostEntriesGoOutAgainWithTheNextHeartbeat(t *testing.T) {
	n, out := startLeader(t, 3, 1)
	first := out.Messages[0].Body.(AppendEntries)
	again := n.Step(out.WakeAt, Wake{})
	require.Len(t, again.Messages, 2)
	assert.Equal(t, first, again.Messages[0].Body)
}

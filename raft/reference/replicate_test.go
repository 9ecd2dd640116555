package reference

import (
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestHandleAppendEntriesReply(t *testing.T) {
	cases := []struct {
		situation           string
		next, match         raft.Index // of S2 before
		reply               raft.AppendEntriesReply
		wantNext, wantMatch raft.Index
	}{
		{"success", 7, 0, raft.AppendEntriesReply{Term: 6, Success: true, MatchIndex: 6}, 7, 6},
		{"success that proves less than the leader hoped", 7, 0,
			raft.AppendEntriesReply{Term: 6, Success: true, MatchIndex: 3}, 7, 3},
		{"success overtaken by a later one", 6, 5, raft.AppendEntriesReply{Term: 6, Success: true, MatchIndex: 2}, 6,
			5},
		{"success of an earlier term", 7, 0, raft.AppendEntriesReply{Term: 5, Success: true, MatchIndex: 6}, 7, 0},

		{"the follower's log is shorter", 7, 0, raft.AppendEntriesReply{Term: 6, ConflictIndex: 3}, 3, 0},
		{"the follower's log is empty", 7, 0, raft.AppendEntriesReply{Term: 6, ConflictIndex: 1}, 1, 0},
		{"the leader has entries of the conflicting term", 7, 0,
			raft.AppendEntriesReply{Term: 6, ConflictTerm: 2, ConflictIndex: 2}, 5, 0},
		{"the leader has no entry of the conflicting term", 7, 0,
			raft.AppendEntriesReply{Term: 6, ConflictTerm: 3, ConflictIndex: 2}, 2, 0},
		{"the conflicting term is later than all of the leader's", 7, 0,
			raft.AppendEntriesReply{Term: 6, ConflictTerm: 5, ConflictIndex: 4}, 4, 0},
		{"the hint does not step back", 4, 0, raft.AppendEntriesReply{Term: 6, ConflictIndex: 9}, 3, 0},
		{"no hint: back to what is known to match", 7, 0, raft.AppendEntriesReply{Term: 6}, 1, 0},
		{"no hint, and some is known to match", 7, 3, raft.AppendEntriesReply{Term: 6}, 4, 3},
		{"a late refusal of entries that match by now", 7, 6, raft.AppendEntriesReply{Term: 6, ConflictIndex: 2}, 7, 6},
		{"a refusal at the very beginning", 1, 0, raft.AppendEntriesReply{Term: 6, ConflictIndex: 1}, 1, 0},
		{"a refusal of an earlier term", 7, 0, raft.AppendEntriesReply{Term: 5, ConflictIndex: 1}, 7, 0},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			s := rafttest.State(6, 1, 2, 2, 2, 4, 4)
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
	s := rafttest.State(6, 1, 2)
	HandleAppendEntriesReply(s, 2, raft.AppendEntriesReply{Term: 6, Success: true, MatchIndex: 2})
	assert.Equal(t, raft.Index(0), s.MatchIndex[2])
}

// drawLog draws a log whose terms never decrease.
func drawLog(t *rapid.T, label string, last raft.Term) []raft.Term {
	length := rapid.IntRange(0, 12).Draw(t, label)
	terms := make([]raft.Term, length)
	term := raft.Term(1)
	for i := range terms {
		term = rapid.Custom(func(t *rapid.T) raft.Term {
			return raft.Term(rapid.Uint64Range(uint64(term), uint64(last)).Draw(t, ""))
		}).Draw(t, label)
		terms[i] = term
	}
	return terms
}

// TestBackOffNeedsAtMostOneRoundTripForEachTermThatDiffers: the promise at the end of §5.3, for any two logs
// that could exist in one cluster: they share a beginning and differ in every entry behind it.
func TestBackOffNeedsAtMostOneRoundTripForEachTermThatDiffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shared := drawLog(t, "shared", 3)
		begin := raft.Term(1)
		if len(shared) > 0 {
			begin = shared[len(shared)-1]
		}
		// One log has odd terms and the other even ones: behind the shared entries no two are equal, so Log
		// Matching holds.
		own := func(label string, parity raft.Term) []raft.Term {
			terms := append([]raft.Term{}, shared...)
			for _, term := range drawLog(t, label, 5) {
				terms = append(terms, begin+2*term+parity)
			}
			return terms
		}
		leader, follower := rafttest.State(20, own("leader's", 0)...), rafttest.State(20, own("follower's", 1)...)
		leader.BecomeLeader()
		leader.AppendAsLeader(raft.NoOp, nil)
		differing := map[raft.Term]bool{}
		for _, term := range rafttest.LogTerms(&follower.Log)[len(shared):] {
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
		require.True(t, raft.EqualEntries(leader.Log.From(1), follower.Log.From(1)))
		// One more round trip finds that the log is too short, and one more succeeds.
		require.LessOrEqual(t, trips, len(differing)+2)
	})
}

// TestSlicesOfTheLogHaveNoSpareCapacity: an append by one side must not write into memory that the other side
// sees.
func TestSlicesOfTheLogHaveNoSpareCapacity(t *testing.T) {
	array := rafttest.Entries(1, 1, 1, 1)
	l := raft.LogOf(array[:3]...)
	l.Append(raft.Entry{Term: 2})
	assert.Equal(t, raft.Term(1), array[3].Term,
		"the caller's array has room behind the log, which the log must not use")

	l.Append(raft.Entry{Term: 2}) // the array behind the log has room for more now
	s := rafttest.State(2)
	s.Log = l
	s.BecomeLeader()
	s.NextIndex[2] = 1
	for name, slice := range map[string][]raft.Entry{
		"From":            l.From(1),
		"AppendEntriesTo": AppendEntriesTo(s, 2, 2).Entries,
	} {
		assert.Equal(t, len(slice), cap(slice), name)
	}
}

package reference

import (
	"slices"
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// request is an AppendEntries of term 4 whose entries have the given terms.
func request(prev raft.Index, prevTerm raft.Term, commit raft.Index, terms ...raft.Term) raft.AppendEntries {
	return raft.AppendEntries{
		Term: 4, LeaderID: 2, PrevLogIndex: prev, PrevLogTerm: prevTerm, LeaderCommit: commit,
		Entries: rafttest.Entries(append(make([]raft.Term, prev), terms...)...)[prev:],
	}
}

func TestHandleAppendEntries(t *testing.T) {
	ok := func(match raft.Index) raft.AppendEntriesReply {
		return raft.AppendEntriesReply{Term: 4, Success: true, MatchIndex: match}
	}
	refused := func(term raft.Term, index raft.Index) raft.AppendEntriesReply {
		return raft.AppendEntriesReply{Term: 4, ConflictTerm: term, ConflictIndex: index}
	}
	cases := []struct {
		situation  string
		log        []raft.Term
		req        raft.AppendEntries
		want       raft.AppendEntriesReply
		wantLog    []raft.Term
		wantCommit raft.Index
	}{
		{"a heartbeat to an empty log", nil, request(0, 0, 0), ok(0), nil, 0},
		{"the first entries", nil, request(0, 0, 1, 1, 1), ok(2), []raft.Term{1, 1}, 1},
		{"entries at the end", []raft.Term{1}, request(1, 1, 0, 4), ok(2), []raft.Term{1, 4}, 0},
		{"entries that are there", []raft.Term{1, 1, 2}, request(1, 1, 2, 1), ok(2), []raft.Term{1, 1, 2}, 2},
		{"some there, some new", []raft.Term{1, 1}, request(0, 0, 0, 1, 1, 4), ok(3), []raft.Term{1, 1, 4}, 0},
		{"the first one differs", []raft.Term{1, 1}, request(0, 0, 0, 4), ok(1), []raft.Term{4}, 0},
		{"a later one differs", []raft.Term{1, 2, 2, 2}, request(1, 1, 0, 2, 4, 4), ok(4), []raft.Term{1, 2, 4, 4}, 0},
		{"one differs, and the rest is shorter", []raft.Term{1, 2, 2, 2}, request(1, 1, 9, 4), ok(2), []raft.Term{1, 4},
			2},

		{"an empty log lacks the entry before", nil, request(3, 2, 3, 4), refused(0, 1), nil, 0},
		{"the log ends too early", []raft.Term{1, 1}, request(3, 2, 3, 4), refused(0, 3), []raft.Term{1, 1}, 0},
		{"another term before, from index 1 on", []raft.Term{1, 1, 1}, request(3, 2, 3, 4), refused(1, 1),
			[]raft.Term{1, 1, 1}, 0},
		{"another term before, from the middle", []raft.Term{1, 2, 2, 2}, request(3, 3, 3, 4), refused(2, 2),
			[]raft.Term{1, 2, 2, 2}, 0},
		{"another term before, alone", []raft.Term{1, 2, 3}, request(3, 4, 3), refused(3, 3), []raft.Term{1, 2, 3}, 0},
		{"the largest possible index", []raft.Term{1},
			raft.AppendEntries{Term: 4, LeaderID: 2, PrevLogIndex: ^raft.Index(0)}, refused(0, 2), []raft.Term{1}, 0},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			s := rafttest.State(3, c.log...)
			got := HandleAppendEntries(s, c.req)
			if got != c.want || !slices.Equal(rafttest.LogTerms(&s.Log), c.wantLog) || s.CommitIndex != c.wantCommit {
				t.Errorf("HandleAppendEntries(log %v, %+v) = %+v, log %v, commit %d, want %+v, log %v, commit %d",
					c.log, c.req, got, rafttest.LogTerms(&s.Log), s.CommitIndex, c.want, c.wantLog, c.wantCommit)
			}
			assert.Equal(t, raft.NodeID(2), s.Leader,
				"whoever leads the term is known, even when the entries are refused")
			assert.Equal(t, raft.Follower, s.Role)
		})
	}
}

// figure7 is the leader of Figure 7 and its six possible followers, with the round trips that each needs until
// its log equals the leader's, the first request included. One entry at a time, (f) alone would need 8.
var figure7 = []struct {
	name       string
	log        []raft.Term
	roundTrips int
}{
	{"a: one entry missing", []raft.Term{1, 1, 1, 4, 4, 5, 5, 6, 6}, 2},
	{"b: many entries missing", []raft.Term{1, 1, 1, 4}, 2},
	{"c: one extra uncommitted entry", []raft.Term{1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6}, 1},
	{"d: two extra entries of a later term", []raft.Term{1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7}, 1},
	{"e: missing and extra entries", []raft.Term{1, 1, 1, 4, 4, 4, 4}, 3},
	{"f: two whole terms that nobody else has", []raft.Term{1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3}, 3},
}

func figure7Leader() *raft.State {
	s := rafttest.State(8, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6)
	s.BecomeLeader()
	s.AppendAsLeader(raft.NoOp, nil)
	return s
}

func TestFigure7FollowersAreRepaired(t *testing.T) {
	for _, f := range figure7 {
		t.Run(f.name, func(t *testing.T) {
			leader, follower := figure7Leader(), rafttest.State(7, f.log...)
			trips := 0
			for leader.MatchIndex[2] < leader.Log.LastIndex() {
				require.Less(t, trips, 20)
				trips++
				reply := HandleAppendEntries(follower, AppendEntriesTo(leader, 2, 64))
				HandleAppendEntriesReply(leader, 2, reply)
			}
			assert.True(t, raft.EqualEntries(leader.Log.From(1), follower.Log.From(1)), "log %v",
				rafttest.LogTerms(&follower.Log))
			if trips != f.roundTrips {
				t.Errorf("round trips(%v) = %d, want %d", f.log, trips, f.roundTrips)
			}
		})
	}
}

// TestFigure7IsRepairedByLateAndDoubledAnswersToo does the same with every answer late and doubled.
func TestFigure7IsRepairedByLateAndDoubledAnswersToo(t *testing.T) {
	for _, f := range figure7 {
		leader, follower := figure7Leader(), rafttest.State(7, f.log...)
		var late []raft.AppendEntriesReply
		for range 20 {
			late = append(late, HandleAppendEntries(follower, AppendEntriesTo(leader, 2, 2)))
			for _, reply := range late {
				HandleAppendEntriesReply(leader, 2, reply)
				require.Less(t, leader.MatchIndex[2], leader.NextIndex[2])
			}
		}
		assert.Equal(t, leader.Log.LastIndex(), leader.MatchIndex[2], f.name)
		assert.True(t, raft.EqualEntries(leader.Log.From(1), follower.Log.From(1)), "log %v",
			rafttest.LogTerms(&follower.Log))
	}
}

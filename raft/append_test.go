package raft

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// request is an AppendEntries of term 4 whose entries have the given terms.
func request(prev Index, prevTerm Term, commit Index, terms ...Term) AppendEntries {
	return AppendEntries{
		Term: 4, LeaderID: 2, PrevLogIndex: prev, PrevLogTerm: prevTerm, LeaderCommit: commit,
		Entries: entriesOf(append(make([]Term, prev), terms...)...)[prev:],
	}
}

func TestHandleAppendEntries(t *testing.T) {
	ok := func(match Index) AppendEntriesReply {
		return AppendEntriesReply{Term: 4, Success: true, MatchIndex: match}
	}
	refused := func(term Term, index Index) AppendEntriesReply {
		return AppendEntriesReply{Term: 4, ConflictTerm: term, ConflictIndex: index}
	}
	cases := []struct {
		situation  string
		log        []Term
		req        AppendEntries
		want       AppendEntriesReply
		wantLog    []Term
		wantCommit Index
	}{
		{"a heartbeat to an empty log", nil, request(0, 0, 0), ok(0), nil, 0},
		{"the first entries", nil, request(0, 0, 1, 1, 1), ok(2), []Term{1, 1}, 1},
		{"entries at the end", []Term{1}, request(1, 1, 0, 4), ok(2), []Term{1, 4}, 0},
		{"entries that are there", []Term{1, 1, 2}, request(1, 1, 2, 1), ok(2), []Term{1, 1, 2}, 2},
		{"some there, some new", []Term{1, 1}, request(0, 0, 0, 1, 1, 4), ok(3), []Term{1, 1, 4}, 0},
		{"the first one differs", []Term{1, 1}, request(0, 0, 0, 4), ok(1), []Term{4}, 0},
		{"a later one differs", []Term{1, 2, 2, 2}, request(1, 1, 0, 2, 4, 4), ok(4), []Term{1, 2, 4, 4}, 0},
		{"one differs, and the rest is shorter", []Term{1, 2, 2, 2}, request(1, 1, 9, 4), ok(2), []Term{1, 4}, 2},

		{"an empty log lacks the entry before", nil, request(3, 2, 3, 4), refused(0, 1), nil, 0},
		{"the log ends too early", []Term{1, 1}, request(3, 2, 3, 4), refused(0, 3), []Term{1, 1}, 0},
		{"another term before, from the beginning", []Term{1, 1, 1}, request(3, 2, 3, 4), refused(1, 1), []Term{1, 1, 1}, 0},
		{"another term before, from the middle", []Term{1, 2, 2, 2}, request(3, 3, 3, 4), refused(2, 2), []Term{1, 2, 2, 2}, 0},
		{"another term before, alone", []Term{1, 2, 3}, request(3, 4, 3), refused(3, 3), []Term{1, 2, 3}, 0},
		{"the largest index there is", []Term{1}, AppendEntries{Term: 4, LeaderID: 2, PrevLogIndex: ^Index(0)}, refused(0, 2), []Term{1}, 0},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			s := stateOf(3, c.log...)
			got := HandleAppendEntries(s, c.req)
			if got != c.want || !slices.Equal(logTerms(&s.Log), c.wantLog) || s.CommitIndex != c.wantCommit {
				t.Errorf("HandleAppendEntries(log %v, %+v) = %+v, log %v, commit %d, want %+v, log %v, commit %d",
					c.log, c.req, got, logTerms(&s.Log), s.CommitIndex, c.want, c.wantLog, c.wantCommit)
			}
			assert.Equal(t, NodeID(2), s.Leader, "whoever leads the term is known, even when the entries are refused")
			assert.Equal(t, Follower, s.Role)
		})
	}
}

// figure7 is the leader of Figure 7 and its six possible followers, with the round trips that each
// needs until its log is the leader's, the first request included. Going back one entry at a time,
// (f) alone would need 8.
var figure7 = []struct {
	name       string
	log        []Term
	roundTrips int
}{
	{"a: one entry missing", []Term{1, 1, 1, 4, 4, 5, 5, 6, 6}, 2},
	{"b: many entries missing", []Term{1, 1, 1, 4}, 2},
	{"c: one extra uncommitted entry", []Term{1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6}, 1},
	{"d: two extra entries of a later term", []Term{1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7}, 1},
	{"e: missing and extra entries", []Term{1, 1, 1, 4, 4, 4, 4}, 3},
	{"f: two whole terms that nobody else has", []Term{1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3}, 3},
}

func figure7Leader() *State {
	s := stateOf(8, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6)
	s.BecomeLeader()
	s.AppendAsLeader(NoOp, nil)
	return s
}

func TestFigure7FollowersAreRepaired(t *testing.T) {
	for _, f := range figure7 {
		t.Run(f.name, func(t *testing.T) {
			leader, follower := figure7Leader(), stateOf(7, f.log...)
			trips := 0
			for leader.MatchIndex[2] < leader.Log.LastIndex() {
				require.Less(t, trips, 20)
				trips++
				reply := HandleAppendEntries(follower, AppendEntriesTo(leader, 2, 64))
				HandleAppendEntriesReply(leader, 2, reply)
			}
			assert.True(t, sameEntries(leader.Log.From(1), follower.Log.From(1)), "log %v", logTerms(&follower.Log))
			if trips != f.roundTrips {
				t.Errorf("round trips(%v) = %d, want %d", f.log, trips, f.roundTrips)
			}
		})
	}
}

// TestFigure7IsRepairedByLateAndDoubledAnswersToo plays the same with every answer late and doubled.
func TestFigure7IsRepairedByLateAndDoubledAnswersToo(t *testing.T) {
	for _, f := range figure7 {
		leader, follower := figure7Leader(), stateOf(7, f.log...)
		var late []AppendEntriesReply
		for range 20 {
			late = append(late, HandleAppendEntries(follower, AppendEntriesTo(leader, 2, 2)))
			for _, reply := range late {
				HandleAppendEntriesReply(leader, 2, reply)
				require.Less(t, leader.MatchIndex[2], leader.NextIndex[2])
			}
		}
		assert.Equal(t, leader.Log.LastIndex(), leader.MatchIndex[2], f.name)
		assert.True(t, sameEntries(leader.Log.From(1), follower.Log.From(1)), "log %v", logTerms(&follower.Log))
	}
}

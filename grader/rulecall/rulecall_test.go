package rulecall_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader/rulecall"
	"raftlab/grader/visit"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// names are all rules.
func names() []string {
	var names []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[raft.Rules]()) {
		if field.Type.Kind() == reflect.Func {
			names = append(names, field.Name)
		}
	}
	return names
}

// local are rules that call the learner's with copies.
func local(t require.TestingT, learner raft.Rules) raft.Rules {
	var rules raft.Rules
	_, err := rulecall.Local(&rules, learner, names())
	require.NoError(t, err)
	return rules
}

func TestEveryRuleCanBeCalled(t *testing.T) {
	rules := reflect.ValueOf(local(t, reference.Rules()))
	for _, name := range names() {
		assert.False(t, rules.FieldByName(name).IsNil(), name)
	}
	err := rulecall.Replace(rulecall.NewCaller(nil), &raft.Rules{}, "Vote")
	assert.ErrorContains(t, err, `no rule is called "Vote"`)
}

// drawState draws any state of a cluster of three or five.
func drawState(t *rapid.T) raft.State {
	size := rapid.IntRange(3, 5).Draw(t, "size")
	small := rapid.Uint64Range(0, 5)
	var servers []raft.NodeID
	for i := range size {
		servers = append(servers, raft.NodeID(i+1))
	}
	s := raft.NewState(raft.NodeID(rapid.IntRange(1, size).Draw(t, "id")), servers)
	term := raft.Term(0)
	for range rapid.IntRange(0, 6).Draw(t, "entries") {
		term += raft.Term(rapid.IntRange(0, 2).Draw(t, "more"))
		s.Log.Append(raft.Entry{Term: max(term, 1), Command: rapid.SliceOfN(rapid.Byte(), 0, 9).Draw(t, "command")})
	}
	if rapid.Bool().Draw(t, "saved") {
		s.Log.TakeChanges()
	}
	s.CurrentTerm = max(term, 1) + raft.Term(small.Draw(t, "term"))
	s.Role = raft.Role(rapid.IntRange(0, 3).Draw(t, "role"))
	s.VotedFor, s.Leader = raft.NodeID(small.Draw(t, "vote")), raft.NodeID(small.Draw(t, "leader"))
	s.CommitIndex = min(raft.Index(small.Draw(t, "commit")), s.Log.LastIndex())
	s.Heard, s.PreVotes = rapid.Bool().Draw(t, "heard"), raft.NodeSet(small.Draw(t, "pre-votes"))
	s.Active, s.Transferee = raft.NodeSet(small.Draw(t, "active")), raft.NodeID(rapid.IntRange(0, 3).Draw(t, "to"))
	for i := range rapid.IntRange(0, 3).Draw(t, "reads") {
		s.Reads = append(s.Reads, raft.Read{
			Request: raft.RequestID(i + 1), From: raft.NodeID(rapid.IntRange(0, 2).Draw(t, "from")),
			Index: raft.Index(small.Draw(t, "index")), Round: small.Draw(t, "round"),
			Acks: raft.NodeSet(small.Draw(t, "acks")),
		})
	}
	s.Round, s.Lease = small.Draw(t, "last round"), rapid.Bool().Draw(t, "lease")
	if rapid.Bool().Draw(t, "joint") {
		s.Configuration.Next, s.Configuration.Voters = raft.SetOf(1, 2), raft.SetOf(2, 3)
	}
	s.ConfigurationIndex = raft.Index(small.Draw(t, "configuration at"))
	s.CaughtUp = raft.NodeSet(small.Draw(t, "caught up") << 1)
	s.VotesGranted, s.Awaiting = raft.NodeSet(small.Draw(t, "votes")), raft.NodeSet(small.Draw(t, "awaiting"))
	for i := range s.NextIndex {
		s.MatchIndex[i] = min(raft.Index(small.Draw(t, "match")), s.Log.LastIndex())
		s.NextIndex[i] = s.MatchIndex[i] + 1
	}
	return s
}

// clone is a state that shares no memory that a rule changes.
func clone(s raft.State) raft.State {
	s.Servers, s.Log = slices.Clone(s.Servers), s.Log.Clone()
	s.NextIndex, s.MatchIndex = slices.Clone(s.NextIndex), slices.Clone(s.MatchIndex)
	s.Reads = slices.Clone(s.Reads)
	return s
}

// calls are calls of all rules with a state: each gives what the rule returned.
func calls(t *rapid.T) map[string]func(rules raft.Rules, s *raft.State) any {
	small := rapid.Uint64Range(0, 6)
	number := func(what string) uint64 { return small.Draw(t, what) }
	from := raft.NodeID(1 + number("from")%3)
	entries := []raft.Entry{{Term: raft.Term(1 + number("entry")), Command: []byte("x")}, {Term: 7, Kind: raft.NoOp}}
	vote := raft.RequestVote{
		Term: raft.Term(number("term")), CandidateID: from,
		LastLogIndex: raft.Index(number("last")), LastLogTerm: raft.Term(number("of")),
	}
	voted := raft.RequestVoteReply{Term: vote.Term, VoteGranted: number("granted") > 2}
	appended := raft.AppendEntriesReply{
		Term: vote.Term, Success: number("success") > 2, MatchIndex: vote.LastLogIndex,
		ConflictTerm: vote.LastLogTerm, ConflictIndex: raft.Index(number("conflict")),
	}
	request := raft.AppendEntries{
		Term: vote.Term, LeaderID: from, PrevLogIndex: vote.LastLogIndex, PrevLogTerm: vote.LastLogTerm,
		Entries: entries[:number("count")%3], LeaderCommit: raft.Index(number("commit")),
	}
	last := raft.Save{CurrentTerm: vote.Term, VotedFor: from}
	saved := raft.Saved{CurrentTerm: vote.Term + 1, VotedFor: from, Log: entries}
	type state = *raft.State
	calls := map[string]func(rules raft.Rules, s *raft.State) any{
		"ElectionTimeout": func(rules raft.Rules, _ state) any {
			return rules.ElectionTimeout(150, 300, func(n uint64) uint64 { return n / 2 })
		},
		"ResetsElectionTimer": func(rules raft.Rules, _ state) any {
			return rules.ResetsElectionTimer(raft.GrantedVote)
		},
		"StartElection":     func(rules raft.Rules, s state) any { return rules.StartElection(s) },
		"HandleRequestVote": func(rules raft.Rules, s state) any { return rules.HandleRequestVote(s, vote) },
		"HandleRequestVoteReply": func(rules raft.Rules, s state) any {
			rules.HandleRequestVoteReply(s, from, voted)
			return nil
		},
		"AppendEntriesTo": func(rules raft.Rules, s state) any {
			m := rules.AppendEntriesTo(s, from, 3)
			m.Entries = append([]raft.Entry{}, m.Entries...)
			return m
		},
		"HandleAppendEntries": func(rules raft.Rules, s state) any { return rules.HandleAppendEntries(s, request) },
		"HandleAppendEntriesReply": func(rules raft.Rules, s state) any {
			rules.HandleAppendEntriesReply(s, from, appended)
			return nil
		},
		"AdvanceCommitIndex": func(rules raft.Rules, s state) any { rules.AdvanceCommitIndex(s); return nil },
		"WhatToSave": func(rules raft.Rules, s state) any {
			record, needed := rules.WhatToSave(s, last, s.Log.LastIndex())
			record.Entries = append([]raft.Entry{}, record.Entries...)
			return []any{record, needed}
		},
		"Restore": func(rules raft.Rules, s state) any { rules.Restore(s, saved); return nil },
	}
	maps.Copy(calls, laterCalls(from, vote, voted))
	maps.Copy(calls, changeCalls(from, vote.Term))
	return calls
}

// laterCalls are calls of the rules that Figure 2 does not have.
func laterCalls(
	from raft.NodeID, vote raft.RequestVote, voted raft.RequestVoteReply,
) map[string]func(rules raft.Rules, s *raft.State) any {
	type state = *raft.State
	return map[string]func(rules raft.Rules, s *raft.State) any{
		"StartPreVote":  func(rules raft.Rules, s state) any { return rules.StartPreVote(s) },
		"HandlePreVote": func(rules raft.Rules, s state) any { return rules.HandlePreVote(s, raft.PreVote(vote)) },
		"HandlePreVoteReply": func(rules raft.Rules, s state) any {
			return rules.HandlePreVoteReply(s, from, raft.PreVoteReply{Term: voted.Term, Granted: voted.VoteGranted})
		},
		"LeavesUnanswered": func(rules raft.Rules, s state) any {
			return rules.LeavesUnanswered(s, vote, voted.VoteGranted)
		},
		"BeginRead": func(rules raft.Rules, s state) any {
			return rules.BeginRead(s, raft.Read{Request: 9, From: from, Lease: voted.VoteGranted})
		},
		"ConfirmReads": func(rules raft.Rules, s state) any {
			rules.ConfirmReads(s, from, uint64(vote.Term))
			return nil
		},
		"ReadyReads": func(rules raft.Rules, s state) any { return rules.ReadyReads(s) },
		"ExtendLease": func(rules raft.Rules, s state) any {
			return rules.ExtendLease(s, raft.NodeSet(vote.Term), 1000, 100)
		},
		"CheckQuorum": func(rules raft.Rules, s state) any { rules.CheckQuorum(s); return nil },
		"TransferTo":  func(rules raft.Rules, s state) any { return rules.TransferTo(s) },
	}
}

// changeCalls are those of the rules of changing the servers.
func changeCalls(from raft.NodeID, term raft.Term) map[string]func(rules raft.Rules, s *raft.State) any {
	change := raft.Change{Kind: raft.ChangeKind(1 + term%3), Server: from}
	if term > 4 {
		change = raft.Change{Kind: raft.ChangeJointly, Voters: raft.SetOf(from, 4, 5)}
	}
	type state = *raft.State
	return map[string]func(rules raft.Rules, s *raft.State) any{
		"HasQuorum": func(rules raft.Rules, s state) any {
			return rules.HasQuorum(s.Configuration, raft.NodeSet(term))
		},
		"QuorumIndex": func(rules raft.Rules, s state) any {
			return rules.QuorumIndex(s.Configuration, s.MatchIndex)
		},
		"Latest": func(rules raft.Rules, s state) any {
			now, at := rules.Latest(&s.Log, raft.ConfigurationOf(2, 3))
			return []any{now, at}
		},
		"MayChange":          func(rules raft.Rules, s state) any { return rules.MayChange(s, change) },
		"ConfigurationEntry": func(rules raft.Rules, s state) any { return rules.ConfigurationEntry(s, change) },
		"AfterCommit": func(rules raft.Rules, s state) any {
			next, stepDown := rules.AfterCommit(s)
			return []any{next, stepDown}
		},
		"MayCampaign": func(rules raft.Rules, s state) any { return rules.MayCampaign(s) },
		"CaughtUp": func(rules raft.Rules, _ state) any {
			return rules.CaughtUp([]raft.Duration{9, raft.Duration(term)}, 3)
		},
	}
}

// A rule that is called as bytes does what it does directly: the result, the state, and what counts as changed.
func TestACallAsBytesIsTheCall(t *testing.T) {
	far := local(t, reference.Rules())
	rapid.Check(t, func(t *rapid.T) {
		before := drawState(t)
		all := calls(t)
		require.Len(t, all, len(names()))
		for name, call := range all {
			direct, remote := clone(before), clone(before)
			if name == "Restore" { // it replaces the log of a server that has not changed anything yet
				direct.Log.TakeChanges()
				remote.Log.TakeChanges()
			}
			want := call(reference.Rules(), &direct)
			require.Equal(t, want, call(far, &remote), name)
			require.Equal(t, direct.Log.TakeChanges(), remote.Log.TakeChanges(), name)
			require.True(t, raft.EqualEntries(direct.Log.From(1), remote.Log.From(1)), name)
			direct.Log, remote.Log = raft.Log{}, raft.Log{}
			require.Equal(t, direct, remote, name)
		}
	})
}

// state is a follower with two entries.
func state() *raft.State {
	s := raft.NewState(1, []raft.NodeID{1, 2, 3})
	s.CurrentTerm = 2
	s.Log = raft.LogOf(raft.Entry{Term: 1, Command: []byte("a")}, raft.Entry{Term: 2, Command: []byte("b")})
	return &s
}

// advance makes one call of AdvanceCommitIndex that does this, and gives its panic.
func advance(t *testing.T, s *raft.State, rule func(s *raft.State)) (reason any) {
	t.Helper()
	rules := local(t, raft.Rules{Figure2: raft.Figure2{AdvanceCommitIndex: rule}})
	defer func() { reason = recover() }()
	rules.AdvanceCommitIndex(s)
	return nil
}

func TestARuleGetsCopies(t *testing.T) {
	s := state()
	var kept *raft.State
	require.Nil(t, advance(t, s, func(s *raft.State) { kept = s }))
	kept.CurrentTerm, kept.NextIndex[1] = 9, 9
	kept.Log.Entry(1).Command[0] = 'z'
	assert.EqualValues(t, 2, s.CurrentTerm)
	assert.EqualValues(t, 0, s.NextIndex[1])
	assert.Equal(t, "a", string(s.Log.Entry(1).Command))
}

func TestAChangeInPlaceIsAChange(t *testing.T) {
	s := state()
	require.Nil(t, advance(t, s, func(s *raft.State) { s.Log.From(2)[0].Term = 1 }))
	assert.EqualValues(t, 1, s.Log.Term(2))
	assert.Zero(t, s.Log.TakeChanges(), "the log does not know, so that nothing would be saved")

	require.Nil(t, advance(t, s, func(s *raft.State) { s.Log.Entry(1).Command[0] = 'c' }))
	assert.Equal(t, "c", string(s.Log.Entry(1).Command))

	require.Nil(t, advance(t, s, func(s *raft.State) { s.Log = raft.LogOf(s.Log.Entry(1)) }))
	assert.EqualValues(t, 1, s.Log.LastIndex())
	assert.Zero(t, s.Log.TakeChanges())

	require.Nil(t, advance(t, s, func(s *raft.State) {
		s.Log.Append(raft.Entry{Term: 3})
		s.Log.TruncateFrom(2)
	}))
	assert.EqualValues(t, 2, s.Log.TakeChanges(), "what came and went was touched")
}

func TestWhatNoRuleMayChangeIsRefused(t *testing.T) {
	for want, rule := range map[string]func(s *raft.State){
		"it changed ID from S1 to S2": func(s *raft.State) { s.ID = 2 },
		"it changed Servers from [S1 S2 S3] to [S1 S2]": func(s *raft.State) {
			s.Servers = s.Servers[:2]
		},
		"it left NextIndex with 3 elements, want 4": func(s *raft.State) { s.NextIndex = s.NextIndex[:3] },
		"it left MatchIndex with 0 elements":        func(s *raft.State) { s.MatchIndex = nil },
		"a value is out of its range: role 9":       func(s *raft.State) { s.Role = 9 },
		"server 64, of at most 63":                  func(s *raft.State) { s.VotedFor = 64 },
		"5000 entries with 0 bytes":                 func(s *raft.State) { s.Log.Append(make([]raft.Entry, 5000)...) },
		"entry kind 7":                              func(s *raft.State) { s.Log.Append(raft.Entry{Kind: 7}) },
		"bytes of commands": func(s *raft.State) {
			s.Log.Append(raft.Entry{Command: make([]byte, 1<<20+1)})
		},
	} {
		s := state()
		var misuse *rulecall.Misuse
		require.ErrorAs(t, advance(t, s, rule).(error), &misuse, want)
		assert.Contains(t, misuse.Error(), "AdvanceCommitIndex")
		assert.Contains(t, misuse.Error(), want)
		assert.Equal(t, state(), s, "nothing of it is adopted")
	}
}

func TestPanicsArrive(t *testing.T) {
	for want, rule := range map[string]func(s *raft.State){
		"no such entry": func(*raft.State) { panic("no such entry") },
		raft.TODO:       func(*raft.State) { panic(raft.TODO) },
		"two lines":     func(*raft.State) { panic("two\nlines") },
		" [2Jinvisible": func(*raft.State) { panic("\x1b[2Jin\u202evisible") },
		"runtime error: index out of range [3]": func(s *raft.State) {
			_ = make([]int, s.Log.LastTerm())[s.Log.LastTerm()+1]
		},
	} {
		p, ok := advance(t, state(), rule).(*rulecall.Panic)
		require.True(t, ok, want)
		assert.Contains(t, p.Error(), want)
		assert.False(t, p.Endless)
	}
	p := advance(t, state(), func(*raft.State) {
		for {
			visit.Line(4)
		}
	}).(*rulecall.Panic)
	assert.True(t, p.Endless)
	assert.Contains(t, p.Error(), visit.EndlessLoop)
}

func TestARefusedDrawEndsTheCall(t *testing.T) {
	for _, timeout := range []func(min, max raft.Duration, draw raft.Draw) raft.Duration{
		func(_, _ raft.Duration, draw raft.Draw) raft.Duration { return raft.Duration(draw(0)) },
		func(_, _ raft.Duration, draw raft.Draw) raft.Duration {
			defer func() { _ = recover() }()
			return raft.Duration(draw(0))
		},
	} {
		rules := local(t, raft.Rules{Figure2: raft.Figure2{ElectionTimeout: timeout}})
		assert.PanicsWithValue(t, "no", func() {
			rules.ElectionTimeout(1, 2, func(uint64) uint64 { panic("no") })
		})
		assert.EqualValues(t, 5, rules.ElectionTimeout(1, 2, func(uint64) uint64 { return 5 }))
	}
}

// FuzzReply: whatever a stranger answers, the caller does not fail in any other way than with a Misuse or a Panic.
func FuzzReply(f *testing.F) {
	f.Add([]byte{0, 0, 1})
	f.Add([]byte{0, 1, 0, 1, 'x', 0})
	f.Fuzz(func(t *testing.T, reply []byte) {
		rules := reference.Rules()
		caller := rulecall.NewCaller(func([]byte) []byte { return reply })
		require.NoError(t, rulecall.Replace(caller, &rules, "HandleAppendEntries"))
		defer func() {
			switch reason := recover().(type) {
			case nil, *rulecall.Misuse, *rulecall.Panic:
			default:
				t.Fatalf("%v", reason)
			}
		}()
		rules.HandleAppendEntries(state(), raft.AppendEntries{})
	})
}

package zabcall_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader/rulecall"
	"raftlab/grader/rulecall/zabcall"
	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
)

// names are all rules of the table.
func names() []string {
	var names []string
	for _, rule := range zabcall.Table() {
		names = append(names, rule.Name)
	}
	return names
}

func local(t require.TestingT, learner zab.Rules) (zab.Rules, *rulecall.Caller) {
	rules := reference.Rules()
	caller, err := zabcall.Table().Local(&rules, learner, names())
	require.NoError(t, err)
	return rules, caller
}

// server is all that the rules of a server change.
type server struct {
	election zab.Election
	follower zab.Follower
	leader   zab.Leadership
}

func newServer(rules *zab.Rules, standing zab.Standing) *server {
	own := zab.Vote{Leader: 2, Epoch: 1, Zxid: zab.MakeZxid(1, 1)}
	s := &server{
		election: zab.Election{ID: 2, Voters: zab.SetOf(1, 2, 3), Standing: standing, Round: 2, Own: own, Vote: own},
		follower: zab.Follower{Epoch: 3, CurrentEpoch: 1},
		leader: zab.Leadership{
			ID: 2, Voters: zab.SetOf(1, 2, 3), Epoch: 3, Established: standing == zab.Leading, Heard: zab.SetOf(2),
		},
	}
	s.election.Votes.Put(2, zab.Notification{Vote: own, Round: 2})
	s.follower.History.Append(zab.Txn{Zxid: zab.MakeZxid(1, 1), Data: []byte("a")})
	for counter := uint32(1); counter <= 4; counter++ {
		s.leader.Outstanding = append(s.leader.Outstanding, zab.Proposal{Zxid: zab.MakeZxid(3, counter)})
	}
	s.election.Use(rules)
	s.leader.Use(rules)
	return s
}

// drawn is what a call may need.
type drawn struct {
	rule       int
	from       zab.NodeID
	x, y       zab.Vote
	round      zab.Round
	standing   zab.Standing
	kind       zab.SyncKind
	zxid, peer zab.Zxid
	epochs     []zab.Epoch
	window     []zab.Zxid
}

func draw(t *rapid.T) drawn {
	zxid := rapid.Custom(func(t *rapid.T) zab.Zxid {
		epoch := zab.Epoch(rapid.IntRange(0, 3).Draw(t, "epoch"))
		return zab.MakeZxid(epoch, rapid.Uint32Range(0, 4).Draw(t, "counter"))
	})
	vote := rapid.Custom(func(t *rapid.T) zab.Vote {
		return zab.Vote{Leader: zab.NodeID(rapid.IntRange(0, 4).Draw(t, "leader")), Zxid: zxid.Draw(t, "zxid"),
			Epoch: zab.Epoch(rapid.IntRange(0, 3).Draw(t, "epoch"))}
	})
	return drawn{
		rule: rapid.IntRange(0, 6).Draw(t, "rule"), from: zab.NodeID(rapid.IntRange(1, 4).Draw(t, "from")),
		x: vote.Draw(t, "x"), y: vote.Draw(t, "y"), round: zab.Round(rapid.IntRange(1, 4).Draw(t, "round")),
		standing: zab.Standing(rapid.IntRange(0, 3).Draw(t, "standing")),
		kind:     zab.SyncKind(rapid.IntRange(1, 6).Draw(t, "kind")),
		zxid:     zxid.Draw(t, "z"), peer: zxid.Draw(t, "peer"),
		epochs: []zab.Epoch{zab.Epoch(rapid.IntRange(0, 9).Draw(t, "accepted")), 4},
		window: []zab.Zxid{zab.MakeZxid(1, 1), zxid.Draw(t, "w")},
	}
}

// call makes a call that was drawn.
func (s *server) call(rules zab.Rules, d drawn) []any {
	switch d.rule {
	case 0:
		return []any{rules.Better(d.x, d.y)}
	case 1:
		n := zab.Notification{Vote: d.x, Round: d.round, Standing: d.standing}
		return []any{rules.HandleNotification(&s.election, d.from, n)}
	case 2:
		leader, ok := rules.Elected(&s.election)
		return []any{leader, ok}
	case 3:
		return []any{rules.NewEpoch(d.epochs)}
	case 4:
		return []any{rules.ChooseSync(d.window, d.zxid, d.peer)}
	case 5:
		ack, save := rules.HandleSync(&s.follower, zab.SyncMessage{
			Kind: d.kind, Zxid: d.zxid, Epoch: 3, Data: []byte("data"),
		})
		return []any{ack, zab.AppendSave(nil, save)}
	}
	return []any{len(rules.HandleAck(&s.leader, d.from, d.zxid))}
}

// bytes are the parts of a server that its rules may change, as bytes: empty lists are equal, however they are made.
func (s *server) bytes() []byte {
	b := zab.AppendVote([]byte{byte(s.election.Round), byte(s.leader.Committed)}, s.election.Vote)
	b = zab.AppendBox(zab.AppendBox(b, s.election.Votes), s.election.Outside)
	b = append(b, byte(s.follower.CurrentEpoch), byte(s.follower.History.Base.Zxid))
	b = append(zab.AppendTxns(b, s.follower.History.Txns), s.follower.History.Base.Data...)
	for _, p := range s.leader.Outstanding {
		b = append(b, byte(p.Zxid), byte(p.Acks))
	}
	return b
}

// A rule that is called as bytes does what it does directly.
func TestACallAsBytesIsTheCall(t *testing.T) {
	right := reference.Rules()
	far, _ := local(t, reference.Rules())
	rapid.Check(t, func(t *rapid.T) {
		standing := zab.Standing(rapid.SampledFrom([]int{0, 0, 2}).Draw(t, "own standing"))
		one, other := newServer(&right, standing), newServer(&far, standing)
		for range rapid.IntRange(1, 30).Draw(t, "calls") {
			d := draw(t)
			require.Equal(t, one.call(right, d), other.call(far, d))
			require.Equal(t, one.bytes(), other.bytes())
		}
	})
}

// What no rule may change does not come back, and memory that a rule keeps is a copy.
func TestARuleGetsCopies(t *testing.T) {
	var kept *zab.Election
	rules := reference.Rules()
	rules.HandleNotification = func(e *zab.Election, _ zab.NodeID, _ zab.Notification) bool {
		kept, e.ID, e.Voters, e.Standing, e.Own, e.Round = e, 9, 0, zab.Leading, zab.Vote{}, 7
		return false
	}
	far, _ := local(t, rules)
	s := newServer(&far, zab.Looking)
	far.HandleNotification(&s.election, 1, zab.Notification{})
	kept.Round = 8
	want := newServer(&far, zab.Looking)
	want.election.Round = 7
	assert.Equal(t, want.election.Voters, s.election.Voters)
	assert.Equal(t, want.election.Own, s.election.Own)
	assert.Equal(t, want.election.Standing, s.election.Standing)
	assert.Equal(t, want.bytes(), s.bytes())
}

// An election on the callee's side follows the learner's order of votes.
func TestAnElectionUsesTheLearnersOrder(t *testing.T) {
	rules := reference.Rules()
	rules.Better = func(a, b zab.Vote) bool { return a.Leader < b.Leader }
	far, _ := local(t, rules)
	s := newServer(&far, zab.Looking)
	far.HandleNotification(&s.election, 1, zab.Notification{Vote: zab.Vote{Leader: 1}, Round: 2})
	assert.Equal(t, zab.NodeID(1), s.election.Vote.Leader)
	leader, ok := far.Elected(&s.election)
	assert.True(t, ok && leader == 1, "two of three are a quorum")
}

// hostile are answers beyond a bound.
var hostile = map[string]struct {
	change func(rules *zab.Rules)
	rule   int
	says   string
}{
	"a round beyond all rounds": {func(rules *zab.Rules) {
		rules.HandleNotification = func(e *zab.Election, _ zab.NodeID, _ zab.Notification) bool {
			e.Round = 1 << 60
			return false
		}
	}, 1, `^the answer of HandleNotification cannot be used: .* round: \d+, of at most`},
	"many votes": {func(rules *zab.Rules) {
		rules.HandleNotification = func(e *zab.Election, _ zab.NodeID, _ zab.Notification) bool {
			e.Votes = make(zab.Box, 20_000)
			return false
		}
	}, 1, `^the answer of HandleNotification cannot be used: .* votes: 20000, of at most 16384`},
	"a leader that does not exist": {func(rules *zab.Rules) {
		rules.Elected = func(*zab.Election) (zab.NodeID, bool) { return 64, true }
	}, 2, `^the answer of Elected cannot be used: .* server 64 of at most 63`},
	"a long history": {func(rules *zab.Rules) {
		rules.HandleSync = func(f *zab.Follower, _ zab.SyncMessage) (bool, zab.Save) {
			f.History.Txns = make([]zab.Txn, 20_000)
			return false, zab.Save{}
		}
	}, 5, `^the answer of HandleSync cannot be used: .* transactions: 20000, of at most 16384`},
	"a large transaction": {func(rules *zab.Rules) {
		rules.HandleSync = func(*zab.Follower, zab.SyncMessage) (bool, zab.Save) {
			return false, zab.Save{Append: []zab.Txn{{Data: make([]byte, 1<<17)}}}
		}
	}, 5, `^the answer of HandleSync cannot be used: .* bytes of a transaction: 131072, of at most 65536`},
	"many commits": {func(rules *zab.Rules) {
		rules.HandleAck = func(*zab.Leadership, zab.NodeID, zab.Zxid) []zab.Zxid { return make([]zab.Zxid, 20_000) }
	}, 6, `^the answer of HandleAck cannot be used: .* zxids: 20000, of at most 16384`},
}

func TestAnAnswerBeyondABoundIsRefused(t *testing.T) {
	for name, test := range hostile {
		t.Run(name, func(t *testing.T) {
			rules := reference.Rules()
			test.change(&rules)
			far, _ := local(t, rules)
			s := newServer(&far, zab.Looking)
			before := s.bytes()
			defer func() {
				misuse, ok := recover().(*rulecall.Misuse)
				require.True(t, ok)
				assert.Regexp(t, test.says, misuse.Error())
				assert.Equal(t, before, s.bytes(), "nothing of it is adopted")
			}()
			s.call(far, drawn{rule: test.rule, from: 1, kind: zab.SyncDiff})
		})
	}
}

func TestAnUnknownRuleIsRefused(t *testing.T) {
	rules := reference.Rules()
	_, err := zabcall.Table().Local(&rules, reference.Rules(), []string{"Elect"})
	assert.ErrorContains(t, err, `no rule is called "Elect"`)
}

// Whatever comes, a callee answers, and does not end the program.
func FuzzCallee(f *testing.F) {
	f.Add([]byte{0, 1, 1, 0, 0, 0, 2, 1})
	f.Add([]byte{1, 2, 14, 0, 2, 1, 1, 2, 2, 1, 1, 0, 0, 1, 1, 1, 1, 1, 2, 0})
	f.Fuzz(func(_ *testing.T, call []byte) {
		callee := zabcall.Table().Callee(reference.Rules(), nil)
		callee.Answer(call)
	})
}

package replicascall_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader/rulecall"
	"raftlab/grader/rulecall/replicascall"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/reference"
)

// names are all rules of the table.
func names() []string {
	var names []string
	for _, rule := range replicascall.Table() {
		names = append(names, rule.Name)
	}
	return names
}

func local(t require.TestingT, learner replicas.Rules) (replicas.Rules, *rulecall.Caller) {
	rules := reference.Rules()
	caller, err := replicascall.Table().Local(&rules, learner, names())
	require.NoError(t, err)
	return rules, caller
}

var versions = rapid.Custom(func(t *rapid.T) replicas.Versioned {
	writer := replicas.NodeID(rapid.IntRange(1, 3).Draw(t, "writer"))
	v := replicas.Versioned{
		Writer: writer, Clock: replicas.Time(rapid.Int64Range(0, 9).Draw(t, "clock")),
		Deleted: rapid.Bool().Draw(t, "deleted"), Value: rapid.StringN(0, 3, -1).Draw(t, "value"),
	}
	for id := replicas.NodeID(1); id <= 3; id++ {
		if count := rapid.Uint64Range(0, 3).Draw(t, "count"); count > 0 {
			v.Version = v.Version.With(replicas.Dot{Node: id, Count: count})
		}
	}
	v.Version = v.Version.With(replicas.Dot{Node: writer, Count: 1})
	return v
})

// byClock is a merge that is no rule: it is given to ChooseRead, and known to nobody else.
func byClock(a, b replicas.Versioned) []replicas.Versioned {
	if a.Clock < b.Clock {
		return []replicas.Versioned{b}
	}
	return []replicas.Versioned{a}
}

// A rule that is called as bytes gives what it gives directly.
func TestACallAsBytesIsTheCall(t *testing.T) {
	far, _ := local(t, reference.Rules())
	right := reference.Rules()
	rapid.Check(t, func(t *rapid.T) {
		a, b := versions.Draw(t, "a"), versions.Draw(t, "b")
		require.Equal(t, right.Merge(a, b), far.Merge(a, b))
		require.Equal(t, right.Later(a, b), far.Later(a, b))

		var replies []replicas.Reply
		var acks []replicas.Ack
		var backups []replicas.Position
		for range rapid.IntRange(0, 4).Draw(t, "servers") {
			id := replicas.NodeID(rapid.IntRange(1, 5).Draw(t, "id"))
			replies = append(replies, replicas.Reply{From: id, Versions: rapid.SliceOfN(versions, 0, 3).Draw(t, "has")})
			acks = append(acks, replicas.Ack{From: id, Hint: rapid.Bool().Draw(t, "hint")})
			backups = append(backups, replicas.Position{
				Node: id, Epoch: rapid.Uint64Range(0, 2).Draw(t, "epoch"),
				Index: rapid.Uint64Range(0, 3).Draw(t, "index"),
			})
		}
		for _, merge := range []func(a, b replicas.Versioned) []replicas.Versioned{reference.Merge, byClock} {
			chosen, repair := right.ChooseRead(replies, merge)
			got, who := far.ChooseRead(replies, merge)
			require.Equal(t, chosen, got)
			require.Equal(t, repair, who)
		}
		need, sloppy := rapid.IntRange(0, 4).Draw(t, "need"), rapid.Bool().Draw(t, "sloppy")
		require.Equal(t, right.Enough(acks, need, sloppy), far.Enough(acks, need, sloppy))
		has, all := replicas.NodeSet(rapid.Uint64().Draw(t, "has")), replicas.NodeSet(rapid.Uint64().Draw(t, "all"))
		require.Equal(t, right.MayForget(a, has, all), far.MayForget(a, has, all))
		require.Equal(t, right.Promote(backups), far.Promote(backups))
	})
}

// Of versions that nobody has answered, the merge that came as bytes keeps both.
func TestMergeOfAVersionThatNobodyHas(t *testing.T) {
	made := replicas.Versioned{Version: replicas.Vector{{Node: 7, Count: 1}}, Writer: 7, Value: "made"}
	one := replicas.Versioned{Version: replicas.Vector{{Node: 1, Count: 1}}, Writer: 1, Value: "1"}
	rules := reference.Rules()
	var merged, same []replicas.Versioned
	rules.ChooseRead = func(
		_ []replicas.Reply, merge func(a, b replicas.Versioned) []replicas.Versioned,
	) ([]replicas.Versioned, []replicas.NodeID) {
		merged, same = merge(one, made), merge(made, made)
		return nil, nil
	}
	far, _ := local(t, rules)
	far.ChooseRead([]replicas.Reply{{From: 1, Versions: []replicas.Versioned{one}}}, byClock)
	assert.Equal(t, []replicas.Versioned{one, made}, merged)
	assert.Equal(t, []replicas.Versioned{made}, same)
}

// Memory that a rule is given is a copy.
func TestARuleGetsCopies(t *testing.T) {
	rules := reference.Rules()
	rules.Merge = func(a, _ replicas.Versioned) []replicas.Versioned {
		a.Version[0].Count = 9
		return nil
	}
	far, _ := local(t, rules)
	v := replicas.Versioned{Version: replicas.Vector{{Node: 1, Count: 1}}, Writer: 1}
	far.Merge(v, v)
	assert.Equal(t, uint64(1), v.Version[0].Count)
}

func TestAnAnswerBeyondABoundIsRefused(t *testing.T) {
	choose := func(chosen []replicas.Versioned, repair []replicas.NodeID) func(rules *replicas.Rules) {
		return func(rules *replicas.Rules) {
			rules.ChooseRead = func(
				[]replicas.Reply, func(a, b replicas.Versioned) []replicas.Versioned,
			) ([]replicas.Versioned, []replicas.NodeID) {
				return chosen, repair
			}
		}
	}
	for name, test := range map[string]struct {
		change func(rules *replicas.Rules)
		says   string
	}{
		"a long value": {
			choose([]replicas.Versioned{{Writer: 1, Value: string(make([]byte, 1<<17))}}, nil),
			"a value of 131072 bytes, of at most 65536",
		},
		"many versions": {choose(make([]replicas.Versioned, 5000), nil), "5000 versions, of at most 4096"},
		"a long vector": {
			choose([]replicas.Versioned{{Version: make(replicas.Vector, 64)}}, nil),
			"a version vector of 64 servers, of at most",
		},
		"a write beyond all writes": {
			choose([]replicas.Versioned{{Version: replicas.Vector{{Node: 1, Count: 1 << 63}}}}, nil),
			"write 9223372036854775808 of S1, of at most",
		},
		"a server that does not exist": {choose(nil, []replicas.NodeID{64}), "server S?64, of at most"},
		"many servers":                 {choose(nil, make([]replicas.NodeID, 5000)), "5000 servers, of at most 4096"},
	} {
		t.Run(name, func(t *testing.T) {
			rules := reference.Rules()
			test.change(&rules)
			far, _ := local(t, rules)
			defer func() {
				misuse, ok := recover().(*rulecall.Misuse)
				require.True(t, ok)
				assert.Regexp(t, `^the answer of ChooseRead cannot be used: .*`+test.says, misuse.Error())
			}()
			far.ChooseRead(nil, byClock)
		})
	}
}

func TestACallThatPanicsHasItsName(t *testing.T) {
	rules := reference.Rules()
	rules.Promote = func([]replicas.Position) replicas.NodeID { panic("no") }
	far, caller := local(t, rules)
	var begun []string
	caller.Begun = func(_ uint64, rule string) { begun = append(begun, rule) }
	assert.PanicsWithError(t, "no", func() { far.Promote(nil) })
	far.Enough(nil, 1, false)
	assert.Equal(t, []string{"Promote", "Enough"}, begun)
}

// Whatever comes, a callee answers, and does not end the program.
func FuzzCallee(f *testing.F) {
	f.Add([]byte{2, 1, 1, 0, 0, 0, 2, 1})
	f.Fuzz(func(_ *testing.T, call []byte) {
		callee := replicascall.Table().Callee(reference.Rules(), nil)
		callee.Answer(call)
	})
}

package raftcluster_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/raftcluster"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// wrong is rules with a mistake, and bounds within which a search finds it.
type wrong struct {
	name     string
	change   func(*raft.Rules)
	terms    raft.Term
	options  explore.Options
	property string
	actions  int
}

// wrongs are mistakes of each rule. The first three are in RuleSets, under their names.
var wrongs = []wrong{
	{name: "vote-twice", terms: 1, options: explore.Options{Depth: 6}, property: "election-safety", actions: 6},
	{name: "vote-any-log", terms: 2, options: explore.Options{Depth: 8}, property: "leader-completeness", actions: 8},
	{name: "cut-always", terms: 1, options: explore.Options{Depth: 8, Requests: 1}, property: "durability", actions: 8},
	{
		name: "a follower forgets its vote when it hears of a candidate again", terms: 1,
		property: "election-safety", actions: 6,
		options: explore.Options{Depth: 6},
		change: func(r *raft.Rules) {
			r.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
				granted := s.VotedFor
				reply := reference.HandleRequestVote(s, req)
				if !reply.VoteGranted && granted != s.ID && req.Term == s.CurrentTerm {
					s.VotedFor, reply.VoteGranted = req.CandidateID, true
				}
				return reply
			}
		},
	},
	{
		name: "a refusal counts as a vote", terms: 1, property: "election-safety", actions: 6,
		options: explore.Options{Depth: 6},
		change: func(r *raft.Rules) {
			r.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
				reply.VoteGranted = true
				reference.HandleRequestVoteReply(s, from, reply)
			}
		},
	},
	{
		name: "a leader commits what it sends", terms: 1, property: "durability", actions: 5,
		options: explore.Options{Depth: 6, Requests: 1},
		change: func(r *raft.Rules) {
			r.AppendEntriesTo = func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
				s.CommitIndex = s.Log.LastIndex()
				return reference.AppendEntriesTo(s, follower, limit)
			}
		},
	},
	{
		name: "no consistency check", terms: 1, property: "log-matching", actions: 7,
		options: explore.Options{Depth: 7, Requests: 1},
		change: func(r *raft.Rules) {
			r.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
				if req.Term == s.CurrentTerm && len(req.Entries) > 0 {
					s.Log.Append(req.Entries...)
				}
				reply := reference.HandleAppendEntries(s, req)
				reply.Success = true
				return reply
			}
		},
	},
	{
		name: "a restarted server forgets its own vote and log", terms: 1, property: "election-safety", actions: 7,
		options: explore.Options{Depth: 7, Crashes: 1},
		change: func(r *raft.Rules) {
			r.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
				if s.Role == raft.Follower && s.VotedFor == s.ID && s.Leader == raft.None {
					s.VotedFor = raft.None
					req.LastLogIndex, req.LastLogTerm = s.Log.LastIndex(), s.Log.LastTerm()
				}
				return reference.HandleRequestVote(s, req)
			}
		},
	},
	{
		name: "a vote is asked for twice, and that is too much", terms: 1, property: lab.PanicID, actions: 3,
		options: explore.Options{Depth: 4, Duplicates: 1},
		change: func(r *raft.Rules) {
			r.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
				if s.VotedFor == req.CandidateID {
					panic("asked again")
				}
				return reference.HandleRequestVote(s, req)
			}
		},
	},
	{
		name: "a panic", terms: 1, property: lab.PanicID, actions: 2,
		options: explore.Options{Depth: 3},
		change: func(r *raft.Rules) {
			r.HandleRequestVote = func(*raft.State, raft.RequestVote) raft.RequestVoteReply { panic(raft.TODO) }
		},
	},
}

func (w wrong) ruleSet(t testing.TB) raftcluster.RuleSet {
	if w.change == nil {
		set, err := raftcluster.FindRules(w.name)
		require.NoError(t, err)
		return set
	}
	set := raftcluster.RuleSet{
		RuleSet: service.RuleSet{ID: raftcluster.ReferenceRules, Wrong: w.name},
		Rules:   reference.Rules(),
	}
	w.change(&set.Rules)
	return set
}

func search(t testing.TB, system raftcluster.SearchSetup, o explore.Options) *explore.Result {
	if o.States == 0 {
		o.States = 2_000_000
	}
	result, err := explore.Search(system, o)
	require.NoError(t, err)
	return result
}

// playFound plays a scenario with the given rules, and returns the violation that ends it and the number of
// commands carried out.
func playFound(t testing.TB, script string, rules raft.Rules) (*lab.Violation, string) {
	scenario, err := story.ParseScenario("found", script)
	require.NoError(t, err)
	runner, err := story.NewRunner(
		scenario, raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{Rules: &rules}, nil,
	)
	require.NoError(t, err)
	defer func() { require.NoError(t, runner.World().Close()) }()
	err = runner.Finish(100_000)
	require.Error(t, err, "nothing breaks in\n%s", script)
	var violation *lab.Violation
	require.True(t, errors.As(err, &violation), "%v in\n%s", err, script)
	left := scenario.Commands[min(runner.Next(), len(scenario.Commands)):]
	assert.Empty(t, left, "it breaks before the last command of\n%s", script)
	return violation, runner.Hash()
}

// The search finds each wrong rule by the property that the rule breaks, with the fewest actions possible. The
// lab, playing the path as a scenario, finds the same violation.
func TestFoundPathsBreakTheSamePropertyInTheLab(t *testing.T) {
	for _, w := range wrongs {
		t.Run(w.name, func(t *testing.T) {
			system := raftcluster.SearchSetup{Size: 3, Rules: w.ruleSet(t), Terms: w.terms}
			for _, unreduced := range []bool{false, true} {
				o := w.options
				o.Unreduced = unreduced
				r := search(t, system, o)
				require.Equal(t, explore.Broken, r.Verdict)
				assert.Equal(t, w.property, r.Violation.ID, r.Violation.Sentence)
				assert.Len(t, r.Path, w.actions)
				script := r.Scenario(system, "Found by a test:")
				violation, _ := playFound(t, script, system.Rules.Rules)
				assert.Equal(t, r.Violation.ID, violation.ID, script)
				assert.Equal(t, r.Violation.Sentence, violation.Sentence, script)
			}
		})
	}
}

// Small searches that use every kind of action find no violation of the reference.
func TestReferenceRulesBreakNothing(t *testing.T) {
	reference, err := raftcluster.FindRules(raftcluster.ReferenceRules)
	require.NoError(t, err)
	for _, test := range []struct {
		size    int
		terms   raft.Term
		options explore.Options
	}{
		{1, 3, explore.Options{Depth: 40, Requests: 3, Crashes: 2}},
		{2, 2, explore.Options{Depth: 8, Requests: 1, Crashes: 1, Duplicates: 1}},
		{3, 2, explore.Options{Depth: 7, Requests: 1, Crashes: 1, Duplicates: 1}},
		{3, 1, explore.Options{Depth: 9, Requests: 2}},
		{5, 1, explore.Options{Depth: 5, Requests: 1, Crashes: 1}},
	} {
		r := search(t, raftcluster.SearchSetup{Size: test.size, Rules: reference, Terms: test.terms}, test.options)
		assert.Equal(t, explore.Pass, r.Verdict, "%+v: %v", test, r.Violation)
	}
}

// With the reference and with wrong rules, the reduced and the full search meet the same servers at the same
// depths, and shortest violations of the same length.
func TestReducedSearchOfRaftMissesNothing(t *testing.T) {
	bounds := []explore.Options{
		{Depth: 6, Requests: 1}, {Depth: 5, Crashes: 1, Duplicates: 1}, {Depth: 5, Requests: 1, Drops: 1, Crashes: 1},
	}
	reference := wrong{name: raftcluster.ReferenceRules, terms: 2, options: explore.Options{Depth: 7}}
	for _, w := range append([]wrong{reference}, wrongs...) {
		system := raftcluster.SearchSetup{Size: 3, Rules: w.ruleSet(t), Terms: 2}
		for _, o := range append(bounds, w.options) {
			o.States = 2_000_000
			unreduced, reduced := o, o
			unreduced.Unreduced = true
			want, all := project(t, system, unreduced)
			got, some := project(t, system, reduced)
			about := fmt.Sprintf("%s, %+v", w.name, o)
			require.Equal(t, all.Verdict, some.Verdict, about)
			require.Len(t, some.Path, len(all.Path), about)
			require.True(t, assert.ObjectsAreEqual(want, got), "%s: other servers, or at other depths", about)
			require.LessOrEqual(t, some.Total.Transitions, all.Total.Transitions, about)
			if o.Drops == 0 && all.Verdict == explore.Pass {
				require.Equal(t, all.Total.States, some.Total.States, about)
			}
		}
	}
}

// project is the depth at which each set of servers is first met.
func project(t testing.TB, system explore.System, o explore.Options) (map[explore.Fingerprint]int, *explore.Result) {
	depths := map[explore.Fingerprint]int{}
	o.Visit = func(depth int, servers explore.Fingerprint) {
		if _, known := depths[servers]; !known {
			depths[servers] = depth
		}
	}
	result, err := explore.Search(system, o)
	require.NoError(t, err)
	return depths, result
}

// figure8 is the figure's part (b) with three servers: S1 has an entry of term 1, and S2 an entry of term 2 that
// it got from no other server. A message carries one entry, so that the old entry can travel alone.
const figure8 = `# Search: Figure 8 (b)

servers 3
batch 1
given S1 term 2 log 1
given S2 term 2 vote S2 log 2
given S3 term 2 vote S2
`

// If copies of any term count, a committed entry is overwritten. With the rule of §5.4.2, nothing breaks in as
// many actions.
func TestFigure8IsFoundFromItsPartB(t *testing.T) {
	scenario, err := story.ParseScenario("figure-8", figure8)
	require.NoError(t, err)
	system, err := raftcluster.SearchFrom(scenario)
	require.NoError(t, err)
	assert.Equal(t, raftcluster.ReferenceRules, system.Rules.ID)
	system.Terms = 4
	assert.Equal(t, explore.Pass, search(t, system, explore.Options{Depth: 11}).Verdict)

	system.Rules, err = raftcluster.FindRules("commit-any-term")
	require.NoError(t, err)
	r := search(t, system, explore.Options{Depth: 11})
	require.Equal(t, explore.Broken, r.Verdict)
	assert.Equal(t, "leader-completeness", r.Violation.ID)
	assert.Len(t, r.Path, 11)
	script := r.Scenario(system, "Found by a test:")
	violation, _ := playFound(t, script, system.Rules.Rules)
	assert.Equal(t, r.Violation.Sentence, violation.Sentence, script)
}

func TestImpossibleSearchSetupIsAnError(t *testing.T) {
	scenario, err := story.ParseScenario("bad", "# Search: bad\nrules no-such\n")
	require.NoError(t, err)
	_, err = raftcluster.SearchFrom(scenario)
	assert.ErrorIs(t, err, service.ErrRules)
}

// These counts depend neither on the machine nor on the run.
func TestSearchIsTheSameEverywhere(t *testing.T) {
	reference, err := raftcluster.FindRules(raftcluster.ReferenceRules)
	require.NoError(t, err)
	r := search(
		t, raftcluster.SearchSetup{Size: 3, Rules: reference, Terms: 2},
		explore.Options{Depth: 6, Requests: 1, Crashes: 1, Duplicates: 1},
	)
	assert.Equal(t, explore.Level{Depth: 6, States: 26091, Transitions: 33842, Known: 7752, Reduced: 24292}, r.Total)
}

// BenchmarkExplore reports states a second, with all checks on.
func BenchmarkExplore(b *testing.B) {
	reference, err := raftcluster.FindRules(raftcluster.ReferenceRules)
	require.NoError(b, err)
	system := raftcluster.SearchSetup{Size: 3, Rules: reference, Terms: 2}
	states := 0
	for b.Loop() {
		r := search(b, system, explore.Options{Depth: 9, Requests: 1})
		require.Equal(b, explore.Pass, r.Verdict)
		states += r.Total.States
	}
	b.ReportMetric(float64(states)/b.Elapsed().Seconds(), "states/s")
}

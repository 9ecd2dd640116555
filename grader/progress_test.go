package grader_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/judges"
	"raftlab/grader/judges/timeout"
	"raftlab/grader/judges/vote"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// The report is also the same whether anybody watches or not.
func TestAFindingIsReportedBeforeItsRunIsMadeSmall(t *testing.T) {
	t.Parallel()
	var reported []grader.Progress
	budget := grader.Budget{FirstSeed: 1, Schedules: 30, All: true}
	silent := gradeTwice(budget)
	budget.Progress = func(p grader.Progress) { reported = append(reported, p) }
	report := gradeTwice(budget)
	assert.Equal(t, silent.JSON(), report.JSON())

	checks, passed, findings := 0, 0, 0
	last := map[grader.ProgressKind]int{}
	for i, p := range reported {
		last[p.Kind] = i
		switch p.Kind {
		case grader.CheckProgress:
			checks++
			assert.Equal(t, checks, p.Index)
			assert.Equal(t, len(vote.Exercise().Cases)+len(vote.Exercise().Drills)+2, p.Of)
			assert.Equal(t, p.Passed, p.Verdict == "")
			if p.Passed {
				passed++
			}
		case grader.FindingProgress:
			findings++
			assert.Empty(t, p.Finding.Smallest)
			assert.NotEmpty(t, p.Finding.Sentence)
		}
	}
	assert.Equal(t, report.Checks, checks)
	assert.Equal(t, report.Passed, passed)
	assert.Equal(t, len(report.Findings), findings)
	assert.Equal(t, 30, reported[last[grader.SchedulesProgress]].Done)
	assert.Greater(t, last[grader.ShrinkingProgress], last[grader.FindingProgress])
}

// TestALongRunReportsItsEvents: rules that start elections all the time fill a run with events. The run must not be
// silent.
func TestALongRunReportsItsEvents(t *testing.T) {
	t.Parallel()
	rules := reference.Rules()
	rules.ElectionTimeout = impatient
	exercise := timeout.Exercise()
	exercise.Cases, exercise.Small = nil, nil
	var reports, wanted int
	budget := grader.Budget{FirstSeed: 1, Progress: func(p grader.Progress) {
		if p.Kind == grader.EventsProgress {
			reports++
		}
	}}
	report := grader.Bind(exercise, rules).Grade(budget)
	for _, finding := range report.Findings {
		wanted += int(finding.Event) / 20_000
	}
	assert.Greater(t, wanted, 10)
	assert.NotZero(t, wanted, "a run is long")
	assert.GreaterOrEqual(t, reports, wanted)
}

// impatient waits for less than a millisecond, in which no answer comes.
func impatient(_, _ raft.Duration, _ raft.Draw) raft.Duration { return 400 * raft.Microsecond }

func TestProgressHasTheFieldsOfItsKind(t *testing.T) {
	t.Parallel()
	for text, p := range map[string]grader.Progress{
		`{"kind":"check","stage":"stories","name":"n","place":"§5.2","passed":false,"verdict":"safety",` +
			`"index":3,"of":14}`: {
			Kind: grader.CheckProgress, Stage: grader.Stories, Name: "n", Place: "§5.2",
			Verdict: grader.Safety, Index: 3, Of: 14},
		`{"kind":"check","stage":"calls","name":"n","place":"","passed":true,"verdict":"","index":1,"of":2}`: {
			Kind: grader.CheckProgress, Stage: grader.Calls, Name: "n", Passed: true, Index: 1, Of: 2},
		`{"kind":"schedules","done":40,"of":200,"events":61234}`: {
			Kind: grader.SchedulesProgress, Done: 40, Of: 200, Events: 61234},
		`{"kind":"calls","done":5000}`:   {Kind: grader.CallsProgress, Done: 5000},
		`{"kind":"events","done":10000}`: {Kind: grader.EventsProgress, Done: 10000},
		`{"kind":"shrinking","done":50}`: {Kind: grader.ShrinkingProgress, Done: 50},
		`{"kind":"finding","finding":{"verdict":"safety","check":"c","place":"p","sentence":"s"}}`: {
			Kind:    grader.FindingProgress,
			Finding: &grader.FindingJSON{Verdict: grader.Safety, Check: "c", Place: "p", Sentence: "s"}},
	} {
		bytes, err := json.Marshal(p)
		require.NoError(t, err)
		assert.Equal(t, text, string(bytes))
		var read grader.Progress
		require.NoError(t, json.Unmarshal(bytes, &read))
		assert.Equal(t, p, read)
	}
}

// TestTheHashIsOverAllRuns: equal runs have equal hashes, other runs have others, and without a run there is no hash.
func TestTheHashIsOverAllRuns(t *testing.T) {
	t.Parallel()
	exercise := vote.Exercise()
	exercise.Small = nil
	hash := func(rules raft.Rules, seed uint64) string {
		return grader.Bind(exercise, rules).Grade(grader.Budget{FirstSeed: seed, Schedules: 2}).Hash
	}
	first := hash(reference.Rules(), 1)
	assert.Regexp(t, "^[0-9a-f]{64}$", first)
	assert.Equal(t, first, hash(reference.Rules(), 1))
	assert.NotEqual(t, first, hash(reference.Rules(), 2))
	unwritten := reference.Rules()
	unwritten.HandleRequestVote = func(*raft.State, raft.RequestVote) raft.RequestVoteReply { panic(raft.TODO) }
	assert.Empty(t, hash(unwritten, 1))
}

// An exercise names all rules of its starter, in their order.
func TestAnExerciseNamesTheRulesOfItsStarter(t *testing.T) {
	t.Parallel()
	function := regexp.MustCompile(`(?m)^func (\w+)\(`)
	for _, exercise := range judges.Figure2() {
		text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(exercise.File)))
		require.NoError(t, err)
		var functions []string
		for _, match := range function.FindAllSubmatch(text, -1) {
			functions = append(functions, string(match[1]))
		}
		assert.Equal(t, functions, exercise.Rules, exercise.ID)
		for _, rule := range exercise.Rules {
			_, found := reflect.TypeFor[raft.Rules]().FieldByName(rule)
			assert.True(t, found, rule)
		}
	}
}

// TestAllContinuesAfterAFailure: the report names every drill that failed, and counts the schedules.
func TestAllContinuesAfterAFailure(t *testing.T) {
	t.Parallel()
	one := gradeTwice(grader.Budget{FirstSeed: 1, Schedules: 30})
	all := gradeTwice(grader.Budget{FirstSeed: 1, Schedules: 30, All: true})
	assert.Zero(t, one.Schedules, "a story broke safety, and one is enough")
	assert.Equal(t, []string{"random schedules"}, one.Left)
	assert.Contains(t, one.Text(), "\n  not played: random schedules\n")
	assert.Equal(t, 30, all.Schedules)
	assert.Empty(t, all.Left)
	assert.Greater(t, all.Failed, 1)
	assert.Greater(t, len(all.Findings), len(one.Findings))
	assert.Contains(t, all.Text(), " of these schedules fail\n")
	assert.Equal(t, one.Verdict, all.Verdict)
}

// gradeTwice grades the lab's wrong rule vote-twice: followers vote more than once in a term.
func gradeTwice(budget grader.Budget) grader.Report {
	set, err := raftcluster.FindRules("vote-twice")
	if err != nil {
		panic(err)
	}
	rules := reference.Rules()
	rules.HandleRequestVote = set.Rules.HandleRequestVote
	return grader.Bind(vote.Exercise(), rules).Grade(budget)
}

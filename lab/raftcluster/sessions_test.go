package raftcluster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/explore"
	"raftlab/lab/kv"
	sessions "raftlab/lab/kv/reference"
	"raftlab/lab/raftcluster"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

const withSessions = "servers 3\nelection-timeout 10s 20s\nsessions on\njitter 0ms\nelect S1\nawait commit 1\n"

// playingSeed is a run of a script, ready to finish.
func playingSeed(t *testing.T, c *raftcluster.Cluster, script string, seed uint64) *story.Runner {
	t.Helper()
	runner, err := story.NewRunner(parse(t, "# T: T\n"+script), c, raftcluster.InProcess{}, &seed)
	require.NoError(t, err)
	return runner
}

// searchSessions searches all orders of copies of one command.
func searchSessions(t *testing.T, rules string, terms uint64, o explore.Options) *explore.Result {
	t.Helper()
	setup, err := raftcluster.SearchFrom(parse(t, "# T: T\nservers 3\nrules "+rules+"\nsessions on\n"))
	require.NoError(t, err)
	require.True(t, setup.Sessions)
	o.States = 400_000
	system, err := raftcluster.Protocol{}.Search(parse(t, "# T: T\nservers 3\nrules "+rules+"\nsessions on\n"), terms)
	require.NoError(t, err)
	result, err := explore.Search(system, o)
	require.NoError(t, err)
	if result.Violation != nil {
		_, err := play(t, result.Scenario(system, "It was found by a test."), "", 1)
		assert.ErrorContains(t, err, result.Violation.Sentence, "the schedule, played as a story")
	}
	return result
}

// A search finds what is wrong in the fewest actions, and the schedule can be played as a story.
func TestASearchFindsCommandsThatAreCarriedOutTwice(t *testing.T) {
	for _, test := range []struct {
		rules string
		terms uint64
		depth int
		says  string
	}{
		{"no-dedupe", 1, 8, "S1 carried out request 1 of session 1 twice: it is entry 2"},
		{"dedupe-at-submit", 1, 8, "S1 carried out request 1 of session 1 twice: it is entry 2"},
		{"empty-answers", 1, 8, "S1 answers request 1 of session 1"},
	} {
		t.Run(test.rules, func(t *testing.T) {
			result := searchSessions(t, test.rules, test.terms, explore.Options{Depth: 9, Requests: 2})
			require.NotNil(t, result.Violation)
			assert.Equal(t, "exactly-once", result.Violation.ID)
			assert.Contains(t, result.Violation.Sentence, test.says)
			assert.Len(t, result.Path, test.depth)
		})
	}
}

func TestASearchFindsNothingWrongWithTheReference(t *testing.T) {
	result := searchSessions(t, raftcluster.ReferenceRules, 1, explore.Options{Depth: 8, Requests: 2})
	assert.Nil(t, result.Violation)
	assert.Equal(t, explore.Pass, result.Verdict)
	assert.Greater(t, result.Total.States, 1000)
}

// A client that asks again by itself has each increment carried out once, whatever was lost on the way.
func TestClientsThatAskAgainHaveEachCommandDoneOnce(t *testing.T) {
	const script = `servers 5
sessions on
retries on
election-timeout 150ms 300ms
await leader
loss 20%
flaky S1 > C1 40%
flaky S2 > C1 40%
flaky S3 > C1 40%
repeat 5 every 400ms try increment n as C1
repeat 3 every 400ms try increment n as C2
partition S1 S2 | S3 S4 S5
repeat 4 every 300ms try increment n as C1
run 3s
recover
expect progress
await answers
expect linearizable
`
	asked := 0
	for seed := uint64(1); seed <= 20; seed++ {
		c := raftcluster.New(raftcluster.DefaultSetup())
		runner := playingSeed(t, c, script, seed)
		require.NoError(t, runner.Finish(eventLimit), "seed %d", seed)
		done := 0
		for _, op := range c.Operations() {
			if op.Command.Key == "n" && op.Outcome == service.OK {
				done++
			}
			asked += len(op.Path) - 1
		}
		require.NotZero(t, done)
	}
	assert.Greater(t, asked, 20, "nobody had to ask again")
}

// Without numbers a second request is a second command, and the history says so.
func TestACopyWithoutSessionsIsAnotherCommand(t *testing.T) {
	const script = "servers 3\nelect S1\nawait commit 1\nincrement n\nawait answers\nretry 1\nawait answers\n" +
		"expect outcome 1 ok 1\nget n\nawait answers\nexpect outcome 2 ok 2\n"
	_, lines, err := perform(t, raftcluster.InProcess{}, script)
	require.NoError(t, err)
	assert.Contains(t, strings.Join(lines, "\n"), "C1 request r2 S1 increment n 1")
	_, _, err = perform(t, raftcluster.InProcess{}, script+"expect linearizable\n")
	assert.ErrorContains(t, err, "Linearizability")
}

func TestSessionsAreChecked(t *testing.T) {
	for script, want := range map[string]string{
		"groups 2\nservers 6\nsessions on\nrun 1ms\n":                       "sessions are for clusters of one group",
		"servers 3\nsessions given\nsessions expire 1s\nrun 1ms\n":          "sessions that are given do not expire",
		"servers 3\nsessions off\n":                                         `want on, given or expire, got "off"`,
		"servers 3\nretries off\n":                                          `want "on", got "off"`,
		"servers 3\nrun 1ms\nretry 1 via S1\n":                              "there is no such operation yet",
		withSessions + "increment n\nawait answers\nexpect sessions 2 S1\n": "S1 has 1 open sessions",
	} {
		_, _, err := perform(t, raftcluster.InProcess{}, script)
		assert.ErrorContains(t, err, want, script)
	}
}

// The promise is listed, and judged, only while sessions are on.
func TestExactlyOnceIsJudgedWithSessionsOnly(t *testing.T) {
	c, _, err := perform(t, raftcluster.InProcess{}, withSessions+"increment n\nawait answers\n")
	require.NoError(t, err)
	last := len(c.Checks()) - 1
	assert.Equal(t, "exactly-once", c.Checks()[last].ID)
	require.Len(t, c.Judged(), last+1)
	assert.Positive(t, c.Judged()[last])
	off, _, err := perform(t, raftcluster.InProcess{}, strings.Replace(withSessions, "sessions on\n", "", 1))
	require.NoError(t, err)
	assert.Len(t, off.Checks(), last)
	assert.Len(t, off.Judged(), last)
}

// With the reference as own rules of sessions the run is the same.
func TestOwnRulesOfSessionsAreCalled(t *testing.T) {
	own := sessions.Rules()
	calls := 0
	own.OpenSession = func(t *kv.Sessions, at uint64) kv.ClientID {
		calls++
		return sessions.OpenSession(t, at)
	}
	const script = withSessions + "increment n\nawait answers\nawait commit 3\n"
	_, want, err := perform(t, raftcluster.InProcess{}, script)
	require.NoError(t, err)
	_, got, err := perform(t, raftcluster.InProcess{Sessions: &own}, script)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Equal(t, 3, calls)
}

// A second answer to one command is compared with the first.
func TestBothAnswersOfACommandAreJudged(t *testing.T) {
	const script = withSessions + "latency S1 > C1 100ms\nincrement n as C1\nrun 300ms\nincrement n as C1\nretry 2\n" +
		"await answers\n"
	_, lines, err := perform(t, raftcluster.InProcess{}, script+"expect outcome 2 ok 2\nexpect linearizable\n")
	require.NoError(t, err)
	text := strings.Join(lines, "\n")
	assert.Contains(t, text, "C1 answer r3 S1 ok 2")
	assert.Contains(t, text, "C1 answer r4 S1 ok 2")
	_, _, err = perform(t, raftcluster.InProcess{}, "rules empty-answers\n"+script)
	assert.ErrorContains(t, err, "S1 answers request 2 of session 2 (increment n 1) with done, empty")
}

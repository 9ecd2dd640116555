package raftcluster_test

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

var rewrite = flag.Bool("rewrite", false, "rewrite testdata from the present output; then read the difference")

// settled is a cluster for which every expectation can be tested: S1 leads term 1 with x = 3 committed everywhere,
// and S3 has crashed.
const settled = `# T: A cluster at rest
servers 3
election-timeout 10s 20s
elect S1
put x 3
compare-and-set x 8 9
await answers
run 200ms
crash S3
`

func TestMetExpectations(t *testing.T) {
	_, err := play(t, settled+`
expect leader S1
expect leader S1 term 1
expect role S2 follower
expect term S2 1
expect vote S2 S1
expect log S2 1 1 1
expect commit 3 S1 S2
expect value x 3 S1 S2
expect value y none S1
expect outcome 1 ok 3
expect outcome 2 refused
expect saw S3 crash
pause S1
crash S2
crash S1
expect leader none
`, raftcluster.ReferenceRules, 1)
	assert.NoError(t, err)
}

// TestUnmetExpectationsSayWhatHolds records the error of each unmet form: every form must be able to fail. Errors
// of usage have their column.
func TestUnmetExpectationsSayWhatHolds(t *testing.T) {
	const path = "testdata/expect.txt"
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	var got strings.Builder
	for line := range strings.Lines(string(want)) {
		switch {
		case strings.HasPrefix(line, "    "):
			continue // the previous error
		case !strings.HasPrefix(line, "expect"):
			got.WriteString(line)
			continue
		}
		got.WriteString(line)
		_, err := play(t, settled+line, raftcluster.ReferenceRules, 1)
		require.Error(t, err, "%q is met", line)
		assert.True(t, errors.Is(err, story.ErrExpectation) || errors.Is(err, story.ErrUsage), "%q: %v", line, err)
		got.WriteString("    " + err.Error() + "\n")
	}
	if *rewrite {
		require.NoError(t, os.WriteFile(path, []byte(got.String()), 0o644))
		return
	}
	assert.Equal(t, string(want), got.String(), "the errors have changed: use -rewrite, and read the difference")
}

// TestEachVerbShowsItsUsage keeps the whole language in one file, for readers.
func TestEachVerbShowsItsUsage(t *testing.T) {
	c := raftcluster.New(raftcluster.DefaultSetup())
	var help strings.Builder
	for _, verb := range append(story.Verbs(), c.Verbs()...) {
		help.WriteString(verb.Usage + "\n    " + verb.Help + "\n")
		assert.NotEmpty(t, verb.Help, verb.Name)
		for _, usage := range strings.FieldsFunc(verb.Usage, func(r rune) bool { return r == '\n' }) {
			assert.Equal(t, verb.Name, strings.Fields(usage)[0], "the usage shows the verb")
		}
	}
	const path = "testdata/verbs.txt"
	if *rewrite {
		require.NoError(t, os.WriteFile(path, []byte(help.String()), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), help.String(), "the language has changed: use -rewrite, and read the difference")
}

func TestCommandsForALeaderNeedOne(t *testing.T) {
	for line, want := range map[string]string{
		"put x 1":            "there is no leader: no server leads now; name one, as in S1, or let one be elected",
		"put x 1 via leader": "there is no leader: no server leads now; name one, as in S1, or let one be elected",
		"put x via S1":       "expected put KEY VALUE",
		"put x 1 via":        "a server is missing",
		"put x 1 via S9":     `unknown server "S9": this cluster has S1 to S5`,
		"await laeder":       `did you mean "leader"?`,
		"await commit":       "an index is missing",
		"elect S1 S2":        `unexpected argument "S2"`,
	} {
		_, err := play(t, "# T: T\n"+line, raftcluster.ReferenceRules, 1)
		assert.ErrorContains(t, err, want, "%q", line)
	}
}

func TestImpossibleDisksAreRefused(t *testing.T) {
	for line, want := range map[string]string{
		"given S1 term 3 log 1 3 2": "never fall",
		"given S1 term 1 log 1 2":   "not exceed the server's term",
		"given S1 term 1 log 0":     "start at 1",
		"given S1 trem 1":           `want term, vote or log, got "trem"`,
		"given S9 term 1":           `unknown server "S9"`,
		"given S1 term":             "the term is missing",
	} {
		parsed, err := story.ParseScenario("script", "# T: T\n"+line)
		require.NoError(t, err)
		_, err = story.NewRunner(parsed, raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{}, nil)
		assert.ErrorContains(t, err, want, "%q", line)
	}
}

func TestImpossibleSetupsAreErrors(t *testing.T) {
	for _, line := range []string{
		"heartbeat 200ms", "heartbeat 0ms", "election-timeout 300ms 150ms", "election-timeout 0ms 0ms", "batch 0",
		"election-timeout S1 1ms 2ms", "servers 0", "servers 10",
	} {
		parsed, err := story.ParseScenario("script", "# T: T\n"+line+"\nrun 1s")
		require.NoError(t, err)
		_, err = story.NewRunner(parsed, raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{}, nil)
		assert.Error(t, err, "%q", line)
	}
}

func TestDialsActBeforeTheFirstEvent(t *testing.T) {
	runner, err := play(t, "# T: T\nlatency 0ms\njitter 0ms\ndisk 0ms\nelect S1\nput x 1\nawait answers\nexpect "+
		"outcome 1 ok", raftcluster.ReferenceRules, 1)
	require.NoError(t, err)
	assert.Less(t, int64(runner.World().Now()), int64(lab.Second))
}

// A script that cannot be read gives an error, any other is played, and nothing panics or breaks a property: the
// rules are the reference's.
func FuzzScenario(f *testing.F) {
	f.Add(settled + "restart S3\nrun 1s\nexpect value x 3")
	f.Add("# T: \x00\ngiven S1 term 99999999999999999999 vote S1 log 1\nput \x00 1 via S1")
	f.Add("# T: T\nservers 1\nbatch 1\ndisk 0us\nlatency 0us\njitter 0us\nelect S1\nincrement n\nget n\nrun 1000s")
	f.Add("# T: T\nservers 3\nmanual\nwake S1\ndeliver S1 > S2 again\ndeliver S2 > S1\nput x 1 via " +
		"leader\nrecover\nexpect progress\nexpect linearizable")
	f.Add("# T: T\ntorn 100%\nclock S1 fast 90%\nslow-disk S2 90ms\nreorder 9% 90ms\nelect S1\nput x 1\ntry crash " +
		"leader\nrun 1s\nrecover\nexpect progress")
	f.Add("# T: T\nservers 9\nloss 50%\nduplicate 50%\ndisk 90s\nelection-timeout S2 1000s 1000s\ntimeout S2\npause " +
		"S2\ncrash S2\nrun 10s")
	f.Fuzz(func(t *testing.T, script string) {
		parsed, err := story.ParseScenario("fuzz", script)
		if err != nil || strings.Contains(script, "rules") {
			return
		}
		runner, err := story.NewRunner(
			parsed, raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{}, nil,
		)
		if err != nil {
			return
		}
		_ = runner.Finish(3000)
		// A healthy cluster need not make progress over a network with a latency of a minute.
		if v := runner.World().Violation(); v != nil && !v.Liveness && !strings.Contains(script, "given") {
			t.Errorf("the reference breaks a property: %v", v)
		}
	})
}

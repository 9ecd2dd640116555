package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/explore"
	"raftlab/lab/protocols/known"
	"raftlab/lab/protocols/toy"
	"raftlab/lab/story"
)

func TestExploreFindsNothingInTheReferenceRules(t *testing.T) {
	code, stdout, stderr := runForTest("explore", "--depth", "6", "--crashes", "1")
	assert.Equal(t, exitDone, code, stderr)
	assert.Empty(t, stderr)
	assert.Contains(t, stdout,
		"3 servers · rules reference · depth 6 · terms 2 · proposals 1 · crashes 1 · duplicates 0\n")
	assert.Contains(t, stdout, "ok  nothing breaks: every schedule of up to 6 actions within these bounds was tried\n")
	_, again, _ := runForTest("explore", "--depth", "6", "--crashes", "1")
	assert.Equal(t, stdout, again)
}

func TestExploreSaysThatItTriedEverySchedule(t *testing.T) {
	code, stdout, stderr := runForTest("explore", "--servers", "1", "--terms", "1", "--depth", "50", "--crashes", "2")
	assert.Equal(t, exitDone, code, stderr)
	assert.Contains(t, stdout, "ok  nothing breaks: every schedule that these bounds allow, of any length, was tried\n")
}

// TestExploreSavesWhatRunPlays takes a learner's steps: find a violation, save it, play it.
func TestExploreSavesWhatRunPlays(t *testing.T) {
	file := filepath.Join(t.TempDir(), "found.txt")
	code, stdout, stderr := runForTest("explore", "--rules", "vote-twice", "--save", file)
	assert.Equal(t, exitFailed, code)
	broken := "Election Safety (Figure 3, §5.2) is broken: S1 and S3 were both elected leader of term 1"
	assert.Equal(t, "raftlab: "+broken+"\n", stderr)
	assert.Contains(t, stdout, "broken in 6 actions: "+broken)

	saved, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.True(t, strings.HasSuffix(stdout, "\n\n"+string(saved)), "what is saved is what is shown")
	code, stdout, stderr = runForTest("run", file)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, stderr, broken)
	assert.Contains(t, stdout, " S3 role leader term=1\n")

	missing := filepath.Join(t.TempDir(), "no", "folder.txt")
	code, _, stderr = runForTest("explore", "--rules", "vote-twice", "--save", missing)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, stderr, "save the schedule: ")
}

func TestExploreStartsFromAScenario(t *testing.T) {
	file := filepath.Join(t.TempDir(), "b.txt")
	text := "# X: A vote that was given\n\nservers 2\ngiven S1 term 1 vote S2\nrun 1s\n"
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	code, stdout, stderr := runForTest("explore", "--from", file, "--depth", "4", "--rules", "vote-twice")
	assert.Equal(t, exitDone, code, stderr)
	assert.Contains(t, stdout, "2 servers · rules vote-twice · depth 4")
	code, stdout, stderr = runForTest("explore", "--from", file, "--depth", "2", "--servers", "3")
	assert.Equal(t, exitDone, code, stderr)
	assert.Contains(t, stdout, "3 servers · rules reference · depth 2")
}

func TestExploreWithTooFewStatesIsInconclusive(t *testing.T) {
	for _, format := range [][]string{nil, {"--json"}} {
		code, stdout, stderr := runForTest(append([]string{"explore", "--states", "100"}, format...)...)
		assert.Equal(t, exitInconclusive, code)
		assert.Equal(t,
			"raftlab: inconclusive: there are more than 100 states; allow more with --states, or lower a bound\n",
			stderr)
		assert.Contains(t, stdout, "inconclusive")
		assert.NotContains(t, stdout, "ok")
	}
}

func TestExploreAsJSON(t *testing.T) {
	code, stdout, _ := runForTest("explore", "--rules", "vote-any-log", "--json")
	assert.Equal(t, exitFailed, code)
	var got exploreJSON
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	assert.EqualValues(t, "violation", got.Verdict)
	assert.Equal(t, "leader-completeness", got.Violation.ID)
	assert.Equal(t, map[string]int{
		"servers": 3, "depth": 9, "terms": 2, "proposals": 1, "crashes": 0, "duplicates": 0, "drops": 0,
		"states": 2_000_000,
	}, got.Bounds)
	require.Len(t, got.Path, 8)
	assert.Equal(t, []string{"wake S1"}, got.Path[0].Lines)
	assert.Len(t, got.Levels, got.Depth+1)
	scenario, err := story.ParseScenario("found", got.Scenario)
	require.NoError(t, err)
	assert.Equal(t, "Leader Completeness broken in 8 actions", scenario.Title)

	_, stdout, _ = runForTest("explore", "--depth", "3", "--json", "--unreduced", "--drops", "1")
	assert.NotContains(t, stdout, `"violation"`)
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	assert.EqualValues(t, "pass", got.Verdict)
	assert.True(t, got.Unreduced)
	assert.Zero(t, got.Total.Reduced)
}

func TestExploreRefusesInvalidBounds(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--depth", "-1"}, "explore: -1 depth: a bound of the search is out of range: want 1 to 1000"},
		{[]string{"--terms", "0"}, "--terms 0: want at least 1, the term of the first election"},
		{[]string{"--servers", "10"}, "--servers 10 is not between 1 and 9"},
		{[]string{"--rules", "vote-twise"}, `unknown set of rules: "vote-twise"; did you mean "vote-twice"?`},
		{[]string{"--protocol", "rafd"}, `unknown protocol "rafd"; did you mean "raft"?`},
		{[]string{"--from", "no/such.txt"}, "read scenario: "},
		{[]string{"--proposal", "1"}, `unknown flag: --proposal; did you mean "--proposals"?`},
		{[]string{"please"}, `unknown command "please" for "raftlab explore"`},
	} {
		code, stdout, stderr := runForTest(append([]string{"explore"}, test.args...)...)
		assert.Equal(t, exitUsage, code, test.args)
		assert.Empty(t, stdout)
		assert.Contains(t, stderr, "raftlab: "+test.want)
	}
}

// TestAnyProtocolIsFuzzedAndExplored registers the ring of package toy, which the command does not know.
func TestAnyProtocolIsFuzzedAndExplored(t *testing.T) {
	all := append(known.Protocols(), toy.Protocol{})
	var out bytes.Buffer
	o := fuzzOptions{
		known: all, protocol: toy.ID, rules: toy.Keep,
		schedules: 20, seed: 1, faults: "all", events: 10_000, jobs: 2, shrink: 1,
	}
	require.ErrorContains(t, o.run(t.Context(), &out, &out), "schedules broke a property")
	assert.Contains(t, out.String(), "\nchecks     one-token")
	assert.Contains(t, out.String(), "One Token (the ring)\n")
	assert.Contains(t, out.String(), "    protocol ring\n")

	for rules, verdict := range map[string]string{"": "ok  nothing breaks", toy.Keep: "broken in "} {
		out.Reset()
		x := exploreOptions{
			Options: explore.Options{Depth: 8, States: 100_000},
			known:   all, protocol: toy.ID, servers: 3, terms: 3, rules: rules,
		}
		err := x.run(t.Context(), newExplore().Flags(), &out, &out)
		assert.Equal(t, rules == "", err == nil, "%v", err)
		assert.Contains(t, out.String(), verdict)
	}
	o.protocol = "rign"
	assert.ErrorContains(t, o.run(t.Context(), &out, &out), `unknown protocol "rign"; did you mean "ring"?`)
}

// beforeARead is the way to a leader that has told a client of a write. Then a new one is asked.
const beforeARead = `# E2: A write is acknowledged
#
# Then a new leader is asked.

servers 3
manual
wake S1
deliver S1 > S2
deliver S2 > S1
put x 1 via S1
deliver S1 > S2
deliver S2 > S1
deliver S1 > S2
deliver S2 > S1
search
get x index via S2
`

// TestExploreFindsWhatStoriesShow: with the wrong rules of a story, and nothing with the right ones in the same bounds.
func TestExploreFindsWhatStoriesShow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "read.txt")
	require.NoError(t, os.WriteFile(file, []byte(beforeARead), 0o600))
	for _, test := range []struct {
		rules, property, line string
		args                  []string
	}{
		{"read-at-once", "Linearizability", "\nget x index via S2\n",
			[]string{"--from", file, "--depth", "7", "--proposals", "2"}},
		{"apply-again", "Sound Server", "\npower S1 fails before-cut\nsnapshot S1\nrestart S1\n",
			[]string{"--on", "snapshots", "--depth", "7", "--crashes", "1"}},
		{"count-old", "Leaders know the past", "\ndeliver S3 > S1    # ACK zxid=1:1 ",
			[]string{"--from", "g5-outstanding", "--depth", "6", "--terms", "4"}},
	} {
		args := append([]string{"explore"}, test.args...)
		code, stdout, stderr := runForTest(args...)
		require.Equal(t, exitDone, code, "%s%s", stdout, stderr)
		code, stdout, stderr = runForTest(append(args, "--rules", test.rules)...)
		require.Equal(t, exitFailed, code, stderr)
		assert.Contains(t, stderr, test.property)
		assert.Contains(t, stdout, test.line)
	}
}

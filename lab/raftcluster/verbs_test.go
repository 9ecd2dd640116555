package raftcluster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

// without leaves out the lines about saves, and about the clients' answers.
func without(lines []string, kinds ...string) []string {
	var left []string
	for _, line := range lines {
		words := strings.SplitN(line, " ", 3)
		what := words[2]
		if !strings.ContainsFunc(what, func(rune) bool {
			for _, kind := range kinds {
				if strings.Contains(what, kind) {
					return true
				}
			}
			return false
		}) {
			left = append(left, words[1]+" "+what)
		}
	}
	return left
}

// One election and one entry, one command for each event: the result of a search has the same form.
func TestManualScenarioOfRaftIsASchedule(t *testing.T) {
	c, lines, err := perform(t, raftcluster.InProcess{}, `servers 3
manual
election-timeout 100ms 100ms
heartbeat 40ms
wake S1
deliver S1 > S2 again
deliver S2 > S1
put x 3
drop S1 > S2
deliver S1 > S2
deliver S2 > S1
deliver S1 > S2
deliver S2 > S1
expect outcome 1 ok
expect value x 3 leader
wake leader
timeout S3
expect role S3 candidate
expect linearizable
`)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"100000 S1 role candidate term=1", "100000 S1 vote for=S1 term=1",
		"100000 S1 send m1 S2 RequestVote term=1 last=0/0", "100000 S1 send m2 S3 RequestVote term=1 last=0/0",
		"110000 S1 duplicate m1 m3", "110000 S2 deliver m1 S1 RequestVote term=1 last=0/0",
	}, without(lines, "boot", "save", "wake")[:6])
	assert.Equal(t, lab.Time(100_000), lab.Time(c.Setup().ElectionTimeoutMin))
}

func TestLeaderStandsForThePresentLeader(t *testing.T) {
	_, lines, err := perform(t, raftcluster.InProcess{}, `servers 3
elect S2
try cut leader > S2
slow-disk leader 20ms
clock leader slow 1%
get x via leader
expect leader leader
pause leader
expect leader none
try crash leader
try put x 1
try timeout leader
try put x 1 via leader
resume S2
crash leader
await leader
expect value x none leader
`)
	require.NoError(t, err)
	text := strings.Join(lines, "\n")
	for _, line := range []string{" S2 slow-disk latency_us=20000", " S2 clock skew_permille=-10",
		" C1 request r1 S2 get x", " S2 pause", " S2 crash "} {
		assert.Contains(t, text, line)
	}
	assert.NotContains(t, text, "put x 1")
	assert.NotContains(t, text, "- cut")

	for line, want := range map[string]string{
		"crash leader": "script:2:7: there is no leader: no server leads now; name one, as in S1, or let " +
			"one be elected",
		"await commit 1 leader":  "script:2:16: there is no leader",
		"given leader term 1":    `script:2:7: unknown server "leader"`,
		"try put x via S1":       `script:2:15: "put x": expected put KEY VALUE`,
		"try put x 1 via S1 now": `script:2:20: unexpected argument "now"`,
		"try await laeder":       `did you mean "leader"?`,
	} {
		parsed, err := story.ParseScenario("script", "# T: T\n"+line)
		require.NoError(t, err)
		runner, err := story.NewRunner(
			parsed, raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{}, nil,
		)
		if err == nil {
			err = runner.Finish(10)
		}
		assert.ErrorContains(t, err, want, "%q", line)
	}
}

// Each event that should sometimes happen is counted when it happens, and only then.
func TestSometimesEventsAreCounted(t *testing.T) {
	quiet := map[string]uint64{
		"leader-elected": 0, "leader-replaced": 0, "election-without-winner": 0, "entry-committed": 0,
		"old-entry-committed": 0,
		"tail-erased":         0, "log-read-back": 0, "write-acknowledged": 0, "outcome-unknown": 0,
	}
	for _, test := range []struct {
		name, script string
		want         map[string]uint64
	}{
		{"nothing", "servers 3\nrun 1ms\n", nil},
		{"a write", "servers 3\nelection-timeout 10s 20s\nelect S1\nput x 1\nawait answers\nrun 100ms\n",
			map[string]uint64{"leader-elected": 1, "entry-committed": 6, "write-acknowledged": 1}},
		{"a comparison that fails was carried out", "servers 1\nelect S1\ncompare-and-set x 1 2\nawait answers\n",
			map[string]uint64{"leader-elected": 1, "entry-committed": 2, "write-acknowledged": 1}},
		{"a leader is replaced", "servers 3\nelection-timeout 10s 20s\nelect S1\nrun 100ms\nelect S2\n",
			map[string]uint64{"leader-elected": 2, "leader-replaced": 1, "entry-committed": 3}},
		{"a candidate fails, and the next has another term", "servers 3\nelection-timeout 10s 20s\ncrash S2\ncrash " +
			"S3\ntimeout S1\nrun 10ms\ntimeout S1\nrun 10ms\n",
			map[string]uint64{"election-without-winner": 1}},
		{"no answer", "servers 3\nelection-timeout 10s 20s\nelect S1\nrun 100ms\nisolate S1\nput x 1 via S1\nrun 3s\n",
			map[string]uint64{"leader-elected": 1, "entry-committed": 3, "outcome-unknown": 1}},
		{"a disk is read back", "servers 3\ngiven S1 term 1 log 1 1\nrun 1ms\ncrash S1\nrestart S1\nrun 1ms\n",
			map[string]uint64{"log-read-back": 2}},
		{"a tail is erased", "servers 3\nelection-timeout 10s 20s\nelect S1\nrun 100ms\nisolate S1\nput x 1\nrun " +
			"10ms\nelect S2\nrun 100ms\nrejoin S1\nrun 100ms\n",
			map[string]uint64{"leader-elected": 2, "leader-replaced": 1, "entry-committed": 6, "tail-erased": 1,
				"outcome-unknown": 1}},
		{"an entry of an earlier term is committed", "servers 3\nelection-timeout 10s 20s\ncut S1 > S3\nelect " +
			"S1\nrun 20ms\ncut S2 > S1\nelect S2\nheal\nrun 300ms\n",
			map[string]uint64{"leader-elected": 2, "leader-replaced": 1, "entry-committed": 3,
				"old-entry-committed": 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, _, err := perform(t, raftcluster.InProcess{}, test.script)
			require.NoError(t, err)
			got := map[string]uint64{}
			for _, s := range c.Sometimes() {
				got[s.ID] = s.Count
				assert.NotEmpty(t, s.Title)
			}
			want := map[string]uint64{}
			for id := range quiet {
				want[id] = test.want[id]
			}
			assert.Equal(t, want, got)
		})
	}
}

func TestJudgementsAreCounted(t *testing.T) {
	c, _, err := perform(t, raftcluster.InProcess{}, "servers 3\nrun 1ms\n")
	require.NoError(t, err)
	idle := c.Judged()
	require.Len(t, idle, len(raftcluster.Checks()))
	c, _, err = perform(t, raftcluster.InProcess{}, "servers 3\nelect S1\nput x 1\nawait answers\nelect S2\nrun "+
		"100ms\n")
	require.NoError(t, err)
	for i, check := range raftcluster.Checks() {
		assert.Greater(t, c.Judged()[i], idle[i], check.ID)
	}
	c.Judged()[0] = 0
	assert.Positive(t, c.Judged()[0], "Judged returns a copy")
}

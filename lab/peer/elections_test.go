package peer

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

// switches are what etcd has on with PreVote and CheckQuorum: its CheckQuorum brings stickiness along.
const switches = "prevote on\nstickiness on\ncheck-quorum on\n"

// electionStories end alike with our servers and with etcd's: each with the switches, and without them. The jitter is
// 0, so that a story does not turn on it.
var electionStories = []struct{ name, story, with, without string }{
	{
		"a server comes back",
		"servers 3\njitter 0ms\nelect S1\nput x 1\nawait answers\nisolate S3\nrun 2s\nrejoin S3\nrun 1s\n",
		"expect elections at most 1\nexpect leader S1 term 1\nexpect role S3 follower\n" +
			"expect not saw S1 role follower\n",
		"expect elections at least 3\nexpect saw S1 role follower\n",
	},
	{
		"one missing link",
		"servers 5\njitter 0ms\nelect S1\nput x 1\nawait answers\ncut S1 > S5\ncut S5 > S1\nrun 3s\n",
		"expect elections at most 1\nexpect leader S1 term 1\n",
		"expect elections at least 2\nexpect saw S5 role leader\n",
	},
	{
		"a leader in the minority",
		"servers 5\njitter 0ms\nelect S1\nput x 1\nawait commit 2\npartition S1 S2 | S3 S4 S5\nrun 1s\n",
		"expect saw S1 role follower term=1\n",
		"expect not saw S1 role follower term=1\n",
	},
	{
		"a leader hands over",
		"servers 3\njitter 0ms\nelect S1\nput x 1\nawait answers\nisolate S2\nput x 2\nawait answers\nrejoin S2\n" +
			"transfer S1 > S2\nrun 300ms\nput x 3\nawait answers\nrun 200ms\n",
		"expect leader S2 term 2\nexpect role S1 follower\nexpect outcome 3 ok\nexpect value x 3\n",
		"expect leader S2 term 2\nexpect role S1 follower\nexpect outcome 3 ok\nexpect value x 3\n",
	},
	{
		"a target that is dead",
		"servers 3\njitter 0ms\nelect S1\nput x 1\nawait answers\ncrash S2\ntransfer S1 > S2\nrun 500ms\n" +
			"put x 2 via S1\nawait answers\n",
		"expect leader S1 term 1\nexpect outcome 2 ok\n",
		"expect leader S1 term 1\nexpect outcome 2 ok\n",
	},
}

// TestElectionsEndAsEtcds plays each story with etcd's servers and with ours, with and without the switches.
func TestElectionsEndAsEtcds(t *testing.T) {
	for _, s := range electionStories {
		t.Run(s.name, func(t *testing.T) {
			for _, seed := range []string{"1", "2", "3"} {
				begin := "# A8: " + s.name + "\n\nseed " + seed + "\n"
				for _, careful := range []bool{false, true} {
					text, on := begin+s.story+s.without, ""
					if careful {
						text, on = begin+s.story+s.with, switches
					}
					_, err := play(t, text, options{careful: careful}, nil)
					assert.NoError(t, err, "etcd, careful %v, seed %s", careful, seed)
					assert.NoError(t, playOurs(t, strings.Replace(text, "jitter", on+"jitter", 1)),
						"ours, careful %v, seed %s", careful, seed)
				}
			}
		})
	}
}

// playOurs runs a scenario with the reference.
func playOurs(t *testing.T, text string) error {
	t.Helper()
	scenario, err := story.ParseScenario("ours", text)
	require.NoError(t, err)
	c := raftcluster.New(raftcluster.DefaultSetup())
	runner, err := story.NewRunner(scenario, c, raftcluster.InProcess{}, nil)
	require.NoError(t, err)
	return runner.Finish(eventsMax)
}

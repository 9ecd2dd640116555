package peer

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// readStories are reads by index that end alike with our servers and with etcd's.
var readStories = []struct{ name, story string }{
	{
		"a leader and a follower",
		"servers 3\njitter 0ms\nelect S1\nput x 1\nawait answers\nget x index\nget x index via S2\n" +
			"get x index via S3\nrun 200ms\nexpect outcome 2 ok 1\nexpect outcome 3 ok 1\nexpect outcome 4 ok 1\n" +
			"expect commit 2\n",
	},
	{
		"a leader in the minority",
		"servers 5\njitter 0ms\nelect S1\nput x 1\nawait commit 2\npartition S1 S2 | S3 S4 S5\nelect S3\n" +
			"put x 2 via S3\nawait commit 4 S3 S4 S5\nget x index via S1\nget x index via S3\nrun 140ms\n" +
			"expect outcome 3 pending\nexpect outcome 4 ok 2\nheal\nrun 500ms\nexpect linearizable\n",
	},
	{
		"a new leader",
		"servers 3\njitter 0ms\nelect S1\nput x 1\nawait answers\nput x 2\nawait answers\ncrash S1\nrun 400ms\n" +
			"await leader\nget x index via leader\nrun 200ms\nexpect outcome 3 ok 2\nexpect linearizable\n",
	},
}

// TestReadsEndAsEtcds plays each story with etcd's servers and with ours.
func TestReadsEndAsEtcds(t *testing.T) {
	for _, s := range readStories {
		t.Run(s.name, func(t *testing.T) {
			for _, seed := range []string{"1", "2", "3"} {
				text := "# E2: " + s.name + "\n\nseed " + seed + "\n" + s.story
				_, err := play(t, text, options{}, nil)
				assert.NoError(t, err, "etcd, seed %s", seed)
				assert.NoError(t, playOurs(t, text), "ours, seed %s", seed)
			}
		})
	}
}

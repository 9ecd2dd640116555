package raftcluster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/raftcluster"
)

// TestSilencesThatWouldDoNothingAreErrors: a command that changes nothing looks as if it had worked, so it is an error
// of its line. Random faults try it, and a try passes over what cannot be done now; a setup without the mechanism is an
// error even so.
func TestSilencesThatWouldDoNothingAreErrors(t *testing.T) {
	for script, want := range map[string]string{
		"try interval S1": "script:3:1: S1 has no interval of check-quorum: that needs check-quorum on, in the " +
			"setup",
		"elect S1\nabort S1": "script:4:1: S1 does not hand over to anybody, so there is nothing to end",
		"stickiness on\nelect S1\nforget S1": "script:5:1: S1 leads: it has no other leader to forget; name a " +
			"follower",
		"check-quorum on\nelect S1\ninterval S2": "script:5:1: S2 is a follower and counts no answers; name the leader",
		"prevote on\ncrash S2\nforget S2":        "script:5:1: S2: the server is down: restart it first",
	} {
		_, _, err := perform(t, raftcluster.InProcess{}, "servers 3\n"+script)
		assert.ErrorContains(t, err, want, "%q", script)
	}
	_, lines, err := perform(t, raftcluster.InProcess{}, "servers 3\nprevote on\ncheck-quorum on\nelect S1\n"+
		"run 100ms\ntry forget S1\ntry interval S2\ntry abort S1\nforget S2\ninterval S1\ntransfer S1 > S3\nabort S1\n")
	require.NoError(t, err)
	text := strings.Join(lines, "\n")
	assert.Equal(t, 5, strings.Count(text, " control "), "elect, and the four that are no tries")
	assert.Contains(t, text, " S2 forget leader=S1")
}

// TestATransferIsReportedToTheClient: a leader that hands over knows itself as the leader, and names nobody. Its client
// hears why, and not that there is no leader.
func TestATransferIsReportedToTheClient(t *testing.T) {
	c, lines, err := perform(t, raftcluster.InProcess{},
		"servers 3\nelect S1\nput x 1\nawait answers\ncrash S2\ntransfer S1 > S2\nput x 2 via S1\nawait answers\n"+
			"expect outcome 2 refused\n")
	require.NoError(t, err)
	assert.Equal(t, "the leader hands over just now: ask again later", c.Operations()[1].Reason)
	assert.Contains(t, strings.Join(lines, "\n"), " C1 answer r2 S1 transfer")
}

package raftcluster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
)

// toldByTwo: S1 and S2 have entry 2, and a client was told. S3 has been cut off.
const toldByTwo = `servers 3
election-timeout 10s 20s
elect S1
await commit 1
cut S1 > S3
put x 1
await answers
run 100ms
`

// TestWhatRaftTrusts: with a fault that Raft does not claim to survive, what was promised is lost; the same story
// without it is well.
func TestWhatRaftTrusts(t *testing.T) {
	for name, test := range map[string]struct{ script, fault, says string }{
		"a server comes back with an empty disk": {
			script: toldByTwo + "crash S2\nFAULTrestart S2\nrun 50ms\n", fault: "wipe S2\n",
			says: "S1 told a client that entry 2 of term 1 (put x 1) is done, and now that S2 has lost it only S1 " +
				"of 3 servers has it",
		},
		"a disk says saved, and forgets": {
			script: "servers 3\nelection-timeout 10s 20s\nFAULTelect S1\nawait commit 1\ncut S1 > S3\nput x 1\n" +
				"await answers\ncrash S2\nrestart S2\nrun 50ms\n", fault: "fsync S2 forgets\n",
			says: "now that S2 has lost it only S1 of 3 servers has it",
		},
		"a save fails, and the server takes no notice": {
			script: "servers 3\nelection-timeout 10s 20s\nelect S1\nawait commit 1\ncut S1 > S3\nFAULTput x 1\n" +
				"await answers\ncrash S2\nrestart S2\nrun 50ms\n", fault: "fsync S2 fails\n",
			says: "now that S2 has lost it only S1 of 3 servers has it",
		},
		"a save hangs, and the leader talks on": {
			script: "servers 3\nelection-timeout 10s 20s\nelect S1\nawait commit 1\ncut S1 > S3\nFAULTput x 1\n" +
				"await answers\ncrash S1\nrestart S1\nrun 50ms\n", fault: "fsync S1 hangs\n",
			says: "now that S1 has lost it only S2 of 3 servers has it",
		},
	} {
		t.Run(name, func(t *testing.T) {
			play := func(fault string) error {
				_, _, err := perform(t, raftcluster.InProcess{}, strings.Replace(test.script, "FAULT", fault, 1))
				return err
			}
			require.NoError(t, play(""))
			var violation *lab.Violation
			require.ErrorAs(t, play(test.fault), &violation)
			assert.Equal(t, "durability", violation.ID)
			assert.Contains(t, violation.Sentence, test.says)
		})
	}
}

// TestADamagedRecordIsNotCutOff: a server that cannot read what it saved stays down, and the cluster goes on without
// it. It does not come back as one that has promised less.
func TestADamagedRecordIsNotCutOff(t *testing.T) {
	const script = toldByTwo + "heal\nrun 100ms\ncrash S2\ncorrupt S2 2\nrestart S2\nput x 2\nawait answers\n" +
		"expect saw S2 refuse record=2 because=checksum\nexpect not saw S2 restart\nexpect outcome 2 ok\n"
	_, _, err := perform(t, raftcluster.InProcess{}, script)
	require.NoError(t, err)
	_, _, err = perform(t, raftcluster.InProcess{}, script+"expect progress\n")
	assert.ErrorContains(t, err, "S2 is down")
	_, _, err = perform(t, raftcluster.InProcess{}, toldByTwo+"crash S2\ncorrupt S2 99\n")
	assert.ErrorIs(t, err, lab.ErrNoRecord)
	_, _, err = perform(t, raftcluster.InProcess{}, toldByTwo+"corrupt S2 1\n")
	assert.ErrorIs(t, err, lab.ErrUp)
}

// TestAClockThatJumpsEndangersNothing: it costs elections, and no promise. Nothing of Figure 2 that is about safety
// depends on time.
func TestAClockThatJumpsEndangersNothing(t *testing.T) {
	const script = "servers 3\nelect S1\nawait commit 1\nrun 6s\nFAULTrun 2s\nput x 3 via leader\nawait answers\n" +
		"expect progress\nexpect linearizable\n"
	for fault, more := range map[string]string{
		"":                         "expect elections 1\n",
		"clock S1 jumps 5s back\n": "expect elections at least 2\nexpect saw S1 clock jump_us=-5000000\n",
		"clock S2 jumps 5s\n":      "expect elections at least 2\nexpect saw S2 clock jump_us=5000000\n",
	} {
		_, _, err := perform(t, raftcluster.InProcess{}, strings.Replace(script, "FAULT", fault, 1)+more)
		assert.NoError(t, err, fault)
	}
}

// TestOneLinkIsLong: two servers are near each other, and the third is far from both. A write needs the near ones only.
func TestOneLinkIsLong(t *testing.T) {
	const far = "latency S1 > S3 120ms\nlatency S3 > S1 120ms\n"
	const script = "servers 3\nelection-timeout 10s 20s\nlatency 2ms\njitter 0ms\nFAULTelect S1\n" +
		"await commit 1 S1 S2\nput x 1\nrun 20ms\nexpect outcome 1 ok\n"
	_, _, err := perform(t, raftcluster.InProcess{}, strings.Replace(script, "FAULT", far, 1)+
		"expect log S3\nrun 300ms\nexpect log S3 1 1\n")
	require.NoError(t, err)
	_, _, err = perform(t, raftcluster.InProcess{}, strings.Replace(script, "FAULT", "", 1)+"expect log S3 1 1\n")
	require.NoError(t, err)
	_, _, err = perform(t, raftcluster.InProcess{}, strings.Replace(script, "FAULT", far, 1)+
		"recover\nlatency 2ms\nput x 2\nrun 60ms\nexpect log S3 1 1 1\n")
	assert.NoError(t, err, "recover ends it")
	_, _, err = perform(t, raftcluster.InProcess{}, "servers 3\nlatency S1 > S1 5ms\n")
	assert.ErrorIs(t, err, lab.ErrOneLink)
}

package session_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/raftcluster"
	"raftlab/wasm/protocol"
)

// TestReadsAreExplained plays the stories, and explains lines of theirs.
func TestReadsAreExplained(t *testing.T) {
	for _, test := range []struct{ scenario, line, sentence string }{
		{"e2-read-index", "S1 asked r2", "S1 notes for r2 that it has committed up to entry 2. Then it sends round 1"},
		{"e2-read-index", "S1 read r2", "if a majority answers it, nobody else led when r2 began"},
		{"e2-read-index", "S2 Heartbeat term=1 round=1", "It serves all reads that came before it: r2."},
		{"e2-read-index", "S2 deliver m33 S1 Heartbeat", "S2 is in term 1 too and follows S1: it answers round 1"},
		{"e2-read-index", "S1 deliver m37 S2 HeartbeatReply", "for r2 that is 2 of 5 with S1 itself"},
		{"e2-read-index", "S1 deliver m38 S3 HeartbeatReply", "With S3 a majority, 3 of 5, has answered round 1, " +
			"which was sent after the read came: S1 still led then. It answers r2 from what it has applied."},
		{"e2-read-index", "S1 role follower term=2", "It gives up r4: it changed nothing, so the client may " +
			"ask again."},
		{"e2-follower-read", "S3 asked r3", "It asks S1: up to which entry must S3 have applied, to answer r3?"},
		{"e2-follower-read", "S3 deliver m26 S1 ReadIndexReply", "S3 has applied up to entry 2: r3 waits"},
		{"e2-follower-read", "S3 apply index=3", "It now has what r3 waited for, and answers from its copy."},
		{"e2-follower-read", "S1 read r5", "A round that was sent before r5 came proves nothing for it: r5 waits for " +
			"the next one, round 3."},
		{"e2-follower-read", "S3 deliver m47 S1 ReadIndexReply", "S3 has applied that already: it answers r4"},
		{"e2-lease", "S1 lease begins", "vote for nobody within the least election timeout after they heard S1"},
		{"e2-lease", "S1 deliver m23 S2 HeartbeatReply", "the lease of S1 reaches further"},
		{"e2-lease", "S1 asked r2", "Without asking anybody it answers r2 from what it has applied."},
		{"e2-lease", "S1 lease ends", "By its own clock the lease of S1 is over"},
		{"e2-new-leader-reads", "S2 asked r3", "S2 has not committed an entry of term 2 yet"},
		{"e2-new-leader-reads", "S2 read r3", "S2 has committed an entry of its term now, so r3 can begin"},
		{"e2-old-answers", "S1 deliver m37 S4 HeartbeatReply", "For r4 it proves nothing: that round was sent before."},
	} {
		e := played(t, protocol.StartRequest{Scenario: test.scenario})
		x := e.why(t, test.line)
		assert.Contains(t, x.Sentence, test.sentence, test.line)
		assert.NotEmpty(t, x.Place, test.line)
	}
}

// TestServersShowTheirReads, and only where there are some.
func TestServersShowTheirReads(t *testing.T) {
	k := newTalk(t)
	f := k.frame(protocol.StartRequest{Scenario: "e2-read-index", Event: 146})
	require.NotNil(t, raftOf(f.Servers[0]).Reads)
	assert.Equal(t, []raftcluster.ReadView{{Request: 2, Index: 2, Round: 1, Acks: []int{1, 2}}},
		raftOf(f.Servers[0]).Reads.Pending)
	assert.Contains(t, f.Servers[0].Rows, [2]string{"reads that wait", "1"})
	assert.Nil(t, raftOf(f.Servers[1]).Reads)

	f = k.frame(protocol.StartRequest{Scenario: "e2-follower-read", Event: 112})
	require.NotNil(t, raftOf(f.Servers[2]).Reads)
	assert.Equal(t, []raftcluster.AskedView{{Request: 3, Index: 3}}, raftOf(f.Servers[2]).Reads.Asked)

	f = k.frame(protocol.StartRequest{Scenario: "e2-lease", Event: 131})
	// Round 4 was sent at 172 ms, and the least election timeout, 150 ms, is a tenth shorter for clocks that differ.
	assert.EqualValues(t, 307_000, raftOf(f.Servers[0]).Reads.LeaseUntil)

	f = k.frame(protocol.StartRequest{Scenario: "c2-figure-8"})
	assert.NotContains(t, string(protocol.Encode(f)), `"reads"`)
	assert.NotContains(t, string(protocol.Encode(f)), `"leases"`)
}

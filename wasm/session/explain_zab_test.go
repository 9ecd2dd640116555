package session_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/wasm/protocol"
)

// TestZabIsExplained plays the stories, and explains lines of theirs.
func TestZabIsExplained(t *testing.T) {
	for _, test := range []struct{ scenario, line, sentence string }{
		{"g4-epoch-decides", "S2 vote for=S1", "hears from S1 of a vote for S1, and changes to it: its epoch is later"},
		{"g4-zxid-decides", "S3 vote for=S1", "in the same epoch its history is longer"},
		{"g4-id-decides", "S1 vote for=S2", "epoch and zxid are equal, and its number is higher"},
		{"g4-id-decides", "S2 standing leading", "A quorum votes for S2, and no better vote has come for a while"},
		{"g4-id-decides", "S3 standing following", "a quorum follows S2, and S2 says itself that it leads"},
		{"g4-old-leader", "S3 standing looking round=2", "S3 has not heard from a quorum for too long"},
		{"g4-old-leader", "S1 standing looking round=2", "S1 has not heard from S3 for too long"},
		{"g4-observer", "S4 delivered 1:1", "S4 observes: it gets a transaction when it is committed"},
		{"g5-new-epoch", "S3 epoch accepted=21", "one more than the highest that one of them has accepted"},
		{"g5-new-epoch", "S1 epoch accepted=21", "no earlier leader gets an answer"},
		{"g5-new-epoch", "S1 epoch current=21", "with the epoch and without the history it would win elections"},
		{"g5-new-epoch", "S3 established epoch=21", "the whole history of S3 is committed"},
		{"g5-synchronization", "S2 sync DIFF 2:2", "S3 knows the last zxid of S2, 2:2"},
		{"g5-synchronization", "S5 sync SNAP", "S5 has up to 1:1, and lacks more than S3 keeps to send from"},
		{"g5-synchronization", "S4 sync TRUNC", "The last zxid of S4 is 2:5, which S3 does not know"},
		{"g5-broadcast", "S5 delivered 1:2", "With the acknowledgement of"},
		{"g5-stale-read", "S1 asked r3", "answers from what it has delivered, and asks nobody"},
		{"g5-stale-read", "S1 asked r4", "has its leader bring it up to date first"},
		{"g4-old-leader", "S3 drop", "the link is cut"},
	} {
		e := played(t, protocol.StartRequest{Scenario: test.scenario})
		x := e.why(t, test.line)
		assert.Contains(t, x.Sentence, test.sentence, "%s: %s", test.scenario, test.line)
	}
}

package face_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/lab/face"
)

// TestWhatNoServerDidHasAReason: every kind of line that the world, a client or a person writes has a sentence, with
// the protocol's place for it.
func TestWhatNoServerDidHasAReason(t *testing.T) {
	world := face.World{Disk: "disk", Record: "record", Client: "client", Checks: "checks"}
	for kind, place := range map[string]string{
		"crash": "disk", "refuse": "record", "fsync": "record", "wipe": "record", "corrupt": "record",
		"request": "client", "answer": "client", "lost": "client", "violation": "checks",
		"unmet": "", "note": "", "do": "", "pause": "", "resume": "", "slow-disk": "", "clock": "", "isolate": "",
		"rejoin": "",
	} {
		reason := world.Reason(face.Line{Subject: "S1", Kind: kind, Details: "agreement S1 and S2 differ."})
		assert.NotEmpty(t, reason.Sentence, kind)
		assert.Equal(t, place, reason.Place, kind)
	}
	works := world.Reason(face.Line{Subject: "S1", Kind: "fsync", Details: "works"})
	assert.Equal(t, "The disk of S1 keeps again what it confirms.", works.Sentence)
	broken := world.Reason(face.Line{Subject: "S1", Kind: "violation", Details: "agreement S1 and S2 differ."})
	assert.Equal(t, "S1 and S2 differ.", broken.Sentence)
	assert.NotEmpty(t, world.Reason(face.Line{Subject: "-", Kind: "cut", Details: "S1 S2"}).Sentence)
	assert.Empty(t, world.Reason(face.Line{Subject: "S1", Kind: "commit", Details: "3"}).Sentence)
}

// TestALostMessageHasACause: each word behind because= has half a sentence of its own.
func TestALostMessageHasACause(t *testing.T) {
	seen := map[string]string{}
	for _, cause := range []string{"cut", "crashed", "loss", "flaky", "dropped", "something new"} {
		why := face.Lost(face.Line{Subject: "S2", Kind: "drop", Details: "m5 S1 Prepare because=" + cause}).Text
		assert.Empty(t, seen[why], "%s and %s", cause, seen[why])
		seen[why] = cause
	}
}

package grader

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/lab"
)

// TestTimesAreSaidInWords: static/test/workspace.test.ts has the same table for the page.
func TestTimesAreSaidInWords(t *testing.T) {
	t.Parallel()
	for millis, want := range map[lab.Duration]string{
		0: "0 ms", 999: "999 ms", 1000: "1 s", 1049: "1 s", 1234: "1.2 s", 9950: "10 s", 59_949: "59.9 s",
		59_950: "1 min", 60_000: "1 min", 92_999: "1 min 33 s", 1_200_000: "20 min",
	} {
		assert.Equal(t, want, inWords(millis*lab.Millisecond))
	}
	assert.Equal(t, "82 ms", inWords(82*lab.Millisecond+900))
}

func TestLongTimesOfASentenceAreSaidInWords(t *testing.T) {
	t.Parallel()
	for sentence, want := range map[string]string{
		"18000 ms after all faults ended, no server leads": "18 s after all faults ended, no server leads",
		"By 9000 ms: nobody leads; by 1200000 ms, too":     "By 9 s: nobody leads; by 20 min, too",
		"within 0.1 ms, and 2.5 ms later":                  "within 0.1 ms, and 2.5 ms later",
		"99999999999999999999 ms is no time":               "99999999999999999999 ms is no time",
		"it has 18000 msgs":                                "it has 18000 msgs",
		"it has 18000 ms2 and 2000 ms":                     "it has 18000 ms2 and 2 s",
		"no number ms, and 3000 ms 4000 ms.":               "no number ms, and 3 s 4 s.",
	} {
		assert.Equal(t, want, timesInWords(sentence))
	}
}

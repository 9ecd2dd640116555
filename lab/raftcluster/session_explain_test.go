package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/lab/face"
)

func TestLinesOfSessionsHaveAReason(t *testing.T) {
	for details, why := range map[string]string{
		"opened=2": "Its name is the index of the entry", "expired=2": "S1 does not look at its own clock",
		"copy=5 of=4": "S1 has a result for this number", "refused=7 because=too-old": "S1 cannot know",
	} {
		reason := explained.Explain(face.Step{Event: face.Line{Subject: "S1", Kind: "session", Details: details}})
		assert.Contains(t, reason.Sentence, why)
		assert.Contains(t, reason.Place, "§6.3")
	}
}

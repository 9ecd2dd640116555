package protocol_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/scenarios"
	"raftlab/wasm/protocol"
)

func TestStoriesAreReadBack(t *testing.T) {
	var written []protocol.Story
	for _, one := range scenarios.Collection() {
		half := one.Half
		written = append(written,
			protocol.Story{ID: one.ID, Text: one.Source, Lacks: half.Rules, Compare: half.Scenario})
	}
	text, err := json.Marshal(written)
	require.NoError(t, err)
	read, err := protocol.DecodeStories(string(text) + "\n")
	require.NoError(t, err)
	assert.Equal(t, scenarios.Collection(), read)
}

func TestStoriesThatAreBroken(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "read the stories: at byte 0: '[' is missing",
		"<html>":                    "read the stories: at byte 0: '[' is missing",
		`[{"id":"a1","text":"# A1`:  "read the stories: at byte 24: a text does not end",
		`[{"id":"a1","title":"t"}]`: `read the stories: at byte 20: a story has no field title`,
	} {
		_, err := protocol.DecodeStories(text)
		assert.EqualError(t, err, want, text)
	}
}

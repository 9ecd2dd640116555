package protocol_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

func TestStoriesAreReadBack(t *testing.T) {
	var written []protocol.Story
	for _, one := range scenarios.Collection() {
		written = append(written, protocol.Story{ID: one.ID, Text: one.Source})
	}
	text, err := json.Marshal(written)
	require.NoError(t, err)
	read, err := protocol.DecodeStories(string(text) + "\n")
	require.NoError(t, err)
	want := scenarios.Collection()
	for i := range want {
		want[i].Half = story.Half{} // the catalogue has it
	}
	assert.Equal(t, want, read)
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

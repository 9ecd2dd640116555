package editor

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestStandardLibraryReadsAppendJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, n := rapid.String().Draw(t, "text"), rapid.Int32().Draw(t, "n")
		out := appendJSON(nil, object{{text + "a", []any{text, int(n), object{}}}, {"b", text}})
		var standard map[string]any
		require.NoError(t, json.Unmarshal(out, &standard), string(out))
		assert.Equal(t, map[string]any{text + "a": []any{text, float64(n), map[string]any{}}, "b": text}, standard)
	})
}

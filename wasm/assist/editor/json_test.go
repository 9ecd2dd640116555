package editor

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAppendJSONIsWhatTheStandardLibraryReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, n := rapid.String().Draw(t, "text"), rapid.Int32().Draw(t, "n")
		out := appendJSON(nil, object{{text + "a", []any{text, int(n), object{}}}, {"b", text}})
		var standard map[string]any
		require.NoError(t, json.Unmarshal(out, &standard), string(out))
		assert.Equal(t, map[string]any{text + "a": []any{text, float64(n), map[string]any{}}, "b": text}, standard)
	})
}

// FuzzParseJSON: what is read here, the standard library reads alike. (The reverse does not hold:
// fractions are refused here.)
func FuzzParseJSON(f *testing.F) {
	for _, text := range []string{`{"a":[1,-2,"\u00e9\ud83d\ude00\ud83d\u0041\ud83dx",true,null]}`, `[ ] `, `"\/\b"`, `{"a":1,"a":2}`, `-`, `[1,]`, `{"a" "b"}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, err := parseJSON(text)
		if err != nil {
			return
		}
		var standard any
		err = json.Unmarshal([]byte(text), &standard)
		if err != nil {
			t.Logf("the standard library says: %v", err)
			assert.Regexp(t, "leading|-?0\\d|after", err.Error()+text)
			return
		}
		again, err := json.Marshal(value)
		require.NoError(t, err)
		expected, err := json.Marshal(standard)
		require.NoError(t, err)
		assert.JSONEq(t, string(expected), string(again))
	})
}

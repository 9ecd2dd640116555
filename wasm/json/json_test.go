package json_test

import (
	standard "encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/wasm/json"
)

func TestQuotedTextsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		quoted := string(json.AppendText(nil, text))
		var read string
		require.NoError(t, standard.Unmarshal([]byte(quoted), &read), quoted)
		assert.Equal(t, text, read)
		r := json.Read(quoted)
		assert.Equal(t, text, r.Text())
		assert.NoError(t, r.End())
	})
}

func TestAppendTextQuotesWhatNeedsIt(t *testing.T) {
	for text, want := range map[string]string{
		"1 0 S1 boot":     `"1 0 S1 boot"`,
		"a \"b\" \\ ☃":    `"a \"b\" \\ ☃"`,
		"\n\x00":          `"\u000a\u0000"`,
		"\u2028\u2029":    `"\u2028\u2029"`,
		"not UTF-8: \xff": "\"not UTF-8: \ufffd\"",
	} {
		assert.Equal(t, want, string(json.AppendText(nil, text)))
	}
}

func TestErrorsNameTheByte(t *testing.T) {
	for text, want := range map[string]string{
		``:                       `at byte 0: a whole number should stand here`,
		`{"a":1`:                 `at byte 6: ',' is missing`,
		`{"a" 1}`:                `at byte 5: ':' is missing`,
		`{a:1}`:                  `at byte 1: '"' is missing`,
		`[1,]`:                   `at byte 3: a whole number should stand here`,
		`[1] x`:                  `at byte 4: something follows the end`,
		`01`:                     `at byte 2: a whole number should stand here`,
		`1.5`:                    `at byte 1: something follows the end`,
		`"abc`:                   `at byte 4: a text does not end`,
		`"abc\`:                  `at byte 5: a text does not end`,
		"\"a\nb\"":               `at byte 3: a text has a control character`,
		`"\x"`:                   `at byte 3: a backslash is followed by something unknown`,
		`"\u12"`:                 `at byte 3: a \u is not followed by four hexadecimal digits`,
		strings.Repeat("[", 100): `at byte 33: there are too many lists within lists`,
	} {
		r := json.Read(text)
		r.Any()
		assert.EqualError(t, r.End(), want, text)
	}
}

// FuzzAny: the standard library reads the same value from every text that Any accepts. (The reverse does not
// hold: Any refuses fractions.)
func FuzzAny(f *testing.F) {
	for _, text := range []string{`{"a":[1,-2,"\u00e9\ud83d\ude00\ud83d\u0041\ud83dx",true,null]}`, `[ ] `, `"\/\b"`,
		`{"a":1,"a":2}`, `-`, `[1,]`, `{"a" "b"}`, ` { "v" : 01 } `, `[false,{}]`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := json.Read(text)
		value := r.Any()
		if r.End() != nil {
			return
		}
		var expected any
		require.NoError(t, standard.Unmarshal([]byte(text), &expected), text)
		want, err := standard.Marshal(expected)
		require.NoError(t, err)
		got, err := standard.Marshal(value)
		require.NoError(t, err)
		assert.JSONEq(t, string(want), string(got))
	})
}

package plaintext_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"raftlab/grader/plaintext"
)

func TestWhatNobodyMayTypeIsLeftOut(t *testing.T) {
	for text, want := range map[string]string{
		"index out of range [3]":                "index out of range [3]",
		"两个领导者 🙂":                               "两个领导者 🙂",
		"\x1b[2Jclear\x07":                      " [2Jclear",
		"one\r\ntwo\nthree\n":                   "one two three",
		"a\u202eb\u2066c\u200bd\ufeff":          "abcd",
		"line\u2028paragraph\u2029end":          "line paragraph end",
		"\xff\xfe broken":                       " broken",
		"\u009b31m a control of eight bits":     " 31m a control of eight bits",
		"<b>&amp;</b> =1+1 is not for us to do": "<b>&amp;</b> =1+1 is not for us to do",
	} {
		assert.Equal(t, want, plaintext.Line(text, 100))
	}
	assert.Equal(t, "one\n\ttwo", plaintext.Lines("one\n\ttwo\n\n", 100))
	assert.Equal(t, "12345…", plaintext.Line("1234567", 5))
	assert.Equal(t, "两个领…", plaintext.Line("两个领导者", 3))
}

// FuzzLines: what comes out is text that a terminal only shows, and is no longer than asked for.
func FuzzLines(f *testing.F) {
	f.Add("a\x1b]0;x\x07b\nc", 4)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = max(0, min(limit, 1000))
		out := plaintext.Lines(text, limit)
		assert.True(t, utf8.ValidString(out))
		assert.LessOrEqual(t, utf8.RuneCountInString(out), limit+1)
		assert.False(t, strings.ContainsFunc(out, func(c rune) bool {
			return c != '\n' && c != '\t' && unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
		}), "%q", out)
		assert.NotContains(t, plaintext.Line(text, limit), "\n")
	})
}

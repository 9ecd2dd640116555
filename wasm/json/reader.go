package json

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Reader reads through a text. Its first error sticks, and moves the reader to the end.
type Reader struct {
	text string
	at   int
	err  error
}

// Read starts reading a text.
func Read(text string) *Reader { return &Reader{text: text} }

// End returns the first error of the text. Text after the value that was read is an error too.
func (r *Reader) End() error {
	if r.space(); r.at < len(r.text) {
		r.Fail("something follows the end")
	}
	return r.err
}

// Fail refuses the value that was just read.
func (r *Reader) Fail(what string) {
	if r.err == nil {
		r.err = fmt.Errorf("at byte %d: %s", r.at, what)
	}
	r.at = len(r.text)
}

// Object reads an object. It calls read for the value of each field.
func (r *Reader) Object(read func(name string)) {
	r.expect('{')
	for first := true; r.err == nil && !r.accept('}'); first = false {
		if !first {
			r.expect(',')
		}
		name := r.Text()
		if r.expect(':'); r.err == nil {
			read(name)
		}
	}
}

// List reads a list. It calls read for each element.
func (r *Reader) List(read func()) {
	r.expect('[')
	for first := true; r.err == nil && !r.accept(']'); first = false {
		if !first {
			r.expect(',')
		}
		read()
	}
}

// Number reads a whole number.
func (r *Reader) Number() int64 {
	r.space()
	start := r.at
	for r.at < len(r.text) && (r.text[r.at] == '-' || r.text[r.at] >= '0' && r.text[r.at] <= '9') {
		r.at++
	}
	digits := r.text[start:r.at]
	n, err := strconv.ParseInt(digits, 10, 64)
	// There is one way to write a number: no leading zeros, and no -0.
	if err != nil || strconv.FormatInt(n, 10) != digits {
		r.Fail("a whole number should stand here")
		return 0
	}
	return n
}

// Text reads a text in quotes.
func (r *Reader) Text() string {
	r.expect('"')
	var b []byte
	for r.at < len(r.text) {
		c := r.text[r.at]
		r.at++
		switch {
		case c == '"':
			return string(b)
		case c == '\\':
			b = r.escape(b)
		case c < ' ':
			r.Fail("a text has a control character")
		default:
			b = append(b, c)
		}
	}
	r.Fail("a text does not end")
	return ""
}

// maxDepth limits lists within lists.
const maxDepth = 32

// Any reads a value of any kind: map[string]any, []any, string, int64, bool or nil.
func (r *Reader) Any() any { return r.value(0) }

func (r *Reader) value(depth int) any {
	if depth > maxDepth {
		r.Fail("there are too many lists within lists")
		return nil
	}
	r.space()
	switch rest := r.text[r.at:]; {
	case strings.HasPrefix(rest, "{"):
		found := map[string]any{}
		r.Object(func(name string) { found[name] = r.value(depth + 1) })
		return found
	case strings.HasPrefix(rest, "["):
		found := []any{}
		r.List(func() { found = append(found, r.value(depth+1)) })
		return found
	case strings.HasPrefix(rest, `"`):
		return r.Text()
	case r.word("true"):
		return true
	case r.word("false"):
		return false
	case r.word("null"):
		return nil
	}
	return r.Number()
}

// word reads a word if it comes next.
func (r *Reader) word(word string) bool {
	if !strings.HasPrefix(r.text[r.at:], word) {
		return false
	}
	r.at += len(word)
	return true
}

func (r *Reader) space() {
	for r.at < len(r.text) && strings.IndexByte(" \n\t\r", r.text[r.at]) >= 0 {
		r.at++
	}
}

// accept reads c if it comes next.
func (r *Reader) accept(c byte) bool {
	r.space()
	if r.at == len(r.text) || r.text[r.at] != c {
		return false
	}
	r.at++
	return true
}

func (r *Reader) expect(c byte) {
	if !r.accept(c) {
		r.Fail(strconv.QuoteRune(rune(c)) + " is missing")
	}
}

// escape reads the characters after a backslash.
func (r *Reader) escape(b []byte) []byte {
	if r.at == len(r.text) {
		return b // the text does not end
	}
	c := r.text[r.at]
	r.at++
	const names, means = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if i := strings.IndexByte(names, c); i >= 0 {
		return append(b, means[i])
	}
	if c != 'u' {
		r.Fail("a backslash is followed by something unknown")
		return b
	}
	code := r.unit()
	if utf16.IsSurrogate(code) && strings.HasPrefix(r.text[r.at:], `\u`) {
		before := r.at
		r.at += 2
		pair := utf16.DecodeRune(code, r.unit())
		if pair == utf8.RuneError && r.err == nil {
			r.at = before // the second is a character of its own
		}
		code = pair
	}
	return utf8.AppendRune(b, code)
}

// unit reads four hexadecimal digits.
func (r *Reader) unit() rune {
	digits := r.text[r.at:min(r.at+4, len(r.text))]
	code, err := strconv.ParseUint(digits, 16, 16)
	if err != nil || len(digits) < 4 {
		r.Fail(`a \u is not followed by four hexadecimal digits`)
		return 0
	}
	r.at += 4
	return rune(code)
}

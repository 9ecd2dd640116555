package editor

import (
	"errors"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// encoding/json would be a fifteenth of the program's download. The JSON here is small: the tests compare
// this file with the standard library.

// object is a JSON object whose fields have an order.
type object []field

type field struct {
	name  string
	value any
}

// appendJSON writes an object, a list of values, a text or a whole number.
func appendJSON(b []byte, value any) []byte {
	switch value := value.(type) {
	case object:
		b = append(b, '{')
		for i, f := range value {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, f.name), ':')
			b = appendJSON(b, f.value)
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, v := range value {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, v)
		}
		return append(b, ']')
	case int:
		return strconv.AppendInt(b, int64(value), 10)
	case string:
		return appendText(b, value)
	}
	panic(fmt.Sprintf("editor: a reply has a %T", value))
}

func appendText(b []byte, text string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ':
			b = append(b, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// maxDepth bounds lists within lists.
const maxDepth = 32

var errJSON = errors.New("this is not JSON")

// parseJSON reads a JSON value: map[string]any, []any, string, int, bool or nil. Numbers are whole.
func parseJSON(text string) (any, error) {
	d := &decoder{text: text}
	value := d.value(0)
	if d.space(); d.at < len(text) {
		d.fail("something follows the value")
	}
	return value, d.err
}

// decoder walks through a text. Its first error sticks, and moves it to the end.
type decoder struct {
	text string
	at   int
	err  error
}

func (d *decoder) fail(what string) {
	if d.err == nil {
		d.err = fmt.Errorf("%w: at byte %d %s", errJSON, d.at, what)
	}
	d.at = len(d.text)
}

func (d *decoder) space() {
	for d.at < len(d.text) && (d.text[d.at] == ' ' || d.text[d.at] == '\n' || d.text[d.at] == '\t' || d.text[d.at] == '\r') {
		d.at++
	}
}

// accept takes c if it comes next.
func (d *decoder) accept(c byte) bool {
	d.space()
	if d.at == len(d.text) || d.text[d.at] != c {
		return false
	}
	d.at++
	return true
}

func (d *decoder) expect(c byte) {
	if !d.accept(c) {
		d.fail(strconv.QuoteRune(rune(c)) + " is missing")
	}
}

func (d *decoder) value(depth int) any {
	if depth > maxDepth {
		d.fail("there are too many lists within lists")
		return nil
	}
	switch d.space(); {
	case d.accept('{'):
		return d.object(depth)
	case d.accept('['):
		return d.list(depth)
	case d.at < len(d.text) && d.text[d.at] == '"':
		return d.quoted()
	}
	for _, word := range []struct {
		text  string
		value any
	}{{"true", true}, {"false", false}, {"null", nil}} {
		if len(d.text)-d.at >= len(word.text) && d.text[d.at:d.at+len(word.text)] == word.text {
			d.at += len(word.text)
			return word.value
		}
	}
	return d.number()
}

func (d *decoder) object(depth int) any {
	found := map[string]any{}
	for first := true; d.err == nil && !d.accept('}'); first = false {
		if !first {
			d.expect(',')
		}
		d.space()
		name := d.quoted()
		d.expect(':')
		found[name] = d.value(depth + 1)
	}
	return found
}

func (d *decoder) list(depth int) any {
	found := []any{}
	for first := true; d.err == nil && !d.accept(']'); first = false {
		if !first {
			d.expect(',')
		}
		found = append(found, d.value(depth+1))
	}
	return found
}

func (d *decoder) number() int {
	start := d.at
	for d.at < len(d.text) && (d.text[d.at] == '-' || d.text[d.at] >= '0' && d.text[d.at] <= '9') {
		d.at++
	}
	n, err := strconv.Atoi(d.text[start:d.at])
	if err != nil {
		d.fail("a value should stand here")
	}
	return n
}

// quoted reads a text in quotes.
func (d *decoder) quoted() string {
	if d.at == len(d.text) || d.text[d.at] != '"' {
		d.fail("a text in quotes should stand here")
		return ""
	}
	d.at++
	var b []byte
	for d.at < len(d.text) {
		c := d.text[d.at]
		d.at++
		switch {
		case c == '"':
			return string(b)
		case c == '\\':
			b = d.escape(b)
		case c < ' ':
			d.fail("a text has a control character")
		default:
			b = append(b, c)
		}
	}
	d.fail("a text does not end")
	return ""
}

// escape reads what follows a backslash.
func (d *decoder) escape(b []byte) []byte {
	if d.at == len(d.text) {
		return b
	}
	c := d.text[d.at]
	d.at++
	const names, means = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	for i := range len(names) {
		if c == names[i] {
			return append(b, means[i])
		}
	}
	if c != 'u' {
		d.fail("a backslash is followed by something unknown")
		return b
	}
	r := d.unit()
	if utf16.IsSurrogate(r) && len(d.text)-d.at >= 6 && d.text[d.at:d.at+2] == `\u` {
		before := d.at
		d.at += 2
		pair := utf16.DecodeRune(r, d.unit())
		if pair == utf8.RuneError {
			d.at = min(before, d.at) // the second stands for itself
		}
		r = pair
	}
	return utf8.AppendRune(b, r)
}

// unit reads four hexadecimal digits.
func (d *decoder) unit() rune {
	if len(d.text)-d.at < 4 {
		d.fail("a \\u is not followed by four hexadecimal digits")
		return 0
	}
	code, err := strconv.ParseUint(d.text[d.at:d.at+4], 16, 16)
	if err != nil {
		d.fail("a \\u is not followed by four hexadecimal digits")
		return 0
	}
	d.at += 4
	return rune(code)
}

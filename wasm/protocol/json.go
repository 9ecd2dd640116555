package protocol

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"
)

// The JSON that the two halves exchange is small: objects, lists, texts, whole numbers and
// booleans. encoding/json would be a sixth of the engine's download for it; the tests compare this
// file with encoding/json.

// Encode gives a message's JSON. It takes structs whose fields have json tags, slices and arrays,
// strings, integers and booleans; anything else is a mistake in this program.
func Encode(message any) []byte { return appendValue(nil, reflect.ValueOf(message)) }

func appendValue(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Struct:
		return appendStruct(b, v)
	case reflect.Slice, reflect.Array:
		if texts, ok := v.Interface().([]string); ok {
			return appendTexts(b, texts)
		}
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, v.Index(i))
		}
		return append(b, ']')
	case reflect.String:
		return appendText(b, v.String())
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.Int, reflect.Int64:
		return strconv.AppendInt(b, v.Int(), 10)
	case reflect.Uint64:
		return strconv.AppendUint(b, v.Uint(), 10)
	}
	panic("protocol: a message has a field of kind " + v.Kind().String())
}

// appendTexts is for trace lines, of which there may be a hundred thousand.
func appendTexts(b []byte, texts []string) []byte {
	size := 2
	for _, text := range texts {
		size += len(text) + 3
	}
	b = append(slices.Grow(b, size), '[')
	for i, text := range texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, text)
	}
	return append(b, ']')
}

func appendStruct(b []byte, v reflect.Value) []byte {
	b = append(b, '{')
	for i := range v.NumField() {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, v.Type().Field(i).Tag.Get("json"))
		b = append(b, ':')
		b = appendValue(b, v.Field(i))
	}
	return append(b, '}')
}

// appendText quotes a text. What is not UTF-8 becomes the replacement character.
func appendText(b []byte, text string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	if isPlain(text) {
		return append(append(b, text...), '"')
	}
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ' || r == '\u2028' || r == '\u2029':
			b = append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// isPlain tells whether a text stands in JSON as it is. Nearly every trace line does.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// maxRequest is how many bytes a request may have: a scenario's text, each sign of it escaped, is
// shorter.
const maxRequest = 1 << 20

// decodeFlat reads an object of texts and whole numbers into the struct's fields of those names.
func decodeFlat(text string, into reflect.Value) error {
	if len(text) > maxRequest {
		return fmt.Errorf("it has %d bytes, at most %d are read", len(text), maxRequest)
	}
	d := &decoder{text: text}
	d.expect('{')
	for first := true; d.err == nil && !d.accept('}'); first = false {
		if !first {
			d.expect(',')
		}
		name := d.quoted()
		d.expect(':')
		d.field(name, into)
	}
	if d.space(); d.err == nil && d.at < len(text) {
		d.fail("something follows the object")
	}
	return d.err
}

// decoder walks through a text. Its first error sticks.
type decoder struct {
	text string
	at   int
	err  error
}

func (d *decoder) fail(what string) {
	if d.err == nil {
		d.err = fmt.Errorf("at byte %d: %s", d.at, what)
	}
}

func (d *decoder) space() {
	for d.at < len(d.text) && (d.text[d.at] == ' ' || d.text[d.at] == '\n' || d.text[d.at] == '\t' || d.text[d.at] == '\r') {
		d.at++
	}
}

// accept takes c if it comes next.
func (d *decoder) accept(c byte) bool {
	d.space()
	if d.err != nil || d.at == len(d.text) || d.text[d.at] != c {
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

// field reads a value into the field of that name.
func (d *decoder) field(name string, into reflect.Value) {
	if d.err != nil {
		return
	}
	for i := range into.NumField() {
		if into.Type().Field(i).Tag.Get("json") != name {
			continue
		}
		if field := into.Field(i); field.Kind() == reflect.String {
			field.SetString(d.quoted())
		} else {
			field.SetInt(d.number())
		}
		return
	}
	d.fail("there is no field " + strconv.Quote(name))
}

func (d *decoder) number() int64 {
	d.space()
	start := d.at
	for d.at < len(d.text) && (d.text[d.at] == '-' || d.text[d.at] >= '0' && d.text[d.at] <= '9') {
		d.at++
	}
	digits := d.text[start:d.at]
	n, err := strconv.ParseInt(digits, 10, 64)
	// One way to write a number, as JSON has it: no leading zeros, and no -0.
	if err != nil || strconv.FormatInt(n, 10) != digits {
		d.fail("a whole number should stand here")
	}
	return n
}

// quoted reads a text in quotes.
func (d *decoder) quoted() string {
	d.expect('"')
	var b []byte
	for d.err == nil {
		if d.at == len(d.text) {
			d.fail("a text does not end")
			break
		}
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
	return ""
}

// escape reads what follows a backslash.
func (d *decoder) escape(b []byte) []byte {
	if d.at == len(d.text) {
		d.fail("a text does not end")
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
	if c != 'u' || d.at+4 > len(d.text) {
		d.fail("a backslash is followed by something unknown")
		return b
	}
	code, err := strconv.ParseUint(d.text[d.at:d.at+4], 16, 16)
	if err != nil {
		d.fail("a \\u is not followed by four hexadecimal digits")
	}
	d.at += 4
	return utf8.AppendRune(b, rune(code))
}

// DecodeCalls reads which rules a learner's program called: a list of objects with a rule and its
// lines. Server and Event are not in it.
func DecodeCalls(text string) ([]CallView, error) {
	d := &decoder{text: text}
	var calls []CallView
	d.list(func() {
		call := CallView{Lines: []int{}}
		d.expect('{')
		for first := true; d.err == nil && !d.accept('}'); first = false {
			if !first {
				d.expect(',')
			}
			name := d.quoted()
			d.expect(':')
			switch name {
			case "rule":
				call.Rule = d.quoted()
			case "lines":
				d.list(func() { call.Lines = append(call.Lines, int(d.number())) })
			default:
				d.fail("there is no field " + strconv.Quote(name))
			}
		}
		calls = append(calls, call)
	})
	if d.space(); d.err == nil && d.at < len(text) {
		d.fail("something follows the list")
	}
	if d.err != nil {
		return nil, fmt.Errorf("the calls of a program cannot be read: %w", d.err)
	}
	return calls, nil
}

// list reads a list, each element of it with read.
func (d *decoder) list(read func()) {
	d.expect('[')
	for first := true; d.err == nil && !d.accept(']'); first = false {
		if !first {
			d.expect(',')
		}
		read()
	}
}

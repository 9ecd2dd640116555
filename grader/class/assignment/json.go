package assignment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Error is what is wrong in a file, and where: Line and Column count from 1, Column in characters.
type Error struct {
	Line, Column int
	Text         string
}

func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Text) }

// The bounds of a file.
const (
	maxBytes = 1 << 20
	maxDepth = 20
)

// node is a value in the file, and where it begins. Value is a string, a json.Number, a bool, nil, a []node or an
// object.
type node struct {
	at    int
	value any
}

// object has its members in the order of the file.
type object []member

type member struct {
	name  string
	at    int
	value node
}

// parser reads a text into nodes. Package encoding/json says nothing about places once a value is read.
type parser struct {
	text    []byte
	decoder *json.Decoder
}

// parse reads the whole text.
func parse(text []byte) (*parser, node, error) {
	p := &parser{text: text, decoder: json.NewDecoder(bytes.NewReader(text))}
	p.decoder.UseNumber()
	if len(text) > maxBytes {
		return p, node{}, p.wrong(0, "the file is larger than %d bytes", maxBytes)
	}
	if !utf8.Valid(text) {
		return p, node{}, p.wrong(0, "the file is no UTF-8 text")
	}
	var whole json.RawMessage
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, &whole); errors.As(err, &syntax) {
		at := int(syntax.Offset) - 1 // the last byte that was read
		if strings.HasPrefix(syntax.Error(), "unexpected end") {
			return p, node{}, p.wrong(len(text), "the file ends here, before what it says is complete")
		}
		return p, node{}, p.wrong(max(at, 0), "this is no JSON: %v", syntax)
	}
	root, err := p.next(0)
	return p, root, err
}

// wrong is an error at an offset.
func (p *parser) wrong(at int, format string, values ...any) error {
	before := p.text[:min(at, len(p.text))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return &Error{line, column, fmt.Sprintf(format, values...)}
}

// ahead is where the next token begins.
func (p *parser) ahead() int {
	at := int(p.decoder.InputOffset())
	for at < len(p.text) && strings.IndexByte(" \t\r\n,:", p.text[at]) >= 0 {
		at++
	}
	return at
}

// token is the next token, and where it begins.
func (p *parser) token() (json.Token, int, error) {
	at := p.ahead()
	token, err := p.decoder.Token()
	if err != nil {
		return nil, at, p.wrong(at, "this is no JSON: %v", err)
	}
	return token, at, nil
}

// next is the next value.
func (p *parser) next(depth int) (node, error) {
	token, at, err := p.token()
	if err != nil {
		return node{}, err
	}
	if depth > maxDepth {
		return node{}, p.wrong(at, "this is nested too deeply")
	}
	switch token {
	case json.Delim('{'):
		return p.object(at, depth)
	case json.Delim('['):
		list := []node{}
		for p.decoder.More() {
			item, err := p.next(depth + 1)
			if err != nil {
				return node{}, err
			}
			list = append(list, item)
		}
		_, _, err := p.token()
		return node{at, list}, err
	}
	return node{at, token}, nil
}

// object reads the members of an object that began.
func (p *parser) object(began, depth int) (node, error) {
	members := object{}
	for p.decoder.More() {
		token, at, err := p.token()
		if err != nil {
			return node{}, err
		}
		name, _ := token.(string) // the decoder allows nothing else here
		for _, m := range members {
			if m.name == name {
				return node{}, p.wrong(at, "%s stands here twice", strconv.Quote(name))
			}
		}
		value, err := p.next(depth + 1)
		if err != nil {
			return node{}, err
		}
		members = append(members, member{name, at, value})
	}
	_, _, err := p.token()
	return node{began, members}, err
}

// kind names what a value is, for a reader who meant something else. It never shows the value.
func (n node) kind() string {
	switch n.value.(type) {
	case string:
		return "a text"
	case json.Number:
		return "a number"
	case bool:
		return "true or false"
	case []node:
		return "a list"
	case object:
		return "an object"
	}
	return "null"
}

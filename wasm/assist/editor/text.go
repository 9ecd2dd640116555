package editor

import (
	"go/scanner"
	"go/token"
	"strings"
	"unicode/utf8"
)

// text is a source with its lines and tokens.
type text struct {
	source string
	// lines are the offsets at which lines begin.
	lines []int
	// tokens are in order, without the semicolons that Go inserts.
	tokens []tokenAt
}

type tokenAt struct {
	from, to int
	kind     token.Token
}

func newText(source string) *text {
	t := &text{source: source, lines: []int{0}}
	for i := range len(source) {
		if source[i] == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

// scan finds the tokens, comments too, the first time it is called.
func (t *text) scan() []tokenAt {
	if t.tokens != nil {
		return t.tokens
	}
	file := token.NewFileSet().AddFile("", -1, len(t.source))
	var s scanner.Scanner
	s.Init(file, []byte(t.source), nil, scanner.ScanComments)
	for {
		at, kind, literal := s.Scan()
		if kind == token.EOF {
			return t.tokens
		}
		if kind == token.SEMICOLON && literal != ";" {
			continue
		}
		if literal == "" {
			literal = kind.String()
		}
		from := file.Offset(at)
		to := min(from+len(literal), len(t.source))
		if strings.HasPrefix(literal, "`") || strings.HasPrefix(literal, "/*") {
			to = t.endOf(from, literal)
		}
		t.tokens = append(t.tokens, tokenAt{from, to, kind})
	}
}

// endOf is the end of a raw string or a comment, whose token lacks the carriage returns of the source.
func (t *text) endOf(from int, literal string) int {
	closing := "`"
	if literal[0] == '/' {
		closing = "*/"
	}
	if i := strings.Index(t.source[from+len(closing):], closing); i >= 0 {
		return from + i + 2*len(closing)
	}
	return len(t.source)
}

// units is the number of UTF-16 code units of a text.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// offsetOf is the byte offset of a UTF-16 offset.
func (t *text) offsetOf(utf16 int) int {
	at := 0
	for utf16 > 0 && at < len(t.source) {
		r, size := utf8.DecodeRuneInString(t.source[at:])
		utf16--
		if r > 0xffff {
			utf16--
		}
		at += size
	}
	return at
}

// unitsTo is the UTF-16 offset of a byte offset.
func (t *text) unitsTo(offset int) int { return units(t.source[:offset]) }

// offset is the byte offset of a line and a byte column, both from 1, or the nearest valid one.
func (t *text) offset(line, column int) int {
	line = max(1, min(line, len(t.lines)))
	begin, end := t.lines[line-1], len(t.source)
	if line < len(t.lines) {
		end = t.lines[line] - 1
	}
	at := max(begin, min(begin+column-1, end))
	for at > begin && at < len(t.source) && !utf8.RuneStart(t.source[at]) {
		at--
	}
	return at
}

// place is the line and the UTF-16 column of a byte offset.
func (t *text) place(offset int) (line, column int) {
	line = 1
	for line < len(t.lines) && t.lines[line] <= offset {
		line++
	}
	return line, units(t.source[t.lines[line-1]:offset]) + 1
}

// problem is a problem at a line and a byte column. It covers the token there, up to the end of the line.
func (t *text) problem(line, column int, message, help string) object {
	from := t.offset(line, column)
	to := from
	for _, one := range t.scan() {
		if one.from <= from && from < one.to {
			to = one.to
			break
		}
	}
	if i := strings.IndexByte(t.source[from:to], '\n'); i >= 0 {
		to = from + i
	}
	if to == from && from < len(t.source) && t.source[from] != '\n' {
		_, size := utf8.DecodeRuneInString(t.source[from:])
		to += size
	}
	line, column = t.place(from)
	endLine, endColumn := t.place(to)
	p := object{{"line", line}, {"column", column}, {"endLine", endLine}, {"endColumn", endColumn},
		{"message", message}}
	if help != "" {
		p = append(p, field{"help", help})
	}
	return p
}

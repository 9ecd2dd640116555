package intake

import (
	"bytes"
	"encoding/binary"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"raftlab/grader/class"
)

// The codes of notes about a text.
const (
	noteEncoding = "encoding"
	noteEmpty    = "empty"
)

// decode is a text in UTF-8 with the line ends of Go, and what had to be changed.
func decode(text []byte) ([]byte, []class.Note) {
	var notes []class.Note
	from := ""
	switch {
	case bytes.HasPrefix(text, []byte{0xEF, 0xBB, 0xBF}):
		text, from = text[3:], "UTF-8 with a mark at its beginning"
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}):
		text, from = fromUTF16(text[2:], binary.LittleEndian), "UTF-16"
	case bytes.HasPrefix(text, []byte{0xFE, 0xFF}):
		text, from = fromUTF16(text[2:], binary.BigEndian), "UTF-16"
	case looksLikeUTF16(text, 1):
		text, from = fromUTF16(text, binary.LittleEndian), "UTF-16 without a mark"
	case looksLikeUTF16(text, 0):
		text, from = fromUTF16(text, binary.BigEndian), "UTF-16 without a mark"
	case !utf8.Valid(text):
		text, from = fromLatin1(text), "not UTF-8, and was read as Latin-1"
	}
	if from != "" {
		notes = append(notes, class.Note{Code: noteEncoding, Text: "its text was " + from + "; it is judged as UTF-8"})
	}
	if len(bytes.TrimSpace(text)) == 0 {
		notes = append(notes, class.Note{Code: noteEmpty, Text: "the file is empty"})
	}
	// An empty text is not nil: it is judged.
	return append([]byte{}, bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))...), notes
}

// looksLikeUTF16 reports whether every other byte of the beginning is zero, as in Latin letters of UTF-16.
func looksLikeUTF16(text []byte, zero int) bool {
	begin := text[:min(len(text), 64)&^1]
	for i := 0; i+1 < len(begin); i += 2 {
		if begin[i+zero] != 0 || begin[i+1-zero] == 0 {
			return false
		}
	}
	return len(begin) >= 4
}

func fromUTF16(text []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

func fromLatin1(text []byte) []byte {
	decoded := make([]byte, 0, 2*len(text))
	for _, c := range text {
		decoded = utf8.AppendRune(decoded, rune(c))
	}
	return decoded
}

// outline is what a Go file says of itself.
type outline struct {
	// pkg is the name in its package clause, "" if it does not begin with one.
	pkg string
	// functions are the names of functions, without methods.
	functions []string
}

// outlineOf reads the tokens of a text, and parses nothing: a text of strangers may be nested as deeply as it is long.
func outlineOf(text []byte) outline {
	var o outline
	var s scanner.Scanner
	files := token.NewFileSet()
	s.Init(files.AddFile("", files.Base(), len(text)), text, nil, 0)
	next := func() (token.Token, string) {
		_, tok, literal := s.Scan()
		return tok, literal
	}
	if tok, _ := next(); tok != token.PACKAGE {
		return o
	}
	tok, name := next()
	if tok != token.IDENT {
		return o
	}
	o.pkg = name
	depth := 0
	for {
		switch tok, _ := next(); tok {
		case token.EOF:
			return o
		case token.LBRACE, token.LPAREN, token.LBRACK:
			depth++
		case token.RBRACE, token.RPAREN, token.RBRACK:
			depth--
		case token.FUNC:
			if tok, name := next(); tok == token.IDENT {
				if depth == 0 {
					o.functions = append(o.functions, name)
				}
			} else if tok == token.LPAREN {
				depth++
			}
		}
	}
}

// declares reports whether a text has one of the functions.
func (o outline) declares(rules []string) bool {
	return slices.ContainsFunc(rules, func(rule string) bool { return slices.Contains(o.functions, rule) })
}

// isTest reports whether a name is that of a Go test.
func isTest(name string) bool { return strings.HasSuffix(strings.ToLower(stemOf(name)), "_test") }

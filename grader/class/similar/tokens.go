package similar

import (
	"go/scanner"
	"go/token"
	"hash/fnv"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTokens bounds what is read of one file. A solution has a few hundred.
const maxTokens = 20_000

// word is a token as it is compared, and its line.
type word struct {
	text string
	line int
}

// declaration is the words of one declaration of a file.
type declaration []word

// chosen stands for each name that a student chose.
const chosen = "name"

// declarations reads a file. What cannot be scanned is a word like any other.
func declarations(source []byte) []declaration {
	words := read(source)
	var all []declaration
	depth, begin := 0, 0
	for i, w := range words {
		if depth == 0 && i > begin && slices.Contains([]string{"func", "type", "const", "var"}, w.text) {
			all = append(all, words[begin:i])
			begin = i
		}
		switch w.text {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			depth = max(depth-1, 0)
		}
	}
	return append(all, words[begin:])
}

// read gives the words of a file, without its package clause and imports.
func read(source []byte) []word {
	var s scanner.Scanner
	files := token.NewFileSet()
	file := files.AddFile("", files.Base(), len(source))
	s.Init(file, source, nil, 0)
	var words []word
	packages := map[string]bool{}
	header, before, parens := token.ILLEGAL, token.ILLEGAL, 0
	for range maxTokens {
		at, kind, literal := s.Scan()
		if kind == token.EOF {
			break
		}
		switch {
		case header != token.ILLEGAL: // a package clause or an import goes up to its semicolon
			if kind == token.STRING {
				packages[path.Base(strings.Trim(literal, "\"`"))] = true
			}
			parens += nested(kind)
			if kind == token.SEMICOLON && parens == 0 {
				header = token.ILLEGAL
			}
		case kind == token.PACKAGE || kind == token.IMPORT:
			header, parens = kind, 0
		case kind == token.SEMICOLON:
		default:
			text := normal(kind, literal, before, packages)
			if last := len(words) - 1; nested(kind) < 0 && last >= 0 && words[last].text == "," {
				words = words[:last] // a comma at the end of a list is layout
			}
			words = append(words, word{text, file.Line(at)})
		}
		before = kind
	}
	return words
}

// nested is 1 where something opens, and -1 where it closes.
func nested(kind token.Token) int {
	switch kind {
	case token.LPAREN, token.LBRACE, token.LBRACK:
		return 1
	case token.RPAREN, token.RBRACE, token.RBRACK:
		return -1
	}
	return 0
}

// predeclared are names of Go that a rule uses.
var predeclared = []string{
	"append", "bool", "byte", "cap", "clear", "copy", "delete", "false", "int", "iota", "len", "make", "max", "min",
	"nil", "panic", "string", "true", "uint64",
}

// normal is a token as it is compared.
func normal(kind token.Token, literal string, before token.Token, packages map[string]bool) string {
	switch kind {
	case token.IDENT:
		first, _ := utf8.DecodeRuneInString(literal)
		known := unicode.IsUpper(first) || before == token.PERIOD || packages[literal] ||
			slices.Contains(predeclared, literal)
		if known {
			return literal
		}
		return chosen
	case token.STRING, token.CHAR:
		return "text"
	case token.INT, token.FLOAT, token.IMAG, token.ILLEGAL:
		return literal
	}
	return kind.String()
}

// The length of a run of words that makes a fingerprint, and of how many in a row at least one is chosen. A run of
// runLength+window-1 words that two files share is always seen.
const (
	runLength = 10
	window    = 5
)

// runs are the hashes of all runs of a declaration, by where they begin.
func (d declaration) runs() []uint64 {
	var hashes []uint64
	for i := 0; i+runLength <= len(d); i++ {
		hash := fnv.New64a()
		for _, w := range d[i : i+runLength] {
			_, _ = hash.Write([]byte(w.text)) // it never fails
			_, _ = hash.Write([]byte{0})
		}
		hashes = append(hashes, hash.Sum64())
	}
	return hashes
}

// winnow chooses the smallest hash of each window, the last one of equal ones.
func winnow(hashes []uint64) []uint64 {
	var chosen []uint64
	last := -1
	for i := range max(len(hashes)-window+1, min(len(hashes), 1)) {
		end := min(i+window, len(hashes))
		least := i
		for j := i; j < end; j++ {
			if hashes[j] <= hashes[least] {
				least = j
			}
		}
		if least != last {
			chosen = append(chosen, hashes[least])
			last = least
		}
	}
	return chosen
}

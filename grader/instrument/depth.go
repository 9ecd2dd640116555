package instrument

import (
	"go/scanner"
	"go/token"
)

// maxDepth bounds how deep a file nests, and how long one expression is, in words. A parser, a type checker and a
// compiler call themselves for each. In a browser their stack ends long before it does on a machine, and every host
// must give the same verdict.
const maxDepth = 1000

// bracketDepth is what a bracket counts for: a parser calls itself several times for one.
const bracketDepth = 8

// TooDeep refuses a source that nests too deeply, or has too long an expression; nil for all others. It reads words
// and calls nothing for what is inside, so it can read anything.
func TooDeep(source []byte) *Refused {
	files := token.NewFileSet()
	file := files.AddFile("", files.Base(), len(source))
	var words scanner.Scanner
	words.Init(file, source, func(token.Position, string) {}, 0)
	levels, total := []int{0}, 0
	for {
		at, word, _ := words.Scan()
		last := len(levels) - 1
		switch word {
		case token.EOF:
			return nil
		case token.SEMICOLON, token.COMMA, token.CASE, token.DEFAULT:
			// What comes next is beside what came before, and not within it.
			base := min(last, 1) * bracketDepth
			total -= levels[last] - base
			levels[last] = base
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if last > 0 {
				total += 1 - levels[last]
				levels = levels[:last]
				levels[last-1]++
			}
		case token.LPAREN, token.LBRACK, token.LBRACE:
			levels[last]++
			levels = append(levels, bracketDepth)
			total += 1 + bracketDepth
		default:
			levels[last]++
			total++
		}
		if total > maxDepth {
			place := file.PositionFor(at, false)
			return &Refused{place.Line, place.Column, "this is nested too deeply, or is too long for one expression: " +
				"take it apart, with variables and functions"}
		}
	}
}

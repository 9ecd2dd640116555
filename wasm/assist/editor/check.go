package editor

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// checked is a file with everything that the type checker found out about it, despite errors.
type checked struct {
	source string
	files  *token.FileSet
	tree   *ast.File
	places *token.File
	of     *types.Package
	info   *types.Info
}

// marker stands for the name at the cursor. No file contains it: it is not a word of any language.
const marker = "ꓘcursorꓘ"

// maxChecked limits the size of a type-checked source.
const maxChecked = 128 << 10

// check parses and checks a source, which may be broken. It returns nil for a source that is too long or has no package
// clause.
func (e *Editor) check(source string) *checked {
	if len(source) > maxChecked {
		return nil
	}
	files := token.NewFileSet()
	tree, _ := parser.ParseFile(files, "learner.go", source,
		parser.ParseComments|parser.AllErrors|parser.SkipObjectResolution)
	if tree == nil || tree.Name == nil {
		return nil
	}
	c := &checked{source: source, files: files, tree: tree, places: files.File(tree.FileStart), info: &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
		Scopes:     map[ast.Node]*types.Scope{},
		Implicits:  map[ast.Node]types.Object{},
	}}
	config := types.Config{Importer: e.packages, Error: func(error) {}, DisableUnusedImportCheck: true}
	c.of, _ = config.Check("raftlab/exercises/"+tree.Name.Name, files, []*ast.File{tree}, c.info)
	return c
}

// repaired is the source with the text that may be missing after an offset: of several guesses, the first one
// with the fewest errors in the parser.
func repaired(source string, at int) string {
	best, least := source, errorsIn(source)
	if least == 0 {
		return source
	}
	for _, guess := range guesses(source, at) {
		if n := errorsIn(guess); n < least {
			best, least = guess, n
		}
		if least == 0 {
			break
		}
	}
	return best
}

// errorsIn is how many errors the parser finds.
func errorsIn(source string) int {
	_, err := parser.ParseFile(token.NewFileSet(), "", source, parser.AllErrors|parser.SkipObjectResolution)
	var list scanner.ErrorList
	if errors.As(err, &list) {
		return len(list)
	}
	return 0
}

// guesses are the source unchanged, the source with the brackets closed that the line opens before the offset,
// and the source with a body for a statement that needs one; each also with the file's open braces closed.
func guesses(source string, at int) []string {
	begin := strings.LastIndexByte(source[:at], '\n') + 1
	end := len(source)
	if i := strings.IndexByte(source[at:], '\n'); i >= 0 {
		end = at + i
	}
	line := source[begin:end]
	closing := strings.ReplaceAll(unclosed(line), "}", "")
	statement, _, _ := strings.Cut(strings.TrimLeft(line, "\t }"), " ")
	var variants []string
	add := func(behind string) { variants = append(variants, source[:end]+behind+source[end:]) }
	add("")
	if closing != "" {
		add(closing)
		add("; " + closing) // the cursor may stand in a header within a call
	}
	switch statement {
	case "if", "for", "switch", "func", "else", "select":
		add(closing + " {}")
		add(closing + " {")
	case "case", "default":
		add(closing + ":")
	default:
		if closing != "" {
			add(closing + " {}")
		}
	}
	for _, variant := range variants[:len(variants):len(variants)] {
		if braces := unclosed(variant); braces != "" {
			variants = append(variants, variant+"\n"+braces)
		}
	}
	return variants
}

// unclosed is the closing brackets, in order, for the brackets that a text leaves open.
func unclosed(source string) string {
	var open []byte
	for _, t := range newText(source).scan() {
		switch t.kind {
		case token.LPAREN:
			open = append(open, ')')
		case token.LBRACK:
			open = append(open, ']')
		case token.LBRACE:
			open = append(open, '}')
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if n := len(open); n > 0 && string(open[n-1]) == source[t.from:t.to] {
				open = open[:n-1]
			}
		}
	}
	slices.Reverse(open)
	return string(open)
}

// path are the nodes around a position, the innermost last.
func (c *checked) path(at token.Pos) []ast.Node {
	var found []ast.Node
	ast.Inspect(c.tree, func(n ast.Node) bool {
		if n == nil || at < n.Pos() || n.End() < at {
			return false
		}
		if _, comment := n.(*ast.CommentGroup); comment {
			return false
		}
		found = append(found, n)
		return true
	})
	return found
}

// scope is the innermost scope around a position.
func (c *checked) scope(at token.Pos) *types.Scope {
	var found *types.Scope
	for _, n := range c.path(at) {
		if f, ok := n.(*ast.FuncDecl); ok {
			n = f.Type
		} else if f, ok := n.(*ast.FuncLit); ok {
			n = f.Type
		}
		if s := c.info.Scopes[n]; s != nil {
			found = s
		}
	}
	if found == nil {
		found = c.of.Scope()
	}
	return found
}

// short leaves a package's own name out of its types, because the reader knows the package.
func short(own *types.Package) types.Qualifier {
	return func(p *types.Package) string {
		if p == own {
			return ""
		}
		return p.Name()
	}
}

// localDoc is the comment of an object that the file itself declares.
func (c *checked) localDoc(at token.Pos) string {
	comment := ""
	ast.Inspect(c.tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Name.Pos() == at {
				comment = n.Doc.Text()
			}
		case *ast.GenDecl:
			for _, spec := range n.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					if spec.Name.Pos() == at {
						comment = firstComment(spec.Doc, spec.Comment, n.Doc)
					}
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						if name.Pos() == at {
							comment = firstComment(spec.Doc, spec.Comment, n.Doc)
						}
					}
				}
			}
		case *ast.Field:
			for _, name := range n.Names {
				if name.Pos() == at {
					comment = firstComment(n.Doc, n.Comment)
				}
			}
		}
		return true
	})
	return strings.TrimSpace(comment)
}

func firstComment(groups ...*ast.CommentGroup) string {
	for _, group := range groups {
		if text := group.Text(); text != "" {
			return text
		}
	}
	return ""
}

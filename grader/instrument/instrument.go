package instrument

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
)

// File rewrites a learner's file. A file that does not parse is given back as it is, with the error of
// go/parser: the compiler will say it too. A file that does what none may is a *Refused error, and its
// text is nil.
func File(name string, source []byte) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return source, err
	}
	if err := refuse(files, file); err != nil {
		return nil, err
	}
	return rewrite(files.File(file.FileStart), file, source), nil
}

// rewrite is File for a file that parses and may be judged.
func rewrite(places *token.File, file *ast.File, source []byte) []byte {
	r := &rewriter{file: places, visit: freeName(file)}
	ast.Inspect(file, r.node)
	if len(r.edits) == 0 {
		return source // nothing in it runs, and an import that nobody uses is an error
	}
	r.insert(file.Name.End(), "; import "+r.visit+" "+strconv.Quote(VisitPath))
	return r.apply(source)
}

// freeName is what the file calls package visit: a name that nothing in it has.
func freeName(file *ast.File) string {
	taken := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if name, ok := n.(*ast.Ident); ok {
			taken[name.Name] = true
		}
		return true
	})
	name := "visit"
	for i := 2; taken[name]; i++ {
		name = "visit" + strconv.Itoa(i)
	}
	return name
}

// rewriter collects the insertions into one file.
type rewriter struct {
	file  *token.File
	visit string
	edits []edit
}

type edit struct {
	offset int
	text   string
}

// insert puts text before what stands at a position, which keeps its line and column.
func (r *rewriter) insert(at token.Pos, text string) {
	place := r.file.PositionFor(at, false)
	text += fmt.Sprintf("/*line :%d:%d*/", place.Line, place.Column)
	r.edits = append(r.edits, edit{place.Offset, text})
}

func (r *rewriter) line(at token.Pos) int { return r.file.PositionFor(at, false).Line }

// call is the text of a call of package visit.
func (r *rewriter) call(function, argument string) string {
	return r.visit + "." + function + "(" + argument + ");"
}

func (r *rewriter) visitLine(at token.Pos) {
	r.insert(at, r.call("Line", strconv.Itoa(r.line(at))))
}

// node writes what belongs into one node. Statements are found by the lists they stand in: what stands
// elsewhere (the x := 1 of an if, the i++ of a for) is part of the statement around it, and has no room
// for another one.
func (r *rewriter) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		if n.Body != nil {
			r.function(n.Body)
		}
	case *ast.FuncLit:
		r.function(n.Body)
	case *ast.ForStmt:
		r.loop(n.Body)
	case *ast.RangeStmt:
		r.loop(n.Body)
	case *ast.BlockStmt:
		r.statements(n.List)
	case *ast.CaseClause:
		r.statements(n.Body)
	case *ast.CommClause:
		r.statements(n.Body)
	}
	return true
}

// function writes the bracket of a function, and its line if it has no statement.
func (r *rewriter) function(body *ast.BlockStmt) {
	if bracketed(body) {
		r.insert(body.Lbrace+1, r.call("Push", strconv.Itoa(r.line(body.Lbrace)))+"defer "+r.call("Pop", ""))
	}
	r.loop(body)
}

// bracketed tells whether a function may take long or be entered again before it ends: it calls something
// or goes back. Whom a call reaches is not asked, since a function may be anywhere: in a map, behind an
// interface, in a variable of another name. What neither calls nor goes back is spared the bracket, which
// costs as much as a small function does.
func bracketed(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // has its own; to run it is a call
		case *ast.CallExpr, *ast.ForStmt, *ast.RangeStmt:
			found = true
		case *ast.BranchStmt:
			found = found || n.Tok == token.GOTO
		}
		return !found
	})
	return found
}

// loop gives a body without statements its line.
func (r *rewriter) loop(body *ast.BlockStmt) {
	for _, s := range body.List {
		if _, empty := s.(*ast.EmptyStmt); !empty {
			return
		}
	}
	r.insert(body.Lbrace+1, r.call("Line", strconv.Itoa(r.line(body.Lbrace))))
}

func (r *rewriter) statements(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.EmptyStmt:
		case *ast.CaseClause, *ast.CommClause: // the body of a switch is a list of these
		case *ast.LabeledStmt:
			r.labelled(s)
		default:
			r.visitLine(s.Pos())
		}
	}
}

// labelled writes behind the label, where a goto passes too, unless the label names a statement that
// can be broken or continued: that must follow its label. (The goto has a line of its own.)
func (r *rewriter) labelled(s *ast.LabeledStmt) {
	inner := s.Stmt
	for {
		next, ok := inner.(*ast.LabeledStmt)
		if !ok {
			break
		}
		inner = next.Stmt
	}
	switch inner.(type) {
	case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		r.visitLine(s.Pos())
	case *ast.EmptyStmt: // a label before a closing brace
	default:
		r.visitLine(inner.Pos())
	}
}

// apply gives the source with the edits, in their order where several are at one place.
func (r *rewriter) apply(source []byte) []byte {
	slices.SortStableFunc(r.edits, func(a, b edit) int { return a.offset - b.offset })
	var out bytes.Buffer
	at := 0
	for _, e := range r.edits {
		out.Write(source[at:e.offset])
		out.WriteString(e.text)
		at = e.offset
	}
	out.Write(source[at:])
	return out.Bytes()
}

package instrument

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// VisitPath is the package that a rewritten file also imports.
const VisitPath = "raftlab/grader/visit"

// Allowed is what a learner's file may import: the vocabulary of the rules, and the packages of the standard
// library that can reach neither the machine nor a clock. It is the only list: the page's toolchain packs
// exactly these archives.
var Allowed = []string{
	"raftlab/raft",
	"bytes", "cmp", "errors", "fmt", "maps", "math", "math/bits", "slices", "sort", "strconv", "strings",
	"unicode/utf8",
}

// Refused is something that a learner's file must not do, and its place. Column counts bytes from 1, as the
// compiler does.
type Refused struct {
	Line, Column int
	Message      string
}

func (r *Refused) Error() string { return fmt.Sprintf("%d:%d: %s", r.Line, r.Column, r.Message) }

// refuse returns the first thing in the file that is not allowed, or nil.
func refuse(files *token.FileSet, file *ast.File) error {
	var first token.Pos
	what := ""
	found := func(at token.Pos, message string) {
		if what == "" || at < first {
			first, what = at, message
		}
	}
	for _, spec := range file.Imports {
		if message := refuseImport(spec.Path.Value); message != "" {
			found(spec.Path.Pos(), message)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if at, message := refuseWaiting(n); message != "" {
			found(at, message)
		}
		return true
	})
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if message := refuseComment(comment.Text); message != "" {
				found(comment.Pos(), message)
			}
		}
	}
	if what == "" {
		return nil
	}
	at := files.PositionFor(first, false)
	return &Refused{at.Line, at.Column, what}
}

func refuseImport(quoted string) string {
	path, err := strconv.Unquote(quoted)
	switch {
	case err == nil && slices.Contains(Allowed, path):
		return ""
	case path == "unsafe" || path == "C":
		return fmt.Sprintf("the package %q is not for exercises: it goes round Go's own rules", path)
	}
	return ImportMessage(path)
}

// ImportMessage says that a path must not be imported, and lists the allowed paths.
func ImportMessage(path string) string {
	return fmt.Sprintf("an exercise cannot import %q; it may import %s", path, strings.Join(Allowed, ", "))
}

// purity is the reason why a learner's file has no goroutines and no channels.
const purity = ": a rule is called, answers and is done, for a server handles one message at a time (Figure 2)"

// refuseWaiting finds what could make a rule wait for ever without visiting lines: goroutines and channels. A
// file can only get a channel through a channel type.
func refuseWaiting(n ast.Node) (token.Pos, string) {
	switch n := n.(type) {
	case *ast.GoStmt:
		return n.Pos(), "an exercise cannot start a goroutine" + purity + "; call the function without go"
	case *ast.SelectStmt:
		return n.Pos(), "an exercise cannot select" + purity + ", and nothing comes while it waits"
	case *ast.ChanType:
		return n.Pos(), "an exercise cannot have a channel" + purity + "; keep what you need in a variable or a slice"
	case *ast.SendStmt:
		return n.Arrow, "an exercise cannot send to a channel" + purity
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			return n.Pos(), "an exercise cannot receive from a channel" + purity
		}
	}
	return token.NoPos, ""
}

// refuseComment finds the comments that the compiler obeys: those that get around the language (//go:linkname,
// //go:wasmimport), and those that give the text another place.
func refuseComment(text string) string {
	if directive, ok := strings.CutPrefix(text, "//go:"); ok {
		name, _, _ := strings.Cut(directive, " ")
		return fmt.Sprintf("the directive //go:%s is not for exercises: take the comment out", strings.TrimSpace(name))
	}
	if strings.HasPrefix(text, "//line ") || strings.HasPrefix(text, "/*line ") {
		return "a comment that begins with \"line \" tells the compiler another place: put a space before the word"
	}
	return ""
}

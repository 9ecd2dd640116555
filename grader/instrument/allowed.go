package instrument

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// VisitPath is the package that a rewritten file imports besides its own imports.
const VisitPath = "raftlab/grader/visit"

// Allowed is what a learner's file may import: the rules' own vocabulary, and of the standard library
// what can reach neither the machine nor a clock. It is the one list: the page's toolchain packs these
// archives and no others.
var Allowed = []string{
	"raftlab/raft",
	"bytes", "cmp", "errors", "fmt", "maps", "math", "math/bits", "slices", "sort", "strconv", "strings", "unicode/utf8",
}

// Refused says what a learner's file does that it must not, and where. Column counts bytes from 1, as
// the compiler does.
type Refused struct {
	Line, Column int
	Message      string
}

func (r *Refused) Error() string { return fmt.Sprintf("%d:%d: %s", r.Line, r.Column, r.Message) }

// refuse gives the first thing in the file that is not allowed, or nil.
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

// ImportMessage says that a path must not be imported, and which may.
func ImportMessage(path string) string {
	return fmt.Sprintf("an exercise cannot import %q; it may import %s", path, strings.Join(Allowed, ", "))
}

// purity is why a learner's file has no goroutines and no channels.
const purity = ": a rule is called, answers and is done, for a server handles one message at a time (Figure 2)"

// refuseWaiting finds what could let a rule wait for ever, where no line is visited that could be counted:
// goroutines, and channels, which nothing else than a channel type can bring into a file.
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

// refuseComment finds the comments that the compiler obeys: those that reach round the language
// (//go:linkname, //go:wasmimport), and those that say that the text comes from another place.
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

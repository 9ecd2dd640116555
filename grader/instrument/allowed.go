package instrument

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
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
	"raftlab/raft", "raftlab/lab/kv", "raftlab/lab/paxos", "raftlab/lab/replicas", "raftlab/lab/zab",
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

// walls collects what is not allowed in a file, and keeps the first of it.
type walls struct {
	// imports are the file's names of the packages that it imports.
	imports map[string]string
	// counts is true of a file that has the rule HasQuorum, and so may not ask who has.
	counts bool
	first  token.Pos
	what   string
}

func (w *walls) found(at token.Pos, message string) {
	if message != "" && (w.what == "" || at < w.first) {
		w.first, w.what = at, message
	}
}

// refuse returns the first thing in the file that is not allowed, or nil.
func refuse(files *token.FileSet, file *ast.File) error {
	w := &walls{imports: map[string]string{}, counts: declares(file, "HasQuorum")}
	for _, spec := range file.Imports {
		w.found(spec.Path.Pos(), refuseImport(spec))
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			w.imports[nameOf(spec, path)] = path
		}
	}
	for _, declaration := range file.Decls {
		w.found(refuseVariable(declaration))
	}
	ast.Inspect(file, func(n ast.Node) bool {
		w.found(refuseWaiting(n))
		w.found(w.refuseSharing(n))
		w.found(w.refuseKey(n))
		w.found(w.refuseCounting(n))
		return true
	})
	for _, group := range file.Comments {
		for _, comment := range group.List {
			w.found(comment.Pos(), refuseComment(comment.Text, comment.Pos() < file.Package))
		}
	}
	if w.what == "" {
		return nil
	}
	at := files.PositionFor(w.first, false)
	return &Refused{at.Line, at.Column, w.what}
}

// nameOf is the name by which a file refers to an import.
func nameOf(spec *ast.ImportSpec, of string) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	return path.Base(of)
}

func refuseImport(spec *ast.ImportSpec) string {
	path, err := strconv.Unquote(spec.Path.Value)
	switch {
	case err == nil && slices.Contains(Allowed, path):
		if spec.Name != nil && spec.Name.Name == "." {
			return fmt.Sprintf("an exercise cannot import %q with a dot: name the package at each use", path)
		}
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

// refuseVariable finds a package's variable: all servers of a process would share it, as no servers share anything.
func refuseVariable(declaration ast.Decl) (token.Pos, string) {
	variables, ok := declaration.(*ast.GenDecl)
	if !ok || variables.Tok != token.VAR {
		return token.NoPos, ""
	}
	return variables.Pos(), "an exercise cannot have a variable outside of a function: a rule keeps nothing between " +
		"two calls, and servers share no memory; what a server knows is in the state that it is given; a constant " +
		"is fine"
}

// refuseSharing finds a variable of another package that the file could change, such as errors.ErrUnsupported: it
// would be memory between two calls.
func (w *walls) refuseSharing(n ast.Node) (token.Pos, string) {
	var targets []ast.Expr
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			targets = n.Lhs
		}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			targets = []ast.Expr{n.Key, n.Value}
		}
	case *ast.IncDecStmt:
		targets = []ast.Expr{n.X}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			targets = []ast.Expr{n.X}
		}
	}
	for _, target := range targets {
		if name, ok := w.imported(target); ok {
			return target.Pos(), fmt.Sprintf("an exercise cannot change or point to %s: it would be memory between "+
				"two calls; if this is a variable of yours, give it another name than the package has", name)
		}
	}
	return token.NoPos, ""
}

// imported is the name of an imported package's member, if the expression is that or a part of it.
func (w *walls) imported(x ast.Expr) (string, bool) {
	for {
		switch inner := x.(type) {
		case *ast.ParenExpr:
			x = inner.X
		case *ast.IndexExpr:
			x = inner.X
		case *ast.StarExpr:
			x = inner.X
		case *ast.SelectorExpr:
			if name, ok := inner.X.(*ast.Ident); ok && w.imports[name.Name] != "" {
				return name.Name + "." + inner.Sel.Name, true
			}
			x = inner.X
		default:
			return "", false
		}
	}
}

// corePath is the vocabulary of the rules.
const corePath = "raftlab/raft"

// key are the names of the answer key: the reference's rules, and what leads to them. Package raft has none of them,
// and says so here in plain words.
var key = []string{
	"ElectionTimeout", "ResetsElectionTimer", "StartElection", "HandleRequestVote", "HandleRequestVoteReply",
	"AppendEntriesTo", "HandleAppendEntries", "HandleAppendEntriesReply", "AdvanceCommitIndex", "WhatToSave", "Restore",
	"Reference", "Node", "New",
}

// refuseKey finds a use of the answer key.
func (w *walls) refuseKey(n ast.Node) (token.Pos, string) {
	selector, ok := n.(*ast.SelectorExpr)
	if !ok || !slices.Contains(key, selector.Sel.Name) {
		return token.NoPos, ""
	}
	if name, ok := selector.X.(*ast.Ident); !ok || w.imports[name.Name] != corePath {
		return token.NoPos, ""
	}
	return selector.Pos(), fmt.Sprintf("package raft has no %s: the rules are yours to write, and the reference's are "+
		"not within reach", selector.Sel.Name)
}

// counting are the methods of package raft that count as the rules HasQuorum and QuorumIndex do.
var counting = []string{"HasQuorum", "QuorumIndex", "IsQuorum"}

// refuseCounting finds a use of them, in a file that has these rules to write.
func (w *walls) refuseCounting(n ast.Node) (token.Pos, string) {
	selector, ok := n.(*ast.SelectorExpr)
	if !ok || !w.counts || !slices.Contains(counting, selector.Sel.Name) {
		return token.NoPos, ""
	}
	return selector.Pos(), fmt.Sprintf("%s of package raft counts as your HasQuorum should: count yourself, or call "+
		"your own function", selector.Sel.Name)
}

// declares reports whether a file has a function of that name.
func declares(file *ast.File, name string) bool {
	return slices.ContainsFunc(file.Decls, func(d ast.Decl) bool {
		function, ok := d.(*ast.FuncDecl)
		return ok && function.Recv == nil && function.Name.Name == name
	})
}

// refuseComment finds the comments that the compiler obeys: those that get around the language (//go:linkname,
// //go:wasmimport), and those that give the text another place.
//
// A build tag hides a whole file from the go command, and only before the package clause.
func refuseComment(text string, beforePackage bool) string {
	if directive, ok := strings.CutPrefix(text, "//go:"); ok {
		name, _, _ := strings.Cut(directive, " ")
		return fmt.Sprintf("the directive //go:%s is not for exercises: take the comment out", strings.TrimSpace(name))
	}
	tag := strings.TrimLeft(strings.TrimPrefix(text, "//"), " \t")
	if beforePackage && strings.HasPrefix(tag, "+build") {
		return "a build tag is not for exercises: the file is for every host; take the comment out"
	}
	if strings.HasPrefix(text, "//line ") || strings.HasPrefix(text, "/*line ") {
		return "a comment that begins with \"line \" tells the compiler another place: put a space before the word"
	}
	return ""
}

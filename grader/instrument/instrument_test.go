package instrument_test

import (
	"errors"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/instrument"
)

// bare removes the comments that restore the columns.
func bare(text string) string {
	for {
		before, rest, ok := strings.Cut(text, "/*line :")
		if !ok {
			return text
		}
		_, after, _ := strings.Cut(rest, "*/")
		text = before + after
	}
}

func TestFile(t *testing.T) {
	const head = "package p\n"
	const headAfter = "package p; import visit \"raftlab/grader/visit\"\n"
	for _, c := range []struct{ name, before, after string }{
		{"a function that calls", "func Restore() { x() }",
			`func Restore() {visit.Push(2);defer visit.Pop(); visit.Line(2);x() }`},
		{"a function that does nothing", "func Restore() {}", `func Restore() {visit.Line(2);}`},
		{"a function without calls and loops", "func f() { x++; if x { return } }",
			`func f() { visit.Line(2);x++; visit.Line(2);if x { visit.Line(2);return } }`},
		{"one that loops", "func f() {\nfor x {\n}\n}",
			"func f() {visit.Push(2);defer visit.Pop();\nvisit.Line(3);for x {visit.Line(3);\n}\n}"},
		{"one that ranges", "func f() { for range x { y++ } }",
			`func f() {visit.Push(2);defer visit.Pop(); visit.Line(2);for range x { visit.Line(2);y++ } }`},
		{"a function with a goto", "func f() { a: x++; goto a }",
			`func f() {visit.Push(2);defer visit.Pop(); a: visit.Line(2);x++; visit.Line(2);goto a }`},
		{"one that defers", "func f() { defer f() }",
			`func f() {visit.Push(2);defer visit.Pop(); visit.Line(2);defer f() }`},
		{"a literal", "func g() { f := func() { x() } }",
			`func g() { visit.Line(2);f := func() {visit.Push(2);defer visit.Pop(); visit.Line(2);x() } }`},
		{"a literal within a function", "func f() { y = func() { x() } }",
			`func f() { visit.Line(2);y = func() {visit.Push(2);defer visit.Pop(); visit.Line(2);x() } }`},
		{"a method", "func (t T) Restore() { x() }",
			`func (t T) Restore() {visit.Push(2);defer visit.Pop(); visit.Line(2);x() }`},
		{"a generic function", "func f[T any](x T) { f(x) }",
			`func f[T any](x T) {visit.Push(2);defer visit.Pop(); visit.Line(2);f(x) }`},
		{"init", "func init() { x() }", `func init() {visit.Push(2);defer visit.Pop(); visit.Line(2);x() }`},
		{"a case", "func f() { switch { case a: x++; default: } }",
			`func f() { visit.Line(2);switch { case a: visit.Line(2);x++; default: } }`},
		{"a label on a loop", "func f() { a: for { continue a } }",
			`func f() {visit.Push(2);defer visit.Pop(); visit.Line(2);a: for { visit.Line(2);continue a } }`},
		{"a comment first", "func f() { /* 注释 */ x++ /* after */ }",
			`func f() { /* 注释 */ visit.Line(2);x++ /* after */ }`},
		{"a function without a body", "func f()\nfunc g() { x++ }", "func f()\n" + `func g() { visit.Line(3);x++ }`},
		{"a build tag in the wrong place stays", "// +build ignore\nfunc f() { x++ }",
			"// +build ignore\n" + `func f() { visit.Line(3);x++ }`},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := instrument.File("p.go", []byte(head+c.before))
			require.NoError(t, err)
			assert.Equal(t, headAfter+c.after, bare(string(out)))
		})
	}
}

func TestNameOfPackageVisitIsFree(t *testing.T) {
	out, err := instrument.File("p.go", []byte("package p\nconst visit = 1\nfunc f(visit2 int) { x() }"))
	require.NoError(t, err)
	assert.Contains(t, string(out), `; import visit3 "raftlab/grader/visit"`)
	assert.Contains(t, string(out), "visit3.Line(3);")
	assert.Contains(t, string(out), "visit3.Push(3);defer visit3.Pop();")
}

func TestFileWithoutStatementsIsUnchanged(t *testing.T) {
	for _, text := range []string{"package p",
		"package p // 选举\n\nimport \"raftlab/raft\"\n\nconst N = 3\n\ntype T struct{ S *raft.State }\n"} {
		out, err := instrument.File("p.go", []byte(text))
		require.NoError(t, err)
		assert.Equal(t, text, string(out))
	}
}

func TestFileThatDoesNotParseIsUnchanged(t *testing.T) {
	for _, text := range []string{"", "package", "package p\nfunc f( {", "package p\nfunc f() { if }", "\x00",
		"package p\n`", "🙂"} {
		out, err := instrument.File("p.go", []byte(text))
		var list scanner.ErrorList
		require.ErrorAs(t, err, &list, text)
		assert.Equal(t, text, string(out))
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		text         string
		line, column int
		says         string
	}{
		{"package p\nimport " +
			"\"os\"", 2, 8, `cannot import "os"; it may import raftlab/raft, raftlab/lab/kv, raftlab/lab/paxos, `},
		{"package p\nimport (\n\t\"fmt\"\n\t/* 选举 */ x \"math/rand\"\n)", 4, 17, "math/rand"},
		{"package p\nimport _ \"raftlab/grader/visit\"", 2, 10, "raftlab/grader/visit"},
		{"package p\nimport . \"raftlab/lab\"", 2, 10, "raftlab/lab"},
		{"package p\nimport \"unsafe\"", 2, 8, `"unsafe" is not for exercises`},
		{"package p\nimport \"C\"", 2, 8, `"C" is not for exercises`},
		{"package p\nimport \"fmt/\"", 2, 8, "fmt/"},
		{"//go:build wasm\n\npackage p", 1, 1, "the directive //go:build"},
		{"package p\n\n//go:wasmimport raftlab progress\nfunc f()", 3, 1, "the directive //go:wasmimport"},
		{"package p\nfunc f() { //go:nosplit\n}", 2, 12, "the directive //go:nosplit"},
		{"package p\n//line other.go:3\nfunc f() {}", 2, 1, "another place"},
		{"package p\nfunc f() { /*line x.go:3:4*/ }", 2, 12, "another place"},
		{"package p\nfunc f() {\n\tx := 1; go f()\n}", 3, 10,
			"an exercise cannot start a goroutine: a rule is called, answers and is done, " +
				"for a server handles one message at a time (Figure 2); call"},
		{"package p\nfunc f() {\n\tselect {}\n}", 3, 2, "an exercise cannot select: a rule is called,"},
		{"package p\nfunc f() {\n\t<-make(chan int)\n}", 3, 2, "an exercise cannot receive from a channel"},
		{"package p\nfunc f() { c := make(chan<- int) }", 2, 22, "an exercise cannot have a channel"},
		{"package p\nfunc f(c <-chan int) { for range c {} }", 2, 10, "an exercise cannot have a channel"},
		{"package p\nfunc f[C ~chan int](c C) { c <- 1 }", 2, 11, "an exercise cannot have a channel"},
		{"package p\nfunc f() { /* 选 */ c <- 1 }", 2, 24, "an exercise cannot send to a channel"},
		{"package p\ntype t struct { c []chan int }\n//go:x", 2, 21, "an exercise cannot have a channel"},
		{"package p\nvar x int", 2, 1, "a rule keeps nothing between two calls"},
		{"package p\nfunc f() { var x int; _ = x }\nvar (\n\tx int\n)", 3, 1, "variable outside of a function"},
		{"package p\nvar _ = f()", 2, 1, "variable outside of a function"},
		{"package p\nimport . \"raftlab/raft\"", 2, 10, "with a dot"},
		{"package p\nimport \"errors\"\nfunc f() { errors.ErrUnsupported = nil }", 3, 12,
			"cannot change or point to errors.ErrUnsupported"},
		{"package p\nimport e \"errors\"\nfunc f() { p := &(e.ErrUnsupported) }", 3, 18, "point to e.ErrUnsupported"},
		{"package p\nimport \"bytes\"\nfunc f() { for _, (bytes.ErrTooLarge) = range x {} }", 3, 19,
			"bytes.ErrTooLarge"},
		{"package p\nimport \"raftlab/raft\"\nfunc f() { raft.HandleRequestVote() }", 3, 12,
			"package raft has no HandleRequestVote: the rules are yours to write"},
		{"package p\nimport r \"raftlab/raft\"\ntype t struct{ r.Node }", 3, 16, "package raft has no Node"},
		{"package p\nimport \"raftlab/raft\"\nfunc HasQuorum(c raft.Configuration, w raft.NodeSet) bool {" +
			" return c.HasQuorum(w) }", 3, 68, "HasQuorum of package raft counts as your HasQuorum should"},
		{"//\t+build ignore\n\npackage p", 1, 1, "a build tag is not for exercises"},
		{"package p\nimport \"os\"\nvar c chan int", 2, 8, "os"},
		{"package p\nimport \"os\"\n//go:noinline\nfunc f() {}", 2, 8, "os"},
	} {
		out, err := instrument.File("p.go", []byte(c.text))
		var refused *instrument.Refused
		require.ErrorAs(t, err, &refused, c.text)
		assert.Nil(t, out)
		assert.Equal(t, [2]int{c.line, c.column}, [2]int{refused.Line, refused.Column}, c.text)
		assert.Contains(t, refused.Message, c.says)
		assert.Contains(t, err.Error(), refused.Message)
	}
}

func TestAllowedFilesAreNotRefused(t *testing.T) {
	for _, text := range []string{
		"package p\nimport _ \"fmt\"",
		"package p\nimport alias `strings`",
		"package p\n// go:build is written like this\n// line 3 is a comment\nconst x = \"//go:build\"",
		"/*go:build x*/ package p",
		"package p\nimport \"errors\"\nfunc f() error { errs := errors.ErrUnsupported; errs = nil; return errs }",
		"package p\nimport \"raftlab/raft\"\nfunc f(s *raft.State) { s.Log = raft.LogOf(); x := &raft.State{}; _ = x }",
		"package p\nimport \"raftlab/raft\"\nfunc Restore(s *raft.State) { r.Restore(s); HandleRequestVote(s) }",
	} {
		_, err := instrument.File("p.go", []byte(text))
		assert.NoError(t, err, text)
	}
	for _, path := range instrument.Allowed {
		_, err := instrument.File("p.go", []byte("package p\nimport \""+path+"\""))
		assert.NoError(t, err, path)
	}
}

// FuzzFile: File never panics, keeps the number of lines, and returns a file that parses.
func FuzzFile(f *testing.F) {
	f.Add("package p\nfunc Restore() { a: for { switch { default: continue a } } }")
	f.Add("package p\nfunc f() { select { case c <- <-d: go f() } }")
	f.Add("package p;func f(){switch x:=y.(type){case int:;default:goto l};l:}")
	f.Add("\ufeffpackage p\r\nvar f=func(){for range func(func()bool){}{f()}}")
	f.Add("package p\nimport \"os\"\n//go:x")
	f.Fuzz(func(t *testing.T, text string) {
		out, err := instrument.File("p.go", []byte(text))
		var refused *instrument.Refused
		if errors.As(err, &refused) {
			assert.GreaterOrEqual(t, refused.Line, 1)
			return
		}
		if err != nil {
			assert.Equal(t, text, string(out))
			return
		}
		assert.Equal(t, strings.Count(text, "\n"), strings.Count(string(out), "\n"))
		_, err = parser.ParseFile(token.NewFileSet(), "p.go", out, parser.ParseComments)
		require.NoError(t, err, "%q\n%q", text, out)
	})
}

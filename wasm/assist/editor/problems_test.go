package editor_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/instrument"
)

// compiled is the output of the real compiler for a source.
func compiled(t *testing.T, source string) string {
	t.Helper()
	found, err := archives()
	require.NoError(t, err)
	folder := t.TempDir()
	file, config := filepath.Join(folder, "vote.go"), filepath.Join(folder, "importcfg")
	var lines strings.Builder
	for _, path := range slices.Concat(instrument.Allowed, []string{instrument.VisitPath}) {
		lines.WriteString("packagefile " + path + "=" + found[path+".a"] + "\n")
	}
	require.NoError(t, os.WriteFile(file, []byte(source), 0o600))
	require.NoError(t, os.WriteFile(config, []byte(lines.String()), 0o600))
	command := exec.Command("go", "tool", "compile", "-e", "-p", "raftlab/exercises/vote", "-importcfg", config, "-o",
		filepath.Join(folder, "vote.a"), "vote.go")
	command.Dir = folder
	out, err := command.CombinedOutput()
	require.Error(t, err, "it compiles")
	return string(out)
}

// in puts a rule's body into a file that is otherwise correct.
func in(body string) string {
	return "package vote\n\nimport \"raftlab/raft\"\n\n" +
		"func HandleRequestVote(s *raft.State, req raft.RequestVote) (reply raft.RequestVoteReply) {\n" + body + "\n}\n"
}

func TestProblemsOfTheRealCompiler(t *testing.T) {
	e := newEditor(t)
	for _, c := range []struct {
		name, source      string
		line, column, end int
		message, help     string
		wantMessage       bool
	}{
		{name: "undefined, after Chinese", source: in("\t/* 选🙂 */ x := foo\n\t_ = x\n\treturn"), line: 6, column: 17,
			end: 20, message: "undefined: foo"},
		{name: "a misspelt local", source: in("\tlater := 1\n\t_ = latre\n\t_ = later\n\treturn"), line: 7, column: 6,
			end: 11, message: "undefined: latre", help: `did you mean "later"?`},
		{name: "a misspelt field", source: in("\t_ = s.CurentTerm\n\treturn"), line: 6, column: 8, end: 18,
			message: "has no field or method CurentTerm", help: `did you mean "CurrentTerm"?`},
		{name: "a misspelt name of the package", source: in("\t_ = raft.Folower\n\treturn"), line: 6, column: 11,
			end: 18, message: "undefined: raft.Folower", help: `did you mean "Follower"?`},
		{name: "without raft.", source: in("\t_ = Follower\n\treturn"), line: 6, column: 6, end: 14,
			message: "undefined: Follower", help: "write raft.Follower"},
		{name: "without the import", source: in("\t_ = fmt.Sprint()\n\treturn"), line: 6, column: 6, end: 9,
			message: "undefined: fmt", help: `import "fmt"`},
		{name: "unused variable", source: in("\tx := 1\n\treturn"), line: 6, column: 2, end: 3,
			message: "declared and not used: x", help: "use it"},
		{name: "unused import", source: strings.Replace(in("\treturn"), "import ", "import \"fmt\"\nimport ", 1),
			line: 3, column: 8, end: 13, message: "imported and not used", help: "take the import out"},
		{name: "missing return", source: "package vote\nfunc f() int {\n\tfor true {\n\t}\n}\n", line: 5, column: 1,
			end: 2, message: "missing return", help: "end with a return"},
		{name: "a term and an index", source: in("\tif req.Term < s.CommitIndex {\n\t}\n\treturn"), line: 6, column: 16,
			end: 17, message: "mismatched types", help: "a term and an index are different things"},
		{name: "an int and an index", source: in("\ti := 1\n\t_ = i+s.CommitIndex\n\treturn"), line: 7, column: 6,
			end: 7, message: "mismatched types int and raft.Index", help: "convert one, as in raft.Index(x)"},
		{name: "an int and a term", source: in("\tn := 1\n\ts.CurrentTerm = n\n\treturn"), line: 7, column: 18, end: 19,
			message: "cannot use n", help: "convert it: raft.Term(x)"},
		{name: "an import that may not be", source: "package vote\nimport _ \"os\"\n", line: 2, column: 10, end: 14,
			message: `cannot import "os"; it may import raftlab/raft`},
		{name: "what comes back", source: "package vote\nfunc f() (int, string) {\n\treturn 1\n}\n", line: 3, column: 9,
			end: 10, message: "not enough return values\n\thave (number)\n\twant (int, string)", help: "give a value"},
		{name: "a brace too early", source: "package vote\nfunc f() {\n}\n\treturn\n}\n", line: 4, column: 2, end: 8,
			message: "non-declaration statement", help: "closing brace stands too early"},
		{name: "no brace at the end", source: "package vote\nfunc f() {\n", line: 3, column: 1, end: 1,
			message: "unexpected EOF", help: "brace is missing"},
		{name: "declared already", source: in("\tx := 1\n\tx := 2\n\t_ = x\n\treturn"), line: 7, column: 4, end: 6,
			message: "no new variables", help: "write ="},
	} {
		t.Run(c.name, func(t *testing.T) {
			output := compiled(t, c.source)
			r := ask(t, e, map[string]any{"kind": "problems", "source": c.source, "output": output})
			require.NotEmpty(t, r.Problems, output)
			p := r.Problems[0]
			assert.Equal(t, [4]int{c.line, c.column, c.line, c.end}, [4]int{p.Line, p.Column, p.EndLine, p.EndColumn},
				output)
			assert.Contains(t, p.Message, c.message)
			assert.NotContains(t, p.Message, "could not import os (", "a learner need not know why a file is missing")
			assert.Contains(t, p.Help, c.help)
			if c.help == "" {
				assert.Empty(t, p.Help)
			}
		})
	}
}

// TestProblemsOfTheRewrittenFileAreAtTheSamePlaces: so one compilation, of the rewritten file, is enough.
func TestProblemsOfTheRewrittenFileAreAtTheSamePlaces(t *testing.T) {
	e := newEditor(t)
	source := in("\t/* 选 */ x := foo; y := bar(3)\n\tfor i := 0; i < s.CommitIndex; i++ { baz() }\n\treturn")
	rewritten, err := instrument.File("vote.go", []byte(source))
	require.NoError(t, err)
	before := ask(t, e, map[string]any{"kind": "problems", "source": source, "output": compiled(t, source)})
	after := ask(t, e, map[string]any{"kind": "problems", "source": source, "output": compiled(t, string(rewritten))})
	require.Greater(t, len(before.Problems), 3)
	assert.Equal(t, before.Problems, after.Problems)
}

func TestProblemsAreReadFromAnyText(t *testing.T) {
	e := newEditor(t)
	source := "package p\n\tx🙂y\n"
	r := ask(t, e, map[string]any{"kind": "problems", "source": source, "output": strings.Join([]string{
		"# raftlab/exercises/vote", "/some/where/vote.go:2:3: second", "vote.go:2:2: first", "\tgoes on",
		"vote.go:2:2: first", "\tgoes on",
		"\tmore", "vote.go:1: no column", "vote.go:99:99: beyond", "too many errors", "vote.go:x:1: no",
		"compile: internal error", "",
	}, "\n")})
	var found []string
	for _, p := range r.Problems {
		found = append(found, p.Message)
	}
	assert.Equal(t, []string{"no column", "first\n\tgoes on", "first\n\tgoes on\n\tmore", "second", "beyond"}, found)
	assert.Equal(t, problem{2, 2, 2, 3, "first\n\tgoes on", ""}, r.Problems[1])
	assert.Equal(t, problem{2, 3, 2, 5, "second", ""}, r.Problems[3], "two code units")
	assert.Equal(t, 3, r.Problems[4].Line)

	none := ask(t, e, map[string]any{"kind": "problems", "source": source, "output": "panic: out of memory"})
	assert.Empty(t, none.Problems, "a line about something else is not a problem of the file")
	many := strings.Repeat("vote.go:1:1: x\nvote.go:2:1: x\n", 5000)
	assert.LessOrEqual(t, len(ask(t, e, map[string]any{"kind": "problems", "source": source, "output": many}).Problems),
		100)
}

// FuzzHandle: for any text and any cursor, the reply is JSON, and nothing panics.
func FuzzHandle(f *testing.F) {
	f.Add(head+"\ts.\n}", 400, "vote.go:3:4: undefined: x")
	f.Add("package p\nimport \"f", 20, "x.go:9:9: cannot use x (variable of type int) as raft.Term value in y")
	f.Add("package p; type t[P any] struct{t[P]}; "+
		"func (t[P]) m() { switch x := any(t[int]{}).(type) { case nil: x.m }}", 90, ".go:1:1: (mismatched types a")
	e := newEditor(f)
	f.Fuzz(func(t *testing.T, source string, offset int, output string) {
		for _, kind := range []string{"format", "instrument", "complete", "hover", "problems", "functions"} {
			text, err := json.Marshal(map[string]any{"kind": kind, "source": source, "offset": offset, "output": output,
				"rules": []string{"HandleRequestVote", "m"}})
			require.NoError(t, err)
			out := e.Handle(text)
			require.True(t, json.Valid(out), "%s", out)
			require.NotContains(t, string(out), "stumbled", kind)
		}
	})
}

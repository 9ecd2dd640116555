package editor_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/instrument"
	"raftlab/wasm/assist/editor"
)

// docsJSON is a small docs.json.
const docsJSON = `{"raftlab/raft":{"":"Package raft is Figure 2.","State":"State is what a server knows.",
"State.CurrentTerm":"CurrentTerm is the latest term.",
"State.BecomeFollower":"BecomeFollower makes this server a follower.","Log.LastTerm":"LastTerm is 0 for an empty log.",
"None":"None is no server.","RequestVote.Term":"Term is the candidate's."},
"fmt":{"Sprint":"Sprint formats."}}`

// archives are the files of the export data, which the go command makes once.
var archives = sync.OnceValues(func() (map[string]string, error) {
	arguments := append([]string{"list", "-export", "-json=ImportPath,Export", instrument.VisitPath},
		instrument.Allowed...)
	out, err := exec.Command("go", arguments...).Output()
	found := map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); err == nil; {
		var p struct{ ImportPath, Export string }
		if err = d.Decode(&p); err == nil {
			found[p.ImportPath+".a"] = p.Export
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return found, err
})

func newEditor(t testing.TB) *editor.Editor {
	t.Helper()
	found, err := archives()
	require.NoError(t, err)
	return editor.New(func(name string) (io.ReadCloser, error) {
		if name == "docs.json" {
			return io.NopCloser(strings.NewReader(docsJSON)), nil
		}
		if found[name] == "" {
			return nil, fs.ErrNotExist
		}
		return os.Open(found[name])
	})
}

// reply has all fields that a reply may have.
type reply struct {
	Error     string
	Source    string
	Problems  []problem
	From, To  int
	Options   []option
	Signature string
	Doc       string
	Functions []struct {
		Name string
		Line int
	}
	Package string
	Missing []string
	Refused bool
}

type problem struct {
	Line, Column, EndLine, EndColumn int
	Message, Help                    string
}

type option struct{ Label, Kind, Detail, Doc string }

func ask(t testing.TB, e *editor.Editor, request map[string]any) reply {
	t.Helper()
	text, err := json.Marshal(request)
	require.NoError(t, err)
	var r reply
	out := e.Handle(text)
	require.NoError(t, json.Unmarshal(out, &r), string(out))
	return r
}

// at sends a request about the place that § marks in the source.
func at(t testing.TB, e *editor.Editor, kind, marked string) reply {
	t.Helper()
	before, after, ok := strings.Cut(marked, "§")
	require.True(t, ok)
	return ask(t, e, map[string]any{"kind": kind, "source": before + after, "offset": unitsOf(before)})
}

func unitsOf(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

func (r reply) option(label string) *option {
	i := slices.IndexFunc(r.Options, func(o option) bool { return o.Label == label })
	if i < 0 {
		return nil
	}
	return &r.Options[i]
}

const head = `package vote

import (
	"fmt"
	"strings"

	"raftlab/raft"
)

// limit is ours.
const limit = 3

// 选举 helper 🙂.
func helper(n int) string { return strings.Repeat("x", n) + fmt.Sprint(n) }

// HandleRequestVote answers.
func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	local := req.Term
	_ = local
`

func TestFormat(t *testing.T) {
	e := newEditor(t)
	assert.Equal(t, "package p\n\nvar x = \"选\"\n",
		ask(t, e, map[string]any{"kind": "format", "source": "package p\nvar  x=\"选\""}).Source)
	r := ask(t, e, map[string]any{"kind": "format", "source": "package p\nfunc f() {\n\t/* 选 */ 3x\n}"})
	require.NotEmpty(t, r.Problems)
	assert.Empty(t, r.Source)
	assert.Equal(t, 3, r.Problems[0].Line)
}

func TestInstrument(t *testing.T) {
	e := newEditor(t)
	r := ask(t, e, map[string]any{"kind": "instrument", "exercise": "vote", "rules": []string{"F"},
		"source": "package p\nfunc F() {}"})
	assert.Contains(t, r.Source, `visit.Line(2)`)
	r = ask(t, e, map[string]any{"kind": "instrument", "source": "package p\nimport (/* 选🙂 */ \"os\")"})
	require.Len(t, r.Problems, 1)
	assert.Equal(t, problem{2, 19, 2, 23, r.Problems[0].Message, ""}, r.Problems[0])
	assert.Contains(t, r.Problems[0].Message, "it may import raftlab/raft")
	assert.True(t, r.Refused)
	r = ask(t, e, map[string]any{"kind": "instrument", "source": "package p\nfunc"})
	assert.NotEmpty(t, r.Problems)
	assert.False(t, r.Refused, "the compiler says what is wrong with it")
}

func TestMembersAreCompleted(t *testing.T) {
	e := newEditor(t)
	for name, marked := range map[string]string{
		"at a line's end":      head + "\ts.§\n\treturn raft.RequestVoteReply{}\n}\n",
		"before a return":      head + "\ts.§\n}\n",
		"some letters":         head + "\tx := s.Curr§\n\t_ = x\n}\n",
		"in the middle":        head + "\tx := s.Cu§rrentTerm\n\t_ = x\n}\n",
		"in an if":             head + "\tif s.§\n\treturn raft.RequestVoteReply{}\n}\n",
		"in an if with a body": head + "\tif req.Term > s.§ {\n\t}\n\treturn raft.RequestVoteReply{}\n}\n",
		"in an open call":      head + "\thelper(s.§\n\treturn raft.RequestVoteReply{}\n}\n",
		"in a closed call":     head + "\tfmt.Sprint(1, s.§)\n\treturn raft.RequestVoteReply{}\n}\n",
		"in a for":             head + "\tfor i := range s.§\n}\n",
		"in a literal":         head + "\treturn raft.RequestVoteReply{Term: s.§\n}\n",
		"in a literal's line":  head + "\treturn raft.RequestVoteReply{\n\t\tTerm: s.§\n\t}\n}\n",
		"at the end of all":    head + "\ts.§",
		"missing brace":        head + "\tif local > 0 {\n\t\ts.§\n\treturn raft.RequestVoteReply{}\n}\n",
		"in a func literal":    head + "\tf := func() {\n\t\ts.§\n\t}\n}\n",
		"in a case":            head + "\tswitch {\n\tcase s.§\n\t}\n}\n",
		"after an error":       head + "\tundefined.x()\n\ty := nothing(3)\n\ts.§\n}\n",
		"with CRLF":            strings.ReplaceAll(head, "\n", "\r\n") + "\ts.§\r\n}\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			r := at(t, e, "complete", marked)
			require.NotEmpty(t, r.Options)
			assert.Equal(t, &option{"CurrentTerm", "field", "Term", "CurrentTerm is the latest term."},
				r.option("CurrentTerm"))
			assert.Equal(t, &option{"BecomeFollower", "method", "(term Term, leader NodeID)",
				"BecomeFollower makes this server a follower."}, r.option("BecomeFollower"))
			assert.Nil(t, r.option("return"))
			methods := slices.IndexFunc(r.Options, func(o option) bool { return o.Kind == "method" })
			assert.False(t, slices.ContainsFunc(r.Options[methods:], func(o option) bool { return o.Kind == "field" }),
				"fields first")
			before, _, _ := strings.Cut(marked, "§")
			assert.Equal(t, unitsOf(before[:strings.LastIndexByte(before, '.')+1]), r.From)
		})
	}
}

func TestOtherMembers(t *testing.T) {
	e := newEditor(t)
	r := at(t, e, "complete", head+"\ts.Log.§\n}\n")
	assert.Equal(t, "LastTerm is 0 for an empty log.", r.option("LastTerm").Doc)
	assert.Nil(t, r.option("entries"), "a field that is not exported")
	r = at(t, e, "complete", head+"\traft.§\n}\n")
	assert.Equal(t, &option{"None", "constant", "NodeID", "None is no server."}, r.option("None"))
	assert.Equal(t, &option{"State", "type", "struct", "State is what a server knows."}, r.option("State"))
	r = at(t, e, "complete", head+"\tfmt.Spr§\n}\n")
	assert.Equal(t, &option{"Sprint", "function", "(a ...any) string", "Sprint formats."}, r.option("Sprint"))
	r = at(t, e, "complete", head+"\ttype mine struct{ raft.RequestVote; own int }\n\tvar m mine\n\tm.§\n}\n")
	assert.NotNil(t, r.option("own"))
	assert.Equal(t, "Term is the candidate's.", r.option("Term").Doc, "of an embedded type")
	assert.Empty(t, at(t, e, "complete", head+"\tnobody.§\n}\n").Options)
}

func TestNamesAreCompleted(t *testing.T) {
	e := newEditor(t)
	r := at(t, e, "complete", head+"\tl§\n\tlater := 1\n}\n")
	assert.Equal(t, &option{"local", "variable", "raft.Term", ""}, r.option("local"))
	assert.Equal(t, &option{"limit", "constant", "untyped int", "limit is ours."}, r.option("limit"))
	assert.Equal(t, &option{"req", "variable", "raft.RequestVote", ""}, r.option("req"))
	assert.Equal(t, &option{"helper", "function", "(n int) string", "选举 helper 🙂."}, r.option("helper"))
	assert.Equal(t, &option{"raft", "package", "raftlab/raft", "Package raft is Figure 2."}, r.option("raft"))
	assert.Equal(t, "(x T, y ...T) T", r.option("max").Detail)
	assert.Equal(t, "keyword", r.option("return").Kind)
	assert.Equal(t, "type", r.option("uint64").Kind)
	assert.Nil(t, r.option("later"), "it is declared below")
	assert.Less(t, slices.Index(r.Options, *r.option("local")), slices.Index(r.Options, *r.option("limit")))

	r = at(t, e, "complete", head+"\tvar x follow§\n}\n")
	assert.Equal(t, "constant", r.option("raft.Follower").Kind)
	r = at(t, e, "complete", head+"\treturn raft.RequestVoteReply{Vo§}\n}\n")
	assert.Equal(t, "VoteGranted", r.Options[1].Label)
	assert.NotNil(t, at(t, e, "complete", head+"\treturn raft.RequestVoteReply{Term: l§}\n}\n").option("local"))
	assert.Nil(t, at(t, e, "complete", head+"\treturn raft.RequestVoteReply{Term: l§}\n}\n").option("VoteGranted"))
	assert.NotNil(t, at(t, e, "complete", "package p\n§").option("func"))
}

func TestNothingIsCompletedInTextsAndComments(t *testing.T) {
	e := newEditor(t)
	for _, line := range []string{`x := "s.§"`, "// s.§", "/* s.§ */", "x := `s.§`", `x := "s.§`, "y := 's§'",
		"z := 12§"} {
		r := at(t, e, "complete", head+"\t"+line+"\n}\n")
		assert.Empty(t, r.Options, line)
		assert.Empty(t, r.Error, line)
	}
	r := at(t, e, "complete", "package vote\n\nimport \"§\"\n")
	assert.Len(t, r.Options, len(instrument.Allowed))
	assert.NotNil(t, at(t, e, "complete", "package vote\n\nimport (\n\t\"fmt\"\n\t\"s§\"\n)\n").option("strings"))
}

func TestHover(t *testing.T) {
	e := newEditor(t)
	for _, c := range []struct{ line, signature, doc string }{
		{"s.Become§Follower(1, raft.None)", "func (s *State) BecomeFollower(term Term, leader NodeID)",
			"BecomeFollower makes this server a follower."},
		{"§s.BecomeFollower(1, raft.None)", "var s *raft.State", ""},
		{"_ = s.CurrentTerm§", "field CurrentTerm Term", "CurrentTerm is the latest term."},
		{"_ = raft.No§ne", "const None NodeID = 0", "None is no server."},
		{"_ = ra§ft.None", "package raft (raftlab/raft)", "Package raft is Figure 2."},
		{"_ = loc§al", "var local raft.Term", ""},
		{"_ = he§lper(1)", "func helper(n int) string", "选举 helper 🙂."},
		{"_ = lim§it", "const limit untyped int = 3", "limit is ours."},
		{"_ = s.Log.Last§Term()", "func (l *Log) LastTerm() Term", "LastTerm is 0 for an empty log."},
		{"_ = raft.RequestVote{Te§rm: 1}", "field Term Term", "Term is the candidate's."},
		{"_ = l§en(\"x\")", "func len(v) int", ""},
		{"switch any(1).(type) { case i§nt: }", "type int", ""},
		{"if s.Current§Term", "field CurrentTerm Term", "CurrentTerm is the latest term."},
		{"var x ra§ft.Term; _ = x", "package raft (raftlab/raft)", "Package raft is Figure 2."},
		{"_ = 1 §+ 1", "", ""},
		{"// lim§it", "", ""},
		{"_ = not§hing", "", ""},
	} {
		r := at(t, e, "hover", head+"\t"+c.line+"\n\treturn raft.RequestVoteReply{}\n}\n")
		assert.Equal(t, c.signature, r.Signature, c.line)
		assert.Equal(t, c.doc, r.Doc, c.line)
		if c.signature != "" {
			before, _, _ := strings.Cut(head+"\t"+c.line, "§")
			assert.True(t, r.From <= unitsOf(before) && unitsOf(before) <= r.To && r.From < r.To, c.line)
		}
	}
	r := at(t, e, "hover", head+"\tvar x raft.RequestV§ote\n}\n")
	assert.Contains(t, r.Signature, "type RequestVote struct {\n\tTerm Term\n")
}

func TestFunctions(t *testing.T) {
	e := newEditor(t)
	source := head + "\treturn raft.RequestVoteReply{}\n}\n\nfunc HandelAppendEntries() {}\n"
	r := ask(t, e, map[string]any{"kind": "functions", "source": source,
		"rules": []string{"HandleRequestVote", "HandleAppendEntries", "AdvanceCommitIndex"}})
	assert.Equal(t, "vote", r.Package)
	require.Len(t, r.Functions, 3)
	assert.Equal(t, "HandleRequestVote", r.Functions[1].Name)
	assert.Equal(t, 17, r.Functions[1].Line)
	assert.Equal(t, []string{"HandleAppendEntries", "AdvanceCommitIndex"}, r.Missing)
	require.Len(t, r.Problems, 2)
	assert.Contains(t, r.Problems[0].Message, `did you mean "HandelAppendEntries"?`)
	assert.Equal(t, "it is: func AdvanceCommitIndex(s *raft.State)", r.Problems[1].Help)

	wrong := "package vote\nimport \"raftlab/raft\"\n" +
		"func HandleRequestVote(s *raft.State) raft.RequestVoteReply { panic(1) }\n"
	r = ask(t, e, map[string]any{"kind": "functions", "source": wrong, "rules": []string{"HandleRequestVote"}})
	assert.Empty(t, r.Missing)
	require.Len(t, r.Problems, 1)
	assert.Equal(t, 3, r.Problems[0].Line)
	assert.Contains(t, r.Problems[0].Help,
		"func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply")
	assert.Equal(t, []string{"F"},
		ask(t, e, map[string]any{"kind": "functions", "source": "", "rules": []string{"F"}}).Missing)
	variable := "package vote\nimport \"raftlab/raft\"\nvar AdvanceCommitIndex = func(s *raft.State) {}\n"
	assert.Empty(t, ask(t, e, map[string]any{"kind": "functions", "source": variable,
		"rules": []string{"AdvanceCommitIndex"}}).Problems)
}

func TestBadRequestsAreAnswered(t *testing.T) {
	e := newEditor(t)
	for _, text := range []string{
		"", "{", "null", "[]", `"x"`, `{"kind":"dance"}`, `{}`, `{"kind":3}`, "\x00",
		strings.Repeat("[", 1000), `{"kind":"format","source":"\u12"}`, strings.Repeat("x", 10<<20),
		`{"kind":"format","source":"` + strings.Repeat("x", 2<<20) + `"}`, `{"kind":"hover"}x`, `{"kind":1e3}`,
	} {
		var r reply
		require.NoError(t, json.Unmarshal(e.Handle([]byte(text)), &r))
		assert.NotEmpty(t, r.Error, "%.40q", text)
	}
	for _, offset := range []int{-5, 1 << 40} {
		for _, kind := range []string{"complete", "hover"} {
			assert.Empty(t, ask(t, e, map[string]any{"kind": kind, "source": head, "offset": offset}).Error)
			assert.Empty(t, ask(t, e, map[string]any{"kind": kind, "source": "", "offset": offset}).Error)
		}
	}
}

func TestRequestsAreAnsweredWithoutPackages(t *testing.T) {
	e := editor.New(func(string) (io.ReadCloser, error) { return nil, fs.ErrNotExist })
	assert.NotEmpty(t, at(t, e, "complete", head+"\tl§\n}\n").option("local"))
	broken := editor.New(func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("no archive")), nil
	})
	assert.NotEmpty(t, at(t, broken, "complete", head+"\tl§\n}\n").option("local"))
	assert.Empty(t, at(t, broken, "complete", head+"\ts.§\n}\n").Options)
}

// TestAtEachPlaceOfAFile: the editor answers for each cursor in each prefix of a file.
func TestAtEachPlaceOfAFile(t *testing.T) {
	e := newEditor(t)
	solution, err := os.ReadFile("../../../exercises/replicate/solution/replicate.go")
	require.NoError(t, err)
	whole := string(solution)
	for i := 0; i <= len(whole); i += 7 {
		for _, source := range []string{whole, whole[:i]} {
			if strings.ToValidUTF8(source, "") != source {
				continue
			}
			for _, kind := range []string{"complete", "hover"} {
				r := ask(t, e, map[string]any{"kind": kind, "source": source, "offset": i})
				require.Empty(t, r.Error, "%s at %d", kind, i)
			}
		}
	}
}

func TestRequestsLeaveNoMemoryBehind(t *testing.T) {
	e := newEditor(t)
	source := head + "\ts.§\n}\n" + strings.Repeat("// filling\n", 1000)
	heap := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	at(t, e, "complete", source)
	before := heap()
	for range 200 {
		at(t, e, "complete", source)
		at(t, e, "hover", source)
		ask(t, e, map[string]any{"kind": "problems", "source": source, "output": "vote.go:3:1: undefined: x"})
	}
	after := heap()
	assert.Less(t, int64(after)-int64(before), int64(1<<20), "200 requests of 11 KB each")
	runtime.KeepAlive(e)
}

func BenchmarkComplete(b *testing.B) {
	e := newEditor(b)
	for b.Loop() {
		at(b, e, "complete", head+"\ts.§\n}\n")
	}
}

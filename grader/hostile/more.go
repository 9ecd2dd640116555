package hostile

import (
	"fmt"
	"strings"

	"raftlab/grader"
)

// chain are generic functions, each of which calls the one before with a larger type.
func chain(length int, of string) string {
	var b strings.Builder
	for i := range length {
		fmt.Fprintf(&b, "\nfunc f%d[T any]() any {\n\treturn f%d[%s]()\n}\n", i+1, i, of)
	}
	return b.String()
}

// cases are the cases of a switch.
func cases(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "\tcase %d:\n", i+1_000_000)
	}
	return b.String()
}

// tricks are for the parser, and for those who read less than the compiler.
func tricks() []File {
	compile := only(grader.Compile)
	return []File{
		{Name: "nesting that only the compiler reads", Source: beside("", "const deep = "+nested(100_001)),
			Says: tooNested},
		{Name: "nesting beside an import", Source: beside("os", "const deep = "+nested(100_001)), Says: tooNested},
		{Name: "nesting that a browser does not read",
			Source: beside("", "const deep = "+nested(3000)), Says: tooNested},
		{Name: "a type within types",
			Source: beside("", "type deep "+strings.Repeat("[]", 3000)+"int"), Says: tooNested},
		{Name: "a long sum", Source: beside("", "const sum = 0"+strings.Repeat(" + 1", 3000)), Says: tooNested},
		{Name: "signs before a number",
			Source: beside("", "const minus = "+strings.Repeat("- ", 3000)+"1"), Says: tooNested},
		{Name: "branches of branches", Source: rule("",
			"\tif false {\n"+strings.Repeat("\t} else if false {\n", 300)+"\t}\n"), Says: tooNested},
		{Name: "calls of calls", Source: beside("", "type f func(int, int) f\n\nfunc call(of f) {\n\tof"+
			strings.Repeat("(1, 2)", 600)+"\n}"), Says: tooNested},
		{Name: "as deep as it may", Source: beside("", "const deep = "+nested(100)+strings.Repeat(" + 1", 40)),
			Verdicts: only(grader.Pass)},
		{Name: "as long as it may", Source: beside("", "const sum = 0"+strings.Repeat(" + 1", 490)+
			"\n\ntype deep "+strings.Repeat("[]", 490)+"int\n\nconst minus = "+strings.Repeat("- ", 990)+"1\n\n"+
			"type f func(int, int) f\n\nfunc call(of f) {\n\tof"+strings.Repeat("(1, 2)", 480)+"\n}"),
			Verdicts: only(grader.Pass)},
		{Name: "linkname",
			Source: beside("", "//go:linkname mine runtime.memhash\nfunc mine()"), Says: "//go:linkname"},
		{Name: "wasmimport",
			Source: beside("", "//go:wasmimport raftlab draw\nfunc mine()"), Says: "//go:wasmimport"},
		{Name: "another place", Source: rule("", "//line /etc/passwd:7\n"), Says: "another place"},
		{Name: "another place in a line", Source: rule("", "\t/*line /etc/passwd:7*/\n"), Says: "another place"},
		{Name: "a build constraint", Source: "//go:build ignore\n\n" + rule("", ""), Says: "//go:build"},
		{Name: "an old build tag", Source: "// +build ignore\n\n" + rule("", ""), Says: "a build tag"},
		{Name: "an older language", Source: "//go:build go1.10\n\n" + rule("", ""), Says: "//go:build"},
		{Name: "a letter that looks like another", Verdicts: compile, Says: "(U+043E)",
			Source: strings.Replace(rule("", ""), "HandleRequestVote", "HandleRequestV\u043ete", 1)},
		{Name: "a mark that turns the text", Verdicts: only(grader.Pass),
			Source: rule("", "\t// \u202eeveryone gets a vote\u202c\n")},
		{Name: "bytes that are no text", Source: rule("", "\t// \xff\xfe\n"), Verdicts: []grader.Verdict{
			grader.Compile, grader.Refused,
		}},
		{Name: "no function",
			Source: "package vote\n", Verdicts: compile, Says: "there is no function HandleRequestVote"},
		{Name: "nothing", Source: "", Verdicts: compile},
		{Name: "another signature", Verdicts: compile, Says: "and must be a func(s *raft.State",
			Source: file("", "func HandleRequestVote(s *raft.State) bool { return s != nil }\n")},
	}
}

// shared would be memory between the servers, or between two calls.
func shared() []File {
	const variable = "a variable outside of a function"
	return []File{
		{Name: "a variable", Source: beside("", "var votes int"), Says: variable},
		{Name: "a map", Source: beside("", "var votes = map[raft.Term]raft.NodeID{}"), Says: variable},
		{Name: "a blank one", Source: beside("", "var _ = println"), Says: variable},
		{Name: "a closure",
			Source: beside("", "var next = func() func() int {\n\tn := 0\n\treturn func() int { n++; return n }\n}()"),
			Says:   variable},
		{Name: "a variable of a package", Source: rule("errors", "\terrors.ErrUnsupported = nil\n"),
			Says: "cannot change or point to errors.ErrUnsupported"},
		{Name: "its address", Source: rule("errors", "\tp := &errors.ErrUnsupported\n\t*p = nil\n"),
			Says: "cannot change or point to errors.ErrUnsupported"},
		{Name: "an import with a dot", Verdicts: only(grader.Refused), Says: "with a dot",
			Source: strings.Replace(rule("", ""), "\t\"raftlab/raft\"", "\t. \"raftlab/raft\"", 1)},
	}
}

// keys use the answer key.
func keys() []File {
	const no = "the rules are yours to write"
	return []File{
		{Name: "a call", Source: file("", signature+"\treturn raft.HandleRequestVote(s, req)\n}\n"), Says: no},
		{Name: "a value",
			Source: file("", signature+"\tf := raft.HandleRequestVote\n\treturn f(s, req)\n}\n"), Says: no},
		{Name: "the reference", Source: file("", signature+"\trules := raft.Reference()\n\t"+
			"return rules.HandleRequestVote(s, req)\n}\n"), Says: no},
		{Name: "a node", Source: beside("", "type mine struct{ raft.Node }"), Says: no},
		{Name: "another name of the package", Says: no, Source: strings.Replace(file("", signature+
			"\treturn core.HandleRequestVote(s, req)\n}\n"), "\t\"raftlab/raft\"",
			"\tcore \"raftlab/raft\"\n\t\"raftlab/raft\"", 1)},
		{Name: "an empty set of rules", Source: file("", signature+"\tvar rules raft.Rules\n\t"+
			"return rules.HandleRequestVote(s, req)\n}\n"), Verdicts: only(grader.Crash), Says: "nil pointer"},
	}
}

// states are given back in a shape that no server has.
func states() []File {
	unsafe := only(grader.Safety)
	return []File{
		{Name: "another name", Source: rule("", "\ts.ID = 2\n"), Says: "it changed ID from S1 to S2"},
		{Name: "a smaller cluster",
			Source: rule("", "\ts.Servers = s.Servers[:1]\n"), Says: "it changed Servers from"},
		{Name: "a cluster in which it alone decides", Says: "it changed Configuration from",
			Source: rule("", "\ts.Configuration = raft.ConfigurationOf(s.ID)\n")},
		{Name: "no nextIndex", Source: rule("", "\ts.NextIndex = nil\n"), Says: "it left NextIndex with 0 elements"},
		{Name: "a role that is none", Source: rule("", "\ts.Role = 9\n"), Says: "role 9"},
		{Name: "a vote for nobody", Source: rule("", "\ts.VotedFor = 1000\n"), Says: "server 1000"},
		{Name: "entries changed in place", Source: rule("",
			"\tfor i := range s.Log.From(1) {\n\t\ts.Log.From(1)[i].Term++\n\t}\n"), Verdicts: unsafe},
		{Name: "a state that is kept", Source: rule("", "\tkept := *s\n\tdefer func() { *s = kept }()\n"),
			Verdicts: []grader.Verdict{grader.Safety, grader.Liveness}},
	}
}

// words are for those who read a report.
func words() []File {
	return []File{
		{Name: "escapes of a terminal", Says: " [2J", Source: file("", signature+
			"\tpanic(\"\\x1b[2J\\x1b]0;owned\\x07vote: 25 of 25 checks pass\\r\\nsecond line\\u202e\")\n}\n")},
		{Name: "sixteen megabytes", Says: "AAAA", Source: file("strings", signature+
			"\tpanic(strings.Repeat(\"A\", 1<<24))\n}\n")},
		{Name: "sixty-four megabytes", Says: "AAAA", Source: file("strings", signature+
			"\tpanic(strings.Repeat(\"A\", 1<<26))\n}\n")},
		{Name: "markup", Says: "<script>", Source: file("", signature+"\tpanic(\"<script>alert(1)</script>\")\n}\n")},
		{Name: "a formula", Says: "=cmd", Source: file("", signature+"\tpanic(\"=cmd|' /C calc'!A0\")\n}\n")},
		{Name: "a panic with nothing",
			Source: file("", signature+"\tpanic(nil)\n}\n"), Says: "panic called with nil"},
	}
}

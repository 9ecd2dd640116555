package hostile

import (
	"strings"

	"raftlab/grader"
)

const (
	endless = "visited 5,000,000 lines and does not end"
	tooDeep = "is 500 calls deep"
	tooSlow = "1,000,000,000 lines together"
	// tooNested is said of nesting, and of long expressions.
	tooNested = "nested too deeply, or is too long"
	// say prints in a learner's file.
	say    = "\tfmt." + "Print"
	refuse = "return raft.RequestVoteReply{Term: s.CurrentTerm}\n}\n"
)

// loops do not end, or end too late.
func loops() []File {
	return []File{
		{Name: "for", Source: rule("", "\tfor {\n\t}\n"), Says: endless},
		{Name: "goto", Source: rule("", "again:\n\tif s != nil {\n\t\tgoto again\n\t}\n"), Says: endless},
		{Name: "range over a function", Source: rule("",
			"\tfor range func(yield func() bool) {\n\t\tfor yield() {\n\t\t}\n\t} {\n\t}\n"), Says: endless},
		{Name: "recovered", Source: rule("",
			"\tfor {\n\t\tfunc() {\n\t\t\tdefer func() { _ = recover() }()\n\t\t\tfor {\n\t\t\t}\n\t\t}()\n\t}\n"),
			Says: endless},
		{Name: "itself", Source: file("", signature+"\treturn HandleRequestVote(s, req)\n}\n"), Says: tooDeep},
		{Name: "itself through a value", Source: rule("",
			"\tvar again func()\n\tagain = func() { again() }\n\tagain()\n"), Says: tooDeep},
		{Name: "a method of a value that fmt prints", Source: beside("fmt",
			"type t struct{}\n\nfunc (t) String() string {\n\treturn fmt.Sprint(t{})\n}\n\n"+
				"func init() {\n\t_ = fmt.Sprint(t{})\n}"), Says: tooDeep},
		{Name: "in init", Source: beside("", "func init() {\n\tfor {\n\t}\n}"), Says: endless},
		{Name: "in the words of a panic",
			Source: file("", "type t struct{}\n\nfunc (t) Error() string {\n\tfor {\n\t}\n}\n\n"+
				signature+"\tpanic(t{})\n}\n"), Says: endless},
		{Name: "slow, and it ends", Source: rule("",
			"\tx := 0\n\tfor i := 0; i < 2_000_000; i++ {\n\t\tx++\n\t}\n\t_ = x\n"), Says: tooSlow},
		{Name: "a sort that is never sorted", Source: rule("sort",
			"\tsort.Slice(make([]int, 1<<16), func(i, j int) bool {\n"+
				"\t\tfor range 10_000 {\n\t\t}\n\t\treturn true\n\t})\n"),
			Says: endless},
	}
}

// memory grows without end.
func memory() []File {
	const ran = "ran out of memory"
	return []File{
		{Name: "a slice of slices", Source: rule("",
			"\tvar kept [][]byte\n\tfor {\n\t\tkept = append(kept, make([]byte, 1<<20))\n\t}\n"), Says: ran},
		{Name: "a string", Source: rule("strings",
			"\tx := \"x\"\n\tfor {\n\t\tx = strings.Repeat(x, 16)\n\t}\n")},
		{Name: "a map", Source: rule("",
			"\tm := map[int][1024]byte{}\n\tfor i := 0; ; i++ {\n\t\tm[i] = [1024]byte{}\n\t}\n"), Says: ran},
		{Name: "a stack of large frames", Source: file("", "func deep(n int) byte {\n\tvar x [1 << 20]byte\n"+
			"\tx[n] = 1\n\treturn deep(n+1) + x[0]\n}\n\n"+signature+"\tdeep(0)\n\t"+refuse)},
		{Name: "a list that holds itself", Source: rule("fmt",
			"\tlist := []any{nil}\n\tlist[0] = list\n\t_ = fmt.Sprint(list)\n"), Says: "ran out of stack"},
		{Name: "a log", Source: rule("",
			"\ts.Log.Append(make([]raft.Entry, 1<<16)...)\n"), Says: "entries with 0 bytes of commands"},
		{Name: "a command", Source: rule("",
			"\ts.Log.Append(raft.Entry{Term: 1, Command: make([]byte, 1<<22)})\n"), Says: "bytes of commands"},
	}
}

// bombs are small files of which a compiler would make a large program.
func bombs() []File {
	const bound = "does not compile within the bounds"
	either := []grader.Verdict{grader.Compile, grader.Pass}
	return []File{
		{Name: "an array",
			Source: rule("", "\tvar bomb = [1 << 30]byte{1<<30 - 1: 1}\n\t_ = bomb[req.Term]\n"), Says: bound},
		{Name: "a string constant", Source: rule("", doubled(26)), Says: bound},
		{Name: "a string constant that does not fit", Source: rule("", doubled(40))},
		{Name: "types within types", Source: beside("", "func f0[T any]() any {\n\tvar x T\n\treturn x\n}\n"+
			chain(12, "struct{ a, b, c, d T }")+"\nfunc init() {\n\tf12[int]()\n}"), Verdicts: either},
		{Name: "an endless instantiation", Source: beside("",
			"type p[T any] struct{ x T }\n\nfunc f[T any](n int) {\n\tif n > 0 {\n\t\tf[p[T]](n - 1)\n\t}\n}\n\n"+
				"func init() {\n\tf[int](1)\n}"), Says: "instantiation cycle"},
		{Name: "many errors",
			Source: file("", signature+strings.Repeat("\tx()\n", 20_000)+right), Says: "undefined: x"},
		{Name: "many cases", Source: rule("", "\tswitch req.Term {\n"+cases(20_000)+"\t}\n"), Verdicts: either},
	}
}

// forgeries print what a report or a reason looks like. A rule that is right passes all the same.
func forgeries() []File {
	report := "`{\"Report\":{\"version\":2,\"exercise\":\"vote\",\"verdict\":\"pass\",\"checks\":25,\"passed\":25}}`"
	crash := only(grader.Crash)
	return []File{
		{Name: "a report on standard output", Source: rule("fmt", say+"("+report+")\n")},
		{Name: "a report on standard error", Source: rule("", "\tprintln("+report+")\n")},
		{Name: "a report of a wrong rule", Source: file("fmt", signature+say+"("+report+")\n\t"+
			"return raft.RequestVoteReply{}\n}\n"), Verdicts: only(grader.Liveness)},
		{Name: "progress",
			Source: rule("", "\tprintln(`{\"kind\":\"check\",\"passed\":true,\"index\":1,\"of\":25}`)\n")},
		{Name: "out of memory, before a panic",
			Source: beside("", "func init() {\n\tprintln(\"fatal error: out of memory\")\n"+
				"\tpanic(\"the real reason\")\n}"), Verdicts: crash, Says: "the real reason"},
		{Name: "out of memory, in the panic", Source: beside("",
			"func init() {\n\tpanic(\"mine\\nfatal error: out of memory\")\n}"),
			Verdicts: crash, Says: "ended: mine"},
		{Name: "a stack overflow", Source: rule("", "\tprintln(\"fatal error: stack overflow\")\n")},
		{Name: "the count of calls", Source: file("", "func init() {\n\tcount()\n}\n\nfunc count() {}\n\n"+
			signature+"\tif req.Term == 7 {\n"+
			"\t\treturn raft.RequestVoteReply{VoteGranted: true, Term: 7}\n\t}\n"+right),
			Verdicts: []grader.Verdict{grader.Safety}},
		{Name: "TODO where it is hard",
			Source: file("", signature+"\tif s.Log.LastIndex() > 2 {\n\t\tpanic(raft.TODO)\n\t}\n"+
				right), Verdicts: crash},
	}
}

// escapes reach for the machine.
func escapes() []File {
	var files []File
	for _, name := range []string{"os", "os/exec", "net", "syscall", "unsafe", "runtime", "runtime/debug",
		"reflect", "time", "sync", "io", "bufio", "math/rand", "embed", "plugin", "testing", "flag", "log", "C"} {
		files = append(files, File{Name: name, Source: beside(name, "const none = 0"), Says: `"` + name + `"`})
	}
	for _, name := range []string{"raftlab/grader", "raftlab/grader/visit", "raftlab/raft/reference",
		"raftlab/raft/node", "raftlab/wasm/guest/callee", "raftlab/lab"} {
		files = append(files, File{Name: name, Source: beside(name, "const none = 0"), Says: `"` + name + `"`})
	}
	return append(files,
		File{Name: "a goroutine", Source: rule("", "\tgo func() {}()\n"), Says: "cannot start a goroutine"},
		File{Name: "a channel", Source: rule("", "\t<-make(chan int)\n"), Says: "channel"},
		File{Name: "select", Source: rule("", "\tselect {}\n"), Says: "cannot select"},
	)
}

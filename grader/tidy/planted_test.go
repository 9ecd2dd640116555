package tidy

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// planted is a repository for one rule. want is empty if the rule must accept the repository. Otherwise the
// repository has exactly one violation, and want is a part of its text.
type planted struct {
	rule  string
	name  string
	files []file
	want  string
}

// one is a repository of one file.
func one(path, content string) []file { return []file{{path, content}} }

// importing is a Go file that imports each of the paths.
func importing(path string, imports ...string) []file {
	var b strings.Builder
	b.WriteString("package p\n")
	for _, p := range imports {
		fmt.Fprintf(&b, "import _ %q\n", p)
	}
	return one(path, b.String())
}

// glue removes the "_" that keep the banned words out of this file.
func glue(pieces string) string { return strings.ReplaceAll(pieces, "_", "") }

func lines(n int) string { return strings.Repeat("\n", n) }

func plantedInLayout() []planted {
	const doc = "// Package p.\n//\n// # Never\n//\n// Nothing.\npackage p\n"
	packaged := func(doc string) []file { return []file{{"raft/doc.go", doc}, {"raft/node.go", "package raft"}} }
	tagged := "//go:build js && wasm\n\n"
	return []planted{
		{"layout", "the fixed names",
			[]file{{"Makefile", ""}, {"raft/doc.go", ""}, {".ci/run", ""}, {".gitignore", ""}}, ""},
		{"layout", "a stray file", one("notes.md", ""), "the top level is fixed"},
		{"layout", "a stray folder", one("docs/a.md", ""), "the top level is fixed"},

		{"documentation", "one page with its heading", packaged(doc), ""},
		{"documentation", "a longer heading", packaged(strings.Replace(doc, "# Never", "# What it does Never", 1)), ""},
		{"documentation", "a block comment", packaged("/*\nPackage p.\n\n# Never\n*/\npackage p\n"), ""},
		{"documentation", "Go in testdata", one("lab/testdata/x.go", "package x"), ""},
		{"documentation", "no doc.go", one("raft/node.go", "package raft"), "no doc.go"},
		{"documentation", "doc.go of another folder", append(packaged(doc), file{"raft/wire/a.go", "package wire"}),
			"no doc.go"},
		{"documentation", "a test-only package without", one("raft/bench/a_test.go", "package bench"), "no doc.go"},
		{"documentation", "no heading", packaged("// Never say.\npackage p\n"), "no heading"},
		{"documentation", "too long", packaged(doc + lines(docLinesMax)), "lines, more than 120"},

		{"main on the host", "an untagged main", one("wasm/engine/main.go", "package main\nfunc main() {}"), ""},
		{"main on the host", "a stub beside", []file{
			{"wasm/engine/main.go", tagged + "package main\nfunc main() {}"},
			{"wasm/engine/stub.go", "//go:build !js\n\npackage main\nfunc main() {}"},
		}, ""},
		{"main on the host", "only js", one("wasm/engine/main.go", tagged+"package main\nfunc main() {}"),
			"no func main on the host"},
		{"main on the host", "only wasip1, by name", one("wasm/guest/main_wasip1.go", "package main\nfunc main() {}"),
			"no func main on the host"},
		{"main on the host", "a stub without main", []file{
			{"wasm/engine/main.go", tagged + "package main\nfunc main() {}"},
			{"wasm/engine/stub.go", "package main"},
		}, "no func main on the host"},

		{"build tags", "tagged",
			one("wasm/engine/a.go", tagged+"package main\nimport _ \"github.com/hack-pad/safejs\""), ""},
		{"build tags", "no need of one", one("wasm/protocol/a.go", "package protocol"), ""},
		{"build tags", "safejs untagged", importing("wasm/engine/a.go", "github.com/hack-pad/safejs"),
			"go:build js && wasm"},
		{"build tags", "the tag below a comment", one("wasm/engine/a_js.go", "// Hello.\n\n"+tagged+"package main"),
			"go:build js && wasm"},
		{"build tags", "wasip1 tagged",
			one("wasm/guest/a.go", "//go:build wasip1\n\npackage main\n\n//go:wasmexport step\nfunc step() {}"), ""},
		{"build tags", "an export untagged",
			one("wasm/guest/a.go", "package main\n\n//go:wasmexport step\nfunc step() {}"), "go:build wasip1"},
		{"build tags", "wasip1 by name alone", one("wasm/guest/a_wasip1.go", "package main"), "go:build wasip1"},
	}
}

func plantedInImports() []planted {
	const direction = "import direction"
	return []planted{
		{direction, "to the left", importing("lab/a.go", "raftlab/raft", "raftlab/lab/kv"), ""},
		{direction, "the command",
			importing("grader/cmd/raftlab/a.go", "raftlab/static", "raftlab/exercises/vote", "raftlab/lab"), ""},
		{direction, "an exercise", importing("exercises/vote/a.go", "raftlab/raft", "slices"), ""},
		{direction, "an exercise's test",
			importing("exercises/vote/a_test.go", "raftlab/grader/gradetest", "testing"), ""},
		{direction, "a name that begins like a layer", importing("rafting/a.go", "raftlab/lab"), ""},
		{direction, "the reference", importing("raft/reference/a.go", "raftlab/raft"), ""},
		{direction, "the node's test to the reference", importing("raft/node/a_test.go", "raftlab/raft/reference"), ""},
		{direction, "the vocabulary to the answer key", importing("raft/a.go", "raftlab/raft/reference"),
			"raft must not import raft/reference"},
		{direction, "an exercise to the answer key", importing("exercises/vote/a.go", "raftlab/raft/reference"),
			"exercises must not import raft/reference"},
		{direction, "a solution to the node", importing("exercises/vote/solution/a.go", "raftlab/raft/node"),
			"exercises must not import raft/node"},
		{direction, "raft to lab", importing("raft/a.go", "raftlab/lab"), "raft must not import lab"},
		{direction, "raft's test to lab", importing("raft/a_test.go", "raftlab/lab"), "raft must not import lab"},
		{direction, "lab to grader", importing("lab/a.go", "raftlab/grader"), "lab must not import grader"},
		{direction, "the store to its answer key", importing("lab/kv/a.go", "raftlab/lab/kv/reference"),
			"lab/kv must not import lab/kv/reference"},
		{direction, "an exercise to the store", importing("exercises/vote/a.go", "raftlab/lab/kv"), ""},
		{direction, "an exercise to the store's answer key",
			importing("exercises/vote/a.go", "raftlab/lab/kv/reference"),
			"exercises must not import lab/kv/reference"},
		{direction, "one file's judge",
			importing("grader/runfile/a.go", "raftlab/wasm/guest/program", "raftlab/grader"), ""},
		{direction, "one file's judge to a guest", importing("grader/runfile/a.go", "raftlab/wasm/guest/judge"),
			"grader/runfile must not import wasm/guest/judge"},
		{direction, "grader to wasm", importing("grader/a.go", "raftlab/wasm/protocol"), "grader must not import wasm"},
		{direction, "grader to an exercise", importing("grader/a.go", "raftlab/exercises/vote"),
			"grader must not import exercises"},
		{direction, "exercise to lab", importing("exercises/vote/a.go", "raftlab/lab"),
			"exercises must not import lab"},
		{direction, "static to anything", importing("static/a.go", "raftlab/raft"), "static must not import raft"},
		{direction, "raft beyond its list", importing("raft/a.go", "time"), "not time"},
		{direction, "raft to another module", importing("raft/a.go", "github.com/a/b"), "not github.com/a/b"},
		{direction, "exercise beyond the list", importing("exercises/vote/a.go", "os"), "not os"},
	}
}

func plantedInConfinedImports() []planted {
	const confinedRule = "imports kept to their place"
	return []planted{
		{confinedRule, "each in its place", []file{
			{"wasm/engine/a.go", "package p\nimport _ \"github.com/hack-pad/safejs\""},
			{"raft/a_test.go", "package p\nimport (_ \"testing\"; _ \"math/rand\"; _ \"go.etcd.io/raft/v3\")"},
			{"grader/gradetest/a.go", "package p\nimport _ \"testing\""},
			{"grader/judges/judgetest/a.go", "package p\nimport _ \"testing\""},
			{"raft/bench/rawnode/a.go", "package p\nimport _ \"go.etcd.io/raft/v3/raftpb\""},
			{"lab/rng.go", "package p\nimport _ \"math/rand/v2\""},
		}, ""},
		{confinedRule, "syscall/js", importing("wasm/engine/a.go", "syscall/js"), "must not import syscall/js"},
		{confinedRule, "safejs outside wasm", importing("lab/a.go", "github.com/hack-pad/safejs"), "only wasm/"},
		{confinedRule, "testify in a program", importing("grader/a.go", "github.com/stretchr/testify/assert"),
			"it is for tests"},
		{confinedRule, "etcd raft in a program", importing("raft/a.go", "go.etcd.io/raft/v3/raftpb"),
			"it is for tests"},
		{confinedRule, "the helper with etcd in a program", importing("lab/a.go", "raftlab/raft/bench/rawnode"),
			"it is for tests"},
		{confinedRule, "rapid in a program", importing("lab/a.go", "pgregory.net/rapid"), "it is for tests"},
		{confinedRule, "testing in a library", importing("lab/a.go", "testing"), "must not import testing"},
		{confinedRule, "a part of testing in a library", importing("lab/a.go", "testing/fstest"),
			"must not import testing"},
		{confinedRule, "SHA-256 that weighs", importing("grader/a.go", "crypto/sha256"), "lab/digest"},
		{confinedRule, "drawing anywhere", importing("lab/network.go", "math/rand/v2"), "rng.go"},
		{confinedRule, "the old generator", importing("lab/rng.go", "math/rand"), "must not import math/rand:"},

		{"determinism", "a floating-point number", one("lab/a.go", "package lab\nvar n int64 = 1e3"),
			"the floating-point number 1e3"},
		{"determinism", "integers", one("lab/a.go", "package lab\nvar n int64 = 1_000"), ""},
		{"determinism", "a test", one("lab/a_test.go", "package lab\nvar x float64"), ""},
		{"determinism", "another folder", importing("grader/a.go", "time"), ""},
		{"determinism", "the clock", importing("lab/a.go", "time"), "must not import time"},
		{"determinism", "the network", importing("lab/kv/a.go", "net/http"), "must not import net"},
		{"determinism", "the machine's randomness", importing("lab/rng.go", "crypto/rand"),
			"must not import crypto/rand"},
		{"determinism", "a float", one("raft/a.go", "package raft\nvar x float64"), "line 2 uses float64"},
		{"determinism", "a conversion",
			one("raft/a.go", "package raft\nfunc f(i int) bool { return float32(i) > 1 }"), "line 2 uses float32"},
		{"determinism", "a goroutine", one("raft/a.go", "package raft\nfunc f() {\n\tgo f()\n}"),
			"line 3 starts a goroutine"},
		{"determinism", "a select", one("lab/a.go", "package lab\nfunc f() {\n\tselect {}\n}"), "line 3 has a select"},
	}
}

func plantedInText() []planted {
	return slices.Concat(plantedInLengths(), plantedInWords(), plantedInForm())
}

func plantedInLengths() []planted {
	function := func(n int) string { return "package p\n\n// F.\nfunc F() {" + lines(n-1) + "}\n" }
	return []planted{
		{"file length", "the longest", one("raft/a.go", lines(fileLinesMax)), ""},
		{"file length", "a long text", one("README.md", lines(fileLinesMax+1)), ""},
		{"file length", "long Go", one("raft/a.go", lines(fileLinesMax+1)), "501 lines"},
		{"file length", "long TypeScript", one("static/src/a.tsx", lines(fileLinesMax)+"x"), "501 lines"},
		{"file length", "a long script", one("static/e2e/a.mjs", lines(600)), "600 lines"},

		{"function length", "the longest", one("raft/a.go", function(functionLinesMax)), ""},
		{"function length", "one line more", one("raft/a.go", function(functionLinesMax+1)), "60 lines"},
		{"function length", "the longest of a test", one("raft/a_test.go", function(functionLinesMax)), ""},
		{"function length", "one line more in a test", one("raft/a_test.go", function(functionLinesMax+1)), "60 lines"},
		{"function length", "a method", one("raft/a.go", strings.Replace(function(80), "func F", "func (t *T) F", 1)),
			"80 lines"},
		{"function length", "a function value", one("raft/a.go", "package p\nvar F = func() {"+lines(75)+"}"),
			"76 lines"},
	}
}

func plantedInWords() []planted {
	return []planted{
		{"words", "ordinary text",
			one("lab/a.go", "package lab\n// A hack is to work around; see wasm/work/root.go, ../work/x and TODO.\n"),
			""},
		{"words", "a program prints",
			one("grader/cmd/x/main.go", glue("package main\nfunc main() { fmt.Print_ln() }")), ""},
		{"words", "an example prints", one("lab/a_test.go", glue("package lab\nfunc Example() { fmt.Print_ln() }")),
			""},
		{"words", "an exercise that is not started",
			one("grader/gradetest/a.go", glue("package gradetest\nfunc F() { t.Ski_p() }")), ""},
		{"words", "an example in a comment", one("lab/doc.go", glue("// \tfmt.Print_ln(x)\npackage lab")), ""},
		{"words", "a script prints", one("static/build.mjs", glue("console_.log(1)")), ""},
		{"words", "what npm wrote", one("static/package-lock.json", glue(`"https://registry.npm_js.org/a"`)), ""},
		{"words", "recorded data", one("lab/testdata/a.txt", glue("FIX_ME")), ""},
		{"words", "a leftover", one("README.md", glue("hello\nFIX_ME later")), "line 2"},
		{"words", "another", one("Makefile", glue("# X_XX")), "line 1"},
		{"words", "and another", one("static/src/a.ts", glue("// HA_CK")), "file an issue"},
		{"words", "a promise", one("lab/a.go", glue("package lab\nfunc f() { panic(\"not_ implemented\") }")),
			"left out"},
		{"words", "a library prints", one("lab/a.go", glue("package lab\nfunc f() { fmt.Print_f(\"\") }")),
			"a library returns"},
		{"words", "the builtin prints", one("lab/a.go", glue("package lab\nfunc f() { print_ln(1) }")), "debugging"},
		{"words", "the console", one("static/src/a.ts", glue("console_.log(1)")), "debugging"},
		{"words", "the console in a test", one("static/e2e/a.test.mjs", glue("console_.log(1)")), "debugging"},
		{"words", "a breakpoint", one("static/src/a.ts", glue("debug_ger;")), "debugging"},
		{"words", "one test alone", one("static/e2e/a.mjs", glue("test.on_ly('x')")), "every other test"},
		{"words", "a switched-off check", one("static/src/a.ts", glue("// @ts-_ignore")), "ts-expect-error"},
		{"words", "waiting in the browser", one("static/e2e/a.mjs", glue("page.waitFor_Timeout(1)")), "not for time"},
		{"words", "waiting in Go", one("lab/a_test.go", glue("package lab\nfunc f() { time.Sle_ep(1) }")),
			"not for time"},
		{"words", "a skipped test", one("lab/a_test.go", glue("package lab\nfunc f() { t.Ski_pf(\"\") }")),
			"does not run"},
		{"words", "a path of this machine", one("README.md", glue("see /wo_rk/main")), "one machine"},
		{"words", "root's home", one(".ci/run", glue("cd /ro_ot/x")), "one machine"},
		{"words", "a registry", one("Makefile", glue("GOPROXY=https://proxy.go_lang.org")), "the machine's choice"},
	}
}

func plantedInForm() []planted {
	return []planted{
		{"size and form", "a picture", one("static/lab.png", "\x89PNG\x00"), ""},
		{"size and form", "Chinese text", one("static/src/zh.ts", "选举"), ""},
		{"size and form", "a binary", one("static/a.wasm", "\x00asm"), "a binary file"},
		{"size and form", "not text either", one("lab/a.txt", "\xff\xfe"), "a binary file"},
		{"size and form", "a large file", one("lab/a.txt", strings.Repeat("x", fileBytesMax+1)), "300001 bytes"},

		{"lock file", "the public registry",
			one("static/package-lock.json", glue(`"resolved": "https://registry.npm_js.org/a.tgz"`)), ""},
		{"lock file", "another file", one("static/a.json", `"resolved": "https://mirror.example/a.tgz"`), ""},
		{"lock file", "a mirror", one("static/package-lock.json", `"resolved": "https://mirror.example/a.tgz"`),
			"not of the public registry"},
	}
}

func allPlanted() []planted {
	all := plantedInLayout()
	all = append(all, plantedInImports()...)
	all = append(all, plantedInConfinedImports()...)
	all = append(all, plantedInText()...)
	all = append(all, plantedInPlain()...)
	all = append(all, plantedInMakefile()...)
	return append(all, plantedInNeutral()...)
}

func TestEachRuleFindsItsPlantedViolations(t *testing.T) {
	checks := map[string]func([]file) []violation{}
	for _, r := range rules {
		checks[r.name] = r.check
	}
	caught := map[string]bool{}
	for _, p := range allPlanted() {
		t.Run(p.rule+"/"+p.name, func(t *testing.T) {
			check, ok := checks[p.rule]
			if !assert.True(t, ok, "no rule is called %q", p.rule) {
				return
			}
			found := check(p.files)
			if p.want == "" {
				assert.Empty(t, found)
				return
			}
			if assert.Len(t, found, 1) {
				assert.Contains(t, found[0].what, p.want)
				assert.NotEmpty(t, found[0].where)
				caught[p.rule] = true
			}
		})
	}
	for _, r := range rules {
		assert.True(t, caught[r.name], "the rule %q has no planted violation: can it fail?", r.name)
	}
}

// Each banned word and each confined import acts as a separate rule.
func TestEachTableEntryFindsAPlantedViolation(t *testing.T) {
	said := ""
	for _, p := range allPlanted() {
		if p.want == "" {
			continue
		}
		for _, r := range rules {
			if r.name == p.rule {
				said += fmt.Sprintln(r.check(p.files))
			}
		}
	}
	for _, b := range bannedWords {
		assert.Contains(t, said, b.why, "no planted file has %s", b.pattern)
	}
	for _, c := range confined {
		assert.Contains(t, said, c.why, "no planted file imports %v", c.imports)
	}
}

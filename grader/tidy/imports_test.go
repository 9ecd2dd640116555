package tidy

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
)

const modulePath = "raftlab/"

// layer is a folder and the parts of this repository that its packages may import. Their test files may also
// import tests. A folder after "=" is only that package, without the folders below it: so neither the learner's
// vocabulary nor an exercise reaches the answer keys: the folders called reference.
type layer struct {
	folder  string
	imports []string
	tests   []string
}

// layers are in the order of look-up: the first layer that holds a folder counts. Imports point one way, raft ←
// lab ← grader ← wasm and grader/cmd, so that the core can be read, and compiled into a guest, without its
// surroundings.
var layers = []layer{
	{"raft/node", []string{"=raft", "raft/wire"}, []string{"raft"}},
	{"raft/reference", []string{"=raft"}, []string{"raft"}},
	{"raft/rafttest", []string{"=raft"}, nil},
	{"raft/bench", []string{"raft"}, nil},
	{"raft", []string{"=raft", "raft/wire"}, []string{"raft"}},
	{"lab/kv/reference", []string{"=lab/kv"}, []string{"lab/kv"}},
	{"lab/kv", []string{"=lab/kv", "raft/wire"}, []string{"raft", "lab"}},
	{"lab/paxos/node", []string{"=lab/paxos", "raft/wire"}, []string{"lab/paxos"}},
	{"lab/paxos/reference", []string{"=lab/paxos"}, []string{"lab/paxos"}},
	{"lab/paxos", []string{"=lab/paxos", "raft/wire"}, []string{"lab/paxos"}},
	{"lab/zab/node", []string{"=lab/zab", "raft/wire"}, []string{"lab/zab"}},
	{"lab/zab/reference", []string{"=lab/zab"}, []string{"lab/zab"}},
	{"lab/zab", []string{"=lab/zab", "raft/wire"}, []string{"lab/zab"}},
	{"lab/replicas/node", []string{"=lab/replicas", "=lab/kv", "raft/wire"}, []string{"lab/replicas"}},
	{"lab/replicas/reference", []string{"=lab/replicas"}, []string{"lab/replicas"}},
	{"lab/replicas", []string{"=lab/replicas", "raft/wire"}, []string{"lab/replicas"}},
	{"lab", []string{"raft", "lab"}, nil},
	{
		"exercises",
		[]string{"=raft", "=lab/kv", "=lab/paxos", "=lab/replicas", "=lab/zab"},
		[]string{"lab", "grader", "exercises"},
	},
	{
		"grader/cmd",
		[]string{"raft", "lab", "grader", "exercises", "wasm/protocol", "wasm/guest/program", "static"},
		nil,
	},
	{"grader/runfile", []string{"raft", "lab", "grader", "wasm/guest/program"}, nil},
	{"grader", []string{"raft", "lab", "grader"}, []string{"exercises", "wasm", "static"}},
	{"wasm", []string{"raft", "lab", "grader", "exercises", "wasm"}, nil},
	{"static", nil, nil},
}

// coreImports is what raft/ and a learner's file may import of the standard library. No package on the list can
// reach the machine, and only the file that seeds it may import math/rand/v2.
var coreImports = []string{
	"bytes", "cmp", "encoding/binary", "errors", "fmt", "iter", "math", "math/bits", "math/rand/v2",
	"slices", "sort", "strconv", "strings",
}

func checkImportDirection(repository []file) []violation {
	var found []violation
	for _, g := range goFiles(repository) {
		i := slices.IndexFunc(layers, func(l layer) bool { return within(path.Dir(g.path), l.folder) })
		if i < 0 {
			continue // the layout rule reports it
		}
		for _, p := range g.imports() {
			if what := judgeImport(g, layers[i], p); what != "" {
				found = append(found, violation{g.path, what})
			}
		}
	}
	return found
}

func judgeImport(g goFile, l layer, imported string) string {
	local, isLocal := strings.CutPrefix(imported, modulePath)
	if isLocal {
		allowed := l.imports
		if g.isTest() {
			allowed = slices.Concat(l.imports, l.tests)
		}
		if !slices.ContainsFunc(allowed, func(folder string) bool { return covers(folder, local) }) {
			return fmt.Sprintf("%s must not import %s", l.folder, local)
		}
		return ""
	}
	// The exercises' own folder carries their texts; those below it hold what learners write.
	// The one in which a whole server is written may import what servers do.
	core := l.folder == "raft" ||
		l.folder == "exercises" && path.Dir(g.path) != "exercises" && !within(g.path, wholeServer)
	if core && !g.isTest() && !slices.Contains(coreImports, imported) {
		return fmt.Sprintf("%s may import only %s of the standard library, not %s",
			l.folder, strings.Join(coreImports, " "), imported)
	}
	return ""
}

// covers reports whether an entry of a layer allows a package.
func covers(entry, local string) bool {
	if only, exactly := strings.CutPrefix(entry, "="); exactly {
		return local == only
	}
	return within(local, entry)
}

// wholeServer is the exercise that is a whole server, and rawNodeShape runs etcd's RawNode as one, in a guest.
const (
	wholeServer  = "exercises/node"
	rawNodeShape = "wasm/whole/rawnode"
)

// rawNode is what the two tests with etcd's RawNode share.
const rawNode = "raft/bench/rawnode"

// confined are the imports that only some files may have, and the reason.
var confined = []struct {
	imports []string
	allowed func(goFile) bool
	why     string
}{
	{
		[]string{"syscall/js"},
		func(goFile) bool { return false },
		"a throw of JavaScript is a panic there; safejs returns it as an error",
	},
	{
		[]string{"github.com/hack-pad/safejs"},
		func(g goFile) bool { return within(g.path, "wasm") },
		"only wasm/ talks to JavaScript",
	},
	{
		[]string{"github.com/stretchr/testify", "pgregory.net/rapid"},
		goFile.isTest,
		"it is for tests, and must not ride into a binary",
	},
	{
		[]string{"go.etcd.io/raft/v3", modulePath + rawNode},
		func(g goFile) bool {
			return g.isTest() || within(g.path, rawNode) || within(g.path, rawNodeShape)
		},
		"it is for tests, and must not ride into a binary; " + rawNode + " is a test helper",
	},
	{
		[]string{"testing"},
		func(g goFile) bool {
			return g.isTest() || within(g.path, "grader/gradetest") || within(g.path, "grader/judges/judgetest")
		},
		"it registers flags and rides into the WebAssembly programs; only grader/gradetest and " +
			"grader/judges/judgetest are test helpers",
	},
	{
		[]string{"crypto/sha256"},
		func(g goFile) bool {
			return g.isTest() || within(g.path, "lab/digest") || within(g.path, "grader/cmd") || within(g.path, "wasm")
		},
		"it brings crypto's self-tests into the engine and the guests, 40 kB of a download; lab/digest does not",
	},
	{
		[]string{"math/rand/v2"},
		func(g goFile) bool {
			return g.isTest() || path.Base(g.path) == "rng.go" || within(g.path, wholeServer)
		},
		"randomness comes from a seed, and the one file that draws is called rng.go",
	},
	{
		[]string{"math/rand"},
		goFile.isTest,
		"math/rand/v2, in rng.go, is what the project draws from",
	},
}

func checkConfinedImports(repository []file) []violation {
	var found []violation
	for _, g := range goFiles(repository) {
		for _, c := range confined {
			for _, p := range c.imports {
				// math/rand/v2 is a package of its own, not a part of math/rand.
				imported := slices.Contains(g.imports(), p) || p != "math/rand" && g.importsAny(p)
				if imported && !c.allowed(g) {
					found = append(found, violation{g.path, fmt.Sprintf("must not import %s: %s", p, c.why)})
				}
			}
		}
	}
	return found
}

// outsideWorld are the packages that a run must not use, because it is a pure function of its seed.
var outsideWorld = []string{
	"crypto/rand", "io/ioutil", "log", "net", "os", "runtime", "sync", "syscall", "time", "unsafe",
}

// checkDeterminism holds raft/ and lab/ to the promise that the same seed gives the same bytes on every host:
// no clock, no goroutine (we do not control its schedule), and no floating point, which machines may round
// differently.
func checkDeterminism(repository []file) []violation {
	var found []violation
	for _, g := range goFiles(repository) {
		if g.isTest() || !within(g.path, "raft") && !within(g.path, "lab") {
			continue
		}
		report := func(what string) { found = append(found, violation{g.path, what}) }
		for _, p := range outsideWorld {
			if g.importsAny(p) {
				report("must not import " + p + ": a run depends on nothing but its seed")
			}
		}
		ast.Inspect(g.tree, func(n ast.Node) bool {
			line := func() int { return g.fset.Position(n.Pos()).Line }
			switch n := n.(type) {
			case *ast.GoStmt:
				report(fmt.Sprintf("line %d starts a goroutine", line()))
			case *ast.SelectStmt:
				report(fmt.Sprintf("line %d has a select, which draws among what is ready", line()))
			case *ast.Ident:
				if n.Name == "float64" || n.Name == "float32" {
					report(fmt.Sprintf("line %d uses %s; integers round alike everywhere", line(), n.Name))
				}
			case *ast.BasicLit:
				if n.Kind == token.FLOAT {
					report(fmt.Sprintf("line %d has the floating-point number %s", line(), n.Value))
				}
			}
			return true
		})
	}
	return found
}

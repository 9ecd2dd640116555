package tidy

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"slices"
)

// neutralImports are the packages of the lab that every protocol shares. Their programs import nothing of Raft
// but its byte format; their tests may play Raft. An entry is one folder, without the folders below it.
var neutralImports = []string{
	"lab", "lab/story", "lab/digest", "lab/kv", "lab/kv/reference", "lab/linearizability", "lab/explore",
	"lab/replay", "lab/shrink",
	"lab/nemesis", "lab/service", "lab/face", "lab/protocols", "lab/protocols/toy", "wasm/session", "wasm/protocol",
}

// neutralWords are the packages whose programs do not name Raft either: in no comment and in no name.
var neutralWords = []string{
	"lab", "lab/story", "lab/digest", "lab/kv", "lab/kv/reference", "lab/linearizability", "lab/explore",
	"lab/replay", "lab/shrink",
	"lab/nemesis", "lab/service", "lab/face", "lab/protocols", "lab/protocols/toy", "wasm/session",
}

// protocolFolders are the folders that a neutral package must not import; protocolFormat is the exception.
var protocolFolders = []string{
	modulePath + "raft", modulePath + "lab/raftcluster", modulePath + "lab/paxos", modulePath + "lab/paxoscluster",
	modulePath + "lab/zab", modulePath + "lab/zabcluster",
	modulePath + "lab/replicas", modulePath + "lab/replicacluster",
}

const protocolFormat = modulePath + "raft/wire"

func isProtocol(imported string) bool {
	return imported != protocolFormat &&
		slices.ContainsFunc(protocolFolders, func(folder string) bool { return within(imported, folder) })
}

var (
	// protocolWord finds the word in a comment. A path of the byte format is the one exception.
	protocolWord = regexp.MustCompile(`\b[Rr]aft\b`)
	formatPath   = regexp.MustCompile(`\b(raftlab/)?raft/wire\b`)
	// protocolName finds it as a word of an identifier: not in Draft or Rafter.
	protocolName = regexp.MustCompile(`(^|[a-z0-9_])Raft([^a-z]|$)|(^|_)raft([^a-z]|$)`)
)

func checkNeutral(g goFile) []violation {
	folder := path.Dir(g.path)
	var found []violation
	if slices.Contains(neutralImports, folder) && !g.isTest() {
		for _, p := range g.imports() {
			if isProtocol(p) {
				what := fmt.Sprintf("must not import %s: every protocol shares this package", p)
				found = append(found, violation{g.path, what})
			}
		}
	}
	if slices.Contains(neutralWords, folder) && !g.isTest() {
		found = append(found, namedProtocol(g)...)
	}
	return found
}

func namedProtocol(g goFile) []violation {
	var found []violation
	report := func(n ast.Node, name string) {
		found = append(found, violation{g.path,
			fmt.Sprintf("line %d names %s: every protocol shares this package", g.fset.Position(n.Pos()).Line, name)})
	}
	for _, group := range g.tree.Comments {
		for _, comment := range group.List {
			text := formatPath.ReplaceAllString(comment.Text, "")
			if match := protocolWord.FindString(text); match != "" {
				report(comment, match)
			}
		}
	}
	ast.Inspect(g.tree, func(n ast.Node) bool {
		if name, ok := n.(*ast.Ident); ok && protocolName.MatchString(name.Name) {
			report(name, name.Name)
		}
		return true
	})
	return found
}

package similar_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"raftlab/grader/class/similar"
)

// root is the checkout.
const root = "../../.."

func readCheckout(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
}

// common is what all may have.
func common(t testing.TB) map[string][][]byte {
	t.Helper()
	all, err := similar.Common(readCheckout)
	require.NoError(t, err)
	return all
}

// solution is the solution of an exercise.
func solution(t testing.TB, exercise string) string {
	t.Helper()
	text, err := readCheckout("exercises/" + exercise + "/solution/" + exercise + ".go")
	require.NoError(t, err)
	return string(text)
}

// honest are right rules that the tests of the exercises have, each in its own way, as files of an exercise.
func honest(t testing.TB, exercise string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "grader/judges", exercise, "*_test.go"))
	require.NoError(t, err)
	if exercise == "replicate" {
		files = append(files, filepath.Join(root, "grader/judges/correct/replicate.go"))
	}
	var all []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		all = append(all, functionsOf(t, exercise, text)...)
	}
	return all
}

// functionsOf are the functions of a file that take a raft.State, as files of their own.
func functionsOf(t testing.TB, exercise string, text []byte) []string {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, "variants.go", text, 0)
	require.NoError(t, err)
	var all []string
	take := func(of *ast.FuncType, body *ast.BlockStmt) {
		var b bytes.Buffer
		require.NoError(t, format.Node(&b, files, body))
		// Some change what the reference does: these are no whole rules.
		if of.Params.NumFields() == 0 || !strings.Contains(source(t, files, of.Params.List[0].Type), "raft.State") ||
			strings.Contains(b.String(), "reference.") || strings.Contains(b.String(), "t.") {
			return
		}
		all = append(all, fmt.Sprintf("package %s\n\nimport \"raftlab/raft\"\n\nfunc Rule%s %s\n",
			exercise, strings.TrimPrefix(source(t, files, of), "func"), b.String()))
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch f := n.(type) {
		case *ast.FuncDecl:
			take(f.Type, f.Body)
		case *ast.FuncLit:
			take(f.Type, f.Body)
		}
		return true
	})
	return all
}

func source(t testing.TB, files *token.FileSet, node ast.Node) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, format.Node(&b, files, node))
	return b.String()
}

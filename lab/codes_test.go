package lab_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A code names one form of sentence: it is written in the source, at one place. (The grader has codes of its own,
// and tests for them: some are made of an exercise and a case.)
func TestEverySayingHasACodeOfItsOwn(t *testing.T) {
	form := regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)*$`)
	places := map[string]string{}
	for _, root := range []string{".", "../wasm"} {
		eachCode(t, root, func(place string, code ast.Expr) {
			literal, ok := code.(*ast.BasicLit)
			if !assert.True(t, ok && literal.Kind == token.STRING, "%s: the code is not a literal", place) {
				return
			}
			text, err := strconv.Unquote(literal.Value)
			require.NoError(t, err)
			assert.Regexp(t, form, text, place)
			assert.Empty(t, places[text], "%s: code %s is used there too", place, text)
			places[text] = place
		})
	}
	assert.Greater(t, len(places), 90, "the walk finds the calls")
}

// eachCode visits the code of each Saying that the packages below root make, tests left out.
func eachCode(t *testing.T, root string, visit func(place string, code ast.Expr)) {
	t.Helper()
	files := token.NewFileSet()
	require.NoError(t, filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && makesSaying(call, file.Name.Name) {
				visit(files.Position(call.Pos()).String(), call.Args[0])
			}
			return true
		})
		return nil
	}))
}

// makesSaying reports whether a call is of lab.Say or lab.Join.
func makesSaying(call *ast.CallExpr, inPackage string) bool {
	name, ok := call.Fun.(*ast.Ident)
	if selector, isSelector := call.Fun.(*ast.SelectorExpr); isSelector {
		from, isName := selector.X.(*ast.Ident)
		name, ok = selector.Sel, isName && from.Name == "lab"
	} else if inPackage != "lab" {
		return false
	}
	return ok && (name.Name == "Say" || name.Name == "Join")
}

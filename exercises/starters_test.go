package exercises_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/judges"
	"raftlab/raft"
)

// editorColumns is the width of the page's editor beside the task and the checks, with a tab counted as four.
const editorColumns = 64

// messages are the types whose fields a starter names: whoever writes a rule looks at them before anything completes.
var messages = map[string]reflect.Type{
	"RequestVote":          reflect.TypeFor[raft.RequestVote](),
	"RequestVoteReply":     reflect.TypeFor[raft.RequestVoteReply](),
	"AppendEntries":        reflect.TypeFor[raft.AppendEntries](),
	"AppendEntriesReply":   reflect.TypeFor[raft.AppendEntriesReply](),
	"PreVote":              reflect.TypeFor[raft.PreVote](),
	"PreVoteReply":         reflect.TypeFor[raft.PreVoteReply](),
	"InstallSnapshot":      reflect.TypeFor[raft.InstallSnapshot](),
	"InstallSnapshotReply": reflect.TypeFor[raft.InstallSnapshotReply](),
	"SnapshotMeta":         reflect.TypeFor[raft.SnapshotMeta](),
	"Partial":              reflect.TypeFor[raft.Partial](),
	"Read":                 reflect.TypeFor[raft.Read](),
	"Change":               reflect.TypeFor[raft.Change](),
	"Entry":                reflect.TypeFor[raft.Entry](),
}

func TestEveryStarterFitsTheEditorAndNamesWhatItIsGiven(t *testing.T) {
	for _, judge := range judges.All() {
		file := strings.TrimPrefix(judge.About().File, "exercises/")
		t.Run(judge.About().ID, func(t *testing.T) {
			starter, err := os.ReadFile(file)
			require.NoError(t, err)
			for number, line := range strings.Split(string(starter), "\n") {
				assert.LessOrEqual(t, columns(line), editorColumns, "line %d: %s", number+1, line)
			}
			for _, message := range given(t, file) {
				for i := range message.NumField() {
					name := message.Field(i).Name
					assert.True(t, strings.Contains(string(starter), name), "%s of a %s", name, message.Name())
				}
			}
		})
	}
}

func columns(line string) int {
	count := 0
	for _, char := range line {
		if count++; char == '\t' {
			count = (count + 3) / 4 * 4
		}
	}
	return count
}

// given are the types of messages that the functions of a file take and give.
func given(t *testing.T, file string) []reflect.Type {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	require.NoError(t, err)
	var types []reflect.Type
	for _, decl := range parsed.Decls {
		function, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		ast.Inspect(function.Type, func(node ast.Node) bool {
			if selected, ok := node.(*ast.SelectorExpr); ok {
				if message, found := messages[selected.Sel.Name]; found {
					types = append(types, message)
				}
			}
			return true
		})
	}
	return types
}

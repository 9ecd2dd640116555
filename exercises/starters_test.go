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
	"raftlab/lab/paxos"
	"raftlab/lab/replicas"
	"raftlab/raft"
)

// editorColumns is the width of the page's editor beside the task and the checks, with a tab counted as four.
const editorColumns = 64

// messages are the types whose fields a starter names: whoever writes a rule looks at them before anything completes.
var messages = map[string]reflect.Type{
	"raft.RequestVote":          reflect.TypeFor[raft.RequestVote](),
	"raft.RequestVoteReply":     reflect.TypeFor[raft.RequestVoteReply](),
	"raft.AppendEntries":        reflect.TypeFor[raft.AppendEntries](),
	"raft.AppendEntriesReply":   reflect.TypeFor[raft.AppendEntriesReply](),
	"raft.PreVote":              reflect.TypeFor[raft.PreVote](),
	"raft.PreVoteReply":         reflect.TypeFor[raft.PreVoteReply](),
	"raft.InstallSnapshot":      reflect.TypeFor[raft.InstallSnapshot](),
	"raft.InstallSnapshotReply": reflect.TypeFor[raft.InstallSnapshotReply](),
	"raft.SnapshotMeta":         reflect.TypeFor[raft.SnapshotMeta](),
	"raft.Partial":              reflect.TypeFor[raft.Partial](),
	"raft.Read":                 reflect.TypeFor[raft.Read](),
	"raft.Change":               reflect.TypeFor[raft.Change](),
	"raft.Entry":                reflect.TypeFor[raft.Entry](),
	"paxos.Acceptor":            reflect.TypeFor[paxos.Acceptor](),
	"paxos.Prepare":             reflect.TypeFor[paxos.Prepare](),
	"paxos.Promise":             reflect.TypeFor[paxos.Promise](),
	"paxos.Accept":              reflect.TypeFor[paxos.Accept](),
	"paxos.Accepted":            reflect.TypeFor[paxos.Accepted](),
	"paxos.Proposer":            reflect.TypeFor[paxos.Proposer](),
	"paxos.Learner":             reflect.TypeFor[paxos.Learner](),
	"replicas.Versioned":        reflect.TypeFor[replicas.Versioned](),
	"replicas.Reply":            reflect.TypeFor[replicas.Reply](),
	"replicas.Ack":              reflect.TypeFor[replicas.Ack](),
	"replicas.Position":         reflect.TypeFor[replicas.Position](),
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
				of, _ := selected.X.(*ast.Ident)
				if message, found := messages[of.String()+"."+selected.Sel.Name]; found {
					types = append(types, message)
				}
			}
			return true
		})
	}
	return types
}

package bring_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
)

// skeleton is the file with which people begin to write a server of the shape step.
func skeleton(t *testing.T) string {
	text, err := os.ReadFile(filepath.Join("..", "..", "exercises", "node", "node.go"))
	require.NoError(t, err)
	return string(text)
}

func TestTheSkeletonFits(t *testing.T) {
	opened, err := bring.Open(write(t, map[string]string{"node.go": skeleton(t)}))
	require.NoError(t, err)
	whole, err := opened.Read()
	require.NoError(t, err)
	require.NoError(t, opened.Close())
	assert.Equal(t, "step", whole.Shape)
	assert.Equal(t, "1.26", whole.Release)
	assert.False(t, whole.Snapshots)
	assert.Equal(t, []bring.Note{
		{Kind: "assumed", What: "Go 1.26", Why: "no go.mod names a release; it is the newest"},
		{Kind: "assumed", What: "no snapshots", Why: "New wants no snapshot as its fourth argument"},
	}, whole.Notes)
}

func TestServerThatDoesNotFitStep(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"New wants something else": {"func New(me, servers int, saved *Saved)", "func New(me int, saved *Saved)",
			"node.go: New is func(int, *Saved) *Server\n    expected func(int, int, *Saved) *Server\n" +
				"      or, with snapshots, func(int, int, *Saved, []byte) *Server"},
		"Step wants something else": {"Step(now time.Duration, in Input)", "Step(in Input)",
			"node.go: Step is func(Input) Output\n    expected func(time.Duration, Input) Output: " +
				"it gets the time since the start and what has happened"},
		"no GetState": {"GetState()", "State()", "node.go: Server has no method GetState\n" +
			"    write func (rf *Server) GetState() (int, bool): it returns the current term and whether the server " +
			"leads"},
		"a field is missing": {"	From, To int\n", "	From int\n", "node.go: Message has no field To\n" +
			"    add To int: it is the server that the message goes to, from 0"},
		"a field is of another type": {"Save     *Saved", "Save     Saved",
			"node.go: the field Save of Output is Saved\n    expected *Saved: it is what is on the disk before a " +
				"message leaves"},
		"a type is missing": {"type Applied struct", "type Committed struct",
			"node.go: there is no type Applied\n    declare type Applied struct with Index int and Command any"},
		"snapshots without their fields": {"saved *Saved) *Server", "saved *Saved, snapshot []byte) *Server",
			"node.go: Input has no field Snapshot\n    add Snapshot *Snapshot: it is a snapshot of the service\n" +
				"node.go: Output has no field Snapshot\n    add Snapshot []byte: it is saved together with Save\n" +
				"node.go: Applied has no field Snapshot\n    add Snapshot []byte: it takes the place of all commands " +
				"up to Index\n" +
				"node.go: there is no type Snapshot\n    declare type Snapshot struct with Index int and Data []byte"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := write(t, map[string]string{"node.go": with(t, skeleton(t), c.old, c.new)})
			// The places move with the text of the skeleton.
			assert.Equal(t, c.want, places.ReplaceAllString(complaint(t, folder), ".go: "))
		})
	}
}

var places = regexp.MustCompile(`\.go:\d+:\d+: `)

func TestServerThatDoesNotFitRawNode(t *testing.T) {
	const do = "\n    expected func(*raft.Config) (*raft.RawNode, error): it gets a configuration to complete, " +
		"and makes the node"
	for name, c := range map[string]struct{ imports, text, want string }{
		"New wants something else": {`"go.etcd.io/raft/v3"`, "func New(id uint64) *raft.RawNode { return nil }",
			"a.go:5:6: New is func(uint64) *raft.RawNode" + do},
		"under another name": {`etcd "go.etcd.io/raft/v3"`, "func New(c *etcd.Config) error { return nil }",
			"a.go:5:6: New is func(*raft.Config) error" + do},
	} {
		t.Run(name, func(t *testing.T) {
			text := "package p\n\nimport " + c.imports + "\n\n" + c.text + "\n"
			assert.Equal(t, c.want, complaint(t, write(t, map[string]string{"a.go": text})))
		})
	}
}

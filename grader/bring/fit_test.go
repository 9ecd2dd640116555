package bring_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
)

// with is a text with one part replaced, which must be there.
func with(t *testing.T, text, old, new string) string {
	t.Helper()
	require.Contains(t, text, old)
	return strings.Replace(text, old, new, 1)
}

func TestServerThatDoesNotFit(t *testing.T) {
	const getState = "func (rf *Raft) GetState() (int, bool)                      { return 0, false }"
	for name, c := range map[string]struct{ text, old, new, want string }{
		"no method": {tinyRaft, getState, "",
			"raft.go:18:6: Raft has no method GetState\n    write func (rf *Raft) GetState() (int, bool): " +
				"it returns the current term and whether the server leads"},
		"another signature": {tinyRaft, "Start(command interface{})", "Start(c string)",
			"raft.go:15:17: Start is func(string) (int, int, bool)\n    expected func(any) (int, int, bool): " +
				"it gets a command, and returns index, term and whether it leads"},
		"a method that nobody needs": {tinyRaft1, "[]byte)        {}", "string) {}",
			"raft.go:13:17: Snapshot is func(int, string)\n    expected func(int, []byte): " +
				"it gets the index of the last command in the snapshot, and its bytes"},
		"another result": {tinyRaft, "ApplyMsg) *Raft { return nil }", "ApplyMsg) (*Raft, error) { return nil, nil }",
			"raft.go:18:6: Make returns (*Raft, error)\n    expected *Raft or raftapi.Raft"},
		"a message of nobody": {tinyRaft, "CommandIndex int", "Position int",
			"raft.go:7:6: the fields of ApplyMsg are of no course that is known here\n    expected CommandValid, " +
				"Command and CommandIndex or, in an old course, Index, Command and UseSnapshot"},
		"a field of another type": {tinyRaft, "CommandIndex int", "CommandIndex uint64",
			"raft.go:7:6: the field CommandIndex of ApplyMsg is uint64\n    expected int"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := write(t, map[string]string{"raft.go": with(t, c.text, c.old, c.new)})
			assert.Equal(t, c.want, complaint(t, folder))
		})
	}
}

func TestAnotherMakeNamesTheShapes(t *testing.T) {
	text := with(t, tinyRaft, "me int, persister *Persister, ", "me int, ")
	assert.Equal(t, "raft.go:18:6: Make wants ([]*labrpc.ClientEnd, int, chan ApplyMsg), which is of no course "+
		"that is known here\n    expected one of:\n"+
		"      Make([]*labrpc.ClientEnd, int, *tester1.Persister, chan raftapi.ApplyMsg) for 6.5840 since 2024, with "+
		"raftapi and tester1\n"+
		"      Make([]*labrpc.ClientEnd, int, *Persister, chan ApplyMsg) for 6.824 and 6.5840 until 2024, with "+
		"Persister and ApplyMsg in the package\n"+
		"      Make([]*labrpc.ClientEnd, int, *Persister, chan ApplyMsg) for 6.824 before 2018, with ApplyMsg.Index",
		complaint(t, write(t, map[string]string{"raft.go": text})))
}

func TestImportThatCannotBeHad(t *testing.T) {
	for path, want := range map[string]string{
		"net": `raft.go:5:2: "net" cannot be had in WebAssembly` + "\n" +
			"    call other servers with ClientEnd.Call, which the lab answers",
		"os/exec": `raft.go:5:2: "os/exec" cannot be had in WebAssembly` + "\n" +
			"    remove it: there are no other programs",
		"C": `raft.go:5:2: "C" cannot be had in WebAssembly` + "\n" +
			"    write it in Go: cgo has no compiler for WebAssembly",
		"github.com/sirupsen/logrus": `raft.go:5:2: "github.com/sirupsen/logrus" is neither in this folder nor a ` +
			"package that servers can have here\n    do without it, or copy what you need of it into your folder: " +
			"modules of others are not fetched",
		"6.824/helpers": `raft.go:5:2: "6.824/helpers" is neither in this folder nor a package that servers can have ` +
			"here\n    name the course's folder, or the package's within it, so that its neighbours are found",
		"archive/tar": `raft.go:5:2: "archive/tar" is neither in this folder nor a package that servers can have ` +
			"here\n    do without it",
	} {
		text := with(t, tinyRaft, `import "6.824/labrpc"`, "import (\n\t\"6.824/labrpc\"\n\t\""+path+"\"\n)")
		assert.Equal(t, want, complaint(t, write(t, map[string]string{"raft.go": text})), path)
	}
}

func TestPackagesInACircle(t *testing.T) {
	folder := write(t, map[string]string{
		"go.mod":       "module 6.824\n\ngo 1.15\n",
		"raft/raft.go": with(t, tinyRaft, `import "6.824/labrpc"`, "import (\n\t\"6.824/help\"\n\t\"6.824/labrpc\"\n)"),
		"help/help.go": "package help\n\nimport _ \"6.824/raft\"\n",
	})
	assert.Equal(t, `help/help.go:3:10: "6.824/raft" cannot be imported: 6.824/raft imports this package, too`+"\n"+
		"    move what both need to a third package", complaint(t, folder))
}

func TestNewerGoIsReported(t *testing.T) {
	folder := write(t, map[string]string{"go.mod": "module 6.5840\n\ngo 1.99\n", "raft1/raft.go": tinyRaft1})
	assert.Equal(t, "go.mod wants Go 1.99\n    write go 1.26 or less", complaint(t, folder))
}

func TestNotes(t *testing.T) {
	assert.Equal(t, []bring.Note{
		{Kind: "replaced", What: "6.824/labgob", Why: "by the lab's own package"},
		{Kind: "replaced", What: "6.824/labrpc", Why: "by the lab's own package"},
		{Kind: "replaced", What: "Persister", Why: "by the lab's own, in persister.go"},
		{Kind: "left-out", What: "config.go", Why: "it is of the course's tests: it imports testing"},
		{Kind: "assumed", What: "Go 1.15", Why: "go.mod says so"},
	}, read(t, "classic/src/raft").Notes)
	assert.Equal(t, []bring.Note{
		{Kind: "replaced", What: "6.5840/labgob", Why: "by the lab's own package"},
		{Kind: "replaced", What: "6.5840/labrpc", Why: "by the lab's own package"},
		{Kind: "replaced", What: "6.5840/raftapi", Why: "by the lab's own package"},
		{Kind: "replaced", What: "6.5840/tester1", Why: "by the lab's own package"},
		{Kind: "brought-along", What: "6.5840/raftlog", Why: "from ../raftlog"},
		{Kind: "assumed", What: "Go 1.23", Why: "go.mod says so"},
	}, read(t, "packages/src/raft1").Notes)
	assert.Equal(t, []bring.Note{
		{Kind: "replaced", What: "6.5840/labgob", Why: "by the lab's own package"},
		{Kind: "replaced", What: "6.5840/labrpc", Why: "by the lab's own package"},
		{Kind: "replaced", What: "Persister", Why: "by the lab's own, in raft.go"},
		{Kind: "assumed", What: "Go 1.15", Why: "no go.mod names a release; it is that of the course"},
		{Kind: "assumed", What: "no snapshots", Why: "Raft has no method Snapshot"},
	}, read(t, "rounds").Notes)
}

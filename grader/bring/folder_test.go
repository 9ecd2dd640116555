package bring_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
)

// tiny is the smallest package of each shape: it compiles nowhere, but it has all that a shape is known by.
const (
	tinyRaft1 = `package raft

import (
	"6.5840/labrpc"
	"6.5840/raftapi"
	tester "6.5840/tester1"
)

type Raft struct{}

func (rf *Raft) Start(command interface{}) (int, int, bool) { return 0, 0, false }
func (rf *Raft) GetState() (int, bool)                      { return 0, false }
func (rf *Raft) Snapshot(index int, snapshot []byte)        {}

func Make(peers []*labrpc.ClientEnd, me int, p *tester.Persister, ch chan raftapi.ApplyMsg) raftapi.Raft {
	return nil
}
`
	tinyRaft = `package raft

import "6.824/labrpc"

type Persister struct{}

type ApplyMsg struct {
	CommandValid bool
	Command      interface{}
	CommandIndex int
}

type Raft struct{}

func (rf *Raft) Start(command interface{}) (int, int, bool) { return 0, 0, false }
func (rf *Raft) GetState() (int, bool)                      { return 0, false }

func Make(peers []*labrpc.ClientEnd, me int, persister *Persister, applyCh chan ApplyMsg) *Raft { return nil }
`
)

// write makes a folder with files.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		at := filepath.Join(folder, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(at), 0o755))
		require.NoError(t, os.WriteFile(at, []byte(text), 0o644))
	}
	return folder
}

// complaint reads a folder that is not understood, and gives what is said about it.
func complaint(t *testing.T, folder string) string {
	t.Helper()
	opened, err := bring.Open(folder)
	if err == nil {
		_, err = opened.Read()
		require.NoError(t, opened.Close())
	}
	var unfit *bring.Unfit
	require.ErrorAs(t, err, &unfit)
	return strings.ReplaceAll(unfit.Error(), folder, "DIR")
}

func TestFolderThatIsNotUnderstood(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"nothing": {nil, "in 0 packages of Go there is none with a function Make that imports labrpc, with New and a " +
			"method Step, or with New and go.etcd.io/raft/v3\n" +
			"    name the package's folder, such as src/raft; see raftlab help bring for the shapes"},
		"no calls": {map[string]string{"raft/a.go": "package raft\n\nfunc Make() {}\n"},
			"raft has a function Make, but does not import labrpc\n" +
				"    a server calls the others with labrpc.ClientEnd; see raftlab help bring for the shapes"},
		"two servers": {map[string]string{"src/raft/raft.go": tinyRaft, "src/raft1/raft.go": tinyRaft1},
			"there are 2 packages with a server: src/raft and src/raft1\n    name one of them"},
		"a vendor folder is not read": {map[string]string{"vendor/raft/raft.go": tinyRaft},
			"in 0 packages of Go there is none with a function Make that imports labrpc, with New and a method Step, " +
				"or with New and go.etcd.io/raft/v3\n" +
				"    name the package's folder, such as src/raft; see raftlab help bring for the shapes"},
		"two packages in a folder": {map[string]string{"a.go": tinyRaft, "b.go": "package other\n"},
			"b.go:1:9: package other here, and package raft in a.go\n    leave one package in the folder"},
		"a file that is too large": {map[string]string{"a.go": tinyRaft, "b.go": strings.Repeat("// much\n", 200_000)},
			"b.go: this file has more than 1 MB"},
		"a file that does not parse": {map[string]string{"a.go": tinyRaft + "\nfunc {\n"},
			"a.go:20:6: expected 'IDENT', found '{'"},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, complaint(t, write(t, c.files))) })
	}
}

func TestMuchToReadIsReported(t *testing.T) {
	files := map[string]string{}
	for i := range 10 {
		files[fmt.Sprintf("p%d/a.go", i)] = "package p\n" + strings.Repeat("// much\n", 120_000)
	}
	assert.Equal(t, "the files of Go in this folder have more than 8 MB\n"+
		"    name the folder of the package, such as src/raft", complaint(t, write(t, files)))
}

func TestFolderThatIsMissing(t *testing.T) {
	folder := write(t, map[string]string{"file.txt": "package raft"})
	assert.Equal(t, "there is no folder DIR\n    name the folder of your Raft: the package, or the course's "+
		"whole folder", complaint(t, filepath.Join(folder, "gone")))
	assert.Equal(t, "DIR is not a folder\n    name the folder that holds it",
		complaint(t, filepath.Join(folder, "file.txt")))
}

func TestNoLinkLeadsOutOfTheFolder(t *testing.T) {
	outside := write(t, map[string]string{"secret.go": "package raft\n", "raft/raft.go": tinyRaft})
	folder := write(t, map[string]string{"raft.go": tinyRaft})
	require.NoError(t, os.Symlink(filepath.Join(outside, "secret.go"), filepath.Join(folder, "link.go")))
	assert.Contains(t, complaint(t, folder),
		"link.go: this file cannot be read, or is a link that leads out of the folder")
	// A link to a folder is not followed.
	folder = write(t, map[string]string{"raft/raft.go": tinyRaft})
	require.NoError(t, os.Symlink(filepath.Join(outside, "raft"), filepath.Join(folder, "other")))
	opened, err := bring.Open(folder)
	require.NoError(t, err)
	_, err = opened.Read()
	require.NoError(t, err)
	require.NoError(t, opened.Close())
}

func TestFoldersMayBeCalledAnything(t *testing.T) {
	for name, path := range map[string]string{
		"my raft": "my_raft", "a=b": "a_b", "main": "main_", "\u30ec\u30d5": "\u30ec\u30d5", "a\nb": "a_b",
		`a"b`: "a_b",
	} {
		folder := write(t, map[string]string{name + "/raft.go": tinyRaft})
		opened, err := bring.Open(folder)
		require.NoError(t, err)
		whole, err := opened.Read()
		require.NoError(t, err)
		require.NoError(t, opened.Close())
		assert.Equal(t, name, whole.Package)
		assert.Equal(t, "packagefile 6.824/labrpc=0.a\npackagefile "+path+"=1.a\n", whole.Make().Config(), "%q", name)
	}
}

func TestAPathThatNoPackageCanHave(t *testing.T) {
	text := with(t, tinyRaft, `import "6.824/labrpc"`, "import (\n\t\"6.824/labrpc\"\n\t_ "+
		"\"a\\npackagefile fmt=b/labgob\"\n)")
	assert.Equal(t, `raft.go:5:4: "a\npackagefile fmt=b/labgob" is no path of a package`,
		complaint(t, write(t, map[string]string{"raft.go": text})))
}

func TestAFileAloneIsAPackage(t *testing.T) {
	folder := write(t, map[string]string{"mine.go": tinyRaft, "other.go": "package other\n"})
	opened, err := bring.Open(filepath.Join(folder, "mine.go"))
	require.NoError(t, err)
	whole, err := opened.Read()
	require.NoError(t, err)
	require.NoError(t, opened.Close())
	assert.Equal(t, "mine", whole.Package)
	assert.Equal(t, "mine.go has more than 8 MB", complaint(t, filepath.Join(write(t, map[string]string{
		"mine.go": strings.Repeat("// much\n", 1_200_000),
	}), "mine.go")))
}

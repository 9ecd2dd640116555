package bring

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/grader/gotools/flags"
)

// shape is the way in which a course lets a server be made and called. The table has one row for each; the first that
// fits counts.
type shape struct {
	// ID names it in reports, and Title says what it is.
	ID, Title string
	// persister and message are the types of Make's third argument and of its channel's messages. Types of other
	// packages have the last part of the path before them.
	persister, message string
	// fields are those that tell it apart: the message has all of them.
	fields []string
	// release is the release of Go whose language is meant where no go.mod says it.
	release string
}

// courses are the shapes of servers that are made for a course, in the order in which they are looked for.
var courses = []shape{
	{
		ID: "raft1", Title: "6.5840 since 2024, with raftapi and tester1",
		persister: "*tester1.Persister", message: "raftapi.ApplyMsg", release: "1.22",
	},
	{
		ID: "raft", Title: "6.824 and 6.5840 until 2024, with Persister and ApplyMsg in the package",
		persister: "*Persister", message: "ApplyMsg", fields: []string{"CommandValid", "CommandIndex"}, release: "1.15",
	},
	{
		ID: "gopath", Title: "6.824 before 2018, with ApplyMsg.Index",
		persister: "*Persister", message: "ApplyMsg", fields: []string{"Index", "UseSnapshot"}, release: "1.13",
	},
}

// The other two shapes: a server as one function Step(now, input), and a node of go.etcd.io/raft.
var (
	stepShape = shape{
		ID: "step", Title: "one function Step(now, input) without goroutines, as exercise node has it",
		release: flags.Release,
	}
	rawNodeShape = shape{
		ID: "rawnode", Title: "a RawNode of go.etcd.io/raft/v3, made by New(*raft.Config)", release: flags.Release,
	}
)

// method is what a shape calls of a server.
type method struct {
	name, signature string
	// needed is true if there is no program without it.
	needed bool
	do     string
}

// methods are the methods of every shape of a course.
var methods = []method{
	{"Start", "func(any) (int, int, bool)", true, "it gets a command, and returns index, term and whether it leads"},
	{"GetState", "func() (int, bool)", true, "it returns the current term and whether the server leads"},
	{"Kill", "func()", false, "it gets nothing and returns nothing"},
	{"Snapshot", "func(int, []byte)", false, "it gets the index of the last command in the snapshot, and its bytes"},
	{"CondInstallSnapshot", "func(int, int, []byte) bool", false,
		"it gets term and index of the last command in the snapshot, and its bytes"},
}

// shim is a package of the course that ours stands for. Its name is the last part of its path, wherever the module is.
type shim struct {
	// name is what files call it, and text the file.
	name, text string
	// own is true of a package of types alone: if the folder has it, it comes along as it is, perhaps with more fields.
	own bool
}

// shims are our packages by the last part of the path.
var shims = map[string]shim{
	"labrpc":  {name: "labrpc", text: labrpcText},
	"labgob":  {name: "labgob", text: labgobText},
	"raftapi": {name: "raftapi", text: raftapiText, own: true},
	"tester1": {name: "tester", text: testerText},
}

// minorOf is the second number of a release such as 1.22, or 0.
func minorOf(release string) int {
	minor, _ := strconv.Atoi(strings.TrimPrefix(release, "1."))
	return minor
}

// NeedsGo is the release of Go that compiles here.
const NeedsGo = flags.Release

// Shapes lists the shapes for a person, a line each.
func Shapes() string {
	var b strings.Builder
	for _, s := range append(slices.Clone(courses), stepShape, rawNodeShape) {
		fmt.Fprintf(&b, "  %-8s %s\n", s.ID, s.Title)
	}
	return b.String()
}

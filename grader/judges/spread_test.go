package judges_test

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/judges"
)

// A new exercise touches five kinds of place, and the list in judges.go. Its id must occur nowhere else, or
// somebody who adds an exercise has to know that place. These count as an id:
//
//   - a path: exercises/ID, or grader/judges/ID;
//   - a string: "ID", 'ID' or `ID`;
//   - a key of an object or a map: a line that begins with ID and a colon.
//
// A test, a README and the help of a command may show one exercise or a few as an example. They must not list them.

// ownWords are ids that are also words of Raft, of a story or of Go, or the name of a protocol. Alone, as a string or a
// key, they prove nothing. In a list of exercises, other ids occur beside them.
var ownWords = []string{
	"append", "commit", "membership", "paxos", "prevote", "quorum", "reads", "replicate", "sessions", "snapshot",
	"timeout", "vote", "zab",
}

// example is the exercise that texts for people show; its paths may stand anywhere.
const example = "vote"

// fewExamples is how many exercises one test may name.
const fewExamples = 3

// elsewhere are the exceptions, each with its reason.
var elsewhere = map[string]string{
	"grader/judges/spread_test.go":     "it proves the rule",
	"lab/lessons/lessons.go":           "which lesson ends with which rule to write",
	"static/src/views/own/breaks.tsx":  "which puzzles are lost by which rule",
	"static/src/words/en-reference.ts": "Figure 2 on a page of its own: each rule has its exercise",
}

// homes are the kinds of place where an exercise belongs.
func homes(id string) []string {
	return []string{
		"raft/", "grader/judges/" + id + "/", "grader/judges/judges.go", "exercises/" + id + "/", "grader/mutants/",
		"grader/submissions/", "grader/rulecall/" + id + "call/",
		// Rules of a type of their own stand in no list of Go, and these tests are about each exercise.
		"grader/judges/judges_test.go", "grader/judges/tasks_test.go", "grader/judges/repeat_test.go",
	}
}

// shown reports whether a file may have examples: it is a test or what a test reads, or a text for people.
func shown(name string) bool {
	return strings.HasSuffix(name, "_test.go") || strings.Contains(name, "/testdata/") ||
		strings.HasPrefix(name, "static/test/") || strings.HasPrefix(name, "static/e2e/") || path.Ext(name) == ".md"
}

// finder finds the id of an exercise in a text.
type finder struct {
	id               string
	byPath, byString *regexp.Regexp
}

func finders(ids []string) []finder {
	var all []finder
	for _, id := range ids {
		all = append(all, finder{
			id:       id,
			byPath:   regexp.MustCompile(`\b(?:exercises|grader/judges)/` + id + `\b`),
			byString: regexp.MustCompile("\"" + id + "\"|'" + id + "'|`" + id + "`|(?m:^\\s*" + id + ":)"),
		})
	}
	return all
}

// names reports whether the text names the exercise.
func (f finder) names(text string) bool {
	return strings.Contains(text, f.id) && (f.id != example && f.byPath.MatchString(text) ||
		!slices.Contains(ownWords, f.id) && f.byString.MatchString(text))
}

// spread lists the forbidden places of exercises.
func spread(files map[string]string, ids []string) []string {
	all := finders(ids)
	var found []string
	for name, text := range files {
		var named []string
		for _, f := range all {
			own := func(home string) bool { return strings.HasPrefix(name, home) }
			if f.names(text) && !slices.ContainsFunc(homes(f.id), own) {
				named = append(named, f.id)
			}
		}
		if len(named) == 0 || shown(name) && len(named) <= fewExamples {
			continue
		}
		found = append(found, fmt.Sprintf("%s names %s", name, strings.Join(named, ", ")))
	}
	slices.Sort(found)
	return found
}

func TestAnExerciseStandsInFiveKindsOfPlaceOnly(t *testing.T) {
	files := trackedFiles(t)
	for name, reason := range elsewhere {
		assert.NotEmpty(t, reason)
		used := spread(map[string]string{name: files[name]}, allIDs())
		assert.NotEmpty(t, used, "the exception %s is no longer needed", name)
		delete(files, name)
	}
	assert.Empty(t, spread(files, allIDs()))
}

func allIDs() []string {
	var ids []string
	for _, judge := range judges.All() {
		ids = append(ids, judge.About().ID)
	}
	return ids
}

// trackedFiles are the repository's, as git would commit them.
func trackedFiles(t *testing.T) map[string]string {
	t.Helper()
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = "../.."
	output, err := list.Output()
	require.NoError(t, err, "the list of files comes from git")
	files := map[string]string{}
	for name := range strings.SplitSeq(strings.TrimRight(string(output), "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join("../..", filepath.FromSlash(name)))
		if err == nil { // a deletion may not be committed yet
			files[name] = string(text)
		}
	}
	require.NotEmpty(t, files["go.mod"])
	return files
}

// TestTheRuleOnPlantedFiles tests the rule on files that it must report, and on files that it must accept.
func TestTheRuleOnPlantedFiles(t *testing.T) {
	for _, planted := range []struct{ name, text, want string }{
		{"Makefile", "EXERCISES := exercises/commit exercises/persist", "Makefile names commit, persist"},
		{"wasm/course/a.go", `var order = []string{"timeout", "campaign"}`, "wasm/course/a.go names campaign"},
		{"wasm/guest/judge/a.go", `import "raftlab/grader/judges/vote"`, ""},
		{"wasm/guest/judge/a.go", `import "raftlab/grader/judges/append"`, "wasm/guest/judge/a.go names append"},
		{"grader/cmd/raftlab/a.go", "case `campaign`:", "grader/cmd/raftlab/a.go names campaign"},
		{"static/src/a.ts", "const subjects = {\n  campaign: 3,\n};", "static/src/a.ts names campaign"},
		{"static/src/a.ts", "'persist'", "static/src/a.ts names persist"},
		{"static/e2e/a.mjs", `["campaign", "exercises/replicate", "persist", "exercises/append"]`,
			"static/e2e/a.mjs names campaign, append, replicate, persist"},
		{"grader/judges/vote/judge.go", `"raftlab/grader/judges/commit"`, "grader/judges/vote/judge.go names commit"},
		{"lab/lessons/a.md", "exercises/timeout exercises/append exercises/commit exercises/persist",
			"lab/lessons/a.md names timeout, append, commit, persist"},

		{"wasm/session/a.go", `case "role", "term", "vote", "log", "commit", "append", "timeout":`, ""},
		{"grader/cmd/raftlab/a.go", "go test ./exercises/vote", ""},
		{"static/e2e/a.mjs", `open("exercises/commit", "campaign")`, ""},
		{"lab/lessons/a.md", "write it in [Replicate the log](exercise:campaign)", ""},
		{"grader/judges/persist/judge.go", `ID: "persist"`, ""},
		{"exercises/persist/README.md", "go test ./exercises/persist", ""},
		{"grader/submissions/edits.go", `{"campaign", "replicate", "persist", "exercises/append"}`, ""},
		{"raft/a.go", `"persist"`, ""},
		{"lab/a.go", "a campaign persists, and we campaign", ""},
	} {
		var want []string
		if planted.want != "" {
			want = []string{planted.want}
		}
		got := spread(map[string]string{planted.name: planted.text}, allIDs())
		assert.Equal(t, want, got, "%s: %s", planted.name, planted.text)
	}
}

// TestAGuestLinksTheJudgeOfItsOwnExercise, and of no other: browsers download the guest.
func TestAGuestLinksTheJudgeOfItsOwnExercise(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "raftlab/wasm/guest/raftjudge", "raftlab/grader/judges/vote")
	list.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	output, err := list.CombinedOutput()
	require.NoError(t, err, string(output))
	var linked []string
	for name := range strings.FieldsSeq(string(output)) {
		if strings.HasPrefix(name, "raftlab/grader/judges") {
			linked = append(linked, name)
		}
	}
	assert.Equal(t, []string{"raftlab/grader/judges/vote"}, linked)
	for _, other := range []string{"raftlab/lab/paxos", "raftlab/lab/zab", "raftlab/lab/replicas"} {
		assert.NotContains(t, string(output), other, "nor another protocol")
	}
}

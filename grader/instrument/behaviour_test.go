package instrument_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/instrument"
	"raftlab/grader/overlay"
)

// judge runs the programs of testdata and prints their results.
const judge = `package main

import (
	"encoding/json"
	"os"

	crlf "raftlab/grader/instrument/behaviour/crlf"
	"raftlab/grader/instrument/behaviour/endless"
	original "raftlab/grader/instrument/behaviour/original"
	rewritten "raftlab/grader/instrument/behaviour/rewritten"
	"raftlab/grader/visit"
)

func caught(f func()) (reason any) {
	reason = "it ended"
	defer func() {
		if r := recover(); r != nil {
			reason = r
		}
	}()
	visit.Enter("HandleRequestVote")
	defer visit.Leave()
	f()
	return reason
}

// unnamed is a call outside of any rule, such as the initialisation of a variable.
func unnamed(f func()) (reason any) {
	defer func() { reason = recover() }()
	f()
	return "it ended"
}

func main() {
	result := map[string]any{"original": original.Run(), "rewritten": rewritten.Run(), "crlf": crlf.Run()}
	for _, f := range endless.Functions {
		result[f.Name] = caught(f.Run)
	}
	visit.Record(true)
	result["after"] = caught(func() { visit.Line(77) })
	result["calls"] = visit.Take()
	result["value"] = unnamed(func() { endless.Value() })
	result["made"] = unnamed(func() { endless.Made() })
	json.NewEncoder(os.Stdout).Encode(result)
}
`

// runJudge builds and runs judge, in packages that exist only in an overlay.
func runJudge(t *testing.T) map[string]any {
	t.Helper()
	folder := t.TempDir()
	texts := map[string][]byte{}
	add := func(at string, text []byte) {
		absolute, err := filepath.Abs(filepath.Join("behaviour", at))
		require.NoError(t, err)
		texts[absolute] = text
	}
	read := func(name string) []byte {
		text, err := os.ReadFile(filepath.Join("testdata/programs", name))
		require.NoError(t, err)
		return text
	}
	rewrite := func(name string, text []byte) []byte {
		// The programs have variables of the package, which a learner's file has not.
		return instrument.AnyFile(t, name, text)
	}
	control := read("control.go")
	add("main.go", []byte(judge))
	add("original/control.go", control)
	add("rewritten/control.go", rewrite("control.go", control))
	add("crlf/control.go", rewrite("control.go", bytes.ReplaceAll(control, []byte("\n"), []byte("\r\n"))))
	add("endless/endless.go", rewrite("endless.go", read("endless.go")))
	overlaid, _, err := overlay.Write(folder, texts)
	require.NoError(t, err)

	command := exec.Command("go", "run", "-overlay", overlaid, "raftlab/grader/instrument/behaviour")
	var out, complaints bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaints
	require.NoError(t, command.Run(), complaints.String())
	var result map[string]any
	require.NoError(t, json.Unmarshal(out.Bytes(), &result))
	return result
}

func TestRewrittenProgramBehavesAsBeforeAndEnds(t *testing.T) {
	result := runJudge(t)
	original := result["original"].(string)
	require.Contains(t, original, "recovered on purpose", "the program did not reach its end")
	assert.Equal(t, original, result["rewritten"])
	assert.Equal(t, original, result["crlf"])

	ended := 0
	for name, reason := range result {
		switch name {
		case "original", "rewritten", "crlf", "after", "calls":
			continue
		case "value", "made":
			assert.Regexp(t, `^a call outside of the rules visited 5,000,000 lines and does not end: `+
				`look for a loop that never stops, line \d+$`, reason, name)
		case "recursion", "mutual", "method", "variable", "field", "table", "methodValue", "inInterface", "generic",
			"deferred", "printed", "sorted",
			"embedded", "sequences", "returned", "recoveringDeep", "panicking", "argument", "mapped":
			assert.Regexp(t, `^this call of HandleRequestVote is 500 calls deep, which no rule needs: `+
				`look for a function that calls itself without end, line \d+$`, reason, name)
		default:
			assert.Regexp(t, `^this call of HandleRequestVote visited 5,000,000 lines and does not end: `+
				`look for a loop that never stops, line \d+$`, reason, name)
		}
		ended++
	}
	assert.Equal(t, 39, ended)
	assert.Equal(t, "it ended", result["after"], "a rule that did not end does not affect the next one")
	lines := result["calls"].([]any)[0].(map[string]any)
	assert.Equal(t, "HandleRequestVote", lines["Rule"])
	assert.Equal(t, []any{77.0}, lines["Lines"])
}

package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/protocols/known"
)

var rewrite = flag.Bool("rewrite", false, "rewrite testdata from the present output; then read the difference")

// TestWhatIsSwitchedOnIsExplored compares whole outputs with their transcripts.
func TestWhatIsSwitchedOnIsExplored(t *testing.T) {
	for file, args := range map[string]string{
		"explore-sessions.txt":  "--on sessions --rules no-dedupe --depth 8",
		"explore-elections.txt": "--on stickiness --rules vote-any-log",
		"explore-reads.txt":     "--on reads,stickiness --depth 7 --crashes 1",
		"explore-help.txt":      "--help",
	} {
		t.Run(file, func(t *testing.T) {
			_, out, _ := runForTest(append([]string{"explore"}, strings.Fields(args)...)...)
			path := filepath.Join("testdata", file)
			if *rewrite {
				require.NoError(t, os.WriteFile(path, []byte(out), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), out)
		})
	}
}

// TestAFoundScheduleHasWhatWasSwitchedOn: it breaks the same property when it is played.
func TestAFoundScheduleHasWhatWasSwitchedOn(t *testing.T) {
	folder := t.TempDir()
	found := filepath.Join(folder, "found.txt")
	code, _, _ := runForTest("explore", "--on", "sessions", "--rules", "no-dedupe", "--depth", "8", "--save", found)
	require.Equal(t, exitFailed, code)
	code, _, errOut := runForTest("run", found)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, errOut, "Exactly Once")

	code, out, _ := runForTest("fuzz", "--on", "sessions", "--rules", "no-dedupe", "--schedules", "30", "--save",
		folder)
	require.Equal(t, exitFailed, code)
	assert.Contains(t, out, " · rules no-dedupe · on sessions\n")
	assert.Contains(t, out, ": Exactly Once (§8, thesis §6.3)\n")
	assert.Regexp(t, `exactly-once [\d,]+\n`, out)
	files, err := filepath.Glob(filepath.Join(folder, "exactly-once-*.txt"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	code, _, errOut = runForTest("run", files[0], "--rules", "no-dedupe")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, errOut, "Exactly Once")
}

func TestWithEverythingOnNothingBreaks(t *testing.T) {
	code, out, errOut := runForTest("fuzz", "--on", "all", "--schedules", "60", "--json")
	require.Equal(t, exitDone, code, errOut)
	var report fuzzReport
	require.NoError(t, json.Unmarshal([]byte(out), &report))
	assert.Equal(t, names(known.Protocols()[0].Beyond().Chapters), report.On)
	var judged []string
	for _, check := range report.Checks {
		judged = append(judged, check.Name)
		assert.Positive(t, check.Count, check.Name)
	}
	assert.Subset(t, judged, []string{"exactly-once", "snapshot-equivalence", "configuration-safety"})
}

func TestWrongSwitchesAreExplained(t *testing.T) {
	for args, want := range map[string]string{
		"fuzz --on read":                             `unknown chapter: "read"; did you mean "reads"?`,
		"fuzz --on reads --faults forget":            `unknown kind of fault: "forget"`,
		"fuzz --on reads --coverage --servers 3":     "--coverage counts the states of Figure 2: leave out --on",
		"explore --on prevoted":                      `unknown chapter: "prevoted"; did you mean "prevote"?`,
		"explore --on leases":                        "a search cannot switch this on: leases: a search has no clocks",
		"explore --on all":                           "a search cannot switch this on: leases: a search has no clocks",
		"explore --on sessions,reads --proposals 3":  "sessions with reads: each has clients of its own",
		"explore --on transfers --from a11-transfer": "transfers: no action of a search is a transfer",
	} {
		code, _, errOut := runForTest(strings.Fields(args)...)
		assert.Equal(t, exitUsage, code, args)
		assert.Contains(t, errOut, want, args)
	}
	code, out, errOut := runForTest("fuzz", "--on", "stickiness", "--faults", "forget", "--schedules", "30")
	assert.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "on stickiness\n")
}

func TestAReadNeedsTwoCommands(t *testing.T) {
	_, out, _ := runForTest("explore", "--on", "reads", "--depth", "2")
	assert.Contains(t, out, " · proposals 2 · ")
	_, out, _ = runForTest("explore", "--on", "reads", "--depth", "2", "--proposals", "1")
	assert.Contains(t, out, " · proposals 1 · ")
}

package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/scenarios"
)

// recorded plays a scenario and gives the name of its trace file.
func recorded(t testing.TB, name string, args ...string) string {
	file := filepath.Join(t.TempDir(), name)
	code, _, stderr := runForTest(append(append([]string{"run"}, args...), "--trace", file)...)
	require.NotEqual(t, exitUsage, code, stderr)
	return file
}

func read(t testing.TB, file string) string {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

func write(t testing.TB, name, text string) string {
	file := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

func TestEveryRecordedScenarioReplays(t *testing.T) {
	all, err := scenarios.All()
	require.NoError(t, err)
	for _, scenario := range all {
		file := recorded(t, "x.trace.gz", scenario.ID, "--seed", "3")
		code, stdout, stderr := runForTest("replay", file)
		require.Equal(t, exitDone, code, stderr)
		_, hash, _ := runForTest("run", scenario.ID, "--seed", "3", "--hash")
		assert.Contains(t, stdout, "ok  "+file+": the run is as it was recorded\n")
		assert.Contains(t, stdout, " · "+hash)
	}
}

func TestAFailedRunReplaysToo(t *testing.T) {
	code, stdout, stderr := runForTest("replay", recorded(t, "x.trace", "c2", "--rules", "commit-any-term"))
	require.Equal(t, exitDone, code, stderr)
	assert.Contains(t, stdout, "it ends because Leader Completeness (Figure 3, §5.4) is broken: S5 leads")
}

// The trace has the name of the scenario's file, but not its folder: the same file has the same hash in any folder.
func TestTheFolderOfAScenarioIsNotPartOfTheRun(t *testing.T) {
	text := "# Mine: A leader\nservers 3\nawait leader\n"
	_, first, _ := runForTest("run", write(t, "my own.txt", text), "--hash")
	_, second, _ := runForTest("run", write(t, "my own.txt", text), "--hash")
	require.NotEmpty(t, first)
	assert.Equal(t, first, second)
	code, _, stderr := runForTest("replay", recorded(t, "x.trace", write(t, "my own.txt", text)))
	assert.Equal(t, exitDone, code, stderr)
}

func TestACompressedTraceIsRecognizedByItsFirstBytes(t *testing.T) {
	plain, packed := recorded(t, "x.trace", "a4"), recorded(t, "x.trace.gz", "a4")
	assert.Less(t, len(read(t, packed)), len(read(t, plain))/2)
	for _, file := range []string{
		packed, write(t, "no-ending", read(t, packed)), write(t, "misleading.gz", read(t, plain)),
	} {
		code, stdout, stderr := runForTest("diff", plain, file)
		assert.Equal(t, exitDone, code, stderr)
		assert.Contains(t, stdout, "the same: ")
	}
}

func TestReplayShowsWhereARunDiverges(t *testing.T) {
	file := recorded(t, "x.trace", "b1")
	changed := write(t, "changed.trace", strings.Replace(read(t, file), " granted", " refused", 1))
	code, stdout, stderr := runForTest("replay", changed)
	assert.Equal(t, exitFailed, code)
	assert.Empty(t, stdout)
	assert.Regexp(t, `changed\.trace:\d+: the replay diverged from the recorded run at event \d+, at \d+ us\n`+
		`(    before    .*\n){3}    recorded  .* refused\n    replayed  .* granted\n`, stderr)
	assert.Contains(t, stderr, "The file was changed")
}

func TestDamagedTraceFilesAreRefused(t *testing.T) {
	good := read(t, recorded(t, "x.trace", "b1"))
	packed := read(t, recorded(t, "x.trace.gz", "b1"))
	for _, c := range []struct {
		name, text string
		want       string
	}{
		{"empty", "", "bad.trace:1: this is not a trace: the file is empty"},
		{"version 1", strings.Replace(good, "trace 2", "trace 1", 1), "this is version 1, this program reads 2"},
		{"a scenario", "# A4: One vote\nservers 3\n", "it looks like a scenario: play it with raftlab run"},
		{"cut off", good[:len(good)/2], "the trace is cut off: event "},
		{"packed and cut off", packed[:len(packed)/2], "the trace is cut off: the compressed file ends too early"},
		{"only the first bytes of something packed", "\x1f\x8b",
			"the trace is cut off: the compressed file ends too early"},
		{"packed and damaged", packed[:len(packed)-6] + "xxxx" + packed[len(packed)-2:],
			"the compressed file cannot be unpacked"},
		{"packed by another program", "\x1f\x8b" + strings.Repeat("x", 100), "the compressed file cannot be unpacked"},
		{"something behind it", good + "x", "something follows the last line"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := write(t, "bad.trace", c.text)
			fine := write(t, "fine.trace", good)
			for _, args := range [][]string{
				{"trace", file}, {"replay", file}, {"diff", fine, file}, {"diff", file, fine},
				{"fork", file, "--at", "1000000", "--do", "run 1s"}, {"trace", file, "--at", "1000000"},
			} {
				code, _, stderr := runForTest(args...)
				assert.Equal(t, exitFailed, code, args)
				assert.Contains(t, stderr, c.want, args)
			}
		})
	}
}

func TestMistakesAboutTraceFilesAreUsageErrors(t *testing.T) {
	file := recorded(t, "x.trace", "b1")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"trace"}, "accepts 1 arg"},
		{[]string{"replay", filepath.Join(t.TempDir(), "none")}, "read trace: open"},
		{[]string{"diff", file}, "accepts 2 arg"},
		{[]string{"trace", file, "--kind", "rol"}, `no line of kind "rol"; did you mean "role"?`},
		{[]string{"trace", file, "--server", "S9"}, `no line of server "S9"`},
		{[]string{"trace", file, "--at", "3", "--all"}, "--at and --all exclude each other"},
		{[]string{"fork", file, "--do", "run 1s"}, "missing --at EVENT"},
		{[]string{"fork", file, "--at", "20"}, "missing the fork's commands"},
		{[]string{"fork", file, "--at", "20", "--do", " # nothing"}, "missing the fork's commands"},
		{[]string{"fork", file, "--at", "20", "--do", "run 1s", "--do", "crsh S1"},
			`command 2, "crsh S1": unknown verb "crsh"; did you mean "crash"?`},
		{[]string{"fork", file, "--at", "20", "--do", "servers 3"}, "servers is a setup verb"},
		{[]string{"fork", file, "--at", "20", "--commands", "none.txt"}, "read commands"},
		{[]string{"fork", file, "--at", "20", "--commands", write(t, "long.txt", strings.Repeat("heal\n", 20_000))},
			"too long"},
		{[]string{"fork", file, "--at", "20", "--do", "run 1s", "--trace", file}, "is the input file"},
	} {
		code, _, stderr := runForTest(c.args...)
		assert.Equal(t, exitUsage, code, c.args)
		assert.Contains(t, stderr, c.want, c.args)
	}
	code, _, stderr := runForTest("trace", file, "--at", "1000000")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, stderr, "want event 1000000, but ")
}

func TestTracePrintsTheStoryOrEveryLine(t *testing.T) {
	file := recorded(t, "x.trace", "b1")
	lines := func(args ...string) (printed []string) {
		code, stdout, stderr := runForTest(append([]string{"trace", file}, args...)...)
		require.Equal(t, exitDone, code, stderr)
		assert.Contains(t, stdout, "B1: ")
		assert.Contains(t, stdout, "scenario=b1-write-path rules=reference")
		for line := range strings.SplitSeq(stdout, "\n") {
			if fields := strings.Fields(line); len(fields) > 3 && fields[2] == "ms" {
				printed = append(printed, line)
			}
		}
		return printed
	}
	events := strings.Count(read(t, file), "\n") - strings.Count(read(t, file), "\n#") - 1
	all := lines("--all")
	assert.Len(t, all, events)
	assert.Equal(t, "      1       0.000 ms  S1  boot       records=0", all[0])
	story := lines()
	assert.Less(t, len(story), events)
	for _, line := range story {
		assert.False(t, machinery(strings.Fields(line)[4]), line)
	}
	for _, line := range lines("--all", "--server", "S2") {
		assert.Equal(t, "S2", strings.Fields(line)[3])
	}
	kinds := map[string]bool{}
	for _, line := range lines("--kind", "deliver,role") {
		kinds[strings.Fields(line)[4]] = true
	}
	assert.Equal(t, map[string]bool{"deliver": true, "role": true}, kinds)
	assert.Equal(t, all[9:12], lines("--all", "--from", "10", "--to", "12"))
}

func TestNothingInATraceControlsTheTerminal(t *testing.T) {
	file := recorded(t, "x.trace", write(t, "mine.txt",
		"# Mine: \x1b[2J\nservers 1\nawait leader\nnote \x1b[31m red\n"))
	_, stdout, _ := runForTest("trace", file)
	assert.NotContains(t, stdout, "\x1b")
	assert.Contains(t, stdout, ".[31m red")
}

func TestTraceShowsTheClusterAtAnEvent(t *testing.T) {
	file := recorded(t, "x.trace", write(t, "mine.txt",
		"# Mine: Two entries\nservers 3\nelect S1\nput x 1\nawait answers\n"+
			"crash S3\npause S2\nput y 1\nrun 20ms\ncut S1 > S3\nhold S2 > S1\nrun 1ms\n"))
	reader, err := openTrace(file)
	require.NoError(t, err)
	for err == nil {
		_, err = reader.Next()
	}
	require.Equal(t, io.EOF, err)
	require.NoError(t, reader.Close())
	code, stdout, stderr := runForTest("trace", file, "--at", lab.ServerID(reader.Events()).String()[1:])
	require.Equal(t, exitDone, code, stderr)
	assert.Regexp(t, `The cluster after event \d+, at `, stdout)
	assert.Regexp(t, `S1 +up +leader +1 +S1 +2 +2 +1 1 1\n`, stdout)
	assert.Regexp(t, `S2 +paused +follower +1 +S1 +\d +\d +1 1\n`, stdout)
	assert.Regexp(t, `S3 +crashed +- +1 +S1 +- +- +1 1\n`, stdout)
	assert.Contains(t, stdout, "links cut: S1 > S3\n")
	assert.Contains(t, stdout, "links held: S2 > S1\n")
	assert.Regexp(t, `\d+ messages in flight\n`, stdout)

	code, stdout, stderr = runForTest("trace", file, "--at", "8")
	require.Equal(t, exitDone, code, stderr)
	assert.Regexp(t, `  m1  S1 > S2  RequestVote term=1 last=0/0, arrives at \d+\.\d{3} ms\n`, stdout)
	assert.Regexp(t, `S3 +up +follower +0 +- +0 +0 +\(empty\)\n`, stdout)
}

func TestAForkIsATraceThatReplays(t *testing.T) {
	file := recorded(t, "x.trace", "c2")
	fork := filepath.Join(t.TempDir(), "fork.trace.gz")
	commands := write(t, "commands.txt", "# and then\r\nput x 3\r\nawait answers\n")
	code, stdout, stderr := runForTest("fork", file, "--at", "90",
		"--do", "heal", "--do", "recover", "--do", "run 30s", "--do", "await leader",
		"--commands", commands, "--trace", fork)
	require.Equal(t, exitDone, code, stderr)
	assert.Contains(t, stdout, " - do ")
	assert.Contains(t, stdout, "answer r1")
	assert.NotContains(t, stdout, "boot", "the story begins at the fork")

	code, stdout, stderr = runForTest("replay", fork)
	require.Equal(t, exitDone, code, stderr)
	code, hash, stderr := runForTest("fork", fork, "--at", "90", "--do", "run 1s", "--hash")
	require.Equal(t, exitDone, code, stderr)
	assert.NotContains(t, stdout, strings.TrimSpace(hash))

	code, stdout, stderr = runForTest("diff", file, fork)
	assert.Equal(t, exitFailed, code)
	assert.Regexp(t, `the runs differ from event \d+ on`, stderr)
	assert.Regexp(t, `- +do +\d+ leave`, stdout)

	code, _, stderr = runForTest("fork", file, "--at", "90", "--do", "expect term S1 77", "--trace", fork)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, stderr, "the fork: ")
	code, _, stderr = runForTest("replay", fork)
	assert.Equal(t, exitDone, code, "a fork that fails has a whole trace, too: "+stderr)
}

func TestDiffShowsHowTheTwoRunsEnd(t *testing.T) {
	right, wrong := recorded(t, "right", "c2"), recorded(t, "wrong", "c2", "--rules", "commit-any-term")
	code, stdout, stderr := runForTest("diff", right, wrong)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, stderr, "the runs differ from event ")
	for _, want := range []string{
		`only in \S*right: rules=reference\n`, `only in \S*wrong: rules=commit-any-term\n`,
		`The first \d+ events are the same`, `\d ms  S1  commit     index=2\n`,
		`result +nothing is broken +leader-completeness is broken`,
		`S5 +follower, term 7.* +leader, term 5`, `violation +0 +1 +\(\+1\)`,
	} {
		assert.Regexp(t, want, stdout)
	}
	a := recorded(t, "x.trace", write(t, "same.txt", "# Mine: One\nservers 1\nawait leader\n"))
	b := recorded(t, "x.trace", write(t, "same.txt", "# Mine: Two\nservers 1\nawait leader\n"))
	code, stdout, stderr = runForTest("diff", a, b)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, stderr, "the headers differ")
	assert.Contains(t, stdout, "the scenarios differ from line 1 on")
	assert.Contains(t, stdout, "All events are the same.")
}

// nulls is a file without an end.
type nulls struct{}

func (nulls) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestAGigabyteIsRefusedEarly(t *testing.T) {
	const gigabyte = 1 << 30
	var packed bytes.Buffer
	packer := gzip.NewWriter(&packed)
	_, err := packer.Write([]byte("# raftlab trace 2\n"))
	require.NoError(t, err)
	_, err = io.CopyN(packer, nulls{}, gigabyte/16)
	require.NoError(t, err)
	require.NoError(t, packer.Close())

	for name, in := range map[string]io.Reader{
		"plain": io.LimitReader(nulls{}, gigabyte), "packed": &packed,
		"a packed file that goes on": io.MultiReader(
			bytes.NewReader(packed.Bytes()[:1000]), io.LimitReader(nulls{}, gigabyte)),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := readTrace("big", in)
		runtime.ReadMemStats(&after)
		require.Error(t, err, name)
		assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(2<<20), name)
	}
	scenario := filepath.Join(t.TempDir(), "big.txt")
	require.NoError(t, os.WriteFile(scenario, nil, 0o600))
	require.NoError(t, os.Truncate(scenario, gigabyte)) // no block of it is ever written
	code, _, stderr := runForTest("run", scenario)
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, stderr, "the scenario is too long")
}

func TestATraceThatCannotBeWrittenIsAnError(t *testing.T) {
	file := recorded(t, "x.trace", "b1")
	for _, name := range []string{filepath.Join(t.TempDir(), "none", "x.gz"), t.TempDir()} {
		code, _, stderr := runForTest("fork", file, "--at", "20", "--do", "run 1s", "--trace", name)
		assert.Equal(t, exitFailed, code)
		assert.Contains(t, stderr, "write trace")
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		code, _, stderr := runForTest("run", "c2", "--trace", "/dev/full")
		assert.Equal(t, exitFailed, code)
		assert.Contains(t, stderr, "write trace")
	}
}

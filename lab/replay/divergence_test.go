package replay_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/replay"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// sealed gives changed lines a fitting last line: a valid file of a run that never happened.
func sealed(lines []string) []byte {
	body := strings.Join(lines, "\n") + "\n"
	events := 0
	for _, line := range lines {
		if line[0] != '#' {
			events++
		}
	}
	sum := sha256.Sum256([]byte(body))
	return fmt.Appendf(nil, "%s# end events=%d sha256=%s\n", body, events, hex.EncodeToString(sum[:]))
}

// linesOf is a file's lines, without the last.
func linesOf(file []byte) []string {
	lines := strings.Split(strings.TrimSuffix(string(file), "\n"), "\n")
	return lines[:len(lines)-1]
}

func b1(t testing.TB) []byte {
	scenario, err := scenarios.Find("b1")
	require.NoError(t, err)
	r := record(t, scenario, 1, "")
	require.NoError(t, r.runner.Finish(eventLimit))
	return r.file()
}

func TestSealedFilesReplay(t *testing.T) {
	file := b1(t)
	assert.Equal(t, string(file), string(sealed(linesOf(file))))
	require.NoError(t, again(file))
}

func TestDivergenceHasItsPlaceAndReason(t *testing.T) {
	file := b1(t)
	lines := linesOf(file)
	first := 0 // the line of the first event
	for lines[first][0] == '#' {
		first++
	}
	change := func(at int, from, to string) []string {
		changed := append([]string{}, lines...)
		require.Contains(t, changed[at], from)
		changed[at] = strings.Replace(changed[at], from, to, 1)
		return changed
	}
	events := len(lines) - first
	for _, c := range []struct {
		name  string
		file  []byte
		event uint64
		want  []string
	}{
		{"a detail", sealed(change(first, "records=0", "records=1")), 1, []string{
			"recorded  1 0 S1 boot records=1", "replayed  1 0 S1 boot records=0",
			`had other rules by the name of "reference"`}},
		{"a detail that the hash does not cover",
			[]byte(strings.Replace(string(file), "records=0", "records=1", 1)), 1, []string{
				"The file was changed", "the file was changed after it was written"}},
		{"a missing line", sealed(lines[:len(lines)-1]), uint64(events),
			[]string{"recorded  (nothing)", "the file ends here, but the run continues"}},
		{"a line too many",
			sealed(append(append([]string{}, lines...), fmt.Sprintf("%d 99000000 S1 crash", events+1))),
			uint64(events + 1), []string{"S1 crash"}},
		{"the label", sealed(change(1, "batch=64", "batch=65")), 0, []string{"replayed header differs",
			"recorded only: [batch=65]; replayed only: [batch=64]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := again(c.file)
			require.Error(t, err)
			var d *replay.Divergence
			require.ErrorAs(t, err, &d)
			assert.Equal(t, c.event, d.Event)
			for _, want := range c.want {
				assert.ErrorContains(t, err, want)
			}
		})
	}
}

func TestLinesBeforeADivergenceAreShown(t *testing.T) {
	lines := linesOf(b1(t))
	last := len(lines) - 1
	before := append([]string{}, lines[last-3:last]...)
	lines[last] += " and more"
	err := again(sealed(lines))
	var d *replay.Divergence
	require.ErrorAs(t, err, &d)
	assert.Equal(t, before, d.Before)
	assert.Equal(t, len(lines), d.Line)
	assert.Equal(t, lines[last], d.Recorded)
}

func TestRefusedTypedCommandIsADivergence(t *testing.T) {
	scenario, err := story.ParseScenario("free", free)
	require.NoError(t, err)
	r := record(t, scenario, 1, "")
	r.runner.Advance(lab.Time(50*lab.Millisecond), eventLimit)
	require.NoError(t, r.runner.Do("crash S1"))
	require.NoError(t, again(r.file()))
	for from, to := range map[string]string{
		" crash S1\n": " crush S1\n",
		"- do 0":      "- do 7",
		" do 0 crash": " do crash",
		"50000 - do":  "49999 - do",
	} {
		file := string(r.file())
		require.Contains(t, file, from)
		err := again(sealed(linesOf([]byte(strings.ReplaceAll(file, from, to)))))
		var d *replay.Divergence
		require.ErrorAs(t, err, &d, to)
	}
	err = again(sealed(linesOf([]byte(strings.Replace(string(r.file()), " crash S1", " crush S1", 1)))))
	assert.ErrorContains(t, err, `the command was refused: typed:1:1: unknown verb "crush"`)
}

func TestUnplayableTraceSaysWhy(t *testing.T) {
	file := string(small(t))
	seal := func(from, to string) []byte { return sealed(linesOf([]byte(strings.Replace(file, from, to, 1)))) }
	noScript := linesOf([]byte(file))
	noScript = append(noScript[:3], noScript[12:]...)
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"rules that this program has not", seal("rules=reference", "rules=refrence"),
			`unknown set of rules: "refrence"; did you mean "reference"?`},
		{"a verb that this program has not", seal("#|await leader", "#|await-a-leader"),
			`unknown verb "await-a-leader"`},
		{"no seed", seal("seed=7", "seed=many"), "test.trace:2: the trace is damaged: the label has no seed"},
		{"no scenario", sealed(noScript), "the trace carries no scenario"},
		{"ten servers", seal("#|servers 1", "#|servers 10"), "want 1 to 9 servers"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.ErrorContains(t, again(c.file), c.want)
		})
	}
}

// A refused fork changes nothing.
func TestRunContinuesAfterARefusedFork(t *testing.T) {
	run := open(t, b1(t))
	require.NoError(t, run.To(20))
	require.Error(t, run.Fork([]string{"crash S1", "crsh S2"}))
	require.NoError(t, run.Finish())
}

func TestCompareFindsTheFirstDifference(t *testing.T) {
	scenario, err := scenarios.Find("c2")
	require.NoError(t, err)
	files := map[string][]byte{}
	for _, rules := range []string{"reference", "commit-any-term"} {
		r := record(t, scenario, 1, rules)
		_ = r.runner.Finish(eventLimit)
		files[rules] = r.file()
	}
	compare := func(a, b []byte) (*replay.Difference, [2]int) {
		first, err := replay.NewReader("a", bytes.NewReader(a))
		require.NoError(t, err)
		second, err := replay.NewReader("b", bytes.NewReader(b))
		require.NoError(t, err)
		var read [2]int
		found, err := replay.Compare(first, second, func(side int, _ replay.Line) { read[side]++ })
		require.NoError(t, err)
		return found, read
	}
	a, b := files["reference"], files["commit-any-term"]
	same, _ := compare(a, a)
	assert.True(t, same.Same())

	found, read := compare(a, b)
	assert.False(t, found.Same())
	assert.Equal(t, [2][]string{{"rules=reference"}, {"rules=commit-any-term"}}, found.Labels)
	assert.Zero(t, found.ScriptLine)
	assert.Equal(t, [2]int{int(eventsOf(t, a)), int(eventsOf(t, b))}, read)
	require.Len(t, found.Before, 3)
	before, ok := replay.ParseLine(found.Before[2])
	require.True(t, ok)
	assert.Equal(t, found.Event-1, before.Event)
	for _, lines := range found.Lines {
		require.Len(t, lines, 5)
		assert.Equal(t, found.Event, lines[0].Event)
	}
	assert.NotEqual(t, found.Lines[0][0].Text, found.Lines[1][0].Text)
	assert.Equal(t, "commit", found.Lines[1][0].Kind, "the leader counts an entry of an earlier term")

	lines := linesOf(a)
	shorter, read := compare(a, sealed(lines[:len(lines)-1]))
	assert.Equal(t, eventsOf(t, a), shorter.Event)
	assert.Len(t, shorter.Lines[0], 1)
	assert.Empty(t, shorter.Lines[1])
	assert.Equal(t, read[0]-1, read[1])

	other := strings.Replace(string(a), "#|# C2: ", "#|# C2: Not ", 1)
	script, _ := compare(a, sealed(linesOf([]byte(other))))
	assert.Equal(t, 1, script.ScriptLine)
	assert.Zero(t, script.Event)
	assert.False(t, script.Same())
}

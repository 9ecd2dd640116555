package scenarios_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/protocols"
	"raftlab/lab/protocols/known"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

var rewrite = flag.Bool("rewrite", false, "rewrite testdata from the present output; then read the difference")

// TestScenariosEqualTheirTranscripts plays each scenario and writes the events below each command. Read a
// transcript beside its scenario and beside the paper.
func TestScenariosEqualTheirTranscripts(t *testing.T) {
	for _, scenario := range allScenarios(t) {
		t.Run(scenario.ID, func(t *testing.T) {
			source, err := os.ReadFile(scenario.ID + ".txt")
			require.NoError(t, err)
			got := transcribe(t, scenario, string(source))
			path := filepath.Join("testdata", scenario.ID+".txt")
			if *rewrite {
				require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err, "write it with -rewrite, and read it")
			assert.Equal(t, string(want), got, "the run has changed: use -rewrite, and read the difference")
		})
	}
}

func TestEachTranscriptHasItsScenario(t *testing.T) {
	var want []string
	for _, scenario := range allScenarios(t) {
		want = append(want, filepath.Join("testdata", scenario.ID+".txt"))
	}
	got, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	assert.ElementsMatch(t, want, got)
}

func allScenarios(t testing.TB) []*story.Scenario {
	t.Helper()
	all, err := scenarios.All()
	require.NoError(t, err)
	require.NotEmpty(t, all)
	return all
}

// transcript is a player whose verbs record the command at work, so that each trace line can be written below its
// command.
type transcript struct {
	protocols.Player
	// kinds are the lines about a server of another protocol than Raft.
	kinds   []string
	command int
	lines   map[int][]string
	written map[string]bool
}

func transcribe(t *testing.T, scenario *story.Scenario, source string) string {
	t.Helper()
	player := &transcript{
		Player:  playerOf(t, scenario),
		command: -1,
		lines:   map[int][]string{},
		written: map[string]bool{},
	}
	if player.ID() != raftcluster.ID {
		for _, kind := range player.LineKinds() {
			player.kinds = append(player.kinds, kind.Name)
		}
	}
	runner, err := story.NewRunner(scenario, player, known.Protocols(), nil, player.take)
	require.NoError(t, err)
	require.NoError(t, runner.Finish(eventLimit))

	var b strings.Builder
	next := 0
	script := strings.Split(source, "\n")
	for number, line := range script {
		b.WriteString(line + "\n")
		if next == len(scenario.Commands) || scenario.Commands[next].Line != number+1 {
			continue
		}
		var lines []string
		for ; next < len(scenario.Commands) && scenario.Commands[next].Line == number+1; next++ {
			lines = append(lines, player.lines[next]...) // a line that repeats a command stands for several
		}
		if len(lines) > 0 {
			b.WriteString("----\n" + strings.Join(lines, ""))
			if script[number+1] != "" {
				b.WriteString("\n")
			}
		}
	}
	fmt.Fprintf(&b, "# %d events, seed %d\n# %s\n", runner.World().Trace.Event(), runner.Options.Seed, runner.Hash())
	return b.String()
}

// Verbs are all verbs, also those of package story: a player's verb replaces a verb of the same name.
func (p *transcript) Verbs() []story.Verb {
	verbs := append(story.Verbs(), p.Player.Verbs()...)
	for i := range verbs {
		run, setup := verbs[i].Run, verbs[i].Setup
		verbs[i].Run = func(r *story.Runner, args *story.Args) (story.Wait, error) {
			p.command = r.Next() - 1
			if setup {
				p.command = r.Next()
			}
			return run(r, args)
		}
	}
	return verbs
}

// storyKinds are the lines in every transcript, messageKinds lines that appear only if they add something new.
var (
	storyKinds = []string{
		"role", "term", "vote", "log", "commit", "apply", "session",
		"crash", "restart", "pause", "resume", "isolate", "rejoin",
		"slow-disk", "clock", "cut", "flaky", "partition", "bridge", "heal", "hold", "release", "recover",
		"request", "answer", "violation", "note", "fsync", "wipe", "corrupt", "refuse", "lost", "latency",
		"forget", "transfer",
	}
	messageKinds = []string{"send", "deliver", "drop"}
)

// take is the trace's sink. A message appears again only after some server's role, term or log has changed:
// repeated heartbeats are left out.
func (p *transcript) take(line []byte) {
	fields := strings.SplitN(string(line), " ", 6)
	if len(fields) < 4 || strings.HasPrefix(fields[0], "#") {
		return
	}
	kind := strings.TrimSpace(fields[3])
	own := slices.Contains(p.kinds, kind)
	if kind == "role" || kind == "term" || kind == "log" || own {
		clear(p.written)
	}
	if slices.Contains(messageKinds, kind) {
		// Without event, time and the message's number.
		said := fields[2] + " " + kind + " " + fields[5]
		if p.written[said] {
			return
		}
		p.written[said] = true
	} else if !own && !slices.Contains(storyKinds, kind) {
		return
	}
	p.lines[p.command] = append(p.lines[p.command], string(line))
}

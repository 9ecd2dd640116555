package replay_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/replay"
	"raftlab/lab/story"
)

// FuzzReader: for any file, the reader reports an error or accepts it.
func FuzzReader(f *testing.F) {
	file := small(f)
	f.Add(file)
	f.Add(file[:len(file)/2])
	f.Add([]byte("# raftlab trace 1\n# scenario=x servers=3 seed=1\n"))
	f.Add([]byte("# raftlab trace 2\n# x\n# " + lab.Legend + "\n#|\n#|\n# end events=0 sha256=\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		err := readAll("fuzz", bytes.NewReader(file))
		var place *replay.Error
		if err != nil && !errors.As(err, &place) {
			t.Fatalf("%v has no place", err)
		}
	})
}

// FuzzReplay: a header may ask for anything. It is played as far as the file's lines go, or refused.
func FuzzReplay(f *testing.F) {
	file := string(small(f))
	f.Add(file)
	f.Add(strings.Replace(file, "servers 1", "servers 9\nelection-timeout 0ms 0ms", 1))
	f.Add(strings.Replace(file, "servers 1", "servers 3\nmanual\nheartbeat 0ms", 1))
	f.Add(strings.Replace(file, "\n9 ", "\n9 77 - do 3 crash S1\n9 ", 1))
	for _, scenario := range allScenarios(f) {
		r := record(f, scenario, 1, "")
		r.runner.Advance(lab.Time(lab.Second), 20)
		_ = r.runner.Do("leave")
		_ = r.runner.Do("run 1s")
		f.Add(string(r.file()))
	}
	f.Fuzz(func(t *testing.T, file string) {
		_ = again([]byte(file))
	})
}

// FuzzRoundTrip: any scenario, with anything typed while it plays, gives a trace that replays.
func FuzzRoundTrip(f *testing.F) {
	typed := "run 50ms\ncrash leader\n  put x 1 # why\nexpect progress\nleave\nrestart S1\nexpect saw S1 crash\n"
	for _, scenario := range allScenarios(f) {
		f.Add(scenario.Text, typed, uint64(1), uint8(20))
	}
	f.Add(manual, "wake S1\ndeliver S1 > S2\nrecover\nelect S1\n", uint64(2), uint8(1))
	f.Add(free, typed, uint64(3), uint8(7))
	f.Fuzz(func(t *testing.T, text, typed string, seed uint64, pace uint8) {
		scenario, err := story.ParseScenario("fuzz", text)
		if err != nil {
			return
		}
		var r recording
		r.runner, err = story.NewRunner(
			scenario, raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{}, &seed, r.line,
		)
		if err != nil {
			return
		}
		for i, line := range strings.SplitN(typed, "\n", 50) {
			for range pace {
				r.runner.Step()
			}
			if i%3 == 2 {
				r.runner.Advance(r.runner.World().Now().Add(lab.Duration(pace)*700), int(pace))
			}
			_ = r.runner.Do(line)
		}
		require.NoError(t, again(r.file()), "%s", r.String())
	})
}

// FuzzScenario: any scenario is refused, or plays within its limit of events.
func FuzzScenario(f *testing.F) {
	for _, scenario := range allScenarios(f) {
		f.Add(scenario.Text)
	}
	f.Add(manual)
	f.Add(free)
	f.Add("# T: T\ngiven S1 term 18446744073709551615 vote S2 log 1 2 18446744073709551615\nbatch 0\nrun 1s\n")
	f.Add("# T: T\nservers 6\ngroups 2\nelect S1\nput & 1\nput \x01 1\nput \xff 1\n")
	f.Add("# T: T\nelection-timeout 0ms 0ms\nheartbeat 0ms\nclock S1 fast 90%\nrun 1000s\nexpect progress\n")
	f.Fuzz(func(t *testing.T, text string) {
		scenario, err := story.ParseScenario("fuzz", text)
		if err != nil {
			return
		}
		runner, err := story.NewRunner(
			scenario, raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{}, nil,
		)
		if err != nil {
			return
		}
		_ = runner.Finish(3000)
		require.NoError(t, runner.World().Close())
	})
}

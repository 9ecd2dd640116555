package bring_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	judge "raftlab/grader/whole"
)

func judged(t *testing.T, name string, guest []byte, o judge.Options) {
	t0 := time.Now()
	var firstFail time.Duration
	o.Progress = func(done, of int, r judge.Result) {
		if !r.Passed && firstFail == 0 {
			firstFail = time.Since(t0)
		}
	}
	r, err := judge.Judge(t.Context(), guest, o)
	require.NoError(t, err)
	var events uint64
	for _, p := range r.Results {
		events += p.Events
	}
	t.Logf("## %s: passed=%v %d results, %d failed, %d events in %v, first fail %v, known %v", name, r.Passed, len(r.Results), len(r.Failed), events, time.Since(t0), firstFail, r.Known)
	seen := map[string]bool{}
	for _, f := range r.Failed {
		if len(seen) < 4 && !seen[f.Property] {
			seen[f.Property] = true
			t.Logf("     %s seed %d: %s: %.250s (small %d)", f.Name, f.Seed, f.Property, f.Sentence, f.SmallCommands)
			if os.Getenv("SHOW") != "" {
				t.Logf("%s\n", f.Small)
			}
		}
	}
}

func opts() judge.Options {
	o := judge.Options{Shrink: -1, All: os.Getenv("ALL") != ""}
	if os.Getenv("SHRINK") != "" {
		o.Shrink = 0
	}
	return o
}

func TestZRight(t *testing.T) {
	for _, s := range servers {
		if o := os.Getenv("ONLY"); o != "" && o != s.name {
			continue
		}
		guest := program(t, testdata(s.folder))
		judged(t, s.name, guest, opts())
	}
}

func TestZMistakes(t *testing.T) {
	for _, m := range mistakes {
		if o := os.Getenv("ONLY"); o != "" && !slices.ContainsFunc(strings.Split(o, ","), func(o string) bool { return strings.Contains(m.name, o) }) {
			continue
		}
		guest := program(t, m.plant(t))
		judged(t, m.name, guest, opts())
	}
}

package grader_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/mutants"
	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/reference"
)

var rewrite = flag.Bool("rewrite", false, "write testdata anew from what the code gives now; read the difference")

// variantSchedules is how many schedules each correct variant must pass; make soak asks for 10,000.
var variantSchedules = flag.Int("variants", 300, "how many schedules each correct variant must pass")

// repetitions is how often a grading is made again; make soak asks for 1,000.
var repetitions = flag.Int("repetitions", 50, "how often each grading is repeated")

// assertGolden compares a report with that file of testdata, which a person has read.
func assertGolden(t *testing.T, file, report string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *rewrite {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(report), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "write it with -rewrite, and read it")
	assert.Equal(t, string(want), report, "the report has changed: use -rewrite, and read the difference")
}

// requireLessonShows plays what a lesson tells its reader to play: a scenario that ends well, and that
// breaks a property with a wrong set of rules.
func requireLessonShows(t *testing.T, scenario, rules, property string) {
	t.Helper()
	for _, set := range []string{raftcluster.ReferenceRules, rules} {
		found, err := scenarios.Find(scenario)
		require.NoError(t, err)
		c := raftcluster.New(raftcluster.DefaultSetup())
		c.ForceRules(set)
		runner, err := story.NewRunner(found, c, raftcluster.InProcess{}, nil)
		require.NoError(t, err)
		err = runner.Finish(100_000)
		if set == raftcluster.ReferenceRules {
			require.NoError(t, err)
			continue
		}
		var violation *lab.Violation
		require.ErrorAs(t, err, &violation)
		assert.Equal(t, property, violation.ID)
	}
}

// rulesOf is the rules of the catalogue's mutant of that id, with the mistake where the exercise asks for it, so
// that no test has a copy of them.
func rulesOf(id string) raft.Rules {
	rules := reference.Rules()
	mutant, ok := mutants.Find(id)
	change := mutant.Rules
	if mutant.Graded != nil {
		change = mutant.Graded
	}
	if !ok || change == nil {
		panic("the catalogue of package mutants has no rules for " + id)
	}
	change(&rules)
	return rules
}

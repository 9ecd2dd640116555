package judgetest

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"raftlab/grader"
	"raftlab/grader/mutants"
	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/reference"
)

var (
	rewrite     = flag.Bool("rewrite", false, "write testdata again from what the code gives now; read the difference")
	variants    = flag.Int("variants", FewVariants, "how many schedules each correct variant must pass")
	repetitions = flag.Int("repetitions", 10, "how often each grading is repeated")
)

// FewVariants is how many schedules each correct variant must pass without the flag.
const FewVariants = 100

// Variants is how many schedules each correct variant must pass; make soak asks for 10,000.
func Variants() int { return *variants }

// Repetitions is how often a grading is repeated; make soak asks for 1,000.
func Repetitions() int { return *repetitions }

// Golden compares a report with a file of testdata, which a person has read.
func Golden(t testing.TB, file string, graded grader.Report) {
	t.Helper()
	Coded(t, graded)
	report := graded.Text() + hints(graded)
	path := filepath.Join("testdata", file)
	if *rewrite {
		if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(path, []byte(report), 0o644)); err != nil {
			t.Fatalf("write a report: %v", err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: write it with -rewrite, and read it", err)
	}
	if string(want) != report {
		t.Errorf("the report has changed: use -rewrite, and read the difference\nwant:\n%s\ngot:\n%s", want, report)
	}
}

// hints are the tasks of the findings, whose hints the page and the command offer. They are not in the text.
func hints(graded grader.Report) string {
	var b strings.Builder
	b.WriteString("\nHints, in the order of the findings:\n")
	for _, f := range graded.Findings {
		fmt.Fprintf(&b, "  task %d  %s\n", f.Task, f.Code)
	}
	return b.String()
}

// LessonShows plays a scenario of a lesson: it passes, and it breaks a property with a wrong set of rules.
func LessonShows(t testing.TB, scenario, rules, property string) {
	t.Helper()
	if err := play(scenario, raftcluster.ReferenceRules); err != nil {
		t.Errorf("scenario %s: %v", scenario, err)
	}
	err := play(scenario, rules)
	var violation *lab.Violation
	if !errors.As(err, &violation) || violation.ID != property {
		t.Errorf("scenario %s with the rules %s: want property %s to break, got %v", scenario, rules, property, err)
	}
}

func play(scenario, rules string) error {
	found, err := scenarios.Find(scenario)
	if err != nil {
		return err
	}
	c := raftcluster.New(raftcluster.DefaultSetup())
	c.ForceRules(rules)
	runner, err := story.NewRunner(found, c, raftcluster.InProcess{}, nil)
	if err != nil {
		return err
	}
	return runner.Finish(100_000)
}

// Rules are the rules of the catalogue's mutant with that id, with the mistake in the rule of its exercise. So no test
// has a copy of them.
func Rules(id string) raft.Rules {
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

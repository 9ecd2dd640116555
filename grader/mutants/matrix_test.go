package mutants_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/mutants"
)

var whole = flag.Bool("whole", false, "make the whole kill matrix, with the clusters, and print it")

// matrixFile keeps the matrix.
const matrixFile = "MATRIX.md"

// TestKillMatrix compares the file with the results of examples and small calls. With -whole it compares the results of
// all kinds of checks, and with -rewrite it writes them to the file.
func TestKillMatrix(t *testing.T) {
	if !*whole && !*rewrite {
		requireCallsAsKept(t)
		return
	}
	rows := mutants.Matrix()
	fmt.Fprint(t.Output(), "\n"+mutants.Text(rows)+"\n")
	for _, row := range rows {
		assert.Empty(t, row.Wrong())
	}
	assert.LessOrEqual(t, mutants.Median(mutants.Needed(rows)), 20, "the median of the schedules needed")
	if *rewrite {
		require.NoError(t, os.WriteFile(matrixFile, []byte(mutants.Markdown(rows)), 0o644))
	}
	want, got := strings.Split(mutants.Markdown(rows), "\n"), strings.Split(readMatrix(t), "\n")
	for i := range min(len(want), len(got)) {
		require.Equal(t, want[i], got[i], "line %d: write it with -rewrite, and read the difference", i+1)
	}
	require.Len(t, got, len(want))
}

func readMatrix(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(matrixFile)
	require.NoError(t, err)
	return string(text)
}

func requireCallsAsKept(t *testing.T) {
	t.Helper()
	var got, want []string
	for line := range strings.Lines(readMatrix(t)) {
		if cells := strings.SplitAfterN(line, "| ", 7); len(cells) == 7 && cells[1] != "id | " {
			got = append(got, strings.Join(cells[:6], ""))
		}
	}
	for _, row := range mutants.Calls() {
		want = append(want, row.Line())
		// What no call finds may still be found in clusters.
		assert.Equal(t, min(row.Mutant.Check, mutants.Drill), min(row.First(), mutants.Drill), row.Mutant.ID)
	}
	require.Equal(t, want, got, "make mutants shows the matrix; write it with -rewrite")
}

// TestEveryRowOfTheCatalogueIsHere, as a mutant or with the reason why it cannot be made.
func TestEveryRowOfTheCatalogueIsHere(t *testing.T) {
	var want, got []string
	for _, group := range []struct {
		letter string
		rows   int
	}{{"V", 23}, {"T", 15}, {"A", 22}, {"R", 14}, {"C", 11}, {"P", 5}, {"D", 12}, {"B", 5},
		{"Q", 18}, {"X", 7}, {"K", 19}, {"L", 18}, {"S", 23}, {"M", 22}, {"PX", 21}, {"ZB", 19}, {"RQ", 20}} {
		for i := range group.rows {
			want = append(want, fmt.Sprintf("%s%02d", group.letter, i+1))
		}
	}
	for _, m := range mutants.All() {
		got = append(got, m.ID)
	}
	assert.Equal(t, want, got)
}

// TestAWrongRowOfTheMatrixIsReported: a mutant that survives, or that another check finds first.
func TestAWrongRowOfTheMatrixIsReported(t *testing.T) {
	mutant := mutants.Mutant{ID: "V01", Title: "It votes twice"}
	lucky, harmless, unlucky := mutant, mutant, mutant
	unlucky.Harmless = "Nobody asks."
	lucky.Check, harmless.Harmless, harmless.Check = mutants.Schedule, "Nobody asks.", mutants.Nothing
	for name, test := range map[string]struct {
		row  mutants.Row
		want string
	}{
		"found":    {mutants.Row{Mutant: mutant, Examples: 2, Schedules: 1}, ""},
		"survives": {mutants.Row{Mutant: mutant}, "V01 survives: It votes twice"},
		"without a reason": {mutants.Row{Mutant: mutant, Examples: 2},
			"V01 breaks nothing in clusters, and no reason is given: It votes twice"},
		"called harmless": {mutants.Row{Mutant: unlucky, Examples: 2, Schedules: 7, Property: "progress"},
			"V01 is called harmless, and schedule 7 breaks progress: It votes twice"},
		"found by another": {mutants.Row{Mutant: mutant, Small: true},
			"V01 is found by small first, and should be by example: It votes twice"},
		"found too early": {mutants.Row{Mutant: lucky, Drill: "a story"},
			"V01 is found by drill first, and should be by schedule: It votes twice"},
		"found by its schedule": {mutants.Row{Mutant: lucky, Schedules: 3}, ""},
		"harmless":              {mutants.Row{Mutant: harmless}, ""},
		"harmless, and found anyway": {mutants.Row{Mutant: harmless, Examples: 1},
			"V01 is found by example first, and should be by nothing: It votes twice"},
	} {
		assert.Equal(t, test.want, test.row.Wrong(), name)
	}
}

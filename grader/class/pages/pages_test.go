package pages_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class"
	"raftlab/grader/class/pages"
)

var rewrite = flag.Bool("rewrite", false, "rewrite testdata from the present output; then read the difference")

// golden compares a file with what stands below testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *rewrite {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "write it with -rewrite, and read it")
	assert.Equal(t, string(want), string(got), "the page has changed: use -rewrite, and look at it")
}

// TestPages has the pages that static/e2e/tests/class.test.mjs opens, too.
func TestPages(t *testing.T) {
	for name, made := range map[string]struct {
		class    *class.Class
		students []int
	}{
		"one":     {oneExercise(t), []int{14, 18, 16}},
		"several": {severalExercises(t), []int{0}},
	} {
		t.Run(name, func(t *testing.T) {
			index, err := pages.Index(made.class)
			require.NoError(t, err)
			golden(t, name+"/index.html", index)
			for _, n := range made.students {
				page, err := pages.Student(made.class, student(n))
				require.NoError(t, err)
				golden(t, name+"/"+pages.Folder+"/"+pages.File(student(n)), page)
			}
		})
	}
}

func TestCSVAndTable(t *testing.T) {
	for name, c := range map[string]*class.Class{"one": oneExercise(t), "several": severalExercises(t)} {
		golden(t, name+"/class.csv", pages.CSV(c))
		golden(t, name+"/class.txt", []byte(pages.Table(c)))
	}
}

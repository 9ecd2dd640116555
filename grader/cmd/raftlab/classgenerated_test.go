package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class/example"
	"raftlab/grader/class/grading"
	"raftlab/grader/class/results"
	"raftlab/grader/judges"
)

// `make soak` has a whole class, of 300 students and the exercises of Figure 2.
var (
	classStudents  = flag.Int("class-students", 10, "how many students the generated class has")
	classExercises = flag.String("class-exercises", "vote", "its exercises, or all")
	classHostile   = flag.Int("class-hostile", 2, "how many hostile files it has at most")
)

func generated(t testing.TB, students, hostile int, exercises []string) *example.Class {
	t.Helper()
	c, err := example.Generate(example.Options{
		Seed: 1, Students: students, Hostile: hostile, Exercises: exercises, Checkout: os.DirFS("../../.."),
	})
	require.NoError(t, err)
	return c
}

// TestAGeneratedClassGetsTheVerdictsThatItDeserves: solutions, variants, mistakes, unfinished and hostile files,
// misnamed, late, doubled and missing ones, in one command.
func TestAGeneratedClassGetsTheVerdictsThatItDeserves(t *testing.T) {
	t.Parallel()
	ids := strings.Split(*classExercises, ",")
	if *classExercises == "all" {
		ids = nil
		for _, judge := range judges.All() {
			ids = append(ids, judge.About().ID)
		}
	}
	c := generated(t, *classStudents, *classHostile, ids)
	input, err := c.Write(t.TempDir(), example.Moodle)
	require.NoError(t, err)
	out := filepath.Join(t.TempDir(), "results")
	began := time.Now()
	code, stdout, stderr := runForTest("class", "grade", input, "--exercises", strings.Join(ids, ","), "--out", out,
		"--deadline", example.Due.Format(time.RFC3339))
	require.Equal(t, exitDone, code, stderr)
	t.Logf("%d students in %s\n%s", *classStudents, time.Since(began).Round(time.Second), stdout)
	folder, err := results.Open(out)
	require.NoError(t, err)
	defer folder.Close()
	plan, err := folder.Plan()
	require.NoError(t, err)
	graded, err := grading.Class(folder, plan, nil)
	require.NoError(t, err)
	assert.Empty(t, graded.Unplaced)
	wants := c.Wants(example.Moodle)
	require.Len(t, graded.Rows, len(wants))
	for i, want := range wants {
		row := graded.Rows[i]
		what := fmt.Sprintf("%s, %s: %s %s, %s", want.Student.Shown(), want.Exercise, want.Manner, want.Kind, want.Name)
		assert.Equal(t, want.Student, row.Student, what)
		assert.Equal(t, want.Late, row.Late, what)
		if len(want.Verdicts) == 0 {
			assert.NotNil(t, row.Problem, what)
			assert.Zero(t, row.Marks.Points, what)
			continue
		}
		if !assert.NotNil(t, row.Report, what) {
			continue
		}
		assert.True(t, slices.Contains(want.Verdicts, row.Report.Verdict), "%s: %s", what, row.Report.Verdict)
		assert.Equal(t, row.Report.Verdict == grader.Pass, row.Marks.Points == row.Marks.Of, what)
	}
}

// BenchmarkClass is a class of 100: half of the files are wrong, and ten are hostile. It is to take three minutes on
// two processors, and nothing once it is graded.
func BenchmarkClass(b *testing.B) {
	input, err := generated(b, 100, 10, []string{"vote"}).Write(b.TempDir(), example.Moodle)
	require.NoError(b, err)
	out := filepath.Join(b.TempDir(), "results")
	for _, name := range []string{"new", "unchanged"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if name == "new" {
					require.NoError(b, os.RemoveAll(out))
				}
				code, _, stderr := runForTest("class", "grade", input, "--exercises", "vote", "--out", out)
				require.Equal(b, exitDone, code, stderr)
			}
		})
	}
}

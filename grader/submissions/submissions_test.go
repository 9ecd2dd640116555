package submissions_test

import (
	"errors"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/judges"
	"raftlab/grader/submissions"
)

func readCheckout(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(path)))
}

// TestEachExerciseHasSevenSubmissions: they are different files. cmd/raftlab, which compiles them, tests their
// verdicts.
func TestEachExerciseHasSevenSubmissions(t *testing.T) {
	all, err := submissions.All(readCheckout)
	require.NoError(t, err)
	count, seen := map[string]int{}, map[string]bool{}
	for _, s := range all {
		count[s.Exercise]++
		assert.False(t, seen[s.Source] || seen[s.Exercise+s.Name], "%s of %s is there twice", s.Name, s.Exercise)
		seen[s.Source], seen[s.Exercise+s.Name] = true, true
		file, err := parser.ParseFile(token.NewFileSet(), s.Exercise+".go", s.Source, 0)
		require.NoError(t, err, s.Name)
		assert.Equal(t, s.Exercise, file.Name.Name)
		assert.Equal(t, s.Name == submissions.Solution, s.Verdict == grader.Pass, s.Name)
		assert.Equal(t, s.Name == submissions.Starter, s.Verdict == grader.Unfinished, s.Name)
	}
	for _, judge := range judges.All() {
		assert.Equal(t, 7, count[judge.About().ID], judge.About().ID)
	}
}

func TestASolutionThatHasChangedIsAnError(t *testing.T) {
	_, err := submissions.All(func(path string) ([]byte, error) {
		text, err := readCheckout(path)
		if filepath.Base(filepath.Dir(path)) == "solution" {
			text = []byte("package solution\n")
		}
		return text, err
	})
	assert.ErrorContains(t, err, "the text to edit must occur once in the solution, not 0 times")

	missing := errors.New("not there")
	_, err = submissions.All(func(string) ([]byte, error) { return nil, missing })
	assert.ErrorIs(t, err, missing)
}

func TestEachExerciseHasCases(t *testing.T) {
	cases, err := submissions.Cases(os.DirFS(filepath.Join("..", "..")))
	require.NoError(t, err)
	count := map[string]int{}
	for _, one := range cases {
		count[one.Exercise]++
		if one.Verdict != grader.Pass {
			assert.NotEmpty(t, one.Says, "%s: a verdict without its reason", one.Name)
		}
	}
	for _, id := range []string{"vote", "append", "campaign", "commit", "replicate", "timeout"} {
		assert.NotZero(t, count[id], id)
	}
}

func TestADamagedCaseIsAnError(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"vote-a":   {"package vote\n", "the first line must be // want VERDICT: SENTENCE"},
		"vote-b":   {"// want wrong: so\n", `there is no verdict "wrong"`},
		"voting-c": {"// want pass\n", `there is no exercise "voting"`},
	} {
		file := submissions.CasesFolder + "/" + name + ".go"
		_, err := submissions.Cases(fstest.MapFS{file: {Data: []byte(test.text)}})
		assert.ErrorContains(t, err, file)
		assert.ErrorContains(t, err, test.want)
	}
}

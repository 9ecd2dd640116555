package gradebook_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/gradebook"
	"raftlab/grader/class/judging"
)

// single is a submission with a file for each exercise, all of which get that verdict.
func single(t *testing.T, target string, verdict grader.Verdict) gradebook.Single {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "submission")
	require.NoError(t, os.MkdirAll(folder, 0o755))
	for _, exercise := range assignment.Exercises {
		file := filepath.Join(folder, exercise.ID+".go")
		require.NoError(t, os.WriteFile(file, []byte("package "+exercise.ID+"\n"), 0o644))
	}
	return gradebook.Single{
		Target: target, Assignment: assignment, Student: amara, Submission: folder, Mark: mark,
		Seed: func(string) uint64 { return 7 },
		Judge: func(_ context.Context, task judging.Task) (*grader.ReportJSON, error) {
			return row(amara, task.Exercise.ID, verdict).Report, nil
		},
	}
}

// written is the outcome and the result, which follows the receiver's rules.
func written(t *testing.T, s gradebook.Single) (gradebook.Outcome, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "results.json")
	outcome, err := s.Write(t.Context(), file)
	require.NoError(t, err)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Empty(t, ruled[s.Target](text), "%s\n%s", s.Target, text)
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".*"))
	require.NoError(t, err)
	assert.Empty(t, left, "nothing else stays")
	return outcome, string(text)
}

var singles = []string{"gradescope", "prairielearn", "exercism", "junit", "autolab"}

func TestOneSubmission(t *testing.T) {
	for _, target := range singles {
		outcome, text := written(t, single(t, target, grader.Pass))
		assert.Equal(t, gradebook.Passed, outcome, target)
		assert.NotContains(t, text, "infrastructure:", target)
		outcome, text = written(t, single(t, target, grader.Safety))
		assert.Equal(t, gradebook.Failed, outcome, target)
		assert.NotContains(t, text, "infrastructure:", target)
		outcome, _ = written(t, single(t, target, grader.Compile))
		assert.Equal(t, gradebook.Failed, outcome, target)
	}
	_, err := gradebook.Single{Target: "canvas"}.Write(t.Context(), filepath.Join(t.TempDir(), "x"))
	assert.ErrorContains(t, err, "Canvas takes the grades of a class, not one result: use raftlab class export")
	_, err = gradebook.Single{Target: "gradscope"}.Write(t.Context(), filepath.Join(t.TempDir(), "x"))
	assert.ErrorContains(t, err, `did you mean "gradescope"?`)
}

// TestWhatThisMachineCannotDo: each way in which a grading may fail gives a result without a grade, and the reason.
func TestWhatThisMachineCannotDo(t *testing.T) {
	for name, one := range map[string]struct {
		change func(*gradebook.Single)
		says   string
	}{
		"no report": {func(s *gradebook.Single) {
			s.Judge = func(context.Context, judging.Task) (*grader.ReportJSON, error) {
				return nil, errors.New("the disk is full")
			}
		}, "the disk is full"},
		"one report": {func(s *gradebook.Single) {
			judge := s.Judge
			s.Judge = func(ctx context.Context, task judging.Task) (*grader.ReportJSON, error) {
				if task.Exercise.ID == "append" {
					return nil, errors.New("no memory")
				}
				return judge(ctx, task)
			}
		}, "no memory"},
		"no folder":            {func(s *gradebook.Single) { s.Submission += "/nothing" }, "submission is not there"},
		"no folder but a file": {func(s *gradebook.Single) { s.Submission += "/vote.go" }, "it is no folder"},
		"unknown exercise": {func(s *gradebook.Single) {
			s.Assignment.Exercises = []class.Assigned{{ID: "vte", Points: 3}}
		}, "The grading was interrupted"},
	} {
		for _, target := range singles {
			s := single(t, target, grader.Pass)
			one.change(&s)
			outcome, text := written(t, s)
			assert.Equal(t, gradebook.Ungraded, outcome, "%s %s", name, target)
			assert.Contains(t, text, one.says, "%s %s", name, target)
			assert.Contains(t, text, "infrastructure: this was not graded.", "%s %s", name, target)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	s := single(t, "gradescope", grader.Pass)
	s.Judge = func(ctx context.Context, _ judging.Task) (*grader.ReportJSON, error) {
		cancel()
		return nil, ctx.Err()
	}
	outcome, err := s.Write(ctx, filepath.Join(t.TempDir(), "x"))
	assert.Equal(t, gradebook.Ungraded, outcome)
	assert.NoError(t, err)
}

// TestAFileThatIsMissingIsTheStudents: that is no infrastructure.
func TestAFileThatIsMissingIsTheStudents(t *testing.T) {
	s := single(t, "gradescope", grader.Pass)
	require.NoError(t, os.Remove(filepath.Join(s.Submission, "vote.go")))
	require.NoError(t, os.Symlink("/etc/passwd", filepath.Join(s.Submission, "vote.go")))
	outcome, text := written(t, s)
	assert.Equal(t, gradebook.Failed, outcome)
	assert.Contains(t, text, `"score": 20`)
	assert.Contains(t, text, `"verdict": "refused"`)
	assert.NotContains(t, text, "root:")

	s = single(t, "prairielearn", grader.Pass)
	require.NoError(t, os.RemoveAll(s.Submission))
	require.NoError(t, os.Mkdir(s.Submission, 0o755))
	outcome, text = written(t, s)
	assert.Equal(t, gradebook.Failed, outcome)
	assert.Contains(t, text, `"gradable": false`)
	assert.NotContains(t, text, "infrastructure:")
}

// TestAResultIsThereFromTheBeginning: while a file is judged, the result says that nothing was graded. A link in its
// place is not followed.
func TestAResultIsThereFromTheBeginning(t *testing.T) {
	s := single(t, "gradescope", grader.Pass)
	folder := t.TempDir()
	file, elsewhere := filepath.Join(folder, "results.json"), filepath.Join(folder, "elsewhere")
	require.NoError(t, os.WriteFile(elsewhere, []byte("mine"), 0o600))
	require.NoError(t, os.Symlink(elsewhere, file))
	judge := s.Judge
	s.Judge = func(ctx context.Context, task judging.Task) (*grader.ReportJSON, error) {
		text, err := os.ReadFile(file)
		assert.NoError(t, err)
		assert.Empty(t, scopeRules(text))
		assert.Contains(t, string(text), "infrastructure: this was not graded.")
		assert.NotContains(t, string(text), `"score"`)
		return judge(ctx, task)
	}
	outcome, err := s.Write(t.Context(), file)
	require.NoError(t, err)
	assert.Equal(t, gradebook.Passed, outcome)
	kept, err := os.ReadFile(elsewhere)
	require.NoError(t, err)
	assert.Equal(t, "mine", string(kept))

	_, err = s.Write(t.Context(), filepath.Join(folder, "no", "folder"))
	assert.ErrorContains(t, err, "write a result")
}

// TestWhatJudgedCodePrintsIsNoResult: it is quoted in a text, and nowhere else.
func TestWhatJudgedCodePrintsIsNoResult(t *testing.T) {
	s := single(t, "autolab", grader.Safety)
	_, text := written(t, s)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	assert.Equal(t, `{"scores":{"append":0,"vote":0}}`, lines[len(lines)-1])
	assert.Contains(t, text, `| {"scores":{"vote":10,"append":20}}`)
	assert.NotContains(t, text, "\x1b")
}

func TestWhoseSubmissionItIs(t *testing.T) {
	const both = `{"users": [{"email": "a@x", "sid": "031", "id": 17, "name": "A"}]}`
	for metadata, want := range map[string]class.Student{
		both: {ID: "a@x", Name: "A", Number: "031"},
		`{"users": [{"email": "Amara@Example.org", "id": 17, "name": "Amara Okafor"}]}`: {
			ID: "amara@example.org", Name: "Amara Okafor",
		},
		`{"users": [{"email": "", "sid": "031", "id": 17, "name": "A"}]}`: {ID: "031", Name: "A"},

		`{"users": [{"id": 17, "name": "A"}]}`: {ID: "A", Name: "A"},
		`{"users": [{"id": 17}]}`:              {ID: "17"},
		`{"users": [{"email": "z@x", "id": 1, "name": "Z"}, {"email": "b@x", "id": 2}], "a": 1}`: {ID: "b@x"},
	} {
		got, err := gradebook.Submitter("gradescope", []byte(metadata))
		require.NoError(t, err)
		assert.Equal(t, want, got, metadata)
	}
	for data, want := range map[string]string{
		`{"variant_seed": 1234567890123, "submitted_answers": {"variant_seed": 7}}`: "variant 1234567890123",
		`{"params": {}}`: "",
	} {
		got, err := gradebook.Submitter("prairielearn", []byte(data))
		require.NoError(t, err)
		assert.Equal(t, class.Student{ID: want}, got, data)
	}
	for metadata, says := range map[string]string{
		"": "read the metadata", "{": "read the metadata", "{}": "name no student", `{"users": 3}`: "read the metadata",
		`{"users": [{"name": ""}]}`: "name no student",
	} {
		_, err := gradebook.Submitter("gradescope", []byte(metadata))
		assert.ErrorContains(t, err, says, metadata)
	}
	_, err := gradebook.Submitter("prairielearn", []byte(`{"variant_seed": "x"}`))
	assert.ErrorContains(t, err, "read the metadata")
}

package example_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class/example"
	"raftlab/grader/class/intake"
	"raftlab/grader/judges"
)

func options(students int) example.Options {
	return example.Options{
		Seed: 7, Students: students, Exercises: []string{"timeout", "vote", "replicate"}, Hostile: 10,
		Checkout: os.DirFS("../../.."),
	}
}

func abouts(t *testing.T, ids []string) []grader.About {
	var all []grader.About
	for _, id := range ids {
		judge, found := judges.Find(id)
		require.True(t, found, id)
		all = append(all, judge.About())
	}
	return all
}

// TestEachFormIsUnderstood: intake finds what the class handed in, in each form: each file with its text, what is late,
// missing and unreadable.
func TestEachFormIsUnderstood(t *testing.T) {
	for _, students := range []int{1, 12, 60} {
		o := options(students)
		c, err := example.Generate(o)
		require.NoError(t, err)
		for _, form := range example.Forms() {
			input, err := c.Write(t.TempDir(), form)
			require.NoError(t, err)
			found := intake.Read(context.Background(), []string{input},
				intake.Options{Exercises: abouts(t, o.Exercises), Due: example.Due})
			wants := c.Wants(form)
			require.Len(t, found.Entries, len(wants), form)
			assert.Empty(t, found.Unplaced, form)
			for i, want := range wants {
				got := found.Entries[i]
				what := fmt.Sprintf("%s: %s %s %s", form, want.Student.Shown(), want.Exercise, want.Manner)
				assert.Equal(t, want.Student, got.Student, what)
				assert.Equal(t, want.Exercise, got.Exercise, what)
				assert.Equal(t, want.Late, got.Late, what)
				if want.Problem != "" {
					if assert.NotNil(t, got.Problem, what) {
						assert.Equal(t, want.Problem, got.Problem.Code, what)
					}
					continue
				}
				assert.Nil(t, got.Problem, what)
				assert.Equal(t, strings.ReplaceAll(want.Source, "\r\n", "\n"), string(got.Source), what)
			}
		}
	}
}

// TestClassesHaveEverything: a class of a dozen has each kind and each manner, and follows from its options.
func TestClassesHaveEverything(t *testing.T) {
	c, err := example.Generate(options(24))
	require.NoError(t, err)
	again, err := example.Generate(options(24))
	require.NoError(t, err)
	kinds, manners, hostile := map[example.Kind]int{}, map[example.Manner]int{}, 0
	for _, form := range example.Forms() {
		assert.Equal(t, c.Files(form), again.Files(form))
	}
	for _, want := range c.Wants(example.Folders) {
		kinds[want.Kind]++
		manners[want.Manner]++
		if want.Kind == example.Hostile {
			hostile++
		}
		assert.Equal(t, want.Kind == example.Solution || want.Kind == example.Variant,
			want.Passes() && want.Kind != example.Hostile, want)
		assert.Equal(t, want.Problem == "", len(want.Verdicts) > 0, want)
	}
	for _, kind := range []example.Kind{
		example.Solution, example.Mistake, example.Variant, example.Unfinished, example.Missing,
		example.Unreadable, example.Hostile,
	} {
		assert.Positive(t, kinds[kind], kind)
	}
	for _, manner := range []example.Manner{example.Plain, example.Copied, example.Doubled, example.Misnamed,
		example.Late, example.Text, example.Encoded, example.Zipped, example.Encrypted, example.Large} {
		assert.Positive(t, manners[manner], manner)
	}
	assert.LessOrEqual(t, hostile, 10)

	_, err = example.Generate(example.Options{Exercises: []string{"vot"}, Checkout: os.DirFS("../../..")})
	assert.EqualError(t, err, `make a class: there is no exercise "vot"`)
	_, err = example.Generate(example.Options{Checkout: os.DirFS(t.TempDir())})
	assert.ErrorIs(t, err, os.ErrNotExist)
}

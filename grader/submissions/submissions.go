package submissions

import (
	"fmt"
	"path"
	"strings"

	"raftlab/grader"
	"raftlab/grader/judges"
)

// Submission is one file for one exercise.
type Submission struct {
	// Exercise is its id; Name says what is wrong in it, or is Starter or Solution.
	Exercise string `json:"exercise"`
	Name     string `json:"name"`
	Source   string `json:"source"`
	// Verdict is what every host must say, and Check the first check that does not pass, "" for none.
	Verdict grader.Verdict `json:"verdict"`
	Check   string         `json:"check,omitempty"`
}

// The names of what is no mutant.
const (
	Starter  = "starter"
	Solution = "solution"
)

// All gives the submissions of all exercises, in their order. Read gives a file of the checkout, by its
// path from the root, with slashes.
func All(read func(path string) ([]byte, error)) ([]Submission, error) {
	var all []Submission
	for _, judge := range judges.All() {
		exercise := judge.About()
		starter, err := read(exercise.File)
		if err != nil {
			return nil, fmt.Errorf("read a starter: %w", err)
		}
		text, err := read(path.Dir(exercise.File) + "/solution/" + path.Base(exercise.File))
		if err != nil {
			return nil, fmt.Errorf("read a solution: %w", err)
		}
		// A learner's file is in the exercise's package.
		solution := strings.Replace(string(text), "package solution", "package "+exercise.ID, 1)
		first := judge.Checks()[0].Name
		all = append(all,
			Submission{exercise.ID, Starter, string(starter), grader.Unfinished, first},
			Submission{exercise.ID, Solution, solution, grader.Pass, ""})
		for _, edit := range edits {
			if edit.exercise != exercise.ID {
				continue
			}
			source, err := edit.of(solution)
			if err != nil {
				return nil, err
			}
			all = append(all, Submission{exercise.ID, edit.name, source, edit.verdict, edit.check})
		}
	}
	return all, nil
}

// Sample is a few of all submissions, each of another kind: of the first exercise its starter, of the
// second its solution, of each other one of its mutants. What Sample leaves out is left to `make parity`.
func Sample[S any](all []S) []S {
	kinds := len(all) / len(judges.All())
	var sample []S
	for i := range judges.All() {
		sample = append(sample, all[kinds*i+i%kinds])
	}
	return sample
}

// edit makes a wrong submission of a solution.
type edit struct {
	exercise, name string
	// old, which occurs once in the solution, becomes new.
	old, new string
	verdict  grader.Verdict
	// check is the first that does not pass.
	check string
}

// of is the solution with the edit made.
func (e edit) of(solution string) (string, error) {
	if n := strings.Count(solution, e.old); n != 1 {
		return "", fmt.Errorf("submission %q of %s: the solution has changed, and what is to be edited occurs %d "+
			"times in it: %q",
			e.name, e.exercise, n, e.old)
	}
	return strings.Replace(solution, e.old, e.new, 1), nil
}

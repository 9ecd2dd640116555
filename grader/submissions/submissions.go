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
	// Exercise is the exercise's id. Name says what is wrong, or is Starter or Solution.
	Exercise string `json:"exercise"`
	Name     string `json:"name"`
	Source   string `json:"source"`
	// Verdict is the verdict that every host must give. Check is a check that does not pass, "" for none. Says is a
	// part of the first finding's sentence, "" if the verdict says everything.
	Verdict grader.Verdict `json:"verdict"`
	Check   string         `json:"check,omitempty"`
	Says    string         `json:"says,omitempty"`
}

// The names of the submissions that are not mutants.
const (
	Starter  = "starter"
	Solution = "solution"
)

// All gives the submissions of all exercises, in their order. Read gives a file of the checkout by its slash path from
// the root.
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
			Submission{
				Exercise: exercise.ID, Name: Starter, Source: string(starter), Verdict: grader.Unfinished, Check: first,
			},
			Submission{Exercise: exercise.ID, Name: Solution, Source: solution, Verdict: grader.Pass})
		for _, edit := range edits {
			if edit.exercise != exercise.ID {
				continue
			}
			source, err := edit.of(solution)
			if err != nil {
				return nil, err
			}
			all = append(all, Submission{
				Exercise: exercise.ID, Name: edit.name, Source: source, Verdict: edit.verdict, Check: edit.check,
			})
		}
	}
	return all, nil
}

// Sample is one submission of each exercise, of different kinds: the starter of the first, the solution of the second,
// a mutant of each other. `make parity` judges them all.
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
	// check is a check that does not pass: the one that is about the mistake.
	check string
}

// of is the edited solution.
func (e edit) of(solution string) (string, error) {
	if n := strings.Count(solution, e.old); n != 1 {
		return "", fmt.Errorf("submission %q of %s: the text to edit must occur once in the solution, not %d times: %q",
			e.name, e.exercise, n, e.old)
	}
	return strings.Replace(solution, e.old, e.new, 1), nil
}

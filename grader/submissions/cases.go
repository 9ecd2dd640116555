package submissions

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"raftlab/grader"
	"raftlab/grader/judges"
)

// CasesFolder has the cases, by its slash path from the root of the checkout.
const CasesFolder = "grader/submissions/testdata/cases"

// Cases are whole files that were judged wrongly once, or whose reason was untrue, each with what is right. The name of
// a file begins with its exercise, and its first line is
//
//	// want VERDICT: A PART OF THE FIRST SENTENCE
func Cases(checkout fs.FS) ([]Submission, error) {
	files, err := fs.Glob(checkout, CasesFolder+"/*.go")
	if err != nil {
		return nil, fmt.Errorf("list the cases: %w", err)
	}
	var all []Submission
	for _, file := range files {
		source, err := fs.ReadFile(checkout, file)
		if err != nil {
			return nil, fmt.Errorf("read a case: %w", err)
		}
		one, err := caseOf(strings.TrimSuffix(path.Base(file), ".go"), string(source))
		if err != nil {
			return nil, fmt.Errorf("case %s: %w", file, err)
		}
		all = append(all, one)
	}
	return all, nil
}

func caseOf(name, source string) (Submission, error) {
	exercise, _, _ := strings.Cut(name, "-")
	if _, found := judges.Find(exercise); !found {
		return Submission{}, fmt.Errorf("there is no exercise %q", exercise)
	}
	first, _, _ := strings.Cut(source, "\n")
	want, ok := strings.CutPrefix(first, "// want ")
	if !ok {
		return Submission{}, fmt.Errorf("the first line must be // want VERDICT: SENTENCE, and is %q", first)
	}
	verdict, says, _ := strings.Cut(want, ": ")
	if !slices.Contains(grader.Verdicts(), grader.Verdict(verdict)) {
		return Submission{}, fmt.Errorf("there is no verdict %q", verdict)
	}
	return Submission{
		Exercise: exercise, Name: name, Source: source, Verdict: grader.Verdict(verdict), Says: says,
	}, nil
}

package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"

	"raftlab/grader"
)

// submitted is a file that is to be judged.
type submitted struct {
	exercise *grader.Exercise
	// path is what messages call it.
	path string
	// source is the text as it was written, but for its package clause: it is in the exercise's package.
	source []byte
}

// findLearners reads what was written for an exercise: the named file, or the one of the checkout.
func findLearners(root string, exercise *grader.Exercise, file string, solution bool) (*submitted, error) {
	path := file
	if file == "" {
		path = filepath.FromSlash(exercise.File)
		if solution {
			path = filepath.Join(filepath.Dir(path), "solution", filepath.Base(path))
		}
		file = filepath.Join(root, path)
	}
	text, err := readLearners(file)
	if err != nil {
		return nil, &usageError{fmt.Errorf("read the file to judge: %w", err)}
	}
	return &submitted{exercise, path, inPackage(text, exercise.ID)}, nil
}

// maxLearners bounds a learner's file, far above what anybody writes.
const maxLearners = 1 << 20

var errTooLong = fmt.Errorf("it has more than %d bytes", maxLearners)

func readLearners(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxLearners+1))
	if err == nil && len(text) > maxLearners {
		err = errTooLong
	}
	return text, err
}

// inPackage is a file with its package clause saying name: a file may come from a folder of another
// name. Text that has no clause is left to the compiler to complain of.
func inPackage(text []byte, name string) []byte {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", text, parser.PackageClauseOnly)
	if err != nil {
		return text
	}
	start, end := files.Position(file.Name.Pos()).Offset, files.Position(file.Name.End()).Offset
	return slices.Concat(text[:start], []byte(name), text[end:])
}

package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"raftlab/grader"
	"raftlab/lab"
)

// undefined finds the name that a test misses in the learner's package.
var undefined = regexp.MustCompile(`undefined: ([a-z]+)\.(\w+)`)

// notCompiled explains why a learner's file could not be compiled. A function that is missing, or has
// another name, is a common reason, and the compiler complains of the test, which the learner did not
// write.
func (o *gradeOptions) notCompiled(exercise *grader.Exercise, file string, output []byte, cause error) error {
	if file == "" {
		file = exercise.File
	}
	match := undefined.FindSubmatch(output)
	if match == nil || string(match[1]) != exercise.ID {
		return fmt.Errorf("%s does not compile: %w\n%s", file, cause, strings.TrimSpace(string(output)))
	}
	missing := string(match[2])
	near := lab.DidYouMean(missing, functionsOf(file))
	if near != "" {
		return fmt.Errorf("%s has no function %s%s It must be called %s", file, missing, near, missing)
	}
	return fmt.Errorf("%s has no function %s: the starter, %s, shows what it is given and what it returns", file, missing, filepath.ToSlash(exercise.File))
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

// functionsOf lists the functions of a file, none for one that cannot be read.
func functionsOf(path string) []string {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var names []string
	for _, declaration := range file.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok {
			names = append(names, function.Name.Name)
		}
	}
	return names
}

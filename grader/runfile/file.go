package runfile

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

// File is a learner's file for an exercise.
type File struct {
	Exercise grader.About
	// Path is the file's name in messages.
	Path string
	// Source is the text, with a package clause that puts it into the exercise's package.
	Source []byte
}

// Read reads the file for an exercise: the named file or, if the name is "", the learner's own in the current folder's
// exercises. With solution it reads the solution instead, which is among the sources at root.
func Read(root string, exercise grader.About, name string, solution bool) (*File, error) {
	path := name
	switch own := filepath.FromSlash(exercise.File); {
	case solution:
		path = filepath.Join(filepath.Dir(own), "solution", filepath.Base(own))
		name = filepath.Join(root, path)
	case name == "":
		found, err := ownFile(exercise)
		if err != nil {
			return nil, fmt.Errorf("read the file to judge: %w", err)
		}
		path, name = found, found
	}
	text, err := readBounded(name)
	if err != nil {
		return nil, fmt.Errorf("read the file to judge: %w", err)
	}
	return New(exercise, path, text), nil
}

// New is a file with a text, whose package may have any name. Path is the file's name in messages.
func New(exercise grader.About, path string, text []byte) *File {
	return &File{exercise, path, inPackage(text, exercise.ID)}
}

// maxSize bounds a learner's file, far above what anybody writes.
const maxSize = 1 << 20

var errTooLong = fmt.Errorf("it has more than %d bytes", maxSize)

func readBounded(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err == nil && len(text) > maxSize {
		err = errTooLong
	}
	return text, err
}

// inPackage is a file with name in its package clause: the file may come from a folder of another name. Text without a
// package clause is unchanged, and the compiler reports it.
func inPackage(text []byte, name string) []byte {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", text, parser.PackageClauseOnly)
	if err != nil {
		return text
	}
	start, end := files.Position(file.Name.Pos()).Offset, files.Position(file.Name.End()).Offset
	return slices.Concat(text[:start], []byte(name), text[end:])
}

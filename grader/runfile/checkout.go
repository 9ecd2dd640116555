package runfile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"raftlab/grader"
	"raftlab/grader/source"
)

// Checkout is the folder with the sources that a learner's file is compiled with.
func Checkout(ctx context.Context) (string, error) { return source.Root(ctx) }

// ErrNoOwnFile is wrapped when there is no file of the learner to judge.
var ErrNoOwnFile = errors.New("there is no such file in this folder, nor above it")

// ownFile is the path of the learner's own file for an exercise: below the current folder, which is the one that
// raftlab start made or a checkout, or below a folder around it.
func ownFile(exercise grader.About) (string, error) {
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for folder := here; ; folder = filepath.Dir(folder) {
		path := filepath.Join(folder, filepath.FromSlash(exercise.File))
		_, err := os.Stat(path)
		if err == nil {
			return filepath.Rel(here, path)
		}
		// Above the learner's folder there may be folders that the learner cannot read.
		if !errors.Is(err, fs.ErrNotExist) || folder == filepath.Dir(folder) {
			return "", fmt.Errorf("%s: %w: `raftlab start DIR` makes a folder for it", exercise.File, ErrNoOwnFile)
		}
	}
}

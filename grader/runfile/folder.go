package runfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"raftlab/grader/lock"
)

// A worker's folder has the first name while it is made, and the second one as soon as it is locked. Otherwise another
// worker could see it in between, and take it for abandoned.
const (
	makingPattern = "raftlab-making-"
	folderPattern = "raftlab-grade-"
)

// lockFile is locked as long as a worker uses its folder.
const lockFile = "lock"

// folder is a worker's own.
type folder struct {
	path string
	held *os.File
}

// newFolder makes a folder. It removes those of workers that were killed.
func newFolder() (*folder, error) {
	if err := sweep(); err != nil {
		return nil, err
	}
	made, err := os.MkdirTemp("", makingPattern)
	if err != nil {
		return nil, err
	}
	held, err := lock.Take(filepath.Join(made, lockFile))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(made))
	}
	path := filepath.Join(filepath.Dir(made), folderPattern+strings.TrimPrefix(filepath.Base(made), makingPattern))
	if err := os.Rename(made, path); err != nil {
		return nil, errors.Join(err, held.Close(), os.RemoveAll(made))
	}
	return &folder{path, held}, nil
}

// sweep removes abandoned folders. Another worker may remove them at the same time, so errors do not matter.
func sweep() error {
	used, err := filepath.Glob(filepath.Join(os.TempDir(), folderPattern+"*"))
	if err != nil {
		return err
	}
	for _, path := range used {
		if lock.IsAbandoned(filepath.Join(path, lockFile)) {
			_ = os.RemoveAll(path)
		}
	}
	making, err := filepath.Glob(filepath.Join(os.TempDir(), makingPattern+"*"))
	if err != nil {
		return err
	}
	for _, path := range making {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > time.Hour {
			_ = os.RemoveAll(path)
		}
	}
	return nil
}

func (f *folder) remove() error {
	return errors.Join(os.RemoveAll(f.path), f.held.Close())
}

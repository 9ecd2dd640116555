package results

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"raftlab/grader/lock"
)

// The files of a folder, but for the pages.
const (
	planFile    = "class.json"
	reportsName = "reports"
	sourcesName = "sources"
	lockFile    = ".lock"
)

// unfinished is the beginning of the name of a file that is being written.
const unfinished = ".writing-"

// ErrForeign is wrapped when a folder has files and is not one of results.
var ErrForeign = errors.New("this folder has other files in it, and no class.json: choose another one")

// Folder is a folder of results that this process owns until Close.
type Folder struct {
	path string
	held *os.File
}

// Open opens a folder, or makes it. Only one process at a time may have it open: the error wraps lock.ErrTaken if
// another one does. What a killed process was writing is removed.
func Open(path string) (*Folder, error) {
	if err := isOurs(path); err != nil {
		return nil, fmt.Errorf("open the results in %s: %w", path, err)
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, fmt.Errorf("open the results: %w", err)
	}
	held, err := lock.Take(filepath.Join(path, lockFile))
	if errors.Is(err, lock.ErrTaken) {
		return nil, fmt.Errorf("open the results in %s: another raftlab works in there: %w", path, err)
	}
	if err != nil {
		return nil, fmt.Errorf("open the results: %w", err)
	}
	f := &Folder{path, held}
	if err := f.sweep(); err != nil {
		return nil, errors.Join(fmt.Errorf("open the results: %w", err), f.Close())
	}
	return f, nil
}

// isOurs is an error for a folder with files of somebody else.
func isOurs(path string) error {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		switch entry.Name() {
		case planFile, reportsName, sourcesName, lockFile:
			return nil
		}
	}
	return ErrForeign
}

// sweep removes files that were not written to their end.
func (f *Folder) sweep() error {
	return filepath.WalkDir(f.path, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(entry.Name(), unfinished) {
			return os.Remove(path)
		}
		return err
	})
}

// Close lets others open the folder.
func (f *Folder) Close() error { return f.held.Close() }

// Path is where a file of the folder is. The name has slashes.
func (f *Folder) Path(name string) string { return filepath.Join(f.path, filepath.FromSlash(name)) }

// Write writes a file, as a whole or not at all. What stands there already, and is the same, is left alone.
func (f *Folder) Write(name string, content []byte) error {
	path := f.Path(name)
	if there, err := os.ReadFile(path); err == nil && string(there) == string(content) {
		return nil
	}
	folder := filepath.Dir(path)
	if err := makeFolder(folder); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	file, err := os.CreateTemp(folder, unfinished)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Chmod(0o644), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, err), os.Remove(file.Name()))
	}
	return syncFolder(folder)
}

// makeFolder makes a folder that is still there after a loss of power.
func makeFolder(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// Remove removes a file. A missing one is no error.
func (f *Folder) Remove(name string) error {
	err := os.Remove(f.Path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

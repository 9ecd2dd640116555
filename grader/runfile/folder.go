package runfile

import (
	"os"
	"path/filepath"
)

// folderPattern is the name of a folder in which a file is compiled and judged.
const folderPattern = "raftlab-grade-"

// lockFile is locked as long as a worker uses its folder.
const lockFile = "lock"

// folder is a worker's own.
type folder struct {
	path string
	lock *os.File
}

// newFolder makes a folder. It removes those of workers that were killed.
func newFolder() (*folder, error) {
	old, err := filepath.Glob(filepath.Join(os.TempDir(), folderPattern+"*"))
	if err != nil {
		return nil, err
	}
	for _, path := range old {
		if abandoned(filepath.Join(path, lockFile)) {
			// Another worker may remove it at the same time.
			_ = os.RemoveAll(path)
		}
	}
	path, err := os.MkdirTemp("", folderPattern)
	if err != nil {
		return nil, err
	}
	lock, err := locked(filepath.Join(path, lockFile))
	return &folder{path, lock}, err
}

func (f *folder) remove() error {
	_ = f.lock.Close()
	return os.RemoveAll(f.path)
}

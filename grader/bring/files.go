package bring

import (
	"errors"
	"maps"
	"path"
	"path/filepath"
	"slices"
)

// Name is what the folder is called in which the module begins.
func (f *Folder) Name() string { return filepath.Base(f.name) }

// Files are those that a page needs to make the program: of Go, in the named folder and below, what these need of the
// module around it, and go.mod. Their names begin where the module does. A folder that is not understood has them, too.
func (f *Folder) Files() ([]File, error) {
	var not *Unfit
	if _, err := f.Read(); err != nil && !errors.As(err, &not) {
		return nil, err
	}
	folders, err := f.packages()
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		names, err := f.programs(folder)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if _, err := f.text(name); err != nil {
				return nil, err
			}
		}
	}
	f.module(f.start)
	var list []File
	for _, name := range slices.Sorted(maps.Keys(f.texts)) {
		list = append(list, File{path.Clean(name), string(f.texts[name])})
	}
	return list, nil
}

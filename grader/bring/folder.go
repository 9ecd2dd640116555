package bring

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Bounds of what is read, far above any course.
const (
	maxEntries = 20_000
	maxFile    = 1 << 20
	maxText    = 8 << 20
)

// levels is how far above the named folder a module may begin: the package may be src/raft.
const levels = 3

// Folder is a folder that somebody named, and what is around it: a package may need others of its module.
type Folder struct {
	// files are what is read, in a folder called name, and start is the place of the named one within it, "." for the
	// same.
	files       fs.FS
	name, start string
	close       func() error
	read        int
	texts       map[string][]byte
}

// Open opens a folder, or a file alone. No link in it leads out of its module.
func Open(name string) (*Folder, error) {
	here, err := filepath.Abs(name)
	if err != nil {
		return nil, fmt.Errorf("find the folder: %w", err)
	}
	info, err := os.Stat(here)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, about("name the folder of your Raft: the package, or the course's whole folder",
			"there is no folder %s", name)
	case err != nil:
		return nil, about("", "the folder cannot be read: %v", err)
	case info.Mode().IsRegular() && path.Ext(here) == ".go":
		return openFile(here, info)
	case !info.IsDir():
		return nil, about("name the folder that holds it", "%s is not a folder", name)
	}
	top := topOf(here)
	root, err := os.OpenRoot(top)
	if err != nil {
		return nil, about("", "the folder cannot be read: %v", err)
	}
	start, err := filepath.Rel(top, here)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("find the folder: %w", err), root.Close())
	}
	return &Folder{
		files: root.FS(), name: top, start: filepath.ToSlash(start), close: root.Close, texts: map[string][]byte{},
	}, nil
}

// openFile opens a file alone: a package of one file, which needs no module, or several that are joined.
func openFile(name string, info fs.FileInfo) (*Folder, error) {
	if info.Size() > maxText {
		return nil, about("", "%s has more than %d MB", filepath.Base(name), maxText>>20)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, about("", "the file cannot be read: %v", err)
	}
	return HoldText(filepath.Base(name), string(text))
}

// Close lets go of the folder.
func (f *Folder) Close() error { return f.close() }

// topOf is the folder in which the module of a folder begins, if it is near: one with go.mod or, before there were
// modules, the one called src. Otherwise it is the folder itself.
func topOf(folder string) string {
	at := folder
	for range levels + 1 {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
		if filepath.Base(at) == "src" {
			return at
		}
		at = filepath.Dir(at)
	}
	return folder
}

// shown is the name of a file for the person who named the folder.
func (f *Folder) shown(name string) string {
	relative, err := filepath.Rel(filepath.FromSlash(f.start), filepath.FromSlash(name))
	if err != nil {
		return name
	}
	return filepath.ToSlash(relative)
}

// exists reports whether there is a folder.
func (f *Folder) exists(folder string) bool {
	info, err := fs.Stat(f.files, folder)
	return err == nil && info.IsDir()
}

// text reads a file once, within the bounds.
func (f *Folder) text(name string) ([]byte, error) {
	if text, ok := f.texts[name]; ok {
		return text, nil
	}
	text, err := f.readFile(name)
	if err != nil {
		return nil, &Unfit{[]Complaint{{File: f.shown(name), Message: err.Error()}}}
	}
	if f.read += len(text); f.read > maxText {
		return nil, about("name the folder of the package, such as src/raft",
			"the files of Go in this folder have more than %d MB", maxText>>20)
	}
	f.texts[name] = text
	return text, nil
}

func (f *Folder) readFile(name string) ([]byte, error) {
	info, err := fs.Stat(f.files, name)
	if err != nil {
		return nil, fmt.Errorf("this file cannot be read, or is a link that leads out of the folder: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("this is not a file")
	}
	file, err := f.files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("this file cannot be read: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	err = errors.Join(err, file.Close())
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("this file has more than %d MB", maxFile>>20)
	}
	return text, err
}

// unread are the names of folders in which nobody's server is. Those with a dot are of tools.
func unread(folder string) bool {
	name := path.Base(folder)
	return name == "vendor" || name == "testdata" || name == "node_modules" ||
		len(name) > 1 && (name[0] == '.' || name[0] == '_')
}

// packages lists the folders at and below the named one that hold files of Go, without following links.
func (f *Folder) packages() ([]string, error) {
	var found []string
	entries := 0
	err := fs.WalkDir(f.files, f.start, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return &Unfit{[]Complaint{{File: f.shown(name), Message: "this cannot be read: " + err.Error()}}}
		}
		if entries++; entries > maxEntries {
			return about("name the folder of the package, such as src/raft",
				"the folder holds more than %d files and folders", maxEntries)
		}
		if entry.IsDir() {
			if name != f.start && unread(name) {
				return fs.SkipDir
			}
			return nil
		}
		folder := path.Dir(name)
		if isProgram(name) && !slices.Contains(found, folder) {
			found = append(found, folder)
		}
		return nil
	})
	return found, err
}

// isProgram reports whether a file is of Go, and no test.
func isProgram(name string) bool {
	base := path.Base(name)
	return path.Ext(base) == ".go" && !strings.HasSuffix(base, "_test.go") && base[0] != '.' && base[0] != '_'
}

// programs are the names of the files of Go in a folder, without tests.
func (f *Folder) programs(folder string) ([]string, error) {
	entries, err := fs.ReadDir(f.files, folder)
	if err != nil {
		return nil, about("", "the folder %s cannot be read: %v", f.shown(folder), err)
	}
	var names []string
	for _, entry := range entries {
		if name := path.Join(folder, entry.Name()); isProgram(name) && !entry.IsDir() {
			names = append(names, name)
		}
	}
	return names, nil
}

package bring

import (
	"cmp"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// File is a file of a folder or of a program: its name with slashes, and its text.
type File struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// Hold gives the folder with these files, without a disk: a page has them from a person's hand. Name is what the person
// calls the folder.
func Hold(name string, list []File) (*Folder, error) {
	held := memory{".": {name: ".", isFolder: true}}
	for _, f := range list {
		if !fs.ValidPath(f.Path) || f.Path == "." {
			return nil, about("", "%q is no name of a file within a folder", f.Path)
		}
		if why := held.put(&memoryFile{name: f.Path, text: f.Text}); why != "" {
			return nil, about("", "%s %s", f.Path, why)
		}
	}
	for _, f := range held {
		slices.SortFunc(f.entries, func(a, b *memoryFile) int { return cmp.Compare(a.Name(), b.Name()) })
	}
	return &Folder{
		files: held, name: name, start: ".", close: func() error { return nil }, texts: map[string][]byte{},
	}, nil
}

// memory is a file system by the names of its files and folders.
type memory map[string]*memoryFile

// memoryFile is a file or folder, and what is known of it.
type memoryFile struct {
	name, text string
	isFolder   bool
	entries    []*memoryFile
}

// put adds a file and its folders, or says why it cannot be there.
func (m memory) put(f *memoryFile) (why string) {
	if m[f.name] != nil {
		return "is there twice"
	}
	parent := m[path.Dir(f.name)]
	if parent == nil {
		parent = &memoryFile{name: path.Dir(f.name), isFolder: true}
		if why := m.put(parent); why != "" {
			return why
		}
	}
	if !parent.isFolder {
		return "is in a folder that is a file, too"
	}
	m[f.name] = f
	parent.entries = append(parent.entries, f)
	return ""
}

// Open opens a file.
func (m memory) Open(name string) (fs.File, error) {
	f := m[name]
	if f == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &opened{strings.NewReader(f.text), f}, nil
}

// ReadDir gives what is in a folder, sorted by name.
func (m memory) ReadDir(name string) ([]fs.DirEntry, error) {
	f := m[name]
	if f == nil || !f.isFolder {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
	}
	var entries []fs.DirEntry
	for _, one := range f.entries {
		entries = append(entries, fs.FileInfoToDirEntry(one))
	}
	return entries, nil
}

// Name is the last part of the name.
func (f *memoryFile) Name() string { return path.Base(f.name) }

// Size is the length of the text.
func (f *memoryFile) Size() int64 { return int64(len(f.text)) }

// Mode tells files and folders apart.
func (f *memoryFile) Mode() fs.FileMode {
	if f.isFolder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// ModTime is not known.
func (f *memoryFile) ModTime() time.Time { return time.Time{} }

// IsDir reports whether it is a folder.
func (f *memoryFile) IsDir() bool { return f.isFolder }

// Sys is not known.
func (f *memoryFile) Sys() any { return nil }

// opened is a file that is read.
type opened struct {
	io.Reader
	of *memoryFile
}

// Stat gives what is known of the file.
func (o *opened) Stat() (fs.FileInfo, error) { return o.of, nil }

// Close does nothing.
func (o *opened) Close() error { return nil }

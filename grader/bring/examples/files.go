package examples

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"raftlab/grader/bring"
)

// Servers is the folder of the right servers, in the sources of the lab.
const Servers = "grader/bring/testdata/servers"

// Example is a whole server that people are shown.
type Example struct {
	// ID names it in addresses, and Name is what its folder is called.
	ID   string `json:"id"`
	Name string `json:"name"`
	// Title is the mistake in it, and Why what goes wrong; both are "" for a right server and for the skeleton.
	Title string       `json:"title"`
	Why   string       `json:"why"`
	Files []bring.File `json:"files"`
}

// SkeletonID is the ID of the skeleton, and skeleton its folder: the exercise in which a server is written.
const (
	SkeletonID = "skeleton"
	skeleton   = "exercises/node"
)

// All are the examples that people are shown: a right server, the skeleton of one, etcd's, and those with a mistake.
// Root is the folder of the lab's sources.
func All(root fs.FS) ([]Example, error) {
	var all []Example
	for _, one := range []struct{ id, name, folder string }{
		{"right", "plain", path.Join(Servers, "plain")}, {SkeletonID, "node", skeleton},
		{"etcd", "etcd", path.Join(Servers, "etcd")},
	} {
		files, err := folderOf(root, one.folder)
		if err != nil {
			return nil, err
		}
		all = append(all, Example{ID: one.id, Name: one.name, Files: files})
	}
	for _, m := range mistakes {
		if m.ID == "" {
			continue
		}
		files, err := m.Files(root)
		if err != nil {
			return nil, err
		}
		all = append(all, Example{m.ID, m.Server, m.Name, m.Why, files})
	}
	return all, nil
}

// folderOf are the files of a folder and of those in it, without tests and without a solution.
func folderOf(root fs.FS, folder string) ([]bring.File, error) {
	var files []bring.File
	err := fs.WalkDir(root, folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "solution":
			return fs.SkipDir
		case entry.IsDir() || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := fs.ReadFile(root, name)
		files = append(files, bring.File{Path: strings.TrimPrefix(name, folder+"/"), Text: string(text)})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the server in %s: %w", folder, err)
	}
	return files, nil
}

// Files are the files of the server with the mistake in it.
func (m Mistake) Files(root fs.FS) ([]bring.File, error) {
	files, err := folderOf(root, path.Join(Servers, m.Server))
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(files, func(f bring.File) bool { return f.Path == m.File })
	if at < 0 {
		return nil, fmt.Errorf("plant %q: there is no file %s", m.Name, m.File)
	}
	before, after := strings.TrimPrefix(m.Old, "\n"), strings.TrimPrefix(m.New, "\n")
	if n := strings.Count(files[at].Text, before); n != 1 {
		return nil, fmt.Errorf("plant %q: the old text is in %s %d times", m.Name, m.File, n)
	}
	files[at].Text = strings.Replace(files[at].Text, before, after, 1)
	return files, nil
}

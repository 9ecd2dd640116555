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

// Right are the files of a right server. Root is the folder of the lab's sources.
func Right(root fs.FS, server string) ([]bring.File, error) {
	folder := path.Join(Servers, server)
	var files []bring.File
	err := fs.WalkDir(root, folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		files = append(files, bring.File{Path: strings.TrimPrefix(name, folder+"/"), Text: string(text)})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the server %s: %w", server, err)
	}
	return files, nil
}

// Files are the files of the server with the mistake in it.
func (m Mistake) Files(root fs.FS) ([]bring.File, error) {
	files, err := Right(root, m.Server)
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

package intake

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// diskFolder lists a folder below root.
func diskFolder(root *os.Root, at string) func(limit int) ([]node, error) {
	return func(limit int) ([]node, error) {
		opened, err := root.Open(filepath.FromSlash(at))
		if err != nil {
			return nil, err
		}
		defer opened.Close()
		entries, err := opened.ReadDir(limit + 1)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if len(entries) > limit {
			return nil, errNames
		}
		var nodes []node
		for _, entry := range entries {
			nodes = append(nodes, diskNode(root, path.Join(at, entry.Name()), entry))
		}
		return sorted(nodes), nil
	}
}

func diskNode(root *os.Root, at string, entry fs.DirEntry) node {
	n := node{name: composed(entry.Name())}
	info, err := entry.Info()
	switch {
	case err != nil:
		n.kind, n.why = refused, whyNot(err)
	case special(info.Mode()) != "":
		n.kind, n.why = refused, special(info.Mode())
	case info.IsDir():
		n.kind, n.list, n.modified = folder, diskFolder(root, at), info.ModTime()
	default:
		n.size, n.modified = info.Size(), info.ModTime()
		n.open = func() (io.ReadCloser, error) { return root.Open(filepath.FromSlash(at)) }
	}
	return n
}

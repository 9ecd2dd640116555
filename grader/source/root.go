package source

import (
	"archive/zip"
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// embedded holds the archive after `make build`. The folder is committed with one empty .keep, because a pattern that
// matches no file is a compile error, and a fresh clone must compile before anything is built.
//
//go:embed all:archive
var embedded embed.FS

// archiveName is the name of the archive among the embedded files.
const archiveName = "archive/sources.zip"

// ErrUnavailable is wrapped when there are no sources to compile a file with, or no folder to keep them in. It is never
// a learner's fault.
var ErrUnavailable = errors.New("the sources of Raft Lab, with which a file is compiled, are not available")

// Root is a folder with the module's sources, for the go command: the checkout that this program was built in, the
// archive of the program, unpacked once in the user's cache folder, or the checkout around the current folder.
func Root(ctx context.Context) (string, error) {
	from, err := locate()
	if err != nil {
		return "", err
	}
	return from.root(ctx)
}

// Hash is a hash of grader and course: two programs with the same hash judge alike.
func Hash() (string, error) {
	from, err := locate()
	if err != nil {
		return "", err
	}
	return from.hash()
}

// location is where the sources are: a checkout or, if that is "", an archive.
type location struct {
	checkout string
	archive  []byte
}

// root is the folder with the sources. An archive is unpacked if necessary.
func (l location) root(ctx context.Context) (string, error) {
	if l.checkout != "" {
		return l.checkout, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("%w: there is no folder to unpack them in: %w", ErrUnavailable, err)
	}
	// The folder is for sources alone: what nobody uses is removed from it.
	root, err := unpack(ctx, l.archive, filepath.Join(cache, "raftlab", "sources"))
	if err != nil {
		return "", fmt.Errorf("%w: they cannot be unpacked: %w", ErrUnavailable, err)
	}
	return root, nil
}

func (l location) hash() (string, error) {
	if l.checkout != "" {
		return hashOf(os.DirFS(l.checkout))
	}
	archive, err := open(l.archive)
	if err != nil {
		return "", err
	}
	return archive.Comment, nil
}

// locate finds the sources.
func locate() (location, error) {
	// With -trimpath, as in `make build`, the name of this file is not a path.
	if _, file, _, ok := runtime.Caller(0); ok && filepath.IsAbs(file) {
		if root := filepath.Dir(filepath.Dir(filepath.Dir(file))); isCheckout(root) {
			return location{checkout: root}, nil
		}
	}
	if archive, err := embedded.ReadFile(archiveName); err == nil {
		return location{archive: archive}, nil
	}
	here, err := os.Getwd()
	if err != nil {
		return location{}, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if root := Checkout(here); root != "" {
		return location{checkout: root}, nil
	}
	return location{}, fmt.Errorf("%w: this program was built without them, and this folder is not in a checkout: "+
		"run `make build`, and use build/raftlab", ErrUnavailable)
}

// isCheckout reports whether a folder is the root of a whole checkout. The copy in a learner's folder is not.
func isCheckout(folder string) bool {
	text, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	if err != nil || !strings.HasPrefix(string(text), "module "+modulePath+"\n") {
		return false
	}
	_, err = os.Stat(filepath.Join(folder, "grader", "source", "root.go"))
	return err == nil
}

// Checkout is the root of the checkout that holds a folder, or "".
func Checkout(folder string) string {
	for ; !isCheckout(folder); folder = filepath.Dir(folder) {
		if folder == filepath.Dir(folder) {
			return ""
		}
	}
	return folder
}

// files is the archive, made of the checkout if the program carries none.
func files(ctx context.Context) (*zip.Reader, error) {
	from, err := locate()
	if err != nil {
		return nil, err
	}
	if from.checkout != "" {
		if from.archive, err = Pack(ctx, from.checkout); err != nil {
			return nil, err
		}
	}
	return open(from.archive)
}

func open(archive []byte) (*zip.Reader, error) {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("open the archive of the sources: %w", err)
	}
	return r, nil
}

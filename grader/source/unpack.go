package source

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"raftlab/lab/digest"
)

// unpack gives the folder below cache that holds the archive's files. Its name has the archive's hash, so that programs
// of several versions share the cache. Each file is compared; a folder that differs is replaced by a new one.
func unpack(ctx context.Context, archive []byte, cache string) (string, error) {
	r, err := open(archive)
	if err != nil {
		return "", err
	}
	sum := digest.Sum(archive)
	folder := filepath.Join(cache, shortHex(sum[:]))
	if compare(folder, r) == nil {
		// The time says that the folder is in use. Where it cannot be written, nothing is lost.
		_ = os.Chtimes(folder, time.Time{}, time.Now())
		return folder, nil
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", err
	}
	if err := removeUnused(cache); err != nil {
		return "", err
	}
	fresh, err := os.MkdirTemp(cache, "new-")
	if err != nil {
		return "", err
	}
	if err = extract(ctx, r, fresh); err == nil {
		err = replace(folder, fresh, r)
	}
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(fresh))
	}
	return folder, nil
}

// compare is an error unless the folder holds the archive's files and no other ones. A file that is not of the archive
// would be compiled, too.
func compare(folder string, archive *zip.Reader) error {
	found := 0
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		want, err := fs.ReadFile(archive, filepath.ToSlash(name))
		if err != nil {
			return err
		}
		if !entry.Type().IsRegular() {
			return fmt.Errorf("%s is not a file", path)
		}
		got, err := os.ReadFile(path)
		if err == nil && !bytes.Equal(got, want) {
			err = fmt.Errorf("%s was changed", path)
		}
		found++
		return err
	})
	if err == nil && found != len(archive.File) {
		err = fmt.Errorf("%s has %d files, not %d", folder, found, len(archive.File))
	}
	return err
}

// extract writes the archive's files into a folder.
func extract(ctx context.Context, archive *zip.Reader, folder string) error {
	for _, file := range archive.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		text, err := fs.ReadFile(archive, file.Name)
		if err != nil {
			return err
		}
		path := filepath.Join(folder, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// replace moves a fresh folder to its place in one step. A folder that is there may be damaged, or another process was
// faster: the damaged one is moved away, and the other process's is kept.
func replace(folder, fresh string, archive *zip.Reader) error {
	const attempts = 100 // each one that fails means that another process moved a folder in between
	var err error
	for range attempts {
		if err = os.Rename(fresh, folder); err == nil {
			return nil
		}
		if compare(folder, archive) == nil {
			return os.RemoveAll(fresh)
		}
		aside := fresh + "-old"
		if moved := os.Rename(folder, aside); moved != nil && !errors.Is(moved, fs.ErrNotExist) {
			return moved
		}
		if err := os.RemoveAll(aside); err != nil {
			return err
		}
	}
	return err
}

// unusedAfter is when a folder of the cache is taken for unused: of an old version, or left behind by a process that
// was killed.
const unusedAfter = 30 * 24 * time.Hour

// removeUnused keeps the cache small.
func removeUnused(cache string) error {
	entries, err := os.ReadDir(cache)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			continue // another process removed it
		}
		if time.Since(info.ModTime()) > unusedAfter {
			if err := os.RemoveAll(filepath.Join(cache, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

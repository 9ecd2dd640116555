package source

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// Pack makes the archive of a checkout. Its bytes depend on the sources alone.
func Pack(ctx context.Context, root string) ([]byte, error) {
	files, err := collect(ctx, root)
	if err != nil {
		return nil, fmt.Errorf("pack the sources: %w", err)
	}
	hash, err := hashOf(os.DirFS(root))
	if err != nil {
		return nil, fmt.Errorf("pack the sources: %w", err)
	}
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	for _, name := range slices.Sorted(maps.Keys(files)) {
		// Only the name: a header without a time is the same at each build.
		file, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = file.Write(files[name])
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	if err := errors.Join(w.SetComment(hash), w.Close()); err != nil {
		return nil, fmt.Errorf("pack the sources: %w", err)
	}
	return archive.Bytes(), nil
}

// collect gives the files of the archive by their names.
func collect(ctx context.Context, root string) (map[string][]byte, error) {
	checkout := os.DirFS(root)
	folders := []string{"grader/gradetest", "grader/judges", "grader/solo"}
	for _, parent := range []string{"exercises", "wasm/guest", "wasm/whole"} {
		below, err := packagesBelow(checkout, parent)
		if err != nil {
			return nil, err
		}
		folders = append(folders, below...)
	}
	ours, err := follow(checkout, folders)
	if err != nil {
		return nil, err
	}
	needed, files, err := foreignModules(ctx, root, ours.foreignImports())
	if err != nil {
		return nil, err
	}
	maps.Copy(files, ours.files)
	if files["LICENSE"], err = fs.ReadFile(checkout, "LICENSE"); err != nil {
		return nil, err
	}
	original, err := fs.ReadFile(checkout, "go.mod")
	if err != nil {
		return nil, err
	}
	version, err := goVersion(original)
	if err != nil {
		return nil, err
	}
	files["go.mod"] = goMod(modulePath, version, needed)
	files["vendor/modules.txt"] = modulesTxt(needed)
	return files, nil
}

// goVersion is the version in a go.mod.
func goVersion(text []byte) (string, error) {
	for line := range strings.Lines(string(text)) {
		if version, ok := strings.CutPrefix(line, "go "); ok {
			return strings.TrimSpace(version), nil
		}
	}
	return "", errors.New("go.mod has no go line")
}

package source

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"raftlab/lab/digest"
)

// hashed are the files and folders that a verdict depends on, sorted.
var hashed = []string{"exercises", "go.mod", "go.sum", "grader", "lab", "raft", "wasm/guest", "wasm/whole"}

// unhashed are folders of theirs that no verdict depends on.
var unhashed = []string{"grader/cmd", "grader/mutants", "grader/source/archive", "grader/tidy"}

// hashOf is a hash of the grader and the course of a checkout: of all names and texts that a verdict depends on.
func hashOf(checkout fs.FS) (string, error) {
	h := digest.New()
	for _, start := range hashed {
		err := fs.WalkDir(checkout, start, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && (entry.Name() == "testdata" || slices.Contains(unhashed, name)):
				return fs.SkipDir
			case !entry.Type().IsRegular() || !carried(name) || isStarter(name):
				return nil
			}
			text, err := fs.ReadFile(checkout, name)
			if err != nil {
				return err
			}
			// With its length a text cannot be taken for the next name.
			fmt.Fprintf(h, "%s %d\n", name, len(text))
			_, err = h.Write(text)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("hash the sources: %w", err)
		}
	}
	return shortHex(h.Sum(nil)), nil
}

// isStarter reports whether a learner writes in the file. What a learner wrote does not change the grader.
func isStarter(name string) bool {
	folder, file := path.Split(name)
	exercise, found := strings.CutPrefix(path.Clean(folder), "exercises/")
	return found && file == exercise+".go"
}

// shortHex is the first half of a sum: enough to tell sources apart.
func shortHex(sum []byte) string { return digest.Hex(sum[:digest.Size/2]) }

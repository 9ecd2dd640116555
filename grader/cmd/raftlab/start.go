package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"raftlab/exercises"
	"raftlab/grader/source"
)

func newStart() *cobra.Command {
	return &cobra.Command{
		Use:   "start DIR",
		Short: "Make a folder of your own to write the exercises in",
		Long: "Make a folder with all exercises and its own module. It has a copy of all that its tests need, so\n" +
			"it builds on any machine with Go, without a network and without this program, and may be moved and\n" +
			"pushed. `go test ./exercises/vote` there is practice, and `raftlab grade vote` judges. Files that\n" +
			"exist are left alone.",
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return start(cmd.Context(), args[0], cmd.OutOrStdout())
		},
	}
}

// learnersModule is the name of the module of a learner's folder.
const learnersModule = "learner"

// learnersReadme is the README.md of a learner's folder.
//
//go:embed learner/README.md
var learnersReadme []byte

func start(ctx context.Context, folder string, out io.Writer) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if source.Checkout(folder) != "" {
		return usagef("%s is inside the checkout: choose a folder elsewhere, or write in the checkout itself", folder)
	}
	files, err := learnersFiles(ctx, folder)
	if errors.Is(err, source.ErrUnavailable) {
		return &exitError{exitInconclusive, err}
	}
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	other, err := otherCopy(folder, files)
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if other {
		// A mixture of two versions would not compile.
		maps.DeleteFunc(files, func(name string, _ []byte) bool { return isCopied(name) })
		fmt.Fprintln(out, "vendor differs from this raftlab's and was left alone; to update it, remove it and go.mod, "+
			"and start again")
	}
	written, err := writeMissing(folder, files)
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	fmt.Fprintf(out, "%d files written to %s, of %d with %d kB\nbegin with README.md and exercises/%s/README.md\n",
		written, folder, len(files), size(files)/1000, allExercises()[0].ID)
	return sayPath(out)
}

// learnersFiles are the files of a learner's folder by their paths in it.
func learnersFiles(ctx context.Context, folder string) (map[string][]byte, error) {
	files, err := source.Learner(ctx, learnersModule)
	if err != nil {
		return nil, err
	}
	ids := []string{exercises.Node}
	for _, exercise := range allExercises() {
		ids = append(ids, exercise.ID)
	}
	for _, id := range ids {
		texts, err := exercises.Files(id)
		if err != nil {
			return nil, err
		}
		for name, text := range texts {
			files["exercises/"+id+"/"+name] = []byte(strings.ReplaceAll(
				text,
				`"raftlab/exercises/`,
				`"`+learnersModule+`/exercises/`,
			))
		}
	}
	files["README.md"] = learnersReadme
	// A repository around the folder may ignore folders of that name, and the copy would not be pushed.
	files[".gitignore"] = []byte("!/vendor/\n")
	if inWorkspace(folder) {
		files["go.work"] = workspace(files["go.mod"])
	}
	return files, nil
}

// inWorkspace reports whether a folder around this one has a go.work. The go command would refuse to build a module
// that is not in that list.
func inWorkspace(folder string) bool {
	for parent := filepath.Dir(folder); parent != folder; folder, parent = parent, filepath.Dir(parent) {
		if _, err := os.Stat(filepath.Join(parent, "go.work")); err == nil {
			return true
		}
	}
	return false
}

// workspace is a go.work with the learner's module alone.
func workspace(goMod []byte) []byte {
	_, rest, _ := bytes.Cut(goMod, []byte("\ngo "))
	version, _, _ := bytes.Cut(rest, []byte("\n"))
	return fmt.Appendf(nil, "// A go.work in a folder around this one would leave this module out. Without it, "+
		"this file may go.\ngo %s\n\nuse .\n", version)
}

// isCopied reports whether a file belongs to the copy of the lab, in which a learner writes nothing.
func isCopied(name string) bool { return strings.HasPrefix(name, "vendor/") }

// otherCopy reports whether a copied file exists with another content.
func otherCopy(folder string, files map[string][]byte) (bool, error) {
	for name, text := range files {
		if !isCopied(name) {
			continue
		}
		existing, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		switch {
		case errors.Is(err, os.ErrNotExist):
		case err != nil:
			return false, err
		case !bytes.Equal(existing, text):
			return true, nil
		}
	}
	return false, nil
}

// writeMissing writes the files that do not exist yet, and gives their number.
func writeMissing(folder string, files map[string][]byte) (written int, err error) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return written, err
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return written, err
		}
		_, err = file.Write(files[name])
		if err := errors.Join(err, file.Close()); err != nil {
			return written, err
		}
		written++
	}
	return written, nil
}

func size(files map[string][]byte) int {
	total := 0
	for _, text := range files {
		total += len(text)
	}
	return total
}

// sayPath says how to call this program by its name alone, unless a shell finds it already.
func sayPath(out io.Writer) error {
	ourselves, err := os.Executable()
	if err != nil {
		return nil // only the advice is missing
	}
	if _, err := exec.LookPath("raftlab"); err == nil || filepath.Base(ourselves) != "raftlab" {
		return nil
	}
	_, err = fmt.Fprintf(out, "raftlab is not on your PATH yet: export PATH=\"$PATH:%s\"\n", filepath.Dir(ourselves))
	return err
}

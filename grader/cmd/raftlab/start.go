package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"raftlab/exercises"
)

func newStart() *cobra.Command {
	return &cobra.Command{
		Use:   "start DIR",
		Short: "Make a folder of your own to write the exercises in",
		Long: "Make a folder with all exercises and its own module, which builds against this checkout " +
			"without a\n" +
			"network. `go test ./exercises/vote` there judges what you write there. Files that exist are left alone.",
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return start(cmd.Context(), args[0], cmd.OutOrStdout())
		},
	}
}

// learnersModule is the name of the module of a learner's folder.
const learnersModule = "learner"

func start(ctx context.Context, folder string, out io.Writer) error {
	root, err := checkout(ctx)
	if err != nil {
		return err
	}
	folder, err = filepath.Abs(folder)
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if inside, err := filepath.Rel(root, folder); err == nil && !strings.HasPrefix(inside, "..") {
		return usagef("%s is inside the checkout: choose a folder elsewhere, or write in the checkout itself", folder)
	}
	version, err := goVersion(root)
	if err != nil {
		return err
	}
	files := map[string]string{
		"go.mod": fmt.Sprintf("module %s\n\ngo %s\n", learnersModule, version),
		// A workspace takes the lab, with its dependencies, from the checkout.
		"go.work": fmt.Sprintf("go %s\n\nuse (\n\t.\n\t%q\n)\n", version, root),
	}
	for _, exercise := range allExercises() {
		texts, err := exercises.Files(exercise.ID)
		if err != nil {
			return err
		}
		for name, text := range texts {
			files["exercises/"+exercise.ID+"/"+name] = strings.ReplaceAll(
				text,
				`"raftlab/exercises/`,
				`"`+learnersModule+`/exercises/`,
			)
		}
	}
	written, err := writeMissing(folder, files)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%d files written to %s\nbegin with exercises/%s/README.md\n",
		written, folder, allExercises()[0].ID)
	return err
}

// goVersion is the go line of the checkout's module.
func goVersion(root string) (string, error) {
	bytes, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", fmt.Errorf("start: %w", err)
	}
	for line := range strings.Lines(string(bytes)) {
		if version, ok := strings.CutPrefix(line, "go "); ok {
			return strings.TrimSpace(version), nil
		}
	}
	return "", errors.New("start: the checkout's go.mod has no go line")
}

// writeMissing writes the files that do not exist yet, and gives their number.
func writeMissing(folder string, files map[string]string) (written int, err error) {
	for name, text := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return written, fmt.Errorf("start: %w", err)
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return written, fmt.Errorf("start: %w", err)
		}
		_, err = file.WriteString(text)
		if err := errors.Join(err, file.Close()); err != nil {
			return written, fmt.Errorf("start: %w", err)
		}
		written++
	}
	return written, nil
}

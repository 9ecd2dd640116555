package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"raftlab/grader/class/gradebook"
	"raftlab/grader/class/grading"
	"raftlab/grader/class/results"
)

// classExport are the flags of class export.
type classExport struct {
	out       string
	templates []string
	names     map[string]string
}

func newClassExport() *cobra.Command {
	var o classExport
	var targets []string
	long := "Write the grades of a class in the form of a gradebook:\n\n"
	for _, t := range gradebook.Targets() {
		targets = append(targets, t.ID)
		long += fmt.Sprintf("  %-13s %s", t.ID, t.Title)
		if t.Template != "" {
			long += "; needs --template, " + t.Template
		}
		long += "\n"
	}
	cmd := &cobra.Command{
		Use:   "export " + strings.Join(targets, "|") + " RESULTS",
		Short: "Write the grades for a gradebook",
		Long: long + "\nA row without a verdict is never a zero. What somebody has to look at is printed: a student\n" +
			"who is not in the gradebook's file, or only there.",
		Example: "  raftlab class export canvas results --template gradebook.csv --out canvas\n" +
			"  raftlab class export gradescope results",
		Args: usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(args[0], args[1], cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.out, "out", "", "the folder to write into; the gradebook's name, in the results, if left out")
	f.StringArrayVar(&o.templates, "template", nil, "the instructor's own `file`, exported from the gradebook")
	f.StringToStringVar(&o.names, "name", nil,
		"the gradebook's name for an exercise, such as vote=\"Week 3 (4711)\"; \"=NAME\" is that of the whole")
	return cmd
}

func (o *classExport) run(target, path string, out, errOut io.Writer) error {
	options := gradebook.Options{Names: o.names}
	for _, name := range o.templates {
		text, err := os.ReadFile(name)
		if err != nil {
			return usagef("read the gradebook's file: %w", err)
		}
		options.Template = slices.Concat(options.Template, text)
	}
	return inFolder(path, func(folder *results.Folder) error {
		plan, err := folder.Plan()
		if err != nil {
			return err
		}
		c, err := grading.Class(folder, plan, nil)
		if err != nil {
			return err
		}
		exported, err := gradebook.Export(c, target, options)
		if err != nil {
			return usagef("%w", err)
		}
		to := o.out
		if to == "" {
			to = folder.Path("export/" + target)
		}
		if err := writeFiles(to, exported.Files); err != nil {
			return err
		}
		if _, err := io.WriteString(errOut, exported.Text()); err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "files in %s: %d\n", to, len(exported.Files))
		return err
	})
}

// writeFiles writes files into a folder, by their paths with slashes. What is there already, and is the same, stays.
func writeFiles(folder string, files map[string][]byte) error {
	for name, content := range files {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return fmt.Errorf("write %q: it would leave the folder", name)
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		if there, err := os.ReadFile(path); err == nil && bytes.Equal(there, content) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("write the files: %w", err)
		}
		mode := os.FileMode(0o644)
		if bytes.HasPrefix(content, []byte("#!")) {
			mode = 0o755
		}
		if err := os.WriteFile(path, content, mode); err != nil {
			return fmt.Errorf("write the files: %w", err)
		}
	}
	return nil
}

package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"raftlab/grader/source"
)

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print what this program was built from",
		Long: "Print the commit and the version of Go that this program was built from, and a hash of grader and\n" +
			"course. Two programs with the same hash judge alike.",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			version := ""
			if info, ok := debug.ReadBuildInfo(); ok {
				version = info.Main.Version
			}
			_, err := fmt.Fprintln(cmd.OutOrStdout(), describeBuild(version, source.ThisBuild()))
			return err
		},
	}
}

// describeBuild is one line that identifies a build in a bug report.
func describeBuild(version string, build source.Build) string {
	parts := []string{"raftlab"}
	if version != "" {
		parts = append(parts, version)
	}
	parts = append(parts, "commit "+orUnknown(build.Commit))
	if build.Changed {
		parts = append(parts, "with uncommitted changes")
	}
	parts = append(parts, build.Go, runtime.GOOS+"/"+runtime.GOARCH, "grader and course "+orUnknown(build.Hash))
	return strings.Join(parts, " ")
}

func orUnknown(text string) string {
	if text == "" {
		return "unknown"
	}
	return text
}

package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print what this program was built from",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			info, _ := debug.ReadBuildInfo()
			_, err := fmt.Fprintln(cmd.OutOrStdout(), describeBuild(info))
			return err
		},
	}
}

// describeBuild is one line that identifies a build in a bug report. info is nil for a build without modules; the
// commit is missing for a build outside a checkout.
func describeBuild(info *debug.BuildInfo) string {
	parts := []string{"raftlab"}
	if info != nil {
		parts = append(parts, info.Main.Version)
		parts = append(parts, describeCommit(info.Settings)...)
	}
	parts = append(parts, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
	return strings.Join(parts, " ")
}

func describeCommit(settings []debug.BuildSetting) []string {
	var parts []string
	for _, s := range settings {
		switch {
		case s.Key == "vcs.revision":
			parts = append(parts, "commit "+s.Value)
		case s.Key == "vcs.modified" && s.Value == "true":
			parts = append(parts, "with uncommitted changes")
		}
	}
	return parts
}

package source

import (
	"runtime"
	"runtime/debug"
	"strings"
)

// Build identifies the program that made a report.
type Build struct {
	// Commit is "" for a build outside a clone. Changed is set if there were uncommitted changes.
	Commit  string `json:"commit,omitempty"`
	Changed bool   `json:"changed,omitempty"`
	// Go is the version of Go that the program was built with.
	Go string `json:"go"`
	// Hash is that of grader and course, and "" if the program has lost its sources.
	Hash string `json:"hash,omitempty"`
}

// commit is set by the linker in `make build`, because the go command may be told not to look it up.
var commit string

// ThisBuild is the build of the running program.
func ThisBuild() Build {
	info, _ := debug.ReadBuildInfo()
	build := describe(info, commit)
	// An error is that of a program without its sources, and the hash stays empty.
	build.Hash, _ = Hash()
	return build
}

// describe reads the commit from the build's information, and otherwise from what the linker was given.
func describe(info *debug.BuildInfo, linked string) Build {
	build := Build{Go: runtime.Version()}
	build.Commit, build.Changed = strings.CutSuffix(linked, "-dirty")
	if info == nil {
		return build
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			build.Commit = s.Value
		case s.Key == "vcs.modified":
			build.Changed = s.Value == "true"
		}
	}
	return build
}

package gotools

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"raftlab/grader/gotools/flags"
)

// ErrUnable is wrapped by every failure of this package: this machine cannot compile.
var ErrUnable = errors.New("cannot compile here")

// Go is an installed Go.
type Go struct {
	// Root is GOROOT, Version such as go1.26.8.
	Root, Version string
}

// Find finds Go: the go on the PATH, and its tools.
func Find() (Go, error) {
	command, err := exec.LookPath("go")
	if err != nil {
		return Go{}, fmt.Errorf("%w: there is no go on the PATH; install Go %s", ErrUnable, flags.Release)
	}
	root, err := rootOf(command)
	if err != nil {
		return Go{}, fmt.Errorf("%w: find the folder of Go: %w", ErrUnable, err)
	}
	text, err := os.ReadFile(filepath.Join(root, "VERSION"))
	version, _, _ := strings.Cut(string(text), "\n")
	if err != nil {
		return Go{}, fmt.Errorf("%w: read the version of Go: %w", ErrUnable, err)
	}
	rest, ok := strings.CutPrefix(version, "go"+flags.Release)
	if !ok || rest != "" && rest[0] != '.' && rest[0] != ' ' {
		return Go{}, fmt.Errorf("%w: the go on the PATH is %s; install Go %s.x", ErrUnable, version, flags.Release)
	}
	return Go{root, strings.TrimSpace(version)}, nil
}

// rootOf is the folder of the Go that has this go command. The command is in its folder bin, or asked.
func rootOf(command string) (string, error) {
	resolved, err := filepath.EvalSymlinks(command)
	if err != nil {
		return "", err
	}
	root := filepath.Dir(filepath.Dir(resolved))
	if _, err := os.Stat(filepath.Join(root, "VERSION")); err == nil {
		return root, nil
	}
	output, err := exec.Command(command, "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env: %w", err)
	}
	return strings.TrimSpace(string(output)), nil
}

// tool is the path of a tool, such as compile.
func (g Go) tool(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(g.Root, "pkg", "tool", runtime.GOOS+"_"+runtime.GOARCH, name)
}

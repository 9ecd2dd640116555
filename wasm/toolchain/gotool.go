package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// wasip1 is the platform of everything that this program makes.
var wasip1 = []string{"GOOS=wasip1", "GOARCH=wasm", "GOWASM=", "GOFLAGS=", "GOEXPERIMENT="}

// goTool is the go command, run in the module.
type goTool struct {
	context context.Context
	module  string // its folder
	root    goroot
}

// run runs the go command for wasip1 and returns its output.
func (g goTool) run(arguments ...string) ([]byte, error) {
	command := exec.CommandContext(g.context, filepath.Join(g.root.folder, "bin", "go"), arguments...)
	command.Dir = g.module
	command.Env = append(os.Environ(), wasip1...)
	var output, complaint bytes.Buffer
	command.Stdout, command.Stderr = &output, &complaint
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(arguments, " "), err,
			strings.TrimSpace(complaint.String()))
	}
	return output.Bytes(), nil
}

// findGo finds the Go of this machine, and checks that its version fits the module.
func findGo(ctx context.Context) (goTool, error) {
	output, err := exec.CommandContext(ctx, "go", "env", "GOROOT", "GOVERSION", "GOMOD").Output()
	if err != nil {
		return goTool{}, fmt.Errorf("ask go for its folder and version (is it on the PATH?): %w", err)
	}
	lines := strings.Split(strings.ReplaceAll(string(output), "\r", ""), "\n")
	if len(lines) < 3 || filepath.Base(lines[2]) != "go.mod" {
		return goTool{}, errors.New("no go.mod here: run this in the folder of the project")
	}
	tool := goTool{context: ctx, module: filepath.Dir(lines[2]), root: goroot{lines[0], lines[1]}}
	text, err := os.ReadFile(lines[2])
	if err != nil {
		return goTool{}, fmt.Errorf("read which Go the module is written for: %w", err)
	}
	return tool, checkVersion(tool.root.version, string(text))
}

// checkVersion compares the version of Go with the go directive of a go.mod: 1.26.8 fits 1.26.0, but 1.27 does
// not. The compiler's insides have no compatibility promise, and change with each release.
func checkVersion(version, mod string) error {
	wanted := ""
	for line := range strings.Lines(mod) {
		if rest, ok := strings.CutPrefix(line, "go "); ok {
			wanted = release(strings.TrimSpace(rest))
		}
	}
	if wanted == "" {
		return errors.New("go.mod does not say which Go it is for: it needs a line such as `go 1.26.0`")
	}
	if have := release(strings.TrimPrefix(version, "go")); have != wanted {
		return fmt.Errorf("this is %s, and the page's compiler is made from Go %s (go.mod): install a Go %s.x, "+
			"or raise the version in go.mod and see whether the tests of wasm/toolchain pass", version, wanted, wanted)
	}
	return nil
}

// release is the part of a version that names a release: 1.26 of 1.26.8.
func release(version string) string {
	parts := strings.SplitN(version, ".", 3)
	return strings.Join(parts[:min(len(parts), 2)], ".")
}

// buildTool builds a program for wasip1. The go command does not rewrite a file that is up to date.
func (g goTool) buildTool(overlayFile, program, to string, flags ...string) error {
	arguments := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", to}
	if overlayFile != "" {
		arguments = append(arguments, "-overlay", overlayFile)
	}
	_, err := g.run(append(append(arguments, flags...), program)...)
	return err
}

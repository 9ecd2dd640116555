package gotools

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Target is a platform to compile for.
type Target struct {
	OS, Arch string
	// Race is true for programs that are watched by the race detector, which needs a C compiler.
	Race bool
}

// Wasip1 is the platform of guests.
var Wasip1 = Target{OS: "wasip1", Arch: "wasm"}

// Native is the platform of this machine.
func Native() Target { return Target{OS: runtime.GOOS, Arch: runtime.GOARCH} }

// Racing is that of this machine for the race detector.
func Racing() Target { return Target{OS: runtime.GOOS, Arch: runtime.GOARCH, Race: true} }

// Kit is everything that a program for one platform is made from.
type Kit struct {
	of      Go
	target  Target
	folder  string
	imports []string
}

// config is the name of the list of all archives, for the linker and for main.
const config = "importcfg"

// Prepare makes the archives of these packages, and of what they import, unless they are there. Root is the folder of
// the sources, and sources their hash. Learner is what a learner's file may import.
func (g Go) Prepare(
	ctx context.Context, root, sources string, target Target, packages, learner []string,
) (*Kit, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("%w: there is no folder for caches: %w", ErrUnable, err)
	}
	all := filepath.Join(cache, "raftlab", "archives")
	name := strings.Join([]string{g.Version, target.OS, target.Arch, sources}, "-")
	kit := &Kit{of: g, target: target, folder: filepath.Join(all, strings.ReplaceAll(name, " ", "-")), imports: learner}
	if _, err := os.Stat(filepath.Join(kit.folder, config)); err == nil {
		return kit, nil
	}
	if err := os.MkdirAll(all, 0o755); err != nil {
		return nil, fmt.Errorf("%w: keep archives: %w", ErrUnable, err)
	}
	made, err := os.MkdirTemp(all, "new-")
	if err != nil {
		return nil, fmt.Errorf("%w: keep archives: %w", ErrUnable, err)
	}
	err = g.archives(ctx, root, target, packages, made, kit.folder)
	if err == nil {
		err = os.Chmod(made, 0o755)
	}
	if err == nil {
		err = os.Rename(made, kit.folder)
	}
	if err == nil {
		return kit, nil
	}
	removed := os.RemoveAll(made)
	if _, there := os.Stat(filepath.Join(kit.folder, config)); there == nil {
		return kit, removed // another program has made them meanwhile
	}
	return nil, errors.Join(fmt.Errorf("%w: %w", ErrUnable, err), removed)
}

// listed is the part of `go list`'s output about one package.
type listed struct {
	ImportPath, Export string
}

// archives copies the archives into a folder, which will have the name final, and writes their list. They are copied
// because the go command clears its cache from time to time.
func (g Go) archives(ctx context.Context, root string, target Target, packages []string, folder, final string) error {
	arguments := []string{"list", "-deps", "-export", "-trimpath", "-json=ImportPath,Export"}
	cgo := "0"
	if target.Race {
		arguments, cgo = append(arguments, "-race"), "1"
	}
	command := exec.CommandContext(ctx, filepath.Join(g.Root, "bin", "go"), append(arguments, packages...)...)
	command.Dir = root
	command.Env = append(os.Environ(), "GOOS="+target.OS, "GOARCH="+target.Arch, "CGO_ENABLED="+cgo, "GOFLAGS=",
		"GOEXPERIMENT=", "GOWASM=", "GOWORK=off", "GOTOOLCHAIN=local", "GOENV=off", "GOCACHE="+buildCache(folder))
	var output, complaint bytes.Buffer
	command.Stdout, command.Stderr = &output, &complaint
	if err := command.Run(); err != nil {
		if target.Race {
			err = fmt.Errorf("the race detector needs a C compiler, such as gcc: %w", err)
		}
		return fmt.Errorf("compile what learners' programs are linked from: %w\n%s", err,
			strings.TrimSpace(complaint.String()))
	}
	var lines strings.Builder
	for decoder := json.NewDecoder(&output); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return fmt.Errorf("read what go list prints: %w", err)
		}
		if p.Export == "" {
			continue // unsafe has no archive
		}
		name := strings.ReplaceAll(p.ImportPath, "/", "!") + ".a"
		content, err := os.ReadFile(p.Export)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name), content, 0o644)
		}
		if err != nil {
			return fmt.Errorf("keep the archive of %s: %w", p.ImportPath, err)
		}
		fmt.Fprintf(&lines, "packagefile %s=%s\n", p.ImportPath, filepath.Join(final, name))
	}
	return os.WriteFile(filepath.Join(folder, config), []byte(lines.String()), 0o644)
}

// buildCache is the folder where the go command keeps what it compiles: the user's, if there is one.
func buildCache(folder string) string {
	if named := os.Getenv("GOCACHE"); named != "" && named != "off" {
		return named
	}
	if cache, err := os.UserCacheDir(); err == nil {
		return filepath.Join(cache, "go-build")
	}
	return filepath.Join(folder, "cache")
}

// lines are the lines of the list of all archives that are about these packages.
func (k *Kit) lines(packages []string) ([]byte, error) {
	text, err := k.Config()
	if err != nil {
		return nil, fmt.Errorf("%w: read the list of archives: %w", ErrUnable, err)
	}
	var found strings.Builder
	for line := range strings.Lines(string(text)) {
		name, _, _ := strings.Cut(strings.TrimPrefix(line, "packagefile "), "=")
		if slices.Contains(packages, name) {
			found.WriteString(line)
		}
	}
	return []byte(found.String()), nil
}

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// manifestName is the file that lists all others. Only this file has no hash in its name.
const manifestName = "toolchain.json"

// manifest is toolchain.json, the first file that the page reads.
type manifest struct {
	Version int         `json:"version"`
	Go      string      `json:"go"`
	Files   []listEntry `json:"files"`
	// LearnerImports are the packages that a learner's file may import.
	LearnerImports []string `json:"learnerImports"`
	// VisitImport is the package that the rewritten file also imports.
	VisitImport  string   `json:"visitImport"`
	CompileFlags []string `json:"compileFlags"`
	LinkFlags    []string `json:"linkFlags"`
}

// listEntry is one file. static/build.mjs adds "compressed", the size of the download.
type listEntry struct {
	Name   string `json:"name"`
	Path   string `json:"path"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// folder is the folder of the files.
type folder string

const (
	// buildingName says how far the build is, for a page that waits for it. It is gone when toolchain.json is there.
	buildingName = "building.json"
	// parts is how many files are made.
	parts = 10
)

// built writes how many files are made: those with a hash in their names.
func (f folder) built() error {
	made, err := filepath.Glob(filepath.Join(string(f), "*-????????????????.*"))
	if err != nil {
		return fmt.Errorf("count the files: %w", err)
	}
	text := fmt.Appendf(nil, "{\"made\":%d,\"of\":%d}\n", min(len(made), parts), parts)
	return f.write(buildingName, text)
}

// put writes a file under a name with the hash of its content. If the file exists, its time does not change, so
// that the compression can skip it.
func (f folder) put(name, extension string, content []byte) (listEntry, error) {
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])
	entry := listEntry{name, name + "-" + hash[:16] + extension, len(content), hash}
	if err := f.write(entry.Path, content); err != nil {
		return entry, err
	}
	return entry, f.built()
}

// write replaces a file in one step if its content differs.
func (f folder) write(name string, content []byte) error {
	file := filepath.Join(string(f), name)
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, content) {
		return nil
	}
	if err := os.WriteFile(file+".new", content, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// finish writes toolchain.json, and removes what it does not list.
func (f folder) finish(m manifest) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", manifestName, err)
	}
	if err := f.write(manifestName, append(text, '\n')); err != nil {
		return err
	}
	keep := map[string]bool{manifestName: true}
	for _, entry := range m.Files {
		keep[entry.Path] = true
	}
	found, err := os.ReadDir(string(f))
	if err != nil {
		return fmt.Errorf("look for outdated files: %w", err)
	}
	for _, entry := range found {
		if keep[entry.Name()] || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		if err := os.Remove(filepath.Join(string(f), entry.Name())); err != nil {
			return fmt.Errorf("remove an outdated file: %w", err)
		}
	}
	return nil
}

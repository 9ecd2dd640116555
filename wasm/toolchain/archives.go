package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"

	"raftlab/grader/instrument"
	"raftlab/wasm/guest/program"
)

// learnerImports are the packages with which a learner's package is compiled: those that it may import, and
// those that the rewritten file also imports.
func learnerImports() []string { return instrument.Allowed }

// roots are the packages that a learner's program imports: the imports of the generated main of each exercise,
// and the learner's.
func roots() ([]string, error) { return program.Imports(program.Join) }

// apart separates the archives that the exercises in Raft's rules need from the others.
func (g goTool) apart(all []archive) (raftlab, neighbours []archive, err error) {
	imported, err := program.RaftImports(program.Join)
	if err != nil {
		return nil, nil, err
	}
	_, needed, err := g.archives(imported)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range all {
		if slices.ContainsFunc(needed, func(n archive) bool { return n.path == a.path }) {
			raftlab = append(raftlab, a)
			continue
		}
		neighbours = append(neighbours, a)
	}
	return raftlab, neighbours, nil
}

// listed is the part of `go list`'s output about one package.
type listed struct {
	ImportPath, Export string
	Standard           bool
}

// archives compiles packages and everything that they import, and returns the archive of each. The order is the
// go command's: a package comes after its imports.
func (g goTool) archives(packages []string) (std, raftlab []archive, err error) {
	arguments := []string{"list", "-deps", "-export", "-trimpath", "-json=ImportPath,Export,Standard"}
	output, err := g.run(append(arguments, packages...)...)
	if err != nil {
		return nil, nil, fmt.Errorf("compile what learners' programs are linked from: %w", err)
	}
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return std, raftlab, nil
		} else if err != nil {
			return nil, nil, fmt.Errorf("read what go list prints: %w", err)
		}
		if p.Export == "" {
			continue // unsafe has no archive
		}
		content, err := os.ReadFile(p.Export)
		if err != nil {
			return nil, nil, fmt.Errorf("read the archive of %s: %w", p.ImportPath, err)
		}
		made := archive{p.ImportPath, content}
		if p.Standard {
			std = append(std, made)
		} else {
			raftlab = append(raftlab, made)
		}
	}
}

// pack joins many archives in one file: the decimal length of the index and a line break, the index, and then
// the archives, with offsets from the end of the index.
func pack(archives []archive) ([]byte, error) {
	type entry struct {
		Package string `json:"package"`
		Offset  int    `json:"offset"`
		Size    int    `json:"size"`
	}
	index, all := []entry{}, []byte{}
	for _, a := range archives {
		index = append(index, entry{a.path, len(all), len(a.content)})
		all = append(all, a.content...)
	}
	text, err := json.Marshal(index)
	if err != nil {
		return nil, fmt.Errorf("write the index of a pack: %w", err)
	}
	return slices.Concat([]byte(strconv.Itoa(len(text))+"\n"), text, all), nil
}

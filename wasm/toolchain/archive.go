package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// archive is a compiled package.
type archive struct {
	path    string
	content []byte
}

const (
	magic      = "!<arch>\n"
	headerSize = 60
	// exportData is the entry that the compiler reads, for the packages that a file imports. The linker
	// reads all other entries.
	exportData = "__.PKGDEF"
)

// withoutExports is the archive for the linker alone.
func (a archive) withoutExports() (archive, error) { return a.without(isExports) }

// exportsAlone is the archive for the compiler alone.
func (a archive) exportsAlone() (archive, error) {
	return a.without(func(name string) bool { return !isExports(name) })
}

func isExports(name string) bool { return name == exportData }

// without leaves out entries.
func (a archive) without(leftOut func(name string) bool) (archive, error) {
	broken := fmt.Errorf("the archive of %s is not what the compiler writes: "+
		"clean the cache with `go clean -cache` and try again", a.path)
	rest, ok := strings.CutPrefix(string(a.content), magic)
	if !ok {
		return archive{}, broken
	}
	kept := []byte(magic)
	for rest != "" {
		if len(rest) < headerSize {
			return archive{}, broken
		}
		size, err := strconv.Atoi(strings.TrimSpace(rest[48:58]))
		end := headerSize + size + size&1
		if err != nil || size < 0 || end > len(rest) {
			return archive{}, broken
		}
		if !leftOut(strings.TrimSpace(rest[:16])) {
			kept = append(kept, rest[:end]...)
		}
		rest = rest[end:]
	}
	return archive{a.path, kept}, nil
}

// forLinker leaves the export data only in the archives of packages that are imported.
func forLinker(archives []archive, imported []string) ([]archive, error) {
	var changed []archive
	for _, a := range archives {
		var err error
		if !slices.Contains(imported, a.path) {
			a, err = a.withoutExports()
		}
		if err != nil {
			return nil, err
		}
		changed = append(changed, a)
	}
	return changed, nil
}

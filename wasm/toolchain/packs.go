package main

import (
	"slices"

	"raftlab/grader/bring"
)

// makePacks packs the archives: Go's own packages, which change rarely, and ours, which change with each commit. Those
// that only the exercises in other protocols' rules need are a pack of their own, which a page fetches for such an
// exercise, and so are those that only whole servers need.
func makePacks(tool goTool, to folder, _ string) ([]listEntry, error) {
	imported, err := roots()
	if err != nil {
		return nil, err
	}
	std, all, err := tool.archives(imported)
	if err != nil {
		return nil, err
	}
	raftlab, neighbours, err := tool.apart(all)
	if err != nil {
		return nil, err
	}
	whole, err := tool.forWhole(std, imported)
	if err != nil {
		return nil, err
	}
	var entries []listEntry
	for _, one := range []struct {
		name     string
		archives []archive
		imported []string
	}{
		{"std", std, imported}, {"raftlab", raftlab, imported}, {"neighbours", neighbours, imported},
		{"whole", whole, bring.Imports()},
	} {
		archives, err := forLinker(one.archives, one.imported)
		if err != nil {
			return nil, err
		}
		content, err := pack(archives)
		if err != nil {
			return nil, err
		}
		entry, err := to.put(one.name, ".pack", content)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// forWhole are the archives that the programs of whole servers need beside those of Go's packages that the page has
// for exercises. Of a package that is there, but whose export data is not, it is the export data alone: the page's
// compiler reads that one, and its linker the other.
func (g goTool) forWhole(std []archive, exported []string) ([]archive, error) {
	imported := bring.Imports()
	theirs, ours, err := g.archives(imported)
	if err != nil {
		return nil, err
	}
	var all []archive
	for _, a := range theirs {
		if !slices.ContainsFunc(std, func(s archive) bool { return s.path == a.path }) {
			all = append(all, a)
		} else if slices.Contains(imported, a.path) && !slices.Contains(exported, a.path) {
			if a, err = a.exportsAlone(); err != nil {
				return nil, err
			}
			all = append(all, a)
		}
	}
	return append(all, ours...), nil
}

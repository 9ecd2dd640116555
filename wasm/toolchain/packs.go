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
	whole, rawNode, err := tool.forWhole(std, imported)
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
		{"whole", whole, bring.Imports()}, {"rawnode", rawNode, bring.RawNode},
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

// forWhole are the archives that the programs of whole servers need beside those that the page has for exercises, and
// those that only programs with etcd's raft need beside both.
func (g goTool) forWhole(std []archive, imported []string) (whole, rawNode []archive, err error) {
	whole, err = g.beside(std, imported, bring.Imports())
	if err != nil {
		return nil, nil, err
	}
	rawNode, err = g.beside(slices.Concat(std, whole), slices.Concat(imported, bring.Imports()), bring.RawNode)
	return whole, rawNode, err
}

// beside are the archives that programs which import the wanted packages need beside those that are there. Of a package
// that is there, but whose export data is not, since no other program imports it, it is the export data alone: the
// page's compiler reads that one, and its linker the other.
func (g goTool) beside(there []archive, exported, wanted []string) ([]archive, error) {
	std, others, err := g.archives(wanted)
	if err != nil {
		return nil, err
	}
	var all []archive
	for _, a := range slices.Concat(std, others) {
		isThere := slices.ContainsFunc(there, func(t archive) bool { return t.path == a.path })
		switch {
		case !isThere:
			all = append(all, a)
		case slices.Contains(wanted, a.path) && !slices.Contains(exported, a.path):
			if a, err = a.exportsAlone(); err != nil {
				return nil, err
			}
			all = append(all, a)
		}
	}
	return all, nil
}

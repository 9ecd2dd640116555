package source

import (
	"archive/zip"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// learnersVersion is the version of this module in a learner's go.mod. The folder has the module beside it, so no
// version is looked up; but the form needs one.
const learnersVersion = "v0.0.0"

// Learner gives the files of a module that go test can judge exercises in: its go.mod, and in vendor a copy of what
// the exercises' tests import, with the licences. All paths in them are relative, so the folder may be moved. The
// copy stands once, in vendor: in vendor mode the go command reads it as always, and with -mod=mod as a replacement.
func Learner(ctx context.Context, name string) (map[string][]byte, error) {
	archive, err := files(ctx)
	if err != nil {
		return nil, err
	}
	written, err := learner(archive, name)
	if err != nil {
		return nil, fmt.Errorf("copy the sources: %w", err)
	}
	return written, nil
}

func learner(archive *zip.Reader, name string) (map[string][]byte, error) {
	// The guest and the exercises themselves are left out. So are the solutions.
	needed, err := follow(archive, []string{"grader/gradetest", "grader/judges"})
	if err != nil {
		return nil, err
	}
	var original, list []byte
	for at, text := range map[string]*[]byte{"go.mod": &original, "vendor/modules.txt": &list} {
		if *text, err = fs.ReadFile(archive, at); err != nil {
			return nil, err
		}
	}
	version, err := goVersion(original)
	if err != nil {
		return nil, err
	}
	ours := module{path: modulePath, version: learnersVersion, goVersion: version, packages: needed.packages()}
	for _, at := range []string{"go.mod", "LICENSE"} {
		if needed.files[at], err = fs.ReadFile(archive, at); err != nil {
			return nil, err
		}
	}
	written := map[string][]byte{}
	for at, text := range needed.files {
		written[path.Join(ours.place(), at)] = text
	}
	all, err := neededModules(archive, readModulesTxt(list), needed.foreignImports())
	if err != nil {
		return nil, err
	}
	for _, file := range archive.File {
		if slices.ContainsFunc(all, func(m module) bool { return strings.HasPrefix(file.Name, m.place()+"/") }) {
			if written[file.Name], err = fs.ReadFile(archive, file.Name); err != nil {
				return nil, err
			}
		}
	}
	for i := range all {
		all[i].indirect = true
	}
	all = append(all, ours)
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.path, b.path) })
	written["go.mod"] = goMod(name, version, all)
	written["vendor/modules.txt"] = modulesTxt(all)
	return written, nil
}

// neededModules are those of the modules in the archive that some imports need: the archive has more, for guests.
func neededModules(archive fs.FS, all []module, imports []string) ([]module, error) {
	needed := map[string]bool{}
	for seen := map[string]bool{}; len(imports) > 0; {
		at := imports[0]
		imports = imports[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		for _, m := range all {
			if at == m.path || strings.HasPrefix(at, m.path+"/") {
				needed[m.path] = true
			}
		}
		more, err := (&closure{from: archive, files: map[string][]byte{}, foreign: map[string]bool{}}).imports(at)
		if err != nil {
			return nil, err
		}
		imports = append(imports, more...)
	}
	return slices.DeleteFunc(all, func(m module) bool { return !needed[m.path] }), nil
}

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
	for _, file := range archive.File {
		if strings.HasPrefix(file.Name, "vendor/") {
			if written[file.Name], err = fs.ReadFile(archive, file.Name); err != nil {
				return nil, err
			}
		}
	}
	all := readModulesTxt(list)
	for i := range all {
		all[i].indirect = true
	}
	all = append(all, ours)
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.path, b.path) })
	written["go.mod"] = goMod(name, version, all)
	written["vendor/modules.txt"] = modulesTxt(all)
	return written, nil
}

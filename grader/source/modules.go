package source

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// module is a module that another one needs, and whose files stand in vendor.
type module struct {
	path, version, goVersion string
	// packages are the import paths of the module's packages that are carried.
	packages []string
	// indirect is set if only another module imports them.
	indirect bool
}

// place is the module's folder.
func (m module) place() string { return path.Join("vendor", m.path) }

// goMod is the go.mod of a module that needs others. Each of them is replaced by its folder in vendor: in vendor mode
// the go command reads vendor/modules.txt, and with -mod=mod or -mod=readonly it follows the replacement to the
// same files. Neither mode needs go.sum or the module cache. The form is that of `go mod tidy`.
func goMod(name, goVersion string, needed []module) []byte {
	var direct, indirect, replaced []string
	for _, m := range needed {
		line := m.path + " " + m.version
		if m.indirect {
			indirect = append(indirect, line+" // indirect")
		} else {
			direct = append(direct, line)
		}
		replaced = append(replaced, m.path+" => ./"+m.place())
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "module %s\n\ngo %s\n", name, goVersion)
	writeBlock(&text, "require", direct)
	writeBlock(&text, "require", indirect)
	writeBlock(&text, "replace", replaced)
	return text.Bytes()
}

// writeBlock writes lines of a go.mod with their keyword.
func writeBlock(text *bytes.Buffer, keyword string, lines []string) {
	switch len(lines) {
	case 0:
	case 1:
		fmt.Fprintf(text, "\n%s %s\n", keyword, lines[0])
	default:
		fmt.Fprintf(text, "\n%s (\n\t%s\n)\n", keyword, strings.Join(lines, "\n\t"))
	}
}

// modulesTxt is vendor/modules.txt, in the form of `go mod vendor`.
func modulesTxt(needed []module) []byte {
	var text bytes.Buffer
	for _, m := range needed {
		fmt.Fprintf(&text, "# %s %s => ./%s\n## explicit; go %s\n", m.path, m.version, m.place(), m.goVersion)
		for _, p := range m.packages {
			fmt.Fprintln(&text, p)
		}
	}
	for _, m := range needed {
		fmt.Fprintf(&text, "# %s => ./%s\n", m.path, m.place())
	}
	return text.Bytes()
}

// readModulesTxt is the modules that modulesTxt wrote.
func readModulesTxt(text []byte) []module {
	var needed []module
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		switch last := len(needed) - 1; {
		case len(fields) == 5 && fields[0] == "#":
			needed = append(needed, module{path: fields[1], version: fields[2]})
		case len(fields) == 4 && fields[0] == "##":
			needed[last].goVersion = fields[3]
		case len(fields) == 1:
			needed[last].packages = append(needed[last].packages, fields[0])
		}
	}
	return needed
}

// foreignModules finds the modules of imported packages, with all that these import in turn, and gives their files by
// their places in vendor.
func foreignModules(ctx context.Context, root string, imports []string) ([]module, map[string][]byte, error) {
	files := map[string][]byte{}
	if len(imports) == 0 {
		return nil, files, nil
	}
	const format = `{{with .Module}}{{.Path}} {{.Version}} {{.GoVersion}} {{.Dir}}{{"\t"}}{{$.ImportPath}}{{"\t"}}` +
		`{{$.Dir}}{{"\t"}}{{join $.EmbedFiles " "}}{{end}}`
	list := exec.CommandContext(ctx, "go", append([]string{"list", "-deps", "-f", format}, imports...)...)
	list.Dir, list.Env = root, append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	output, err := list.Output()
	if err != nil {
		return nil, nil, fmt.Errorf("find the modules of %s: %w", strings.Join(imports, " "), err)
	}
	var needed []module
	for line := range strings.Lines(string(output)) {
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(parts) != 4 {
			continue // a package of the standard library has no module
		}
		about := strings.SplitN(parts[0], " ", 4)
		found := module{path: about[0], version: about[1], goVersion: about[2]}
		i := slices.IndexFunc(needed, func(m module) bool { return m.path == found.path })
		if i < 0 {
			i = len(needed)
			needed = append(needed, found)
			if err := addLicence(files, found, about[3]); err != nil {
				return nil, nil, err
			}
		}
		needed[i].packages = append(needed[i].packages, parts[1])
		if err := addFolder(files, path.Join("vendor", parts[1]), parts[2], strings.Fields(parts[3])); err != nil {
			return nil, nil, err
		}
	}
	slices.SortFunc(needed, func(a, b module) int { return strings.Compare(a.path, b.path) })
	// A go.mod of ours names no other module: the original may need some for its tests.
	for _, m := range needed {
		files[path.Join(m.place(), "go.mod")] = fmt.Appendf(nil, "module %s\n\ngo %s\n", m.path, m.goVersion)
	}
	return needed, files, nil
}

// addFolder keeps the files of one package, and those that it embeds, in their place.
func addFolder(files map[string][]byte, place, folder string, embedded []string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		program := slices.Contains([]string{".go", ".s", ".h"}, filepath.Ext(entry.Name()))
		if !entry.Type().IsRegular() || !program || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		if files[path.Join(place, entry.Name())], err = os.ReadFile(filepath.Join(folder, entry.Name())); err != nil {
			return err
		}
	}
	for _, name := range embedded {
		text, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		files[path.Join(place, name)] = text
	}
	return nil
}

// licence finds the files that must travel with the sources of a module.
var licence = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)`)

// addLicence keeps the licence of a module, whose files are in the folder.
func addLicence(files map[string][]byte, m module, folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	found := false
	for _, entry := range entries {
		if !entry.Type().IsRegular() || !licence.MatchString(entry.Name()) {
			continue
		}
		found = true
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return err
		}
		files[path.Join(m.place(), entry.Name())] = text
	}
	if !found {
		return fmt.Errorf("module %s has no licence: its sources must not be passed on", m.path)
	}
	return nil
}

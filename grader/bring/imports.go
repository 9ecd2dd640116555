package bring

import (
	"fmt"
	"go/ast"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Allowed are the packages of Go's library that a program may import: those that a server without a machine has a use
// for. Their archives are made before the first program is compiled.
var Allowed = []string{
	"bufio", "bytes", "cmp", "container/heap", "container/list", "container/ring", "context", "crypto/md5",
	"crypto/rand", "crypto/sha1", "crypto/sha256", "encoding", "encoding/base64", "encoding/binary", "encoding/gob",
	"encoding/hex", "encoding/json", "errors", "flag", "fmt", "hash", "hash/crc32", "hash/fnv", "hash/maphash", "io",
	"io/fs", "io/ioutil", "iter", "log", "log/slog", "maps", "math", "math/big", "math/bits", "math/cmplx",
	"math/rand", "math/rand/v2", "os", "path", "path/filepath", "reflect", "regexp", "runtime", "runtime/debug",
	"slices", "sort", "strconv", "strings", "sync", "sync/atomic", "text/tabwriter", "text/template", "time", "unicode",
	"unicode/utf16", "unicode/utf8", "unique", "unsafe",
}

// refused are packages that are often imported and cannot work here, and what to do.
var refused = map[string]string{
	"C":              "write it in Go: cgo has no compiler for WebAssembly",
	"net":            "call other servers with ClientEnd.Call, which the lab answers",
	"net/http":       "remove it: there is no network but that of the lab",
	"net/http/pprof": "remove it: there is no network but that of the lab",
	"net/rpc":        "call other servers with ClientEnd.Call, which the lab answers",
	"os/exec":        "remove it: there are no other programs",
	"os/signal":      "remove it: there are no signals; a crash is the end of the program",
	"syscall":        "remove it: there is no system below the program",
	"runtime/pprof":  "remove it: the lab measures the program from outside",
	"runtime/trace":  "remove it: the lab has a trace of its own",
	"embed":          "put the text into a constant: only files of Go are read",
	"plugin":         "compile it into the program",
	"testing":        "move what the server needs to a file that does not import it",
}

// runtimePackages are ours, which every program is linked with.
var runtimePackages = []string{
	"raftlab/wasm/whole/codec", "raftlab/wasm/whole/persist", "raftlab/wasm/whole/rpc", "raftlab/wasm/whole/seat",
	"raftlab/wasm/whole/step", "raftlab/wasm/whole/yield",
}

// Imports are the packages whose archives must be there before most programs are compiled.
func Imports() []string { return slices.Concat(Allowed, runtimePackages) }

// Imports are the packages whose archives must be there before this program is compiled.
func (w *Whole) Imports() []string {
	if w.rawNode {
		return slices.Concat(Imports(), RawNode)
	}
	return Imports()
}

// NeedsRawNode reports whether the program needs RawNode besides Imports.
func (w *Whole) NeedsRawNode() bool { return w.rawNode }

// resolver finds the packages that a program needs.
type resolver struct {
	folder *Folder
	notes  *notes
	// units are by import path, and order has them after what they import.
	units map[string]*unit
	order []*unit
	// open are the units that are being resolved: one of them must not be needed again.
	open       []string
	complaints []Complaint
	// rawNode is true once a file imports etcd's raft.
	rawNode bool
}

// resolve looks at the imports of a package, and brings along what they need.
func (r *resolver) resolve(u *unit) error {
	r.units[u.path] = u
	r.open = append(r.open, u.path)
	for _, s := range u.sources {
		for _, one := range s.imports() {
			needed, err := r.one(u, s, one)
			if err != nil {
				return err
			}
			if needed != "" && !slices.Contains(u.needs, needed) {
				u.needs = append(u.needs, needed)
			}
		}
	}
	r.open = r.open[:len(r.open)-1]
	r.order = append(r.order, u)
	return nil
}

// one resolves an import, and gives the path of the unit that it needs, "" for none.
func (r *resolver) one(u *unit, s *goFile, one imported) (string, error) {
	if one.path != importable(one.path) {
		r.complain(s, one.spec, "", "%s is no path of a package", strconv.Quote(one.path))
		return "", nil
	}
	if slices.Contains(Allowed, one.path) {
		return "", nil
	}
	if slices.Contains(RawNode, one.path) && !strings.HasPrefix(one.path, "raftlab/") {
		r.rawNode = true
		return "", nil
	}
	if do, ok := refused[one.path]; ok {
		r.complain(s, one.spec, do, "%s cannot be had in WebAssembly", strconv.Quote(one.path))
		return "", nil
	}
	at := one.path
	if strings.HasPrefix(at, "./") || strings.HasPrefix(at, "../") {
		at = strings.TrimPrefix(path.Join("/", u.folder, at), "/")
		s.rename(one.spec, at)
	}
	folder, ok := r.folder.local(u.folder, at)
	if ours, known := shims[path.Base(at)]; known && !(ours.own && ok) {
		r.shim(at, ours)
		return at, nil
	}
	if !ok {
		r.complain(s, one.spec, r.missing(at), "%s is neither in this folder nor a package that servers can have here",
			strconv.Quote(one.path))
		return "", nil
	}
	if slices.Contains(r.open, at) {
		r.complain(s, one.spec, "move what both need to a third package",
			"%s cannot be imported: %s imports this package, too", strconv.Quote(one.path), at)
		return "", nil
	}
	if r.units[at] != nil {
		return at, nil
	}
	helper, err := r.folder.load(folder, r.notes)
	if err != nil {
		return "", err
	}
	helper.path = at
	r.notes.add(BroughtAlong, at, "from %s", r.folder.shown(folder))
	return at, r.resolve(helper)
}

// shim makes our package under the path that a file imports.
func (r *resolver) shim(at string, ours shim) {
	if r.units[at] == nil {
		u := &unit{path: at, name: ours.name, ours: map[string]string{ours.name + ".go": ours.text}}
		r.units[at], r.order = u, append(r.order, u)
		r.notes.add(Replaced, at, "by the lab's own package")
	}
}

// missing says what to do about a package that was not found.
func (r *resolver) missing(at string) string {
	first, _, slash := strings.Cut(at, "/")
	switch {
	case slash && (first == "6.5840" || first == "6.824"):
		return "name the course's folder, or the package's within it, so that its neighbours are found"
	case strings.Contains(first, "."):
		return "do without it, or copy what you need of it into your folder: modules of others are not fetched"
	}
	return "do without it"
}

func (r *resolver) complain(s *goFile, spec *ast.ImportSpec, do, format string, args ...any) {
	r.complaints = append(r.complaints, s.complain(spec.Path.Pos(), do, format, args...))
}

// module is the name of the module around a folder of the tree, the folder where it begins, and the release of Go that
// it wants, all "" if there is none. A tree from before there were modules has none, and begins at src.
func (f *Folder) module(folder string) (name, root, release string) {
	for at := folder; ; at = path.Dir(at) {
		if text, err := f.text(path.Join(at, "go.mod")); err == nil {
			name, release = readGoMod(text)
			return name, at, release
		}
		if path.Base(at) == "src" || at == "." && path.Base(filepath.ToSlash(f.name)) == "src" || at == "." {
			return "", at, ""
		}
	}
}

// readGoMod finds the module's name and its release of Go, such as 1.22.
func readGoMod(text []byte) (name, release string) {
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		switch {
		case len(fields) < 2:
		case fields[0] == "module":
			name = strings.Trim(fields[1], `"`)
		case fields[0] == "go":
			parts := strings.SplitN(fields[1], ".", 3)
			if len(parts) > 1 {
				release = parts[0] + "." + parts[1]
			}
		}
	}
	return name, release
}

// local is the folder of an imported package within the tree.
func (f *Folder) local(from, at string) (string, bool) {
	name, root, _ := f.module(from)
	folder := path.Join(root, at)
	if name != "" {
		rest, ok := strings.CutPrefix(at+"/", name+"/")
		if !ok {
			return "", false
		}
		folder = path.Join(root, rest)
	}
	return folder, f.exists(folder)
}

// rename replaces the path of an import in the text of its file. Lines stay where they are.
func (s *goFile) rename(spec *ast.ImportSpec, to string) {
	s.edits = append(s.edits, edit{s.offset(spec.Path.Pos()), s.offset(spec.Path.End()), strconv.Quote(to)})
}

// describe is a list of paths for a sentence.
func describe(paths []string) string {
	if len(paths) < 2 {
		return strings.Join(paths, "")
	}
	last := len(paths) - 1
	return fmt.Sprintf("%s and %s", strings.Join(paths[:last], ", "), paths[last])
}

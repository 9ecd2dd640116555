package bring

import (
	"fmt"
	"go/ast"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"raftlab/grader/gotools/flags"
)

// Whole is a server that was read from a folder, ready to be compiled.
type Whole struct {
	// Shape is the ID of its shape, and Title says what that is. Package is the folder of the server's package, as the
	// person sees it, and Release the release of Go whose language it is compiled with.
	Shape, Title, Package, Release string
	// Snapshots is true if the program takes snapshots.
	Snapshots bool
	Notes     []Note
	units     []*unit
	main      string
	// assumed is true if no go.mod names the release.
	assumed bool
	makes   Complaint // the place of Make, for what the compiler says about package main
}

// Read finds the server in a folder, and what its program is made from. An error about the folder is an *Unfit.
func (f *Folder) Read() (*Whole, error) {
	found, err := f.candidate()
	if err != nil {
		return nil, err
	}
	collected := &notes{}
	u, err := f.load(found, collected)
	if err != nil {
		return nil, err
	}
	l := lookAt(u)
	neighbour := u.imports("labrpc")
	if neighbour == "" {
		return nil, about("", "no file of %s that is not a test imports labrpc", f.shown(found))
	}
	u.path = f.pathOf(u, neighbour)
	fitting, err := l.shape()
	if err != nil {
		return nil, err
	}
	r := &resolver{folder: f, notes: collected, units: map[string]*unit{}}
	if err := r.resolve(u); err != nil {
		return nil, err
	}
	if api := r.units[u.imports("raftapi")]; api != nil {
		l.api = lookAt(api)
	}
	program, complaints := l.fit(fitting, collected)
	if err := unfit(slices.Concat(complaints, r.complaints)); err != nil {
		return nil, err
	}
	program.API = u.imports("raftapi")
	w := &Whole{
		Shape: fitting.ID, Title: fitting.Title, Package: f.called(found), Snapshots: program.Snapshots,
		units: r.order, makes: l.functions["Make"].complain("", ""),
	}
	if w.Release, w.assumed, err = f.release(found, fitting, collected); err != nil {
		return nil, err
	}
	w.Notes = collected.list()
	w.main = program.text()
	return w, nil
}

// makes finds a function Make, and calls an import of the course's package of calls, in the text of a file.
var (
	makes = regexp.MustCompile(`(?m)^func Make\(`)
	calls = regexp.MustCompile(`(?m)^(import)?\s+(\w+ )?"([^"]*/)?labrpc"`)
)

// candidate is the folder with the server's package. Exactly one must be there.
func (f *Folder) candidate() (string, error) {
	folders, err := f.packages()
	if err != nil {
		return "", err
	}
	var found, near []string
	for _, folder := range folders {
		made, called, err := f.mentions(folder)
		switch {
		case err != nil:
			return "", err
		case made && called:
			found = append(found, folder)
		case made:
			near = append(near, f.shown(folder))
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		var shown []string
		for _, folder := range found {
			shown = append(shown, f.shown(folder))
		}
		return "", about("name one of them", "there are %d packages with a server: %s", len(found), describe(shown))
	case len(near) > 0:
		return "", about("a server calls the others with labrpc.ClientEnd; see raftlab help bring for the shapes",
			"%s has a function Make, but does not import labrpc", describe(near))
	}
	return "", about("name the package's folder, such as src/raft; see raftlab help bring for the shapes",
		"in %d packages of Go there is none with a function Make that imports labrpc", len(folders))
}

// called is a folder's name in the report: what the person sees of it or, for the named folder itself, its own name.
func (f *Folder) called(folder string) string {
	if shown := f.shown(folder); shown != "." {
		return shown
	}
	return filepath.Base(filepath.Join(f.name, filepath.FromSlash(folder)))
}

// mentions looks in the files of a package whether one declares Make, and one imports labrpc.
func (f *Folder) mentions(folder string) (made, called bool, err error) {
	names, err := f.programs(folder)
	if err != nil {
		return false, false, err
	}
	for _, name := range names {
		text, err := f.text(name)
		if err != nil {
			return false, false, err
		}
		made, called = made || makes.Match(text), called || calls.Match(text)
	}
	return made, called, nil
}

// imports is the path by which a package imports one with this last part, "" if it does not.
func (u *unit) imports(last string) string {
	for _, s := range u.sources {
		for _, one := range s.imports() {
			if path.Base(one.path) == last {
				return one.path
			}
		}
	}
	return ""
}

// shape is the first of the table that fits: Make's arguments, and the fields of a message.
func (l *look) shape() (shape, error) {
	made, ok := l.functions["Make"]
	if !ok {
		return shape{}, about("", "there is no function Make in %s", l.unit.sources[0].shown)
	}
	wanted := made.in.list(made.function.Type.Params)
	message := l.types["ApplyMsg"]
	for _, s := range shapes {
		if slices.Contains(s.arguments(), strings.Join(wanted, ", ")) && (s.fields == nil || message.hasAll(s.fields)) {
			return s, nil
		}
	}
	var known []string
	for _, s := range shapes {
		known = append(known, fmt.Sprintf("Make(%s) for %s", s.arguments()[0], s.Title))
	}
	do := "expected one of:\n      " + strings.Join(known, "\n      ")
	if message.kind != nil && len(wanted) == 4 && wanted[3] == "chan ApplyMsg" {
		return shape{}, unfit([]Complaint{message.complain(
			"expected CommandValid, Command and CommandIndex or, in an old course, Index, Command and UseSnapshot",
			"the fields of ApplyMsg are of no course that is known here")})
	}
	return shape{}, unfit([]Complaint{made.complain(do, "Make wants (%s), which is of no course that is known here",
		strings.Join(wanted, ", "))})
}

// arguments are the lists of Make's parameters that a shape allows.
func (s shape) arguments() []string {
	var all []string
	for _, direction := range []string{"chan ", "chan<- "} {
		all = append(all, "[]*labrpc.ClientEnd, int, "+s.persister+", "+direction+s.message)
	}
	return all
}

// complain is a complaint about what is declared.
func (d declared) complain(do, format string, args ...any) Complaint {
	return d.in.complain(d.pos(), do, format, args...)
}

// release is the release of Go whose language a package is written in; assumed is true if no go.mod names it.
func (f *Folder) release(folder string, s shape, collected *notes) (release string, assumed bool, err error) {
	_, _, release = f.module(folder)
	switch {
	case release == "":
		collected.add(Assumed, "Go "+s.release, "no go.mod names a release; it is that of the course")
		return s.release, true, nil
	case minorOf(release) < 1 || minorOf(release) > minorOf(flags.Release):
		return "", false, about(fmt.Sprintf("write go %s or less", flags.Release), "go.mod wants Go %s", release)
	}
	collected.add(Assumed, "Go "+release, "go.mod says so")
	return release, false, nil
}

// receiverOf is the type of the server: what Make returns or, if that is an interface, the type with Start and
// GetState.
func (l *look) receiverOf() string {
	made := l.functions["Make"]
	results := made.in.list(made.function.Type.Results)
	if len(results) == 1 {
		if name := strings.TrimPrefix(results[0], "*"); l.types[name].kind != nil && !isInterface(l.types[name]) {
			return name
		}
	}
	for _, name := range sortedNames(l.methods) {
		_, starts := l.methods[name]["Start"]
		_, states := l.methods[name]["GetState"]
		if starts && states {
			return name
		}
	}
	return "Raft"
}

func isInterface(d declared) bool {
	_, ok := d.kind.Type.(*ast.InterfaceType)
	return ok
}

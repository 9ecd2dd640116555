package bring

import (
	"fmt"
	"go/ast"
	"path"
	"path/filepath"
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
	// rawNode is true if the program needs the packages of RawNode.
	rawNode bool
	makes   Complaint // the place of Make or New, for what the compiler says about package main
}

// Read finds the server in a folder, and what its program is made from. An error about the folder is an *Unfit.
func (f *Folder) Read() (*Whole, error) {
	found, err := f.candidate()
	if err != nil {
		return nil, err
	}
	collected := &notes{}
	u, err := f.load(found.folder, collected)
	if err != nil {
		return nil, err
	}
	l := lookAt(u, found.family)
	neighbour := u.imports(found.neighbour)
	if neighbour == "" && found.neighbour != "" {
		return nil, about("", "no file of %s that is not a test imports %s", f.shown(found.folder), found.neighbour)
	}
	u.path = f.pathOf(u, neighbour)
	if l.maker().function == nil {
		return nil, l.without()
	}
	r := &resolver{folder: f, notes: collected, units: map[string]*unit{}}
	if err := r.resolve(u); err != nil {
		return nil, err
	}
	if api := r.units[u.imports("raftapi")]; api != nil {
		l.api = lookAt(api, found.family)
	}
	fitting, program, complaints, err := found.fit(l, collected)
	if err != nil {
		return nil, err
	}
	if err := unfit(slices.Concat(complaints, r.complaints)); err != nil {
		return nil, err
	}
	program.API = u.imports("raftapi")
	w := &Whole{
		Shape: fitting.ID, Title: fitting.Title, Package: f.called(found.folder), Snapshots: program.Snapshots,
		units: r.order, makes: l.maker().complain("", ""), rawNode: r.rawNode,
	}
	if w.Release, w.assumed, err = f.release(found.folder, fitting, collected); err != nil {
		return nil, err
	}
	for _, u := range r.order {
		if u.folder == "" {
			continue // ours
		}
		for _, s := range u.sources {
			s.addYields()
		}
	}
	w.Notes = collected.list()
	w.main = program.text(fitting)
	return w, nil
}

// called is a folder's name in the report: what the person sees of it or, for the named folder itself, its own name.
func (f *Folder) called(folder string) string {
	if shown := f.shown(folder); shown != "." {
		return shown
	}
	return filepath.Base(filepath.Join(f.name, filepath.FromSlash(folder)))
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
	made := l.maker()
	wanted := made.in.list(made.function.Type.Params)
	message := l.types["ApplyMsg"]
	for _, s := range courses {
		if slices.Contains(s.arguments(), strings.Join(wanted, ", ")) && (s.fields == nil || message.hasAll(s.fields)) {
			return s, nil
		}
	}
	var known []string
	for _, s := range courses {
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
	case release == "" && s.release == flags.Release:
		collected.add(Assumed, "Go "+s.release, "no go.mod names a release; it is the newest")
		return s.release, true, nil
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
	made := l.maker()
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

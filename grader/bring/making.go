package bring

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"raftlab/grader/complaints"
	"raftlab/grader/gotools/flags"
)

// Config is the file with the list of archives. The host writes it before the first call: a line for the archive of
// each of Imports and of what they import, and then Making.Config.
const Config = "importcfg"

// Call is a call of the compiler or the linker, in a folder of the program's own, which its arguments name files of. A
// host adds to the compiler's -trimpath with the name of that folder: so the program does not depend on it.
type Call struct {
	Tool string   `json:"tool"`
	Args []string `json:"args"`
	// Files are written before, and Makes is the file that it makes.
	Files []File `json:"files"`
	Makes string `json:"makes"`
}

// The tools that a call names.
const (
	Compiler = "compile"
	Linker   = "link"
)

// Ended is how a call ended.
type Ended struct {
	OK bool `json:"ok"`
	// Met is the bound that ended it, such as memory, "" for none.
	Met     string `json:"met"`
	Printed string `json:"printed"`
}

// Making is a program that is being made, a call after the other:
//
//	for call, more := m.Next(); more; call, more = m.Next() {
//		… the host does it …
//		if err := m.Ended(ended); err != nil { … }
//	}
//
// It decides in the same way on every host.
type Making struct {
	whole *Whole
	// races is true of a program of this machine for the race detector.
	races bool
	// done counts the calls that succeeded: each unit, package main, and the linker.
	done int
}

// Make begins to make the program.
func (w *Whole) Make() *Making { return &Making{whole: w} }

// Steps is how many calls there are, unless one of them has to be done again.
func (m *Making) Steps() int { return len(m.whole.units) + 2 }

// Config lists the archives of the program's own packages.
func (m *Making) Config() string {
	var b strings.Builder
	for i, u := range m.whole.units {
		fmt.Fprintf(&b, "packagefile %s=%s\n", u.path, object(strconv.Itoa(i)))
	}
	return b.String()
}

func object(name string) string { return name + ".a" }

// The files of package main, and of the program.
const (
	mainName = "main"
	made     = "program.wasm"
)

// Next is the next call; more is false after the last.
func (m *Making) Next() (call Call, more bool) {
	units := m.whole.units
	switch {
	case m.done < len(units):
		return m.unit(units[m.done], strconv.Itoa(m.done)), true
	case m.done == len(units):
		return m.compile(mainName, mainName, []File{{mainName + ".go", m.main()}}, nil), true
	case m.done == len(units)+1:
		return m.link(), true
	}
	return Call{}, false
}

// unit compiles a package, whose files are below a folder with this name.
func (m *Making) unit(u *unit, name string) Call {
	var files []File
	for _, file := range sortedNames(u.ours) {
		files = append(files, File{path.Join(name, file), u.ours[file]})
	}
	for _, s := range u.sources {
		files = append(files, File{path.Join(name, path.Base(s.name)), string(s.edited())})
	}
	release := m.whole.Release
	if u.folder == "" {
		release = flags.Release // ours
	}
	return m.compile(u.path, name, files, []string{"-e", "-lang=go" + release})
}

func (m *Making) compile(path, name string, files []File, more []string) Call {
	if m.races {
		more = append(more, "-race")
	}
	args := slices.Concat(flags.Compile(), more, []string{"-p", path, "-importcfg", Config, "-o", object(name)})
	for _, f := range files {
		args = append(args, f.Path)
	}
	return Call{Compiler, args, files, object(name)}
}

func (m *Making) link() Call {
	how, made := flags.LinkNamed(), made
	if m.races {
		how, made = []string{"-race", "-w"}, "program"
	}
	if minorOf(m.whole.Release) < synchronousTimers {
		how = append(how, "-X=runtime.godebugDefault=asynctimerchan=1")
	}
	args := slices.Concat([]string{"-importcfg", Config, "-o", made}, how, []string{object(mainName)})
	return Call{Linker, args, nil, made}
}

// synchronousTimers is the release since which a timer's channel holds nothing old after Reset: the go command keeps
// the old way for a module that names an older one.
const synchronousTimers = 23

// Ended takes how the call of Next ended. What is wrong with the person's files is an *Unfit.
func (m *Making) Ended(e Ended) error {
	units := m.whole.units
	switch {
	case e.OK:
		m.done++
		return nil
	case m.done > len(units):
		return said("linker", e, nil)
	case m.done == len(units):
		return m.whole.misfit(e)
	case m.whole.takesLater(e.Printed):
		return nil // Next gives the call again
	}
	files := map[string]*goFile{}
	for _, s := range units[m.done].sources {
		files[path.Join(strconv.Itoa(m.done), path.Base(s.name))] = s
	}
	return said("compiler", e, files)
}

// laterThan finds the release that the compiler asks for.
var laterThan = regexp.MustCompile(`requires go(1\.\d+) or later`)

// takesLater: a release that was only assumed becomes the one that a package needs.
func (w *Whole) takesLater(printed string) bool {
	needs := laterThan.FindStringSubmatch(printed)
	if !w.assumed || needs == nil || minorOf(needs[1]) <= minorOf(w.Release) {
		return false
	}
	was := w.Release
	w.Release = needs[1]
	for i, note := range w.Notes {
		if note.What == "Go "+was {
			w.Notes[i].What, w.Notes[i].Why = "Go "+w.Release, "no go.mod names a release, and the files need it"
		}
	}
	return true
}

// said is what a tool says as complaints, with the names that the person knows.
func said(tool string, e Ended, files map[string]*goFile) error {
	if e.Met != "" {
		return about("make the files smaller", "the %s met its bound of %s", tool, e.Met)
	}
	var all []Complaint
	for _, one := range complaints.ReadFiles(e.Printed) {
		c := Complaint{Line: one.Line, Column: one.Column, Message: one.Message}
		if s := files[one.File]; s != nil {
			c.File, c.Column = s.shown, s.column(c.Line, c.Column)
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		return about("", "the %s refuses the files: %s", tool,
			cmp.Or(strings.TrimSpace(e.Printed), "it does not say why"))
	}
	return unfit(all)
}

// misfit says why our package main does not compile with the person's package.
func (w *Whole) misfit(e Ended) error {
	if e.Met != "" {
		return said("compiler", e, nil)
	}
	one := w.makes
	one.Message = "the server does not fit the course's shape " + w.Shape
	for _, c := range complaints.ReadFiles(e.Printed) {
		one.Message += "\n" + c.Message
	}
	return unfit([]Complaint{one})
}

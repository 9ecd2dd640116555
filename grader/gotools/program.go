package gotools

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// CompileFlags are the compiler's flags on every host: the go command's, except those for the places of its files. One
// goroutine compiles, since a page has one thread. There is no build ID: the bytes depend on nothing but the source.
func CompileFlags() []string {
	return []string{"-lang=go" + Release, "-complete", "-dwarf=false", "-c=1", "-nolocalimports", "-pack"}
}

// LinkFlags are the linker's flags for a guest.
func LinkFlags() []string { return []string{"-buildmode=c-shared", "-s", "-w"} }

// Call is a call of the compiler or the linker, in the folder of the program.
type Call struct {
	Path        string
	Args        []string
	Environment []string
}

// Program is a learner's program that is being made in a folder.
type Program struct {
	kit    *Kit
	folder string
}

// The files of a program within its folder.
const (
	learnerConfig = "importcfg.learner"
	allConfig     = "importcfg.all"
	mainSource    = "main.go"
	mainObject    = "main.a"
)

// objectOf is the file for what a package is compiled to.
func objectOf(path string) string { return strings.ReplaceAll(path, "/", "!") + ".a" }

// Program begins a program in a folder, from the text of a main function and the learner's packages with these paths.
func (k *Kit) Program(folder, main string, paths ...string) (*Program, error) {
	p := &Program{k, folder}
	learner, err := k.lines(k.imports)
	if err != nil {
		return nil, err
	}
	all, err := os.ReadFile(filepath.Join(k.folder, config))
	if err == nil {
		for _, path := range paths {
			all = fmt.Appendf(all, "packagefile %s=%s\n", path, objectOf(path))
		}
		err = writeAll(folder, map[string][]byte{
			learnerConfig: learner, allConfig: all, mainSource: []byte(main),
		})
	}
	if err != nil {
		return nil, fmt.Errorf("%w: write what a program is made from: %w", ErrUnable, err)
	}
	return p, nil
}

func writeAll(folder string, files map[string][]byte) error {
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// Learner compiles a package of the learner, a file in the folder. Only the packages that a learner may import are
// within reach. All errors are reported, not only the first ten.
func (p *Program) Learner(path, file string) Call {
	return p.compile(path, learnerConfig, objectOf(path), file, "-e")
}

// Package compiles a package of several files in the folder, with what the language was in that release, such as 1.22.
// Every package that the program is made from is within reach.
func (p *Program) Package(path, release string, files ...string) Call {
	call := p.compile(path, allConfig, objectOf(path), files[0], "-e", "-lang=go"+release, "-trimpath="+p.folder)
	call.Args = append(call.Args, files[1:]...)
	return call
}

// Main compiles the main function.
func (p *Program) Main() Call { return p.compile("main", allConfig, mainObject, mainSource) }

func (p *Program) compile(path, config, object, file string, more ...string) Call {
	args := slices.Concat(CompileFlags(), more, []string{"-p", path, "-importcfg", config, "-o", object, file})
	return p.call("compile", args)
}

// Link links the program into a file of the folder.
func (p *Program) Link(to string) Call {
	flags := LinkFlags()
	if p.kit.target != Wasip1 {
		flags = []string{"-s", "-w"}
	}
	return p.link(to, flags)
}

// LinkNamed links a guest that keeps the names of its functions, for stacks that a person reads. More are flags of the
// linker.
func (p *Program) LinkNamed(to string, more ...string) Call {
	return p.link(to, append([]string{"-buildmode=c-shared", "-w"}, more...))
}

func (p *Program) link(to string, flags []string) Call {
	return p.call("link", slices.Concat([]string{"-importcfg", allConfig, "-o", to}, flags, []string{mainObject}))
}

// call is a call with an environment of its own. The tools keep little memory for a short time, so the collector need
// not run often.
func (p *Program) call(tool string, args []string) Call {
	return Call{p.kit.of.tool(tool), args, []string{
		"GOOS=" + p.kit.target.OS, "GOARCH=" + p.kit.target.Arch, "GOGC=400",
	}}
}

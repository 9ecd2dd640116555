package bring

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	"raftlab/grader/bounds"
	"raftlab/grader/complaints"
	"raftlab/grader/gotools"
	"raftlab/grader/source"
)

// newest is the newest release of Go's language that is compiled here.
var newest = minorOf(gotools.Release)

// runtimePackages are ours, which every program is linked with.
var runtimePackages = []string{
	"raftlab/wasm/whole/codec", "raftlab/wasm/whole/persist", "raftlab/wasm/whole/rpc", "raftlab/wasm/whole/seat",
}

// toolLimits bound the compiler and the linker: many times what a course's server needs.
var toolLimits = bounds.Limits{CPU: 60, Memory: 1 << 30, File: 128 << 20}

// Imports are all packages whose archives must be there before a program is compiled.
func Imports() []string { return append(append([]string{}, Allowed...), runtimePackages...) }

// Compile makes the WebAssembly program. Root is the folder of our sources. What is wrong with the person's files is an
// *Unfit; an error of this machine wraps gotools.ErrUnable.
func (w *Whole) Compile(ctx context.Context, root string) (guest []byte, err error) {
	found, err := gotools.Find()
	if err != nil {
		return nil, err
	}
	sources, err := source.Hash()
	if err != nil {
		return nil, fmt.Errorf("%w: read the sources: %w", gotools.ErrUnable, err)
	}
	kit, err := found.Prepare(ctx, root, "whole-"+sources, gotools.Wasip1, Imports(), nil)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "raftlab-bring-")
	if err != nil {
		return nil, fmt.Errorf("%w: make a folder to compile in: %w", gotools.ErrUnable, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	var paths []string
	for _, u := range w.units {
		paths = append(paths, u.path)
	}
	p, err := kit.Program(folder, w.main, paths...)
	if err != nil {
		return nil, err
	}
	b := &building{folder, p}
	for i, u := range w.units {
		if err := w.compile(ctx, b, u, strconv.Itoa(i)); err != nil {
			return nil, err
		}
	}
	return b.link(ctx, w)
}

// compile compiles a package. A release that was only assumed becomes the one that the package needs.
func (w *Whole) compile(ctx context.Context, b *building, u *unit, name string) error {
	err := b.compile(ctx, u, name, w.Release)
	needs := laterThan.FindStringSubmatch(fmt.Sprint(err))
	if !w.assumed || needs == nil || !isLater(needs[1], w.Release) {
		return err
	}
	was := w.Release
	w.Release = needs[1]
	for i, note := range w.Notes {
		if note.What == "Go "+was {
			w.Notes[i].What, w.Notes[i].Why = "Go "+w.Release, "no go.mod names a release, and the files need it"
		}
	}
	return w.compile(ctx, b, u, name)
}

// laterThan finds the release that the compiler asks for.
var laterThan = regexp.MustCompile(`requires go(1\.\d+) or later`)

func isLater(a, b string) bool { return minorOf(a) > minorOf(b) }

// minorOf is the second number of a release such as 1.22, or 0.
func minorOf(release string) int {
	minor, _ := strconv.Atoi(strings.TrimPrefix(release, "1."))
	return minor
}

// building is a program that is being compiled in a folder.
type building struct {
	folder  string
	program *gotools.Program
}

// compile compiles a package, whose files are below a folder with this name.
func (b *building) compile(ctx context.Context, u *unit, name, release string) error {
	shown := map[string]string{}
	var files []string
	write := func(file string, text []byte) error {
		files = append(files, path.Join(name, file))
		return os.WriteFile(filepath.Join(b.folder, name, file), text, 0o600)
	}
	err := os.MkdirAll(filepath.Join(b.folder, name), 0o700)
	for _, file := range sortedNames(u.ours) {
		err = errors.Join(err, write(file, []byte(u.ours[file])))
	}
	for _, s := range u.sources {
		err = errors.Join(err, write(path.Base(s.name), s.edited()))
		shown[path.Join(name, path.Base(s.name))] = s.shown
	}
	if err != nil {
		return fmt.Errorf("%w: write what a program is made from: %w", gotools.ErrUnable, err)
	}
	if u.folder == "" {
		release = gotools.Release // ours
	}
	result, err := b.call(ctx, b.program.Package(u.path, release, files...))
	if err != nil || result.OK {
		return err
	}
	return said("compiler", result, shown)
}

// call runs a tool within bounds. A full disk is not the fault of the files.
func (b *building) call(ctx context.Context, call gotools.Call) (bounds.Result, error) {
	result, err := bounds.Run(ctx, bounds.Program{
		Path: call.Path, Args: call.Args, Environment: call.Environment, Folder: b.folder, Limits: toolLimits,
	})
	if err == nil && !result.OK && strings.Contains(string(result.Output), syscall.ENOSPC.Error()) {
		err = syscall.ENOSPC
	}
	if err != nil {
		err = fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	return result, err
}

// said is what a tool says as complaints, with the names that the person knows.
func said(tool string, result bounds.Result, shown map[string]string) error {
	if result.Met != bounds.None {
		return about("make the files smaller", "the %s met its bound of %s", tool, result.Met)
	}
	var all []Complaint
	for _, one := range complaints.ReadFiles(string(result.Output)) {
		all = append(all, Complaint{File: shown[one.File], Line: one.Line, Column: one.Column, Message: one.Message})
	}
	if len(all) == 0 {
		return about("", "the %s refuses the files: %s", tool, strings.TrimSpace(string(result.Output)))
	}
	return unfit(all)
}

// link compiles package main and links the program.
func (b *building) link(ctx context.Context, w *Whole) ([]byte, error) {
	result, err := b.call(ctx, b.program.Main())
	if err != nil {
		return nil, err
	}
	if !result.OK {
		return nil, w.misfit(result)
	}
	const made = "program.wasm"
	var flags []string
	if minorOf(w.Release) < synchronousTimers {
		flags = append(flags, "-X=runtime.godebugDefault=asynctimerchan=1")
	}
	result, err = b.call(ctx, b.program.LinkNamed(made, flags...))
	if err != nil {
		return nil, err
	}
	if !result.OK {
		return nil, said("linker", result, nil)
	}
	guest, err := os.ReadFile(filepath.Join(b.folder, made))
	if err != nil {
		return nil, fmt.Errorf("%w: read the program: %w", gotools.ErrUnable, err)
	}
	return guest, nil
}

// synchronousTimers is the release since which a timer's channel holds nothing old after Reset: the go command keeps
// the old way for a module that names an older one.
const synchronousTimers = 23

// misfit says why our package main does not compile with the person's package.
func (w *Whole) misfit(result bounds.Result) error {
	if result.Met != bounds.None {
		return said("compiler", result, nil)
	}
	one := w.makes
	one.Message = "the server does not fit the course's shape " + w.Shape
	for _, c := range complaints.ReadFiles(string(result.Output)) {
		one.Message += "\n" + c.Message
	}
	return unfit([]Complaint{one})
}

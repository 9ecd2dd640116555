package build

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"raftlab/grader/bounds"
	"raftlab/grader/bring"
	"raftlab/grader/gotools"
	"raftlab/grader/source"
)

// limits bound the compiler and the linker: many times what a course's server needs.
var limits = bounds.Limits{CPU: 60, Memory: 1 << 30, File: 128 << 20}

// prepare makes the archives of the packages that a program is linked from.
func prepare(
	ctx context.Context, whole *bring.Whole, root string, target gotools.Target, packages []string,
) (*gotools.Kit, error) {
	found, err := gotools.Find()
	if err != nil {
		return nil, err
	}
	sources, err := source.Hash()
	if err != nil {
		return nil, fmt.Errorf("%w: read the sources: %w", gotools.ErrUnable, err)
	}
	name := "whole-" + sources
	if whole.NeedsRawNode() {
		name = "rawnode-" + sources
	}
	if target.Race {
		name = "race-" + name
	}
	return found.Prepare(ctx, root, name, target, packages, nil)
}

// Compile makes the WebAssembly program. Root is the folder of our sources. What is wrong with the person's files is a
// *bring.Unfit; an error of this machine wraps gotools.ErrUnable.
func Compile(ctx context.Context, whole *bring.Whole, root string) (guest []byte, err error) {
	kit, err := prepare(ctx, whole, root, gotools.Wasip1, whole.Imports())
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "raftlab-bring-")
	if err != nil {
		return nil, fmt.Errorf("%w: make a folder to compile in: %w", gotools.ErrUnable, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	b := &building{kit, folder}
	made, err := b.build(ctx, whole.Make())
	if err != nil {
		return nil, err
	}
	if guest, err = os.ReadFile(made); err != nil {
		return nil, fmt.Errorf("%w: read the program: %w", gotools.ErrUnable, err)
	}
	return guest, nil
}

// Race makes a program of this machine in a folder, for the race detector, and gives the name of its file. Errors are
// those of Compile.
func Race(ctx context.Context, whole *bring.Whole, root, folder string) (program string, err error) {
	kit, err := prepare(ctx, whole, root, gotools.Racing(), append(whole.Imports(), bring.RacePath, "runtime/race"))
	if err != nil {
		return "", err
	}
	b := &building{kit, folder}
	return b.build(ctx, whole.MakeRace())
}

// building is a program that is being made in a folder.
type building struct {
	kit    *gotools.Kit
	folder string
}

// build does all calls, and gives the name of the program's file.
func (b *building) build(ctx context.Context, making *bring.Making) (program string, err error) {
	all, err := b.kit.Config()
	if err == nil {
		err = b.write(bring.Config, string(all)+making.Config())
	}
	if err != nil {
		return "", fmt.Errorf("%w: list the archives: %w", gotools.ErrUnable, err)
	}
	for call, more := making.Next(); more; call, more = making.Next() {
		result, err := b.call(ctx, call)
		if err != nil {
			return "", err
		}
		ended := bring.Ended{OK: result.OK, Printed: string(result.Output)}
		if result.Met != bounds.None {
			ended.Met = fmt.Sprint(result.Met)
		}
		if err := making.Ended(ended); err != nil {
			return "", err
		}
		program = filepath.Join(b.folder, call.Makes)
	}
	return program, nil
}

func (b *building) write(name, text string) error {
	file := filepath.Join(b.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o600)
}

// call calls a tool within bounds. A full disk is not the fault of the files.
func (b *building) call(ctx context.Context, wanted bring.Call) (bounds.Result, error) {
	for _, f := range wanted.Files {
		if err := b.write(f.Path, f.Text); err != nil {
			return bounds.Result{}, fmt.Errorf("%w: write what a program is made from: %w", gotools.ErrUnable, err)
		}
	}
	args := wanted.Args
	if wanted.Tool == bring.Compiler {
		args = append([]string{"-trimpath=" + b.folder}, args...)
	}
	call := b.kit.Call(wanted.Tool, args)
	result, err := bounds.Run(ctx, bounds.Program{
		Path: call.Path, Args: call.Args, Environment: call.Environment, Folder: b.folder, Limits: limits,
	})
	if err == nil && !result.OK && strings.Contains(string(result.Output), syscall.ENOSPC.Error()) {
		err = syscall.ENOSPC
	}
	if err != nil {
		err = fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	return result, err
}

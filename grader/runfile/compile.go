package runfile

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"raftlab/grader"
	"raftlab/grader/bounds"
	"raftlab/grader/complaints"
	"raftlab/grader/gotools"
	"raftlab/grader/instrument"
	"raftlab/wasm/guest/program"
)

// toolLimits bound the compiler and the linker: ten times what any solution needs.
var toolLimits = bounds.Limits{CPU: 10, Memory: 512 << 20, File: 64 << 20}

// rejected is why a file is not judged: it is refused, or does not compile.
type rejected struct {
	file       *File
	verdict    grader.Verdict
	code       string
	complaints []complaints.Complaint
}

func (r *rejected) Error() string { return string(r.verdict) + ": " + r.complaints[0].Message }

// reject is a rejection with one complaint.
func (f *File) reject(verdict grader.Verdict, code string, line, column int, format string, args ...any) *rejected {
	message := fmt.Sprintf(format, args...)
	return &rejected{f, verdict, code, []complaints.Complaint{{Line: line, Column: column, Message: message}}}
}

// builder compiles a learner's files in a folder: one, or several for one program.
type builder struct {
	root, folder string
	files        []*File
	kits         map[gotools.Target]*gotools.Kit
}

// build makes a program of a kind, and gives its place. A file that is not judged is a *rejected.
func (b *builder) build(ctx context.Context, k kind) (string, error) {
	for _, file := range b.files {
		text, err := b.checked(ctx, file)
		if err != nil {
			return "", err
		}
		// Everybody gets the messages of one platform.
		if err := b.learner(ctx, callee, file, text); err != nil {
			return "", err
		}
		if err := file.declares(); err != nil {
			return "", err
		}
		if k.target != callee.target {
			if err := b.learner(ctx, k, file, text); err != nil {
				return "", err
			}
		}
	}
	return b.program(ctx, k)
}

// name is the learner's file in the folder, and in messages.
func (f *File) name() string { return filepath.Base(filepath.FromSlash(f.Exercise.File)) }

// checked is a file's text with its lines counted. What the parser cannot read is never run: the compiler only says
// what is wrong with it.
func (b *builder) checked(ctx context.Context, file *File) ([]byte, error) {
	text, err := instrument.File(file.name(), file.Source)
	var refused *instrument.Refused
	if errors.As(err, &refused) {
		return nil, file.reject(grader.Refused, "file.refused", refused.Line, refused.Column, "%s", refused.Message)
	}
	if err == nil {
		return text, nil
	}
	if said := b.learner(ctx, callee, file, file.Source); said != nil {
		return nil, said
	}
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return nil, file.reject(grader.Refused, "file.unreadable", 1, 1, "%v", err)
	}
	at := list[0]
	return nil, file.reject(grader.Refused, "file.unreadable", at.Pos.Line, at.Pos.Column, "%s", at.Msg)
}

// folderOf is the folder for a kind of program.
func (b *builder) folderOf(k kind) (string, error) {
	folder := filepath.Join(b.folder, k.target.OS)
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	return folder, nil
}

// begin prepares a program of a kind.
func (b *builder) begin(ctx context.Context, k kind) (p *gotools.Program, folder string, err error) {
	kit := b.kits[k.target]
	if kit == nil {
		if kit, err = k.kit(ctx, b.root); err != nil {
			return nil, "", err
		}
		b.kits[k.target] = kit
	}
	if folder, err = b.folderOf(k); err != nil {
		return nil, "", err
	}
	var exercises []grader.About
	var paths []string
	for _, file := range b.files {
		exercises, paths = append(exercises, file.Exercise), append(paths, program.Package(file.Exercise))
	}
	p, err = kit.Program(folder, k.main(exercises), paths...)
	return p, folder, err
}

// learner compiles a learner's file.
func (b *builder) learner(ctx context.Context, k kind, file *File, text []byte) error {
	p, folder, err := b.begin(ctx, k)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, file.name()), text, 0o600); err != nil {
		return fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	result, err := b.call(ctx, folder, p.Learner(program.Package(file.Exercise), file.name()))
	if err != nil || result.OK {
		return err
	}
	if found := complaints.Read(string(result.Output)); len(found) > 0 && result.Met == bounds.None {
		return &rejected{file, grader.Compile, "file.compile", found}
	}
	return file.exceeded("compiler", result)
}

// call calls a tool. A full disk is not the file's fault.
func (b *builder) call(ctx context.Context, folder string, call gotools.Call) (bounds.Result, error) {
	result, err := bounds.Run(ctx, bounds.Program{
		Path: call.Path, Args: call.Args, Environment: call.Environment, Folder: folder, Limits: toolLimits,
	})
	if err == nil && !result.OK && len(complaints.Read(string(result.Output))) == 0 &&
		strings.Contains(string(result.Output), syscall.ENOSPC.Error()) {
		err = errors.New(lastLine(result.Output))
	}
	if err != nil {
		err = fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	return result, err
}

// exceeded says which bound a tool met: no file that a person writes comes near.
func (f *File) exceeded(tool string, result bounds.Result) *rejected {
	// The compiler maps its output, so it crashes where it may not write so much.
	what := "gave up: what it would make of the file is too large"
	switch result.Met {
	case bounds.CPU, bounds.Wall:
		what = fmt.Sprintf("needs more than %d seconds of processor time", toolLimits.CPU)
	case bounds.Memory:
		what = fmt.Sprintf("needs more than %d MB of memory", toolLimits.Memory>>20)
	case bounds.File:
		what = fmt.Sprintf("writes more than %d MB", toolLimits.File>>20)
	}
	return f.reject(grader.Compile, "file.heavy", 1, 1,
		"the file does not compile within the bounds: the %s %s", tool, what)
}

// declares looks for the functions that the exercise is about.
func (f *File) declares() error {
	declared := f.functions()
	for _, rule := range f.Exercise.Rules {
		if _, ok := declared[rule]; !ok {
			return f.reject(grader.Compile, "file.missing", 1, 1, "%s",
				complaints.Missing(rule, slices.Collect(maps.Keys(declared)), f.Exercise.Rules))
		}
	}
	return nil
}

// signature finds in the compiler's message about main how a rule's type differs.
var signature = regexp.MustCompile(
	`cannot use exercise(\d*)\.(\w+) \(value of type (.*)\) as (.*) value in assignment`)

// program compiles the main function, and links.
func (b *builder) program(ctx context.Context, k kind) (string, error) {
	p, folder, err := b.begin(ctx, k)
	if err != nil {
		return "", err
	}
	result, err := b.call(ctx, folder, p.Main())
	if err != nil {
		return "", err
	}
	if !result.OK {
		return "", b.misfit(result)
	}
	made := filepath.Join(folder, "program")
	result, err = b.call(ctx, folder, p.Link(made))
	if err != nil {
		return "", err
	}
	if !result.OK {
		return "", b.files[0].exceeded("linker", result)
	}
	return made, nil
}

// misfit says why the main function does not compile: a rule has another type.
func (b *builder) misfit(result bounds.Result) error {
	match := signature.FindStringSubmatch(string(result.Output))
	if match == nil {
		return b.files[0].exceeded("compiler", result)
	}
	file := b.files[0]
	if number, err := strconv.Atoi(match[1]); err == nil && number <= len(b.files) {
		file = b.files[number-1]
	}
	at := file.functions()[match[2]]
	return file.reject(grader.Compile, "file.signature", at.Line, at.Column, "%s",
		complaints.Misfit(match[2], match[3], match[4]))
}

// functions lists the functions of a file, with the places of their names. It is empty for a file that does not parse.
func (f *File) functions() map[string]token.Position {
	places := token.NewFileSet()
	parsed, err := parser.ParseFile(places, f.Path, f.Source, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	found := map[string]token.Position{}
	for _, declaration := range parsed.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok && function.Recv == nil {
			found[function.Name.Name] = places.PositionFor(function.Name.Pos(), false)
		}
	}
	return found
}

package gotools

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"raftlab/grader/gotools/flags"
)

// Call is a call of the compiler or the linker, in the folder of the program.
type Call struct {
	Path        string
	Args        []string
	Environment []string
}

// Program is a learner's program that is being made in a folder.
type Program struct{ kit *Kit }

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
	p := &Program{k}
	learner, err := k.lines(k.imports)
	if err != nil {
		return nil, err
	}
	all, err := k.Config()
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

// Config is the list of all archives, as the compiler and the linker read it.
func (k *Kit) Config() ([]byte, error) { return os.ReadFile(filepath.Join(k.folder, config)) }

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

// Main compiles the main function.
func (p *Program) Main() Call { return p.compile("main", allConfig, mainObject, mainSource) }

func (p *Program) compile(path, config, object, file string, more ...string) Call {
	args := slices.Concat(flags.Compile(), more, []string{"-p", path, "-importcfg", config, "-o", object, file})
	return p.kit.Call("compile", args)
}

// Link links the program into a file of the folder.
func (p *Program) Link(to string) Call {
	how := flags.Link()
	if p.kit.target != Wasip1 {
		how = []string{"-s", "-w"}
	}
	return p.kit.Call("link", slices.Concat([]string{"-importcfg", allConfig, "-o", to}, how, []string{mainObject}))
}

// Call calls a tool with an environment of its own. The tools keep little memory for a short time, so the collector
// need not run often.
func (k *Kit) Call(tool string, args []string) Call {
	environment := []string{"GOOS=" + k.target.OS, "GOARCH=" + k.target.Arch, "GOGC=400"}
	if k.target.Race {
		// The linker asks the C compiler for its library.
		environment = append(environment, "PATH="+os.Getenv("PATH"), "TMPDIR="+os.TempDir())
	}
	return Call{k.of.tool(tool), args, environment}
}

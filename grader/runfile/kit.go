package runfile

import (
	"context"
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"

	"raftlab/grader"
	"raftlab/grader/gotools"
	"raftlab/grader/instrument"
	"raftlab/grader/judges"
	"raftlab/grader/source"
	"raftlab/wasm/guest/program"
)

// kind is a kind of program that is made of a learner's file.
type kind struct {
	target gotools.Target
	main   func([]grader.About) string
}

// The kinds: a native program that judges, and a guest that answers calls.
var (
	native = kind{gotools.Native(), func(all []grader.About) string { return program.Native(all[0]) }}
	callee = kind{gotools.Wasip1, func(all []grader.About) string { return program.Callee(all...) }}
)

// kit has the archives for a kind of program.
func (k kind) kit(ctx context.Context, root string) (*gotools.Kit, error) {
	found, err := gotools.Find()
	if err != nil {
		return nil, err
	}
	sources, err := source.Hash()
	if err != nil {
		return nil, fmt.Errorf("%w: read the sources: %w", gotools.ErrUnable, err)
	}
	packages, err := k.packages()
	if err != nil {
		return nil, err
	}
	learner := append(slices.Clone(instrument.Allowed), instrument.VisitPath)
	return found.Prepare(ctx, root, sources, k.target, packages, learner)
}

// packages are all that programs of the kind import, except what the learner writes.
func (k kind) packages() ([]string, error) {
	found := map[string]bool{instrument.VisitPath: true}
	for _, name := range instrument.Allowed {
		found[name] = true
	}
	for _, judge := range judges.All() {
		names, err := importsOf(k.main([]grader.About{judge.About()}))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			found[name] = true
		}
		delete(found, program.Package(judge.About()))
	}
	return slices.Sorted(maps.Keys(found)), nil
}

func importsOf(text string) ([]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "main.go", text, parser.ImportsOnly)
	if err != nil {
		return nil, fmt.Errorf("read a main function: %w", err)
	}
	var imports []string
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, fmt.Errorf("read a main function: %w", err)
		}
		imports = append(imports, name)
	}
	return imports, nil
}

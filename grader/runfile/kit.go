package runfile

import (
	"context"
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/gotools"
	"raftlab/grader/instrument"
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
	packages, err := program.Imports(func(exercise grader.About) string { return k.main([]grader.About{exercise}) })
	if err != nil {
		return nil, err
	}
	learner := append(slices.Clone(instrument.Allowed), instrument.VisitPath)
	return found.Prepare(ctx, root, sources, k.target, packages, learner)
}

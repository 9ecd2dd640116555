package program

import (
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"

	"raftlab/grader"
	"raftlab/grader/instrument"
	"raftlab/grader/judges"
)

// Imports are the packages of which programs with such a main function are made, of all exercises: what main imports,
// what a learner's file may import, and what the rewritten file imports. The learner's own packages are left out.
func Imports(main func(grader.About) string) ([]string, error) {
	return imports(main, func(grader.About) bool { return true })
}

// RaftImports is Imports for the exercises in Raft's rules alone.
func RaftImports(main func(grader.About) string) ([]string, error) {
	return imports(main, func(exercise grader.About) bool { return exercise.Protocol == "" })
}

func imports(main func(grader.About) string, of func(grader.About) bool) ([]string, error) {
	found := map[string]bool{instrument.VisitPath: true}
	for _, name := range instrument.Allowed {
		found[name] = true
	}
	for _, judge := range judges.All() {
		exercise := judge.About()
		if !of(exercise) {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), "main.go", main(exercise), parser.ImportsOnly)
		if err != nil {
			return nil, fmt.Errorf("read the main function of exercise %s: %w", exercise.ID, err)
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return nil, fmt.Errorf("read the main function of exercise %s: %w", exercise.ID, err)
			}
			found[name] = true
		}
		delete(found, Package(exercise))
	}
	return slices.Sorted(maps.Keys(found)), nil
}

package similar

import (
	"fmt"
	"path"

	"raftlab/grader/class/similar/accepted"
	"raftlab/grader/gradable"
)

// Common has what all files of an exercise may have: the starter, the solution, and what many people write (package
// accepted). Read gives a file of the checkout by its slash path from the root.
func Common(read func(path string) ([]byte, error)) (map[string][][]byte, error) {
	common := map[string][][]byte{}
	for exercise, text := range accepted.Texts() {
		common[exercise] = append(common[exercise], text)
	}
	for _, judge := range gradable.All() {
		exercise := judge.About()
		for _, file := range []string{
			exercise.File, path.Join(path.Dir(exercise.File), "solution", path.Base(exercise.File)),
		} {
			text, err := read(file)
			if err != nil {
				return nil, fmt.Errorf("read what is common: %w", err)
			}
			common[exercise.ID] = append(common[exercise.ID], text)
		}
	}
	return common, nil
}

package similar

import (
	"fmt"
	"path"

	"raftlab/grader/judges"
)

// Common has what all files of an exercise may have: the starter, and the solution. Read gives a file of the checkout
// by its slash path from the root.
func Common(read func(path string) ([]byte, error)) (map[string][][]byte, error) {
	common := map[string][][]byte{}
	for _, judge := range judges.All() {
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

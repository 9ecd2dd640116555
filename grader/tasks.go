package grader

// Tasks says which task of an exercise's lesson a finding belongs to, counted from 1. A key is the code of a sentence,
// the name of an example, a story or a branch, or a place in the paper. A code says more than a name, and a name says
// more than a place.
type Tasks map[string]int

// of is the task of the first key that is known, 0 if none is.
func (t Tasks) of(keys ...string) int {
	for _, key := range keys {
		if task := t[key]; task > 0 {
			return task
		}
	}
	return 0
}

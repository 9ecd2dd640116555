package grader

// Tasks says which task of an exercise's lesson a finding belongs to, counted from 1. A key is the code of a sentence,
// the name of an example, a story or a branch, or a place in the paper. A code says more than a name, and a name says
// more than a place.
type Tasks map[string]int

// taskOfCrash is the task of the example that panics as the finding does: at the same line of the learner's file, if
// there is one. A story is about something, but a rule may panic in any story, and in any small call.
func (r *Report) taskOfCrash(f *Finding) int {
	task := 0
	for _, example := range r.Findings {
		if f.Verdict != Crash || example.Verdict != Crash || example.Case == nil {
			continue
		}
		if len(f.Frames) > 0 && len(example.Frames) > 0 && f.Frames[0] == example.Frames[0] {
			return example.Task
		}
		if task == 0 {
			task = example.Task
		}
	}
	return task
}

// of is the task of the first key that is known, 0 if none is.
func (t Tasks) of(keys ...string) int {
	for _, key := range keys {
		if task := t[key]; task > 0 {
			return task
		}
	}
	return 0
}

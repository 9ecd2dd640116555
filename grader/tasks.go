package grader

import (
	"cmp"
	"slices"

	"raftlab/lab"
)

// Tasks says which task of an exercise's lesson a finding belongs to, counted from 1. A key is the code of a sentence,
// the name of an example, a story or a branch, or a place in the paper. A code says more than a name, and a name says
// more than a place.
type Tasks map[string]int

// Also says which tasks besides its own may explain a finding: a mistake in another task can make a check fail that is
// about this one. Keys are as in Tasks. A mark for each task needs it, so that one mistake costs one task.
type Also map[string][]int

// byTheCalls gives a finding of a small call or a cluster what the calls before it know better: the task, and the place
// of a small call that panics.
func (r *Report) byTheCalls(f *Finding) {
	if f.Verdict == Crash {
		if example := r.crash(f); example != nil {
			f.Task, f.Place = cmp.Or(example.Task, f.Task), cmp.Or(f.Place, example.Place)
			return
		}
	}
	if f.Case == nil {
		f.Task = r.taskOfRun(f)
	}
}

// crash is the example that panics as the finding does: at the same line of the learner's file, if there is one. A
// story is about something, but a rule may panic in any story, and in any small call.
func (r *Report) crash(f *Finding) *Finding {
	var first *Finding
	for i := range r.Findings {
		example := &r.Findings[i]
		if example.Verdict != Crash || example.Case == nil {
			continue
		}
		if len(f.Frames) > 0 && len(example.Frames) > 0 && f.Frames[0] == example.Frames[0] {
			return example
		}
		if first == nil {
			first = example
		}
	}
	return first
}

// taskOfRun is the task of a run in a cluster. A story has a task, and yet any mistake may make it fail. So it counts
// only if a failing call has it, too. Nobody chose what a random schedule is about. Otherwise the task is that of the
// gravest call, or of the first that is as grave as the run.
func (r *Report) taskOfRun(f *Finding) int {
	var gravest, alike *Finding
	for i := range r.Findings {
		example := &r.Findings[i]
		if example.Case == nil || example.Task == 0 {
			continue
		}
		if f.Drill != "" && example.Task == f.Task {
			return f.Task
		}
		if alike == nil && example.Verdict == f.Verdict {
			alike = example
		}
		if gravest == nil || example.Verdict.isGraver(gravest.Verdict) {
			gravest = example
		}
	}
	switch {
	case alike != nil:
		return alike.Task
	case gravest != nil:
		return gravest.Task
	}
	return f.Task
}

// onlyStalls reports whether the calls show that the rule endangers no property: some stall a cluster, and none does
// more.
func (r *Report) onlyStalls() bool {
	stalls := false
	for _, f := range r.Findings {
		if f.Case != nil && f.Verdict == Safety {
			return false
		}
		stalls = stalls || f.Case != nil && f.Verdict == Liveness
	}
	return stalls
}

// weigh gives the verdict of a run in which one server's state is not sound. That is a sign, and the calls say of what.
// A server that sends more than it must is not sound, and no property of the protocol is in danger.
func (r *Report) weigh(f *Finding) {
	if f.Property == lab.SoundServerID && r.onlyStalls() {
		f.Verdict = Liveness
	}
}

// of are the tasks of the first key that is known, without the finding's own.
func (a Also) of(own int, keys ...string) []int {
	for _, key := range keys {
		if tasks := a[key]; len(tasks) > 0 {
			return slices.DeleteFunc(slices.Clone(tasks), func(task int) bool { return task == own })
		}
	}
	return nil
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

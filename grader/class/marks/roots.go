package marks

import (
	"math/bits"
	"slices"

	"raftlab/grader"
)

// tasks is a set of tasks: the bit of 0 is for what no task explains.
type tasks uint64

func setOf(several ...int) tasks {
	var set tasks
	for _, task := range several {
		set |= 1 << task
	}
	return set
}

func (t tasks) has(task int) bool { return t&setOf(task) != 0 }

// first is the smallest task of the set.
func (t tasks) first() int { return bits.TrailingZeros64(uint64(t)) }

// evidence is one finding, and the tasks that explain it.
type evidence struct {
	finding grader.FindingJSON
	own     int
	by      tasks
}

// isCall reports whether a finding is of a single call.
func isCall(f grader.FindingJSON) bool { return f.Case != nil }

// isStop reports whether a finding is a rule that panics, or that is not written.
func isStop(f grader.FindingJSON) bool {
	return f.Verdict == grader.Crash || f.Verdict == grader.Unfinished
}

// evidenceOf has the findings that say where a mistake is: the calls, or else the stories, or else all.
func evidenceOf(findings []grader.FindingJSON) []evidence {
	isStory := func(f grader.FindingJSON) bool { return f.Drill != "" }
	for _, says := range []func(grader.FindingJSON) bool{isCall, isStory} {
		var found []evidence
		for _, f := range findings {
			if says(f) {
				found = append(found, evidence{f, f.Task, setOf(f.Task) | setOf(f.Also...)})
			}
		}
		if len(found) > 0 {
			join(found)
			return found
		}
	}
	var found []evidence
	for _, f := range findings {
		found = append(found, evidence{f, 0, setOf(0)})
	}
	return found
}

// join gives the findings of one mistake the same tasks: those of one panic, and all stories.
func join(all []evidence) {
	same := func(a, b grader.FindingJSON) bool {
		if !isCall(a) {
			return true
		}
		return isStop(a) && isStop(b) && stopsAt(a) == stopsAt(b)
	}
	joined := make([]tasks, len(all))
	for i, e := range all {
		joined[i] = e.by
		for _, other := range all {
			if same(e.finding, other.finding) {
				joined[i] |= other.by
			}
		}
	}
	for i := range all {
		all[i].by = joined[i]
	}
}

// stoppedCode is the code of a call that does not end.
const stoppedCode = "rule.stopped"

// stop is where a rule stops: the line of the learner's file, or what the panic is.
type stop struct {
	frame grader.Frame
	code  string
}

func stopsAt(f grader.FindingJSON) stop {
	for _, frame := range f.Frames {
		if !frame.Own {
			continue
		}
		if f.Code == stoppedCode {
			frame.Line = 0 // a loop is stopped in any of its lines
		}
		return stop{frame: frame}
	}
	return stop{code: f.Code}
}

// roots are the smallest set of tasks that explains everything.
func roots(all []evidence) tasks {
	var possible tasks
	for _, e := range all {
		possible |= e.by
	}
	var best tasks
	bestOwn := -1
	for size := 1; bestOwn < 0 && size <= bits.OnesCount64(uint64(possible)); size++ {
		for set := range subsets(possible) {
			if bits.OnesCount64(uint64(set)) != size || !explains(set, all) {
				continue
			}
			if own := ownOf(set, all); own > bestOwn {
				best, bestOwn = set, own
			}
		}
	}
	return best
}

// subsets yields the subsets of a set that are not empty, those of small tasks first.
func subsets(of tasks) func(func(tasks) bool) {
	return func(yield func(tasks) bool) {
		for set := -of & of; set != 0; set = (set - of) & of {
			if !yield(set) {
				return
			}
		}
	}
}

func explains(set tasks, all []evidence) bool {
	return !slices.ContainsFunc(all, func(e evidence) bool { return e.by&set == 0 })
}

// ownOf counts the evidence whose own task is in the set.
func ownOf(set tasks, all []evidence) int {
	count := 0
	for _, e := range all {
		if set.has(e.own) {
			count++
		}
	}
	return count
}

// rootOf is the root that explains some evidence: its own task, if that is a root.
func rootOf(set tasks, e evidence) int {
	if set.has(e.own) {
		return e.own
	}
	return (set & e.by).first()
}

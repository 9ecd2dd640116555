package marks

import (
	"cmp"
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/plaintext"
)

// A whole server is marked by what happens to it, and not by roots: a situation is about one task, and a server that
// never has a leader does none of them.

// ofWhole are the groups without points, and the cause, of a whole server.
func (m *marking) ofWhole() ([]class.Group, *class.Cause) {
	groups := Groups(m.about.ID)
	for i := range groups {
		m.markWhole(&groups[i], taskOf(groups[i].ID))
	}
	return groups, m.causeOfWhole()
}

// markWhole says whether a group passes: if each of its situations does that was played.
func (m *marking) markWhole(group *class.Group, task int) {
	if !m.isJudged() {
		group.Detail = m.notJudged()
		return
	}
	played, failed := 0, 0
	var first *grader.FindingJSON
	for _, check := range m.checks {
		if slices.Contains(m.report.Left, check.Name) || taskOfCheck(check) != task {
			continue
		}
		played++
		at := slices.IndexFunc(m.report.Findings, func(f grader.FindingJSON) bool { return f.Check == check.Name })
		if at < 0 {
			continue
		}
		failed++
		if first == nil {
			first = &m.report.Findings[at]
		}
	}
	group.Passed = failed == 0
	if first != nil {
		group.Detail = plaintext.Line(fmt.Sprintf("%d of %d do not pass. %s: %s", failed, played, first.Check,
			first.Sentence), maxDetail)
		return
	}
	group.Detail = pass(played) + "."
}

// taskOfCheck is the task of a check, 0 for none.
func taskOfCheck(check grader.Check) int {
	if len(check.Tasks) == 0 {
		return 0
	}
	return check.Tasks[0]
}

// causeOfWhole is why a whole server fails: what broke first, whatever the situation.
func (m *marking) causeOfWhole() *class.Cause {
	if len(m.report.Findings) == 0 {
		return nil
	}
	first := m.report.Findings[0]
	cause := &class.Cause{Lesson: m.lesson}
	if !m.isJudged() {
		m.aboutTheFile(cause, first)
		return cause
	}
	cause.Key = m.key(string(first.Verdict), first.Property, first.Drill)
	cause.Title = cmp.Or(plaintext.Line(first.Check, maxTitle), "It does not pass")
	cause.Task = first.Task
	describe(cause, first)
	return cause
}

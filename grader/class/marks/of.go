package marks

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/plaintext"
)

// Of gives the marks of a report, nil if there is none, or if this machine could not judge.
func Of(assigned class.Assigned, report *grader.ReportJSON) *class.Marks {
	if report == nil || report.Verdict == grader.Infrastructure {
		return nil
	}
	m := marking{exercise: known()[assigned.ID], report: report}
	marks := &class.Marks{}
	if m.whole {
		marks.Groups, marks.Cause = m.ofWhole()
	} else {
		m.read()
		marks.Groups, marks.Cause = m.groups(), m.cause()
	}
	value(assigned, marks)
	return marks
}

// None are the marks of an entry with nothing to judge: 0 points, and the reason in each group.
func None(assigned class.Assigned, why string) *class.Marks {
	marks := &class.Marks{Groups: Groups(assigned.ID)}
	for i := range marks.Groups {
		marks.Groups[i].Detail = plaintext.Line(why, maxDetail)
	}
	value(assigned, marks)
	return marks
}

// value gives groups their points.
func value(assigned class.Assigned, marks *class.Marks) {
	points := assigned.Groups
	if len(points) == 0 {
		points = Spread(assigned.ID, assigned.Points)
	}
	for i := range marks.Groups {
		group := &marks.Groups[i]
		group.Of = points[group.ID]
		if group.Passed {
			group.Points = group.Of
		}
		marks.Points += group.Points
		marks.Of += group.Of
	}
}

// maxDetail bounds what is said of a group.
const maxDetail = 300

// marking is the work on one report.
type marking struct {
	exercise
	report *grader.ReportJSON
	// calls are the findings that say where a mistake is, and roots explains them.
	calls []evidence
	roots tasks
	// unwritten are the tasks with a check that needs a rule which is not written.
	unwritten tasks
	// passed, stopped and left count the checks of each task: those that pass, that panic, and that were not made.
	passed, stopped, left [maxTasks]int
}

// maxTasks bounds the tasks of an exercise.
const maxTasks = 12

// read finds the roots, and counts the checks of each task.
func (m *marking) read() {
	var written []grader.FindingJSON
	failed := map[string]grader.FindingJSON{}
	for _, f := range m.report.Findings {
		f = m.known(f)
		failed[checkOf(f)] = f
		if f.Verdict == grader.Unfinished {
			m.unwritten |= setOf(f.Task)
			continue
		}
		written = append(written, f)
	}
	if m.isJudged() {
		m.calls = evidenceOf(written)
		m.roots = roots(m.calls)
	}
	for _, check := range m.checks {
		f, fails := failed[check.Name]
		for _, task := range check.Tasks {
			switch {
			case slices.Contains(m.report.Left, check.Name):
				m.left[task]++
			case !fails:
				m.passed[task]++
			case f.Verdict == grader.Unfinished:
				m.unwritten |= setOf(task)
			case isStop(f):
				m.stopped[task]++
			}
		}
	}
}

// known is a finding without tasks that the exercise does not have: a report may be of another version.
func (m *marking) known(f grader.FindingJSON) grader.FindingJSON {
	last := len(m.about.TaskTitles)
	if f.Task < 0 || f.Task > last {
		f.Task = 0
	}
	f.Also = slices.DeleteFunc(slices.Clone(f.Also), func(task int) bool { return task < 1 || task > last })
	return f
}

// checkOf is the name of a finding's check. A run in a cluster has the name of what broke there.
func checkOf(f grader.FindingJSON) string {
	switch {
	case f.Drill != "":
		return f.Drill
	case !isCall(f) && f.Seed > 0:
		return schedulesCheck
	}
	return f.Check
}

// isJudged reports whether a check was made.
func (m *marking) isJudged() bool { return len(m.report.Left) < len(m.checks) }

// isHidden reports whether nothing of a task was shown: no check passes, and one panics or was not made.
func (m *marking) isHidden(task int) bool {
	return m.passed[task] == 0 && m.stopped[task]+m.left[task] > 0
}

// groups are the groups without points.
func (m *marking) groups() []class.Group {
	groups := Groups(m.about.ID)
	any := false
	for i := range groups {
		group := &groups[i]
		task := taskOf(group.ID)
		if task == 0 {
			m.clusters(group, any)
			continue
		}
		m.mark(group, task)
		any = any || group.Passed
	}
	return groups
}

// mark says whether the group of a task passes, and why.
func (m *marking) mark(group *class.Group, task int) {
	switch failed := m.firstOf(task); {
	case !m.isJudged():
		group.Detail = m.notJudged()
	case m.unwritten.has(task):
		group.Detail = "Its rule is still to be written."
		for _, f := range m.report.Findings {
			if f.Verdict == grader.Unfinished && f.Task == task && f.Sentence != "" {
				group.Detail = plaintext.Line(f.Sentence, maxDetail)
				break
			}
		}
	case m.roots.has(task):
		group.Detail = m.said(task)
	case m.isHidden(task):
		group.Detail = "None of its checks passes: the rule panics in them, or they were not made."
	case failed != nil:
		root := rootOf(m.roots, *failed)
		group.Passed, group.Counted = true, groupID(root)
		group.Detail = fmt.Sprintf("What fails here has its cause in another group: %s.", m.titleOf(root))
	case m.left[task] > 0:
		group.Passed = true
		group.Detail = fmt.Sprintf("%s, and %d not made.", pass(m.passed[task]), m.left[task])
	default:
		group.Passed = true
		group.Detail = pass(m.passed[task]) + "."
	}
}

// clusters says whether the group passes that is for what no task explains.
func (m *marking) clusters(group *class.Group, any bool) {
	broken := slices.ContainsFunc(m.report.Findings, func(f grader.FindingJSON) bool { return !isCall(f) })
	switch {
	case !m.isJudged():
		group.Detail = m.notJudged()
	case m.unwritten != 0:
		group.Detail = "Nothing is played in clusters as long as a rule is still to be written."
	case m.roots.has(0):
		group.Detail = m.said(0)
	case !any:
		group.Detail = "No task passes."
	case broken:
		root := m.roots.first()
		for _, e := range m.calls {
			root = rootOf(m.roots, e)
			break
		}
		group.Passed, group.Counted = true, groupID(root)
		group.Detail = fmt.Sprintf("What breaks here has its cause in another group: %s.", m.titleOf(root))
	case slices.Contains(m.report.Left, m.checks[len(m.checks)-1].Name):
		group.Passed = true
		group.Detail = "The random schedules were not played, since what fails elsewhere shows enough."
	default:
		group.Passed = true
		group.Detail = fmt.Sprintf("Nothing breaks in the stories and in %d random schedules.", m.report.Schedules)
	}
}

// pass counts checks that pass.
func pass(n int) string {
	if n == 1 {
		return "1 check passes"
	}
	return fmt.Sprintf("%d checks pass", n)
}

// firstOf is the first evidence of a task that is not its root, nil if there is none.
func (m *marking) firstOf(task int) *evidence {
	for i := range m.calls {
		if m.calls[i].own == task {
			return &m.calls[i]
		}
	}
	return nil
}

// said is the sentence of the first finding that a root explains, with what was asked.
func (m *marking) said(root int) string {
	for _, e := range m.calls {
		if rootOf(m.roots, e) == root {
			return plaintext.Line(fmt.Sprintf("%s: %s", e.finding.Check, e.finding.Sentence), maxDetail)
		}
	}
	return ""
}

// notJudged is why no check was made.
func (m *marking) notJudged() string {
	why := "No check was made."
	for _, f := range m.report.Findings {
		why = f.Sentence
		break
	}
	switch m.report.Verdict {
	case grader.Compile:
		why = "The file does not compile: " + why
	case grader.Refused:
		why = "The file is refused: " + why
	}
	return plaintext.Line(why, maxDetail)
}

// titleOf is the title of the group of a task.
func (m *marking) titleOf(task int) string {
	for _, group := range Groups(m.about.ID) {
		if group.ID == groupID(task) {
			return group.Title
		}
	}
	return ""
}

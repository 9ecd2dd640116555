package marks

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/plaintext"
	"raftlab/lab/digest"
)

// The names of the checks that are about all tasks.
const (
	smallCheck     = "every small call"
	schedulesCheck = "random schedules"
)

// The bounds of what a cause says.
const (
	maxTitle    = 120
	maxSentence = 600
)

// cause is why the file fails, nil if it does not.
func (m *marking) cause() *class.Cause {
	if len(m.report.Findings) == 0 {
		return nil
	}
	first := m.report.Findings[0]
	cause := &class.Cause{Lesson: m.lesson}
	switch {
	case !m.isJudged():
		m.aboutTheFile(cause, first)
	case first.Verdict == grader.Unfinished:
		cause.Key = m.key(string(grader.Unfinished), first.Sentence)
		cause.Title, cause.Task = "A rule is still to be written", first.Task
		describe(cause, first)
	default:
		m.mistake(cause, first)
	}
	return cause
}

// aboutTheFile is the cause of a file that was not judged.
func (m *marking) aboutTheFile(cause *class.Cause, f grader.FindingJSON) {
	kind := string(m.report.Verdict)
	cause.Key = m.key(kind, f.Code, kindOf(f.Sentence))
	cause.Title = map[grader.Verdict]string{
		grader.Compile: "It does not compile", grader.Refused: "It does what no exercise may do",
	}[m.report.Verdict]
	cause.Title = cmp.Or(cause.Title, "Its program ends before it is judged")
	describe(cause, f)
	if f.Line > 0 {
		cause.Case = fmt.Sprintf("line %d", f.Line)
	}
}

// quoted is a name of the learner's in a complaint.
var quoted = regexp.MustCompile(`"[^"]*"`)

// kindOf is the beginning of a complaint, without the names in it.
func kindOf(complaint string) string {
	complaint, _, _ = strings.Cut(complaint, ";")
	complaint, _, _ = strings.Cut(complaint, ": ")
	return quoted.ReplaceAllString(complaint, `""`)
}

// mistake is the cause of the gravest finding: the root that explains it, shown by a call if one fails.
func (m *marking) mistake(cause *class.Cause, gravest grader.FindingJSON) {
	at := slices.IndexFunc(m.calls, func(e evidence) bool { return e.own == gravest.Task })
	if isCall(gravest) {
		at = slices.IndexFunc(m.calls, func(e evidence) bool { return e.finding.Check == gravest.Check })
	}
	root := rootOf(m.roots, m.calls[max(at, 0)])
	of := slices.DeleteFunc(slices.Clone(m.calls), func(e evidence) bool { return rootOf(m.roots, e) != root })
	shown := of[0].finding
	cause.Key = m.key(groupID(root), signs(of)...)
	cause.Task = cmp.Or(root, gravest.Task)
	cause.Title = plaintext.Line(shown.Check, maxTitle)
	switch {
	case shown.Code == stoppedCode:
		cause.Title = "A call does not end"
	case shown.Code == "rule.todo":
		cause.Title = "A part of a rule is still to be written"
	case isStop(shown):
		cause.Title = "A rule panics"
	case shown.Check == smallCheck || !isCall(shown) && root > 0:
		cause.Title = m.titleOf(root)
	}
	cause.Title = cmp.Or(misconceptions()[cause.Key], cause.Title)
	describe(cause, shown)
}

// describe says what a finding is about.
func describe(cause *class.Cause, f grader.FindingJSON) {
	cause.Sentence = plaintext.Line(f.Sentence, maxSentence)
	cause.Place = f.Place
	commands := 0
	for line := range strings.Lines(f.Smallest) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			commands++
		}
	}
	switch {
	case isCall(f) && f.Check == smallCheck:
		cause.Case = plaintext.Line(f.Case.State+" ← "+f.Case.Request, maxSentence)
	case isCall(f):
		cause.Case = f.Check
	case f.Drill != "":
		cause.Case = "the story of " + f.Drill
	case f.Seed > 0:
		cause.Case = fmt.Sprintf("the random schedule of seed %d", f.Seed)
	}
	if commands > 0 {
		cause.Case += fmt.Sprintf(", made small to %d lines", commands)
	}
}

// signs are what files with the same mistake have in common: which examples fail, and what they answer. The smallest
// call counts if no example fails: it may show another mistake of the file. A story says what breaks in it. Of a random
// schedule only that counts, since its seed is that of a student.
func signs(of []evidence) []string {
	isExample := func(e evidence) bool { return e.finding.Check != smallCheck }
	examples := slices.ContainsFunc(of, isExample)
	var all []string
	for _, e := range of {
		f := e.finding
		if examples && !isExample(e) {
			continue
		}
		sign := f.Check + "\x00" + f.Code + "\x00" + f.Drill
		if isCall(f) && !isStop(f) {
			sign += "\x00" + f.Case.State + "\x00" + f.Case.Request + "\x00" + f.Case.Yours
		}
		all = append(all, sign)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// key is equal for equal signs.
func (m *marking) key(kind string, signs ...string) string {
	sum := digest.Sum([]byte(strings.Join(signs, "\x01")))
	return m.about.ID + "/" + kind + "/" + digest.Hex(sum[:6])
}

package grader

import (
	"fmt"

	"raftlab/grader/plaintext"
	"raftlab/grader/rulecall"
	"raftlab/grader/visit"
	"raftlab/lab"
)

// cases runs all examples: one that fails or panics does not keep the others from running. It reports whether a rule
// is still the starter's.
func (g *grading[R]) cases() (unwritten bool) {
	rules, calls := watchWriting(g.exercise.About, g.rules)
	for _, c := range g.exercise.Cases {
		if g.isTooLong() {
			g.leave(c.Name)
			continue
		}
		finding := g.runCase(rules, c)
		keys := c.keys(finding)
		if rule := calls.ended(finding); rule != "" {
			finding.say(lab.Say("rule.unwritten", "%s is still the starter's.", rule))
			keys = append([]string{rule}, keys...)
		}
		g.check(Examples, c.Name, c.Place, finding, keys...)
	}
	return calls.unwritten()
}

// keys are where to find the task of an example's finding. An example is about its own place. What fails in another
// place belongs to the task of that.
func (c Case[R]) keys(finding *Finding) []string {
	if finding == nil || finding.Place == c.Place {
		return []string{finding.code(), c.Name, c.Place}
	}
	return []string{finding.code(), finding.Place, c.Name, c.Place}
}

// written corrects the findings of a rule that panics with TODO in some calls and answers in others. It is not the
// starter's any more, and a panic is a panic.
func (g *grading[R]) written() {
	for i := range g.report.Findings {
		g.report.Findings[i].isWritten()
	}
}

// isWritten corrects the finding of a run or a call that ended with TODO, of a rule that answers other calls.
func (f *Finding) isWritten() {
	if f.Verdict != Unfinished {
		return
	}
	f.Verdict = Crash
	if f.Case == nil {
		return // its sentence names the server
	}
	f.say(lab.Say("rule.todo", "The rule panics with TODO here, and answers elsewhere: this part of it is "+
		"still to be written."))
}

// smallCheck is the name of the check of all small calls.
const smallCheck = "every small call"

// calls runs the small calls up to the first that fails. It is the smallest one: greater ones may only show what
// follows from the same mistake.
func (g *grading[R]) calls() {
	if g.exercise.Small == nil {
		return
	}
	if g.isTooLong() {
		g.leave(smallCheck)
		return
	}
	var found *Finding
	for c := range g.exercise.Small {
		if g.report.Calls++; g.report.Calls%callsPerProgress == 0 {
			g.notify(Progress{Kind: CallsProgress, Done: g.report.Calls})
		}
		if found = g.runCase(g.rules, c); found != nil {
			found.Check = smallCheck
			break
		}
	}
	if found == nil {
		g.check(Calls, smallCheck, "", nil)
		return
	}
	g.check(Calls, smallCheck, "", found, found.Code, found.Place)
}

// runCase calls the rule once. A panic of the rule is a verdict, not a failure of the grader.
func (g *grading[R]) runCase(rules R, c Case[R]) (finding *Finding) {
	defer func() {
		if reason := recover(); reason != nil {
			finding = &Finding{
				Verdict: Crash, Check: c.Name, Place: c.Place, Frames: frames(reason),
			}
			if isTODO(fmt.Sprint(reason)) {
				finding.Verdict = Unfinished
			}
			why, yours := panicked(reason)
			finding.say(why)
			finding.Case = &CaseFailure{Yours: yours, Allowed: "an answer"}
			if c.Call != nil {
				finding.Case.State, finding.Case.Request = c.Call()
			}
		}
	}()
	failure := c.Run(rules)
	if failure == nil {
		return nil
	}
	failure.Lines, failure.Decided = g.visited(c)
	finding = &Finding{Verdict: Safety, Check: c.Name, Place: c.Place, Case: failure}
	finding.say(c.why(g.exercise.ID, failure))
	if failure.Liveness {
		finding.Verdict = Liveness
	}
	if failure.Place != "" {
		finding.Place = failure.Place
	}
	return finding
}

// panicked says what a rule's panic means, and what the call gave.
func panicked(reason any) (why lab.Saying, yours string) {
	text := plaintext.Line(fmt.Sprint(reason), 300)
	if isTODO(text) {
		return lab.Say("rule.unwritten", "%s is still the starter's.", "The rule"), "a panic"
	}
	if endless(reason) {
		return lab.Say("rule.stopped", "The rule was stopped: %s", text), "no end"
	}
	return lab.Say("rule.panicked", "The rule panicked: %s", text), "a panic"
}

// endless reports whether package visit stopped the call.
func endless(reason any) bool {
	if p, ok := reason.(*rulecall.Panic); ok {
		return p.Endless
	}
	_, ok := reason.(visit.Endless)
	return ok
}

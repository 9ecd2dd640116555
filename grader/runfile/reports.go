package runfile

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"raftlab/grader"
	"raftlab/grader/bounds"
	"raftlab/grader/judges"
	"raftlab/grader/plaintext"
	"raftlab/grader/witness"
	"raftlab/lab"
)

// find is an exercise by its id.
func find(id string) (grader.Judge, error) {
	judge, ok := judges.Find(id)
	if !ok {
		return nil, fmt.Errorf("there is no exercise %q", id)
	}
	return judge, nil
}

// maxFindings bounds the complaints in a report, and in its text.
const maxFindings = 10

// report is the report about a file that is not judged.
func (r *rejected) report() *grader.ReportJSON {
	file := r.file
	report := notJudged(file, r.verdict)
	head := "does not compile"
	if r.verdict == grader.Refused {
		head = "is refused"
	}
	text := fmt.Sprintf("%s: %s %s\n", file.Exercise.ID, plaintext.Line(file.Path, 200), head)
	for _, c := range r.complaints[:min(len(r.complaints), maxFindings)] {
		said := lab.Say(r.code, "%s", plaintext.Lines(c.Message, 1000))
		report.Findings = append(report.Findings, grader.FindingJSON{
			Verdict: r.verdict, Check: "the file can be judged", Sentence: said.Text, Code: said.Code, Args: said.Args,
			Line: c.Line, Column: c.Column,
		})
		text += fmt.Sprintf("  %s:%d:%d: %s\n", plaintext.Line(file.Path, 200), c.Line, c.Column, said.Text)
	}
	if more := len(r.complaints) - maxFindings; more > 0 {
		text += fmt.Sprintf("  and %d more\n", more)
	}
	report.Text = text
	return report
}

// notJudged is the beginning of a report about a file of which nothing was judged. Every file has as many checks.
func notJudged(file *File, verdict grader.Verdict) *grader.ReportJSON {
	report := &grader.ReportJSON{
		Version: grader.ReportVersion, Exercise: file.Exercise.ID, Verdict: verdict,
		Findings: []grader.FindingJSON{}, Unreached: []string{}, Left: []string{},
	}
	if judge, found := judges.Find(file.Exercise.ID); found {
		for _, check := range judge.Checks() {
			report.Checks++
			report.Left = append(report.Left, check.Name)
		}
	}
	return report
}

// Unable is the report about a file that this machine could not judge: never the learner's fault.
func Unable(file *File, err error) *grader.ReportJSON {
	report := notJudged(file, grader.Infrastructure)
	said := lab.Say("grader.unable", "%s", plaintext.Lines(err.Error(), 1000))
	report.Findings = []grader.FindingJSON{{
		Verdict: grader.Infrastructure, Check: "the file can be judged", Sentence: said.Text, Code: said.Code,
		Args: said.Args,
	}}
	report.Text = fmt.Sprintf("%s: could not be judged\n  %s\n", file.Exercise.ID, said.Text)
	report.By = build()
	return report
}

// printed is what judged code printed, made plain and bounded.
func printed(output []byte) string {
	const lines, characters = 40, 4000
	text := plaintext.Lines(string(bytes.ToValidUTF8(output, nil)), characters)
	all := strings.SplitAfterN(text, "\n", lines+1)
	if len(all) > lines {
		text = strings.Join(all[:lines], "") + "…"
	}
	return text
}

// lastLine is the end of an output: a program that fails says why there.
func lastLine(output []byte) string {
	lines := strings.Split(strings.TrimSpace(string(output)), "\n")
	return plaintext.Line(lines[len(lines)-1], 300)
}

// own finds the beginning of what Go itself prints when a program ends.
var own = regexp.MustCompile(`(?m)^(?:(?:panic|fatal error|runtime): |SIGSEGV: segmentation violation$)`)

// beforeTheEnd is what a program printed before Go explained its end.
func beforeTheEnd(output []byte) []byte {
	if at := own.FindIndex(output); at != nil {
		return output[:at[0]]
	}
	return output
}

// last finds the reasons in Go's output about the end of a program. The last one is Go's own: whatever judged code
// prints, it prints before.
var last = regexp.MustCompile(`(?m)^(panic|fatal error): (.*)$`)

// ended is the report about a program that ended without one: it ran out of memory or stack, did not return, or
// panicked before a rule was called.
func ended(file *File, result bounds.Result, note string) *grader.ReportJSON {
	why := reason(result)
	calls, rule := witness.Read(note)
	if calls > 0 && result.Met == bounds.CPU && slices.Contains(file.Exercise.Rules, rule) {
		why = lab.Say("program.endless",
			"A call of %s takes too long: the program that judges was ended after %d seconds of processor time. "+
				"Look for a line that works on much data.", rule, judgeLimits.CPU)
	}
	report := notJudged(file, grader.Crash)
	report.Findings = []grader.FindingJSON{{
		Verdict: grader.Crash, Check: "the program runs", Place: "Figure 2",
		Sentence: why.Text, Code: why.Code, Args: why.Args,
		Case: &grader.CaseJSON{Yours: "no answer", Allowed: "an answer"},
	}}
	report.Text = fmt.Sprintf("%s: 0 of %d checks pass\n\n✗ the program runs (crash)   Figure 2\n  %s\n",
		file.Exercise.ID, report.Checks, why.Text)
	report.Output = printed(beforeTheEnd(result.Output))
	return report
}

// reason is why a program ended.
func reason(result bounds.Result) lab.Saying {
	all := last.FindAllSubmatch(result.Output, -1)
	what, text := "", ""
	if len(all) > 0 {
		what, text = string(all[len(all)-1][1]), plaintext.Line(string(all[len(all)-1][2]), 300)
	}
	switch {
	case result.Met == bounds.CPU || result.Met == bounds.Wall:
		return lab.Say("program.slow", "The program did not end: look for a loop in a function that runs at the start.")
	case result.Met == bounds.Memory || what == "fatal error" && strings.Contains(text, "out of memory"):
		return lab.Say("program.memory", "The program ran out of memory: look for something that grows at every call.")
	case what == "fatal error" && text == "stack overflow":
		return lab.Say("program.stack", "The program ran out of stack: look for a function that calls itself for ever.")
	case what == "panic":
		return lab.Say("program.panicked", "Your code panicked, and the program ended: %s", text)
	}
	return lab.Say("program.ended", "The program ended before it was judged.")
}

package pages

import (
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/link"
	"raftlab/grader/plaintext"
	"raftlab/lab/raftcluster"
)

// runPanel is the smallest run of a finding.
type runPanel struct {
	Heading, Note          string
	Check, Place, Sentence string
	// Picture is drawn twice: the narrow one is for phones.
	Picture, Narrow *Picture
	// Steps are the run in words, Before how many steps came before them.
	Steps  []Sentence
	Before int
	// Scenario plays the run, and Small says how small it is.
	Scenario, Small string
	// Replay opens the run in the lab, "" if nobody knows where that is. Trace is the run as a file, to save under the
	// name TraceFile.
	Replay    template.URL
	Trace     template.URL
	TraceFile string
	Hash      string
}

const (
	// stepsMax is how many steps are written: the last ones.
	stepsMax = 60
	// traceMax bounds a trace that a page carries. The command makes longer ones again.
	traceMax = 512 << 10
)

func runOf(c *class.Class, row *class.Row, f *grader.FindingJSON) (*runPanel, error) {
	trace := f.Trace
	if len(trace) > 8*traceMax {
		trace = ""
	}
	r := readRun(trace)
	p := &runPanel{
		Check: shown(f.Check, 160), Place: shown(f.Place, 120), Sentence: shown(f.Sentence, 600),
		Scenario: commandsOf(f.Smallest), Small: smallOf(f), Hash: shown(firstOf(r.hash, 12), 12),
	}
	switch {
	case f.Property == "":
		p.Heading = "How the run begins"
	case f.Verdict == grader.Liveness:
		p.Heading = "The smallest run that gets stuck"
	case f.Verdict == grader.Crash:
		p.Heading = "The smallest run in which it crashes"
	default:
		p.Heading = "The smallest run that breaks"
	}
	p.Steps, p.Before = r.told(stepsMax)
	text, broken := pictureText(p, r), p.Check+brokenWord(f)
	p.Picture, p.Narrow = draw(r, wideWidth, text, broken), draw(r, narrowWidth, text, broken)
	if r.events > 0 {
		p.Note = counted(r.events, "event") + ", all servers with your rule"
	}
	if trace != "" && len(trace) <= traceMax {
		p.Trace = data("text/plain;charset=utf-8", []byte(trace))
		p.TraceFile = strings.TrimSuffix(fileName(row.Exercise), ".go") + "-" + slug(f.Property) + ".trace"
	}
	if inLab(c, "") == "" || isWhole(row.Exercise) {
		return p, nil
	}
	packed, err := link.Encode(link.Run{
		Scenario: f.Smallest, Rules: raftcluster.ReferenceRules, Own: "all", Exercise: row.Exercise,
		Source: string(row.Source), Title: f.Check + " (" + f.Place + ")", Event: f.SmallestEvent,
	})
	if err == nil && len(row.Source) > 0 {
		p.Replay = template.URL(link.Address(c.Lab, packed))
	}
	return p, nil
}

// commandsOf is a scenario without its head, which repeats the sentence.
func commandsOf(scenario string) string {
	var kept []string
	for line := range strings.Lines(scenario) {
		if len(kept) > 0 || strings.TrimSpace(line) != "" && line[0] != '#' {
			kept = append(kept, line)
		}
	}
	return lines(strings.Join(kept, ""), 8000)
}

// brokenWord is what happens to a property.
func brokenWord(f *grader.FindingJSON) string {
	switch f.Verdict {
	case grader.Liveness:
		return ": not kept"
	case grader.Crash:
		return ": the rule panics"
	}
	return " breaks"
}

// smallOf says how small a run was made.
func smallOf(f *grader.FindingJSON) string {
	count := 0
	for line := range strings.Lines(f.Smallest) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			count++
		}
	}
	text := "scenario, " + counted(count, "line")
	if f.Minimal {
		return text + ": none can be left out"
	}
	return text
}

// pictureText is the picture for those who do not see it.
func pictureText(p *runPanel, r *run) string {
	return fmt.Sprintf("%s. A run of %s in %s: %s. Its steps are written below.", p.Heading,
		counted(r.servers, "server"), counted(r.events, "event"), strings.TrimSuffix(p.Sentence, "."))
}

// slug is a name as a part of a file's name.
func slug(name string) string {
	clean := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' {
			return c
		}
		return -1
	}, name)
	if clean == "" {
		return "run"
	}
	return firstOf(clean, 40)
}

// data is a file within a page.
func data(kind string, content []byte) template.URL {
	return template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(content))
}

// lines is a stranger's text of several lines.
func lines(text string, limit int) string { return strings.TrimSpace(plaintext.Lines(text, limit)) }

// codePanel is the learner's file, or a part of it.
type codePanel struct {
	Heading, Note string
	Lines         []codeLine
	// Whole is the whole file, folded.
	Whole []codeLine
	More  int
}

// codeLine is a line of the file. Message is what is wrong there.
type codeLine struct {
	Number   int
	Text     string
	IsMarked bool
	Message  string
	// Gap is true if lines before it are left out.
	Gap bool
}

const (
	// aroundLine is how many lines are shown before and after one.
	aroundLine = 3
	// linesShown and lineLimit bound what is shown of a file.
	linesShown = 600
	lineLimit  = 400
)

// codeOf shows the lines that a report names, with those around them, and the whole file, folded.
func codeOf(row *class.Row) *codePanel {
	if len(row.Source) == 0 {
		return nil
	}
	text := strings.Split(strings.TrimRight(strings.ReplaceAll(string(row.Source), "\r\n", "\n"), "\n"), "\n")
	p := &codePanel{Heading: "Your lines", Note: calledNote(row.Report), More: max(0, len(text)-linesShown)}
	marked := markedLines(row.Report)
	last := 0
	for i, line := range text[:min(len(text), linesShown)] {
		number := i + 1
		message, isMarked := marked[number]
		one := codeLine{Number: number, Text: plaintext.Lines(line, lineLimit), IsMarked: isMarked, Message: message}
		p.Whole = append(p.Whole, one)
		if isNear(marked, number) {
			one.Gap = last > 0 && number > last+1
			p.Lines, last = append(p.Lines, one), number
		}
	}
	return p
}

func isNear(marked map[int]string, number int) bool {
	for line := max(1, number-aroundLine); line <= number+aroundLine; line++ {
		if _, ok := marked[line]; ok {
			return true
		}
	}
	return false
}

// markedLines are the lines that findings name, with what they say: complaints of the compiler, the learner's calls
// that were open when a rule was stopped, and what the call that the page shows visited.
func markedLines(report *grader.ReportJSON) map[int]string {
	marked, isCalled := map[int]string{}, false
	mark := func(line int) {
		if _, ok := marked[line]; !ok {
			marked[line] = ""
		}
	}
	for i := range report.Findings {
		f := &report.Findings[i]
		if f.Line > 0 {
			marked[f.Line] = joined("; ", marked[f.Line], shown(f.Sentence, 300))
		}
		for _, frame := range f.Frames {
			if frame.Own && i == 0 {
				mark(frame.Line)
			}
		}
		if f.Case == nil || isCalled {
			continue
		}
		isCalled = true // only the first call is shown
		for _, line := range f.Case.Lines {
			mark(line)
		}
		if line := f.Case.Decided; line > 0 {
			marked[line] = joined("; ", marked[line], "the call ended here")
		}
	}
	return marked
}

// calledNote says what the marked lines are, "" if no call has any.
func calledNote(report *grader.ReportJSON) string {
	for i := range report.Findings {
		one := report.Findings[i].Case
		switch {
		case one == nil:
		case len(one.Lines) == 0:
			return ""
		case one.Decided > 0:
			return "marked is what ran in the call “" + shown(report.Findings[i].Check, 160) + "”"
		default:
			return "marked is what ran in the calls of “" + shown(report.Findings[i].Check, 160) + "”"
		}
	}
	return ""
}

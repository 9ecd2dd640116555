package verdict

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"raftlab/grader"
	"raftlab/grader/bring"
	"raftlab/grader/bring/build"
	"raftlab/grader/gotools"
	"raftlab/grader/plaintext"
	"raftlab/grader/source"
	judge "raftlab/grader/whole"
)

// Version is raised when a field of Report changes its meaning. New fields do not raise it.
const Version = 1

// Report is the verdict on a folder, for programs.
//
//	verdict     pass, safety, liveness or crash; compile for a folder from which no program could be made, and
//	            infrastructure if the machine could not judge
//	shape       which of the shapes it is, with its title; package is the folder of the server
//	notes       what was replaced, brought along, left out or assumed
//	complaints  what stands in the way of a program
//	fields      the fields of usual names that the server has: checks that look into a server use them
//	runs        how many situations and random schedules were played; passed is how many of them passed
//	findings    the runs that did not pass, in their order; the first decides the verdict
type Report struct {
	Version    int               `json:"version"`
	Verdict    grader.Verdict    `json:"verdict"`
	Shape      string            `json:"shape"`
	Title      string            `json:"title"`
	Package    string            `json:"package"`
	Go         string            `json:"go"`
	Snapshots  bool              `json:"snapshots"`
	Notes      []bring.Note      `json:"notes"`
	Complaints []bring.Complaint `json:"complaints"`
	Fields     []string          `json:"fields"`
	Warnings   []string          `json:"warnings"`
	Runs       int               `json:"runs"`
	Passed     int               `json:"passed"`
	Events     uint64            `json:"events"`
	Findings   []Finding         `json:"findings"`
	// Text is the report for people.
	Text string `json:"text"`
	// By says what judged. The printer adds it.
	By *grader.BuildJSON `json:"by,omitempty"`
}

// Finding is a run that did not pass.
type Finding struct {
	Verdict grader.Verdict `json:"verdict"`
	// Run names the situation or the schedule, with its title and its seed.
	Run   string `json:"run"`
	Title string `json:"title"`
	Seed  uint64 `json:"seed"`
	// Property is the ID of what broke, Name its name, and Place its place in the paper.
	Property string `json:"property"`
	Name     string `json:"name"`
	Place    string `json:"place"`
	Sentence string `json:"sentence"`
	// Scenario is the run, and Smallest a small one in which the same property breaks, "" if there is none. It has so
	// many commands; if it is minimal, none of them can be left out.
	Scenario string `json:"scenario"`
	Smallest string `json:"smallest,omitempty"`
	Commands int    `json:"commands,omitempty"`
	Minimal  bool   `json:"minimal,omitempty"`
}

// Wanted says how to judge a folder.
type Wanted struct {
	FirstSeed       uint64
	Schedules, Jobs int
	// All goes on after the first failure.
	All bool
	// Say, if it is not nil, receives the text of the report, each part as soon as it is known.
	Say func(string)
	// Done, if it is not nil, is called after each run.
	Done func(done, of int)
}

// Judge judges the server in a folder. It always gives a report. Only if this machine could not judge, there is an
// error, too. The program is returned for those who want to play what broke.
func (w Wanted) Judge(ctx context.Context, folder string) (report *Report, program []byte, err error) {
	r := &reporting{wanted: w, report: &Report{Version: Version}}
	program, err = r.compile(ctx, folder)
	if err == nil {
		err = r.judge(ctx, program)
	}
	var not *bring.Unfit
	switch {
	case errors.As(err, &not):
		r.report.Verdict, r.report.Complaints = grader.Compile, not.Complaints
		r.say("%s: no program can be made of it\n%s\n", plaintext.Line(folder, bring.MaxName), indent(not.Error()))
		err = nil
	case err != nil:
		r.report.Verdict = grader.Infrastructure
		r.say("%s: could not be judged\n  %s\n", plaintext.Line(folder, bring.MaxName),
			plaintext.Lines(err.Error(), bring.MaxMessage))
	}
	return r.report, program, err
}

// reporting is a report that is being made.
type reporting struct {
	wanted Wanted
	report *Report
}

func (r *reporting) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	r.report.Text += text
	if r.wanted.Say != nil {
		r.wanted.Say(text)
	}
}

func indent(text string) string { return "  " + strings.ReplaceAll(text, "\n", "\n  ") }

// compile makes the program, and reports what it is made from.
func (r *reporting) compile(ctx context.Context, name string) (program []byte, err error) {
	folder, err := bring.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	whole, err := folder.Read()
	if err != nil {
		return nil, err
	}
	root, err := source.Root(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	program, err = build.Compile(ctx, whole, root)
	r.report.Shape, r.report.Title, r.report.Package = whole.Shape, whole.Title, whole.Package
	r.report.Go, r.report.Snapshots, r.report.Notes = whole.Release, whole.Snapshots, whole.Notes
	r.say("%s", TextOf(whole))
	return program, err
}

// headings are the words for the kinds of notes.
var headings = map[string]string{
	bring.Replaced: "replaced", bring.BroughtAlong: "brought", bring.LeftOut: "left out", bring.Assumed: "assumed",
}

// TextOf says what a program is made from.
func TextOf(w *bring.Whole) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", plaintext.Line(w.Package, bring.MaxName), w.Title)
	for i := 0; i < len(w.Notes); {
		note, what := w.Notes[i], []string{}
		for ; i < len(w.Notes) && w.Notes[i].Kind == note.Kind && w.Notes[i].Why == note.Why; i++ {
			what = append(what, plaintext.Line(w.Notes[i].What, bring.MaxName))
		}
		fmt.Fprintf(&b, "  %-9s %s: %s\n", headings[note.Kind], strings.Join(what, ", "),
			plaintext.Line(note.Why, bring.MaxMessage))
	}
	return b.String()
}

// judge plays the runs.
func (r *reporting) judge(ctx context.Context, program []byte) error {
	o := judge.Options{
		FirstSeed: r.wanted.FirstSeed, Schedules: r.wanted.Schedules, Jobs: r.wanted.Jobs, All: r.wanted.All,
		Progress: func(done, of int, one judge.Result) {
			if !one.Passed {
				r.found(one)
			}
			if r.wanted.Done != nil {
				r.wanted.Done(done, of)
			}
		},
	}
	verdict, err := judge.Judge(ctx, program, o)
	if err != nil {
		return fmt.Errorf("%w: %w", gotools.ErrUnable, err)
	}
	for i, one := range verdict.Failed {
		r.small(&r.report.Findings[i], one)
	}
	r.report.Verdict = grader.Pass
	if len(r.report.Findings) > 0 {
		r.report.Verdict = r.report.Findings[0].Verdict
	}
	r.report.Fields, r.report.Warnings = verdict.Known, verdict.Warnings
	r.report.Runs, r.report.Passed = len(verdict.Results), len(verdict.Results)-len(verdict.Failed)
	for _, one := range verdict.Results {
		r.report.Events += one.Events
	}
	r.end()
	return nil
}

// found reports a run that did not pass.
func (r *reporting) found(one judge.Result) {
	f := Finding{
		Verdict: grader.Verdict(one.Verdict()), Run: one.Name, Title: one.Title, Seed: one.Seed, Property: one.Property,
		Name: one.PropertyName, Place: one.Section, Sentence: plaintext.Lines(one.Sentence, bring.MaxMessage),
		Scenario: one.Scenario,
	}
	r.report.Findings = append(r.report.Findings, f)
	r.say("\n✗ %s (%s)   %s\n  %s\n  in %s, %s, seed %d\n", f.Name, f.Verdict, f.Place,
		strings.ReplaceAll(f.Sentence, "\n", "\n  "), f.Run, f.Title, f.Seed)
}

// small adds the small run of a finding, which takes longer than to find it.
func (r *reporting) small(f *Finding, one judge.Result) {
	f.Smallest, f.Commands, f.Minimal = one.Small, one.SmallCommands, one.SmallMinimal
	if f.Smallest == "" {
		return
	}
	minimal := "and none can be left out"
	if !f.Minimal {
		minimal = "and perhaps some more could be left out"
	}
	r.say("\n  %s, made small: %d commands, %s\n%s\n", f.Run, f.Commands, minimal, indent(indent(commands(f.Smallest))))
}

// commands are the lines of a scenario without its heading.
func commands(scenario string) string {
	var kept []string
	for line := range strings.Lines(scenario) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// end is the last line of the text.
func (r *reporting) end() {
	r.say("\n")
	for _, warning := range r.report.Warnings {
		r.say("note: %s\n", plaintext.Line(warning, bring.MaxMessage))
	}
	fields := "none"
	if len(r.report.Fields) > 0 {
		fields = strings.Join(r.report.Fields, ", ")
	}
	r.say("%s: %d of %d runs pass · %d events · fields that were known: %s\n",
		plaintext.Line(r.report.Package, bring.MaxName), r.report.Passed, r.report.Runs, r.report.Events, fields)
}

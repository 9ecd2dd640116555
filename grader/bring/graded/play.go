package graded

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"raftlab/grader"
	"raftlab/grader/bring"
	"raftlab/grader/gotools"
	"raftlab/grader/gradable"
	"raftlab/grader/plaintext"
	"raftlab/grader/whole/suite"
	"raftlab/lab"
	"raftlab/lab/digest"
	"raftlab/lab/nemesis"
	"raftlab/lab/wholecluster"
)

// grading is the work on one server.
type grading struct {
	ctx       context.Context
	host      lab.Host
	job       job
	snapshots bool

	made   grader.ReportJSON
	hashes strings.Builder
	// small is the first failure of each verdict, which is made small if it is the gravest.
	small map[grader.Verdict]suite.Result
}

// report plays everything. A check ends with its first failure; all checks are made.
func (g *grading) report() (*grader.ReportJSON, error) {
	g.made, g.small = empty(grader.Pass), map[grader.Verdict]suite.Result{}
	g.made.Left = []string{}
	for _, s := range wholecluster.Suite() {
		if s.Snapshots && !g.snapshots {
			g.made.Left = append(g.made.Left, s.Title)
			continue
		}
		texts := func(n int) string { return s.Text(g.job.FirstSeed + uint64(n)) }
		if err := g.check(s.Title, gradable.Task(s.ID), s.Seeds, texts); err != nil {
			return nil, err
		}
	}
	texts := func(n int) string {
		return wholecluster.Nemesis().Scenario(nemesis.Options{Seed: g.job.FirstSeed + uint64(n)}).Text
	}
	if err := g.check(gradable.Schedules, 0, g.job.Schedules, texts); err != nil {
		return nil, err
	}
	g.end()
	return &g.made, nil
}

// check plays scenarios until one fails.
func (g *grading) check(name string, task, n int, text func(n int) string) error {
	for i := range n {
		if err := g.ctx.Err(); err != nil {
			return err
		}
		r, err := suite.Play(g.host, text(i))
		if err != nil {
			return fmt.Errorf("%w: %w", gotools.ErrUnable, err)
		}
		g.made.Events += int(r.Events)
		fmt.Fprintln(&g.hashes, r.Hash)
		if name == gradable.Schedules {
			g.made.Schedules++
		}
		if !r.Passed {
			g.failed(name, task, r)
			return nil
		}
	}
	g.made.Passed++
	return nil
}

func (g *grading) failed(name string, task int, r suite.Result) {
	f := grader.FindingJSON{
		Verdict: grader.Verdict(r.Verdict()), Check: name, Place: r.Section, Property: r.Property, Seed: r.Seed,
		Task: task, Sentence: plaintext.Lines(r.PropertyName+": "+r.Sentence, bring.MaxMessage),
	}
	if name == gradable.Schedules {
		g.made.Failed++
	} else {
		f.Drill = name
	}
	if _, ok := g.small[f.Verdict]; !ok {
		g.small[f.Verdict] = r
	}
	g.made.Findings = append(g.made.Findings, f)
}

// gravity is the order of verdicts.
var gravity = []grader.Verdict{grader.Safety, grader.Crash, grader.Liveness}

// end brings the gravest finding first, makes its run small, and writes the text.
func (g *grading) end() {
	slices.SortStableFunc(g.made.Findings, func(a, b grader.FindingJSON) int {
		return cmp.Compare(slices.Index(gravity, a.Verdict), slices.Index(gravity, b.Verdict))
	})
	sum := digest.Sum([]byte(g.hashes.String()))
	g.made.Hash = digest.Hex(sum[:])
	if len(g.made.Findings) > 0 {
		first := &g.made.Findings[0]
		r := g.small[first.Verdict]
		suite.Small(g.host, &r)
		g.made.Verdict, first.Smallest, first.Minimal = first.Verdict, r.Small, r.SmallMinimal
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", gradable.Node, g.made.Verdict)
	for _, f := range g.made.Findings {
		fmt.Fprintf(&b, "  ✗ %s (%s)   %s\n    %s\n", f.Check, f.Verdict, f.Place,
			strings.ReplaceAll(f.Sentence, "\n", "\n    "))
	}
	fmt.Fprintf(&b, "  %d of %d checks pass · %d random schedules · %d events\n", g.made.Passed,
		g.made.Checks-len(g.made.Left), g.made.Schedules, g.made.Events)
	g.made.Text = b.String()
}

// empty is a report with no check made.
func empty(verdict grader.Verdict) grader.ReportJSON {
	exercise, _ := gradable.Find(gradable.Node)
	r := grader.ReportJSON{
		Version: grader.ReportVersion, Exercise: gradable.Node, Verdict: verdict, Checks: len(exercise.Checks()),
		Findings: []grader.FindingJSON{}, Unreached: []string{},
	}
	for _, check := range exercise.Checks() {
		r.Left = append(r.Left, check.Name)
	}
	return r
}

// maxFindings bounds what is said of a file that does not compile.
const maxFindings = 20

// unfit is the report about files from which no program can be made.
func unfit(not *bring.Unfit) *grader.ReportJSON {
	r := empty(grader.Compile)
	for _, c := range not.Complaints[:min(len(not.Complaints), maxFindings)] {
		said := c.Message
		if c.Do != "" {
			said += "\n" + c.Do
		}
		r.Findings = append(r.Findings, grader.FindingJSON{
			Verdict: grader.Compile, Check: "the file can be judged", Sentence: plaintext.Lines(said, bring.MaxMessage),
			Line: c.Line, Column: c.Column,
		})
	}
	r.Text = fmt.Sprintf("%s: does not compile\n  %s\n", gradable.Node, strings.ReplaceAll(not.Error(), "\n", "\n  "))
	return &r
}

package solo

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/debug"

	"raftlab/grader"
	"raftlab/grader/rulecall"
	"raftlab/grader/visit"
	"raftlab/grader/witness"
	"raftlab/lab/kv"
	"raftlab/raft"
)

// ExitUnable is the exit code of a program that could not judge, or not write its report. Judged code cannot give it:
// Go ends a program that panics with 2.
const ExitUnable = 3

// Options are the flags of a program that judges.
type Options struct {
	Report, Progress, Calls string
	Budget                  grader.Budget
}

// Flags adds the flags.
func Flags(f *flag.FlagSet) *Options {
	o := &Options{Budget: grader.DefaultBudget()}
	f.StringVar(&o.Report, "report", "", "")
	f.StringVar(&o.Progress, "progress", "", "")
	f.StringVar(&o.Calls, "calls", "", "")
	f.Uint64Var(&o.Budget.FirstSeed, "seed", o.Budget.FirstSeed, "")
	f.IntVar(&o.Budget.Schedules, "schedules", o.Budget.Schedules, "")
	f.BoolVar(&o.Budget.All, "all", false, "")
	return o
}

// Main judges the rules that change puts into the reference's. It is neither generic nor inlined: Go compiles the whole
// grader again in each package that makes an instance of it, and package main is compiled with each file that is
// judged.
//
//go:noinline
func Main(exercise *grader.Exercise[raft.Rules], change func(rules *rulecall.Rules)) {
	run(exercise, change)
}

// MainOfSessions is Main for an exercise in the rules of sessions.
//
//go:noinline
func MainOfSessions(exercise *grader.Exercise[kv.SessionRules], change func(rules *rulecall.Rules)) {
	run(exercise, change)
}

func run[S rulecall.Set](exercise *grader.Exercise[S], change func(rules *rulecall.Rules)) {
	var learner rulecall.Rules
	change(&learner)
	rules := exercise.Reference()
	caller, err := rulecall.Local(&rules, rulecall.Part[S](learner), exercise.Rules)
	if err != nil {
		panic(err) // the exercise names an unknown rule
	}
	MainOfOther(grader.Learner{Judge: grader.Bind(exercise, rules), Caller: caller})
}

// MainOfOther is Main for an exercise in the rules of another protocol.
func MainOfOther(learner grader.Learner) {
	debug.SetMaxStack(rulecall.MaxStack)
	options := Flags(flag.CommandLine)
	flag.Parse()
	visit.Restart()
	if err := options.Judge(learner.Judge, learner.Caller); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(ExitUnable)
	}
}

// Judge grades the rules that the caller calls, and writes the report.
func (o *Options) Judge(judge grader.Judge, caller *rulecall.Caller) error {
	if o.Calls != "" {
		note, err := witness.Open(o.Calls)
		if err != nil {
			return err
		}
		caller.Begun = note
	}
	if o.Progress != "" {
		file, err := os.OpenFile(o.Progress, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("write progress: %w", err)
		}
		defer file.Close()
		// The watcher may have left; only the report matters.
		encoder := json.NewEncoder(file)
		o.Budget.Progress = func(p grader.Progress) { _ = encoder.Encode(p) }
	}
	o.Budget.Visited = caller.Visited
	report := judge.Grade(o.Budget).JSON()
	bytes, err := json.Marshal(report)
	if err == nil {
		err = os.WriteFile(o.Report, bytes, 0o600)
	}
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

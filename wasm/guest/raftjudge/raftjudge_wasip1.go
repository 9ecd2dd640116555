//go:build wasip1

package raftjudge

import (
	"raftlab/grader"
	"raftlab/grader/rulecall"
	"raftlab/lab"
	"raftlab/lab/kv"
	sessions "raftlab/lab/kv/reference"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/reference"
	"raftlab/wasm/guest/judge"
)

var rules = rulecall.Rules{Rules: reference.Rules(), SessionRules: sessions.Rules()}

// Learner makes the guest follow a learner's rules of an exercise. The program calls it at its beginning, once for each
// exercise. In a guest of several, grade has the checks of the last one, and schedules follow the rules of all.
//
// It is neither generic nor inlined: Go compiles the whole grader again in each package that makes an instance of it,
// and package main is compiled after each change of the learner's file.
//
//go:noinline
func Learner(exercise *grader.Exercise[raft.Rules], change func(rules *rulecall.Rules)) {
	follow(exercise, change)
}

// LearnerOfSessions is Learner for an exercise in the rules of sessions.
//
//go:noinline
func LearnerOfSessions(exercise *grader.Exercise[kv.SessionRules], change func(rules *rulecall.Rules)) {
	follow(exercise, change)
}

func follow[S rulecall.Set](exercise *grader.Exercise[S], change func(rules *rulecall.Rules)) {
	change(&rules)
	entered := rulecall.Part[S](rules)
	caller, err := rulecall.Local(&entered, entered, exercise.Rules)
	if err != nil {
		panic(err) // the exercise names an unknown rule
	}
	rules = rulecall.With(rules, entered)
	judge.Learner(raftcluster.ID, grader.Learner{
		Judge: grader.Bind(exercise, entered), Caller: caller, Start: start,
	})
}

// start makes a server. It follows the learner's rules if its configuration says own.
func start(config []byte) (lab.Machine, error) {
	return raftcluster.InProcess{Own: &rules.Rules, OwnSessions: &rules.SessionRules}.Start(0, config)
}

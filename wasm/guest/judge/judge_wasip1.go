//go:build wasip1

package judge

import (
	"encoding/json"
	"runtime/debug"

	"raftlab/grader"
	"raftlab/grader/rulecall"
	"raftlab/grader/visit"
	"raftlab/lab"
	"raftlab/lab/kv"
	sessions "raftlab/lab/kv/reference"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/reference"
	"raftlab/wasm/guest/reactor"
)

var (
	rules   = rulecall.Rules{Rules: reference.Rules(), SessionRules: sessions.Rules()}
	learner grader.Judge
	// visited gives the lines of calls of the learner's rules.
	visited func(make func()) [][]int
	// result keeps the bytes that the host has not read yet.
	result []byte
)

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
	debug.SetMaxStack(rulecall.MaxStack)
	change(&rules)
	entered := rulecall.Part[S](rules)
	caller, err := rulecall.Local(&entered, entered, exercise.Rules)
	if err != nil {
		panic(err) // the exercise names an unknown rule
	}
	visited = caller.Visited
	rules = rulecall.With(rules, entered)
	learner = grader.Bind(exercise, entered)
	visit.Record(true)
	reactor.Start(start)
}

// start makes a server. It follows the learner's rules if its configuration says own.
func start(config []byte) (lab.Machine, error) {
	return raftcluster.InProcess{Own: &rules.Rules, OwnSessions: &rules.SessionRules}.Start(0, config)
}

// ruleCall is a visit.Call as the host reads it.
type ruleCall struct {
	Rule   string `json:"rule"`
	Lines  []int  `json:"lines"`
	Values string `json:"values"`
}

// calls gives the rule calls since the last call of calls.
//
//go:wasmexport calls
func calls() uint32 {
	taken := visit.Take()
	if len(taken) == 0 {
		return 0
	}
	answered := make([]ruleCall, len(taken))
	for i, call := range taken {
		answered[i] = ruleCall{call.Rule, call.Lines, call.Values}
	}
	return answer(answered)
}

// progress is the host's: it reads the bytes before it returns.
//
//go:wasmimport raftlab progress
func progress(address, size uint32)

func notify(p grader.Progress) {
	bytes, err := json.Marshal(p)
	if err != nil || len(bytes) == 0 {
		return // a grading does not depend on its watchers
	}
	result = bytes // keeps the garbage collector away from the bytes
	progress(reactor.Address(bytes), uint32(len(bytes)))
}

// answer puts a value at output.
func answer(value any) uint32 {
	bytes, err := json.Marshal(value)
	if err != nil {
		bytes = []byte(`{"error":"the answer cannot be written"}`)
	}
	result = bytes
	return reactor.Outgoing(result)
}

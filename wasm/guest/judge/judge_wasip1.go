//go:build wasip1

package judge

import (
	"encoding/json"
	"fmt"
	"runtime/debug"

	"raftlab/grader"
	"raftlab/grader/visit"
	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/reference"
	"raftlab/wasm/guest/reactor"
)

var (
	exercise *grader.Exercise
	rules    = reference.Rules()
	// result keeps the bytes that the host is still to read.
	result []byte
)

// Learner has the guest follow a learner's rules. It is called once, when the program begins.
func Learner(of *grader.Exercise, change func(rules *raft.Rules)) {
	debug.SetMaxStack(grader.MaxStack)
	exercise = of
	change(&rules)
	rules = grader.Entered(of, rules)
	visit.Record(true)
	reactor.Start(start)
}

// start makes a server: one whose configuration says own follows the learner's rules.
func start(config []byte) (lab.Machine, error) {
	return raftcluster.InProcess{Own: &rules}.Start(0, config)
}

// ruleCall is a visit.Call as the host reads it.
type ruleCall struct {
	Rule  string `json:"rule"`
	Lines []int  `json:"lines"`
}

// calls gives the rule calls since it was last asked.
//
//go:wasmexport calls
func calls() uint32 {
	taken := visit.Take()
	if len(taken) == 0 {
		return 0
	}
	told := make([]ruleCall, len(taken))
	for i, call := range taken {
		told[i] = ruleCall{call.Rule, call.Lines}
	}
	return answer(told)
}

// request is what grade is asked for.
type request struct {
	FirstSeed uint64 `json:"firstSeed"`
	Schedules int    `json:"schedules"`
	All       bool   `json:"all"`
}

// grade judges the learner's rules, and gives the size of the report.
//
//go:wasmexport grade
func grade(size uint32) uint32 {
	var wanted request
	if err := json.Unmarshal(reactor.Incoming(size), &wanted); err != nil {
		return answer(map[string]string{"error": fmt.Sprintf("the request to grade cannot be read: %v", err)})
	}
	visit.Record(false)
	defer visit.Record(true)
	report := grader.Grade(exercise, rules, grader.Budget{
		FirstSeed: wanted.FirstSeed, Schedules: wanted.Schedules, All: wanted.All, Progress: tell,
	})
	return answer(report.JSON(rules))
}

// progress is the host's: it reads the bytes before it returns.
//
//go:wasmimport raftlab progress
func progress(address, size uint32)

func tell(p grader.Progress) {
	bytes, err := json.Marshal(p)
	if err != nil || len(bytes) == 0 {
		return // a grading does not depend on whether it is watched
	}
	result = bytes // so that it is not collected meanwhile
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

//go:build wasip1

package judge

import (
	"encoding/json"
	"fmt"
	"runtime/debug"

	"raftlab/grader"
	"raftlab/grader/rulecall"
	"raftlab/grader/visit"
	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/wasm/guest/reactor"
)

var (
	learner grader.Judge
	// visited gives the lines of calls of the learner's rules.
	visited func(make func()) [][]int
	// starts make servers, by the protocol.
	starts = map[string]func(config []byte) (lab.Machine, error){}
	// result keeps the bytes that the host has not read yet.
	result []byte
)

// Learner makes the guest follow a learner's rules of a protocol. The program calls it at its beginning, once for each
// exercise. In a guest of several, grade has the checks of the last one.
func Learner(protocol string, of grader.Learner) {
	debug.SetMaxStack(rulecall.MaxStack)
	learner, visited, starts[protocol] = of.Judge, of.Caller.Visited, of.Start
	visit.Record(true)
	reactor.Start(start)
}

// start makes a server of the protocol that its configuration names.
func start(config []byte) (lab.Machine, error) {
	c, err := service.DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	of, ok := starts[c.Protocol]
	if !ok {
		return nil, fmt.Errorf("the program has no rules of protocol %q", c.Protocol)
	}
	return of(config)
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

//go:build wasip1

package judge

import (
	"encoding/json"
	"fmt"
	"iter"

	"raftlab/grader"
	"raftlab/grader/visit"
	"raftlab/wasm/guest/reactor"
)

// request is the input of grade, and its first two fields that of play.
type request struct {
	FirstSeed uint64 `json:"firstSeed"`
	Schedules int    `json:"schedules"`
	All       bool   `json:"all"`
	// OnlySchedules leaves out all but the random schedules. It is for a guest of several exercises, whose servers
	// follow the rules of all of them.
	OnlySchedules bool `json:"onlySchedules"`
	// Part, if it is not 0, is after how many schedules the grading pauses. It pauses before the first of them, too.
	Part int `json:"part"`
}

var (
	// passed are the schedules of the next part that have passed elsewhere, by seed.
	passed map[uint64]*grader.Passed
	// resumed goes on with the grading, and gives false when it has its report.
	resumed func() (struct{}, bool)
	report  grader.Report
)

// grade judges the learner's rules, and gives the size of the report. A grading that pauses gives 0, and goes on with
// resume: its host may have other instances of the guest play schedules meanwhile.
//
//go:wasmexport grade
func grade(size uint32) uint32 {
	var wanted request
	if err := json.Unmarshal(reactor.Incoming(size), &wanted); err != nil {
		return refuse("to grade", err)
	}
	visit.Restart()
	visit.Record(false)
	budget := grader.Budget{
		FirstSeed: wanted.FirstSeed, Schedules: wanted.Schedules, All: wanted.All,
		OnlySchedules: wanted.OnlySchedules, Progress: notify, Visited: visited,
	}
	if wanted.Part <= 0 {
		report = learner.Grade(budget)
		return graded()
	}
	resumed, _ = iter.Pull(func(pause func(struct{}) bool) {
		budget.Passed = func(seed uint64) *grader.Passed {
			if (seed-budget.FirstSeed)%uint64(wanted.Part) == 0 {
				pause(struct{}{})
			}
			return passed[seed]
		}
		report = learner.Grade(budget)
	})
	return goOn()
}

// resume goes on with a grading that pauses. The input is a list of schedules of the next part that have passed in
// other instances.
//
//go:wasmexport resume
func resume(size uint32) uint32 {
	var list []*grader.Passed
	if err := json.Unmarshal(reactor.Incoming(size), &list); err != nil {
		return refuse("to go on", err)
	}
	passed = make(map[uint64]*grader.Passed, len(list))
	for _, one := range list {
		passed[one.Seed] = one
	}
	return goOn()
}

// goOn is 0 if the grading pauses, and otherwise the size of the report.
func goOn() uint32 {
	if _, pauses := resumed(); pauses {
		return 0
	}
	return graded()
}

// graded answers with the report.
func graded() uint32 {
	defer visit.Record(true) // the report plays the smallest run once more
	return answer(report.JSON())
}

// play plays schedules for the grading of another instance, and gives the size of the list of those that passed.
//
//go:wasmexport play
func play(size uint32) uint32 {
	var wanted request
	if err := json.Unmarshal(reactor.Incoming(size), &wanted); err != nil {
		return refuse("to play", err)
	}
	visit.Record(false)
	defer visit.Record(true)
	list := []*grader.Passed{}
	for i := range wanted.Schedules {
		if one := learner.Play(wanted.FirstSeed + uint64(i)); one != nil {
			list = append(list, one)
		}
	}
	return answer(list)
}

// refuse answers a request that cannot be read.
func refuse(what string, err error) uint32 {
	return answer(map[string]string{"error": fmt.Sprintf("the request %s cannot be read: %v", what, err)})
}

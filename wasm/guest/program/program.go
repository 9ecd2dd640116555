package program

import (
	"fmt"
	"strings"

	"raftlab/grader"
)

// Package is the import path of what a learner writes for an exercise.
func Package(exercise grader.About) string { return "raftlab/exercises/" + exercise.ID }

// Main is the text of main.go, formatted like gofmt. It imports only the judge of that exercise.
func Main(exercise grader.About) string {
	var changes strings.Builder
	for _, rule := range exercise.Rules {
		fmt.Fprintf(&changes, "\t\trules.%s = exercise.%s\n", rule, rule)
	}
	return fmt.Sprintf(main, Package(exercise), exercise.ID, exercise.ID, changes.String())
}

const main = `package main

import (
	exercise %q
	"raftlab/grader/judges/%s"
	"raftlab/raft"
	"raftlab/wasm/guest/judge"
)

func init() {
	judge.Learner(%s.Exercise(), func(rules *raft.Rules) {
%s	})
}

func main() {}
`

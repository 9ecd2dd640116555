package program

import (
	"fmt"
	"strings"

	"raftlab/grader"
)

// Package is the import path of what a learner writes for an exercise.
func Package(exercise *grader.Exercise) string { return "raftlab/exercises/" + exercise.ID }

// Main is the text of main.go, as gofmt has it.
func Main(exercise *grader.Exercise) string {
	var changes strings.Builder
	for _, rule := range exercise.Rules {
		fmt.Fprintf(&changes, "\t\trules.%s = exercise.%s\n", rule, rule)
	}
	return fmt.Sprintf(main, Package(exercise), constructor(exercise), changes.String())
}

// constructor is the name of the exercise's function in package grader: Vote for vote.
func constructor(exercise *grader.Exercise) string {
	return strings.ToUpper(exercise.ID[:1]) + exercise.ID[1:]
}

const main = `package main

import (
	exercise %q
	"raftlab/grader"
	"raftlab/raft"
	"raftlab/wasm/guest/judge"
)

func init() {
	judge.Learner(grader.%s(), func(rules *raft.Rules) {
%s	})
}

func main() {}
`

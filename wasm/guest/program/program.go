package program

import (
	"fmt"
	"strconv"
	"strings"

	"raftlab/grader"
)

// Package is the import path of what a learner writes for an exercise.
func Package(exercise grader.About) string { return "raftlab/exercises/" + exercise.ID }

// Main is the text of main.go of a guest that is graded in place, and whose servers follow the learner's rules: the
// page's. It is formatted like gofmt, and imports only the judge of that exercise.
func Main(exercise grader.About) string { return text(exercise, guest) }

// Native is the text of main.go of a native program that judges the learner's rules.
func Native(exercise grader.About) string { return text(exercise, native) }

// Callee is the text of main.go of a guest that only answers calls of the learner's rules.
func Callee(exercise grader.About) string { return text(exercise, callee) }

// text fills in the exercise: EXERCISE is its id, PACKAGE the learner's package, CHANGES an assignment a rule.
func text(exercise grader.About, form string) string {
	var changes strings.Builder
	for _, rule := range exercise.Rules {
		fmt.Fprintf(&changes, "\t\trules.%s = exercise.%s\n", rule, rule)
	}
	return strings.NewReplacer(
		"PACKAGE", strconv.Quote(Package(exercise)), "EXERCISE", exercise.ID, "CHANGES", changes.String(),
	).Replace(form)
}

const guest = `package main

import (
	exercise PACKAGE
	"raftlab/grader/judges/EXERCISE"
	"raftlab/raft"
	"raftlab/wasm/guest/judge"
)

func init() {
	judge.Learner(EXERCISE.Exercise(), func(rules *raft.Rules) {
CHANGES	})
}

func main() {}
`

const native = `package main

import (
	exercise PACKAGE
	"raftlab/grader/judges/EXERCISE"
	"raftlab/grader/solo"
	"raftlab/raft"
)

func main() {
	solo.Main(EXERCISE.Exercise(), func(rules *raft.Rules) {
CHANGES	})
}
`

const callee = `package main

import (
	exercise PACKAGE
	"raftlab/raft"
	"raftlab/wasm/guest/callee"
)

func init() {
	callee.Serve(func(rules *raft.Rules) {
CHANGES	})
}

func main() {}
`

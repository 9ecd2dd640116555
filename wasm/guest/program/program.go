package program

import (
	"fmt"
	"strconv"
	"strings"

	"raftlab/grader"
	"raftlab/grader/rulecall"
)

// Package is the import path of what a learner writes for an exercise.
func Package(exercise grader.About) string { return "raftlab/exercises/" + exercise.ID }

// Join is the text of a file of package main: it joins one exercise to a guest that is graded in place, and whose
// servers follow the learner's rules, the page's. It is formatted like gofmt, and imports only the judge of that
// exercise. A guest may have several such files, of several exercises.
func Join(exercise grader.About) string { return text(exercise, guest) }

// Main is the text of main.go beside such files.
const Main = "package main\n\nfunc main() {}\n"

// Native is the text of main.go of a native program that judges the learner's rules.
func Native(exercise grader.About) string { return text(exercise, native) }

// Callee is the text of main.go of a guest that only answers calls of the learner's rules, of one exercise or several
// of one protocol.
func Callee(exercises ...grader.About) string {
	var imports, changes strings.Builder
	for i, exercise := range exercises {
		name := "exercise"
		if i > 0 {
			name += strconv.Itoa(i + 1)
		}
		fmt.Fprintf(&imports, "\t%s %s\n", name, strconv.Quote(Package(exercise)))
		changes.WriteString(assignments(name, exercise))
	}
	form := callee
	if exercises[0].Protocol != "" {
		form = otherCallee
	}
	return strings.NewReplacer(
		"IMPORTS", imports.String(), "CHANGES", changes.String(), "PROTOCOL", exercises[0].Protocol,
	).Replace(form)
}

// assignments put an exercise's rules into the set.
func assignments(name string, exercise grader.About) string {
	var b strings.Builder
	for _, rule := range exercise.Rules {
		fmt.Fprintf(&b, "\t\trules.%s = %s.%s\n", rule, name, rule)
	}
	return b.String()
}

// forms are the texts of a program for the rules of Raft, and for those of any other protocol.
type forms struct{ raft, other string }

// text fills in the exercise: EXERCISE is its id, PACKAGE the learner's package, CHANGES an assignment a rule, SET
// the end of the name of the function for rules of its kind, and PROTOCOL the protocol's id.
func text(exercise grader.About, of forms) string {
	form, set := of.raft, ""
	if exercise.Protocol != "" {
		form = of.other
	}
	if rulecall.IsOfSessions(exercise.Rules[0]) {
		set = "OfSessions"
	}
	return strings.NewReplacer(
		"PACKAGE", strconv.Quote(Package(exercise)), "EXERCISE", exercise.ID,
		"CHANGES", assignments("exercise", exercise), "SET", set,
		"PROTOCOL", exercise.Protocol,
	).Replace(form)
}

var guest = forms{raft: `package main

import (
	exercise PACKAGE
	"raftlab/grader/judges/EXERCISE"
	"raftlab/grader/rulecall"
	"raftlab/wasm/guest/raftjudge"
)

func init() {
	raftjudge.LearnerSET(EXERCISE.Exercise(), func(rules *rulecall.Rules) {
CHANGES	})
}
`, other: `package main

import (
	exercise PACKAGE
	"raftlab/grader/judges/EXERCISE"
	"raftlab/grader/rulecall/PROTOCOLcall"
	"raftlab/wasm/guest/judge"
)

func init() {
	judge.Learner("PROTOCOL", EXERCISE.Learner(func(rules *PROTOCOLcall.Rules) {
CHANGES	}))
}
`}

var native = forms{raft: `package main

import (
	exercise PACKAGE
	"raftlab/grader/judges/EXERCISE"
	"raftlab/grader/rulecall"
	"raftlab/grader/solo"
)

func main() {
	solo.MainSET(EXERCISE.Exercise(), func(rules *rulecall.Rules) {
CHANGES	})
}
`, other: `package main

import (
	exercise PACKAGE
	"raftlab/grader/judges/EXERCISE"
	"raftlab/grader/rulecall/PROTOCOLcall"
	"raftlab/grader/solo"
)

func main() {
	solo.MainOfOther(EXERCISE.Learner(func(rules *PROTOCOLcall.Rules) {
CHANGES	}))
}
`}

const callee = `package main

import (
IMPORTS	"raftlab/grader/rulecall"
	"raftlab/wasm/guest/callee"
)

func init() {
	callee.Serve(func(rules *rulecall.Rules) {
CHANGES	})
}

func main() {}
`

const otherCallee = `package main

import (
IMPORTS	"raftlab/grader/rulecall/PROTOCOLcall"
	"raftlab/wasm/guest/callee"
)

func init() {
	callee.ServeOther(PROTOCOLcall.Table().Serves(func(rules *PROTOCOLcall.Rules) {
CHANGES	}))
}

func main() {}
`

package grader

import (
	"fmt"

	"raftlab/grader/rulecall"
	"raftlab/lab"
)

// Learner is an exercise bound to the rules of a learner's file, for a program that judges them or runs servers that
// follow them.
type Learner struct {
	Judge Judge
	// Caller calls the rules.
	Caller *rulecall.Caller
	// Start makes a server from its configuration. It follows the learner's rules if the configuration asks for own
	// rules.
	Start func(config []byte) (lab.Machine, error)
}

// Far binds an exercise in the rules of a protocol beside Raft to rules that a caller calls. Without a caller, the
// rules are the reference's.
func Far[R any](exercise *Exercise[R], caller *rulecall.Caller) Learner {
	rules := exercise.Reference()
	if caller != nil {
		must(exercise.About, exercise.Calls.Replace(caller, &rules, exercise.Rules...))
	}
	return bound(exercise, rules, caller)
}

// Here binds such an exercise to a learner's rules in this process, which change puts into the set. They are called
// with copies.
func Here[R any](exercise *Exercise[R], change func(rules *R)) Learner {
	learner, rules := exercise.Reference(), exercise.Reference()
	change(&learner)
	caller, err := exercise.Calls.Local(&rules, learner, exercise.Rules)
	must(exercise.About, err)
	return bound(exercise, rules, caller)
}

// Entered is Exercise.Enter of such an exercise.
func Entered[R any](about About, calls rulecall.Table[R]) func(learner R) R {
	return func(learner R) R {
		rules := learner
		_, err := calls.Local(&rules, learner, about.Rules)
		must(about, err)
		return rules
	}
}

func bound[R any](exercise *Exercise[R], rules R, caller *rulecall.Caller) Learner {
	return Learner{
		Judge: Bind(exercise, rules), Caller: caller,
		Start: func(config []byte) (lab.Machine, error) { return exercise.Serve(&rules, config) },
	}
}

// must panics for an exercise that names an unknown rule, which is a mistake of ours.
func must(about About, err error) {
	if err != nil {
		panic(fmt.Sprintf("grader: exercise %s: %v", about.ID, err))
	}
}

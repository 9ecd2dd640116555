package sessions

import (
	"fmt"
	"iter"

	"raftlab/grader"
	"raftlab/grader/rulecall"
	"raftlab/lab/kv"
	"raftlab/lab/kv/reference"
	"raftlab/lab/raftcluster"
)

// Case is a call of one of the rules of sessions.
type Case = grader.Case[kv.SessionRules]

// ruleNames are the rules that a learner writes.
var ruleNames = []string{"OpenSession", "ApplyOnce", "Expire", "NextRequest", "TakeAnswer"}

// These places are about sessions.
const (
	opening = "§8 · thesis §6.3, a session is opened"
	once    = "§8 · thesis §6.3, commands carried out once"
	lowest  = "thesis §6.3, results that nobody needs"
	ending  = "thesis §6.3, sessions that expire"
	numbers = "§8 · thesis §6.3, the client's numbers"
)

// Exercise is the exercise to write the rules of sessions.
func Exercise() *grader.Exercise[kv.SessionRules] {
	e := &grader.Exercise[kv.SessionRules]{
		About: grader.About{
			ID: "sessions", Title: "Once, however often it is sent", File: "exercises/sessions/sessions.go",
			Summary:  "A client that hears nothing asks again. Its command is carried out once all the same.",
			Rules:    ruleNames,
			Subjects: []string{"E4", "C4", "E5"}, Points: 10, TaskTitles: titles,
		},
		Reference: reference.Rules, Enter: entered,
		Stage: raftcluster.WatchedSessions, Nemesis: raftcluster.SessionNemesis(),
		Branches: branches, Watch: watch, Drills: drills, Tasks: tasks, Also: also,
	}
	for _, c := range openSituations() {
		e.Cases = append(e.Cases, Case{Name: c.name, Place: opening, Why: c.why, Run: c.run})
	}
	for _, c := range applySituations() {
		e.Cases = append(e.Cases, Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run})
	}
	for _, c := range expireSituations() {
		e.Cases = append(e.Cases, Case{Name: c.name, Place: ending, Why: c.why, Run: c.run})
	}
	for _, c := range clientSituations() {
		e.Cases = append(e.Cases, Case{Name: c.name, Place: numbers, Why: c.why, Run: c.run})
	}
	e.Small = small
	return e
}

// small is every call of every rule, the smallest of each rule first.
func small(yield func(Case) bool) {
	for _, part := range []iter.Seq[Case]{
		grader.SmallestFirst(smallOpens, openCall.size, openCall.smallCase),
		grader.SmallestFirst(smallApplies, applyCall.size, applyCall.smallCase),
		grader.SmallestFirst(smallExpires, expireCall.size, expireCall.smallCase),
		grader.SmallestFirst(smallClients, clientCall.size, clientCall.smallCase),
	} {
		for c := range part {
			if !yield(c) {
				return
			}
		}
	}
}

// entered are a learner's rules, called with copies, and with their lines counted.
func entered(learner kv.SessionRules) kv.SessionRules {
	rules := learner
	if _, err := rulecall.Local(&rules, learner, ruleNames); err != nil {
		panic(fmt.Sprintf("sessions: the exercise has a rule that is none: %v", err))
	}
	return rules
}

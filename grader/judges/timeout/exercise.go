package timeout

import (
	"raftlab/grader"
	"raftlab/grader/call"
)

// These places in the paper are about the wait.
const (
	randomWait   = "§5.2, randomised election timeouts"
	waitInBounds = "§5.2, §5.6"
	followerWait = "Figure 2, Rules for Followers · §5.2"
	standAgain   = "Figure 2, Rules for Candidates · §5.2"
)

// Exercise is the exercise to write ElectionTimeout and ResetsElectionTimer. Its mistakes cannot break safety,
// which does not depend on time (§5.6). They can keep a cluster from making progress.
func Exercise() *call.Exercise {
	e := call.NewExercise(grader.About{
		ID: "timeout", Title: "Wait for a leader", File: "exercises/timeout/timeout.go",
		Summary:  "How long a server waits, why the wait is random, and what restarts it.",
		Rules:    []string{"ElectionTimeout", "ResetsElectionTimer"},
		Subjects: []string{"A2", "A3", "A10"}, Points: 10, TaskTitles: titles,
	})
	e.Branches, e.Watch, e.Drills, e.Tasks = branches, watch, drills, tasks
	for _, w := range waitSituations {
		e.Cases = append(e.Cases, call.Case{
			Name: w.name, Place: w.place, Why: w.why, Run: w.run, Several: true, Call: w.waits.text,
		})
	}
	for _, s := range resetSituations {
		e.Cases = append(e.Cases, call.Case{Name: s.name, Place: s.place, Why: s.why, Run: s.run, Call: s.text})
	}
	e.Small = smallWaits
	return e
}

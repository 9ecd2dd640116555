package gradable

import (
	"raftlab/grader"
	"raftlab/grader/judges"
	"raftlab/lab/wholecluster"
)

// Exercise is what can be handed in.
type Exercise struct {
	about  grader.About
	checks []grader.Check
	whole  bool
}

// About is the public part of the exercise.
func (e Exercise) About() grader.About { return e.about }

// Checks are the checks of a grading, in their order.
func (e Exercise) Checks() []grader.Check { return e.checks }

// Whole is true of a whole server, and false of rules.
func (e Exercise) Whole() bool { return e.whole }

// Rules lists the exercises in rules, in their order.
func Rules() []Exercise {
	var all []Exercise
	for _, judge := range judges.All() {
		all = append(all, Exercise{about: judge.About(), checks: judge.Checks()})
	}
	return all
}

// All lists the exercises in rules, and then the whole server.
func All() []Exercise { return append(Rules(), node()) }

// Find gives the exercise with an ID.
func Find(id string) (Exercise, bool) {
	if id == Node {
		return node(), true
	}
	if judge, found := judges.Find(id); found {
		return Exercise{about: judge.About(), checks: judge.Checks()}, true
	}
	return Exercise{}, false
}

// Node is the ID of the exercise that is a whole server.
const Node = "node"

// Schedules is the name of the check of a whole server that has the random schedules.
const Schedules = "random schedules"

func node() Exercise {
	e := Exercise{whole: true, about: grader.About{
		ID: Node, Title: "Write a whole server", File: "exercises/node/node.go", Points: 50,
		Summary: "A whole server as one function: what the rules left to others is yours.",
		TaskTitles: []string{
			"Elect a leader", "Replicate", "Commit and apply", "Survive", "Repair",
		},
	}}
	for _, s := range wholecluster.Suite() {
		e.checks = append(e.checks, grader.Check{Stage: grader.Stories, Name: s.Title, Tasks: []int{Task(s.ID)}})
	}
	e.checks = append(e.checks, grader.Check{Stage: grader.Schedules, Name: Schedules})
	return e
}

// tasks are the tasks that the situations of the suite are about. What is about all of them, or about snapshots, has
// none.
var tasks = map[string]int{
	"election": 1, "re-election": 1, "late-votes": 1, "stale-leader": 1, "deposed": 1,
	"agreement": 2, "concurrent": 2, "unreliable": 2, "doubled": 2, "late-reply": 2,
	"figure-8": 3, "short-leaders": 3, "mute-leader": 3,
	"restart": 4, "duel": 4, "forgotten": 4,
	"follower-fails": 5, "rejoin": 5, "backup": 5, "late-append": 5,
}

// Task is the task of a situation, 0 for none.
func Task(situation string) int { return tasks[situation] }

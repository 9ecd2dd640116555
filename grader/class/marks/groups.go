package marks

import (
	"fmt"
	"strings"
	"sync"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/gradable"
	"raftlab/lab/lessons"
)

// Clusters is the ID of the group for what no task explains.
const Clusters = "clusters"

// exercise is what marks need to know of an exercise.
type exercise struct {
	about  grader.About
	checks []grader.Check
	// whole is true of a whole server.
	whole bool
	// lesson is the address in the page of the lesson that ends with the exercise.
	lesson string
}

// known has all exercises, by ID.
var known = sync.OnceValue(func() map[string]exercise {
	all := map[string]exercise{}
	for _, judge := range gradable.All() {
		about := judge.About()
		one := exercise{about: about, checks: judge.Checks(), whole: judge.Whole(), lesson: "#/exercise/" + about.ID}
		if one.whole {
			one.lesson = "#/bring"
		}
		all[about.ID] = one
	}
	read, err := lessons.All()
	if err != nil {
		return all // the exercise has the lesson's text, too
	}
	for _, lesson := range read {
		if e, found := all[lesson.Writes]; found {
			e.lesson = "#/learn/" + lesson.ID
			all[lesson.Writes] = e
		}
	}
	return all
})

// Groups are the groups of checks of an exercise, in their order and without points. There are none for an ID that is
// no exercise's.
func Groups(id string) []class.Group {
	e, found := known()[id]
	if !found {
		return nil
	}
	var groups []class.Group
	for i, title := range e.about.TaskTitles {
		groups = append(groups, class.Group{ID: groupID(i + 1), Title: title})
	}
	last := "What no task explains, in clusters"
	if e.whole {
		last = "Servers that come and go, snapshots, and random schedules"
	}
	return append(groups, class.Group{ID: Clusters, Title: last})
}

// groupID is the ID of the group of a task, which is 0 for what no task explains.
func groupID(task int) string {
	if task == 0 {
		return Clusters
	}
	return fmt.Sprintf("task-%d", task)
}

// taskOf is the task of a group.
func taskOf(group string) int {
	task := 0
	_, _ = fmt.Sscanf(strings.TrimPrefix(group, "task-"), "%d", &task)
	return task
}

// Spread divides points among the groups of an exercise as evenly as whole points can be: the first ones get one more
// if they do not come out even.
func Spread(id string, points int) map[string]int {
	groups, spread := Groups(id), map[string]int{}
	for i, group := range groups {
		spread[group.ID] = points / len(groups)
		if i < points%len(groups) {
			spread[group.ID]++
		}
	}
	return spread
}

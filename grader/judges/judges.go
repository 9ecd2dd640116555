package judges

import (
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/grader/judges/append"
	"raftlab/grader/judges/campaign"
	"raftlab/grader/judges/commit"
	"raftlab/grader/judges/persist"
	"raftlab/grader/judges/reads"
	"raftlab/grader/judges/replicate"
	"raftlab/grader/judges/timeout"
	"raftlab/grader/judges/vote"
)

// Figure2 lists the exercises in the rules of Figure 2, in the order in which they are solved: each needs only the ones
// before it.
func Figure2() []*call.Exercise {
	return []*call.Exercise{
		timeout.Exercise(),
		vote.Exercise(),
		campaign.Exercise(),
		append.Exercise(),
		replicate.Exercise(),
		commit.Exercise(),
		persist.Exercise(),
		reads.Exercise(),
	}
}

// All lists all exercises in the order in which they are solved. Each judges its reference, until it is bound to a
// learner's rules.
func All() []grader.Judge {
	exercises := Figure2()
	all := make([]grader.Judge, len(exercises))
	for i, exercise := range exercises {
		all[i] = grader.Bind(exercise, exercise.Reference())
	}
	return all
}

// Find is the exercise with that id.
func Find(id string) (grader.Judge, bool) {
	all := All()
	i := slices.IndexFunc(all, func(j grader.Judge) bool { return j.About().ID == id })
	if i < 0 {
		return nil, false
	}
	return all[i], true
}

package judges

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/grader/judges/append"
	"raftlab/grader/judges/campaign"
	"raftlab/grader/judges/commit"
	"raftlab/grader/judges/membership"
	"raftlab/grader/judges/paxos"
	"raftlab/grader/judges/persist"
	"raftlab/grader/judges/prevote"
	"raftlab/grader/judges/quorum"
	"raftlab/grader/judges/reads"
	"raftlab/grader/judges/replicate"
	"raftlab/grader/judges/sessions"
	"raftlab/grader/judges/snapshot"
	"raftlab/grader/judges/timeout"
	"raftlab/grader/judges/vote"
	"raftlab/grader/judges/zab"
	"raftlab/grader/rulecall"
)

// Figure2 lists the exercises in Raft's rules, in the order in which they are solved: those of Figure 2, and of the
// chapters after it. Each needs only the ones before it.
func Figure2() []*call.Exercise {
	return []*call.Exercise{
		timeout.Exercise(),
		vote.Exercise(),
		campaign.Exercise(),
		append.Exercise(),
		replicate.Exercise(),
		commit.Exercise(),
		persist.Exercise(),
		prevote.Exercise(),
		snapshot.Exercise(),
		reads.Exercise(),
		membership.Exercise(),
	}
}

// All lists all exercises in the order in which they are solved. Each judges its reference, until it is bound to a
// learner's rules.
func All() []grader.Judge { return called(nil) }

// Called is the exercise with that id, bound to rules that a caller calls.
func Called(id string, caller *rulecall.Caller) (grader.Judge, error) {
	if _, found := Find(id); !found {
		return nil, fmt.Errorf("there is no exercise %q", id)
	}
	all := called(caller)
	return all[slices.IndexFunc(all, func(j grader.Judge) bool { return j.About().ID == id })], nil
}

// called lists all exercises, bound to the rules of a caller, or to their reference without one.
func called(caller *rulecall.Caller) []grader.Judge {
	figure2 := Figure2()
	all := make([]grader.Judge, len(figure2)+1) // package append has the name of the function
	for i, exercise := range figure2 {
		all[i] = bind(exercise, caller)
	}
	// Sessions come before the last one: members change when all else stands.
	last := len(figure2)
	all[last-1], all[last] = bind(sessions.Exercise(), caller), all[last-1]
	for _, other := range others(caller) {
		all = slices.Concat(all, []grader.Judge{other.Judge})
	}
	return all
}

// others lists the exercises in the rules of other protocols than Raft. They come after all of Raft's, and need none of
// them. Each protocol has one.
func others(caller *rulecall.Caller) []grader.Learner {
	return []grader.Learner{
		grader.Far(paxos.Exercise(), caller),
		grader.Far(zab.Exercise(), caller),
		grader.Far(quorum.Exercise(), caller),
	}
}

// Servers finds the exercise of another protocol than Raft: its Start has servers that follow rules that a caller
// calls.
func Servers(id string, caller *rulecall.Caller) (grader.Learner, bool) {
	all := others(caller)
	i := slices.IndexFunc(all, func(l grader.Learner) bool { return l.Judge.About().ID == id })
	if i < 0 {
		return grader.Learner{}, false
	}
	return all[i], true
}

func bind[S rulecall.Set](exercise *grader.Exercise[S], caller *rulecall.Caller) grader.Judge {
	rules := exercise.Reference()
	if caller != nil {
		if err := rulecall.Replace(caller, &rules, exercise.Rules...); err != nil {
			panic(fmt.Sprintf("judges: exercise %s has a rule that is none: %v", exercise.ID, err))
		}
	}
	return grader.Bind(exercise, rules)
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

package call

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/rulecall"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// In these exercises a learner writes rules of Figure 2.
type (
	Exercise = grader.Exercise[raft.Rules]
	Case     = grader.Case[raft.Rules]
)

// NewExercise begins an exercise in the rules of Figure 2: the reference's rules, and clusters of Raft.
func NewExercise(about grader.About) *Exercise {
	return &Exercise{
		About: about, Enter: func(learner raft.Rules) raft.Rules { return entered(learner, about.Rules) },
		Reference: reference.Rules, Stage: raftcluster.Watched, Nemesis: raftcluster.Nemesis(),
	}
}

// entered are a learner's rules, called with copies, and with their lines counted.
func entered(learner raft.Rules, names []string) raft.Rules {
	rules := learner
	if _, err := rulecall.Local(&rules, learner, names); err != nil {
		panic(fmt.Sprintf("call: an exercise has a rule that is none: %v", err))
	}
	return rules
}

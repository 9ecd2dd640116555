package call

import (
	"raftlab/grader"
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
		About: about, Reference: reference.Rules, Stage: raftcluster.Watched, Nemesis: raftcluster.Nemesis(),
	}
}

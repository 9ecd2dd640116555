package judges_test

import (
	"testing"

	"raftlab/grader"
	"raftlab/grader/judges/paxos"
	"raftlab/grader/judges/quorum"
	"raftlab/grader/judges/zab"
)

// The exercises in the rules of other protocols than Raft: what the other tests here ask of all exercises.

func TestTheCodesOfOtherProtocolsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	requireCodes(t, seen, paxos.Exercise())
	requireCodes(t, seen, zab.Exercise())
	requireCodes(t, seen, quorum.Exercise())
}

func TestWhateverCanFailInOtherProtocolsHasATask(t *testing.T) {
	t.Parallel()
	requireTasks(t, paxos.Exercise())
	requireUsedTasks(t, paxos.Exercise())
	requireTasks(t, zab.Exercise())
	requireUsedTasks(t, zab.Exercise())
	requireTasks(t, quorum.Exercise())
	requireUsedTasks(t, quorum.Exercise())
}

func TestEveryGradingOfOtherProtocolsIsTheSameReport(t *testing.T) {
	t.Parallel()
	twice(t, paxos.Exercise())
	twice(t, zab.Exercise())
	twice(t, quorum.Exercise())
}

// twice repeats the grading of the reference.
func twice[R any](t *testing.T, exercise *grader.Exercise[R]) {
	t.Helper()
	again(t, exercise, exercise.Reference(), 3)
}

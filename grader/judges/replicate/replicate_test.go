package replicate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	replicatestarter "raftlab/exercises/replicate"
	replicatesolution "raftlab/exercises/replicate/solution"
	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/replicate"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// replication is the two rules of the exercise; nil means the reference's.
type replication struct {
	send   func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries
	handle func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply)
}

func (r replication) rules() raft.Rules {
	rules := reference.Rules()
	if r.send != nil {
		rules.AppendEntriesTo = r.send
	}
	if r.handle != nil {
		rules.HandleAppendEntriesReply = r.handle
	}
	return rules
}

func (r replication) grade(schedules int) grader.Report {
	return grader.Bind(judge.Exercise(), r.rules()).Grade(grader.Budget{FirstSeed: 1, Schedules: schedules})
}

func TestReplicateSolutionPassesAndReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := replication{replicatesolution.AppendEntriesTo, replicatesolution.HandleAppendEntriesReply}.grade(200)
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
	assert.Greater(t, report.Calls, 5000)
}

func TestReplicateStarterIsUnfinished(t *testing.T) {
	t.Parallel()
	starter := replication{replicatestarter.AppendEntriesTo, replicatestarter.HandleAppendEntriesReply}
	half := replication{replicatesolution.AppendEntriesTo, replicatestarter.HandleAppendEntriesReply}
	for _, r := range []replication{starter, half} {
		report := r.grade(200)
		assert.Equal(t, grader.Unfinished, report.Verdict)
		assert.Zero(t, report.Schedules)
	}
}

func TestReplicateAcceptsWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range replicateVariants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := variant.grade(judgetest.Variants())
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

// These rules cannot have these rows of groups R and B. R05: BecomeLeader sets matchIndex, and exercise campaign
// calls it. R06: a server that refuses because of its term is in a later one, which ends the leadership, and the
// next leader begins with its own nextIndex. R09: nextIndex is always above matchIndex, so a success without new
// entries needs no repair. R10: to go back twice costs a longer message; it is among the variants. R13: nothing is
// ever held back; each heartbeat tries again. R14: a log never shrinks below what it confirmed, so a refusal with
// nextIndex at matchIndex+1 is late, and it is right to ignore it. B02: a follower's answer about a batch that it
// has is exercise append; the leader's half is R09. B03: exercise append makes hints; the leader's half is "behind
// the hint" below. B04: there are no snapshots. B05: a hint is at most the prevLogIndex of its message, and the
// leader's log does not get shorter.
//
// B01 has no effect: if the leader has the term of the follower's conflicting entry, the leader's entries of that
// term end before prevLogIndex. Otherwise both logs would have a later entry of that term, and by Log Matching they
// would be equal at prevLogIndex. It is among the variants.
var replicateCatalogue = []judgetest.Catalogued{
	{ID: "R01", Verdict: grader.Safety, Check: "a success for a part of what the leader has by now", Drill: "Figure 7",
		Schedules: true},
	{
		ID: "R02", Verdict: grader.Safety, Check: "a success of an earlier leadership",
		Drill: "an answer from an earlier leadership", Schedules: false,
	},
	// R03 harms no cluster: commitIndex does not go back with matchIndex, and the next success repairs it.
	{ID: "R03", Verdict: grader.Liveness, Check: "a success that was overtaken", Drill: "", Schedules: false},
	{ID: "R04", Verdict: grader.Safety, Check: "the follower's log is too short", Drill: "Figure 7", Schedules: true},
	{ID: "R08", Verdict: grader.Liveness, Check: "a refusal that was overtaken", Drill: "a refusal that is late",
		Schedules: true},
}

func TestReplicateMutantsAreFound(t *testing.T) {
	t.Parallel()
	judgetest.EachFound(t, replicateCatalogue, judge.Exercise)
	for _, own := range replicateMutants {
		t.Run(own.ID, func(t *testing.T) {
			t.Parallel()
			judgetest.Found(t, own.Catalogued, judge.Exercise, own.rules())
		})
	}
}

func TestReplicateLessonIsTrue(t *testing.T) {
	t.Parallel()
	judgetest.LessonShows(t, "b7-together", "match-log-end", "durability")
}

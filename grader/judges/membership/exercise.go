package membership

import (
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/raftcluster"
)

// These are the places of the seven rules, one for each task.
const (
	decides = "§6 · thesis §4.1, who decides"
	commits = "§6 · thesis §4.1, what is committed"
	logged  = "§6 · thesis §4.1, from the log"
	guarded = "thesis §4.1 · §4.2.1, when a change may begin"
	begins  = "§6 · thesis §4.1, the entry of a change"
	ends    = "§6 · thesis §4.2.2, after the commit"
	stands  = "thesis §4.2.1 · §4.2.2, who stands"
)

// Exercise is the exercise to write the rules of changing the servers of a cluster.
func Exercise() *call.Exercise {
	e := call.NewExercise(grader.About{
		ID: "membership", Title: "Change the cluster", File: "exercises/membership/membership.go",
		Summary: "Add and remove servers while the cluster runs: one at a time, or jointly.",
		Rules: []string{
			"HasQuorum", "QuorumIndex", "Latest", "MayChange", "ConfigurationEntry", "AfterCommit", "MayCampaign",
		},
		Subjects: []string{"F1", "F2", "F3", "F4", "F5"}, Points: 25, TaskTitles: titles,
	})
	e.Branches, e.Watch, e.Drills, e.Tasks, e.Also = branches, watch, drills, tasks, also
	e.Nemesis = raftcluster.MembershipNemesis()
	for _, c := range examples() {
		e.Cases = append(e.Cases, c.toCase())
	}
	e.Small = grader.SmallestFirst(smallCalls, one.size, one.toCase)
	return e
}

// one is a call of any of the rules.
type one interface {
	size() int
	toCase() call.Case
}

// examples are the situations of the lesson, in the order of its tasks.
func examples() []one {
	return slices.Concat(
		quorumExamples(), indexExamples(), logExamples(), guardExamples(), entryExamples(), commitExamples(),
		standExamples(),
	)
}

// smallCalls is every call of each rule up to a small bound.
func smallCalls() []one {
	return slices.Concat(smallQuorums(), smallIndexes(), smallLogs(), smallGuards(), smallEntries(), smallCommits(),
		smallStands())
}

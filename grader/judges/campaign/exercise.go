package campaign

import (
	"raftlab/grader"
	"raftlab/grader/call"
)

// These places in the paper are about elections.
const (
	candidateStart = "Figure 2, Rules for Candidates · §5.2"
	candidateAsks  = "Figure 2, RequestVote RPC, arguments · §5.2, §5.4.1"
	candidateWins  = "Figure 2, Rules for Candidates · §5.2, majority"
	sameElection   = "§5.1, §5.2"
	newLeader      = "Figure 2, volatile state on leaders · §5.3"
)

// Exercise is the exercise to write StartElection and HandleRequestVoteReply.
func Exercise() *call.Exercise {
	e := call.NewExercise(grader.About{
		ID: "campaign", Title: "Stand for election", File: "exercises/campaign/campaign.go",
		Summary:  "A new term, a vote for itself, and counting the votes of the others.",
		Rules:    []string{"StartElection", "HandleRequestVoteReply"},
		Subjects: []string{"A1", "A3", "A7"}, Points: 15, TaskTitles: titles,
	})
	e.Branches, e.Watch, e.Drills, e.Tasks, e.Also = branches, watch, drills, tasks, also
	for _, c := range situations() {
		e.Cases = append(e.Cases, c.toCase())
	}
	e.Cases = append(e.Cases, call.Case{Name: "two candidates, each with its own votes", Place: "Figure 2, State",
		Run: twoCandidates, Several: true,
		Why: "What a server knows is on its s, and nowhere else. Many servers live in one program here, and a " +
			"variable of the package belongs to all of them."})
	e.Small = grader.SmallestFirst(smallCalls, (*campaignCall).size, (*campaignCall).toCase)
	return e
}

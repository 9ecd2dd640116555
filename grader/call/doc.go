// Package call is what the exercises in the rules of Figure 2 share: servers and logs of small calls, the failures
// of a call, the places of the paper that more than one exercise cites, and clusters of Raft.
//
//	e := call.NewExercise(grader.About{ID: "vote", ...})
//	e.Small = grader.SmallestFirst(smallCalls, voteCall.size, voteCall.toCase)
//
// # Never
//
// It judges no rule: what a call may do is for the package of its exercise.
package call

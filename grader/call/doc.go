// Package call is shared by the exercises in the rules of Figure 2. It has the servers and logs of small calls, the
// failures of a call, the places of the paper that more than one exercise cites, and clusters of Raft.
//
//	e := call.NewExercise(grader.About{ID: "vote", ...})
//	e.Small = grader.SmallestFirst(smallCalls, voteCall.size, voteCall.toCase)
//
// # Never
//
// It judges no rule: the package of an exercise decides what a call may do.
package call

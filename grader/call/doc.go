// Package call is shared by the exercises in the rules of Figure 2. It has the servers and logs of small calls, the
// failures of a call and how the gravest is chosen, the places of the paper that more than one exercise cites, and
// clusters of Raft. What two exercises judge alike stands here, too: the rule for all servers (Standing), what a rule
// must not change (ChangedBesides), and the contract for the hint of a refusal (HintAllowed, Refusals).
//
//	e := call.NewExercise(grader.About{ID: "vote", ...})
//	e.Small = grader.SmallestFirst(smallCalls, voteCall.size, voteCall.toCase)
//
// # Never
//
// It judges no rule by itself: the package of an exercise decides what a call may do.
package call

// Package prevote judges the rules of elections that do not disturb, and of handing over: StartPreVote, HandlePreVote,
// HandlePreVoteReply, LeavesUnanswered, CheckQuorum and TransferTo. Answers come one by one, so a case about the first
// and the third rule is a short story of an attempt. The other rules are judged call by call.
//
// # Never
//
// It does not judge how a pre-candidate keeps its pre-votes: the pre-candidate decides. It wants nothing that the
// thesis leaves open: allowed.go lists what that is.
package prevote

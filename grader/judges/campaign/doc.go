// Package campaign judges StartElection and HandleRequestVoteReply. Votes come one by one, so a case is a short story
// of an election, and a model that counts votes as the paper does judges its end.
//
// # Never
//
// It does not judge how a candidate keeps its votes: the candidate decides.
package campaign

package campaign

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// situations are the paper's examples. The candidate is S1, of five servers unless the case has another number.
func situations() []*campaignCall { return slices.Concat(countSituations(), lateSituations()) }

func situation(name, place, why string, server call.Server, steps ...step) *campaignCall {
	return &campaignCall{name: name, place: place, why: why, server: server, steps: steps}
}

// follower is S1 before its election, of so many servers.
func follower(servers int) call.Server {
	return call.Server{Servers: servers, Role: raft.Follower, Term: 3, VotedFor: 2, Log: []raft.Term{1, 1, 3}}
}

// countSituations are about one election, and its votes.
func countSituations() []*campaignCall {
	return []*campaignCall{
		situation("a follower's wait is over", candidateStart,
			"S1 raises its term, becomes a candidate and votes for itself. Without its own vote on record it could "+
				"give the vote of this term to another, too.",
			follower(5), begin()),
		situation("the first election of an empty cluster", candidateStart, "The first election is in term 1.",
			call.Server{Servers: 5}, begin()),
		situation("a candidate's wait is over", candidateStart,
			"Nobody has won term 4. S1 tries again in term 5: in term 4 every vote is given already.",
			call.Server{Servers: 5, Role: raft.Candidate, Term: 4, VotedFor: 1, Log: []raft.Term{1, 1, 3}}, begin()),
		situation("a cluster of one server", candidateWins,
			"One server is a majority of one: its own vote elects it, and no reply will ever come.",
			follower(1), begin()),
		situation("a cluster of two servers", candidateWins,
			"S1's own vote is one of two. Half is no majority, so S1 waits for S2.",
			follower(2), begin()),
		situation("two votes of five", candidateWins, "A majority of five is three. S1 has its own vote and one more.",
			follower(5), begin(), grants(2, 4)),
		situation("three votes of five", candidateWins,
			"Its own vote and two more are three of five: S1 leads from now on.",
			follower(5), begin(), grants(2, 4), grants(3, 4)),
		situation("two votes of three", candidateWins,
			"Its own vote and one more are two of three, and the third server may be down.",
			follower(3), begin(), grants(3, 4)),
		situation("two votes of four", candidateWins,
			"A majority is more than half. With half of four, the other half could elect another leader of term 4.",
			follower(4), begin(), grants(2, 4)),
		situation("three votes of four", candidateWins, "Three is more than half of four.",
			follower(4), begin(), grants(2, 4), grants(3, 4)),
		situation("the same vote arrives twice", candidateWins,
			"Networks deliver messages twice. S2 has one vote, however often S1 hears of it.",
			follower(5), begin(), grants(2, 4), grants(2, 4)),
		situation("two refusals", candidateWins,
			"S2 and S3 do not vote for S1. These are no votes, and no reason to give up: with S4, S5 and itself it "+
				"can still win.",
			follower(5), begin(), refuses(2, 4), refuses(3, 4)),
		situation("two refusals, and a majority all the same", candidateWins,
			"S1 has its own vote and those of S4 and S5.",
			follower(5), begin(), refuses(2, 4), refuses(3, 4), grants(4, 4), grants(5, 4)),
	}
}

// lateSituations are about more than one term, and about replies after the election.
func lateSituations() []*campaignCall {
	return []*campaignCall{
		situation("votes of an election that is over", sameElection,
			"S2 and S3 voted for S1 in term 4, and their replies come late. In term 5 they may vote for another.",
			follower(5), begin(), begin(), grants(2, 4), grants(3, 4)),
		situation("two votes in one term and one in the next", sameElection,
			"Each term has its own votes. In term 5, S1 has its own vote and that of S3.",
			follower(5), begin(), grants(2, 4), begin(), grants(3, 5)),
		situation("a voter is in a later term", call.AllServers,
			"S2 is in term 9. S1 adopts it and is a follower again, without a vote given in term 9.",
			follower(5), begin(), refuses(2, 9)),
		situation("a leader is told of a later term", call.AllServers,
			"S1 leads term 4, and a late reply tells it of term 9. Whoever sees a later term steps down.",
			follower(3), begin(), grants(2, 4), refuses(3, 9)),
		situation("votes arrive after a later term", sameElection,
			"S1 has been told of term 5. The votes of term 4 are a majority, but not of term 5, in which "+
				"another may lead.",
			follower(5), begin(), refuses(2, 5), grants(3, 4), grants(4, 4), grants(5, 4)),
		situation("a vote arrives after another has won", sameElection,
			"S5 has won term 4, and S1 follows it. S3's vote comes late.",
			follower(5), begin(), hears(), grants(3, 4)),
		situation("a vote that comes when S1 leads already", newLeader,
			"S1 leads and knows how far S2 is. A late vote must not make it forget: matchIndex only ever grows.",
			follower(5), begin(), grants(2, 4), grants(3, 4), grants(4, 4)),
		situation("a leader is elected again", newLeader,
			"S1 led term 4 and knew how far S2 was. Somebody may have led since and had S2 remove those entries. In "+
				"term 10 S1 knows nothing of S2 again.",
			follower(3), begin(), grants(2, 4), refuses(3, 9), begin(), grants(2, 10)),
		situation(
			"a new leader knows what is committed",
			newLeader,
			"S1 knew entries 1 and 2 as committed before it stood for election. What is committed stays so, and "+
				"what S1 knows of it stays known.",
			call.Server{
				Servers: 3, Role: raft.Follower, Term: 3, VotedFor: 2, Log: []raft.Term{1, 1, 3}, CommitIndex: 2,
			},
			begin(),
			grants(2, 4),
		),
	}
}

// twoCandidates lets S1 and S5 count in turn. A vote for the one must not count for the other. A rule by which each
// of them comes out as it does by itself keeps them apart, and what else is wrong with it is said elsewhere.
func twoCandidates(rules raft.Rules) *grader.CaseFailure {
	granted := raft.RequestVoteReply{Term: 4, VoteGranted: true}
	candidate := func(id raft.NodeID) *raft.State {
		s := call.Server{Servers: 5, Term: 3}.State()
		s.ID = id
		return s
	}
	alone := func(id, voter raft.NodeID) raft.Role {
		s := candidate(id)
		rules.StartElection(s)
		rules.HandleRequestVoteReply(s, voter, granted)
		return s.Role
	}
	first, second := candidate(1), candidate(5)
	rules.StartElection(first)
	rules.StartElection(second)
	rules.HandleRequestVoteReply(first, 2, granted)
	rules.HandleRequestVoteReply(second, 3, granted)
	if first.Role == alone(1, 2) && second.Role == alone(5, 3) {
		return nil
	}
	return &grader.CaseFailure{
		State:   "S1 and S5 of 5, both candidates of term 4 · S2 grants to S1",
		Request: "RequestVoteReply{term 4, granted} from S3, to S5",
		Yours:   fmt.Sprintf("S1 is a %v, S5 is a %v", first.Role, second.Role), Allowed: "both are candidates, " +
			"with two votes of five each",
	}
}

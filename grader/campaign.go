package grader

import (
	"fmt"

	"raftlab/raft"
)

// The places in the paper that the campaign exercise is about.
const (
	candidateStart = "Figure 2, Rules for Candidates · §5.2"
	candidateAsks  = "Figure 2, RequestVote RPC, arguments · §5.2, §5.4.1"
	candidateWins  = "Figure 2, Rules for Candidates · §5.2, majority"
	sameElection   = "§5.1, §5.2"
	newLeader      = "Figure 2, volatile state on leaders · §5.3"
)

// Campaign is the exercise in which StartElection and HandleRequestVoteReply are written.
func Campaign() *Exercise {
	e := &Exercise{
		ID: "campaign", Title: "Stand for election", File: "exercises/campaign/campaign.go",
		Rules:    []string{"StartElection", "HandleRequestVoteReply"},
		Branches: campaignBranches, Watch: watchCampaign, Drills: campaignDrills,
	}
	for _, c := range campaignSituations() {
		e.Cases = append(e.Cases, c.toCase())
	}
	e.Cases = append(e.Cases, Case{Name: "two candidates, each with its own votes", Place: "Figure 2, State", Run: twoCandidates,
		Why: "What a server knows is on its s, and nowhere else. Many servers live in one program here, and a variable of the package belongs to all of them."})
	e.Small = func(yield func(Case) bool) {
		smallestFirst(smallCampaigns(), (*campaignCall).size, (*campaignCall).toCase)(yield)
	}
	return e
}

// campaignSituations are the paper's examples. The candidate is S1, of five servers unless said.
func campaignSituations() []*campaignCall {
	follower := smallServer{servers: 5, role: raft.Follower, term: 3, votedFor: 2, log: []raft.Term{1, 1, 3}}
	of := func(servers int) smallServer { s := follower; s.servers = servers; return s }
	situation := func(name, place, why string, server smallServer, steps ...campaignStep) *campaignCall {
		return &campaignCall{name: name, place: place, why: why, server: server, steps: steps}
	}
	return []*campaignCall{
		situation("a follower's wait is over", candidateStart, "S1 raises its term, becomes a candidate and votes for itself. Without its own vote on record it could give the vote of this term to another, too.",
			follower, begin()),
		situation("the first election of an empty cluster", candidateStart, "The first election is in term 1.",
			smallServer{servers: 5}, begin()),
		situation("a candidate's wait is over", candidateStart, "Nobody has won term 4. S1 tries again in term 5: in term 4 every vote is given already.",
			smallServer{servers: 5, role: raft.Candidate, term: 4, votedFor: 1, log: []raft.Term{1, 1, 3}}, begin()),
		situation("a cluster of one server", candidateWins, "One server is a majority of one: its own vote elects it, and no reply will ever come.",
			of(1), begin()),
		situation("two votes of five", candidateWins, "A majority of five is three. S1 has its own vote and one more.",
			follower, begin(), grants(2, 4)),
		situation("three votes of five", candidateWins, "Its own vote and two more are three of five: S1 leads from now on.",
			follower, begin(), grants(2, 4), grants(3, 4)),
		situation("two votes of three", candidateWins, "Its own vote and one more are two of three, and the third server may be down.",
			of(3), begin(), grants(3, 4)),
		situation("two votes of four", candidateWins, "A majority is more than half. With half of four, the other half could elect another leader of term 4.",
			of(4), begin(), grants(2, 4)),
		situation("three votes of four", candidateWins, "Three is more than half of four.",
			of(4), begin(), grants(2, 4), grants(3, 4)),
		situation("the same vote arrives twice", candidateWins, "Networks deliver messages twice. S2 has one vote, however often S1 hears of it.",
			follower, begin(), grants(2, 4), grants(2, 4)),
		situation("two refusals", candidateWins, "S2 and S3 do not vote for S1. These are no votes, and no reason to give up: with S4, S5 and itself it can still win.",
			follower, begin(), refuses(2, 4), refuses(3, 4)),
		situation("two refusals, and a majority all the same", candidateWins, "S1 has its own vote and those of S4 and S5.",
			follower, begin(), refuses(2, 4), refuses(3, 4), grants(4, 4), grants(5, 4)),
		situation("votes of an election that is over", sameElection, "S2 and S3 voted for S1 in term 4, and their replies come late. In term 5 they may vote for another.",
			follower, begin(), begin(), grants(2, 4), grants(3, 4)),
		situation("two votes in one term and one in the next", sameElection, "Each term has its own votes. In term 5, S1 has its own vote and that of S3.",
			follower, begin(), grants(2, 4), begin(), grants(3, 5)),
		situation("a voter is in a later term", allServers, "S2 is in term 9. S1 adopts it and is a follower again, without a vote given in term 9.",
			follower, begin(), refuses(2, 9)),
		situation("a leader is told of a later term", allServers, "S1 leads term 4, and a late reply tells it of term 9. Whoever sees a later term steps down.",
			of(3), begin(), grants(2, 4), refuses(3, 9)),
		situation("votes arrive after a later term", sameElection, "S1 has been told of term 5. The votes of term 4 are a majority, but not of term 5, in which another may lead.",
			follower, begin(), refuses(2, 5), grants(3, 4), grants(4, 4), grants(5, 4)),
		situation("a vote arrives after another has won", sameElection, "S5 has won term 4, and S1 follows it. S3's vote comes late.",
			follower, begin(), hears(), grants(3, 4)),
		situation("a vote that comes when S1 leads already", newLeader, "S1 leads and knows how far S2 is. A late vote must not make it forget: matchIndex only ever grows.",
			follower, begin(), grants(2, 4), grants(3, 4), grants(4, 4)),
		situation("a new leader knows what is committed", newLeader, "S1 knew entries 1 and 2 as committed before it stood for election. What is committed stays so, and what S1 knows of it stays known.",
			smallServer{servers: 3, role: raft.Follower, term: 3, votedFor: 2, log: []raft.Term{1, 1, 3}, commitIndex: 2}, begin(), grants(2, 4)),
	}
}

// twoCandidates lets S1 and S5 count in turn. A vote for the one must not count for the other.
func twoCandidates(rules raft.Rules) *CaseFailure {
	first := smallServer{servers: 5, term: 3}.state()
	second := smallServer{servers: 5, term: 3}.state()
	second.ID = 5
	granted := raft.RequestVoteReply{Term: 4, VoteGranted: true}
	rules.StartElection(first)
	rules.StartElection(second)
	rules.HandleRequestVoteReply(first, 2, granted)
	rules.HandleRequestVoteReply(second, 3, granted)
	if first.Role == raft.Candidate && second.Role == raft.Candidate {
		return nil
	}
	return &CaseFailure{
		State:   "S1 and S5 of 5, both candidates of term 4 · S2 grants to S1",
		Request: "RequestVoteReply{term 4, granted} from S3, to S5",
		Yours:   fmt.Sprintf("S1 is a %v, S5 is a %v", first.Role, second.Role), Allowed: "both are candidates, with two votes of five each",
	}
}

// campaignBranch is what the paper says of a call.
type campaignBranch int

const (
	campaignFirst campaignBranch = iota
	campaignAgain
	campaignAlone
	campaignCounted
	campaignWon
	campaignDoubled
	campaignRefused
	campaignPast
	campaignOver
	campaignLater
)

var campaignBranches = []Branch{
	campaignFirst:   {"a follower stands for election", candidateStart},
	campaignAgain:   {"a candidate stands again", candidateStart},
	campaignAlone:   {"a cluster of one elects itself", candidateWins},
	campaignCounted: {"a vote, and no majority yet", candidateWins},
	campaignWon:     {"the vote that makes a majority", candidateWins},
	campaignDoubled: {"a vote that was counted already", candidateWins},
	campaignRefused: {"a refusal", candidateWins},
	campaignPast:    {"a reply of an earlier term", sameElection},
	campaignOver:    {"a reply when the election is over", sameElection},
	campaignLater:   {"a reply of a later term", allServers},
}

// watchCampaign tells which branch each call of a cluster takes.
func watchCampaign(rules raft.Rules, reached func(branch int)) raft.Rules {
	start, digest := rules.StartElection, rules.HandleRequestVoteReply
	see := func(s *raft.State, step campaignStep) {
		e := election{servers: len(s.Servers), term: s.CurrentTerm, role: s.Role, granted: s.VotesGranted}
		reached(int(e.branch(step)))
	}
	rules.StartElection = func(s *raft.State) raft.RequestVote {
		see(s, begin())
		return start(s)
	}
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		see(s, campaignStep{kind: stepReply, from: from, reply: reply})
		digest(s, from, reply)
	}
	return rules
}

// campaignDrills are stories in which the count of votes decides.
var campaignDrills = []Drill{
	{"a cluster of one server", "§5.2", `servers 1
recover
expect progress
put x 1
await answers
expect linearizable
`},
	{"a vote that arrives twice", "Figure 3, Election Safety · §5.2", `servers 5
election-timeout 10s 20s
jitter 0ms
duplicate 100%
partition S1 S2 | S3 S4 S5
timeout S1
timeout S3
run 100ms
recover
expect progress
put x 1
await answers
expect linearizable
`},
	{"votes of an earlier election", "Figure 3, Election Safety · §5.1, §5.2", `servers 5
election-timeout 10s 20s
jitter 0ms
partition S1 S2 S3 | S4 S5
hold S3 > S1
timeout S1
run 50ms
heal
cut S1 > S2
cut S1 > S3
cut S1 > S4
cut S4 > S1
cut S4 > S5
timeout S4
run 50ms
timeout S4
run 50ms
timeout S1
run 50ms
release S3 > S1
run 50ms
recover
expect progress
put x 1
await answers
expect linearizable
`},
	{"four servers cut in two halves", "Figure 3, Election Safety · §5.2", `servers 4
election-timeout 10s 20s
jitter 0ms
partition S1 S2 | S3 S4
timeout S1
timeout S3
run 100ms
recover
expect progress
put x 1
await answers
expect linearizable
`},
}

package grader

import (
	"fmt"
	"slices"

	"raftlab/raft"
)

// The places in the paper that the vote exercise is about.
const (
	allServers = "Figure 2, Rules for All Servers · §5.1"
	voteRule1  = "Figure 2, RequestVote rule 1 · §5.1"
	voteRule2  = "Figure 2, RequestVote rule 2 · §5.2"
	voteLog    = "Figure 2, RequestVote rule 2 · §5.4.1"
)

// Vote is the exercise in which HandleRequestVote is written.
func Vote() *Exercise {
	e := &Exercise{
		ID: "vote", Title: "Grant a vote", File: "exercises/vote/vote.go",
		Rules:    []string{"HandleRequestVote"},
		Branches: voteBranches, Watch: watchVote, Drills: voteDrills,
	}
	for _, s := range voteSituations() {
		e.Cases = append(e.Cases, s.toCase())
	}
	e.Small = smallestFirst(smallVotes(), voteCall.size, voteCall.toCase)
	return e
}

// voteCall is a voter and a request. Name and why are an example's; small calls have none.
type voteCall struct {
	name, place, why string
	voter            smallServer
	request          raft.RequestVote
}

func ask(term raft.Term, candidate raft.NodeID, lastIndex raft.Index, lastTerm raft.Term) raft.RequestVote {
	return raft.RequestVote{Term: term, CandidateID: candidate, LastLogIndex: lastIndex, LastLogTerm: lastTerm}
}

// voteSituations are the paper's examples. The voter is S1 of five.
func voteSituations() []voteCall {
	voter := func(role raft.Role, term raft.Term, votedFor raft.NodeID, log ...raft.Term) smallServer {
		return smallServer{servers: 5, role: role, term: term, votedFor: votedFor, log: log}
	}
	const follower, candidate, leader = raft.Follower, raft.Candidate, raft.Leader
	return []voteCall{
		{"the first election of an empty cluster", voteRule2, "S1 has no vote in term 1 yet and both logs are empty, so the vote is free.",
			voter(follower, 0, 0), ask(1, 2, 0, 0)},
		{"a free vote in the present term", voteRule2, "S1 is in term 4 and has voted for nobody.",
			voter(follower, 4, 0), ask(4, 2, 0, 0)},
		{"a second candidate in the same term", voteRule2, "S1 voted for S2 in term 4. If S3 got its vote too, both could lead term 4 (Election Safety).",
			voter(follower, 4, 2), ask(4, 3, 0, 0)},
		{"the same candidate asks again", voteRule2, "S1's vote went to S2. If that reply was lost, S2 asks again, and must get the same answer.",
			voter(follower, 4, 2), ask(4, 2, 0, 0)},
		{"a candidate of an earlier term", voteRule1, "Term 3 is over for S1. The reply tells S2 that it is term 4 now.",
			voter(follower, 4, 0), ask(3, 2, 0, 0)},
		{"a candidate of an earlier term that S1 did not vote for", voteRule1, "Term 2 is over for S1, however good the candidate's log is.",
			voter(follower, 3, 4, 1), ask(2, 2, 9, 2)},
		{"a later term brings a new vote", allServers, "S1 voted for S2 in term 4. In term 5 it has not voted yet.",
			voter(follower, 4, 2), ask(5, 3, 0, 0)},
		{"a later term, but a log that is behind", voteLog, "S1 must adopt term 6, but S2 lacks an entry that may be committed. The vote of term 6 stays free.",
			voter(follower, 5, 3, 1, 2), ask(6, 2, 1, 1)},
		{"a shorter log with a later last term", voteLog, "The last term is compared first: term 3 at index 1 is later than term 2 at index 3.",
			voter(follower, 3, 0, 1, 2, 2), ask(4, 2, 1, 3)},
		{"a shorter log with a later last term, in S1's own term", voteLog, "S1 has adopted term 4 already, and its vote is free. S2's last term is later: that it is shorter does not count.",
			voter(follower, 4, 0, 1, 2, 2), ask(4, 2, 1, 3)},
		{"a longer log with an earlier last term", voteLog, "Length does not make up for the term: S2's log of term 1 may lack a committed entry of term 2.",
			voter(follower, 2, 0, 1, 2), ask(4, 2, 5, 1)},
		{"the same last term, and a shorter log", voteLog, "S2 lacks entry 3, which may be committed.",
			voter(follower, 2, 0, 1, 2, 2), ask(3, 2, 2, 2)},
		{"the same last term, and a longer log", voteLog, "S2 has all that S1 has, and more.",
			voter(follower, 2, 0, 1, 2, 2), ask(3, 2, 4, 2)},
		{"equal logs", voteLog, "A log that is as up to date is up to date enough.",
			voter(follower, 2, 0, 1, 2, 2), ask(3, 2, 3, 2)},
		{"the voter's term is above its last entry's", voteLog, "Logs are compared by their last entries. S1's currentTerm of 5 does not make its log newer.",
			voter(follower, 5, 0, 1), ask(6, 2, 1, 1)},
		{"a candidate is asked by another of its term", voteRule2, "S1 is a candidate of term 4, and has voted for itself.",
			voter(candidate, 4, 1), ask(4, 2, 0, 0)},
		{"a candidate is asked in a later term", allServers, "S1 gives up its election of term 4, and is free to vote in term 5.",
			voter(candidate, 4, 1), ask(5, 2, 0, 0)},
		{"a leader is asked in a later term", allServers, "Whoever sees a later term steps down, the leader too.",
			voter(leader, 4, 1), ask(5, 2, 0, 0)},
		{"a leader is asked in a later term by a log that is behind", allServers, "S1 steps down, and yet does not vote for S2, which lacks its entry.",
			voter(leader, 4, 1, 4), ask(5, 2, 0, 0)},
	}
}

// smallVotes is every call of a voter of three with at most two entries, in terms up to 3.
func smallVotes() []voteCall {
	var calls []voteCall
	for _, log := range smallLogs(2, 2) {
		for term := raft.Term(0); term <= 3; term++ {
			if len(log) > 0 && log[len(log)-1] > term {
				continue
			}
			for _, voter := range []smallServer{
				{role: raft.Follower}, {role: raft.Follower, votedFor: 1}, {role: raft.Follower, votedFor: 2}, {role: raft.Follower, votedFor: 3},
				{role: raft.Candidate, votedFor: 1}, {role: raft.Leader, votedFor: 1},
			} {
				if voter.votedFor > 0 && term == 0 {
					continue // nobody has voted in term 0
				}
				voter.servers, voter.term, voter.log = 3, term, log
				calls = append(calls, smallRequests(voter)...)
			}
		}
	}
	return calls
}

func smallRequests(voter smallServer) []voteCall {
	var calls []voteCall
	for term := raft.Term(0); term <= 4; term++ {
		for _, log := range smallLogs(3, 3) {
			last := raft.Term(0)
			if len(log) > 0 {
				last = log[len(log)-1]
			}
			if last > term {
				continue
			}
			for _, candidate := range []raft.NodeID{2, 3} {
				calls = append(calls, voteCall{voter: voter, request: ask(term, candidate, raft.Index(len(log)), last)})
			}
		}
	}
	return calls
}

func (c voteCall) size() int {
	return c.voter.size() + int(c.request.Term) + int(c.request.LastLogIndex) + int(c.request.LastLogTerm) + int(c.request.CandidateID)
}

func (c voteCall) toCase() Case {
	return Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run}
}

// voteBranch is what the paper says of a call.
type voteBranch int

const (
	voteOldTerm voteBranch = iota
	voteTaken
	voteBehind
	voteGranted
	voteNewTerm // besides one of the others
)

var voteBranches = []Branch{
	{"a candidate of an earlier term", voteRule1}, {"the vote is given to another", voteRule2}, {"the candidate's log is behind", voteLog},
	{"a vote is granted", voteRule2}, {"a later term is adopted", allServers},
}

// lastLogTerm is the term of the voter's last entry.
func (c voteCall) lastLogTerm() raft.Term {
	if n := len(c.voter.log); n > 0 {
		return c.voter.log[n-1]
	}
	return 0
}

// branch is what decides. Every call of a cluster is asked for it: it makes no words.
func (c voteCall) branch() voteBranch {
	req, voter, last := c.request, c.voter, c.lastLogTerm()
	switch {
	case req.Term < voter.term:
		return voteOldTerm
	case req.Term == voter.term && voter.votedFor != raft.None && voter.votedFor != req.CandidateID:
		return voteTaken
	case req.LastLogTerm < last || req.LastLogTerm == last && req.LastLogIndex < raft.Index(len(voter.log)):
		return voteBehind
	}
	return voteGranted
}

// reason is why that branch decides, in a sentence.
func (c voteCall) reason(branch voteBranch) string {
	req, voter := c.request, c.voter
	switch branch {
	case voteOldTerm:
		return fmt.Sprintf("Term %d is over for S1, which is in term %d.", req.Term, voter.term)
	case voteTaken:
		return fmt.Sprintf("In term %d, S1 has voted for %v.", voter.term, voter.votedFor)
	case voteBehind:
		return fmt.Sprintf("The log of %v ends with %d/%d (index/term), which is behind S1's, %d/%d.", req.CandidateID, req.LastLogIndex, req.LastLogTerm, len(voter.log), c.lastLogTerm())
	}
	return fmt.Sprintf("The vote of term %d is free, or %v's already, and %v's log is not behind.", req.Term, req.CandidateID, req.CandidateID)
}

// run calls the rule and compares what it did with what is allowed: one outcome in the voter's own
// term, and two in a later one.
func (c voteCall) run(rules raft.Rules) *CaseFailure {
	state := c.voter.state()
	reply := rules.HandleRequestVote(state, c.request)
	branch := c.branch()
	term := max(c.voter.term, c.request.Term)
	vote, role := c.voter.votedFor, c.voter.role
	if c.request.Term > c.voter.term {
		vote, role = raft.None, raft.Follower
	}
	if branch == voteGranted {
		vote = c.request.CandidateID
	}
	wanted := voteOutcome{branch == voteGranted, term, term, vote, role}
	did := voteOutcome{reply.VoteGranted, reply.Term, state.CurrentTerm, state.VotedFor, state.Role}
	kept := slices.Equal(logTerms(state), c.voter.log)
	// To adopt a later term and do no more is allowed, too: the candidate asks again in its next one.
	adopted := c.request.Term > c.voter.term && did == voteOutcome{false, term, term, raft.None, raft.Follower}
	if kept && (did == wanted || adopted) {
		return nil
	}
	yours, allowed := did.String(), wanted.String()
	if !kept {
		yours += fmt.Sprintf(", log=%v", logTerms(state))
		allowed += ", the log as it was"
	}
	failure := &CaseFailure{
		State:   c.voter.String(),
		Request: fmt.Sprintf("RequestVote{term %d, candidate %v, last %d/%d}", c.request.Term, c.request.CandidateID, c.request.LastLogIndex, c.request.LastLogTerm),
		Yours:   yours, Allowed: allowed,
	}
	if c.name == "" {
		failure.Place, failure.Why = voteBranches[branch].Place, c.reason(branch)
	}
	return failure
}

// voteOutcome is an answer, and the voter after it.
type voteOutcome struct {
	granted         bool
	replyTerm, term raft.Term
	votedFor        raft.NodeID
	role            raft.Role
}

func (o voteOutcome) String() string {
	answer := "refused"
	if o.granted {
		answer = "granted"
	}
	return fmt.Sprintf("%s in term %d, then %v currentTerm=%d votedFor=%v", answer, o.replyTerm, o.role, o.term, o.votedFor)
}

// watchVote tells which branch each call of a cluster takes.
func watchVote(rules raft.Rules, reached func(branch int)) raft.Rules {
	handle := rules.HandleRequestVote
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		voter := smallServer{role: s.Role, term: s.CurrentTerm, votedFor: s.VotedFor, log: logTerms(s)}
		branch := voteCall{voter: voter, request: req}.branch()
		reached(int(branch))
		if req.Term > s.CurrentTerm {
			reached(int(voteNewTerm))
		}
		return handle(s, req)
	}
	return rules
}

// voteDrills are stories in which the vote decides.
var voteDrills = []Drill{
	{"two candidates of one term", "Figure 3, Election Safety · §5.2", `servers 3
election-timeout 1s 2s
jitter 0ms
timeout S1
timeout S2
run 100ms
recover
timeout S3
expect progress
`},
	{"a candidate without a committed entry", "Figure 3, Leader Completeness · §5.4.1", `servers 3
election-timeout 1s 2s
try elect S1
isolate S3
try put x 1 via S1
await answers
crash S1
heal
timeout S3
run 100ms
timeout S3
run 100ms
recover
timeout S2
expect progress
await answers
expect linearizable
`},
}

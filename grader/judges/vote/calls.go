package vote

import (
	"raftlab/grader/call"
	"raftlab/raft"
)

// voteCall is a voter and a request. Only examples have a name and why.
type voteCall struct {
	name, place, why string
	voter            call.Server
	request          raft.RequestVote
}

// smallCalls is every call of a voter with at most two entries, in terms up to 3.
func smallCalls() []voteCall {
	var calls []voteCall
	for _, log := range call.Logs(2, 2) {
		for term := raft.Term(0); term <= 3; term++ {
			if len(log) > 0 && log[len(log)-1] > term {
				continue
			}
			for _, voter := range votersWith(term, log) {
				calls = append(calls, smallRequests(voter)...)
			}
		}
	}
	return calls
}

// votersWith is every voter with this term and log that a rule may tell from the others. What a server knows besides
// its vote (who leads, what is committed and applied, which votes or copies it has counted) must decide nothing. So
// each vote occurs with little and with much of it, and not with each combination.
func votersWith(term raft.Term, log []raft.Term) []call.Server {
	last := raft.Index(len(log))
	some := min(last, 1)
	plain := []call.Server{{Servers: 3}, {Servers: 3, CommitIndex: last}}
	if term > 0 {
		plain = append(plain, call.Server{Servers: 3, Leader: 3, CommitIndex: last, Unapplied: some})
	}
	var voters []call.Server
	for _, voter := range plain {
		voter.Term, voter.Log = term, log
		for voter.VotedFor = 0; voter.VotedFor <= 3; voter.VotedFor++ {
			if voter.VotedFor == 0 || term > 0 { // nobody has voted in term 0
				voters = append(voters, voter)
			}
		}
	}
	if term == 0 {
		return voters
	}
	for _, voter := range []call.Server{
		{Servers: 3, Role: raft.Candidate}, {Servers: 5, Role: raft.Candidate, Votes: raft.SetOf(4), CommitIndex: some},
		{Servers: 3, Role: raft.Leader},
		{Servers: 3, Role: raft.Leader, CommitIndex: last, Unapplied: some, Copies: last},
	} {
		voter.Term, voter.Log, voter.VotedFor = term, log, 1
		voters = append(voters, voter)
	}
	return voters
}

// smallRequests is every request that a candidate with at most three entries can send. It has raised its term, so there
// is none in term 0, and it has no entry of that term yet.
func smallRequests(voter call.Server) []voteCall {
	var calls []voteCall
	for term := raft.Term(1); term <= 4; term++ {
		for last := raft.Index(0); last <= 3; last++ {
			for lastTerm := min(raft.Term(last), 1); lastTerm <= min(raft.Term(3*last), term-1); lastTerm++ {
				for _, candidate := range []raft.NodeID{2, 3} {
					c := voteCall{voter: voter, request: ask(term, candidate, last, lastTerm)}
					// A log that is up to date has all that is committed (Leader Completeness, Figure 3).
					if last >= voter.CommitIndex || c.branch() == behind {
						calls = append(calls, c)
					}
				}
			}
		}
	}
	return calls
}

func (c voteCall) size() int {
	req := c.request
	return c.voter.Size() + int(req.Term) + int(req.LastLogIndex) + int(req.LastLogTerm) + int(req.CandidateID)
}

func (c voteCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run, Call: c.text}
}

package vote

import (
	"fmt"

	"raftlab/grader/call"
	"raftlab/raft"
)

// voteCall is a voter and a request. Only examples have a name and why.
type voteCall struct {
	name, place, why string
	voter            call.Server
	request          raft.RequestVote
}

// smallCalls is every call of a voter of three with at most two entries, in terms up to 3.
func smallCalls() []voteCall {
	var calls []voteCall
	for _, log := range call.Logs(2, 2) {
		for term := raft.Term(0); term <= 3; term++ {
			if len(log) > 0 && log[len(log)-1] > term {
				continue
			}
			for _, voter := range []call.Server{
				{Role: raft.Follower}, {Role: raft.Follower, VotedFor: 1},
				{Role: raft.Follower, VotedFor: 2}, {Role: raft.Follower, VotedFor: 3},
				{Role: raft.Candidate, VotedFor: 1}, {Role: raft.Leader, VotedFor: 1},
			} {
				if voter.VotedFor > 0 && term == 0 {
					continue // nobody has voted in term 0
				}
				voter.Servers, voter.Term, voter.Log = 3, term, log
				calls = append(calls, smallRequests(voter)...)
			}
		}
	}
	return calls
}

func smallRequests(voter call.Server) []voteCall {
	var calls []voteCall
	for term := raft.Term(0); term <= 4; term++ {
		for _, log := range call.Logs(3, 3) {
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
	req := c.request
	return c.voter.Size() + int(req.Term) + int(req.LastLogIndex) + int(req.LastLogTerm) + int(req.CandidateID)
}

func (c voteCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run, Call: c.text}
}

// text is the call as reports show it.
func (c voteCall) text() (state, request string) {
	return c.voter.String(), fmt.Sprintf("RequestVote{term %d, candidate %v, last %d/%d}",
		c.request.Term, c.request.CandidateID, c.request.LastLogIndex, c.request.LastLogTerm)
}

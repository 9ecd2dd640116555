package campaign

import (
	"fmt"

	"raftlab/raft"
)

// step is one event of the candidate.
type step struct {
	kind  stepKind
	from  raft.NodeID
	reply raft.RequestVoteReply
}

type stepKind int

const (
	stepBegin stepKind = iota // StartElection
	stepReply                 // HandleRequestVoteReply
	stepHears                 // a leader of the same term appears, which another rule handles
)

func begin() step { return step{kind: stepBegin} }

func hears() step { return step{kind: stepHears} }

func grants(from raft.NodeID, term raft.Term) step {
	return step{kind: stepReply, from: from, reply: raft.RequestVoteReply{Term: term, VoteGranted: true}}
}

func refuses(from raft.NodeID, term raft.Term) step {
	return step{kind: stepReply, from: from, reply: raft.RequestVoteReply{Term: term}}
}

// String is the step in a story.
func (s step) String() string {
	switch s.kind {
	case stepBegin:
		return "StartElection"
	case stepHears:
		return "a leader of this term is heard from"
	}
	if s.reply.VoteGranted {
		return fmt.Sprintf("%v grants in term %d", s.from, s.reply.Term)
	}
	return fmt.Sprintf("%v refuses in term %d", s.from, s.reply.Term)
}

// call is the step as the call to judge.
func (s step) call() string {
	if s.kind != stepReply {
		return s.String()
	}
	answer := "refused"
	if s.reply.VoteGranted {
		answer = "granted"
	}
	return fmt.Sprintf("RequestVoteReply{term %d, %s} from %v", s.reply.Term, answer, s.from)
}

// happens applies the step to a server: it calls the learner's rule, or does what a leader's message does.
func (s step) happens(state *raft.State, rules raft.Rules) raft.RequestVote {
	switch s.kind {
	case stepBegin:
		return rules.StartElection(state)
	case stepReply:
		rules.HandleRequestVoteReply(state, s.from, s.reply)
	case stepHears:
		state.BecomeFollower(state.CurrentTerm, state.Servers[len(state.Servers)-1])
	}
	return raft.RequestVote{}
}

// lead does what a new leader does before the next step: its no-op, and a first success of S2.
func lead(s *raft.State) {
	s.AppendAsLeader(raft.NoOp, nil)
	if len(s.Servers) > 1 {
		s.MatchIndex[2], s.NextIndex[2] = s.Log.LastIndex(), s.Log.LastIndex()+1
	}
}

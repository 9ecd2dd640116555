package call

import (
	"raftlab/grader"
	"raftlab/raft"
)

// Standing judges term, role and vote after the answer of another server, by the rule for all servers: a later term is
// adopted by a follower with a new vote, and no other answer changes them. The codes begin with the exercise.
func Standing(exercise string, before, after *raft.State, answer raft.Term) *grader.CaseFailure {
	return Gravest(
		standingTerm(exercise, before, after, answer),
		standingRole(exercise, before, after, answer),
		standingVote(exercise, before, after),
	)
}

func standingTerm(exercise string, before, after *raft.State, answer raft.Term) *grader.CaseFailure {
	got, was := after.CurrentTerm, before.CurrentTerm
	switch want := max(was, answer); {
	case got == want:
		return nil
	case got < was:
		return Breaks(AllServers, exercise+".call.term.back",
			"currentTerm went back from %d to %d. S1 would vote again in terms that it has left.", was, got)
	case got < want:
		return Stalls(AllServers, exercise+".call.term.deaf",
			"The answer is of term %d, later than S1's %d: S1 must adopt it and follow. As long as it does not, it "+
				"stands in the way of that term.", answer, was)
	default:
		return Stalls(AllServers, exercise+".call.term.ahead",
			"S1 was in term %d, the answer is of term %d, and S1 is in term %d now. It invents a term, and deposes "+
				"whoever leads.", was, answer, got)
	}
}

func standingRole(exercise string, before, after *raft.State, answer raft.Term) *grader.CaseFailure {
	switch got, was := after.Role, before.Role; {
	case after.CurrentTerm != before.CurrentTerm && got != raft.Follower:
		return Breaks(AllServers, exercise+".call.role.later",
			"S1 is a %v in term %d, which nobody elected. Whoever sees a later term becomes a follower.",
			got, after.CurrentTerm)
	case after.CurrentTerm != before.CurrentTerm || got == was:
		return nil
	case got == raft.Follower:
		return Stalls(AllServers, exercise+".call.role.gives-up",
			"S1 was a %v of term %d and is a follower now. An answer of term %d is no reason to give up.",
			was, before.CurrentTerm, answer)
	default:
		return Breaks(AllServers, exercise+".call.role.raised",
			"S1 was a %v and is a %v now. This answer elects nobody.", was, got)
	}
}

func standingVote(exercise string, before, after *raft.State) *grader.CaseFailure {
	got, was := after.VotedFor, before.VotedFor
	switch {
	case after.CurrentTerm > before.CurrentTerm && got != raft.None:
		return Stalls(AllServers, exercise+".call.vote.later",
			"S1 has not voted in term %d yet, and votedFor is %v. Nobody else could get its vote there.",
			after.CurrentTerm, got)
	case after.CurrentTerm == before.CurrentTerm && got != was:
		return Breaks(OneVote, exercise+".call.vote.changed",
			"S1's vote of term %d was %s, and votedFor is %v now. It stays for as long as the term.",
			after.CurrentTerm, Whose(was), got)
	}
	return nil
}

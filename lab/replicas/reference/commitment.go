package reference

import (
	"slices"

	"raftlab/lab/replicas"
)

// Decide commits with the yes of all participants. A single no is enough to abort (Gray, 1978).
func Decide(votes []replicas.Vote, participants int) replicas.Decision {
	var yes replicas.NodeSet
	for _, vote := range votes {
		if !vote.Yes {
			return replicas.Abort
		}
		yes.Add(vote.From)
	}
	if yes.Len() == participants {
		return replicas.Commit
	}
	return replicas.Undecided
}

// Terminate decides as anybody decided who answered, and aborts if somebody has not voted: that one never will.
//
// In two phases, servers that are all ready are blocked: the coordinator may have decided either way. In three, none
// of the others can have committed before all who are up were pre-committed. So they commit if one of them is
// pre-committed, and else abort; but only if the coordinator does not answer (Skeen, 1981).
func Terminate(standings []replicas.Standing, phases int) replicas.Decision {
	has := func(phase replicas.Phase) bool {
		return slices.ContainsFunc(standings, func(s replicas.Standing) bool { return s.Phase == phase })
	}
	leads := func(s replicas.Standing) bool { return s.Coordinator && !s.Phase.Decided() }
	switch {
	case has(replicas.Committed):
		return replicas.Commit
	case has(replicas.Aborted), has(replicas.Unknown):
		return replicas.Abort
	case phases == 2 || slices.ContainsFunc(standings, leads):
		return replicas.Undecided
	case has(replicas.PreCommitted):
		return replicas.Commit
	}
	return replicas.Abort
}

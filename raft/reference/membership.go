package reference

import "raftlab/raft"

// HasQuorum asks for a majority of the voters, and in the joint phase for a majority of each half, counted for itself
// (§6). Others do not count: a learner's answer is no vote (thesis §4.2.1).
func HasQuorum(c raft.Configuration, who raft.NodeSet) bool { return c.HasQuorum(who) }

// QuorumIndex is the highest index that a quorum has: in the joint phase, the lower of the two halves' (§6).
func QuorumIndex(c raft.Configuration, match []raft.Index) raft.Index { return c.QuorumIndex(match) }

// Latest takes the last configuration in the log, committed or not (§6, thesis §4.1). So a log that is cut brings back
// the configuration before, and a server that restarts has the one that it had.
func Latest(log *raft.Log, base raft.Configuration) (raft.Configuration, raft.Index) {
	for i := log.LastIndex(); i > log.Base(); i-- {
		if c, ok := log.Entry(i).Configuration(); ok {
			return c, i
		}
	}
	return base, log.Base()
}

// MayChange is the guard of thesis §4.1. One change at a time: then the majorities before and after it overlap. And
// only after an entry of the leader's own term is committed: a leader of an earlier term may have begun a change that
// this one does not know of, and from now on that leader cannot be elected. A server that would vote must have caught
// up, or it holds up commits (thesis §4.2.1).
func MayChange(s *raft.State, to raft.Change) raft.Refusal {
	now := s.Configuration
	after := changed(now, to)
	fresh := (after.Voters | after.Next) &^ (now.Voters | now.Next)
	switch {
	case to.Kind == raft.RemoveServer && !now.Members().Has(to.Server):
		return raft.NotThere
	case after.Voters == 0 || to.Kind == raft.ChangeJointly && to.Voters == 0:
		return raft.LastVoter
	case after == now || to.Kind == raft.ChangeJointly && to.Voters == now.Voters:
		return raft.AlreadyThere
	case to.Kind == raft.ChangeAtOnce && ((after.Voters&^now.Voters)|(now.Voters&^after.Voters)).Len() > 1:
		return raft.TooMany
	case s.Log.Term(s.CommitIndex) != s.CurrentTerm:
		return raft.TermNotCommitted
	case s.ConfigurationIndex > s.CommitIndex || now.IsJoint():
		return raft.ChangeOpen
	case fresh&^s.CaughtUp != 0:
		return raft.NotCaughtUp
	}
	return raft.Allowed
}

// changed is the first configuration of a change.
func changed(c raft.Configuration, to raft.Change) raft.Configuration {
	switch to.Kind {
	case raft.AddLearner:
		if !c.IsVoter(to.Server) {
			c.Learners.Add(to.Server)
		}
	case raft.AddVoter:
		c.Voters.Add(to.Server)
	case raft.RemoveServer:
		c.Voters.Remove(to.Server)
		c.Learners.Remove(to.Server)
	case raft.ChangeJointly:
		c.Next = to.Voters
	case raft.ChangeAtOnce:
		c.Voters = to.Voters
	}
	c.Learners &^= c.Voters | c.Next // who votes is no learner any more
	return c
}

// ConfigurationEntry is the entry of the leader's term with the new configuration (thesis §4.1), or with both halves
// (§6).
func ConfigurationEntry(s *raft.State, to raft.Change) raft.Entry {
	return configurationEntry(s, changed(s.Configuration, to))
}

func configurationEntry(s *raft.State, c raft.Configuration) raft.Entry {
	return raft.Entry{Term: s.CurrentTerm, Kind: raft.ConfigurationChange, Command: c.Encode()}
}

// AfterCommit ends the joint phase once C_old,new is committed, whoever began it (§6): before, the old half could still
// decide alone. A leader that is not in the committed configuration steps down; before, it may be the only one that can
// commit it (thesis §4.2.2).
func AfterCommit(s *raft.State) (next raft.Entry, stepDown bool) {
	c := s.Configuration
	switch {
	case s.Role != raft.Leader || s.ConfigurationIndex > s.CommitIndex:
		return raft.Entry{}, false
	case c.IsJoint():
		return configurationEntry(s, raft.Configuration{Voters: c.Next, Learners: c.Learners}), false
	}
	return raft.Entry{}, !c.IsVoter(s.ID)
}

// MayCampaign lets voters stand, and never a learner. A server that its latest configuration leaves out may still be
// needed while that is not committed: nobody else may be able to win and commit it (thesis §4.2.2).
func MayCampaign(s *raft.State) bool {
	c := s.Configuration
	return c.IsVoter(s.ID) || !c.Learners.Has(s.ID) && s.ConfigurationIndex > s.CommitIndex
}

// CaughtUp wants a last round shorter than an election timeout: then so little is missing that commits do not wait for
// the new server noticeably longer than for another (thesis §4.2.1).
func CaughtUp(rounds []raft.Duration, electionTimeout raft.Duration) bool {
	return len(rounds) > 0 && rounds[len(rounds)-1] < electionTimeout
}

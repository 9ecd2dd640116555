package node

import (
	"fmt"

	"raftlab/raft"
)

// Check tests, after a step, the invariants that State and Node name. Its cost does not depend on the log's
// length: it reads only the entries that the step changed.
//
// An error here is a broken rule on this one server. The lab checks the properties of Figure 3, which hold
// between servers.
func (n *Node) Check() error {
	if n.CurrentTerm < n.before.term {
		return fmt.Errorf("I1: currentTerm went back from %d to %d", n.before.term, n.CurrentTerm)
	}
	if (n.Role == raft.Candidate || n.Role == raft.Leader) && n.VotedFor != n.ID {
		return fmt.Errorf("I2: %v is a %v of term %d, but its vote is %v", n.ID, n.Role, n.CurrentTerm, n.VotedFor)
	}
	if err := n.checkLogTerms(); err != nil {
		return err
	}
	if err := n.checkCommitted(); err != nil {
		return err
	}
	if n.CommitIndex < n.before.commit {
		return fmt.Errorf("I4: commitIndex went back from %d to %d", n.before.commit, n.CommitIndex)
	}
	if n.CommitIndex > n.Log.LastIndex() {
		return fmt.Errorf("I4: commitIndex %d > last index %d", n.CommitIndex, n.Log.LastIndex())
	}
	if n.LastApplied > n.CommitIndex {
		return fmt.Errorf("I5: lastApplied %d > commitIndex %d", n.LastApplied, n.CommitIndex)
	}
	if (n.electionDeadline > 0) == (n.Role == raft.Leader) {
		return fmt.Errorf("I7: a %v has its election timer at %d", n.Role, n.electionDeadline)
	}
	if n.Heard && n.Leader == raft.None && !n.silence.promised {
		return fmt.Errorf("I12: %v has heard from a leader, and knows of none", n.ID)
	}
	if n.before.rival != raft.None {
		return fmt.Errorf("I9: %v leads term %d, and gets AppendEntries of that term from %v",
			n.ID, n.before.term, n.before.rival)
	}
	if err := n.checkSnapshot(); err != nil {
		return err
	}
	if err := n.checkMessages(); err != nil {
		return err
	}
	return n.checkProgress()
}

// checkCommitted looks at the last entry that was committed before the step. If it is of the same term as before, it is
// the same entry, and so are all before it (Log Matching).
func (n *Node) checkCommitted() error {
	last := n.before.commit
	switch {
	case (n.out.LogFrom == 0 || n.out.LogFrom > last) && n.Log.Base() == n.before.base:
	case n.Log.Base() > last: // a snapshot stands there
	case n.Log.LastIndex() < last:
		return fmt.Errorf("I8: entry %d was removed, and is committed", n.Log.LastIndex()+1)
	case n.Log.Term(last) != n.before.committed:
		return fmt.Errorf("I8: entry %d of term %d is committed, and was replaced by one of term %d",
			last, n.before.committed, n.Log.Term(last))
	}
	return nil
}

func (n *Node) checkMessages() error {
	for _, m := range n.out.Messages {
		switch body := m.Body.(type) {
		case raft.AppendEntriesReply:
			if err := n.checkReply(m.To, body); err != nil {
				return err
			}
		case raft.InstallSnapshotReply:
			if body.MatchIndex > n.Log.LastIndex() {
				return fmt.Errorf("I10: %v confirms a snapshot up to entry %d to %v, and its log ends at %d",
					n.ID, body.MatchIndex, m.To, n.Log.LastIndex())
			}
		case raft.RequestVote:
			if body.CandidateID != n.ID {
				return fmt.Errorf("I11: %v asks %v to vote for %v", n.ID, m.To, body.CandidateID)
			}
		case raft.TransferVote:
			if body.CandidateID != n.ID {
				return fmt.Errorf("I11: %v asks %v to vote for %v", n.ID, m.To, body.CandidateID)
			}
		case raft.PreVote:
			if body.CandidateID != n.ID {
				return fmt.Errorf("I11: %v asks %v whether it would vote for %v", n.ID, m.To, body.CandidateID)
			}
		case raft.AppendEntries:
			if body.LeaderID != n.ID {
				return fmt.Errorf("I11: %v sends AppendEntries to %v with %v as the leader", n.ID, m.To, body.LeaderID)
			}
		}
	}
	return n.checkUnboxed()
}

func (n *Node) checkReply(to raft.NodeID, reply raft.AppendEntriesReply) error {
	if reply.Success && reply.MatchIndex > n.Log.LastIndex() {
		return fmt.Errorf("I10: %v confirms entries up to %d to %v, and its log ends at %d",
			n.ID, reply.MatchIndex, to, n.Log.LastIndex())
	}
	return nil
}

func (n *Node) checkLogTerms() error {
	from := max(n.out.LogFrom, 1)
	if n.out.LogFrom == 0 {
		from = n.Log.LastIndex() + 1
	}
	for i := from; i <= n.Log.LastIndex(); i++ {
		if n.Log.Term(i) < n.Log.Term(i-1) {
			return fmt.Errorf("I3: entry %d is of term %d, after one of term %d", i, n.Log.Term(i), n.Log.Term(i-1))
		}
		if entry := n.Log.Entry(i); entry.Kind == raft.ConfigurationChange {
			if _, ok := entry.Configuration(); !ok {
				return fmt.Errorf("I14: entry %d changes the configuration to one that cannot be", i)
			}
		}
	}
	if n.Log.LastTerm() > n.CurrentTerm {
		return fmt.Errorf("I3: the last entry is of term %d > currentTerm %d", n.Log.LastTerm(), n.CurrentTerm)
	}
	return nil
}

func (n *Node) checkProgress() error {
	if n.Role != raft.Leader {
		return nil
	}
	for _, id := range n.Servers {
		if id == n.ID {
			continue
		}
		if n.MatchIndex[id] >= n.NextIndex[id] {
			return fmt.Errorf("I6: matchIndex[%v] %d >= nextIndex[%v] %d", id, n.MatchIndex[id], id, n.NextIndex[id])
		}
		if n.NextIndex[id] > n.Log.LastIndex()+1 {
			return fmt.Errorf("I6: nextIndex[%v] %d > last index %d + 1", id, n.NextIndex[id], n.Log.LastIndex())
		}
	}
	return nil
}

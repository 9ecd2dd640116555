package membership

import "raftlab/raft"

// HasQuorum reports whether the servers of who are enough to
// decide in a configuration: to elect a leader, to commit an
// entry, to confirm a read (§6; thesis §4.1). Every rule that
// counts asks you.
//
// What you need is on c:
//
//	c.Voters    the servers that vote: a raft.NodeSet
//	c.Next      in the joint phase of a change, the voters of
//	            the new half. Otherwise it is 0.
//	c.Learners  servers that get entries and do not vote. They
//	            do not count.
//
// A raft.NodeSet is a set of servers:
//
//	set.Has(id), set.Len()
//	a & b, a | b    those in both, those in either
//	a &^ b          those of a that are not in b
//	for id := range set.All()
func HasQuorum(c raft.Configuration, who raft.NodeSet) bool {
	panic(raft.TODO) // your turn
}

// QuorumIndex is the highest index that enough servers have to
// decide. Match[id] is the last index that server id is known
// to have. Servers whose number is beyond the end of match have
// nothing. 0 is none.
func QuorumIndex(
	c raft.Configuration, match []raft.Index,
) raft.Index {
	panic(raft.TODO) // your turn
}

// Latest is the configuration by which a server with that log
// decides, and the index of its entry (§6; thesis §4.1). Base
// is the configuration before the log's first entry. It has no
// entry here: its index is log.Base(). The caller asks after
// each change of the log, and when a server starts.
//
// What you need is on log:
//
//	log.LastIndex()  the index of the last entry
//	log.Base()       the index before the first entry, mostly 0
//	c, ok := log.Entry(i).Configuration()
//	    the configuration of entry i; ok is false for other
//	    entries
func Latest(
	log *raft.Log, base raft.Configuration,
) (c raft.Configuration, at raft.Index) {
	panic(raft.TODO) // your turn
}

// MayChange is why a leader may not begin a change now, or
// raft.Allowed (thesis §4.1, §4.2.1). It is called on a leader,
// and changes nothing.
//
// The change is one of these, by to.Kind:
//
//	raft.AddLearner     to.Server shall get entries, and not
//	                    vote
//	raft.AddVoter       to.Server shall vote; it may be a
//	                    learner until now
//	raft.RemoveServer   to.Server shall leave, be it a voter or
//	                    a learner
//	raft.ChangeJointly  to.Voters shall vote, through a joint
//	                    phase
//	raft.ChangeAtOnce   to.Voters shall vote, in one step
//
// These are the refusals. If several are true, each of them is
// right:
//
//	raft.AlreadyThere      nothing would change
//	raft.NotThere          the server to remove is not in the
//	                       configuration
//	raft.LastVoter         nobody would vote any more
//	raft.TooMany           raft.ChangeAtOnce would let more than
//	                       one voter come or go
//	raft.TermNotCommitted  no entry of the leader's own term is
//	                       committed
//	raft.ChangeOpen        another change is not finished
//	raft.NotCaughtUp       a server that would vote, and does
//	                       not yet, lacks entries. The caller
//	                       sends them, and asks again.
//
// What you need is on s:
//
//	s.Configuration       the present one
//	s.ConfigurationIndex  the index of its entry
//	s.CommitIndex, s.CurrentTerm, s.Log.Term(i)
//	s.CaughtUp            the servers that have come near enough
//	                      to this leader's log
func MayChange(s *raft.State, to raft.Change) raft.Refusal {
	panic(raft.TODO) // your turn
}

// ConfigurationEntry is the entry that begins an allowed change
// (§6; thesis §4.1). The caller appends it; do not do that
// yourself.
//
// What you need besides:
//
//	raft.Entry{
//		Term: ..., Kind: raft.ConfigurationChange,
//		Command: c.Encode(),
//	}           an entry with configuration c
func ConfigurationEntry(
	s *raft.State, to raft.Change,
) raft.Entry {
	panic(raft.TODO) // your turn
}

// AfterCommit is called on a leader whenever its CommitIndex
// has risen (§6; thesis §4.2.2). Next is an entry for the
// caller to append, or raft.Entry{} for none. StepDown says
// that this leader has no business here any more: the caller
// makes it a follower.
func AfterCommit(
	s *raft.State,
) (next raft.Entry, stepDown bool) {
	panic(raft.TODO) // your turn
}

// MayCampaign reports whether this server may stand for
// election when its timer fires (thesis §4.2.1, §4.2.2).
func MayCampaign(s *raft.State) bool {
	panic(raft.TODO) // your turn
}

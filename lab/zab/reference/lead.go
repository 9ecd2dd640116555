package reference

import "raftlab/lab/zab"

// MayServe reports whether a quorum has acknowledged NEWLEADER (paper, phase 2, step l.2.2). From then on each later
// leader finds this epoch, and with it this history, in its quorum: so all of it is committed.
func MayServe(l *zab.Leadership) bool { return l.IsQuorum(l.NewLeaderAcks) }

// StillLeads reports whether a leader hears from a quorum (paper, phase 3; ZooKeeper 3.6, Leader.lead). A leader
// that does not may have been replaced, and can commit nothing.
func StillLeads(l *zab.Leadership) bool { return l.IsQuorum(l.Heard) }

// MayAnswerSync wants a quorum that still followed the leader after the read had come. ZooKeeper's leader answers
// alone, from its queue: a leader that was replaced and does not know it gives an old value then (ZOOKEEPER-1675).
func MayAnswerSync(l *zab.Leadership, answered zab.NodeSet) bool { return l.IsQuorum(answered) }

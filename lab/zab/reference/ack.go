package reference

import "raftlab/lab/zab"

// HandleAck notes that a server has all transactions up to z on its disk, and commits those of the leader's own
// epoch that a quorum has, in their order (paper, phase 3, step l.3.2; ZooKeeper 3.6, Leader.tryToCommit). Before
// the leader is established it commits nothing: transactions of earlier epochs are committed together, by the
// acknowledgements of NEWLEADER, and never by counting those who have them.
func HandleAck(l *zab.Leadership, from zab.NodeID, z zab.Zxid) (commit []zab.Zxid) {
	for i := range l.Outstanding {
		if l.Outstanding[i].Zxid <= z {
			l.Outstanding[i].Acks.Add(from)
		}
	}
	for l.Established && len(l.Outstanding) > 0 && l.IsQuorum(l.Outstanding[0].Acks) {
		l.Committed = l.Outstanding[0].Zxid
		commit = append(commit, l.Committed)
		l.Outstanding = l.Outstanding[1:]
	}
	return commit
}

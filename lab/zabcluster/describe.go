package zabcluster

import (
	"fmt"

	"raftlab/lab/zab"
)

// DescribeMessage appends a message's kind and fields. A packet ends with its place in its connection.
func (c *Cluster) DescribeMessage(line, payload []byte) []byte {
	m, err := zab.DecodeMessage(payload)
	if err != nil {
		return append(line, "unreadable"...)
	}
	line = append(line, m.Kind.String()...)
	switch m.Kind {
	case zab.KindNotification:
		n := m.Notification
		return fmt.Appendf(line, " %v round=%d %s", n.Standing, n.Round, voteWords(n.Vote))
	case zab.KindFollowerInfo, zab.KindObserverInfo:
		line = fmt.Appendf(line, " accepted=%d", m.Epoch)
	case zab.KindLeaderInfo, zab.KindNewLeader:
		line = fmt.Appendf(line, " epoch=%d", m.Epoch)
	case zab.KindAckEpoch:
		line = fmt.Appendf(line, " current=%d zxid=%v", m.Epoch, m.Zxid)
		if !m.Fresh {
			line = append(line, " again"...)
		}
	case zab.KindSnap:
		line = fmt.Appendf(line, " zxid=%v bytes=%d left=%d", m.Zxid, len(m.Data), m.Number)
	case zab.KindPing:
		line = fmt.Appendf(line, " beat=%d", m.Number)
	case zab.KindSync:
		line = fmt.Appendf(line, " r%d zxid=%v", m.Number, m.Zxid)
	case zab.KindAck:
		line = fmt.Appendf(line, " zxid=%v", m.Zxid)
		if m.Epoch > 0 {
			line = fmt.Appendf(line, " epoch=%d", m.Epoch)
		}
	case zab.KindReset:
		return fmt.Appendf(line, " connection=%v", connectionName(m.Connection))
	default:
		line = fmt.Appendf(line, " zxid=%v", m.Zxid)
	}
	return fmt.Appendf(line, " connection=%v/%d", connectionName(m.Connection), m.Sequence)
}

// connectionName is a connection's number as people read it: who opened it, after which start, and the how many-th
// it is.
func connectionName(number uint64) string {
	return fmt.Sprintf("S%d.%d.%d", number&63, number>>26, number>>6&(1<<20-1))
}

package wholecluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/whole"
)

// class is what a message is for, by the name of its method. Programs name their methods as they like, but nearly all
// say vote, append or snapshot.
type class int

const (
	other class = iota
	voteCall
	voteYes
	voteNo
	appendCall
	appendYes
	appendNo
	snapshotCall
	snapshotReply
	classes
)

// classWords are the words of a scenario for the classes.
var classWords = [classes]string{
	"other", "vote-call", "vote-yes", "vote-no", "append-call", "append-yes", "append-no", "snapshot-call",
	"snapshot-reply",
}

// classOf is the class of a message.
func classOf(m *whole.Message) class {
	method := strings.ToLower(m.Method)
	yes := strings.Contains(m.Fields, "=true")
	switch {
	case strings.Contains(method, "snap"):
		return pick(m.Reply, snapshotReply, snapshotCall)
	case strings.Contains(method, "pre"):
		return other
	case strings.Contains(method, "vote"):
		return pick(m.Reply, pick(yes, voteYes, voteNo), voteCall)
	case strings.Contains(method, "append"), strings.Contains(method, "heart"), strings.Contains(method, "entries"):
		return pick(m.Reply, pick(yes, appendYes, appendNo), appendCall)
	}
	return other
}

func pick(first bool, a, b class) class {
	if first {
		return a
	}
	return b
}

// sent counts what was sent.
type sent struct {
	// by has the number of messages of each class by sender, last who sent the last message of a class.
	by   [][classes]uint64
	last [classes]lab.ServerID
	// calls and bytes are those since they were last set back.
	calls, bytes uint64
}

func (s *sent) begin(servers int) { s.by = make([][classes]uint64, servers) }

// DescribeMessage appends a message's kind and fields. The world asks once for each message that is sent, so it is also
// where messages are counted.
func (c *Cluster) DescribeMessage(line, payload []byte) []byte {
	m, err := whole.DecodeMessage(payload)
	if err != nil {
		return append(line, "unreadable"...)
	}
	c.sent.count(&m)
	line = append(line, m.Kind()...)
	if m.Fields != "" {
		line = append(append(line, ' '), m.Fields...)
	}
	return line
}

func (s *sent) count(m *whole.Message) {
	if m.From < 1 || int(m.From) > len(s.by) {
		return
	}
	kind := classOf(m)
	s.by[m.From-1][kind]++
	s.last[kind] = m.From
	if !m.Reply {
		s.calls++
	}
	s.bytes += uint64(len(m.Data))
}

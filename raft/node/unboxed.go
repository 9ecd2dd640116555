package node

import (
	"fmt"
	"slices"

	"raftlab/raft"
)

// Append is an AppendEntries between two servers as a value. As the Body of a Message it would take memory of its own.
// It is an output of one node with Config.Unboxed, and an input of the other.
type Append struct {
	From, To raft.NodeID
	Body     raft.AppendEntries
}

// Reply is the answer to an AppendEntries as a value, like Append.
type Reply struct {
	From, To raft.NodeID
	Body     raft.AppendEntriesReply
}

func (*Append) input() {}
func (*Reply) input()  {}

// sendAppend adds an AppendEntries.
func (n *Node) sendAppend(to raft.NodeID, req *raft.AppendEntries) {
	if !n.config.Unboxed {
		n.send(to, *req)
		return
	}
	m := oneMore(&n.out.Appends)
	m.From, m.To, m.Body = n.ID, to, *req
}

// sendReply adds the answer to an AppendEntries.
func (n *Node) sendReply(to raft.NodeID, reply *raft.AppendEntriesReply) {
	if !n.config.Unboxed {
		n.send(to, *reply)
		return
	}
	m := oneMore(&n.out.Replies)
	m.From, m.To, m.Body = n.ID, to, *reply
}

// oneMore makes a list longer by one, to be filled in its place, and wholly, for something old may stand there. What is
// built elsewhere must be copied, and a copy waits until all its parts are stored.
func oneMore[T any](list *[]T) *T {
	last := len(*list)
	*list = slices.Grow(*list, 1)[:last+1]
	return &(*list)[last]
}

// receiveAppend takes in an Append as receive does its Message.
func (n *Node) receiveAppend(in *Append) {
	if in.From != raft.None && in.From != n.ID {
		n.answerAppend(in.From, &in.Body)
	}
}

// receiveAnswer takes in a Reply as receive does its Message.
func (n *Node) receiveAnswer(in *Reply) {
	if in.From != n.ID && n.sendsTo(in.From) {
		n.takeReply(in.From, &in.Body)
	}
}

// checkUnboxed is checkMessages for the messages that are values.
func (n *Node) checkUnboxed() error {
	for i := range n.out.Replies {
		if err := n.checkReply(n.out.Replies[i].To, n.out.Replies[i].Body); err != nil {
			return err
		}
	}
	for i := range n.out.Appends {
		if leader := n.out.Appends[i].Body.LeaderID; leader != n.ID {
			return fmt.Errorf("I11: %v sends AppendEntries to %v with %v as the leader",
				n.ID, n.out.Appends[i].To, leader)
		}
	}
	return nil
}

// clear empties an Output for the next step, and keeps its memory.
func (o *Output) clear() {
	o.Save, o.Snapshot, o.Restore, o.Cut, o.Refused = nil, nil, nil, nil, ""
	o.Parallel = Durable{}
	o.Messages, o.Appends, o.Replies = o.Messages[:0], o.Appends[:0], o.Replies[:0]
	o.Apply, o.Reads, o.Answers = o.Apply[:0], o.Reads[:0], o.Answers[:0]
	o.WakeAt, o.LogFrom = 0, 0
}

package raftcluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/wire"
)

// Leaders that do not wait: for answers, up to a window, and for their own disk. What the setup switches on, what a
// server shows of it, and how both travel.

// maxWindow bounds the messages with entries that may be on their way to one follower.
const maxWindow = 1 << 10

func (c *Cluster) pipeliningVerbs() []story.Verb {
	return []story.Verb{
		{
			Name: "window", Usage: "window 4", Setup: true,
			Help: "lets a leader have that many AppendEntries with entries on their way to each follower, before it " +
				"needs an answer (pipelining, thesis §10.2.2); 0 switches it off",
			Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
				c.setup.Pipelining.Window = int(min(args.Number("the number of messages"), maxWindow))
				return story.Wait{}, args.End()
			},
		},
		{
			Name: "parallel-disk", Usage: "parallel-disk on", Setup: true,
			Help: "lets a leader send entries while its own disk still writes them; it counts its copy when that is " +
				"done (thesis §10.2.1)",
			Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
				c.setup.Pipelining.ParallelDisk = args.Choice("on", "off") == "on"
				return story.Wait{}, args.End()
			},
		},
	}
}

// pipeliningLines are the setup lines of what is switched on.
func pipeliningLines(p node.Pipelining) []string {
	var lines []string
	if p.Window > 0 {
		lines = append(lines, fmt.Sprintf("window %d", p.Window))
	}
	if p.ParallelDisk {
		lines = append(lines, "parallel-disk on")
	}
	return lines
}

// pipeliningLabel is the header's words for what is switched on, with a space before each.
func pipeliningLabel(p node.Pipelining) string {
	label := ""
	if p.Window > 0 {
		label += fmt.Sprintf(" window=%d", p.Window)
	}
	if p.ParallelDisk {
		label += " parallel-disk=on"
	}
	return label
}

func appendPipelining(b []byte, p node.Pipelining) []byte {
	return wire.AppendBool(wire.AppendUint(b, uint64(p.Window)), p.ParallelDisk)
}

func readPipelining(r *wire.Reader) node.Pipelining {
	window, parallel := r.Uint(), r.Bool()
	if window > maxWindow || window == 0 && !parallel {
		r.Fail(fmt.Errorf("a window of %d messages: %w", window, wire.ErrValue))
	}
	return node.Pipelining{Window: int(window), ParallelDisk: parallel}
}

// appendDurable is what the world brings back when the records of an output are durable.
func appendDurable(b []byte, d node.Durable) []byte {
	return wire.AppendUint(wire.AppendUint(b, uint64(d.Term)), uint64(d.Index))
}

func decodeDurable(b []byte) (node.Durable, error) {
	r := wire.NewReader(b)
	d := node.Durable{Term: raft.Term(r.Uint()), Index: raft.Index(r.Uint())}
	if err := r.End(); err != nil {
		return node.Durable{}, fmt.Errorf("decode what is durable: %w", err)
	}
	return d, nil
}

// FlowState is what a server shows of its pipelines; the zero value means that all of it is off.
type FlowState struct {
	// Pipelined and Parallel say what is on.
	Pipelined, Parallel bool
	// Replicating are the followers that the leader does not wait for; it probes the others.
	Replicating raft.NodeSet
	// InFlight are, for each server in order, the last indexes of the messages without an answer. It is empty unless
	// the server leads.
	InFlight [][]raft.Index
	// Durable is the last index of the log that the server knows to be on its disk.
	Durable raft.Index
}

func (s FlowState) shown() bool { return s.Pipelined || s.Parallel }

func flowState(n *node.Node) FlowState {
	on := n.Pipelining()
	s := FlowState{Pipelined: on.Window > 0, Parallel: on.ParallelDisk, Replicating: n.Replicating}
	if s.Parallel {
		s.Durable = n.DurableIndex()
	}
	if s.Pipelined && n.Role == raft.Leader {
		for _, id := range n.Servers {
			s.InFlight = append(s.InFlight, n.InFlight(id))
		}
	}
	return s
}

func appendFlowState(b []byte, s FlowState) []byte {
	b = wire.AppendBool(wire.AppendBool(b, s.Pipelined), s.Parallel)
	b = wire.AppendUint(wire.AppendUint(b, uint64(s.Replicating)), uint64(s.Durable))
	b = wire.AppendUint(b, uint64(len(s.InFlight)))
	for _, list := range s.InFlight {
		b = wire.AppendUint(b, uint64(len(list)))
		for _, last := range list {
			b = wire.AppendUint(b, uint64(last))
		}
	}
	return b
}

func readFlowState(r *wire.Reader) FlowState {
	s := FlowState{
		Pipelined: r.Bool(), Parallel: r.Bool(), Replicating: raft.NodeSet(r.Uint()), Durable: raft.Index(r.Uint()),
	}
	for range r.Count() {
		var list []raft.Index
		for range r.Count() {
			list = append(list, raft.Index(r.Uint()))
		}
		s.InFlight = append(s.InFlight, list)
	}
	return s
}

// writeFlow writes which followers a leader begins to replicate to, and which it goes back to probing.
func writeFlow(w *lab.World, id lab.ServerID, m *Mirror, v *View) {
	if v.Role == raft.Leader && m.Role == raft.Leader && v.CurrentTerm == m.CurrentTerm {
		for follower := range (v.Flow.Replicating ^ m.Flow.Replicating).All() {
			w.Line(id, "progress", follower.String(), word(v.Flow.Replicating.Has(follower), "replicate", "probe"))
		}
	}
}

// hasOnDisk reports whether a server is known to have an entry, and all before it, on its disk. A leader that does not
// wait for its disk shows how far that is.
func (m *Mirror) hasOnDisk(index raft.Index, chain uint64) bool {
	return index < raft.Index(len(m.chain)) && m.chain[index] == chain && (!m.ahead || index <= m.durable)
}

// countedEarly: a leader counts an entry as committed only when a majority has it on disk (§5.3), also if it does not
// wait for its own (thesis §10.2.1).
func (c *checks) countedEarly(servers []*Mirror, id lab.ServerID, m *Mirror) *lab.Violation {
	if !m.Flow.Parallel || m.Role != raft.Leader {
		return nil
	}
	c.judged[onDurability]++
	holders := c.holders(servers, m.CommitIndex, m.chain[m.CommitIndex])
	if c.isQuorum(servers, holders) {
		return nil
	}
	return durability.Broken(lab.Say("durability.counted-early", "%v counts %v as committed, but %v",
		id, entryName(m.CommitIndex, m.Log[m.CommitIndex-1]), c.heldBy(servers, holders)), c.event)
}

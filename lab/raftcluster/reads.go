package raftcluster

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/wire"
)

// Reads that do not go through the log: how a server answers them, what it shows of them, and leases.

// reading is a read that a server's node has begun.
type reading struct {
	request lab.RequestID
	command kv.Command
}

// readCommand is a client's read, and its mode; other inputs, and other commands, go through the log.
func readCommand(in lab.Input) (command kv.Command, mode kv.ReadMode) {
	if in.Kind != lab.Ask {
		return kv.Command{}, kv.ThroughLog
	}
	command, err := kv.Decode(in.Payload)
	if err != nil {
		return kv.Command{}, kv.ThroughLog
	}
	return command, command.Mode
}

// takeRead takes out a read that has an answer.
func (s *Server) takeRead(request lab.RequestID) (command kv.Command, ok bool) {
	i := slices.IndexFunc(s.reading, func(r reading) bool { return r.request == request })
	if i < 0 {
		return kv.Command{}, false
	}
	command = s.reading[i].command
	s.reading = slices.Delete(s.reading, i, i+1)
	return command, true
}

// answerRead answers from what is applied now.
func (s *Server) answerRead(request lab.RequestID) {
	if command, ok := s.takeRead(request); ok {
		s.answer(request, service.Answer{
			Kind: service.AnswerDone, Result: s.store.Apply(command), Index: uint64(s.node.LastApplied),
		})
	}
}

// readInTime judges a read by index: it must see all that any client knew to be done when it was asked (§8). Its server
// had applied the entries up to applied, and floor is the last of those.
func readInTime(server lab.ServerID, applied, floor raft.Index, what string) *lab.Violation {
	if applied >= floor {
		return nil
	}
	return linearizable.Broken(lab.Say("linearizability.old-read",
		"%v answered %s with what it had applied up to entry %d, though a client knew entry %d to be done before that "+
			"read was asked", server, what, applied, floor))
}

func (s *Server) appendReading(b []byte) []byte {
	for _, r := range s.reading {
		b = wire.AppendBytes(wire.AppendUint(b, uint64(r.request)), r.command.Encode())
	}
	return b
}

// ReadState is what a server shows of reads; the zero value means that it has never had any.
type ReadState struct {
	Round uint64
	Lease bool
	// LeaseUntil is when the lease ends by the server's own clock.
	LeaseUntil raft.Time
	Reads      []raft.Read
	// Asked are a follower's own reads.
	Asked []node.Asked
	// Waiting are the reads that a leader could not begin yet.
	Waiting []raft.Read
}

// readState is what a node shows. Its reads are valid until the node's next step.
func readState(n *node.Node) ReadState {
	return ReadState{
		Round: n.Round, Lease: n.Lease, LeaseUntil: n.LeaseUntil(), Reads: n.Reads, Asked: n.AskedReads(),
		Waiting: n.WaitingReads(),
	}
}

func (s ReadState) shown() bool {
	return s.Round > 0 || s.Lease || len(s.Reads)+len(s.Asked)+len(s.Waiting) > 0
}

func appendReadState(b []byte, s ReadState) []byte {
	b = wire.AppendBool(wire.AppendUint(b, s.Round), s.Lease)
	b = wire.AppendUint(b, uint64(s.LeaseUntil))
	b = wire.AppendUint(b, uint64(len(s.Reads)))
	for _, r := range s.Reads {
		b = wire.AppendUint(wire.AppendUint(b, uint64(r.Request)), uint64(r.From))
		b = wire.AppendUint(wire.AppendBool(b, r.Lease), uint64(r.Index))
		b = wire.AppendUint(wire.AppendUint(b, r.Round), uint64(r.Acks))
	}
	b = wire.AppendUint(b, uint64(len(s.Asked)))
	for _, a := range s.Asked {
		b = wire.AppendUint(wire.AppendUint(b, uint64(a.Request)), uint64(a.Of))
		b = wire.AppendBool(wire.AppendUint(b, uint64(a.Index)), a.Known)
	}
	b = wire.AppendUint(b, uint64(len(s.Waiting)))
	for _, r := range s.Waiting {
		b = wire.AppendUint(wire.AppendUint(b, uint64(r.Request)), uint64(r.From))
		b = wire.AppendBool(b, r.Lease)
	}
	return b
}

func readReadState(r *wire.Reader) ReadState {
	s := ReadState{Round: r.Uint(), Lease: r.Bool(), LeaseUntil: raft.Time(r.Uint())}
	for range r.Count() {
		s.Reads = append(s.Reads, raft.Read{
			Request: raft.RequestID(r.Uint()), From: readNodeID(r), Lease: r.Bool(), Index: raft.Index(r.Uint()),
			Round: r.Uint(), Acks: raft.NodeSet(r.Uint()),
		})
	}
	for range r.Count() {
		s.Asked = append(s.Asked, node.Asked{
			Request: raft.RequestID(r.Uint()), Of: readNodeID(r), Index: raft.Index(r.Uint()), Known: r.Bool(),
		})
	}
	for range r.Count() {
		s.Waiting = append(s.Waiting, raft.Read{
			Request: raft.RequestID(r.Uint()), From: readNodeID(r), Lease: r.Bool(),
		})
	}
	return s
}

// writeReads writes the reads that a server has begun, and when a lease begins and ends.
func writeReads(w *lab.World, id lab.ServerID, m *Mirror, v *View) {
	for _, r := range v.Reads.Reads {
		if !slices.ContainsFunc(m.Reads.Reads, func(old raft.Read) bool { return sameRead(old, r) }) {
			w.Line(id, "read", readWords(r)...)
		}
	}
	if v.Reads.Lease != m.Reads.Lease {
		w.Line(id, "lease", word(v.Reads.Lease, "begins", "ends"))
	}
}

func sameRead(a, b raft.Read) bool { return a.Request == b.Request && a.From == b.From }

func readWords(r raft.Read) []string {
	words := []string{fmt.Sprintf("r%d", r.Request), "index=" + number(r.Index)}
	if r.From != raft.None {
		words = append(words, "for="+r.From.String())
	}
	if r.Round == 0 {
		return append(words, "by=lease")
	}
	return append(words, fmt.Sprintf("round=%d", r.Round))
}

// leasePermille is the drift of clocks that a lease allows for, by default.
const leasePermille = 100

func (c *Cluster) leaseVerb() story.Verb {
	return story.Verb{
		Name: "lease", Usage: "lease on [10%]\nlease off", Setup: true,
		Help: "lets a leader keep a lease by its heartbeats, for reads; " +
			"the share is how far two clocks may differ in speed (thesis §6.4.1)",
		Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
			c.setup.Leases = node.Leases{}
			if args.Choice("on", "off") == "on" {
				c.setup.Leases = node.Leases{On: true, DriftPermille: leasePermille}
				if args.More() {
					c.setup.Leases.DriftPermille = args.Permille()
				}
			}
			return story.Wait{}, args.End()
		},
	}
}

func leasesLabel(l node.Leases) string {
	if !l.On {
		return ""
	}
	return fmt.Sprintf(" lease=on drift=%d", l.DriftPermille)
}

func appendLeases(b []byte, l node.Leases) []byte { return wire.AppendUint(b, uint64(l.DriftPermille)) }

func readLeases(r *wire.Reader) node.Leases {
	drift := r.Uint()
	if drift > 1000 {
		r.Fail(fmt.Errorf("a drift of %d thousandths: %w", drift, wire.ErrValue))
	}
	return node.Leases{On: true, DriftPermille: int(drift)}
}

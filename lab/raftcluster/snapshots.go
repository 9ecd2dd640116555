package raftcluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/wire"
)

// Snapshots (§7): what the setup switches on, what is typed, how a server takes and installs them, and what it shows.

// ControlSnapshot is the lab.Control payload that lets a server take a snapshot of what it has applied.
const ControlSnapshot = "snapshot"

// SnapshotSetup switches snapshots on. They are off by default, and then no trace, record or message has a byte of
// them.
type SnapshotSetup struct {
	// ChunkBytes is how many bytes of a snapshot one message carries. 0 switches snapshots off.
	ChunkBytes int
	// Every is after how many applied entries a server takes one by itself; 0 is never.
	Every int
}

// On reports whether snapshots are on.
func (s SnapshotSetup) On() bool { return s.ChunkBytes > 0 }

// defaultChunk is how many bytes a chunk has where nothing else is said: few, so that one can watch them.
const defaultChunk = 64

// maxChunk and maxEvery bound what a configuration may ask for.
const (
	maxChunk = 1 << 16
	maxEvery = 1 << 20
)

func (s SnapshotSetup) append(b []byte) []byte {
	return wire.AppendUint(wire.AppendUint(b, uint64(s.ChunkBytes)), uint64(s.Every))
}

func readSnapshotSetup(r *wire.Reader) SnapshotSetup {
	chunk, every := r.Uint(), r.Uint()
	if chunk < 1 || chunk > maxChunk || every > maxEvery {
		r.Fail(fmt.Errorf("chunks of %d bytes, every %d entries: %w", chunk, every, wire.ErrValue))
	}
	return SnapshotSetup{ChunkBytes: int(chunk), Every: int(every)}
}

// snapshotsLabel is the header's words.
func snapshotsLabel(s SnapshotSetup) string {
	if !s.On() {
		return ""
	}
	label := fmt.Sprintf(" snapshots=on chunk=%d", s.ChunkBytes)
	if s.Every > 0 {
		label += fmt.Sprintf(" every=%d", s.Every)
	}
	return label
}

// snapshotSetupVerb is the verb that switches them on.
func (c *Cluster) snapshotSetupVerb() story.Verb {
	return story.Verb{
		Name: "snapshots", Setup: true, Run: c.runSnapshots,
		Usage: "snapshots on\nsnapshots every 4\nsnapshots chunk 16",
		Help: "lets servers replace the beginning of their logs by a snapshot (§7); every: by themselves, after that " +
			"many entries; chunk: how many bytes of one travel in a message",
	}
}

func (c *Cluster) runSnapshots(_ *story.Runner, args *story.Args) (story.Wait, error) {
	if !c.setup.Snapshots.On() {
		c.setup.Snapshots.ChunkBytes = defaultChunk
	}
	switch args.Choice("on", "every", "chunk") {
	case "every":
		n := args.Number("a number of entries")
		if n < 1 || n > maxEvery {
			return story.Wait{}, story.UsageError("a snapshot every %d entries: want 1 to %d", n, maxEvery)
		}
		c.setup.Snapshots.Every = int(n)
	case "chunk":
		n := args.Number("a number of bytes")
		if n < 1 || n > maxChunk {
			return story.Wait{}, story.UsageError("chunks of %d bytes: want 1 to %d", n, maxChunk)
		}
		c.setup.Snapshots.ChunkBytes = int(n)
	}
	return story.Wait{}, args.End()
}

// ErrNothingNew is wrapped when a snapshot would include nothing that the last one does not.
var ErrNothingNew = lab.NotNow("there is nothing to take a snapshot of")

// snapshotVerb lets a server take one.
func (c *Cluster) snapshotVerb() story.Verb {
	return story.Verb{
		Name: "snapshot", Usage: "snapshot S1", Run: c.runSnapshot,
		Help: "lets a server take a snapshot of what it has applied, and cut its log there (§7)",
	}
}

func (c *Cluster) runSnapshot(r *story.Runner, args *story.Args) (story.Wait, error) {
	id := args.Server()
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	m := c.Server(id)
	switch last := m.Snapshots.Meta.LastIndex; {
	case !c.setup.Snapshots.On():
		return story.Wait{}, story.UsageError("snapshots are off: begin the scenario with \"snapshots on\"")
	case r.World().Status(id).Up && m.LastApplied == 0:
		return story.Wait{}, fmt.Errorf("%w: %v has applied no entry yet", ErrNothingNew, id)
	case r.World().Status(id).Up && m.LastApplied <= last:
		return story.Wait{}, fmt.Errorf("%w: the last snapshot of %v ends at entry %d, and %v has applied no later one",
			ErrNothingNew, id, last, id)
	}
	return story.Wait{}, r.World().Control(id, ControlSnapshot)
}

// content is the state machine as bytes.
func (s *Server) content() []byte {
	var table *kv.Sessions
	if s.sessions != nil && s.sessions.mistake != unsavedSessions {
		table = &s.sessions.table
	}
	return kv.AppendSnapshot(nil, s.store, table)
}

// wantsSnapshot reports whether the server takes a snapshot by itself now. A server that decides alone waits for a step
// without new entries: if it cut off what nobody has seen, and lost its power then, what was there would be unknown.
func (s *Server) wantsSnapshot(step changed) bool {
	if s.every == 0 || step.logFrom > 0 && s.node.IsQuorum(raft.SetOf(s.node.ID)) {
		return false
	}
	return s.node.LastApplied >= s.node.Snapshot.LastIndex+raft.Index(s.every)
}

// restore puts the content of a snapshot in the place of the state machine.
func (s *Server) restore(snapshot *raft.Snapshot) error {
	store, table, err := kv.ReadSnapshot(snapshot.Data)
	if err != nil {
		return fmt.Errorf("its snapshot up to entry %d cannot be read: %w", snapshot.Meta.LastIndex, err)
	}
	s.store, s.sessions = store, s.sessions.emptied()
	if s.sessions != nil && table != nil {
		s.sessions.table = *table
	}
	return nil
}

// takeFiles encodes what is saved besides the records.
func (s *Server) takeFiles(result node.Output) {
	if result.Snapshot != nil {
		s.out.Snapshot = raft.AppendSnapshot(nil, *result.Snapshot)
	}
	if result.Cut != nil {
		s.out.Cut = raft.AppendCut(nil, *result.Cut)
	}
}

// SnapshotState is what a server shows of snapshots; the zero value says that it has none.
type SnapshotState struct {
	// Base is where the log begins: the last entry that was cut off, of term BaseTerm.
	Base     raft.Index
	BaseTerm raft.Term
	// Meta is the last snapshot's, and Size how many bytes its content has.
	Meta raft.SnapshotMeta
	Size uint64
	// Installed says that the state machine was replaced by it in this step: it came from the leader, or from the disk.
	Installed bool
	// Sending are the snapshots on their way to followers.
	Sending []node.SnapshotTransfer
	// Arriving is the snapshot that comes from the leader, of which Have bytes are here; the zero value for none.
	Arriving raft.SnapshotMeta
	Have     uint64
}

func snapshotState(n *node.Node, installed bool) SnapshotState {
	last, part := n.LastSnapshot(), n.PartialSnapshot()
	return SnapshotState{
		Base: n.Log.Base(), BaseTerm: n.Log.Term(n.Log.Base()), Meta: n.Snapshot, Size: uint64(len(last.Data)),
		Installed: installed, Sending: n.SnapshotTransfers(), Arriving: part.Meta, Have: uint64(len(part.Data)),
	}
}

// onDisk is what a crash leaves.
func (s SnapshotState) onDisk() SnapshotState {
	return SnapshotState{Base: s.Base, BaseTerm: s.BaseTerm, Meta: s.Meta, Size: s.Size}
}

func (s SnapshotState) shown() bool {
	return s.Meta.LastIndex > 0 || s.Base > 0 || s.Arriving.LastIndex > 0 || len(s.Sending) > 0
}

func appendSnapshotState(b []byte, s SnapshotState) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(s.Base)), uint64(s.BaseTerm))
	b = wire.AppendUint(appendMeta(b, s.Meta), s.Size)
	b = wire.AppendBool(b, s.Installed)
	b = wire.AppendUint(b, uint64(len(s.Sending)))
	for _, t := range s.Sending {
		b = appendMeta(wire.AppendUint(b, uint64(t.To)), t.Meta)
		b = wire.AppendUint(wire.AppendUint(b, t.Offset), t.Size)
	}
	return wire.AppendUint(appendMeta(b, s.Arriving), s.Have)
}

func readSnapshotState(r *wire.Reader) SnapshotState {
	s := SnapshotState{
		Base: raft.Index(r.Uint()), BaseTerm: raft.Term(r.Uint()), Meta: readMeta(r), Size: r.Uint(),
		Installed: r.Bool(),
	}
	for range r.Count() {
		s.Sending = append(s.Sending, node.SnapshotTransfer{
			To: readNodeID(r), Meta: readMeta(r), Offset: r.Uint(), Size: r.Uint(),
		})
	}
	s.Arriving, s.Have = readMeta(r), r.Uint()
	return s
}

func appendMeta(b []byte, meta raft.SnapshotMeta) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(meta.LastIndex)), uint64(meta.LastTerm))
	b = wire.AppendUint(b, uint64(meta.Configuration.Voters))
	b = wire.AppendUint(b, uint64(meta.Configuration.Next))
	return wire.AppendUint(b, uint64(meta.Configuration.Learners))
}

func readMeta(r *wire.Reader) raft.SnapshotMeta {
	return raft.SnapshotMeta{
		LastIndex: raft.Index(r.Uint()), LastTerm: raft.Term(r.Uint()),
		Configuration: raft.Configuration{
			Voters: raft.NodeSet(r.Uint()), Next: raft.NodeSet(r.Uint()), Learners: raft.NodeSet(r.Uint()),
		},
	}
}

// expectBase compares where logs begin: the last entry that is cut off.
func (c *Cluster) expectBase(_ *story.Runner, args *story.Args) error {
	want := args.Bound("an index")
	servers := c.serversOrAll(args)
	if err := args.End(); err != nil {
		return err
	}
	for _, id := range servers {
		if got := c.Server(id).Snapshots.Base; !want.Holds(uint64(got)) {
			return story.Unmet("the log of %v is cut up to entry %d", id, got)
		}
	}
	return nil
}

package raftcluster

import (
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/wire"
)

// Elections that do not disturb, and handing over on purpose: what the setup switches on, what is typed, and how both
// travel.

// The lab.Control payloads of what a server does because nothing came, and of a transfer, which is followed by the
// target's number.
const (
	ControlForget   = "forget"
	ControlInterval = "interval"
	ControlAbort    = "abort"
	controlTransfer = "transfer "
)

// ControlTransfer is the payload that lets a leader hand over to a server (thesis §3.10).
func ControlTransfer(to lab.ServerID) string { return controlTransfer + to.String() }

// electionControl is the node's input for a payload; ok is false if the payload is another one.
func electionControl(payload string) (in node.Input, ok bool) {
	switch payload {
	case ControlForget:
		return node.Forget{}, true
	case ControlInterval:
		return node.CheckQuorum{}, true
	case ControlAbort:
		return node.AbortTransfer{}, true
	}
	target, ok := strings.CutPrefix(payload, controlTransfer)
	if !ok {
		return nil, false
	}
	for id := lab.ServerID(1); id <= lab.MaxServers; id++ {
		if id.String() == target {
			return node.Transfer{To: raft.NodeID(id)}, true
		}
	}
	return nil, false
}

// electionBits is above all sets of switches: one bit each, in the order of appendElections.
const electionBits = 1 << 4

func appendElections(b []byte, e node.Elections) []byte {
	bits := uint64(0)
	for i, on := range [...]bool{e.PreVote, e.Stickiness, e.CheckQuorum, e.Manual} {
		if on {
			bits |= 1 << i
		}
	}
	return wire.AppendUint(b, bits)
}

func readElections(r *wire.Reader) node.Elections {
	bits := r.Uint()
	if bits == 0 || bits >= electionBits {
		r.Fail(fmt.Errorf("switches %d of elections: %w", bits, wire.ErrValue))
	}
	return node.Elections{
		PreVote: bits&1 != 0, Stickiness: bits&2 != 0, CheckQuorum: bits&4 != 0, Manual: bits&8 != 0,
	}
}

// switchedOn reports whether any of the switches is on; Manual alone switches nothing on.
func switchedOn(e node.Elections) bool { return e.PreVote || e.Stickiness || e.CheckQuorum }

// electionsLabel is the header's words for what is switched on, with a space before each.
func electionsLabel(e node.Elections) string {
	var label string
	for _, s := range electionSwitches(&e) {
		if *s.on {
			label += " " + s.name + "=on"
		}
	}
	return label
}

type electionSwitch struct {
	name string
	on   *bool
	help string
}

func electionSwitches(e *node.Elections) []electionSwitch {
	return []electionSwitch{
		{"prevote", &e.PreVote, "lets a server ask whether others would vote for it, before it stands (thesis §9.6)"},
		{"stickiness", &e.Stickiness,
			"lets a server that hears a leader leave requests for its vote unanswered (thesis §4.2.3)"},
		{"check-quorum", &e.CheckQuorum, "lets a leader step down that hears from no majority (thesis §6.2)"},
	}
}

func (c *Cluster) electionSetupVerbs() []story.Verb {
	var verbs []story.Verb
	for _, s := range electionSwitches(&c.setup.Elections) {
		verbs = append(verbs, story.Verb{
			Name: s.name, Usage: s.name + " on", Setup: true, Help: s.help,
			Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
				*s.on = args.Choice("on", "off") == "on"
				return story.Wait{}, args.End()
			},
		})
	}
	return verbs
}

func (c *Cluster) silenceVerbs() []story.Verb {
	return []story.Verb{
		{
			Name: "forget", Usage: "forget S2", Run: c.silence(ControlForget, c.mayForget),
			Help: "lets a server's leader count as silent: the server no longer knows that it works",
		},
		{
			Name: "interval", Usage: "interval S1", Run: c.silence(ControlInterval, c.mayCheckQuorum),
			Help: "ends a leader's interval of check-quorum: it steps down unless a majority answered in it",
		},
		{
			Name: "transfer", Usage: "transfer S1 > S2", Run: c.runTransfer,
			Help: "lets a leader hand over to another server",
		},
		{
			Name: "abort", Usage: "abort S1", Run: c.silence(ControlAbort, c.mayAbort),
			Help: "ends a leader's try to hand over: it takes commands again",
		},
	}
}

// silence gives a server a Control payload, unless it would do nothing: may says why then.
func (c *Cluster) silence(
	payload string, may func(lab.ServerID, *Mirror) error,
) func(*story.Runner, *story.Args) (story.Wait, error) {
	return func(r *story.Runner, args *story.Args) (story.Wait, error) {
		id := args.Server()
		if err := args.End(); err != nil {
			return story.Wait{}, err
		}
		if r.World().Status(id).Up { // what a server knew that is down is gone: the world says that it is down
			if err := may(id, c.Server(id)); err != nil {
				return story.Wait{}, err
			}
		}
		return story.Wait{}, r.World().Control(id, payload)
	}
}

// mayForget refuses a leader. Another server that hears no leader may be told so again.
func (c *Cluster) mayForget(id lab.ServerID, m *Mirror) error {
	if m.Role == raft.Leader {
		return lab.NotNow(fmt.Sprintf("%v leads: it has no other leader to forget; name a follower", id))
	}
	return nil
}

func (c *Cluster) mayCheckQuorum(id lab.ServerID, m *Mirror) error {
	switch {
	case !c.setup.Elections.CheckQuorum:
		return story.UsageError("%v has no interval of check-quorum: that needs check-quorum on, in the setup", id)
	case m.Role != raft.Leader:
		return lab.NotNow(fmt.Sprintf("%v is a %v and counts no answers; name the leader", id, m.Role))
	}
	return nil
}

func (c *Cluster) mayAbort(id lab.ServerID, m *Mirror) error {
	if m.Elections.Transferee == raft.None {
		return lab.NotNow(fmt.Sprintf("%v does not hand over to anybody, so there is nothing to end", id))
	}
	return nil
}

func (c *Cluster) runTransfer(r *story.Runner, args *story.Args) (story.Wait, error) {
	from := args.Server()
	args.Choice(">")
	to := args.Server()
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	switch {
	case from == to:
		return story.Wait{}, lab.NotNow(fmt.Sprintf("%v cannot hand over to itself; name another server", from))
	case c.groupNumber(from) != c.groupNumber(to):
		return story.Wait{}, story.UsageError("%v and %v are of different groups; a leader hands over within its own",
			from, to)
	case c.Server(from).Role != raft.Leader:
		return story.Wait{}, fmt.Errorf("%w: %v is a %v and has nothing to hand over", ErrNoLeader, from,
			c.Server(from).Role)
	}
	return story.Wait{}, r.World().Control(from, ControlTransfer(to))
}

// ElectionState is what a server shows of elections that do not disturb; On is false while all of it is off.
type ElectionState struct {
	On               bool
	Heard            bool
	PreVotes, Active raft.NodeSet
	Transferee       raft.NodeID
}

// electionState is what a node shows.
func electionState(n *node.Node) ElectionState {
	if !switchedOn(n.Elections()) && n.Transferee == raft.None {
		return ElectionState{}
	}
	return ElectionState{
		On: true, Heard: n.Heard, PreVotes: n.PreVotes, Active: n.Active, Transferee: n.Transferee,
	}
}

func appendElectionState(b []byte, e ElectionState) []byte {
	b = wire.AppendBool(b, e.Heard)
	b = wire.AppendUint(b, uint64(e.PreVotes))
	b = wire.AppendUint(b, uint64(e.Active))
	return wire.AppendUint(b, uint64(e.Transferee))
}

func readElectionState(r *wire.Reader) ElectionState {
	return ElectionState{
		On: true, Heard: r.Bool(), PreVotes: raft.NodeSet(r.Uint()), Active: raft.NodeSet(r.Uint()),
		Transferee: readNodeID(r),
	}
}

// writeElections writes what changed in what a server knows of its leader.
func writeElections(w *lab.World, id lab.ServerID, m *Mirror, v *View) {
	if m.Elections.Heard && !v.Elections.Heard && v.Role == raft.Follower && v.Leader != raft.None {
		w.Line(id, "forget", "leader="+v.Leader.String())
	}
	switch to := v.Elections.Transferee; {
	case to == m.Elections.Transferee:
	case to != raft.None:
		w.Line(id, "transfer", "to="+to.String())
	case v.Role == raft.Leader:
		w.Line(id, "transfer", "ended")
	}
}

// Silences are what a server may do because nothing came; and when it takes a snapshot is its own to decide, too.
func (s SearchSetup) Silences(m explore.Machine) []string {
	n := m.(*Server).node
	var all []string
	switch {
	case !switchedOn(s.Elections):
	case n.Role != raft.Leader && n.Heard:
		all = append(all, ControlForget)
	case n.Role == raft.Leader && s.Elections.CheckQuorum:
		all = append(all, ControlInterval)
	}
	if s.Snapshots.On() && n.LastApplied > n.Snapshot.LastIndex {
		all = append(all, ControlSnapshot)
	}
	return all
}

// SilenceLine is the verb for one of them.
func (s SearchSetup) SilenceLine(payload string, id lab.ServerID) string {
	return payload + " " + id.String()
}

package raftcluster

import (
	"slices"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
)

// progress is the liveness of a cluster whose faults have ended: within a bounded number of election timeouts
// there is a leader (§5.2, §5.6), and every server applies a command that a client gives to the leader (§5.3).
var progress = lab.Check{ID: "progress", Name: "Progress after healing", Section: "§5.2, §5.6"}

// progressTimeouts bounds the wait, in longest election timeouts. An election in a healed cluster fails only on a
// split vote. Servers that only adopt the term when a request of a later term arrives, which is right but slow,
// may need twenty; no right servers need sixty.
const progressTimeouts = 60

// expectProgress waits for a leader, gives it a command, again if the command gets lost, and waits until every
// server has applied it. The command is real: it is part of the history.
func (c *Cluster) expectProgress(r *story.Runner, args *story.Args) (story.Wait, error) {
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	w := r.World()
	if fault := w.Fault(); fault != "" {
		return story.Wait{}, story.UsageError("expect progress needs a world without faults, but %s: use recover "+
			"before it", fault)
	}
	probers := make([]*prober, len(c.checks))
	for g := range probers {
		probers[g] = &prober{cluster: c, world: w, group: g}
	}
	behind := func() *prober {
		return probers[slices.IndexFunc(probers, func(p *prober) bool { return !p.reached() })]
	}
	patience := lab.Duration(c.longestTimeout()) * progressTimeouts
	return story.Wait{
		Until: w.Now().Add(patience),
		Done: func() bool {
			done := true
			for _, p := range probers {
				done = p.done() && done
			}
			return done
		},
		Late: func() string { return behind().missing().Text },
		Broken: func() *lab.Violation {
			late := behind()
			v := progress.Broken(lab.Say("progress.late", "%d ms after all faults ended, %v",
				int64(patience/lab.Millisecond), late.missing()))
			v.Liveness = true
			return v
		},
	}, nil
}

func (c *Cluster) longestTimeout() raft.Duration {
	longest := c.setup.ElectionTimeoutMax
	for _, own := range c.setup.Own {
		longest = max(longest, own[1])
	}
	return longest
}

// prober judges progress in one group.
type prober struct {
	cluster   *Cluster
	world     *lab.World
	group     int
	operation *service.Operation
}

// reached reports whether the command was carried out and every server of the group has applied it.
func (p *prober) reached() bool {
	if p.operation == nil || p.operation.Outcome != service.OK {
		return false
	}
	behind := func(m *Mirror) bool { return uint64(m.LastApplied) < p.operation.Index }
	return !slices.ContainsFunc(p.servers(), behind)
}

// done is called after each event. It gives the group's leader a command if none is pending or done. All groups
// get the same key: each has its own store.
func (p *prober) done() bool {
	if op := p.operation; op != nil && (op.Outcome == service.OK || op.Outcome == service.Pending) {
		return p.reached()
	}
	if leader := p.cluster.LeaderOf(p.world, p.group); leader != 0 {
		command := kv.Command{Op: kv.Put, Key: "progress", Value: "yes"}
		// Invoke fails only for a missing server, and the leader exists.
		p.operation, _ = p.cluster.Invoke(p.world, lab.Client(1), command, leader)
	}
	return false
}

// servers are the group's servers; where servers change, those of the last committed configuration.
func (p *prober) servers() []*Mirror {
	checks := &p.cluster.checks[p.group]
	group := p.cluster.groupOf(checks.id(0))
	if checks.members == nil {
		return group
	}
	var list []*Mirror
	for id := range checks.lastCommitted().Members().All() {
		list = append(list, group[id-1])
	}
	return list
}

// missing says what did not happen.
func (p *prober) missing() lab.Saying {
	op := p.operation
	switch {
	case op == nil:
		return lab.Say("progress.no-leader", "no server leads: %v", p.cluster.rolesNow())
	case op.Outcome != service.OK:
		return lab.Say("progress.no-commit", "%v leads, and a command given to it has not been carried out: %v",
			op.Path[0], p.cluster.commitIndexes())
	}
	return lab.Say("progress.no-apply", "entry %d (%v) is committed, and not every server has applied it: %v",
		op.Index, op.Command, p.cluster.commitIndexes())
}

// rolesNow lists the role of every server: S1 is a candidate of term 4, ...
func (c *Cluster) rolesNow() lab.Saying {
	var parts []lab.Saying
	for i, m := range c.servers {
		parts = append(parts,
			lab.Say("progress.role", "%v is a %v of term %d", lab.ServerID(i+1), m.Role, m.CurrentTerm))
	}
	return lab.Join("progress.roles", ", ", parts)
}

package zabcluster

import (
	"slices"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// progress is the liveness of a cluster whose faults have ended: within a bounded time a leader is established, and
// every server delivers a write that a client gives to it.
var progress = lab.Check{ID: "progress", Name: "Progress after healing", Section: "the paper, §2"}

// progressLimits bounds the wait, in init limits: a few elections fail because servers find out late that their
// leader is gone.
const progressLimits = 25

// expectProgress waits for a leader, gives it a command, again if the command gets lost, and waits until every
// server has delivered it. The command is real: it is part of the history.
func (c *Cluster) expectProgress(r *story.Runner, args *story.Args) (story.Wait, error) {
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	w := r.World()
	if fault := w.Fault(); fault != "" {
		return story.Wait{}, story.UsageError("expect progress needs a world without faults, but %s: use recover "+
			"before it", fault)
	}
	p := &prober{cluster: c, world: w}
	patience := lab.Duration(c.setup.InitLimit) * progressLimits
	return story.Wait{
		Until: w.Now().Add(patience),
		Done:  p.done,
		Late:  func() string { return p.missing().Text },
		Broken: func() *lab.Violation {
			v := progress.Broken(lab.Say("zab.progress.late", "%d ms after all faults ended, %v",
				int64(patience/lab.Millisecond), p.missing()))
			v.Liveness = true
			return v
		},
	}, nil
}

// prober judges progress.
type prober struct {
	cluster   *Cluster
	world     *lab.World
	operation *service.Operation
}

// reached reports whether the command was carried out and every server has delivered it.
func (p *prober) reached() bool {
	if p.operation == nil || p.operation.Outcome != service.OK {
		return false
	}
	return !slices.ContainsFunc(p.cluster.servers, func(m *Mirror) bool {
		return uint64(m.DeliveredTo) < p.operation.Index || !m.serves()
	})
}

// done is called after each event. It gives the leader a command if none is pending or done.
func (p *prober) done() bool {
	if op := p.operation; op != nil && (op.Outcome == service.OK || op.Outcome == service.Pending) {
		return p.reached()
	}
	if leader := p.cluster.Leader(p.world); leader != 0 {
		command := kv.Command{Op: kv.Put, Key: "progress", Value: "yes"}
		// Invoke fails only for a missing server, and the leader exists.
		p.operation, _ = p.cluster.Invoke(p.world, lab.Client(1), command, leader)
	}
	return false
}

// missing says what did not happen.
func (p *prober) missing() lab.Saying {
	op := p.operation
	switch {
	case op == nil:
		return lab.Say("zab.progress.no-leader", "no leader is established: %v", p.cluster.standings())
	case op.Outcome != service.OK:
		return lab.Say("zab.progress.no-commit", "%v leads, and a command given to it has not been carried out: %v",
			op.Path[0], p.cluster.deliveries())
	}
	return lab.Say("zab.progress.no-delivery", "a command (%v) is committed, and not every server has delivered it: "+
		"%v; %v",
		op.Command, p.cluster.deliveries(), p.cluster.standings())
}

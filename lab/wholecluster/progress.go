package wholecluster

import (
	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// progressTime is how long servers have to agree after all faults have ended. The course asks for a leader within five
// seconds; a few elections may fail, and a server that was away has to catch up.
const progressTime = 15 * lab.Second

// expectProgress waits for a leader, gives it a command, again if the command gets lost, and waits until every server
// has applied it, and all that was ever applied. The command is real: it is part of the history.
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
	return story.Wait{
		Until: w.Now().Add(progressTime),
		Done:  p.done,
		Late:  func() string { return p.missing().Text },
		Broken: func() *lab.Violation {
			v := progress.Broken(lab.Say("whole.progress.late", "%d ms after all faults ended, %v",
				int64(progressTime/lab.Millisecond), p.missing()))
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
	asked     lab.Time
}

// patience is how long the prober waits for one command before it tries another.
const patience = 2 * lab.Second

// done is called after each event. It gives the leader a command if none is pending or done.
func (p *prober) done() bool {
	op := p.operation
	switch {
	case op != nil && op.Outcome == service.OK:
		return p.everywhere()
	case op != nil && op.Outcome == service.Pending && p.world.Now() < p.asked.Add(patience):
		return false
	}
	if leader := p.cluster.Leader(p.world); leader != 0 && (op == nil || p.world.Now() >= p.asked.Add(patience/10)) {
		command := kv.Command{Op: kv.Put, Key: "progress", Value: "yes"}
		// Invoke fails only for a missing server, and the leader exists.
		p.operation, _ = p.cluster.Invoke(p.world, lab.Client(1), command, leader)
		p.asked = p.world.Now()
	}
	return false
}

// everywhere reports whether every server has applied the command, and all that was ever applied.
func (p *prober) everywhere() bool {
	for _, m := range p.cluster.servers {
		if m.Applied < p.cluster.checks.highest || uint64(m.Applied) < p.operation.Index {
			return false
		}
	}
	return true
}

// missing says what did not happen.
func (p *prober) missing() lab.Saying {
	op := p.operation
	switch {
	case op == nil:
		return lab.Say("whole.progress.no-leader", "no server says that it leads: %v", p.cluster.standings())
	case op.Outcome != service.OK:
		return lab.Say("whole.progress.no-commit", "a command given to %v has not been applied there: %v", op.Path[0],
			p.cluster.standings())
	}
	return lab.Say("whole.progress.no-apply",
		"a command is applied at index %d, and not every server has applied it: %v", op.Index, p.cluster.standings())
}

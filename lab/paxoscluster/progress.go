package paxoscluster

import (
	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/paxos"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// progressTimes bounds the wait, in times of a ballot that fails: the longest wait for a leader, or for a majority.
const progressTimes = 60

// expectProgress waits, in a world without faults, until a value is chosen and every learner knows it; in mode multi,
// until every learner has carried out a new command. Only a distinguished proposer makes that certain (§2.4): mode
// multi elects one.
func (c *Cluster) expectProgress(r *story.Runner, args *story.Args) (story.Wait, error) {
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	w := r.World()
	if fault := w.Fault(); fault != "" {
		return story.Wait{}, story.UsageError("expect progress needs a world without faults, but %s: use recover "+
			"before it", fault)
	}
	if !c.setup.Multi && c.setup.Distinguished == paxos.None {
		return story.Wait{}, story.UsageError("expect progress needs a distinguished proposer, or mode multi: " +
			"proposers that outbid each other may never finish (§2.4)")
	}
	p := &prober{cluster: c, world: w, servers: members(c.setup.Learners)}
	patience := progressTimes * lab.Duration(max(c.setup.Retry, c.setup.BackOffMost))
	if c.setup.Multi {
		patience = progressTimes * lab.Duration(c.setup.LeaderMost)
	}
	return story.Wait{
		Until: w.Now().Add(patience),
		Done:  p.done,
		Late:  func() string { return p.missing().Text },
		Broken: func() *lab.Violation {
			v := progress.Broken(lab.Say("paxos.progress.late", "%d ms after all faults ended, %v",
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
	servers   []lab.ServerID
	proposed  bool
	operation *service.Operation
}

// done is called after each event.
func (p *prober) done() bool {
	if p.cluster.setup.Multi {
		return p.carriedOut()
	}
	if !p.proposed {
		// Propose fails only for a missing server, and the distinguished one exists.
		_ = p.cluster.propose(p.world, lab.ServerID(p.cluster.setup.Distinguished), "progress")
		p.proposed = true
	}
	return p.cluster.firstIgnorant(p.servers) == 0
}

// carriedOut gives the leader a command if none is pending or done. The command is real: it is part of the history.
func (p *prober) carriedOut() bool {
	if op := p.operation; op != nil && (op.Outcome == service.OK || op.Outcome == service.Pending) {
		return op.Outcome == service.OK && p.cluster.firstBehind(p.servers, paxos.Slot(op.Index)) == 0
	}
	if leader := p.cluster.leader(p.world); leader != 0 {
		command := kv.Command{Op: kv.Put, Key: "progress", Value: "yes"}
		p.operation, _ = p.cluster.Invoke(p.world, lab.Client(1), command, leader)
	}
	return false
}

// missing says what did not happen.
func (p *prober) missing() lab.Saying {
	op := p.operation
	switch {
	case !p.cluster.setup.Multi && len(p.cluster.checks.chosen) == 0:
		return lab.Say("paxos.progress.not-chosen", "no value is chosen after %d ballots", len(p.cluster.checks.begun))
	case !p.cluster.setup.Multi:
		return lab.Say("paxos.progress.not-known", "a value is chosen, and %v does not know it",
			p.cluster.firstIgnorant(p.servers))
	case op == nil:
		return lab.Say("paxos.progress.no-leader", "no server leads after %d ballots", len(p.cluster.checks.begun))
	case op.Outcome != service.OK:
		return lab.Say("paxos.progress.no-command", "%v leads, and a command given to it has not been carried out",
			op.Path[0])
	}
	return lab.Say("paxos.progress.no-apply", "slot %d is decided, and %v has not carried it out", op.Index,
		p.cluster.firstBehind(p.servers, paxos.Slot(op.Index)))
}

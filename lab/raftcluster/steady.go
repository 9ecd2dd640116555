package raftcluster

import (
	"raftlab/lab"
	"raftlab/lab/story"
	"raftlab/raft"
)

// steadyLeader is what elections that do not disturb promise beyond Figure 3, where they are switched on: no leader is
// deposed while it reaches a majority (thesis §9.6), and none leads on without one (thesis §6.2). It is about liveness:
// without it nothing is lost but time.
var steadyLeader = lab.Check{ID: "steady-leader", Name: "Steady leadership", Section: "thesis §9.6, §6.2"}

// steadiness keeps the first leader of a run that was not steady. The world decides whom a leader reaches, since what
// the leader knows of it is a matter of the rules that are judged.
type steadiness struct {
	broken  *lab.Violation
	leaders map[lab.ServerID]*reign
}

// reign is a leader's time in its term.
type reign struct {
	// whole is since when the leader has reached a majority, or since when it leads. alone is since when it has not,
	// 0 while it does.
	whole, alone lab.Time
}

// watchLeader follows a server's leadership. M is what was known before the step, v is what it shows now. A leader that
// reaches a majority again after a while may be replaced already: it hears of that at its next heartbeat, so one that
// is deposed as late as an interval of check-quorum less a heartbeat is deposed by something else.
func (c *Cluster) watchLeader(w *lab.World, id lab.ServerID, m *Mirror, v *View) {
	was, is := m.Role == raft.Leader && !m.fresh, v.Role == raft.Leader
	if !was && !is || c.steady.broken != nil || !switchedOn(c.setup.Elections) {
		return
	}
	if c.steady.leaders == nil {
		c.steady.leaders = map[lab.ServerID]*reign{}
	}
	if !was || v.CurrentTerm != m.CurrentTerm && is {
		c.steady.leaders[id] = &reign{whole: w.Now()}
	}
	r := c.steady.leaders[id]
	least, heartbeat := lab.Duration(c.setup.ElectionTimeoutMin), lab.Duration(c.setup.HeartbeatInterval)
	switch reaches := c.reachesMajority(w, id); {
	case is && reaches:
		r.alone = 0
	case is && r.alone == 0:
		r.whole, r.alone = w.Now(), w.Now()
	case is:
		r.whole = w.Now()
		if c.setup.Elections.CheckQuorum && w.Now() > r.alone.Add(2*least) {
			c.unsteady(lab.Say("steady-leader.alone",
				"%v leads term %d, and has not reached a majority for more than %d ms, which is twice the least "+
					"election timeout", id, v.CurrentTerm, int64(2*least/lab.Millisecond)))
		}
	case reaches && m.Elections.Transferee == raft.None && w.Now() >= r.whole.Add(least-heartbeat):
		c.unsteady(deposed(id, m, v))
	}
}

// deposed says how a leader that reached a majority came to its end.
func deposed(id lab.ServerID, m *Mirror, v *View) lab.Saying {
	if v.CurrentTerm == m.CurrentTerm {
		return lab.Say("steady-leader.gave-up", "%v led term %d and reached a majority, and it stepped down", id,
			m.CurrentTerm)
	}
	return lab.Say("steady-leader.deposed", "%v led term %d and reached a majority, and term %d deposed it", id,
		m.CurrentTerm, v.CurrentTerm)
}

func (c *Cluster) unsteady(how lab.Saying) {
	c.steady.broken = steadyLeader.Broken(how)
	c.steady.broken.Liveness = true
}

// reachesMajority reports whether a server and those that are up and hear it, and that it hears, are a majority of its
// group.
func (c *Cluster) reachesMajority(w *lab.World, id lab.ServerID) bool {
	first, size := lab.ServerID(c.checksOf(id).first), len(c.groupOf(id))
	reached := raft.SetOf(raft.NodeID(id))
	for other := first + 1; int(other) <= int(first)+size; other++ {
		status := w.Status(other)
		if other != id && status.Up && !status.Paused && w.Open(id, other) && w.Open(other, id) {
			reached.Add(raft.NodeID(other))
		}
	}
	if c.setup.Membership.On {
		now, _ := c.configuration(c.Server(id))
		return now.HasQuorum(reached)
	}
	return 2*reached.Len() > size
}

// expectSteady breaks the property if a leader was not steady so far. A story that makes a server stand, forget
// its leader or lose messages at random has no use for it.
func (c *Cluster) expectSteady(_ *story.Runner, args *story.Args) (story.Wait, error) {
	return story.Wait{Break: c.steady.broken}, args.End()
}

package paxoscluster

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/paxos"
	"raftlab/lab/story"
)

// ErrNoLeader is wrapped when a command needs a leader and there is none.
var ErrNoLeader = lab.NotNow("there is no leader")

// leaderWord stands for the leader in a scenario.
const leaderWord = "leader"

// Verbs are the scenario verbs of Paxos.
func (c *Cluster) Verbs() []story.Verb {
	return slices.Concat(
		story.Topic(story.SetupTopic, c.setupVerbs()), story.Topic(story.SetupTopic, c.timeVerbs()),
		story.Topic("Proposals and waiting", c.proposalVerbs()),
		story.Topic("Clients, in mode multi", c.Clients.Verbs()),
		story.Topic("Expectations", []story.Verb{c.expectVerb()}),
	)
}

func (c *Cluster) proposalVerbs() []story.Verb {
	return []story.Verb{
		{
			Name: "propose", Usage: "propose S1 X", Run: c.runPropose,
			Help: "a client asks a proposer to get this value chosen (mode single)",
		},
		{
			Name: "prepare", Usage: "prepare S1", Run: controlVerb(ControlPrepare),
			Help: "lets a proposer begin a higher ballot at once: phase 1",
		},
		{
			Name: "ask", Usage: "ask S3", Run: controlVerb(ControlAsk),
			Help: "lets a learner ask the others what is chosen",
		},
		{
			Name: "await", Usage: "await chosen\nawait learned [S1 S2]\nawait leader\nawait applied 3 [S1 S2]\nawait " +
				"answers",
			Looks: true, Run: c.runAwait,
			Help: "waits until a value is chosen, until servers know one, until there is a leader, until servers " +
				"have carried out a slot, or until every client has its answer",
		},
	}
}

func controlVerb(payload string) func(r *story.Runner, args *story.Args) (story.Wait, error) {
	return func(r *story.Runner, args *story.Args) (story.Wait, error) {
		id := args.Server()
		if err := args.End(); err != nil {
			return story.Wait{}, err
		}
		return story.Wait{}, r.World().Control(id, payload)
	}
}

// settleTime is how long `await` waits.
const settleTime = 5 * lab.Second

func (c *Cluster) runAwait(r *story.Runner, args *story.Args) (story.Wait, error) {
	wait := story.Wait{Until: r.World().Now().Add(settleTime)}
	switch args.Choice("chosen", "learned", "leader", "applied", "answers") {
	case "chosen":
		wait.Done = func() bool { return len(c.checks.chosen) > 0 }
		wait.Late = func() string { return "no value is chosen" }
	case "leader":
		wait.Done = func() bool { return c.leader(r.World()) != 0 }
		wait.Late = func() string { return "no server leads" }
	case "answers":
		wait.Done = func() bool { return c.Waiting() == 0 }
		wait.Late = func() string { return "a client has no answer yet" }
	case "learned":
		servers := c.serversOr(args, c.setup.Learners)
		wait.Done = func() bool { return c.firstIgnorant(servers) == 0 }
		wait.Late = func() string {
			return fmt.Sprintf("%v does not know which value is chosen",
				c.firstIgnorant(servers))
		}
	case "applied":
		slot := paxos.Slot(args.Number("a slot"))
		servers := c.serversOr(args, c.setup.Learners)
		wait.Done = func() bool { return c.firstBehind(servers, slot) == 0 }
		wait.Late = func() string {
			id := c.firstBehind(servers, slot)
			return fmt.Sprintf("%v should have carried out slot %d, and has come to %d", id, slot, c.Server(id).Applied)
		}
	}
	return wait, args.End()
}

// serversOr are the servers that are named, or those of a role.
func (c *Cluster) serversOr(args *story.Args, role paxos.NodeSet) []lab.ServerID {
	var ids []lab.ServerID
	for args.More() {
		ids = append(ids, args.Server())
	}
	if len(ids) == 0 {
		return members(role)
	}
	return ids
}

// members are the servers of a set.
func members(set paxos.NodeSet) (ids []lab.ServerID) {
	for id := range set.All() {
		ids = append(ids, lab.ServerID(id))
	}
	return ids
}

// learnedValue is what a server knows to be chosen in slot 1.
func (c *Cluster) learnedValue(id lab.ServerID) paxos.Value {
	if m := c.servers[id-1]; len(m.All) > 0 {
		return m.All[0].Learner.Chosen
	}
	return paxos.NoValue
}

// firstIgnorant is the first of these servers that does not know a value, 0 if all do.
func (c *Cluster) firstIgnorant(servers []lab.ServerID) lab.ServerID {
	for _, id := range servers {
		if c.learnedValue(id) == paxos.NoValue {
			return id
		}
	}
	return 0
}

// firstBehind is the first of these servers that has not carried out a slot, 0 if all have.
func (c *Cluster) firstBehind(servers []lab.ServerID, slot paxos.Slot) lab.ServerID {
	for _, id := range servers {
		if c.Server(id).Applied < slot {
			return id
		}
	}
	return 0
}

// Named is the leader, for the word leader in place of a server's name.
func (c *Cluster) Named(w *lab.World, word string) (lab.ServerID, error) {
	if word != leaderWord {
		return 0, nil
	}
	if id := c.leader(w); id != 0 {
		return id, nil
	}
	return 0, fmt.Errorf("%w: no server leads now; name one, as in S1", ErrNoLeader)
}

// leader is the server with the highest ballot that leads, of those that are up and not paused; in mode single, that
// has a ballot in progress. It is 0 if there is none.
func (c *Cluster) leader(w *lab.World) lab.ServerID {
	leader, highest := lab.ServerID(0), paxos.Ballot{}
	for i, m := range c.servers {
		id := lab.ServerID(i + 1)
		status := w.Status(id)
		phase := m.Proposer.Phase
		leads := m.Leads || !c.setup.Multi && (phase == paxos.Preparing || phase == paxos.Accepting)
		if status.Up && !status.Paused && leads && highest.Below(m.Proposer.Ballot) {
			leader, highest = id, m.Proposer.Ballot
		}
	}
	return leader
}

package raftcluster

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
)

// ErrNoLeader is wrapped when a command needs a leader and there is none.
var ErrNoLeader = lab.NotNow("there is no leader")

// Verbs are the scenario verbs of a Raft cluster.
func (c *Cluster) Verbs() []story.Verb {
	return slices.Concat(
		story.Topic(story.SetupTopic, c.setupVerbs()), story.Topic(story.SetupTopic, c.sessionVerbs()),
		story.Topic(story.SetupTopic, c.membershipVerbs()),
		story.Topic("Clients", c.Clients.Verbs()),
		story.Topic("Elections and waiting", c.electionVerbs()),
		story.Topic("Changing the servers", c.changeVerbs()),
		story.Topic("Expectations", []story.Verb{c.expectVerb()}),
	)
}

// Named is the leader, for the word leader in place of a server's name.
func (c *Cluster) Named(w *lab.World, word string) (lab.ServerID, error) {
	if word != leaderWord {
		return 0, nil
	}
	if len(c.checks) > 1 {
		return 0, fmt.Errorf(
			"%w: each of the %d groups has one of its own; name a server, as in S1",
			ErrNoLeader, len(c.checks),
		)
	}
	return c.named(w, 0)
}

// named is the leader of a group, or an error if there is none.
func (c *Cluster) named(w *lab.World, group int) (lab.ServerID, error) {
	if id := c.LeaderOf(w, group); id != 0 {
		return id, nil
	}
	return 0, fmt.Errorf("%w: no server leads now; name one, as in S1, or let one be elected", ErrNoLeader)
}

// shard is the group that serves a key. Real systems keep a table of ranges; here the first letter decides, which
// is easy to remember.
func (c *Cluster) shard(key string) int {
	if key == "" {
		return 0
	}
	const alphabet = 26 // three times: a character before the letters must not give a negative number
	return (int(key[0]|0x20) - 'a' + 3*alphabet) % alphabet % len(c.checks)
}

// Preferred is the leader of the group that serves a key: the client asks it unless it names a server.
func (c *Cluster) Preferred(w *lab.World, key string) (lab.ServerID, error) {
	return c.named(w, c.shard(key))
}

// Serves is "" if the server's group serves the key; otherwise it says why not.
func (c *Cluster) Serves(id lab.ServerID, key string) string {
	group := c.shard(key)
	if c.groupNumber(id) == group {
		return ""
	}
	return fmt.Sprintf("key %s belongs to the group of %v, and %v is of another", key, c.checks[group].id(0), id)
}

// Known is the highest entry of the key's group whose client was told that it is done.
func (c *Cluster) Known(key string) uint64 { return uint64(c.checks[c.shard(key)].acknowledged.index) }

// Acknowledged judges an answer that says a command is done (Durability), or what a read found (Linearizability).
func (c *Cluster) Acknowledged(w *lab.World, op *service.Operation, server lab.ServerID) *lab.Violation {
	checks := c.checksOf(server)
	checks.event = w.Trace.Event()
	if op.Command.Mode == kv.ByIndex {
		return readInTime(server, raft.Index(op.Index), raft.Index(op.Floor), op.Command.String())
	}
	name := requestName{op.Session, op.Sequence}
	if violation := checks.sameAnswer(server, name, op.Command.String(), op.Result); violation != nil {
		return violation
	}
	return checks.acknowledge(c.groupOf(server), server, raft.Index(op.Index), op.Command.String())
}

func (c *Cluster) setupVerbs() []story.Verb {
	return slices.Concat([]story.Verb{
		c.RulesVerb(),
		{
			Name: "election-timeout", Usage: "election-timeout [S1] 150ms 300ms",
			Setup: true, Run: c.runElectionTimeout,
			Help: "sets the range of election timeouts, for all servers or for one",
		},
		{
			Name: "heartbeat", Usage: "heartbeat 50ms", Setup: true, Run: c.runHeartbeat,
			Help: "sets the interval of heartbeats",
		},
		{
			Name: "batch", Usage: "batch 1", Setup: true, Run: c.runBatch,
			Help: "sets how many entries one AppendEntries may carry",
		},
		{
			Name: "groups", Usage: "groups 2", Setup: true, Run: c.runGroups,
			Help: "divides the servers into Raft groups of equal size, in order; " +
				"the first letter of a key chooses its group: a the first, b the second, ...",
		},
		{
			Name: "given", Usage: "given S1 term 4 vote S2 log 1 1 2 4\ngiven committed 3",
			Setup: true, Run: c.runGiven,
			Help: "puts a term, a vote and a log of these terms on a server's disk before it boots, " +
				"or says up to which index the logs of a majority were committed",
		},
	}, c.electionSetupVerbs(), []story.Verb{c.leaseVerb(), c.snapshotSetupVerb()}, c.pipeliningVerbs())
}

func (c *Cluster) runHeartbeat(_ *story.Runner, args *story.Args) (story.Wait, error) {
	c.setup.HeartbeatInterval = raft.Duration(args.Duration())
	return story.Wait{}, args.End()
}

func (c *Cluster) runBatch(_ *story.Runner, args *story.Args) (story.Wait, error) {
	c.setup.MaxEntriesPerMessage = int(min(args.Number("the number of entries"), 1<<20))
	return story.Wait{}, args.End()
}

func (c *Cluster) runGroups(_ *story.Runner, args *story.Args) (story.Wait, error) {
	c.setup.Groups = int(min(args.Number("the number of groups"), lab.MaxServers))
	return story.Wait{}, args.End()
}

func (c *Cluster) runElectionTimeout(_ *story.Runner, args *story.Args) (story.Wait, error) {
	var id lab.ServerID
	if strings.HasPrefix(args.Peek(), "S") {
		id = args.Server()
	}
	low, high := raft.Duration(args.Duration()), raft.Duration(args.Duration())
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	if id > 0 {
		c.setup.Own[raft.NodeID(id)] = [2]raft.Duration{low, high}
		return story.Wait{}, nil
	}
	c.setup.ElectionTimeoutMin, c.setup.ElectionTimeoutMax = low, high
	return story.Wait{}, nil
}

// settleTime is how long `elect` and `await` wait.
const settleTime = 5 * lab.Second

func (c *Cluster) electionVerbs() []story.Verb {
	return append([]story.Verb{
		{
			Name: "timeout", Usage: "timeout S1", Run: runTimeout,
			Help: "fires a server's election timer at once",
		},
		{
			Name: "elect", Usage: "elect S1", Run: c.runElect,
			Help: "fires a server's election timer, and waits until the server leads",
		},
		{
			Name: "await", Usage: "await leader\nawait commit 3 [S1 S2]\nawait answers", Looks: true, Run: c.runAwait,
			Help: "waits until there is a leader, until servers know an index as committed, " +
				"or until every client has its answer",
		},
	}, append(c.silenceVerbs(), c.snapshotVerb())...)
}

func runTimeout(r *story.Runner, args *story.Args) (story.Wait, error) {
	id := args.Server()
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	return story.Wait{}, r.World().Control(id, ControlTimeout)
}

func (c *Cluster) runElect(r *story.Runner, args *story.Args) (story.Wait, error) {
	id := args.Server()
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	if err := r.World().Control(id, ControlTimeout); err != nil {
		return story.Wait{}, err
	}
	m := c.Server(id)
	return story.Wait{
		Until: r.World().Now().Add(settleTime),
		Done:  func() bool { return m.Role == raft.Leader },
		Late: func() string {
			return fmt.Sprintf("%v should lead, and is a %v of term %d", id, m.Role, m.CurrentTerm)
		},
	}, nil
}

func (c *Cluster) runAwait(r *story.Runner, args *story.Args) (story.Wait, error) {
	wait := story.Wait{Until: r.World().Now().Add(settleTime)}
	switch args.Choice("leader", "commit", "answers") {
	case "leader":
		wait.Done = func() bool { return c.leaderless(r.World()) < 0 }
		wait.Late = func() string { return "no server leads" }
	case "answers":
		wait.Done = func() bool { return c.Waiting() == 0 }
		wait.Late = func() string { return "a client has no answer yet" }
	case "commit":
		index := raft.Index(args.Number("an index"))
		servers := c.serversOrAll(args)
		wait.Done = func() bool {
			for _, id := range servers {
				if c.Server(id).CommitIndex < index {
					return false
				}
			}
			return true
		}
		wait.Late = func() string {
			return fmt.Sprintf("entry %d should be known as committed; %s", index, c.commitIndexes())
		}
	}
	return wait, args.End()
}

// serversOrAll are the servers that are named, or all of them; where servers change, all of the configuration that was
// committed last.
func (c *Cluster) serversOrAll(args *story.Args) []lab.ServerID {
	var ids []lab.ServerID
	for args.More() {
		ids = append(ids, args.Server())
	}
	if len(ids) > 0 {
		return ids
	}
	for i := range c.servers {
		if c.isMember(lab.ServerID(i + 1)) {
			ids = append(ids, lab.ServerID(i+1))
		}
	}
	return ids
}

func (c *Cluster) commitIndexes() lab.Saying {
	var parts []lab.Saying
	for i, m := range c.servers {
		parts = append(parts, lab.Say("commit-index", "%v knows %d", lab.ServerID(i+1), m.CommitIndex))
	}
	return lab.Join("commit-indexes", ", ", parts)
}

// Leader is the server that leads the highest term, of the servers that are up and not paused; 0 if there is none.
// A deposed leader that does not know it yet counts only while no server leads a later term. With several groups,
// it is the first group's leader.
func (c *Cluster) Leader(w *lab.World) lab.ServerID { return c.LeaderOf(w, 0) }

// LeaderOf is the leader of a group, counted from 0.
func (c *Cluster) LeaderOf(w *lab.World, group int) lab.ServerID {
	leader, term := lab.ServerID(0), raft.Term(0)
	for i, m := range c.groupOf(c.checks[group].id(0)) {
		id := c.checks[group].id(i)
		status := w.Status(id)
		if status.Up && !status.Paused && m.Role == raft.Leader && m.CurrentTerm > term {
			leader, term = id, m.CurrentTerm
		}
	}
	return leader
}

// leaderless is the first group without a leader, -1 if each group has one.
func (c *Cluster) leaderless(w *lab.World) int {
	for g := range c.checks {
		if c.LeaderOf(w, g) == 0 {
			return g
		}
	}
	return -1
}

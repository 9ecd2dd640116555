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

// ErrNoLeader is wrapped when a command is for the leader and there is none.
var ErrNoLeader = lab.NotNow("there is no leader")

// Verbs are what scenarios can say of a Raft cluster.
func (c *Cluster) Verbs() []story.Verb {
	return slices.Concat(
		story.Topic(story.SetupTopic, c.setupVerbs()), story.Topic("Clients", c.Clients.Verbs()),
		story.Topic("Elections and waiting", c.electionVerbs()), story.Topic("Expectations", []story.Verb{c.expectVerb()}),
	)
}

// Named is the leader, where a scenario says so in place of a server's name.
func (c *Cluster) Named(w *lab.World, word string) (lab.ServerID, error) {
	if word != leaderWord {
		return 0, nil
	}
	if len(c.checks) > 1 {
		return 0, fmt.Errorf("%w: each of the %d groups has one of its own; name a server, as in S1", ErrNoLeader, len(c.checks))
	}
	return c.named(w, 0)
}

// named is the leader of a group, or the reason why there is none to name.
func (c *Cluster) named(w *lab.World, group int) (lab.ServerID, error) {
	if id := c.LeaderOf(w, group); id != 0 {
		return id, nil
	}
	return 0, fmt.Errorf("%w: no server leads now; name one, as in S1, or let one be elected", ErrNoLeader)
}

// shard is the group that serves a key. Real systems keep a table of ranges; turns by the first
// letter are a table that everyone knows by heart.
func (c *Cluster) shard(key string) int {
	if key == "" {
		return 0
	}
	const alphabet = 26 // three times, so that no sign before the letters falls below 0
	return (int(key[0]|0x20) - 'a' + 3*alphabet) % alphabet % len(c.checks)
}

// Preferred is the leader of the group that serves a key: a client asks it unless it names a server.
func (c *Cluster) Preferred(w *lab.World, key string) (lab.ServerID, error) {
	return c.named(w, c.shard(key))
}

// Serves is "" for a server of the group that serves a key.
func (c *Cluster) Serves(id lab.ServerID, key string) string {
	group := c.shard(key)
	if c.groupNumber(id) == group {
		return ""
	}
	return fmt.Sprintf("key %s belongs to the group of %v, and %v is of another", key, c.checks[group].id(0), id)
}

// Acknowledged judges that a client was told its command is done (Durability).
func (c *Cluster) Acknowledged(w *lab.World, op *service.Operation, server lab.ServerID) *lab.Violation {
	checks := c.checksOf(server)
	checks.event = w.Trace.Event()
	return checks.acknowledge(c.groupOf(server), server, raft.Index(op.Index), op.Command.String())
}

func (c *Cluster) setupVerbs() []story.Verb {
	return []story.Verb{
		c.RulesVerb(),
		{Name: "election-timeout", Usage: "election-timeout [S1] 150ms 300ms", Help: "sets the range that election timeouts are drawn from, for all or for one", Setup: true, Run: c.runElectionTimeout},
		{Name: "heartbeat", Usage: "heartbeat 50ms", Help: "sets the interval of heartbeats", Setup: true, Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
			c.setup.HeartbeatInterval = raft.Duration(args.Duration())
			return story.Wait{}, args.End()
		}},
		{Name: "batch", Usage: "batch 1", Help: "sets how many entries one AppendEntries may carry", Setup: true, Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
			c.setup.MaxEntriesPerMessage = int(min(args.Number("the number of entries"), 1<<20))
			return story.Wait{}, args.End()
		}},
		{Name: "groups", Usage: "groups 2", Help: "lets the servers form so many Raft groups of equal size, in order; keys go to them in turn by their first letter: a to the first, b to the second, ...", Setup: true, Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
			c.setup.Groups = int(min(args.Number("the number of groups"), lab.MaxServers))
			return story.Wait{}, args.End()
		}},
		{Name: "given", Usage: "given S1 term 4 vote S2 log 1 1 2 4", Help: "puts a term, a vote and a log of these terms on a server's disk before it boots", Setup: true, Run: runGiven},
	}
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

// runGiven writes a disk. The entry at index i of term t is the same on every server that has it,
// as Log Matching wants it.
func runGiven(r *story.Runner, args *story.Args) (story.Wait, error) {
	id := args.Server()
	record := raft.Save{From: 1}
	for args.More() {
		switch what := args.Word("term, vote or log"); what {
		case "term":
			record.CurrentTerm = raft.Term(args.Number("the term"))
		case "vote":
			record.VotedFor = raft.NodeID(args.Server())
		case "log":
			for args.More() && args.Peek() != "term" && args.Peek() != "vote" {
				term := raft.Term(args.Number("the term of an entry"))
				record.Entries = append(record.Entries, givenEntry(raft.Index(len(record.Entries)+1), term))
			}
		default:
			return story.Wait{}, args.Reject("%q stands where term, vote or log should", what)
		}
	}
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	last := raft.Term(0)
	for _, e := range record.Entries {
		if e.Term < last || e.Term == 0 || e.Term > record.CurrentTerm {
			return story.Wait{}, fmt.Errorf("%w: the terms of a log rise from 1 to the server's own term, and never fall", story.ErrUsage)
		}
		last = e.Term
	}
	r.Options.Given[id] = [][]byte{raft.AppendSave(nil, record)}
	// What decides a run must stand in its header.
	r.Options.Label += fmt.Sprintf(" given=S%d:%d/%v/%s", id, record.CurrentTerm, record.VotedFor, terms(record.Entries))
	return story.Wait{}, nil
}

func givenEntry(index raft.Index, term raft.Term) raft.Entry {
	command := kv.Command{Op: kv.Put, Key: fmt.Sprintf("k%d", index), Value: fmt.Sprintf("%d", term)}
	return raft.Entry{Term: term, Kind: raft.Command, Command: command.Encode()}
}

// settleTime is how long `elect` and `await` wait before they give up.
const settleTime = 5 * lab.Second

func (c *Cluster) electionVerbs() []story.Verb {
	return []story.Verb{
		{Name: "timeout", Usage: "timeout S1", Help: "lets a server's election timer fire at once", Run: func(r *story.Runner, args *story.Args) (story.Wait, error) {
			id := args.Server()
			if err := args.End(); err != nil {
				return story.Wait{}, err
			}
			return story.Wait{}, r.World().Control(id, ControlTimeout)
		}},
		{Name: "elect", Usage: "elect S1", Help: "lets a server's election timer fire, and waits until it leads", Run: func(r *story.Runner, args *story.Args) (story.Wait, error) {
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
				Late:  func() string { return fmt.Sprintf("%v should lead, and is a %v of term %d", id, m.Role, m.CurrentTerm) },
			}, nil
		}},
		{Name: "await", Usage: "await leader\nawait commit 3 [S1 S2]\nawait answers", Help: "waits until there is a leader, until servers know an index as committed, or until every client has its answer", Looks: true, Run: c.runAwait},
	}
}

func (c *Cluster) runAwait(r *story.Runner, args *story.Args) (story.Wait, error) {
	wait := story.Wait{Until: r.World().Now().Add(settleTime)}
	switch what := args.Word("leader, commit or answers"); what {
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
	default:
		return story.Wait{}, args.Reject("%q stands where leader, commit or answers should%s", what,
			story.DidYouMean(what, []string{"leader", "commit", "answers"}))
	}
	return wait, args.End()
}

func (c *Cluster) serversOrAll(args *story.Args) []lab.ServerID {
	var ids []lab.ServerID
	for args.More() {
		ids = append(ids, args.Server())
	}
	if len(ids) > 0 {
		return ids
	}
	for i := range c.servers {
		ids = append(ids, lab.ServerID(i+1))
	}
	return ids
}

func (c *Cluster) commitIndexes() string {
	var parts []string
	for i, m := range c.servers {
		parts = append(parts, fmt.Sprintf("S%d knows %d", i+1, m.CommitIndex))
	}
	return strings.Join(parts, ", ")
}

// Leader is the server that leads the highest term of those that are up and not paused, 0 if none
// does. A deposed leader that has not heard of it counts only while nobody leads a later term. Where
// there are several groups, it is the leader of the first.
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

// leaderless is the first group that has no leader, -1 when each has one.
func (c *Cluster) leaderless(w *lab.World) int {
	for g := range c.checks {
		if c.LeaderOf(w, g) == 0 {
			return g
		}
	}
	return -1
}

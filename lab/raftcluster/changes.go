package raftcluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/wire"
)

// The requests of an administrator, who changes the servers. They travel as a client's do, and get an answer: done,
// refused with the reason, or unknown.

// changeMark begins the payload of such a request. It is no operation of a client's command.
const changeMark = 32

func encodeChange(c raft.Change) []byte { return raft.AppendChange([]byte{changeMark}, c) }

// decodeChange reads what encodeChange wrote; ok is false for other payloads.
func decodeChange(payload []byte) (c raft.Change, ok bool) {
	if len(payload) == 0 || payload[0] != changeMark {
		return raft.Change{}, false
	}
	r := wire.NewReader(payload[1:])
	c = raft.ReadChange(r)
	return c, r.End() == nil
}

// ChangeRequest is a change that an administrator asked for.
type ChangeRequest struct {
	ID      int
	Change  raft.Change
	Path    []lab.ServerID
	Outcome service.Outcome
	// Reason says why it was refused, or is unknown; "" otherwise.
	Reason string
	// AskedEvent is the trace line of the request, EndedEvent that of its last answer, 0 for none.
	AskedEvent, EndedEvent uint64
}

// changeRequests are all of them.
type changeRequests struct {
	all []*ChangeRequest
	// waiting are those without an answer, by the request that was sent last.
	waiting map[lab.RequestID]*ChangeRequest
}

// Changes are the changes that were asked for, in their order.
func (c *Cluster) Changes() []*ChangeRequest { return c.changes.all }

// changeKinds are the verbs of changes that name one server.
var changeKinds = map[string]raft.ChangeKind{
	"add": raft.AddVoter, "promote": raft.AddVoter, "remove": raft.RemoveServer,
}

// changeVerbs are the verbs of changes.
func (c *Cluster) changeVerbs() []story.Verb {
	verb := func(name, usage, help string) story.Verb {
		return story.Verb{
			Name: name, Usage: usage + " [via S1|leader]", Help: help + "; without via, the leader is asked",
			Run: func(r *story.Runner, args *story.Args) (story.Wait, error) {
				return story.Wait{}, c.runChange(r, name, args)
			},
		}
	}
	return []story.Verb{
		verb("add", "add S4 [as learner]", "lets a server join: it gets the log and then votes, or is a learner, "+
			"which gets the log and does not count (thesis §4.2.1)"),
		verb("promote", "promote S4", "lets a learner vote, once it has the log"),
		verb("remove", "remove S3", "lets a server leave the cluster (thesis §4.1)"),
		verb("joint", "joint S1 S4 S5", "goes to these voters in two steps, C_old,new and C_new (§6)"),
		verb("at-once", "at-once S1 S2 S3 S4 S5", "goes to these voters in one step, which the guard refuses if "+
			"more than one comes or goes"),
	}
}

func (c *Cluster) runChange(r *story.Runner, verb string, args *story.Args) error {
	change, via := readChange(verb, args), lab.ServerID(0)
	toLeader := args.Peek() != "via"
	if !toLeader {
		args.Keyword("via")
		via = args.Server()
	}
	if err := args.End(); err != nil {
		return err
	}
	if !c.setup.Membership.On {
		return story.UsageError("the servers of this cluster do not change: write members S1 S2 S3 in the setup")
	}
	if toLeader {
		leader, err := c.named(r.World(), 0)
		if err != nil {
			return err
		}
		via = leader
	}
	request := &ChangeRequest{ID: len(c.changes.all) + 1, Change: change}
	if err := c.askChange(r.World(), request, via); err != nil {
		return err
	}
	request.AskedEvent = r.World().Trace.Event()
	c.changes.all = append(c.changes.all, request)
	return nil
}

// readChange reads the words of a change.
func readChange(verb string, args *story.Args) raft.Change {
	if kind, ok := changeKinds[verb]; ok {
		change := raft.Change{Kind: kind, Server: raft.NodeID(args.Server())}
		if verb == "add" && args.Peek() == "as" {
			args.Keyword("as")
			args.Keyword("learner")
			change.Kind = raft.AddLearner
		}
		return change
	}
	change := raft.Change{Kind: raft.ChangeJointly}
	if verb == "at-once" {
		change.Kind = raft.ChangeAtOnce
	}
	for again := true; again; again = args.More() && args.Peek() != "via" {
		change.Voters.Add(raft.NodeID(args.Server()))
	}
	return change
}

func (c *Cluster) askChange(w *lab.World, request *ChangeRequest, via lab.ServerID) error {
	id, err := w.RequestFrom(lab.Client(1), via, encodeChange(request.Change))
	if err != nil {
		return err
	}
	if c.changes.waiting == nil {
		c.changes.waiting = map[lab.RequestID]*ChangeRequest{}
	}
	c.changes.waiting[id] = request
	request.Path = append(request.Path, via)
	return nil
}

// maxChangeHops bounds the redirections of one change.
const maxChangeHops = 5

// Answered takes the answers to administrators and clients.
func (c *Cluster) Answered(
	w *lab.World, id lab.RequestID, server lab.ServerID, payload []byte, reason string,
) *lab.Violation {
	request, ok := c.changes.waiting[id]
	if !ok {
		return c.Clients.Answered(w, id, server, payload, reason)
	}
	delete(c.changes.waiting, id)
	request.EndedEvent = w.Trace.Event()
	switch reason {
	case "":
	case "down":
		request.end(service.Refused, "the server is down")
		return nil
	default:
		request.end(service.Unknown, "no answer came")
		return nil
	}
	answer, err := service.DecodeAnswer(payload)
	if err != nil {
		return lab.Unreadable(server, section, err)
	}
	return c.changeAnswered(w, request, server, answer)
}

func (c *Cluster) changeAnswered(
	w *lab.World, request *ChangeRequest, server lab.ServerID, answer service.Answer,
) *lab.Violation {
	switch {
	case answer.Kind == service.AnswerDone:
		request.end(service.OK, "")
		checks := c.checksOf(server)
		checks.event = w.Trace.Event()
		return checks.acknowledge(c.groupOf(server), server, raft.Index(answer.Index), request.Change.String())
	case answer.Kind == service.AnswerRefused:
		request.end(service.Refused, answer.Result.Value)
	case answer.Kind == service.AnswerUnknown:
		request.end(service.Unknown, "the leader was replaced")
	case answer.Leader == 0:
		request.end(service.Refused, "no leader is known there")
	case len(request.Path) == maxChangeHops:
		request.end(service.Refused, "redirected too often")
	default:
		if err := c.askChange(w, request, answer.Leader); err != nil {
			request.end(service.Refused, err.Error())
		}
	}
	return nil
}

func (r *ChangeRequest) end(outcome service.Outcome, reason string) {
	r.Outcome, r.Reason = outcome, reason
}

// Waiting is how many clients, and administrators, have no answer yet.
func (c *Cluster) Waiting() int { return c.Clients.Waiting() + len(c.changes.waiting) }

// DescribeRequest appends a client's command in words, or a change.
func (c *Cluster) DescribeRequest(line, payload []byte) []byte {
	if change, ok := decodeChange(payload); ok {
		return append(line, change.String()...)
	}
	return c.Clients.DescribeRequest(line, payload)
}

// expectChange expects the outcome of a change.
func (c *Cluster) expectChange(_ *story.Runner, args *story.Args) error {
	id := args.Number("the number of a change")
	want := args.Choice(service.OK.String(), service.Refused.String(), service.Unknown.String(),
		service.Pending.String())
	if err := args.End(); err != nil {
		return err
	}
	if id < 1 || id > uint64(len(c.changes.all)) {
		return story.Unmet("there are %d changes so far", len(c.changes.all))
	}
	request := c.changes.all[id-1]
	if request.Outcome.String() == want {
		return nil
	}
	because := ""
	if request.Reason != "" {
		because = ": " + request.Reason
	}
	return story.Unmet("change %d (%v) is %v%s", id, request.Change, request.Outcome, because)
}

// expectMembers expects the voters by which a server decides; with a joint phase, those of both halves, and learners
// behind a plus.
func (c *Cluster) expectMembers(_ *story.Runner, args *story.Args) error {
	id := args.Server()
	want := args.Rest()
	if err := args.End(); err != nil {
		return err
	}
	got := c.first()
	if m := c.Server(id).Members; m.On {
		got = m.Configuration
	}
	if strings.Join(want, " ") != got.String() {
		return story.Unmet("%v decides by %v", id, got)
	}
	return nil
}

package paxoscluster

import (
	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/paxos"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// proposal is a client's wish that a value be chosen (mode single).
type proposal struct {
	request lab.RequestID
	value   paxos.Value
	ended   bool
}

// ErrMode is wrapped when a command is for the other mode.
var ErrMode = lab.NotNow("this command is for the other mode")

// runPropose gives a value to a proposer.
func (c *Cluster) runPropose(r *story.Runner, args *story.Args) (story.Wait, error) {
	id, value := args.Server(), paxos.Value(args.Word("a value"))
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	switch {
	case c.setup.Multi:
		return story.Wait{}, args.Reject("propose is for mode single: in mode multi clients give commands, as put x 3")
	case !c.setup.Proposers.Has(paxos.NodeID(id)):
		return story.Wait{}, args.Reject("%v is no proposer; the proposers are %s", id, names(c.setup.Proposers))
	case value.IsCommand() || len(value) > maxValue:
		return story.Wait{}, args.Reject("a value is a word of at most %d letters", maxValue)
	}
	return story.Wait{}, c.propose(r.World(), id, value)
}

// maxValue is how many letters a proposed value has at most.
const maxValue = 24

func (c *Cluster) propose(w *lab.World, id lab.ServerID, value paxos.Value) error {
	request, err := w.Request(id, []byte(value))
	if err == nil {
		c.proposals = append(c.proposals, &proposal{request: request, value: value})
		c.checks.proposed[value] = true
	}
	return err
}

// Answered takes the answer to a proposal, and in mode multi lets the clients take theirs.
func (c *Cluster) Answered(
	w *lab.World, request lab.RequestID, server lab.ServerID, payload []byte, reason string,
) *lab.Violation {
	for _, p := range c.proposals {
		if p.request != request {
			continue
		}
		p.ended = true
		if reason != "" {
			return nil
		}
		answer, err := service.DecodeAnswer(payload)
		if err != nil {
			return lab.Unreadable(server, section, err)
		}
		if answer.Kind != service.AnswerDone {
			return nil
		}
		c.seen[answered]++
		c.checks.event = w.Trace.Event()
		return c.checks.learns(server, 1, paxos.Value(answer.Result.Value))
	}
	return c.Clients.Answered(w, request, server, payload, reason)
}

// Waiting is how many clients have no answer yet.
func (c *Cluster) Waiting() int {
	waiting := c.Clients.Waiting()
	for _, p := range c.proposals {
		if !p.ended {
			waiting++
		}
	}
	return waiting
}

// DescribeRequest appends a client's request in words.
func (c *Cluster) DescribeRequest(line, payload []byte) []byte {
	if !c.setup.Multi {
		return append(append(line, "propose "...), payload...)
	}
	return c.Clients.DescribeRequest(line, payload)
}

// Preferred is the leader: the client asks it unless it names a server.
func (c *Cluster) Preferred(w *lab.World, _ string) (lab.ServerID, error) {
	return c.Named(w, leaderWord)
}

// Serves is "" if a server may be asked about a key, and otherwise says why not.
func (c *Cluster) Serves(lab.ServerID, string) string {
	if c.setup.Multi {
		return ""
	}
	return "clients need a store, and so mode multi; in mode single they propose one value, as propose S1 X"
}

// Known is the highest slot that any client knows to be carried out.
func (c *Cluster) Known(string) uint64 {
	highest := uint64(0)
	for _, op := range c.Operations() {
		highest = max(highest, op.Index)
	}
	return highest
}

// Acknowledged judges an answer: the slot of a command that is done has a chosen value, and it is that command.
func (c *Cluster) Acknowledged(w *lab.World, op *service.Operation, server lab.ServerID) *lab.Violation {
	c.checks.event = w.Trace.Event()
	return c.checks.acknowledges(server, paxos.Slot(op.Index), op.Command)
}

// acknowledges: a client was told that its command is done in a slot.
func (c *checks) acknowledges(server lab.ServerID, slot paxos.Slot, command kv.Command) *lab.Violation {
	c.judged[onHonesty]++
	chosen, ok := c.chosen[slot]
	if ok && c.wish(chosen.value) == paxos.Value(command.Encode()) {
		return nil
	}
	what := lab.Say("learner-honesty.empty", "nothing was chosen there")
	if ok {
		what = lab.Say("learner-honesty.there", "%v was chosen there", valueText(chosen.value))
	}
	return honesty.Broken(lab.Say("learner-honesty.answer", "%v says that %v is done in slot %d, and %v", server,
		command,
		slot, what), c.event)
}

// takeWishes lets the checks know what clients have asked for so far (mode multi).
func (c *Cluster) takeWishes() {
	for _, op := range c.Operations()[c.wishes:] {
		c.checks.proposed[paxos.Value(op.Command.Encode())] = true
	}
	c.wishes = len(c.Operations())
}

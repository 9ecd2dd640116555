package raftcluster

import (
	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/raft"
)

// Outcome is what a client knows of its operation.
type Outcome uint8

// The outcomes.
const (
	Pending Outcome = iota
	// OK: it was carried out, and Result is what it gave.
	OK
	// Refused: it was not carried out, and will not be.
	Refused
	// Unknown: it may have been carried out, or may yet be. A client that tries again may do it
	// twice (§8).
	Unknown
)

// String is the outcome in one word.
func (o Outcome) String() string {
	return [...]string{"pending", "ok", "refused", "unknown"}[o]
}

// Operation is one operation of a client, from asking to knowing.
type Operation struct {
	ID      int
	Command kv.Command
	// Path is the servers that were asked, in order: a redirected client asks again (§8).
	Path       []lab.ServerID
	InvokedAt  lab.Time
	ReturnedAt lab.Time
	// InvokedEvent and ReturnedEvent are the trace's lines that say so: what one client does after
	// another has its answer often happens in the same microsecond.
	InvokedEvent, ReturnedEvent uint64
	Outcome                     Outcome
	Result                      kv.Result
	// Answered is true when a server carried it out and said so, whatever the Outcome: a comparison
	// that failed was carried out too. Index is then where the log has it, 0 for a stale read.
	Answered bool
	Index    raft.Index
	// Reason says why an operation did not end well, in words; "" otherwise.
	Reason string
}

// maxHops bounds how often a client lets itself be redirected.
const maxHops = 5

type history struct {
	operations []*Operation
	byRequest  map[lab.RequestID]*Operation
}

// Operations is the clients' history, in the order of invocation.
func (c *Cluster) Operations() []*Operation { return c.history.operations }

// Invoke starts an operation at a server.
func (c *Cluster) Invoke(w *lab.World, command kv.Command, via lab.ServerID) (*Operation, error) {
	op := &Operation{ID: len(c.history.operations) + 1, Command: command, InvokedAt: w.Now()}
	if err := c.ask(w, op, via); err != nil {
		return nil, err
	}
	op.InvokedEvent = w.Trace.Event()
	c.history.operations = append(c.history.operations, op)
	return op, nil
}

func (c *Cluster) ask(w *lab.World, op *Operation, via lab.ServerID) error {
	request, err := w.Request(via, op.Command.Encode())
	if err != nil {
		return err
	}
	if c.history.byRequest == nil {
		c.history.byRequest = map[lab.RequestID]*Operation{}
	}
	c.history.byRequest[request] = op
	op.Path = append(op.Path, via)
	return nil
}

// Answered takes in what a client heard, and lets it follow a redirection.
func (c *Cluster) Answered(w *lab.World, request lab.RequestID, server lab.ServerID, payload []byte, reason string) *lab.Violation {
	op := c.history.byRequest[request]
	delete(c.history.byRequest, request)
	op.ReturnedEvent = w.Trace.Event()
	switch reason {
	case "":
		answer, err := decodeAnswer(payload)
		if err != nil {
			return unsound(server, err.Error())
		}
		return c.answered(w, op, server, answer)
	case "down":
		op.end(w.Now(), Refused, "the server is down")
	default:
		c.seen[outcomeUnknown]++
		op.end(w.Now(), Unknown, "no answer came")
	}
	return nil
}

func (c *Cluster) answered(w *lab.World, op *Operation, server lab.ServerID, answer Answer) *lab.Violation {
	switch answer.Kind {
	case AnswerDone:
		op.Result, op.Answered, op.Index = answer.Result, true, answer.Index
		if answer.Result.Done {
			op.end(w.Now(), OK, "")
		} else {
			op.end(w.Now(), Refused, "the value is "+quoteValue(answer.Result.Value))
		}
		if op.Command.Stale {
			return nil // no entry says it, so none can be lost
		}
		c.seen[writeDone]++
		checks := c.checksOf(server)
		checks.event = w.Trace.Event()
		return checks.acknowledge(c.groupOf(server), server, answer.Index, op.Command.String())
	case AnswerUnknown:
		c.seen[outcomeUnknown]++
		op.end(w.Now(), Unknown, "the leader was replaced")
	case AnswerRedirect:
		switch {
		case answer.Leader == raft.None:
			op.end(w.Now(), Refused, "no leader is known there")
		case len(op.Path) == maxHops:
			op.end(w.Now(), Refused, "redirected too often")
		default:
			if err := c.ask(w, op, lab.ServerID(answer.Leader)); err != nil {
				op.end(w.Now(), Refused, err.Error())
			}
		}
	}
	return nil
}

func (op *Operation) end(now lab.Time, outcome Outcome, reason string) {
	op.ReturnedAt, op.Outcome, op.Reason = now, outcome, reason
}

func quoteValue(value string) string {
	if value == "" {
		return "empty"
	}
	return value
}

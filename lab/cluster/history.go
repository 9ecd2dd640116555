package cluster

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
	Outcome    Outcome
	Result     kv.Result
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
func (c *Cluster) Answered(w *lab.World, request lab.RequestID, _ lab.ServerID, payload []byte, reason string) {
	op := c.history.byRequest[request]
	delete(c.history.byRequest, request)
	switch reason {
	case "":
		answer, err := decodeAnswer(payload)
		if err != nil {
			op.end(w.Now(), Unknown, err.Error())
			return
		}
		c.answered(w, op, answer)
	case "down":
		op.end(w.Now(), Refused, "the server is down")
	default:
		op.end(w.Now(), Unknown, "no answer came")
	}
}

func (c *Cluster) answered(w *lab.World, op *Operation, answer Answer) {
	switch answer.Kind {
	case AnswerDone:
		op.Result = answer.Result
		if !answer.Result.Done {
			op.end(w.Now(), Refused, "the value is "+quoteValue(answer.Result.Value))
			return
		}
		op.end(w.Now(), OK, "")
	case AnswerUnknown:
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

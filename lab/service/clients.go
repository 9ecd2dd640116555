package service

import (
	"raftlab/lab"
	"raftlab/lab/kv"
)

// Outcome is a client's knowledge of its operation.
type Outcome uint8

// The outcomes.
const (
	Pending Outcome = iota
	// OK: the operation was carried out, and Result is its result.
	OK
	// Refused: the operation was not carried out, and will not be.
	Refused
	// Unknown: the operation may have been carried out, or may still be. A client that tries again may do it
	// twice.
	Unknown
)

// String is the outcome in one word.
func (o Outcome) String() string {
	return [...]string{"pending", "ok", "refused", "unknown"}[o]
}

// Operation is one operation of a client, from its invocation to its outcome.
type Operation struct {
	ID      int
	Client  lab.ServerID
	Command kv.Command
	// Path is the servers that the client asked, in order: it follows redirections.
	Path       []lab.ServerID
	InvokedAt  lab.Time
	ReturnedAt lab.Time
	// InvokedEvent and ReturnedEvent are the trace lines of both. A client's next operation often begins in the
	// microsecond of the previous answer, so times alone do not order them.
	InvokedEvent, ReturnedEvent uint64
	Outcome                     Outcome
	Result                      kv.Result
	// Answered is true if a server answered that it carried the operation out, whatever the Outcome: a failed
	// comparison was carried out too. Index is then its log index, 0 for a stale read; for a read by
	// index or lease it is how far its server had applied.
	Answered bool
	Index    uint64
	// Floor is the highest index that any client knew to be carried out when the operation was invoked. A read that
	// gives less is out of date.
	Floor uint64
	// Reason says why an operation failed, in words; "" otherwise.
	Reason string
}

// Owner is the protocol of the servers that the clients ask.
type Owner interface {
	// Section is where the protocol's text describes a server.
	Section() string
	// Preferred is the server that a client asks about a key if the command names none.
	Preferred(w *lab.World, key string) (lab.ServerID, error)
	// Serves is "" if a server may be asked about a key, and otherwise says why not.
	Serves(id lab.ServerID, key string) string
	// Known is the highest index that any client of the servers of a key knows to be carried out.
	Known(key string) uint64
	// Acknowledged judges an answer that a command is done, or gives what a read found. It returns the property that
	// the answer breaks, or nil.
	Acknowledged(w *lab.World, op *Operation, server lab.ServerID) *lab.Violation
}

// Clients are the clients of a world, with their history.
type Clients struct {
	owner Owner
	// linearizable is the property of their history.
	linearizable lab.Check
	operations   []*Operation
	byRequest    map[lab.RequestID]*Operation
	// done counts acknowledged operations, lost those whose outcome the client never learnt.
	done, lost uint64
}

// NewClients are the clients of an owner's servers. Linearizable is the property of their history, with its
// section.
func NewClients(owner Owner, linearizable lab.Check) Clients {
	return Clients{owner: owner, linearizable: linearizable, byRequest: map[lab.RequestID]*Operation{}}
}

// maxHops bounds the redirections of one request.
const maxHops = 5

// Operations is the clients' history, in the order of invocation.
func (c *Clients) Operations() []*Operation { return c.operations }

// Waiting is how many clients have no answer yet.
func (c *Clients) Waiting() int { return len(c.byRequest) }

// Done is how many operations were acknowledged.
func (c *Clients) Done() uint64 { return c.done }

// Lost is how many clients never learnt the outcome of their command.
func (c *Clients) Lost() uint64 { return c.lost }

// Invoke starts an operation of a client at a server.
func (c *Clients) Invoke(w *lab.World, client lab.ServerID, command kv.Command, via lab.ServerID) (*Operation, error) {
	op := &Operation{
		ID: len(c.operations) + 1, Client: client, Command: command, InvokedAt: w.Now(),
		Floor: c.owner.Known(command.Key),
	}
	if err := c.ask(w, op, via); err != nil {
		return nil, err
	}
	op.InvokedEvent = w.Trace.Event()
	c.operations = append(c.operations, op)
	return op, nil
}

func (c *Clients) ask(w *lab.World, op *Operation, via lab.ServerID) error {
	request, err := w.RequestFrom(op.Client, via, op.Command.Encode())
	if err != nil {
		return err
	}
	c.byRequest[request] = op
	op.Path = append(op.Path, via)
	return nil
}

// Answered records an answer, and lets the client follow a redirection.
func (c *Clients) Answered(
	w *lab.World, request lab.RequestID, server lab.ServerID, payload []byte, reason string,
) *lab.Violation {
	op := c.byRequest[request]
	delete(c.byRequest, request)
	op.ReturnedEvent = w.Trace.Event()
	switch reason {
	case "":
		answer, err := DecodeAnswer(payload)
		if err != nil {
			return lab.Unreadable(server, c.owner.Section(), err)
		}
		return c.answered(w, op, server, answer)
	case "down":
		op.end(w.Now(), Refused, "the server is down")
	default:
		c.lost++
		op.end(w.Now(), Unknown, "no answer came")
	}
	return nil
}

func (c *Clients) answered(w *lab.World, op *Operation, server lab.ServerID, answer Answer) *lab.Violation {
	switch answer.Kind {
	case AnswerDone:
		op.Result, op.Answered, op.Index = answer.Result, true, answer.Index
		if answer.Result.Done {
			op.end(w.Now(), OK, "")
		} else {
			op.end(w.Now(), Refused, "the value is "+Quote(answer.Result.Value))
		}
		if op.Command.Mode == kv.Stale || op.Command.Mode == kv.ByLease {
			return nil // it has no entry that could get lost, and may be old
		}
		c.done++
		return c.owner.Acknowledged(w, op, server)
	case AnswerUnknown:
		c.lost++
		op.end(w.Now(), Unknown, "the leader was replaced")
	case AnswerRedirect:
		c.redirected(w, op, answer.Leader)
	}
	return nil
}

// redirected asks the named server, unless there is none or the client has asked enough.
func (c *Clients) redirected(w *lab.World, op *Operation, to lab.ServerID) {
	switch {
	case to == 0:
		op.end(w.Now(), Refused, "no leader is known there")
	case len(op.Path) == maxHops:
		op.end(w.Now(), Refused, "redirected too often")
	default:
		if err := c.ask(w, op, to); err != nil {
			op.end(w.Now(), Refused, err.Error())
		}
	}
}

func (op *Operation) end(now lab.Time, outcome Outcome, reason string) {
	op.ReturnedAt, op.Outcome, op.Reason = now, outcome, reason
}

// Quote is a value in the form of a sentence.
func Quote(value string) string {
	if value == "" {
		return "empty"
	}
	return value
}

// DescribeRequest appends a client's command in words.
func (c *Clients) DescribeRequest(line, payload []byte) []byte {
	command, err := kv.Decode(payload)
	if err != nil {
		return append(line, "unreadable"...)
	}
	return append(line, command.String()...)
}

// DescribeAnswer appends a server's answer to a client.
func (c *Clients) DescribeAnswer(line, payload []byte) []byte {
	answer, err := DecodeAnswer(payload)
	if err != nil {
		return append(line, "unreadable"...)
	}
	switch answer.Kind {
	case AnswerRedirect:
		if answer.Leader == 0 {
			return append(line, "redirect=none"...)
		}
		return append(append(line, "redirect="...), answer.Leader.String()...)
	case AnswerUnknown:
		return append(line, "unknown"...)
	}
	if answer.Result.Done {
		line = append(line, "ok"...)
	} else {
		line = append(line, "mismatch"...)
	}
	if answer.Result.Value != "" {
		line = append(append(line, ' '), answer.Result.Value...)
	}
	return line
}

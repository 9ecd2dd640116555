package service

import (
	"raftlab/lab"
	"raftlab/lab/kv"
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
	// Unknown: it may have been carried out, or may still be. A client that tries again may do it twice.
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
	// Path is the servers that were asked, in order: a redirected client asks again.
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
	Index    uint64
	// Reason says why an operation did not end well, in words; "" otherwise.
	Reason string
}

// Owner is the protocol whose servers the clients ask.
type Owner interface {
	// Section is where the protocol's text describes a server.
	Section() string
	// Preferred is the server that a client asks about a key when it names none.
	Preferred(w *lab.World, key string) (lab.ServerID, error)
	// Serves is "" when a server may be asked about a key, and else says why it may not.
	Serves(id lab.ServerID, key string) string
	// Acknowledged judges that a client was told its command is done. It returns the property that this
	// breaks, or nil.
	Acknowledged(w *lab.World, op *Operation, server lab.ServerID) *lab.Violation
}

// Clients are the clients of a world, with their history.
type Clients struct {
	owner Owner
	// linearizable is the property of their history.
	linearizable lab.Check
	operations   []*Operation
	byRequest    map[lab.RequestID]*Operation
	// done counts the operations that a client was told are done, lost those whose outcome it never learnt.
	done, lost uint64
}

// NewClients are clients of an owner's servers. Linearizable is the property of their history, with its section.
func NewClients(owner Owner, linearizable lab.Check) Clients {
	return Clients{owner: owner, linearizable: linearizable, byRequest: map[lab.RequestID]*Operation{}}
}

// maxHops bounds how often a client lets itself be redirected.
const maxHops = 5

// Operations is the clients' history, in the order of invocation.
func (c *Clients) Operations() []*Operation { return c.operations }

// Waiting is how many clients have no answer yet.
func (c *Clients) Waiting() int { return len(c.byRequest) }

// Done is how often a client was told that its command is done, Lost how often one never learnt the outcome.
func (c *Clients) Done() uint64 { return c.done }

// Lost is how often a client never learnt what became of its command.
func (c *Clients) Lost() uint64 { return c.lost }

// Invoke starts an operation at a server.
func (c *Clients) Invoke(w *lab.World, command kv.Command, via lab.ServerID) (*Operation, error) {
	op := &Operation{ID: len(c.operations) + 1, Command: command, InvokedAt: w.Now()}
	if err := c.ask(w, op, via); err != nil {
		return nil, err
	}
	op.InvokedEvent = w.Trace.Event()
	c.operations = append(c.operations, op)
	return op, nil
}

func (c *Clients) ask(w *lab.World, op *Operation, via lab.ServerID) error {
	request, err := w.Request(via, op.Command.Encode())
	if err != nil {
		return err
	}
	c.byRequest[request] = op
	op.Path = append(op.Path, via)
	return nil
}

// Answered takes in what a client heard, and lets it follow a redirection.
func (c *Clients) Answered(w *lab.World, request lab.RequestID, server lab.ServerID, payload []byte, reason string) *lab.Violation {
	op := c.byRequest[request]
	delete(c.byRequest, request)
	op.ReturnedEvent = w.Trace.Event()
	switch reason {
	case "":
		answer, err := DecodeAnswer(payload)
		if err != nil {
			return lab.Unsound(server, c.owner.Section(), err.Error())
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
		if op.Command.Stale {
			return nil // no entry says it, so none can be lost
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

// redirected asks the server that was named, unless there is none or enough were asked.
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

// Quote is a value for a sentence.
func Quote(value string) string {
	if value == "" {
		return "empty"
	}
	return value
}

// DescribeRequest adds a client's command in words.
func (c *Clients) DescribeRequest(line, payload []byte) []byte {
	command, err := kv.Decode(payload)
	if err != nil {
		return append(line, "unreadable"...)
	}
	return append(line, command.String()...)
}

// DescribeAnswer adds what a server said to a client.
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

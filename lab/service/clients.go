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
	// Session and Sequence number the command for the servers; 0 without sessions. A copy has the same.
	Session  kv.ClientID
	Sequence uint64

	// asks is how many of its requests have no answer yet, and copies how often the client asked again.
	asks, copies int
	// unsure is true once a request ended with an unknown outcome: the command may have been carried out.
	unsure bool
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
	byRequest    map[lab.RequestID]*ask
	// sessions are the clients' sessions, nil if commands have no numbers.
	sessions *sessions
	// persistent is true if clients ask again by themselves.
	persistent bool
	// done counts acknowledged operations, lost those whose outcome the client never learnt.
	done, lost uint64
}

// NewClients are the clients of an owner's servers. Linearizable is the property of their history, with its
// section.
func NewClients(owner Owner, linearizable lab.Check) Clients {
	return Clients{owner: owner, linearizable: linearizable, byRequest: map[lab.RequestID]*ask{}}
}

// ask is a request of an operation on its way through the servers.
type ask struct {
	op      *Operation
	payload []byte
	// opens is true for the request to open a session, which stands before the first command of a client.
	opens bool
	// hops is how many servers the request went to.
	hops int
}

// maxHops bounds the redirections of one request.
const maxHops = 5

// Operations is the clients' history, in the order of invocation.
func (c *Clients) Operations() []*Operation { return c.operations }

// Waiting is how many clients have no answer yet.
func (c *Clients) Waiting() int { return len(c.byRequest) + c.sessions.waiting() }

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
	if err := c.send(w, op, via); err != nil {
		return nil, err
	}
	op.InvokedEvent = w.Trace.Event()
	c.operations = append(c.operations, op)
	return op, nil
}

// send sends an operation's command to a server, with a number if there are sessions.
func (c *Clients) send(w *lab.World, op *Operation, via lab.ServerID) error {
	if c.sessions.numbers(op) {
		return c.sendNumbered(w, op, via)
	}
	return c.ask(w, &ask{op: op, payload: op.Command.Encode()}, via)
}

// ask sends a request to a server. The operation waits for the answer.
func (c *Clients) ask(w *lab.World, a *ask, via lab.ServerID) error {
	request, err := w.RequestFrom(a.op.Client, via, a.payload)
	if err != nil {
		return err
	}
	c.byRequest[request] = a
	a.hops++
	a.op.asks++
	a.op.Path = append(a.op.Path, via)
	return nil
}

// Answered records an answer, and lets the client follow a redirection.
func (c *Clients) Answered(
	w *lab.World, request lab.RequestID, server lab.ServerID, payload []byte, reason string,
) *lab.Violation {
	a := c.byRequest[request]
	delete(c.byRequest, request)
	a.op.asks--
	if !a.op.Answered {
		a.op.ReturnedEvent = w.Trace.Event()
	}
	switch reason {
	case "":
		answer, err := DecodeAnswer(payload)
		if err != nil {
			return lab.Unreadable(server, c.owner.Section(), err)
		}
		return c.answered(w, a, server, answer)
	case "down":
		c.failed(w, a, Refused, "the server is down")
	default:
		c.failed(w, a, Unknown, "no answer came")
	}
	return nil
}

func (c *Clients) answered(w *lab.World, a *ask, server lab.ServerID, answer Answer) *lab.Violation {
	switch answer.Kind {
	case AnswerDone:
		if a.opens {
			c.opened(w, a, server, answer)
			return nil
		}
		return c.carriedOut(w, a.op, server, answer)
	case AnswerUnknown:
		c.failed(w, a, Unknown, "the leader was replaced")
	case AnswerRedirect:
		c.redirected(w, a, answer.Leader)
	case AnswerTransfer:
		c.failed(w, a, Refused, "the leader hands over just now: ask again later")
	case AnswerRefused:
		c.failed(w, a, Refused, answer.Result.Value)
	case AnswerFailed:
		c.failedThere(w, a, answer.Result.Failure)
	}
	return nil
}

// carriedOut takes the answer that a command is done. The first answer of an operation ends it. A later one is judged
// like the first.
func (c *Clients) carriedOut(w *lab.World, op *Operation, server lab.ServerID, answer Answer) *lab.Violation {
	if op.Answered {
		again := *op
		again.Result, again.Index = answer.Result, answer.Index
		return c.owner.Acknowledged(w, &again, server)
	}
	op.Result, op.Answered, op.Index = answer.Result, true, answer.Index
	if answer.Result.Done {
		op.end(w.Now(), OK, "")
	} else {
		op.end(w.Now(), Refused, "the value is "+Quote(answer.Result.Value))
	}
	c.sessions.take(op)
	if op.Command.Mode == kv.Stale || op.Command.Mode == kv.ByLease {
		return nil // it has no entry that could get lost, and may be old
	}
	c.done++
	return c.owner.Acknowledged(w, op, server)
}

// failed ends a request without a result. Its operation ends with its last request, unless the client asks again. It
// ends unknown if one of them did: another copy may have been carried out.
func (c *Clients) failed(w *lab.World, a *ask, outcome Outcome, reason string) {
	op := a.op
	if a.opens {
		c.notOpened(w, a, outcome, reason)
		return
	}
	if op.Answered {
		return
	}
	op.unsure = op.unsure || outcome == Unknown
	if op.unsure && c.asksAgain(w, op) || op.asks > 0 {
		return
	}
	c.give(w, op, reason)
}

// give ends an operation that has no result.
func (c *Clients) give(w *lab.World, op *Operation, reason string) {
	if !op.unsure {
		op.end(w.Now(), Refused, reason)
		return
	}
	c.lost++
	op.end(w.Now(), Unknown, reason)
}

// redirected asks the named server, unless there is none or the client has asked enough.
func (c *Clients) redirected(w *lab.World, a *ask, to lab.ServerID) {
	switch {
	case to == 0:
		c.failed(w, a, Refused, "no leader is known there")
	case a.hops == maxHops:
		c.failed(w, a, Refused, "redirected too often")
	default:
		if err := c.ask(w, a, to); err != nil {
			c.failed(w, a, Refused, err.Error())
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
	return append(line, CommandText(payload)...)
}

// CommandText is a command in words, with or without numbers.
func CommandText(payload []byte) string {
	if kv.IsNumbered(payload) {
		if numbered, err := kv.DecodeNumbered(payload); err == nil {
			return numbered.String()
		}
	} else if command, err := kv.Decode(payload); err == nil {
		return command.String()
	}
	return "unreadable"
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
	case AnswerTransfer:
		return append(line, "transfer"...)
	case AnswerFailed:
		return append(append(line, "failed "...), answer.Result.Failure.String()...)
	case AnswerRefused:
		return append(append(line, "refused: "...), answer.Result.Value...)
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

package service

import (
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/story"
)

// ErrNoOperation is wrapped when a command names an operation that was not started yet.
var ErrNoOperation = lab.NotNow("there is no such operation yet")

// Verbs are the operations of clients.
func (c *Clients) Verbs() []story.Verb {
	return []story.Verb{
		c.verb("put", "put x 3 [via S1|leader] [as C2]", ""),
		c.verb("get", "get x [stale|index|lease] [via S1|leader] [as C2]",
			"; stale: the server answers from its own state, without the log, so the value may be old (§8); "+
				"index: the leader first makes sure that it still leads; lease: its lease is enough (thesis §6.4)"),
		c.verb("increment", "increment x [2] [via S1|leader] [as C2]", ""),
		c.verb("compare-and-set", "compare-and-set x 3 5 [via S1|leader] [as C2]", ""),
		{
			Name: "retry", Usage: "retry 1 [via S1|leader]", Run: c.runRetry,
			Help: "sends the command of operation 1 again, with the same number if there are sessions (§8); " +
				"without via, to the leader",
		},
	}
}

// verb is the verb of one operation. More ends its help.
func (c *Clients) verb(name, usage, more string) story.Verb {
	return story.Verb{
		Name: name, Usage: usage, Help: "a client asks a server to " + name + "; without via, the leader" + more,
		Run: func(r *story.Runner, args *story.Args) (story.Wait, error) {
			return story.Wait{}, c.runClient(r, name, args)
		},
	}
}

func (c *Clients) runClient(r *story.Runner, verb string, args *story.Args) error {
	words := []string{verb}
	for args.More() && args.Peek() != "via" && args.Peek() != "as" {
		words = append(words, args.Word("a word"))
	}
	via, client := lab.ServerID(0), lab.Client(1)
	toLeader := args.Peek() != "via"
	if !toLeader {
		args.Keyword("via")
		via = args.Server()
	}
	if args.Peek() == "as" {
		args.Keyword("as")
		client = args.Client()
	}
	command, wrong := kv.Parse(words)
	if wrong != nil && (toLeader || via > 0) {
		return args.Reject("%w", wrong)
	}
	err := args.End()
	if err != nil {
		return err
	}
	if toLeader {
		if via, err = c.owner.Preferred(r.World(), command.Key); err != nil {
			return err
		}
	} else if why := c.owner.Serves(via, command.Key); why != "" {
		return args.Reject("%s", why)
	}
	_, err = c.Invoke(r.World(), client, command, via)
	return err
}

// runRetry sends an operation's command again.
func (c *Clients) runRetry(r *story.Runner, args *story.Args) (story.Wait, error) {
	id := args.Number("the number of an operation")
	via := lab.ServerID(0)
	if args.More() {
		args.Keyword("via")
		via = args.Server()
	}
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	if id < 1 || id > uint64(len(c.operations)) {
		return story.Wait{}, fmt.Errorf("operation %d of %d: %w", id, len(c.operations), ErrNoOperation)
	}
	op, err := c.operations[id-1], error(nil)
	if via == 0 {
		if via, err = c.owner.Preferred(r.World(), op.Command.Key); err != nil {
			return story.Wait{}, err
		}
	}
	return story.Wait{}, c.Repeat(r.World(), op, via)
}

// ExpectOutcome expects an operation's outcome.
func (c *Clients) ExpectOutcome(_ *story.Runner, args *story.Args) error {
	id := args.Number("the number of an operation")
	want := args.Choice(OK.String(), Refused.String(), Unknown.String(), Pending.String())
	result := args.Rest()
	if err := args.End(); err != nil {
		return err
	}
	if id < 1 || id > uint64(len(c.operations)) {
		return story.Unmet("there are %d operations so far", len(c.operations))
	}
	op := c.operations[id-1]
	if op.Outcome.String() != want {
		because := ""
		if op.Reason != "" {
			because = ": " + op.Reason
		}
		return story.Unmet("operation %d (%v) is %v%s", id, op.Command, op.Outcome, because)
	}
	if len(result) > 0 && strings.Join(result, " ") != op.Result.Value {
		return story.Unmet("operation %d (%v) gave %s", id, op.Command, Quote(op.Result.Value))
	}
	return nil
}

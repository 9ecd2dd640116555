package story

import (
	"cmp"
	"strconv"
	"strings"

	"raftlab/lab"
)

func messageVerbs() []Verb {
	return []Verb{
		{
			Name: "hold", Usage: "hold S1 > S2\nhold all\nhold m12", Run: runHold,
			Help: "makes the messages of a link wait, or of all links, or one message",
		},
		{
			Name: "release", Usage: "release S1 > S2\nrelease all\nrelease m12", Run: runRelease,
			Help: "delivers held messages now, the oldest first",
		},
		{
			Name: "deliver", Usage: "deliver S1 > S2 [2] [again]\ndeliver S1 > S2 sent 5\ndeliver m12", Run: runDeliver,
			Help: "delivers a message now: the oldest of the link, or the 2nd, or the 5th ever sent there; " +
				"again leaves a copy in flight",
		},
		{
			Name: "drop", Usage: "drop S1 > S2 [2]\ndrop m12", Run: runDrop,
			Help: "loses a message in flight",
		},
	}
}

func runHold(r *Runner, args *Args) (Wait, error) {
	return Wait{}, onMessages(r, args, r.world.HoldAll, r.world.Hold, r.world.HoldMessage)
}

func runRelease(r *Runner, args *Args) (Wait, error) {
	return Wait{}, onMessages(r, args, r.world.ReleaseAll, r.world.Release, r.world.ReleaseMessage)
}

func runDeliver(r *Runner, args *Args) (Wait, error) {
	f, missing := args.message(r.world)
	again := args.More()
	if again {
		args.Keyword("again")
	}
	if err := cmp.Or(args.End(), missing); err != nil {
		return Wait{}, err
	}
	r.world.Deliver(f, again)
	return Wait{}, nil
}

func runDrop(r *Runner, args *Args) (Wait, error) {
	f, missing := args.message(r.world)
	if err := cmp.Or(args.End(), missing); err != nil {
		return Wait{}, err
	}
	r.world.Drop(f)
	return Wait{}, nil
}

// onMessages calls all, link or one, as the arguments say.
func onMessages(
	r *Runner, args *Args, all func(), link func(from, to lab.ServerID) error, one func(f *lab.Flight),
) error {
	if args.Peek() == "all" {
		args.Keyword("all")
		if err := args.End(); err != nil {
			return err
		}
		all()
		return nil
	}
	if messageNumber(args.Peek()) > 0 {
		f, missing := args.message(r.world)
		if err := cmp.Or(args.End(), missing); err != nil {
			return err
		}
		one(f)
		return nil
	}
	from, to := args.link()
	if err := args.End(); err != nil {
		return err
	}
	return link(from, to)
}

// messageNumber is the number in a name such as m12, and 0 for any other word.
func messageNumber(word string) lab.MessageID {
	digits, ok := strings.CutPrefix(word, "m")
	number, err := strconv.ParseUint(digits, 10, 64)
	if !ok || err != nil {
		return 0
	}
	return lab.MessageID(number)
}

// message takes a message: m12, or a link and the number of a message on it. The second result is an error if no
// such message is in flight, which is not an error of usage.
func (a *Args) message(w *lab.World) (*lab.Flight, error) {
	if id := messageNumber(a.Peek()); id > 0 {
		a.Word("a message")
		return w.MessageCalled(id)
	}
	from, to := a.link()
	find, nth := w.Message, 1
	if a.Peek() == "sent" {
		a.Keyword("sent")
		find = w.MessageSent
	}
	if next := a.Peek(); next != "" && next != "again" {
		nth = int(min(a.Number("the place of the message"), 1<<20))
	}
	if a.err != nil {
		return nil, nil
	}
	return find(from, to, nth)
}

package story

import (
	"cmp"
	"strconv"
	"strings"

	"raftlab/lab"
)

func handVerbs() []Verb {
	return []Verb{
		{Name: "hold", Usage: "hold S1 > S2\nhold all\nhold m12", Help: "makes the messages of a link wait, or of all links, or one message", Run: func(r *Runner, args *Args) (Wait, error) {
			return Wait{}, onMessages(r, args, r.world.HoldAll, r.world.Hold, r.world.HoldMessage)
		}},
		{Name: "release", Usage: "release S1 > S2\nrelease all\nrelease m12", Help: "lets what was held arrive now, the oldest first", Run: func(r *Runner, args *Args) (Wait, error) {
			return Wait{}, onMessages(r, args, r.world.ReleaseAll, r.world.Release, r.world.ReleaseMessage)
		}},
		{Name: "deliver", Usage: "deliver S1 > S2 [2] [again]\ndeliver S1 > S2 sent 5\ndeliver m12", Help: "delivers a message now: the oldest of the link, or the 2nd, or the 5th that was ever sent there; again leaves a copy on its way", Run: func(r *Runner, args *Args) (Wait, error) {
			f, notHere := args.message(r.world)
			again := args.More()
			if again {
				args.Keyword("again")
			}
			if err := cmp.Or(args.End(), notHere); err != nil {
				return Wait{}, err
			}
			r.world.Deliver(f, again)
			return Wait{}, nil
		}},
		{Name: "drop", Usage: "drop S1 > S2 [2]\ndrop m12", Help: "loses a message that is on its way", Run: func(r *Runner, args *Args) (Wait, error) {
			f, notHere := args.message(r.world)
			if err := cmp.Or(args.End(), notHere); err != nil {
				return Wait{}, err
			}
			r.world.Drop(f)
			return Wait{}, nil
		}},
	}
}

// onMessages does something to all messages, to those of a link, or to one.
func onMessages(r *Runner, args *Args, all func(), link func(from, to lab.ServerID) error, one func(f *lab.Flight)) error {
	if args.Peek() == "all" {
		args.Keyword("all")
		if err := args.End(); err != nil {
			return err
		}
		all()
		return nil
	}
	if messageNumber(args.Peek()) > 0 {
		f, notHere := args.message(r.world)
		if err := cmp.Or(args.End(), notHere); err != nil {
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

// messageNumber is the number in m12, and 0 for what is no message's name.
func messageNumber(word string) lab.MessageID {
	digits, ok := strings.CutPrefix(word, "m")
	number, err := strconv.ParseUint(digits, 10, 64)
	if !ok || err != nil {
		return 0
	}
	return lab.MessageID(number)
}

// message takes a message: m12, or a link and which of its messages. The second result says that
// it is not there, which is no mistake in the words.
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

package service

import (
	"raftlab/lab"
	"raftlab/lab/story"
)

// ExpectValue expects that a key has a value on servers: those which the words name, as servers reads them. The word
// none is for no value.
func ExpectValue(
	args *story.Args, servers func(args *story.Args) []lab.ServerID, value func(id lab.ServerID, key string) string,
) error {
	key, want := args.Word("a key"), args.Word("its value")
	ids := servers(args)
	if err := args.End(); err != nil {
		return err
	}
	if want == "none" {
		want = ""
	}
	for _, id := range ids {
		if got := value(id, key); got != want {
			return story.Unmet("on %v, %s is %s", id, key, Quote(got))
		}
	}
	return nil
}

// ExpectNot expects that the operations so far are not linearizable, or that no line of the trace has all the words.
func (c *Clients) ExpectNot(r *story.Runner, args *story.Args) error {
	if args.Choice("linearizable", "saw") == "saw" {
		return story.ExpectSaw(r, args, false)
	}
	return c.ExpectNotLinearizable(args)
}

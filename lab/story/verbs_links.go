package story

import (
	"strings"

	"raftlab/lab"
)

func linkVerbs() []Verb {
	return []Verb{
		onServer("isolate", "cuts all links of a server, both ways", (*lab.World).Isolate),
		onServer("rejoin", "opens all links of a server again", (*lab.World).Rejoin),
		{
			Name: "cut", Usage: "cut S1 > S2\ncut S1 > C1", Run: runCut,
			Help: "cuts one link, one way; clients are C1 to C9, and their links can be flaky, slow or held, too",
		},
		{
			Name: "flaky", Usage: "flaky S1 > S2 30%", Run: runFlaky,
			Help: "loses that share of the messages on one link; 0% ends that",
		},
		onGroups("partition", "cuts all links between the groups; the servers not named form one more group",
			(*lab.World).Partition),
		onGroups("bridge", "cuts all links between the groups; the servers not named still reach everyone",
			(*lab.World).Bridge),
		{
			Name: "heal", Usage: "heal", Run: runHeal,
			Help: "opens all links that are cut",
		},
	}
}

func runCut(r *Runner, args *Args) (Wait, error) {
	from, to := args.link()
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	return Wait{}, r.world.Cut(from, to)
}

func runFlaky(r *Runner, args *Args) (Wait, error) {
	from, to := args.link()
	permille := args.Permille()
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	return Wait{}, r.world.Flaky(from, to, permille)
}

func runHeal(r *Runner, args *Args) (Wait, error) {
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	r.world.Heal()
	return Wait{}, nil
}

// link takes a link, S1 > S2, or C1 > S1 for a client's.
func (a *Args) link() (from, to lab.ServerID) {
	from = a.end()
	a.Keyword(">")
	return from, a.end()
}

// end takes an end of a link: a server, or a client.
func (a *Args) end() lab.ServerID {
	if strings.HasPrefix(a.Peek(), "C") {
		return a.Client()
	}
	return a.Server()
}

// onGroups is a verb that takes groups of servers.
func onGroups(name, help string, do func(w *lab.World, groups [][]lab.ServerID) error) Verb {
	return Verb{Name: name, Usage: name + " S1 S2 | S4 S5", Help: help, Run: func(r *Runner, args *Args) (Wait, error) {
		groups := args.Groups()
		if err := args.End(); err != nil {
			return Wait{}, err
		}
		return Wait{}, do(r.world, groups)
	}}
}

// Groups takes groups of servers, separated by bars, to the end of the line.
func (a *Args) Groups() [][]lab.ServerID {
	groups := [][]lab.ServerID{nil}
	for a.More() {
		if a.Peek() == "|" {
			a.Keyword("|")
			groups = append(groups, nil)
			continue
		}
		last := len(groups) - 1
		groups[last] = append(groups[last], a.Server())
	}
	if a.err == nil && len(groups) == 1 && groups[0] == nil {
		a.fail("name the servers of each side, as in S1 S2 | S3 S4 S5")
	}
	return groups
}

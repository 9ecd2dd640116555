package zabcluster

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/story"
	"raftlab/lab/zab"
)

// given is what a scenario says was there before it began.
type given struct {
	histories map[lab.ServerID][]zab.Txn
	// current are the servers' current epochs.
	current   [lab.MaxServers]zab.Epoch
	committed []zab.Txn
}

// begin has the checks know what was there before: who proposed, what was delivered, and with what the leaders of
// these epochs began.
func (g *given) begin(c *checks) {
	for id := lab.ServerID(1); id <= lab.MaxServers; id++ {
		for i, t := range g.histories[id] {
			before := zab.Zxid(0)
			if i > 0 {
				before = g.histories[id][i-1].Zxid
			}
			c.addProposal(proposal{txn: t, before: before})
			if t.Zxid.Counter() == 1 {
				c.addGivenLeader(t.Zxid.Epoch(), g.histories[id][:i])
			}
		}
	}
	for _, t := range g.committed {
		c.order = append(c.order, ordered{txn: t, epoch: t.Zxid.Epoch()})
	}
}

// possible reports why a history cannot exist. A leader proposes after a quorum acknowledged its NEWLEADER, and
// whoever did so has the epoch on its disk as its current one.
func (g *given) possible(voters zab.NodeSet) error {
	for id := lab.ServerID(1); id <= lab.MaxServers; id++ {
		for _, t := range g.histories[id] {
			entered := 0
			for voter := range voters.All() {
				if g.current[voter-1] >= t.Zxid.Epoch() {
					entered++
				}
			}
			if 2*entered <= voters.Len() {
				return story.UsageError("%v has %v, so epoch %d was established: it, or a later one, must be the "+
					"current epoch of a quorum of the servers", id, t.Zxid, t.Zxid.Epoch())
			}
		}
		if err := g.inherited(id); err != nil {
			return err
		}
	}
	return nil
}

// inherited reports which committed transaction a leader of a later epoch, whose transactions a server has, would lack
// (the paper, phase 2).
func (g *given) inherited(id lab.ServerID) error {
	history := g.histories[id]
	for i, t := range history {
		for _, committed := range g.committed {
			has := func(one zab.Txn) bool { return one.Zxid == committed.Zxid }
			if t.Zxid.Epoch() > committed.Zxid.Epoch() && !slices.ContainsFunc(history[:i], has) {
				return story.UsageError("the leader of epoch %d, from which %v has %v, would lack %v, which was "+
					"committed", t.Zxid.Epoch(), id, t.Zxid, committed.Zxid)
			}
		}
	}
	return nil
}

func (c *checks) addGivenLeader(epoch zab.Epoch, began []zab.Txn) {
	if slices.ContainsFunc(c.leaders, func(l leadership) bool { return l.epoch == epoch }) {
		return
	}
	c.leaders = append(c.leaders, leadership{epoch: epoch, history: zab.History{Txns: slices.Clone(began)}})
	slices.SortFunc(c.leaders, func(a, b leadership) int { return cmp.Compare(a.epoch, b.epoch) })
}

// runGiven reads what was there before. A transaction is the same on every server that has it.
func (c *Cluster) runGiven(r *story.Runner, args *story.Args) (story.Wait, error) {
	if args.Peek() == "committed" {
		args.Keyword("committed")
		z := zxid(args)
		if err := args.End(); err != nil {
			return story.Wait{}, err
		}
		return story.Wait{}, c.giveCommitted(r, z)
	}
	return story.Wait{}, c.giveDisk(r, args)
}

func (c *Cluster) giveDisk(r *story.Runner, args *story.Args) error {
	id := args.Server()
	save := zab.Save{}
	for args.More() {
		switch args.Choice("accepted", "current", "history") {
		case "accepted":
			save.AcceptedEpoch = zab.Epoch(min(args.Number("the accepted epoch"), 1<<32-1))
		case "current":
			save.CurrentEpoch = zab.Epoch(min(args.Number("the current epoch"), 1<<32-1))
		case "history":
			for args.More() && args.Peek() != "accepted" && args.Peek() != "current" {
				save.Append = append(save.Append, givenTxn(zxid(args)))
			}
		}
	}
	if err := args.End(); err != nil {
		return err
	}
	if err := validGiven(save); err != nil {
		return err
	}
	if c.given.histories == nil {
		c.given.histories = map[lab.ServerID][]zab.Txn{}
	}
	for other := lab.ServerID(1); other <= lab.MaxServers; other++ {
		if err := together(id, save.Append, other, c.given.histories[other]); other != id && err != nil {
			return err
		}
	}
	c.given.histories[id], c.given.current[id-1] = save.Append, save.CurrentEpoch
	r.Options.Given[id] = [][]byte{zab.AppendSave(nil, save)}
	r.Options.Label += fmt.Sprintf(" given=%v:%d/%d/%s", id, save.AcceptedEpoch, save.CurrentEpoch, zxids(save.Append))
	return nil
}

func givenTxn(z zab.Zxid) zab.Txn {
	return zab.Txn{Zxid: z, Data: kv.Command{Op: kv.Put, Key: "x", Value: z.String()}.Encode()}
}

// validGiven reports why a disk cannot hold this.
func validGiven(s zab.Save) error {
	last := zab.Zxid(0)
	for _, t := range s.Append {
		next := t.Zxid == last+1 && last != 0 || t.Zxid.Epoch() > last.Epoch() && t.Zxid.Counter() == 1
		if !next {
			return story.UsageError("a history has each epoch's transactions from counter 1 on, without a gap, and "+
				"the "+
				"epochs rise: %v cannot follow %v", t.Zxid, last)
		}
		last = t.Zxid
	}
	if s.CurrentEpoch > s.AcceptedEpoch || last.Epoch() > s.CurrentEpoch {
		return story.UsageError("a server is in no epoch that it has not accepted, and has transactions of no later "+
			"epoch than its own: accepted %d, current %d, last zxid %v", s.AcceptedEpoch, s.CurrentEpoch, last)
	}
	return nil
}

// together reports why two histories cannot exist together: what stands before a transaction is the history of the
// leader that made it.
func together(id lab.ServerID, mine []zab.Txn, other lab.ServerID, theirs []zab.Txn) error {
	for i := range mine {
		at := slices.IndexFunc(theirs, func(t zab.Txn) bool { return t.Zxid == mine[i].Zxid })
		if at >= 0 && (at != i || !slices.EqualFunc(mine[:i], theirs[:i], same)) {
			return story.UsageError("these histories cannot exist together: %v and %v both have %v, but not the same "+
				"transactions before it", id, other, mine[i].Zxid)
		}
	}
	return nil
}

// giveCommitted says up to which transaction all was delivered: a quorum has it.
func (c *Cluster) giveCommitted(r *story.Runner, z zab.Zxid) error {
	holders := 0
	for id := lab.ServerID(1); int(id) <= r.Options.Servers-c.setup.Observers; id++ {
		at := slices.IndexFunc(c.given.histories[id], func(t zab.Txn) bool { return t.Zxid == z })
		if at >= 0 {
			holders++
			c.given.committed = c.given.histories[id][:at+1]
		}
	}
	if 2*holders <= r.Options.Servers-c.setup.Observers {
		return story.UsageError("no quorum of the servers has %v: say what is on their disks in the lines before", z)
	}
	r.Options.Label += fmt.Sprintf(" given=committed:%v", z)
	return nil
}

// zxid reads a zxid such as 2:3.
func zxid(args *story.Args) zab.Zxid {
	word := args.Word("a zxid such as 2:3")
	z, ok := parseZxid(word)
	if !ok {
		_ = args.Reject("want a zxid such as 2:3, got %q", word) // End reports it
	}
	return z
}

func parseZxid(word string) (zab.Zxid, bool) {
	epoch, counter, ok := strings.Cut(word, ":")
	e, err1 := strconv.ParseUint(epoch, 10, 32)
	n, err2 := strconv.ParseUint(counter, 10, 32)
	return zab.MakeZxid(zab.Epoch(e), uint32(n)), ok && err1 == nil && err2 == nil
}

package raftcluster

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/story"
	"raftlab/raft"
)

// given is what a scenario says was there before it began.
type given struct {
	// logs are the logs on the servers' disks, nil for a server of which nothing is said.
	logs map[lab.ServerID][]raft.Entry
	// committed are the entries that were committed.
	committed []raft.Entry
}

// term is the term in which the last committed entry was committed, at the latest: its own, for the leader of that term
// is the first who can have counted its copies (§5.4.2).
func (g *given) term() raft.Term { return g.committed[len(g.committed)-1].Term }

// runGiven reads what was there before. The entry at index i of term t is the same on every server that has it, as Log
// Matching demands.
func (c *Cluster) runGiven(r *story.Runner, args *story.Args) (story.Wait, error) {
	if args.Peek() == "committed" {
		args.Keyword("committed")
		return story.Wait{}, c.giveCommitted(r, args)
	}
	return story.Wait{}, c.giveDisk(r, args)
}

func (c *Cluster) giveDisk(r *story.Runner, args *story.Args) error {
	id := args.Server()
	record := raft.Save{From: 1}
	for args.More() {
		switch args.Choice("term", "vote", "log") {
		case "term":
			record.CurrentTerm = raft.Term(args.Number("the term"))
		case "vote":
			record.VotedFor = raft.NodeID(args.Server())
		case "log":
			for args.More() && args.Peek() != "term" && args.Peek() != "vote" {
				term := raft.Term(args.Number("the term of an entry"))
				record.Entries = append(record.Entries, givenEntry(raft.Index(len(record.Entries)+1), term))
			}
		}
	}
	if err := args.End(); err != nil {
		return err
	}
	last := raft.Term(0)
	for _, e := range record.Entries {
		if e.Term < last || e.Term == 0 || e.Term > record.CurrentTerm {
			return story.UsageError("the terms of a log must start at 1 or later, never fall, and not " +
				"exceed the server's term")
		}
		last = e.Term
	}
	if err := c.given.add(id, record.Entries); err != nil {
		return err
	}
	r.Options.Given[id] = [][]byte{raft.AppendSave(nil, record)}
	// The header must show every setting that decides a run.
	r.Options.Label += fmt.Sprintf(
		" given=S%d:%d/%v/%s", id, record.CurrentTerm, record.VotedFor,
		terms(record.Entries),
	)
	return nil
}

func givenEntry(index raft.Index, term raft.Term) raft.Entry {
	command := kv.Command{Op: kv.Put, Key: fmt.Sprintf("k%d", index), Value: fmt.Sprintf("%d", term)}
	return raft.Entry{Term: term, Kind: raft.Command, Command: command.Encode()}
}

// add adds a log, if it can exist together with the others.
func (g *given) add(id lab.ServerID, log []raft.Entry) error {
	if g.logs == nil {
		g.logs = map[lab.ServerID][]raft.Entry{}
	}
	for other := lab.ServerID(1); other <= lab.MaxServers; other++ {
		if err := together(id, log, other, g.logs[other]); other != id && err != nil {
			return err
		}
	}
	if err := g.keeps(id, log); err != nil {
		return err
	}
	g.logs[id] = log
	return nil
}

// together reports why two logs cannot exist together. All entries of a term come from the log of its one leader, and
// so does all that stands before them (§5.3). So up to the last entry of a term that both have, or the end of the
// shorter part, the two are equal.
func together(id lab.ServerID, log []raft.Entry, other lab.ServerID, theirs []raft.Entry) error {
	for i := len(log); i > 0; i-- {
		term := log[i-1].Term
		j := lastOf(theirs, term)
		for at := range min(i, j) {
			mine, their := log[at].Term, theirs[at].Term
			if mine == their {
				continue
			}
			return story.UsageError("these logs cannot exist together: %v and %v have entries of term %d from "+
				"its one leader, and so the same entries before them (Log Matching, §5.3); but entry %d is of "+
				"term %d on %v, and of term %d on %v", id, other, term, at+1, mine, id, their, other)
		}
	}
	return nil
}

// lastOf is the index of the last entry of a term, 0 for none.
func lastOf(log []raft.Entry, term raft.Term) int {
	for i := len(log); i > 0; i-- {
		if log[i-1].Term == term {
			return i
		}
	}
	return 0
}

// keeps reports why a log cannot exist beside what is committed: a later leader has sent it an entry, and did not have
// what was committed (Leader Completeness, §5.4.3).
func (g *given) keeps(id lab.ServerID, log []raft.Entry) error {
	if len(g.committed) == 0 || len(log) == 0 || log[len(log)-1].Term <= g.term() {
		return nil
	}
	for i, entry := range g.committed {
		if i < len(log) && log[i].Term == entry.Term {
			continue
		}
		return story.UsageError("the leader of term %d, from which %v has its last entry, would lack entry %d of "+
			"term %d, which was committed in term %d (Leader Completeness, §5.4.3)",
			log[len(log)-1].Term, id, i+1, entry.Term, g.term())
	}
	return nil
}

// giveCommitted says which entries were committed: a majority has them.
func (c *Cluster) giveCommitted(r *story.Runner, args *story.Args) error {
	index := args.Number("the index up to which all is committed")
	if err := args.End(); err != nil {
		return err
	}
	if c.setup.Groups > 1 {
		return story.UsageError("given committed is for clusters of one group")
	}
	log := c.given.ofMajority(r.Options.Servers, int(min(index, lab.MaxScript)))
	if log == nil {
		return story.UsageError("no majority of the %d servers has the same entries 1 to %d: say what is on their "+
			"disks in the lines before, or give a lower index", r.Options.Servers, index)
	}
	c.given.committed = log
	for id := lab.ServerID(1); id <= lab.MaxServers; id++ {
		if err := c.given.keeps(id, c.given.logs[id]); err != nil {
			return err
		}
	}
	r.Options.Label += fmt.Sprintf(" given=committed:%d", index)
	return nil
}

// ofMajority are the first entries of the logs of a majority, nil if no majority has the same ones.
func (g *given) ofMajority(servers, entries int) []raft.Entry {
	for id := lab.ServerID(1); int(id) <= servers && entries > 0; id++ {
		if len(g.logs[id]) < entries {
			continue
		}
		log, holders := g.logs[id][:entries], 0
		for _, other := range g.logs {
			if len(other) >= entries && slices.EqualFunc(other[:entries], log, equal) {
				holders++
			}
		}
		if holders > servers/2 {
			return log
		}
	}
	return nil
}

// begin lets the checks know what was committed before they began.
func (g *given) begin(c *checks) {
	chain := uint64(chainSeed)
	for _, entry := range g.committed {
		chain = chainHash(chain, entry)
		c.committed = append(c.committed, commitment{chain: chain, entry: entry, term: g.term()})
	}
}

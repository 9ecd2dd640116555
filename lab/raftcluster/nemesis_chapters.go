package raftcluster

import (
	"slices"

	"raftlab/lab/nemesis"
)

// chapter is what Raft has beyond Figure 2: a row of the table.
type chapter struct {
	nemesis.Chapter
	// join adds clients and faults to one schedule; nil adds none.
	join func(p *nemesis.Part, f *faults)
}

// chapters is the table of all that fuzz and explore can switch on. A new chapter is a new row. A row may change the
// clients of those before it. The order is part of the meaning of a seed, and leases stay last: they leave out faults
// of all the others.
var chapters = []chapter{
	{nemesis.Chapter{
		Name: "prevote", Help: "candidates ask before they stand", Setup: []string{"prevote on"},
	}, nil},
	{nemesis.Chapter{
		Name: "stickiness", Help: "servers that hear a leader elect no other", Setup: []string{"stickiness on"},
	}, joinStickiness},
	{nemesis.Chapter{
		Name: "check-quorum", Help: "leaders that reach no majority step down", Setup: []string{"check-quorum on"},
	}, joinCheckQuorum},
	{nemesis.Chapter{
		Name: "transfers", Help: "leaders hand over to others", Unsearched: "no action of a search is a transfer",
	}, joinTransfers},
	{nemesis.Chapter{
		Name: "sessions", Help: "clients ask again, and no command is carried out twice",
		Search: []string{"sessions on"}, Requests: 2,
	}, joinSessions},
	{nemesis.Chapter{
		Name: "reads", Help: "reads by index, which leave no entry",
		Asks: []string{"put x 1", "get x index"}, Requests: 2,
	}, joinReads},
	{nemesis.Chapter{
		Name: "snapshots", Help: "servers cut their logs often, and send snapshots in small chunks",
		Search: []string{"snapshots chunk 4"},
	}, joinSnapshots},
	{nemesis.Chapter{
		Name: "membership", Help: "servers join and leave the cluster, one at a time or jointly",
		Unsearched: "a scenario names the first servers itself, in a line members",
	}, joinMembership},
	{nemesis.Chapter{
		Name: "pipelining", Help: "leaders that do not wait, for answers or for their disks",
		Search: []string{"window 2"},
	}, joinPipelining},
	{nemesis.Chapter{
		Name: "leases", Help: "reads under a lease, which half of the schedules have",
		Unsearched: "a search has no clocks",
	}, joinLeases},
}

// Beyond is Nemesis with the table of chapters. Without a chapter, its schedules are those of Nemesis.
func Beyond() nemesis.Protocol {
	p := Nemesis()
	p.Chapters, p.Join = listed(), partOf
	return p
}

// listed are the chapters for those who choose.
func listed() []nemesis.Chapter {
	var all []nemesis.Chapter
	for _, c := range chapters {
		all = append(all, c.Chapter)
	}
	return all
}

// partOf makes the part of a schedule with these chapters.
func partOf(chosen []nemesis.Chapter) func() nemesis.Part {
	return func() nemesis.Part {
		f := &faults{}
		p := part(f)
		for _, c := range chapters {
			if slices.ContainsFunc(chosen, func(one nemesis.Chapter) bool { return one.Name == c.Name }) {
				f.setup = append(f.setup, c.Setup...)
				if c.join != nil {
					c.join(&p, f)
				}
			}
		}
		return p
	}
}

// nemesisOf is Beyond with the chapters of these names.
func nemesisOf(names ...string) nemesis.Protocol {
	var chosen []nemesis.Chapter
	for _, c := range listed() {
		if slices.Contains(names, c.Name) {
			chosen = append(chosen, c)
		}
	}
	return Beyond().With(chosen)
}

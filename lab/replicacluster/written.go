package replicacluster

import (
	"slices"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/reference"
)

// laterInOrder is the order of versions by which the judge judges: the right one, whatever rules the servers follow.
func laterInOrder(a, b replicas.Versioned) bool { return reference.Later(a, b) }

// written is a version of a key that some server has shown, with the request that it was for, as far as its writer
// showed it.
type written struct {
	key          string
	version      replicas.Versioned
	request      replicas.RequestID
	replaces     []int
	number       int
	acknowledged bool
}

// takeVersions finds new versions in a server's view. A version's first view is the one of its writer, in the step
// that wrote it.
func (c *Cluster) takeVersions(_ lab.ServerID, _, now *replicas.State) {
	for _, op := range now.Operations {
		for _, v := range op.Spread {
			if request := op.Request; v.Writer == now.ID {
				c.takeVersion(op.Key, v, request)
			}
		}
	}
	for _, k := range now.Keys {
		for _, v := range k.Versions {
			c.takeVersion(k.Name, v, 0)
		}
	}
}

func (c *Cluster) takeVersion(key string, v replicas.Versioned, request replicas.RequestID) {
	number := 1
	var before []written
	for _, w := range c.written {
		if w.key != key {
			continue
		}
		if number++; w.version.Same(v) {
			return
		}
		if v.Replaces(w.version) {
			before = append(before, w)
		}
	}
	w := written{key: key, version: v, request: request, number: number}
	for _, old := range before {
		replaced := func(o written) bool { return o.version.Replaces(old.version) }
		if !slices.ContainsFunc(before, replaced) {
			w.replaces = append(w.replaces, old.number)
		}
	}
	c.written = append(c.written, w)
}

// find is a version's entry among all that were written, nil if it is not there.
func (c *Cluster) find(key string, v replicas.Versioned) *written {
	for i := range c.written {
		if c.written[i].key == key && c.written[i].version.Same(v) {
			return &c.written[i]
		}
	}
	return nil
}

// counted is a question that a server put to others, as the face shows it; index is how far backups must have come.
type counted struct {
	CountView
	index uint64
}

// maxCounts is how many questions the face shows.
const maxCounts = 6

// takeCounts follows the questions of a server.
func (c *Cluster) takeCounts(id lab.ServerID, now *replicas.State) {
	var open []counted
	switch {
	case now.Kind.HasPrimary():
		open = c.pendingCounts(now)
	case now.Kind.Leaderless():
		open = c.operationCounts(now)
	default:
		open = c.transactionCounts(now)
	}
	for i := range c.counts {
		old := &c.counts[i]
		still := func(n counted) bool { return n.Request == old.Request && n.Phase == old.Phase }
		if old.Server != int(id) || old.Over || slices.ContainsFunc(open, still) {
			continue
		}
		old.Over = true
		if now.Kind.HasPrimary() {
			old.Done = now.Role == replicas.Primary
			c.takeSeats(old, now)
		}
	}
	for _, n := range open {
		at := slices.IndexFunc(c.counts, func(o counted) bool {
			return o.Server == n.Server && o.Request == n.Request && o.Phase == n.Phase
		})
		if at >= 0 {
			c.counts[at] = n
			continue
		}
		c.counts = append(c.counts, n)
	}
	if extra := len(c.counts) - maxCounts; extra > 0 {
		c.counts = slices.Clone(c.counts[extra:])
	}
}

// pendingCounts are the writes of a primary that wait for backups.
func (c *Cluster) pendingCounts(now *replicas.State) []counted {
	var open []counted
	for _, p := range now.Pending {
		n := counted{index: p.Index, CountView: CountView{
			Server: int(now.ID), Request: uint64(p.Request), Phase: "replicate", Need: 1,
		}}
		if i := int(p.Index) - 1; i >= 0 && i < len(now.Entries) {
			n.Text = commandText(now.Entries[i].Command)
		}
		if now.Kind == replicas.Sync {
			n.Need = now.Members.Len()
		}
		c.takeSeats(&n, now)
		open = append(open, n)
	}
	return open
}

// takeSeats says which backups have what a count waits for.
func (c *Cluster) takeSeats(n *counted, now *replicas.State) {
	n.Seats, n.Got = []SeatView{}, 0
	for i := range c.servers {
		id := replicas.NodeID(i + 1)
		if id == now.ID {
			continue
		}
		has := int(id) < len(now.Match) && now.Match[id] >= n.index
		if has {
			n.Got++
		}
		n.Seats = append(n.Seats, SeatView{Server: i + 1, State: word(has, "yes", "waiting"), Versions: []int{}})
	}
}

// operationCounts are the reads and writes of a coordinator.
func (c *Cluster) operationCounts(now *replicas.State) []counted {
	var open []counted
	for _, op := range now.Operations {
		read := CountView{
			Server: int(now.ID), Request: uint64(op.Request), Text: commandText(op.Command), Phase: "read",
			Need: c.setup.R, Seats: []SeatView{}, Over: op.Writes || op.Over, Done: op.Writes || op.Over,
		}
		for _, reply := range op.Replies {
			seat := SeatView{Server: int(reply.From), State: "yes", Versions: []int{}}
			for _, v := range reply.Versions {
				if w := c.find(op.Key, v); w != nil {
					seat.Versions = append(seat.Versions, w.number)
				}
			}
			read.Seats, read.Got = append(read.Seats, seat), read.Got+1
		}
		if now.Kind == replicas.Quorum {
			read.Seats = c.waiting(read.Seats)
			open = append(open, counted{CountView: read})
		}
		if op.Writes {
			open = append(open, counted{CountView: c.writeCount(op, now)})
		}
	}
	return open
}

// writeCount is who has confirmed what an operation writes.
func (c *Cluster) writeCount(op replicas.Operation, now *replicas.State) CountView {
	command, _ := kv.Decode(op.Command)
	n := CountView{
		Server: int(now.ID), Request: uint64(op.Request), Text: commandText(op.Command),
		Phase: word(command.Op == kv.Get, "repair", "write"), Need: c.setup.W, Seats: []SeatView{},
		Over: op.Over, Done: op.Over,
	}
	for _, ack := range op.Acks {
		n.Seats = append(n.Seats, SeatView{
			Server: int(ack.From), State: word(ack.Hint, "hint", "yes"), Versions: []int{},
		})
		if !ack.Hint || c.setup.Sloppy {
			n.Got++
		}
	}
	n.Seats = c.waiting(n.Seats)
	return n
}

// waiting adds a seat for each replica that has not answered, and sorts.
func (c *Cluster) waiting(seats []SeatView) []SeatView {
	for id := 1; id <= c.setup.N; id++ {
		if !slices.ContainsFunc(seats, func(s SeatView) bool { return s.Server == id }) {
			seats = append(seats, SeatView{Server: id, State: "waiting", Versions: []int{}})
		}
	}
	slices.SortFunc(seats, func(a, b SeatView) int { return a.Server - b.Server })
	return seats
}

// transactionCounts are the votes and pre-commits of the transactions that a server leads.
func (c *Cluster) transactionCounts(now *replicas.State) []counted {
	var open []counted
	for _, t := range now.Transactions {
		if !t.Leads || len(t.Votes) == 0 && t.PreCommits == 0 && t.Phase != replicas.Waiting {
			continue
		}
		n := CountView{
			Server: int(now.ID), Request: t.ID, Text: commandText(t.Command), Phase: "vote",
			Need: len(c.servers) - 1, Seats: []SeatView{}, Over: t.Phase.Decided(), Done: t.Phase == replicas.Committed,
		}
		if t.PreCommits != 0 {
			n.Phase = "pre-commit"
		}
		for i := 2; i <= len(c.servers); i++ {
			seat := SeatView{Server: i, State: "waiting", Versions: []int{}}
			vote := slices.IndexFunc(t.Votes, func(v replicas.Vote) bool { return int(v.From) == i })
			switch {
			case t.PreCommits.Has(replicas.NodeID(i)), t.PreCommits == 0 && vote >= 0 && t.Votes[vote].Yes:
				seat.State = "yes"
				n.Got++
			case vote >= 0 && t.PreCommits == 0:
				seat.State = "no"
			}
			n.Seats = append(n.Seats, seat)
		}
		open = append(open, counted{CountView: n})
	}
	return open
}

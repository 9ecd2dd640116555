package paxoscluster

import (
	"maps"
	"slices"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/paxos"
	"raftlab/lab/paxos/node"
)

// slotWindow is how many of the last slots are shown, and slotsBefore how many are kept of an earlier view.
const (
	slotWindow  = 48
	slotsBefore = 8
	openWindow  = 4
)

// Face shows the cluster.
func (c *Cluster) Face() face.Face { return paxosFace{c} }

type paxosFace struct{ of *Cluster }

// Standing is a server's state at a moment, as far as Explain needs it.
type Standing struct {
	Promised paxos.Ballot
	Proposer paxos.Proposer
	Leads    bool
}

// Changes counts the views seen of a server, and the choices that others have made: they change what it shows.
func (f paxosFace) Changes(id lab.ServerID) uint64 {
	return f.of.servers[id-1].changes<<16 + uint64(len(f.of.checks.chosen))
}

// Server shows a server.
func (f paxosFace) Server(id lab.ServerID, _ *face.Server) face.Server {
	m := f.of.servers[id-1]
	view := f.view(id, m)
	s := face.Server{
		Badge: f.badge(id, m), Level: paxos.Highest(m.Promised, m.Proposer.Ballot).Number(len(f.of.servers)),
		Rows:     f.rows(view),
		Part:     face.Part{Name: ID, Value: view},
		Standing: Standing{Promised: m.Promised, Proposer: m.Proposer, Leads: m.Leads},
	}
	if f.of.setup.Multi {
		s.Data = m.store.Pairs()
	}
	return s
}

// badge is a server's part at the moment.
func (f paxosFace) badge(id lab.ServerID, m *Mirror) string {
	switch set := paxos.NodeID(id); {
	case m.Leads:
		return "leader"
	case m.Proposer.Phase != paxos.Idle && f.of.setup.Proposers.Has(set):
		return m.Proposer.Phase.String()
	case f.of.setup.Acceptors.Has(set):
		return "acceptor"
	case f.of.setup.Proposers.Has(set):
		return "proposer"
	}
	return "learner"
}

func (f paxosFace) view(id lab.ServerID, m *Mirror) PaxosView {
	setup, self := f.of.setup, paxos.NodeID(id)
	v := PaxosView{
		Acceptor: setup.Acceptors.Has(self), Proposer: setup.Proposers.Has(self), Learner: setup.Learners.Has(self),
		Promised: f.ballot(m.Promised), Used: f.ballot(m.Proposer.Ballot), Slots: []SlotView{},
		LastSlot: uint64(len(m.All)), Applied: uint64(m.Applied), Leader: int(m.Leader),
	}
	for _, s := range m.All[max(0, len(m.All)-slotWindow):] {
		v.Slots = append(v.Slots, f.slot(s))
	}
	if v.Proposer {
		v.Proposing = f.proposer(m)
	}
	return v
}

func (f paxosFace) ballot(b paxos.Ballot) BallotView {
	servers := len(f.of.servers)
	if (b == paxos.Ballot{}) {
		return BallotView{}
	}
	return BallotView{Name: b.String(), Number: b.Number(servers), Owner: int(b.Owner(servers))}
}

func (f paxosFace) slot(s node.SlotView) SlotView {
	v := SlotView{
		Slot: uint64(s.Slot), Accepted: f.ballot(s.At), Value: valueText(s.Value), Learned: valueText(s.Learner.Chosen),
		Heard: []TallyView{},
	}
	chosen, ok := f.of.checks.chosen[s.Slot]
	v.Chosen = ok && s.Value == chosen.value && !s.At.Below(chosen.ballot)
	for _, t := range s.Learner.Heard {
		v.Heard = append(v.Heard, TallyView{Ballot: f.ballot(t.Ballot), Value: valueText(t.Value),
			From: numbers(t.From)})
	}
	return v
}

func (f paxosFace) proposer(m *Mirror) *ProposerView {
	p := &m.Proposer
	v := &ProposerView{
		Phase: p.Phase.String(), Leads: m.Leads, Ballot: f.ballot(p.Ballot), Wish: valueText(p.Wish),
		Promises: numbers(p.Promises), Best: f.ballot(p.Best), BestValue: valueText(p.BestValue),
		BestFrom: int(p.BestFrom), Proposed: valueText(p.Proposed), Accepts: []int{}, Refused: m.Refused,
		Until: int64(m.RetryAt),
	}
	for _, s := range m.All {
		for _, t := range s.Learner.Heard {
			if t.Ballot == p.Ballot && !f.of.setup.Multi {
				v.Accepts = numbers(t.From)
			}
		}
	}
	return v
}

// numbers lists the servers of a set that exist.
func numbers(set paxos.NodeSet) []int {
	list := []int{}
	for id := range set.All() {
		if id <= lab.MaxServers {
			list = append(list, int(id))
		}
	}
	return list
}

// rows are a server's state in a form for any page.
func (f paxosFace) rows(v PaxosView) [][2]string {
	name := func(b BallotView) string {
		if b.Number == 0 {
			return "none"
		}
		return b.Name
	}
	var rows [][2]string
	if v.Acceptor {
		rows = append(rows, [2]string{"promised", name(v.Promised)})
	}
	if !f.of.setup.Multi {
		accepted, known := "none", "none"
		if len(v.Slots) > 0 {
			s := v.Slots[0]
			if s.Value != "" {
				accepted = s.Accepted.Name + " " + s.Value
			}
			if s.Learned != "" {
				known = s.Learned
			}
		}
		rows = append(rows, [2]string{"accepted", accepted}, [2]string{"known", known})
	} else {
		rows = append(rows, [2]string{"last slot", strconv.FormatUint(v.LastSlot, 10)},
			[2]string{"carried out", strconv.FormatUint(v.Applied, 10)},
			[2]string{"leader", paxos.NodeID(v.Leader).String()})
	}
	if p := v.Proposing; p != nil {
		rows = append(rows, [2]string{"ballot", name(p.Ballot)}, [2]string{"phase", p.Phase})
		if p.Wish != "" && !f.of.setup.Multi {
			rows = append(rows, [2]string{"wish", p.Wish})
		}
		if p.Best.Number > 0 {
			rows = append(rows, [2]string{"highest reported", p.Best.Name + " " + p.BestValue})
		}
	}
	return rows
}

// Trim keeps the last slots.
func (f paxosFace) Trim(s face.Server) face.Server {
	view, ok := s.Part.Value.(PaxosView)
	if ok && len(view.Slots) > slotsBefore {
		view.Slots = append([]SlotView{}, view.Slots[len(view.Slots)-slotsBefore:]...)
		s.Part.Value = view
	}
	return s
}

// Message describes a message.
func (f paxosFace) Message(payload []byte) face.Message {
	m, err := paxos.DecodeMessage(payload)
	if err != nil {
		return face.Message{Kind: "unreadable", Good: true}
	}
	v := shown(m)
	return face.Message{Kind: v.kind, Label: v.label, Level: v.ballot.Number(len(f.of.servers)), Good: v.good}
}

// Moves marks the face: what Run says changes with the servers.
func (paxosFace) Moves() {}

// Run is the setup, and what was chosen so far.
func (f paxosFace) Run() face.Part {
	s := f.of.setup
	return face.Part{Name: ID, Value: PaxosRun{
		Mode: mode(s.Multi), Ballots: ballots(s.Steps), Acceptors: numbers(s.Acceptors),
		Proposers: numbers(s.Proposers),
		Learners:  numbers(s.Learners), Majority: paxos.Majority(s.Acceptors.Len()),
		Distinguished: int(s.Distinguished),
		BackOff:       s.BackOffMost > 0, Chosen: f.chosen(), Open: f.open(),
	}}
}

func (f paxosFace) chosen() []ChosenView {
	views := []ChosenView{}
	slots := slices.Sorted(maps.Keys(f.of.checks.chosen))
	for _, slot := range slots[max(0, len(slots)-slotWindow):] {
		c := f.of.checks.chosen[slot]
		v := ChosenView{
			Slot: uint64(slot), Value: valueText(c.value), Ballot: f.ballot(c.ballot), Event: c.event,
			By: numbers(f.of.checks.votes[at{slot, c.ballot}].from), KnownBy: []int{},
		}
		for i, m := range f.of.servers {
			if int(slot) <= len(m.All) && m.All[slot-1].Learner.Chosen == c.value {
				v.KnownBy = append(v.KnownBy, i+1)
			}
		}
		views = append(views, v)
	}
	return views
}

// open are the ballots of mode single that somebody works on, and that choose nothing yet.
func (f paxosFace) open() []OpenView {
	views := []OpenView{}
	if f.of.setup.Multi {
		return views
	}
	var list []paxos.Ballot
	for _, m := range f.of.servers {
		if p := m.Proposer; p.Phase == paxos.Preparing || p.Phase == paxos.Accepting {
			list = append(list, p.Ballot)
		}
	}
	slices.SortFunc(list, paxos.Ballot.Compare)
	list = slices.Compact(list)
	for _, b := range list[max(0, len(list)-openWindow):] {
		vote := f.of.checks.votes[at{1, b}]
		if vote.from.Len() >= paxos.Majority(f.of.setup.Acceptors.Len()) {
			continue
		}
		v := OpenView{
			Slot: 1, Ballot: f.ballot(b), Value: valueText(vote.value), Promises: []int{}, Accepts: numbers(vote.from),
		}
		for id := range f.of.setup.Acceptors.All() {
			if f.of.servers[id-1].Promised == b {
				v.Promises = append(v.Promises, int(id))
			}
		}
		views = append(views, v)
	}
	return views
}

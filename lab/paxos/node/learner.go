package node

import "raftlab/lab/paxos"

// askMany is how many values an answer to Ask has at most.
const askMany = 32

func (n *Node) onAccepted(m paxos.Message, reply paxos.Accepted) {
	if !reply.Granted {
		n.onRefusal(reply.Ballot, reply.Promised)
		return
	}
	s := n.slot(m.Slot)
	n.changed.Add(m.Slot)
	knew := s.Known()
	if _, ok := n.config.Rules.HandleAccepted(&s.Learner, m.From, reply); !ok {
		n.wantsToKnow()
		return
	}
	if knew {
		return
	}
	n.learned(m.Slot)
	if n.config.Multi || n.config.Notice {
		n.sayChosen(m.Slot)
	}
}

// sayChosen tells the other learners what a slot's value is.
func (n *Node) sayChosen(number paxos.Slot) {
	for id := range n.config.Learners.All() {
		if id != n.config.ID {
			n.send(id, number, paxos.Chosen{Values: []paxos.Value{n.Slots[number-1].Learner.Chosen}})
		}
	}
}

// learned ends all waiting for a slot.
func (n *Node) learned(number paxos.Slot) {
	n.changed.Add(number)
	if n.config.Multi {
		return // what is applied answers the clients
	}
	n.retryAt, n.askAt, n.Proposer.Phase, n.Refused = 0, 0, paxos.Decided, 0
	for _, request := range n.requests {
		n.out.Answers = append(n.out.Answers, Answer{Request: request, Value: n.slot(1).Learner.Chosen})
	}
	n.requests = nil
}

// onChosen believes what another server knows: no server lies.
func (n *Node) onChosen(m paxos.Message, body paxos.Chosen) {
	for i, v := range body.Values {
		number := m.Slot + paxos.Slot(i)
		if s := n.slot(number); !s.Known() {
			s.Learner.Chosen = v
			n.learned(number)
		}
	}
	if len(body.Values) == askMany {
		n.send(m.From, n.firstGap(), paxos.Ask{})
	}
}

// onAsk answers with what is known to be chosen, and otherwise with what this acceptor has accepted: the asker counts
// for itself (§2.3).
func (n *Node) onAsk(m paxos.Message) {
	var values []paxos.Value
	for number := m.Slot; number <= paxos.Slot(len(n.Slots)) && n.Slots[number-1].Known(); number++ {
		if len(values) == askMany {
			break
		}
		values = append(values, n.Slots[number-1].Learner.Chosen)
	}
	switch {
	case len(values) > 0:
		n.send(m.From, m.Slot, paxos.Chosen{Values: values})
	case !n.config.Multi && len(n.Slots) > 0 && n.Slots[0].Value != paxos.NoValue:
		n.send(m.From, 1, paxos.Accepted{
			Ballot: n.Slots[0].At, Value: n.Slots[0].Value, Granted: true, Promised: n.Promised,
		})
	}
}

// ask asks all others for the first slot that it does not know.
func (n *Node) ask() {
	if !n.config.Multi && n.slot(1).Known() {
		return
	}
	for id := paxos.NodeID(1); int(id) <= n.config.Servers; id++ {
		if id != n.config.ID {
			n.send(id, n.firstGap(), paxos.Ask{})
		}
	}
	n.wantsToKnow()
}

// patient is how much longer a learner waits that has not heard of anything to learn.
const patient = 4

// wantsToKnow lets a learner ask some time later, unless it knows by then.
func (n *Node) wantsToKnow() {
	if n.config.Multi || n.config.Ask == 0 || !n.learns() || n.slot(1).Known() {
		return
	}
	wait := n.config.Ask
	none := paxos.Ballot{}
	if n.Promised == none && len(n.slot(1).Learner.Heard) == 0 {
		wait *= patient
	}
	if at := n.now.Add(wait); n.askAt == 0 || at < n.askAt {
		n.askAt = at
	}
}

// firstGap is the first slot whose value it does not know.
func (n *Node) firstGap() paxos.Slot {
	for number := n.Applied + 1; ; number++ {
		if number > paxos.Slot(len(n.Slots)) || !n.Slots[number-1].Known() {
			return number
		}
	}
}

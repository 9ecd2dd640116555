package paxoscluster

import (
	"strconv"
	"strings"

	"raftlab/lab/paxos"
)

// message is a message as people read it.
type message struct {
	kind string
	// fields are the words after the kind.
	fields []string
	// label is the content in a few characters.
	label  string
	ballot paxos.Ballot
	good   bool
}

// shown is a message as people read it. A value that is a command of mode multi is shown as one; a word that somebody
// proposes is never the bytes of a command.
func shown(m paxos.Message) message {
	v := message{ballot: m.Body.MessageBallot(), good: true}
	slot := "slot=" + strconv.FormatUint(uint64(m.Slot), 10)
	ballot := "ballot=" + v.ballot.String()
	switch body := m.Body.(type) {
	case paxos.Prepare:
		v.kind, v.fields, v.label = "Prepare", []string{ballot}, "prepare "+v.ballot.String()
	case paxos.Promise:
		v.kind, v.good = "Promise", body.Granted
		v.fields = append([]string{ballot}, granted(body.Granted, body.Promised)...)
		v.label = "promised"
		if (body.AcceptedAt != paxos.Ballot{}) {
			v.fields = append(v.fields, "accepted="+body.AcceptedAt.String(), messageValue(body.Value))
			v.label += ", " + body.AcceptedAt.String() + " " + short(body.Value)
		}
	case paxos.Accept:
		v.kind, v.fields = "Accept", []string{slot, ballot, messageValue(body.Value)}
		v.label = "accept " + v.ballot.String() + " " + short(body.Value)
	case paxos.Accepted:
		v.kind, v.good = "Accepted", body.Granted
		v.fields = append([]string{slot, ballot}, granted(body.Granted, body.Promised)...)
		v.fields = append(v.fields, messageValue(body.Value))
		v.label = "accepted " + v.ballot.String() + " " + short(body.Value)
	case paxos.PrepareAll:
		v.kind, v.fields, v.label = "PrepareAll", []string{"from=" + slot[5:], ballot}, "prepare "+v.ballot.String()
	case paxos.PromiseAll:
		v.kind, v.good = "PromiseAll", body.Granted
		v.fields = append([]string{"from=" + slot[5:], ballot}, granted(body.Granted, body.Promised)...)
		v.fields = append(v.fields, "slots="+slotList(body.Accepted))
		v.label = "promised, slots " + slotList(body.Accepted)
	case paxos.Chosen:
		v.kind, v.fields = "Chosen", []string{slot, "values=" + strconv.Itoa(len(body.Values))}
		v.label = "chosen"
		if len(body.Values) == 1 {
			v.fields = []string{slot, messageValue(body.Values[0])}
			v.label = "chosen " + short(body.Values[0])
		}
	case paxos.Ask:
		v.kind, v.fields, v.label = "Ask", []string{slot}, "chosen?"
	case paxos.Suggest:
		v.kind, v.fields, v.label = "Suggest", []string{messageValue(body.Value)}, "suggest "+short(body.Value)
	case paxos.Heartbeat:
		v.kind, v.fields = "Heartbeat", []string{"gap=" + slot[5:], ballot}
	}
	if !v.good {
		v.label = "refused"
	}
	return v
}

func granted(yes bool, promised paxos.Ballot) []string {
	if yes {
		return []string{"granted"}
	}
	return []string{"refused", "promised=" + promised.String()}
}

// messageValue is a value as the last field of a line.
func messageValue(v paxos.Value) string {
	if v.IsCommand() {
		return valueText(v)
	}
	return "value=" + string(v)
}

// short is a value in a few characters.
func short(v paxos.Value) string { return strings.TrimPrefix(messageValue(v), "value=") }

// slotList is the slots of a report: 1,2,4, or none.
func slotList(list []paxos.SlotAccepted) string {
	var slots []string
	for _, a := range list {
		slots = append(slots, strconv.FormatUint(uint64(a.Slot), 10))
	}
	if len(slots) == 0 {
		return "none"
	}
	if len(slots) > 8 {
		slots = append(slots[:8], "+"+strconv.Itoa(len(slots)-8))
	}
	return strings.Join(slots, ",")
}

// DescribeMessage appends a message's kind and fields to a trace line.
func (c *Cluster) DescribeMessage(line, payload []byte) []byte {
	m, err := paxos.DecodeMessage(payload)
	if err != nil {
		return append(line, "unreadable"...)
	}
	v := shown(m)
	line = append(line, v.kind...)
	for _, field := range v.fields {
		line = append(append(line, ' '), field...)
	}
	return line
}

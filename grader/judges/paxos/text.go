package paxos

import (
	"fmt"
	"strings"

	"raftlab/grader"
	"raftlab/lab"
	"raftlab/lab/paxos"
)

func valueText(v paxos.Value) string {
	if v == paxos.NoValue {
		return "nothing"
	}
	return string(v)
}

func acceptanceText(a paxos.Acceptor) string {
	if (a.AcceptedAt == paxos.Ballot{}) {
		return "it has accepted " + valueText(a.Value)
	}
	return fmt.Sprintf("it has accepted %s in ballot %v", valueText(a.Value), a.AcceptedAt)
}

func acceptorText(a paxos.Acceptor) string {
	return fmt.Sprintf("promised=%v, and %s", a.Promised, acceptanceText(a))
}

func (r request) text() string {
	if r.isAccept() {
		return fmt.Sprintf("Accept ballot=%v value=%s", r.ballot, r.value)
	}
	return fmt.Sprintf("Prepare ballot=%v", r.ballot)
}

// after lists the requests before this one.
func after(requests []request) string {
	if len(requests) == 0 {
		return ""
	}
	var texts []string
	for _, r := range requests {
		texts = append(texts, r.text())
	}
	return ", after " + strings.Join(texts, ", ")
}

func granted(yes bool) string {
	if yes {
		return "granted"
	}
	return "refused"
}

func promiseText(m paxos.Promise) string {
	text := fmt.Sprintf("Promise ballot=%v %s promised=%v", m.Ballot, granted(m.Granted), m.Promised)
	if (m.AcceptedAt != paxos.Ballot{}) || m.Value != paxos.NoValue {
		text += fmt.Sprintf(" accepted=%v value=%s", m.AcceptedAt, valueText(m.Value))
	}
	return text
}

func acceptedText(m paxos.Accepted) string {
	return fmt.Sprintf("Accepted ballot=%v value=%s %s promised=%v", m.Ballot, valueText(m.Value), granted(m.Granted),
		m.Promised)
}

func setText(set paxos.NodeSet) string {
	var names []string
	for id := range set.All() {
		names = append(names, id.String())
	}
	if len(names) == 0 {
		return "nobody"
	}
	return strings.Join(names, ", ")
}

func proposerText(p paxos.Proposer) string {
	text := fmt.Sprintf("S%d of %d acceptors, wish=%s, ballot=%v, %v", p.ID, p.Acceptors, valueText(p.Wish), p.Ballot,
		p.Phase)
	if p.Promises != 0 {
		text += ", promises of " + setText(p.Promises)
	}
	if (p.Best != paxos.Ballot{}) {
		text += fmt.Sprintf(", best=%v %s", p.Best, valueText(p.BestValue))
	}
	if p.Proposed != paxos.NoValue {
		text += ", proposed=" + string(p.Proposed)
	}
	return text
}

// ownWords gives an example's failure the example's own sentence, if that explains it.
func ownWords(failure *grader.CaseFailure, name string) *grader.CaseFailure {
	if explained[name] == failure.Why.Code && name != "" {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	return failure
}

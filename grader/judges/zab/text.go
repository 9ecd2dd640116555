package zab

import (
	"fmt"
	"strings"

	"raftlab/lab/zab"
)

// voteText is a vote as reports show it.
func voteText(v zab.Vote) string {
	if v == (zab.Vote{}) {
		return "nobody"
	}
	return fmt.Sprintf("%v (epoch %d, zxid %v)", v.Leader, v.Epoch, v.Zxid)
}

// boxText is a box of votes as reports show it.
func boxText(box zab.Box) string {
	if len(box) == 0 {
		return "empty"
	}
	parts := make([]string, len(box))
	for i, slip := range box {
		parts[i] = fmt.Sprintf("%v: %s", slip.From, voteText(slip.Vote))
		if slip.Standing != zab.Looking {
			parts[i] += fmt.Sprintf(", %v", slip.Standing)
		}
	}
	return strings.Join(parts, "; ")
}

// electionText is a server in an election as reports show it, and votesText what a rule may change in that.
func electionText(e *zab.Election) string {
	return fmt.Sprintf("%v of the voters %s is %v; Own=%s, %s",
		e.ID, setText(e.Voters), e.Standing, voteText(e.Own), votesText(e))
}

func votesText(e *zab.Election) string {
	return fmt.Sprintf("Round=%d, Vote=%s; Votes: %s; Outside: %s",
		e.Round, voteText(e.Vote), boxText(e.Votes), boxText(e.Outside))
}

// setText is a set of servers as reports show it.
func setText(set zab.NodeSet) string {
	if set == 0 {
		return "no server"
	}
	var names []string
	for id := range set.All() {
		names = append(names, id.String())
	}
	return strings.Join(names, ", ")
}

// zxidsText is a list of zxids as reports show it.
func zxidsText(list []zab.Zxid) string {
	if len(list) == 0 {
		return "nothing"
	}
	parts := make([]string, len(list))
	for i, z := range list {
		parts[i] = z.String()
	}
	return strings.Join(parts, ", ")
}

// historyText is a history as reports show it: a snapshot stands in front as <1:2.
func historyText(h *zab.History) string {
	var parts []string
	if h.Base.Zxid > 0 {
		parts = append(parts, "<"+h.Base.Zxid.String())
	}
	for _, t := range h.Txns {
		parts = append(parts, t.Zxid.String())
	}
	if len(parts) == 0 {
		return "empty"
	}
	return strings.Join(parts, " ")
}

// answerText is the answer of a rule that says yes or no.
func answerText(yes bool, what string) string {
	if yes {
		return what
	}
	return "not " + what
}

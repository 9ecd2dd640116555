package raftcluster

import (
	"raftlab/raft"
	"raftlab/raft/node"
)

// ElectionsView is what a server knows of elections that do not disturb. Servers are numbers; 0 is none.
type ElectionsView struct {
	// Heard is true of a server that knows of a leader that works.
	Heard bool `json:"heard"`
	// PreVotes are the servers that would vote for this pre-candidate.
	PreVotes []int `json:"preVotes"`
	// Active are the followers that answered this leader since its last check of a quorum.
	Active []int `json:"active"`
	// Transferee is the target of this leader's transfer.
	Transferee int `json:"transferee"`
}

// ElectionSwitches is what is switched on for all servers.
type ElectionSwitches struct {
	PreVote     bool `json:"preVote"`
	Stickiness  bool `json:"stickiness"`
	CheckQuorum bool `json:"checkQuorum"`
}

// electionsView is nil for a server of Figure 2 alone.
func electionsView(role raft.Role, e ElectionState) *ElectionsView {
	if !e.On {
		return nil
	}
	v := &ElectionsView{Heard: e.Heard, PreVotes: []int{}, Active: []int{}, Transferee: int(e.Transferee)}
	if role == raft.PreCandidate { // later the set is left over from the last attempt
		v.PreVotes = numbers(e.PreVotes)
	}
	if role == raft.Leader {
		v.Active = numbers(e.Active)
	}
	return v
}

func numbers(set raft.NodeSet) []int {
	list := []int{}
	for id := range set.All() {
		list = append(list, int(id))
	}
	return list
}

// electionRows leave out Active and PreVotes, which change all the time, and a change of a row counts
// as a change of the server.
func electionRows(v *ElectionsView) [][2]string {
	if v == nil {
		return nil
	}
	return [][2]string{
		{"hears a leader", word(v.Heard, "yes", "no")}, {"hands over to", raft.NodeID(v.Transferee).String()},
	}
}

func switchesOf(e node.Elections) *ElectionSwitches {
	if !switchedOn(e) {
		return nil
	}
	return &ElectionSwitches{PreVote: e.PreVote, Stickiness: e.Stickiness, CheckQuorum: e.CheckQuorum}
}

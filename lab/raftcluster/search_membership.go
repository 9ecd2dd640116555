package raftcluster

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/story"
	"raftlab/raft"
)

// A search of changes: the requests of a scenario, clients' and administrators' alike, come in their order. Catching up
// takes no time there, so a new server votes after one round.

// changeOf is a change in the words of a scenario; ok is false for other commands.
func changeOf(words []story.Word) (change raft.Change, ok bool) {
	texts := make([]string, len(words))
	for i, word := range words {
		texts[i] = word.Text
	}
	return changeOfWords(texts)
}

// changeOfWords is changeOf for words without their places.
func changeOfWords(texts []string) (change raft.Change, ok bool) {
	if i := slices.Index(texts, "via"); i > 0 {
		texts = texts[:i]
	}
	kind, one := changeKinds[texts[0]]
	switch {
	case len(texts) < 2:
		return raft.Change{}, false
	case one:
		change = raft.Change{Kind: kind, Server: serverNumber(texts[1])}
		if slices.Contains(texts, "learner") {
			change.Kind = raft.AddLearner
		}
		return change, change.Server != raft.None
	case texts[0] == "joint":
		change.Kind = raft.ChangeJointly
	case texts[0] == "at-once":
		change.Kind = raft.ChangeAtOnce
	default:
		return raft.Change{}, false
	}
	for _, name := range texts[1:] {
		change.Voters.Add(serverNumber(name))
	}
	return change, !change.Voters.Has(raft.None)
}

// serverNumber is the number of a server's name, None for another word.
func serverNumber(name string) raft.NodeID {
	for id := lab.ServerID(1); id <= lab.MaxServers; id++ {
		if id.String() == name {
			return raft.NodeID(id)
		}
	}
	return raft.None
}

// membershipLines are the setup lines of a search's changes.
func (s SearchSetup) membershipLines() []string {
	m := s.Membership
	if !m.On {
		return nil
	}
	line := "members"
	for id := range m.Voters.All() {
		line += " " + id.String()
	}
	lines := []string{line}
	if m.NoGuard {
		lines = append(lines, "guard off")
	}
	if m.NoCatchUp {
		lines = append(lines, "catch-up off")
	}
	return lines
}

// changeAnswered judges that a change is done: its entry is committed, and on a majority.
func (j *searchJudge) changeAnswered(id lab.ServerID, change raft.Change, index raft.Index) *lab.Violation {
	return j.cluster.checksOf(id).acknowledge(j.cluster.servers, id, index, change.String())
}

// changeLine is the verb for a change.
func changeLine(change raft.Change, via lab.ServerID) string {
	return fmt.Sprintf("%v via %v", change, via)
}

package reference_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/lab/replicas"
	"raftlab/lab/replicas/reference"
)

// The history of one backup has all that any backup has confirmed only if it goes furthest; an entry of a newer epoch
// goes further than any number of older ones, as in Raft, §5.4.1.
func TestPromoteTakesTheFurthest(t *testing.T) {
	for _, test := range []struct {
		why     string
		backups []replicas.Position
		want    replicas.NodeID
	}{
		{"no backups", nil, replicas.None},
		{"more entries", []replicas.Position{{Node: 2, Epoch: 1, Index: 3}, {Node: 3, Epoch: 1, Index: 4}}, 3},
		{"newer epoch", []replicas.Position{{Node: 2, Epoch: 2, Index: 3}, {Node: 3, Epoch: 1, Index: 9}}, 2},
		{"equals", []replicas.Position{{Node: 3, Epoch: 1, Index: 3}, {Node: 2, Epoch: 1, Index: 3}}, 2},
		{"empty histories", []replicas.Position{{Node: 2}, {Node: 3}}, 2},
	} {
		assert.Equal(t, test.want, reference.Promote(test.backups), test.why)
	}
}

// Gray (1978): commit needs every yes, abort a single no.
func TestDecideNeedsAll(t *testing.T) {
	vote := func(id replicas.NodeID, yes bool) replicas.Vote { return replicas.Vote{From: id, Yes: yes} }
	assert.Equal(t, replicas.Undecided, reference.Decide(nil, 2))
	assert.Equal(t, replicas.Undecided, reference.Decide([]replicas.Vote{vote(2, true)}, 2))
	assert.Equal(t, replicas.Undecided, reference.Decide([]replicas.Vote{vote(2, true), vote(2, true)}, 2))
	assert.Equal(t, replicas.Commit, reference.Decide([]replicas.Vote{vote(2, true), vote(3, true)}, 2))
	assert.Equal(t, replicas.Abort, reference.Decide([]replicas.Vote{vote(3, false)}, 2), "without the others")
}

// Skeen (1981): with two phases, participants that are all ready are blocked; with three they are not, as long as the
// coordinator is really down.
func TestTerminate(t *testing.T) {
	at := func(phases ...replicas.Phase) []replicas.Standing {
		var list []replicas.Standing
		for i, phase := range phases {
			list = append(list, replicas.Standing{From: replicas.NodeID(i + 2), Phase: phase})
		}
		return list
	}
	leads := replicas.Standing{From: 1, Phase: replicas.Waiting, Coordinator: true}
	for _, test := range []struct {
		why       string
		standings []replicas.Standing
		phases    int
		want      replicas.Decision
	}{
		{"all ready", at(replicas.Ready, replicas.Ready), 2, replicas.Undecided},
		{"one knows", at(replicas.Ready, replicas.Committed), 2, replicas.Commit},
		{"one has aborted", at(replicas.Ready, replicas.Aborted), 2, replicas.Abort},
		{"one has not voted", at(replicas.Ready, replicas.Unknown), 2, replicas.Abort},
		{"all ready", at(replicas.Ready, replicas.Ready), 3, replicas.Abort},
		{"one pre-committed", at(replicas.Ready, replicas.PreCommitted), 3, replicas.Commit},
		{"the coordinator answers", append(at(replicas.Ready), leads), 3, replicas.Undecided},
		{"one has aborted", at(replicas.PreCommitted, replicas.Aborted), 3, replicas.Abort},
	} {
		assert.Equal(t, test.want, reference.Terminate(test.standings, test.phases), "%s, %d phases",
			test.why, test.phases)
	}
}

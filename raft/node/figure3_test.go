package node

import (
	"fmt"
	"slices"
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// history is what an observer of the whole cluster remembers: enough to decide, after each step, whether a
// property of Figure 3 is broken. It is slow and simple on purpose.
type history struct {
	leaders   map[raft.Term]raft.NodeID
	committed map[raft.Index]commitment
	applied   map[raft.Index]raft.Entry
}

// commitment is an entry that a leader committed, with the term of that leader.
type commitment struct {
	entry raft.Entry
	term  raft.Term
}

// snapshot is the state of a server before a step.
type snapshot struct {
	role    raft.Role
	term    raft.Term
	entries []raft.Entry
}

func newHistory() history {
	return history{leaders: map[raft.Term]raft.NodeID{}, committed: map[raft.Index]commitment{},
		applied: map[raft.Index]raft.Entry{}}
}

func (h *history) look(n *Node) snapshot {
	return snapshot{role: n.Role, term: n.CurrentTerm, entries: slices.Clone(n.Log.From(1))}
}

// record adds one step of one server to the history, and returns the property that it broke.
func (h *history) record(nodes []*Node, n *Node, before snapshot, applied []Applied) error {
	if err := h.electionSafety(n); err != nil {
		return err
	}
	if err := leaderAppendOnly(n, before); err != nil {
		return err
	}
	if err := logMatching(nodes); err != nil {
		return err
	}
	if err := h.leaderCompleteness(nodes, n); err != nil {
		return err
	}
	return h.stateMachineSafety(n, applied)
}

func (h *history) electionSafety(n *Node) error {
	if n.Role != raft.Leader {
		return nil
	}
	if other, ok := h.leaders[n.CurrentTerm]; ok && other != n.ID {
		return fmt.Errorf("Election Safety: %v and %v lead term %d", other, n.ID, n.CurrentTerm)
	}
	h.leaders[n.CurrentTerm] = n.ID
	return nil
}

func leaderAppendOnly(n *Node, before snapshot) error {
	// A step may depose a leader and then cut its log: then a follower cuts it, which is allowed.
	if before.role != raft.Leader || n.Role != raft.Leader || n.CurrentTerm != before.term {
		return nil
	}
	after := n.Log.From(1)
	if len(after) < len(before.entries) || !raft.EqualEntries(after[:len(before.entries)], before.entries) {
		return fmt.Errorf("Leader Append-Only: %v, leader of term %d, changed its log from %v to %v",
			n.ID, before.term, rafttest.Terms(before.entries), rafttest.Terms(after))
	}
	return nil
}

func logMatching(nodes []*Node) error {
	for i, a := range nodes {
		for _, b := range nodes[i+1:] {
			for index := min(a.Log.LastIndex(), b.Log.LastIndex()); index > 0; index-- {
				if a.Log.Term(index) != b.Log.Term(index) {
					continue
				}
				if !raft.EqualEntries(a.Log.From(1)[:index], b.Log.From(1)[:index]) {
					return fmt.Errorf(
						"Log Matching: %v and %v agree on the term at %d, and not on all entries up to there",
						a.ID, b.ID, index)
				}
				break // the entries below were just compared
			}
		}
	}
	return nil
}

func (h *history) leaderCompleteness(nodes []*Node, n *Node) error {
	if n.Role == raft.Leader {
		for i := raft.Index(1); i <= n.CommitIndex; i++ {
			if _, ok := h.committed[i]; !ok {
				h.committed[i] = commitment{n.Log.Entry(i), n.CurrentTerm}
			}
		}
	}
	for _, leader := range nodes {
		for i := raft.Index(1); i <= raft.Index(len(h.committed)) && leader.Role == raft.Leader; i++ {
			c := h.committed[i]
			if leader.CurrentTerm <= c.term {
				continue
			}
			if leader.Log.LastIndex() < i || !leader.Log.Entry(i).Equal(c.entry) {
				return fmt.Errorf(
					"Leader Completeness: entry %d was committed in term %d, but %v leads term %d without it",
					i, c.term, leader.ID, leader.CurrentTerm)
			}
		}
	}
	return nil
}

func (h *history) stateMachineSafety(n *Node, applied []Applied) error {
	for _, a := range applied {
		if other, ok := h.applied[a.Index]; ok && !other.Equal(a.Entry) {
			return fmt.Errorf(
				"State Machine Safety: at %d, %v applies an entry of term %d, another server one of term %d",
				a.Index, n.ID, a.Entry.Term, other.Term)
		}
		h.applied[a.Index] = a.Entry
	}
	return nil
}

// TestHistoryFindsPlantedViolations shows that the check of each property can fail. A test that relies on a
// check that cannot fail proves nothing.
func TestHistoryFindsPlantedViolations(t *testing.T) {
	leader := func(id raft.NodeID, term raft.Term, commit raft.Index, terms ...raft.Term) *Node {
		n := startNode(t, 3, term, terms...)
		n.ID, n.Role, n.CommitIndex = id, raft.Leader, commit
		return n
	}
	otherCommand := leader(2, 2, 0, 1, 1)
	otherCommand.Log.From(1)[0].Command = []byte("something else")

	cases := []struct {
		situation string
		first     *Node // takes the first step; then second takes one
		second    *Node
		before    snapshot // of second
		applied   []Applied
		want      string
	}{
		{"two leaders of one term", leader(1, 2, 0), leader(2, 2, 0), snapshot{}, nil, "Election Safety"},
		{"a leader that removes an entry", leader(1, 1, 0), leader(2, 2, 0, 1),
			snapshot{role: raft.Leader, term: 2, entries: rafttest.Entries(1, 2)}, nil, "Leader Append-Only"},
		{"a leader that overwrites an entry", leader(1, 1, 0), leader(2, 2, 0, 1, 2),
			snapshot{role: raft.Leader, term: 2, entries: rafttest.Entries(1, 1)}, nil, "Leader Append-Only"},
		{"equal terms behind unequal commands", leader(1, 1, 0, 1, 1), otherCommand, snapshot{}, nil, "Log Matching"},
		{"a later leader with another entry", leader(1, 2, 1, 2), leader(2, 3, 0, 1), snapshot{}, nil,
			"Leader Completeness"},
		{"a later leader with a shorter log", leader(1, 2, 1, 2), leader(2, 3, 0), snapshot{}, nil,
			"Leader Completeness"},
		{"two entries applied at one index", leader(1, 2, 0), leader(2, 3, 0), snapshot{},
			[]Applied{{Index: 1, Entry: raft.Entry{Term: 2}}}, "State Machine Safety"},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			h := newHistory()
			nodes := []*Node{c.first}
			require.NoError(t, h.record(nodes, c.first, snapshot{}, []Applied{{Index: 1, Entry: raft.Entry{Term: 1}}}))
			err := h.record(append(nodes, c.second), c.second, c.before, c.applied)
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

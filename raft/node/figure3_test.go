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

// history is what an onlooker of the whole cluster remembers: enough to say, after each step,
// whether a property of Figure 3 is broken. It is slow and plain on purpose.
type history struct {
	leaders   map[raft.Term]raft.NodeID
	committed map[raft.Index]commitment
	applied   map[raft.Index]raft.Entry
}

// commitment is an entry that a leader committed, and in which term it did.
type commitment struct {
	entry raft.Entry
	term  raft.Term
}

// sight is what a server looked like before a step.
type sight struct {
	role    raft.Role
	term    raft.Term
	entries []raft.Entry
}

func newHistory() history {
	return history{leaders: map[raft.Term]raft.NodeID{}, committed: map[raft.Index]commitment{}, applied: map[raft.Index]raft.Entry{}}
}

func (h *history) look(n *Node) sight {
	return sight{role: n.Role, term: n.CurrentTerm, entries: slices.Clone(n.Log.From(1))}
}

// record takes over what one step of one server did, and tells which property it broke.
func (h *history) record(nodes []*Node, n *Node, before sight, applied []Applied) error {
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

func leaderAppendOnly(n *Node, before sight) error {
	// A step may depose a leader and cut its log, in this order: then it is a follower that does.
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
					return fmt.Errorf("Log Matching: %v and %v agree on the term at %d, and not on all entries up to there", a.ID, b.ID, index)
				}
				break // what lies below was compared just now
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
				return fmt.Errorf("Leader Completeness: entry %d was committed in term %d, but %v leads term %d without it",
					i, c.term, leader.ID, leader.CurrentTerm)
			}
		}
	}
	return nil
}

func (h *history) stateMachineSafety(n *Node, applied []Applied) error {
	for _, a := range applied {
		if other, ok := h.applied[a.Index]; ok && !other.Equal(a.Entry) {
			return fmt.Errorf("State Machine Safety: at %d, %v applies an entry of term %d, another server one of term %d",
				a.Index, n.ID, a.Entry.Term, other.Term)
		}
		h.applied[a.Index] = a.Entry
	}
	return nil
}

// TestHistoryFindsPlantedViolations shows that each property's check can fail: a check that never
// did would make every test that relies on it worthless.
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
		first     *Node // takes a step, and then second does
		second    *Node
		before    sight // of second
		applied   []Applied
		want      string
	}{
		{"two leaders of one term", leader(1, 2, 0), leader(2, 2, 0), sight{}, nil, "Election Safety"},
		{"a leader that removes an entry", leader(1, 1, 0), leader(2, 2, 0, 1), sight{role: raft.Leader, term: 2, entries: rafttest.Entries(1, 2)}, nil, "Leader Append-Only"},
		{"a leader that overwrites an entry", leader(1, 1, 0), leader(2, 2, 0, 1, 2), sight{role: raft.Leader, term: 2, entries: rafttest.Entries(1, 1)}, nil, "Leader Append-Only"},
		{"equal terms behind unequal commands", leader(1, 1, 0, 1, 1), otherCommand, sight{}, nil, "Log Matching"},
		{"a later leader with another entry", leader(1, 2, 1, 2), leader(2, 3, 0, 1), sight{}, nil, "Leader Completeness"},
		{"a later leader with a shorter log", leader(1, 2, 1, 2), leader(2, 3, 0), sight{}, nil, "Leader Completeness"},
		{"two entries applied at one index", leader(1, 2, 0), leader(2, 3, 0), sight{}, []Applied{{Index: 1, Entry: raft.Entry{Term: 2}}}, "State Machine Safety"},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			h := newHistory()
			nodes := []*Node{c.first}
			require.NoError(t, h.record(nodes, c.first, sight{}, []Applied{{Index: 1, Entry: raft.Entry{Term: 1}}}))
			err := h.record(append(nodes, c.second), c.second, c.before, c.applied)
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

package session

import (
	"slices"

	"raftlab/raft"
	"raftlab/wasm/protocol"
)

// serverChange is a server's last step that changed something of it: what the inspector marks. It is
// known of each moment, so that it is as true of the past as of the present.
type serverChange struct {
	event  uint64
	before protocol.ServerView
}

// entriesBefore is how many entries of a log are kept of what was before: those that the inspector shows.
const entriesBefore = 8

// changed is a server's last change, where it was so before and is so now.
func changed(before *serverMoment, now *protocol.ServerView, event uint64) *serverChange {
	old := before.view
	if !differs(&old, now) {
		return before.change
	}
	if len(old.Entries) > entriesBefore {
		old.Entries = slices.Clone(old.Entries[len(old.Entries)-entriesBefore:])
		old.LogFrom = old.LastIndex - entriesBefore + 1
	}
	return &serverChange{event: event, before: old}
}

// differs leaves the timer out, which is set again at every heartbeat, and what a leader knows of the
// others: they would hide the rest.
func differs(a, b *protocol.ServerView) bool {
	return a.Up != b.Up || a.Paused != b.Paused || a.Role != b.Role || a.Term != b.Term || a.VotedFor != b.VotedFor ||
		a.Leader != b.Leader || a.LastIndex != b.LastIndex || a.CommitIndex != b.CommitIndex || a.LastApplied != b.LastApplied
}

// changes are those that the page does not have yet.
func (s *Session) changes(m *moment) []protocol.ChangeView {
	list := []protocol.ChangeView{}
	s.changed = append(s.changed, make([]*serverChange, len(m.servers)-len(s.changed))...)
	for i, one := range m.servers {
		if s.changed[i] == one.change {
			continue
		}
		s.changed[i] = one.change
		view := protocol.ChangeView{Server: i + 1, Before: protocol.ServerView{Role: raft.Follower.String()}}
		if one.change != nil {
			view.Event, view.Before = one.change.event, one.change.before
		}
		list = append(list, view)
	}
	return list
}

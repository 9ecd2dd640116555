package session

import (
	"slices"

	"raftlab/lab/face"
	"raftlab/wasm/protocol"
)

// serverChange is a server's last step that changed the server: the inspector marks the difference. Every moment
// has it, so it is as true of the past as of the present.
type serverChange struct {
	event  uint64
	before protocol.ServerView
}

// changed is a server's last change, with the view before and after.
func changed(shows face.Face, before, now *serverMoment, event uint64) *serverChange {
	if !differs(&before.view, &now.view) {
		return before.change
	}
	old := before.view
	old.Part = shows.Trim(before.shown).Part
	return &serverChange{event: event, before: old}
}

// differs compares the parts of a view that every protocol has. The protocol's own part, such as a timer that is
// set all the time, would hide the rest.
func differs(a, b *protocol.ServerView) bool {
	return a.Up != b.Up || a.Paused != b.Paused || a.Badge != b.Badge || a.Level != b.Level ||
		!slices.Equal(a.Rows, b.Rows)
}

// changes are the changes that the page does not have yet.
func (s *Session) changes(m *moment) []protocol.ChangeView {
	list := []protocol.ChangeView{}
	s.changed = append(s.changed, make([]*serverChange, len(m.servers)-len(s.changed))...)
	for i, one := range m.servers {
		if s.changed[i] == one.change {
			continue
		}
		s.changed[i] = one.change
		view := protocol.ChangeView{Server: i + 1}
		if one.change != nil {
			view.Event, view.Before = one.change.event, one.change.before
		}
		list = append(list, view)
	}
	return list
}

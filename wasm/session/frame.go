package session

import (
	"slices"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

// operationWindow is how many of the last operations a frame carries.
const operationWindow = 50

// frame draws the shown moment, and adds the trace lines that the page does not have.
func (s *Session) frame(id int) protocol.Frame {
	f := s.picture(id, s.current, s.cursor, s.now)
	f.Changes = s.changes(s.current.recording.moments[s.cursor])
	f.Calls = append(f.Calls, s.calls...)
	s.calls = nil
	f.Header, f.From, f.Lines = s.news(s.current.recording)
	return f
}

// picture draws a moment of a branch. It has none of the trace's lines.
func (s *Session) picture(id int, b *branch, cursor int, now lab.Time) protocol.Frame {
	t, m := b.recording, b.recording.moments[cursor]
	f := protocol.Frame{
		V: protocol.Version, Kind: "frame", ID: id, Now: int64(now), Event: m.event,
		Past: cursor < len(t.moments)-1, Last: t.last(), First: t.first(), Branch: b.id, Branches: s.branchViews(),
		Seed: s.about.seed, Rules: s.about.rules, Own: s.about.own, Scenario: scenarioID(s.recipe.scenario),
		Hash: m.hash, Status: statusName(m), Failure: m.failure, Telling: m.inStory, Manual: m.manual,
		Messages: make([]protocol.MessageView, 0, len(m.messages)), Operations: []protocol.OperationView{},
		Cuts: m.network.cuts, Holds: m.network.holds, Flaky: m.network.flaky, Dials: m.network.dials,
		Clients: m.clients, Carried: m.carried,
		Puzzle: string(m.puzzle), Budget: budget(m.budget),
		Nemesis: s.nemesis.name(), Writers: s.writers.name(), BetweenFaults: s.meanGap(),
		Protocol: s.about.protocol, Part: s.part(m),
		Causes: causes(t, m.violation), Checks: checks(s.about.checks, m.violation), Calls: []protocol.CallView{},
		Changes: []protocol.ChangeView{}, Header: []string{}, From: t.last() + 1, Lines: []string{},
	}
	if f.Scenario != "" {
		f.Title, f.Story = s.recipe.scenario.Title, s.recipe.scenario.Story
	}
	for _, one := range m.servers {
		f.Servers = append(f.Servers, one.view)
	}
	for _, one := range m.messages {
		f.Messages = append(f.Messages, *one)
	}
	for _, one := range m.operations {
		f.Operations = append(f.Operations, *one)
	}
	return f
}

// part is the protocol's own part about the run: that of the moment, if it moves.
func (s *Session) part(m *moment) face.Part {
	if m.part.Name != "" {
		return m.part
	}
	return s.about.face.Run()
}

// news is the lines that the page does not have, and the number of the first of their events.
func (s *Session) news(t *recording) (header []string, from uint64, lines []string) {
	if !s.begun {
		header = t.header
	}
	from = max(s.sent, t.base) + 1
	lines = t.lines[from-1-t.base:]
	s.sent, s.begun = t.last(), true
	return header, from, lines
}

// causes are the trace lines that led to a broken property, as far back as they are kept.
func causes(t *recording, v *lab.Violation) []string {
	lines := []string{}
	if v == nil {
		return lines
	}
	for _, event := range v.Causes {
		if line := t.line(event); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// pairs is a list of links in the page's form, never nil.
func pairs(links [][2]lab.ServerID) [][2]int {
	list := make([][2]int, 0, len(links))
	for _, l := range links {
		list = append(list, [2]int{int(l[0]), int(l[1])})
	}
	return list
}

func flaky(w *lab.World) []protocol.FlakyView {
	list := []protocol.FlakyView{}
	for from := range w.Servers() {
		for to := range w.Servers() {
			if permille := w.Flakiness(lab.ServerID(from+1), lab.ServerID(to+1)); permille > 0 {
				list = append(list, protocol.FlakyView{From: from + 1, To: to + 1, LossPermille: permille})
			}
		}
	}
	return list
}

func budget(left []story.Allowance) []protocol.AllowanceView {
	views := make([]protocol.AllowanceView, len(left))
	for i, a := range left {
		views[i] = protocol.AllowanceView{Verbs: a.Verbs, Of: a.Of, Left: a.Left}
	}
	return views
}

// scenarioID is "" for free play.
func scenarioID(scenario *story.Scenario) string {
	if scenario.ID == freePlay {
		return ""
	}
	return scenario.ID
}

// server is a server's view: the world's part, and the face's.
func server(id lab.ServerID, status lab.ServerStatus, shown *face.Server) protocol.ServerView {
	return protocol.ServerView{
		ID: int(id), Up: status.Up, Paused: status.Paused, Saving: status.Saving, SaveStep: saveStep(status.Next),
		SkewPermille: status.SkewPermille, DiskLatency: int64(status.DiskMicros),
		Badge: shown.Badge, Level: shown.Level, Rows: shown.Rows, Data: shown.Data, Part: shown.Part,
	}
}

func saveStep(next lab.DiskStep) string {
	if next == lab.NoStep {
		return ""
	}
	return next.String()
}

// message describes a message in flight.
func message(f *lab.Flight, shows face.Face) protocol.MessageView {
	m := shows.Message(f.Payload)
	view := protocol.MessageView{
		ID: uint64(f.ID), From: int(f.From), To: int(f.To), Kind: m.Kind, Label: m.Label, Level: m.Level, Good: m.Good,
		SentAt: int64(f.SentAt), ArriveAt: int64(f.ArriveAt), Held: f.Held,
	}
	if m.Fields != "" {
		view.Fields = &m.Fields
	}
	return view
}

// checks are the properties that every step is judged by. A property that is judged only on request, such as
// linearizability, is added when it breaks.
func checks(all []lab.Check, v *lab.Violation) []protocol.CheckView {
	views := []protocol.CheckView{}
	for _, c := range all {
		views = append(views, protocol.CheckView{ID: c.ID, Name: c.Name, Section: c.Section, OK: true})
	}
	if v == nil {
		return views
	}
	broken := protocol.CheckView{
		ID: v.ID, Name: v.Name, Section: v.Section, Sentence: v.Sentence, Code: v.Code, Args: v.Args,
	}
	if i := slices.IndexFunc(views, func(c protocol.CheckView) bool { return c.ID == v.ID }); i >= 0 {
		views[i] = broken
		return views
	}
	return append(views, broken)
}

func operation(op *service.Operation) protocol.OperationView {
	v := protocol.OperationView{
		ID: op.ID, Client: -int(op.Client), Text: op.Command.String(), Path: []int{},
		InvokedAt: int64(op.InvokedAt), ReturnedAt: int64(op.ReturnedAt),
		Outcome: op.Outcome.String(), Result: op.Result.Value,
	}
	if op.Reason != "" {
		v.Result = op.Reason
	}
	for _, id := range op.Path {
		v.Path = append(v.Path, int(id))
	}
	return v
}

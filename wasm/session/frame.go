package session

import (
	"slices"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/wasm/protocol"
)

// logWindow is how many of a log's last entries a frame carries.
const logWindow = 48

// operationWindow is how many of the last operations a frame carries.
const operationWindow = 50

// frame draws up the moment that is shown, and hands over the trace lines that the page does not have.
func (s *Session) frame(id int) protocol.Frame {
	t, m := s.current.tape, s.current.tape.moments[s.cursor]
	f := protocol.Frame{
		V: protocol.Version, Kind: "frame", ID: id, Now: int64(s.now), Event: m.event,
		Past: s.inPast(), Last: t.last(), Branch: s.current.id, Branches: s.branchViews(),
		Seed: s.about.seed, Rules: s.about.rules, Own: s.about.own, Scenario: scenarioID(s.recipe.scenario),
		Hash: m.hash, Status: statusName(m.status), Failure: m.failure, Telling: m.telling, Manual: m.manual,
		Messages: make([]protocol.MessageView, 0, len(m.messages)), Operations: []protocol.OperationView{},
		Cuts: m.network.cuts, Holds: m.network.holds, Flaky: m.network.flaky, Dials: m.network.dials, Timing: s.timing(), Nemesis: s.trouble.name(),
		Causes: s.causes(m.violation), Checks: checks(m.violation), Calls: []protocol.CallView{},
	}
	if f.Scenario != "" {
		f.Title, f.Story = s.recipe.scenario.Title, s.recipe.scenario.Story
	}
	for _, one := range m.servers {
		f.Servers = append(f.Servers, one.view)
	}
	f.Changes = s.changes(m)
	for _, one := range m.messages {
		f.Messages = append(f.Messages, *one)
	}
	for _, one := range m.operations {
		f.Operations = append(f.Operations, *one)
	}
	f.Calls = append(f.Calls, s.calls...)
	s.calls = nil
	f.Header, f.From, f.Lines = s.news(t)
	return f
}

// news is the lines that the page does not have, and the number of the first event among them.
func (s *Session) news(t *tape) (header []string, from uint64, lines []string) {
	if !s.begun {
		header = t.header
	}
	from = max(s.sent, t.base) + 1
	lines = t.lines[from-1-t.base:]
	s.sent, s.begun = t.last(), true
	return header, from, lines
}

// causes are the trace lines that led to a broken property, as far back as they are kept.
func (s *Session) causes(v *lab.Violation) []string {
	lines := []string{}
	if v == nil {
		return lines
	}
	for _, event := range v.Causes {
		if line := s.current.tape.line(event); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// pairs is a list of links as the page has it, never nil.
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

// scenarioID is "" for free play.
func scenarioID(scenario *story.Scenario) string {
	if scenario.ID == freePlay {
		return ""
	}
	return scenario.ID
}

// server is all of a server's view but its entries and its data.
func (r *run) server(id lab.ServerID) protocol.ServerView {
	m, status := r.cluster.Server(id), r.runner.World().Status(id)
	last := raft.Index(len(m.Log))
	from := raft.Index(1)
	if last > logWindow {
		from = last - logWindow + 1
	}
	v := protocol.ServerView{
		ID: int(id), Up: status.Up, Paused: status.Paused, Saving: status.Saving,
		SkewPermille: status.SkewPermille, DiskLatency: int64(status.DiskMicros),
		Role: m.Role.String(), Term: uint64(m.CurrentTerm), VotedFor: int(m.VotedFor), Leader: int(m.Leader),
		CommitIndex: uint64(m.CommitIndex), LastApplied: uint64(m.LastApplied),
		Deadline: int64(m.ElectionDeadline), Timeout: int64(m.ElectionTimeout),
		Votes: []int{}, NextIndex: []uint64{}, MatchIndex: []uint64{},
		LastIndex: uint64(last), LogFrom: uint64(from),
	}
	if m.Role == raft.Candidate {
		for other := range r.runner.World().Servers() {
			if m.VotesGranted.Has(raft.NodeID(other + 1)) {
				v.Votes = append(v.Votes, other+1)
			}
		}
	}
	for i := range m.NextIndex {
		v.NextIndex = append(v.NextIndex, uint64(m.NextIndex[i]))
		v.MatchIndex = append(v.MatchIndex, uint64(m.MatchIndex[i]))
	}
	return v
}

// message describes a message in flight in a few words.
func message(f *lab.Flight) protocol.MessageView {
	v := protocol.MessageView{
		ID: uint64(f.ID), From: int(f.From), To: int(f.To), Kind: "unreadable", Good: true,
		SentAt: int64(f.SentAt), ArriveAt: int64(f.ArriveAt), Held: f.Held,
	}
	m, err := raft.DecodeMessage(f.Payload)
	if err != nil {
		return v
	}
	v.Term = uint64(m.Body.MessageTerm())
	switch body := m.Body.(type) {
	case raft.RequestVote:
		v.Kind, v.Label = "RequestVote", "vote?"
	case raft.RequestVoteReply:
		v.Kind, v.Label, v.Good = "RequestVoteReply", "granted", body.VoteGranted
		if !body.VoteGranted {
			v.Label = "refused"
		}
	case raft.AppendEntries:
		v.Kind, v.Label = "AppendEntries", entriesLabel(body)
	case raft.AppendEntriesReply:
		v.Kind, v.Label, v.Good = "AppendEntriesReply", "match "+strconv.FormatUint(uint64(body.MatchIndex), 10), body.Success
		if !body.Success {
			v.Label = "refused"
		}
	}
	return v
}

// entriesLabel names what an AppendEntries carries: 3:t4, or 3–5:t4, or nothing for a heartbeat.
func entriesLabel(m raft.AppendEntries) string {
	first, n := uint64(m.PrevLogIndex+1), uint64(len(m.Entries))
	if n == 0 {
		return ""
	}
	label := strconv.FormatUint(first, 10)
	if n > 1 {
		label += "–" + strconv.FormatUint(first+n-1, 10)
	}
	return label + ":t" + strconv.FormatUint(uint64(m.Entries[n-1].Term), 10)
}

// checks are the properties that are judged at every step. One that is judged only now and then, such
// as linearizability, joins them when it breaks.
func checks(v *lab.Violation) []protocol.CheckView {
	var views []protocol.CheckView
	for _, c := range raftcluster.Checks() {
		views = append(views, protocol.CheckView{ID: c.ID, Name: c.Name, Section: c.Section, OK: true})
	}
	if v == nil {
		return views
	}
	broken := protocol.CheckView{ID: v.ID, Name: v.Name, Section: v.Section, Sentence: v.Sentence}
	if i := slices.IndexFunc(views, func(c protocol.CheckView) bool { return c.ID == v.ID }); i >= 0 {
		views[i] = broken
		return views
	}
	return append(views, broken)
}

func operation(op *raftcluster.Operation) protocol.OperationView {
	v := protocol.OperationView{
		ID: op.ID, Text: op.Command.String(), Path: []int{},
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

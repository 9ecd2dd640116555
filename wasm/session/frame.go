package session

import (
	"fmt"
	"slices"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/cluster"
	"raftlab/raft"
	"raftlab/wasm/protocol"
)

// logWindow is how many of a log's last entries a frame carries.
const logWindow = 48

// operationWindow is how many of the last operations a frame carries.
const operationWindow = 50

// frame draws up the world as it is now, and hands over the trace lines since the last one.
func (s *Session) frame(id int) protocol.Frame {
	w := s.runner.World()
	f := protocol.Frame{
		V: protocol.Version, Kind: "frame", ID: id,
		Now: int64(w.Now()), Event: w.Trace.Event(),
		Seed: strconv.FormatUint(s.runner.Options.Seed, 10), Rules: s.cluster.Setup().Rules,
		Scenario: scenarioID(s.runner.Scenario), Hash: s.runner.Hash(),
		Status: [...]string{"playing", "finished", "failed"}[s.runner.Status()],
		Manual: w.Manual(), Messages: []protocol.MessageView{}, Cuts: pairs(w.Cuts()), Holds: pairs(w.Holds()),
		Flaky: flaky(w), Causes: s.causes(w), Operations: []protocol.OperationView{},
		Lines: s.lines,
	}
	s.lines = []string{}
	if err := s.runner.Failure(); err != nil {
		f.Failure = err.Error()
	}
	for i := range w.Servers() {
		f.Servers = append(f.Servers, s.server(lab.ServerID(i+1)))
	}
	for _, flight := range w.InFlight() {
		f.Messages = append(f.Messages, message(flight))
	}
	f.Checks = checks(w.Violation())
	operations := s.cluster.Operations()
	for _, op := range operations[max(0, len(operations)-operationWindow):] {
		f.Operations = append(f.Operations, operation(op))
	}
	d := w.Dials()
	f.Dials = protocol.Dials{
		Latency: int64(d.LatencyMicros), Jitter: int64(d.JitterMicros),
		LossPermille: d.LossPermille, DuplicatePermille: d.DuplicatePermille,
		ReorderPermille: d.ReorderPermille, Reorder: int64(d.ReorderMicros),
		DiskLatency: int64(d.DiskLatencyMicros), TornPermille: d.TornPermille,
	}
	return f
}

// causes are the trace lines that led to a broken property, as far back as they are kept.
func (s *Session) causes(w *lab.World) []string {
	v := w.Violation()
	if v == nil {
		return []string{}
	}
	var lines []string
	for _, event := range v.Causes {
		// The last line kept is the last event's.
		if at := len(s.kept) - 1 - int(w.Trace.Event()-event); at >= 0 {
			lines = append(lines, s.kept[at])
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
func scenarioID(scenario *lab.Scenario) string {
	if scenario.ID == freePlay {
		return ""
	}
	return scenario.ID
}

func (s *Session) server(id lab.ServerID) protocol.ServerView {
	m, status := s.cluster.Server(id), s.runner.World().Status(id)
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
		LastIndex: uint64(last), LogFrom: uint64(from), Entries: []protocol.EntryView{}, Data: m.Store.Pairs(),
	}
	if m.Role == raft.Candidate {
		for other := range s.runner.World().Servers() {
			if m.VotesGranted.Has(raft.NodeID(other + 1)) {
				v.Votes = append(v.Votes, other+1)
			}
		}
	}
	for i := range m.NextIndex {
		v.NextIndex = append(v.NextIndex, uint64(m.NextIndex[i]))
		v.MatchIndex = append(v.MatchIndex, uint64(m.MatchIndex[i]))
	}
	for _, e := range m.Log[from-1:] {
		v.Entries = append(v.Entries, protocol.EntryView{Term: uint64(e.Term), Text: cluster.EntryShort(e)})
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
		v.Kind, v.Label, v.Good = "AppendEntriesReply", fmt.Sprintf("match %d", body.MatchIndex), body.Success
		if !body.Success {
			v.Label = "refused"
		}
	}
	return v
}

// entriesLabel names what an AppendEntries carries: 3:t4, or 3–5:t4, or nothing for a heartbeat.
func entriesLabel(m raft.AppendEntries) string {
	first, n := m.PrevLogIndex+1, raft.Index(len(m.Entries))
	switch n {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("%d:t%d", first, m.Entries[0].Term)
	}
	return fmt.Sprintf("%d–%d:t%d", first, first+n-1, m.Entries[n-1].Term)
}

// checks are the properties that are judged at every step. One that is judged only now and then, such
// as linearizability, joins them when it breaks.
func checks(v *lab.Violation) []protocol.CheckView {
	var views []protocol.CheckView
	for _, c := range cluster.Checks() {
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

func operation(op *cluster.Operation) protocol.OperationView {
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

package wholecluster

import (
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/kv"
	"raftlab/lab/whole"
)

// entryWindow is how many of a log's last entries are shown, entriesBefore how many of an earlier view are kept.
const (
	entryWindow   = 48
	entriesBefore = 8
)

// Face shows the cluster.
func (c *Cluster) Face() face.Face { return wholeFace{c} }

// wholeFace shows a cluster.
type wholeFace struct{ of *Cluster }

// Changes counts the views seen of a server.
func (f wholeFace) Changes(id lab.ServerID) uint64 { return f.of.servers[id-1].changes }

// Server shows a server.
func (f wholeFace) Server(id lab.ServerID, before *face.Server) face.Server {
	m := f.of.servers[id-1]
	v := view(m)
	s := face.Server{Level: uint64(max(0, m.Term)), Rows: rows(v)}
	old, has := WholeView{}, false
	if before != nil {
		old, has = before.Part.Value.(WholeView)
	}
	if has {
		v.share(&old)
	}
	// As much applied, the same content.
	if has && old.Applied == m.Applied {
		s.Data = before.Data
	} else {
		s.Data = f.of.content(m)
	}
	switch {
	case m.Stuck, m.Trouble.Kind != whole.NoTrouble:
		s.Badge = "stuck"
	case m.Leads:
		s.Badge = "leader"
	}
	s.Part = face.Part{Name: whole.ID, Value: v}
	return s
}

// content is what a server's service holds: what all commands up to the last that it has applied make. A snapshot holds
// commands that another server has applied before.
func (c *Cluster) content(m *Mirror) [][2]string {
	if m.content == nil || m.contentTo > m.Applied {
		m.content, m.contentTo = kv.NewStore(), 0
	}
	for m.contentTo < m.Applied {
		m.contentTo++
		if command, err := whole.ParseCommand(c.checks.applied[m.contentTo].command); err == nil {
			m.content.Apply(command)
		}
	}
	return m.content.Pairs()
}

func view(m *Mirror) WholeView {
	v := WholeView{
		Term: m.Term, Leads: m.Leads, Stuck: m.Stuck, Applied: m.Applied, StateSize: m.StateSize,
		SnapshotSize: m.SnapshotSize, Goroutines: m.Goroutines, Calls: m.Calls, Stacks: []StackView{},
		Fields: []FieldView{}, Known: known(m.Facts), Log: logView(m), Printed: m.Printed,
	}
	if t := m.Trouble; t.Kind != whole.NoTrouble {
		v.Trouble = &TroubleView{Kind: troubleWord(t.Kind), Text: t.Text, Stack: t.Stack}
	}
	for _, s := range m.Shown.Stacks {
		v.Stacks = append(v.Stacks, StackView(s))
	}
	for _, f := range m.Shown.Fields {
		v.Fields = append(v.Fields, FieldView{Name: f.Name, Value: f.Value})
	}
	return v
}

// troubleWord is the kind of trouble in a word.
func troubleWord(kind whole.TroubleKind) string {
	words := [...]string{"", "hangs", "leaks", "endless", "exited"}
	return words[min(int(kind), len(words)-1)]
}

func known(facts whole.Facts) KnownView {
	v := KnownView{
		CurrentTerm: found(facts.CurrentTerm), CommitIndex: found(facts.CommitIndex),
		LastApplied: found(facts.LastApplied), LastIndex: found(facts.LastIndex),
	}
	if facts.VotedFor > -2 {
		v.VotedFor = whole.Whose(facts.VotedFor)
	}
	return v
}

// found is a number that was found: below 0 none was.
func found(n int) *int {
	if n < 0 {
		return nil
	}
	return &n
}

func logView(m *Mirror) WholeLogView {
	v := WholeLogView{Known: m.LogKnown, From: m.firstEntry(), Entries: []WholeEntryView{}}
	if !m.LogKnown {
		return v
	}
	end := m.logFirst + len(m.Log)
	v.From = max(v.From, end-entryWindow)
	for index := v.From; index < end; index++ {
		e, ok := m.Entry(index)
		if !ok {
			continue
		}
		text := ""
		if at := index - m.Shown.From; at >= 0 && at < len(m.Shown.Texts) {
			text = m.Shown.Texts[at]
		}
		v.Entries = append(v.Entries, WholeEntryView{index, e.Term, text, index <= m.Applied})
	}
	return v
}

// rows are a server's state in a form for any page.
func rows(v WholeView) [][2]string {
	leads := "no"
	switch {
	case v.Trouble != nil:
		leads = v.Trouble.Kind
	case v.Stuck:
		leads = "GetState has not returned"
	case v.Leads:
		leads = "yes"
	}
	list := [][2]string{{"term", strconv.Itoa(v.Term)}, {"leads", leads}}
	if v.Known.VotedFor != "" {
		list = append(list, [2]string{"voted for", v.Known.VotedFor})
	}
	if v.Known.CommitIndex != nil {
		list = append(list, [2]string{"commit index", strconv.Itoa(*v.Known.CommitIndex)})
	}
	if v.Log.Known && v.Known.LastIndex != nil {
		list = append(list, [2]string{"last index", strconv.Itoa(*v.Known.LastIndex)})
	}
	return append(list, [][2]string{
		{"applied", strconv.Itoa(v.Applied)}, {"goroutines", strconv.Itoa(v.Goroutines)},
		{"calls that wait", strconv.Itoa(v.Calls)}, {"saved bytes", strconv.Itoa(v.StateSize)},
		{"snapshot bytes", strconv.Itoa(v.SnapshotSize)},
	}...)
}

// Trim keeps the last few entries.
func (f wholeFace) Trim(s face.Server) face.Server {
	v, ok := s.Part.Value.(WholeView)
	if ok && len(v.Log.Entries) > entriesBefore {
		v.Log.Entries = append([]WholeEntryView{}, v.Log.Entries[len(v.Log.Entries)-entriesBefore:]...)
		v.Log.From = v.Log.Entries[0].Index
		s.Part.Value = v
	}
	return s
}

// Run is what is known of the program.
func (f wholeFace) Run() face.Part {
	c := f.of
	run := WholeRun{
		Servers: len(c.servers), Known: c.KnownFields(), Snapshots: c.HasSnapshots(), Warnings: c.Warnings(),
	}
	if run.Known == nil {
		run.Known = []string{}
	}
	if run.Warnings == nil {
		run.Warnings = []string{}
	}
	return face.Part{Name: whole.ID, Value: run}
}

// Message describes a call or a reply. Its fields are by name, as package seat writes them.
func (f wholeFace) Message(payload []byte) face.Message {
	m, err := whole.DecodeMessage(payload)
	if err != nil {
		return face.Message{Kind: "unreadable", Good: true}
	}
	return face.Message{
		Kind: m.Kind(), Label: label(&m), Fields: m.Fields, Level: termOf(m.Fields),
		Good: !m.Reply || !strings.Contains(m.Fields, "=false") || strings.Contains(m.Fields, "=true"),
	}
}

// label is what a message says in a word, as far as its method and its fields show it.
func label(m *whole.Message) string {
	switch classOf(m) {
	case voteYes:
		return "granted"
	case voteNo, appendNo:
		return "refused"
	case appendCall:
		if strings.Contains(m.Fields, "=[") && !strings.Contains(m.Fields, "=[]") {
			return "entries"
		}
	case snapshotCall:
		return "snapshot"
	}
	return ""
}

// termOf is the field Term of a message, 0 if it has none.
func termOf(fields string) uint64 {
	for word := range strings.SplitSeq(fields, " ") {
		name, value, _ := strings.Cut(word, "=")
		if strings.EqualFold(name, "term") {
			term, err := strconv.ParseUint(value, 10, 64)
			if err == nil {
				return term
			}
		}
	}
	return 0
}

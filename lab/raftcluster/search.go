package raftcluster

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/wire"
)

// SearchSetup is a Raft cluster for a search of all schedules: an explore.System.
type SearchSetup struct {
	// Size is how many servers the cluster has.
	Size  int
	Rules RuleSet
	// Terms bounds elections: a server in term Terms starts none.
	Terms raft.Term
	// Elections is what is switched on beyond Figure 2.
	Elections node.Elections
	// Window is that of pipelining, 0 for off. A search has no disk that works beside its server.
	Window int
	// Commands are the clients' requests, in their order; after them, and without any, clients set x to one value after
	// the other. They are a scenario's if it reads by index.
	Commands []kv.Command
	// Changes are the administrators' requests among Commands, by their number from 1. Membership switches them on.
	Changes    map[int]raft.Change
	Membership node.Membership
	// Begin is the commands before the search: those of a manual scenario.
	Begin []string
	// Batch is how many entries one AppendEntries may carry, 0 for the default.
	Batch int
	// Given is the first content of the disks; it may be nil.
	Given map[lab.ServerID][][]byte
	// Sessions switches sessions on. They do not expire: a search has no time.
	Sessions bool
	// Snapshots switches snapshots on: a server may take one whenever it has applied something new.
	Snapshots SnapshotSetup
	// lines are the setup lines of a scenario with these settings, and before is what they say was there before.
	lines  []string
	before given
}

// SearchFrom is the cluster of a scenario's setup: its servers, rules, batch, switches and given disks. A search begins
// with the commands of a manual scenario (beginOf). It ignores times, and the commands of other scenarios.
func SearchFrom(scenario *story.Scenario) (SearchSetup, error) {
	c := New(DefaultSetup())
	runner, err := story.NewRunner(scenario, c, InProcess{}, nil)
	if err != nil {
		return SearchSetup{}, err
	}
	if err := runner.World().Close(); err != nil {
		return SearchSetup{}, err
	}
	rules, err := FindRules(c.Rules())
	s := SearchSetup{
		Size:   runner.Options.Servers,
		Rules:  rules,
		Batch:  c.setup.MaxEntriesPerMessage,
		Given:  runner.Options.Given,
		before: c.given, Sessions: c.setup.Sessions.On,
		Snapshots: c.setup.Snapshots,

		Elections:  c.setup.Elections,
		Membership: c.setup.Membership,
		Window:     c.setup.Pipelining.Window,
	}
	s.Commands, s.Changes = requestsOf(scenario)
	s.Begin, err = beginOf(scenario, err)
	if err == nil && c.setup.Pipelining.ParallelDisk {
		err = story.UsageError("a search knows no time, and so no disk that works beside its server: " +
			"leave out \"parallel-disk on\"")
	}
	for _, command := range scenario.Commands {
		if verb := command.Words[0].Text; verb == "given" || verb == "batch" {
			s.lines = append(s.lines, command.Text)
		}
	}
	if s.Sessions {
		s.lines = append(s.lines, "sessions given")
	}
	return s, err
}

// Section is where the paper describes a server.
func (s SearchSetup) Section() string { return section }

// Servers is the size of the cluster.
func (s SearchSetup) Servers() int { return s.Size }

// Disk is the given content of a server's disk.
func (s SearchSetup) Disk(id lab.ServerID) [][]byte { return s.Given[id] }

// Start makes a server. All servers draw from seed 1, because the search decides when a timer fires.
func (s SearchSetup) Start(id lab.ServerID) (explore.Machine, error) {
	setup := DefaultSetup()
	if s.Batch == 0 {
		s.Batch = setup.MaxEntriesPerMessage
	}
	s.Elections.Manual = switchedOn(s.Elections)
	server, err := NewServer(Config{
		ID: raft.NodeID(id), Servers: s.Size, Seed: 1,
		ElectionTimeoutMin: setup.ElectionTimeoutMin, ElectionTimeoutMax: setup.ElectionTimeoutMax,
		HeartbeatInterval: setup.HeartbeatInterval, MaxEntriesPerMessage: s.Batch, Elections: s.Elections,
		Membership: s.Membership,
		Snapshots:  s.Snapshots,
		Pipelining: node.Pipelining{Window: s.Window},
	}, s.Rules.Rules)
	if err == nil {
		server.sessions = s.Rules.sessionTable(s.sessionSetup())
	}
	return server, err
}

// Fold combines the records of a disk into one.
func (s SearchSetup) Fold(records [][]byte) ([][]byte, error) {
	saved, err := readDisk(records, nil)
	if err != nil || len(records) == 0 {
		return nil, err
	}
	record := raft.Save{CurrentTerm: saved.CurrentTerm, VotedFor: saved.VotedFor}
	if saved.Base > 0 {
		record.From, record.Entries = saved.Base+1, saved.Log
		return [][]byte{raft.AppendCut(nil, raft.CutLog{Base: saved.Base, BaseTerm: saved.BaseTerm, Save: record})}, nil
	}
	if len(saved.Log) > 0 {
		record.From, record.Entries = 1, saved.Log
	}
	return [][]byte{raft.AppendSave(nil, record)}, nil
}

// Allows bounds the terms. It allows requests to leaders only: a request changes nothing in other servers.
func (s SearchSetup) Allows(kind lab.InputKind, m explore.Machine) bool {
	node := m.(*Server).node
	return node.Role == raft.Leader || kind == lab.Wake && node.CurrentTerm < s.Terms
}

// Before is the commands before the search.
func (s SearchSetup) Before() []string { return s.Begin }

// Request is one of Commands, or sets x to a different value each time, so that no two requests are equal. With
// sessions, see sessionRequest.
func (s SearchSetup) Request(n int) []byte {
	if s.Sessions {
		return sessionRequest(n).Encode()
	}
	if change, ok := s.Changes[n]; ok {
		return encodeChange(change)
	}
	return s.requestOf(n).Encode()
}

// RealTime is true with reads: they must see what a client was told before.
func (s SearchSetup) RealTime() bool {
	return slices.ContainsFunc(s.Commands, func(c kv.Command) bool { return c.Mode == kv.ByIndex })
}

// SavesFiles is true with snapshots.
func (s SearchSetup) SavesFiles() bool { return s.Snapshots.On() }

// RequestLine is the verb for that request.
func (s SearchSetup) RequestLine(n int, id lab.ServerID) string {
	if s.Sessions {
		return sessionLine(n, id)
	}
	if change, ok := s.Changes[n]; ok {
		return changeLine(change, id)
	}
	return fmt.Sprintf("%v via %v", s.requestOf(n), id)
}

func (s SearchSetup) requestOf(n int) kv.Command {
	if n <= len(s.Commands) {
		return s.Commands[n-1]
	}
	return kv.Command{Op: kv.Put, Key: "x", Value: fmt.Sprint(n)}
}

// DescribeMessage appends a message's kind and fields to a line.
func (s SearchSetup) DescribeMessage(line, payload []byte) []byte {
	return (&Cluster{}).DescribeMessage(line, payload)
}

// Setup names the rules, what is switched on, and the given disks.
func (s SearchSetup) Setup() []string {
	var lines []string
	if s.Rules.ID != ReferenceRules {
		lines = append(lines, "rules "+s.Rules.ID)
	}
	for _, one := range electionSwitches(&s.Elections) {
		if *one.on {
			lines = append(lines, one.name+" on")
		}
	}
	if s.Snapshots.On() {
		lines = append(lines, fmt.Sprintf("snapshots chunk %d", s.Snapshots.ChunkBytes))
	}
	if s.Snapshots.Every > 0 {
		lines = append(lines, fmt.Sprintf("snapshots every %d", s.Snapshots.Every))
	}
	lines = append(lines, pipeliningLines(node.Pipelining{Window: s.Window})...)
	return append(append(lines, s.membershipLines()...), s.lines...)
}

// Clone is a second server that continues exactly as this one.
func (s *Server) Clone() explore.Machine {
	return &Server{
		node: s.node.Clone(), store: s.store.Clone(), reading: slices.Clone(s.reading), sessions: s.sessions.clone(),
		every: s.every,
	}
}

// AppendState appends the server's state and its applied commands.
func (s *Server) AppendState(b []byte) []byte {
	b = wire.AppendUint(s.node.AppendState(b), s.store.Hash())
	return s.sessions.appendState(s.appendReading(b))
}

// Judge is the Cluster that judges every other run, too. It keeps the leader of each term with its log at the election,
// and the lowest term in which an entry was counted as committed, so that the order of the two does not matter.
func (s SearchSetup) Judge() (explore.Judge, error) {
	c := New(DefaultSetup())
	c.given, c.setup.Sessions = s.before, s.sessionSetup()
	c.setup.Snapshots, c.setup.Membership = s.Snapshots, s.Membership
	if err := c.Begin(&lab.Options{Servers: s.Size}); err != nil {
		return nil, err
	}
	quiet, err := explore.Quiet(c, s.Size)
	if err != nil {
		return nil, err
	}
	return &searchJudge{cluster: c, quiet: quiet, setup: s}, nil
}

// searchJudge is a Cluster that can be copied.
type searchJudge struct {
	cluster *Cluster
	// quiet is a world without events. The Cluster writes its observations to the trace of this world, which has
	// no reader.
	quiet *lab.World
	setup SearchSetup
	// floors are what clients knew when the reads were asked that have no answer, in the order of asking.
	floors []floor
}

// Observe and Stopped change one server's mirror, so the clones share the other mirrors.
func (j *searchJudge) Observe(id lab.ServerID, view []byte) *lab.Violation {
	j.cluster.servers[id-1] = j.cluster.servers[id-1].clone()
	return j.cluster.Observe(j.quiet, id, view)
}

func (j *searchJudge) Stopped(id lab.ServerID) {
	j.cluster.servers[id-1] = j.cluster.servers[id-1].clone()
	j.cluster.Stopped(j.quiet, id)
}

// Answered judges a client's answer: if it says that the command is done, that must be true (Durability).
func (j *searchJudge) Answered(id lab.ServerID, answer lab.Answer) *lab.Violation {
	heard, err := service.DecodeAnswer(answer.Payload)
	if err != nil {
		return lab.Unreadable(id, section, err)
	}
	if heard.Kind != service.AnswerDone {
		return nil
	}
	if change, ok := j.setup.Changes[int(answer.Request)]; ok {
		return j.changeAnswered(id, change, raft.Index(heard.Index))
	}
	what, name := j.setup.requestOf(int(answer.Request)), requestName{}
	text := what.String()
	if j.cluster.setup.Sessions.On {
		n := sessionRequest(int(answer.Request))
		text, name = n.Command.String(), requestName{n.Client, n.Sequence}
	} else if what.Mode != kv.ThroughLog {
		return j.readAnswered(id, answer.Request, raft.Index(heard.Index), text)
	}
	if violation := j.cluster.checksOf(id).sameAnswer(id, name, text, heard.Result); violation != nil {
		return violation
	}
	return j.cluster.checksOf(id).acknowledge(j.cluster.servers, id, raft.Index(heard.Index), text)
}

func (j *searchJudge) Clone() explore.Judge {
	c := *j.cluster
	c.servers = slices.Clone(c.servers)
	c.checks = []checks{c.checks[0].clone()}
	c.scratch = View{}
	return &searchJudge{cluster: &c, quiet: j.quiet, setup: j.setup, floors: slices.Clone(j.floors)}
}

func (j *searchJudge) AppendState(b []byte) []byte {
	for _, m := range j.cluster.servers {
		b = m.appendState(b)
	}
	for _, f := range j.floors {
		b = wire.AppendUint(wire.AppendUint(b, uint64(f.request)), uint64(f.index))
	}
	return j.cluster.checks[0].appendState(b)
}

func (m *Mirror) clone() *Mirror {
	c := *m
	c.NextIndex, c.MatchIndex = slices.Clone(m.NextIndex), slices.Clone(m.MatchIndex)
	// A cut log is overwritten in place, so the clone needs its own.
	c.Log, c.chain = slices.Clone(m.Log), slices.Clone(m.chain)
	c.Store, c.sessions = m.Store.Clone(), m.sessions.clone()
	return &c
}

// appendState appends the state that the checks compare with the server's next view.
func (m *Mirror) appendState(b []byte) []byte {
	b = append(b, byte(m.Role))
	b = wire.AppendBool(b, m.fresh)
	b = wire.AppendUint(b, uint64(m.CurrentTerm))
	b = wire.AppendUint(b, uint64(m.VotedFor))
	b = wire.AppendUint(b, uint64(m.CommitIndex))
	b = wire.AppendUint(b, uint64(m.LastApplied))
	b = wire.AppendUint(wire.AppendBool(b, m.ahead), uint64(m.durable))
	b = wire.AppendUint(b, uint64(len(m.Log)))
	b = wire.AppendUint(b, m.chain[len(m.chain)-1])
	if s := m.Snapshots; s.Meta.LastIndex > 0 {
		b = wire.AppendUint(appendMeta(b, s.Meta), uint64(s.Base))
	}
	return m.sessions.appendState(wire.AppendUint(b, m.Store.Hash()))
}

func (c *checks) clone() checks {
	d := *c
	d.leaders, d.logs = maps.Clone(c.leaders), maps.Clone(c.logs)
	d.committed, d.appliedAt = slices.Clone(c.committed), slices.Clone(c.appliedAt)
	d.once = c.once.clone()
	return d
}

// appendState appends the known past, in an order independent of the maps. The server that showed an entry first
// is left out: it only changes the words of sentences.
func (c *checks) appendState(b []byte) []byte {
	b = wire.AppendUint(b, uint64(len(c.leaders)))
	for _, term := range slices.Sorted(maps.Keys(c.leaders)) {
		b = wire.AppendUint(b, uint64(term))
		b = wire.AppendUint(b, uint64(c.leaders[term].server))
		b = wire.AppendUint(b, uint64(c.leaders[term].last.index))
		b = wire.AppendUint(b, uint64(c.leaders[term].last.term))
	}
	b = wire.AppendUint(b, uint64(len(c.logs)))
	places := slices.SortedFunc(maps.Keys(c.logs), func(x, y place) int {
		return cmp.Or(cmp.Compare(x.index, y.index), cmp.Compare(x.term, y.term))
	})
	for _, at := range places {
		b = wire.AppendUint(b, uint64(at.index))
		b = wire.AppendUint(b, uint64(at.term))
		b = wire.AppendUint(b, c.logs[at].chain)
	}
	b = wire.AppendUint(b, uint64(len(c.committed)))
	for _, entry := range c.committed {
		b = wire.AppendUint(b, entry.chain)
		b = wire.AppendUint(b, uint64(entry.term))
	}
	b = wire.AppendUint(b, uint64(len(c.appliedAt)))
	for _, entry := range c.appliedAt {
		b = wire.AppendUint(b, entry.chain)
	}
	b = wire.AppendUint(b, uint64(c.acknowledged.index))
	if c.members != nil {
		b = raft.AppendConfiguration(raft.AppendConfiguration(b, c.acknowledged.by), c.acknowledged.committed)
	}
	return c.once.appendState(b)
}

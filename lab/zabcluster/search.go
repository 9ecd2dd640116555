package zabcluster

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/lab/zab"
	"raftlab/raft/wire"
)

// SearchSetup is a ZAB cluster for a search of all schedules: an explore.System.
type SearchSetup struct {
	Size    int
	Rules   RuleSet
	Cluster Setup
	// Epochs bounds the leaders: a server that has accepted epoch Epochs ends no election by itself.
	Epochs zab.Epoch
	// Begin is the commands before the search, and Given the first content of the disks.
	Begin []string
	Given map[lab.ServerID][][]byte
	// lines are the setup lines of a scenario with these settings, and before is what they say was there before.
	lines  []string
	before given
	// own, if set, makes the servers.
	own func(config []byte) (lab.Machine, error)
}

// WithOwn is the same search with servers that a function makes from their configuration: they follow own rules.
func (s SearchSetup) WithOwn(start func(config []byte) (lab.Machine, error)) explore.System {
	s.own = start
	return s
}

// SearchFrom is the cluster of a scenario's setup. A search begins with the commands of a manual scenario up to
// `search`.
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
	setup := c.setup
	setup.Manual = true
	s := SearchSetup{Size: runner.Options.Servers, Rules: rules, Cluster: setup, Given: runner.Options.Given,
		before: c.given}
	for _, command := range scenario.Commands {
		if slices.Contains(setupLines, command.Words[0].Text) {
			s.lines = append(s.lines, command.Text)
		}
	}
	if _, manual := scenario.Setup("manual"); manual && err == nil {
		s.Begin, err = beginOf(scenario)
	}
	return s, err
}

// setupLines are the verbs whose lines a found path repeats.
var setupLines = []string{"given", "observers", "window", "counter", "part"}

// Section is where the paper describes a server.
func (s SearchSetup) Section() string { return section }

// Servers is the size of the cluster.
func (s SearchSetup) Servers() int { return s.Size }

// Disk is the given content of a server's disk.
func (s SearchSetup) Disk(id lab.ServerID) [][]byte { return s.Given[id] }

// Start makes a server.
func (s SearchSetup) Start(id lab.ServerID) (explore.Machine, error) {
	config := Config{ID: zab.NodeID(id), Servers: s.Size, Setup: s.Cluster}
	if s.own == nil {
		return NewServer(config, s.Rules.Rules)
	}
	return explore.Own[*Server](s.own, ID, config.Whole(true))
}

// Fold combines the records of a disk into one.
func (s SearchSetup) Fold(records [][]byte) ([][]byte, error) {
	disk, err := zab.DecodeDisk(records)
	if err != nil || len(records) == 0 {
		return nil, err
	}
	save := zab.Save{Boot: disk.Boot, AcceptedEpoch: disk.AcceptedEpoch, CurrentEpoch: disk.CurrentEpoch,
		Append: disk.History.Txns}
	if disk.History.Base.Zxid > 0 {
		save.Snapshot = &disk.History.Base
	}
	return [][]byte{zab.AppendSave(nil, save)}, nil
}

// Allows bounds the epochs. A timer matters only to a server that looks: without times nobody needs pings. Requests
// go to servers that lead.
func (s SearchSetup) Allows(kind lab.InputKind, m explore.Machine) bool {
	n := m.(*Server).node
	if kind == lab.Wake {
		return n.Election.Standing == zab.Looking && n.AcceptedEpoch < s.Epochs
	}
	return n.Leads != nil && n.Leads.Established
}

// Silences is that a server gives up its leader, or its leadership.
func (s SearchSetup) Silences(m explore.Machine) []string {
	n := m.(*Server).node
	if n.Election.Standing == zab.Looking || n.AcceptedEpoch >= s.Epochs {
		return nil
	}
	return []string{ControlLook}
}

// SilenceLine is the scenario command for that.
func (SearchSetup) SilenceLine(payload string, id lab.ServerID) string {
	return fmt.Sprintf("%s %v", payload, id)
}

// SavesFiles is false: a snapshot is a record.
func (SearchSetup) SavesFiles() bool { return false }

// RealTime is false: a search judges no reads.
func (SearchSetup) RealTime() bool { return false }

// Before is the commands before the search.
func (s SearchSetup) Before() []string { return s.Begin }

// Request sets x to a different value each time.
func (s SearchSetup) Request(n int) []byte { return request(n).Encode() }

func request(n int) kv.Command { return kv.Command{Op: kv.Put, Key: "x", Value: fmt.Sprint(n)} }

// RequestLine is the verb for that request.
func (s SearchSetup) RequestLine(n int, id lab.ServerID) string {
	return fmt.Sprintf("%v via %v", request(n), id)
}

// DescribeMessage appends a message's kind and fields to a line.
func (s SearchSetup) DescribeMessage(line, payload []byte) []byte {
	return (&Cluster{}).DescribeMessage(line, payload)
}

// Setup names the protocol, the rules and the given disks.
func (s SearchSetup) Setup() []string {
	lines := []string{"protocol " + ID}
	if s.Rules.ID != ReferenceRules {
		lines = append(lines, "rules "+s.Rules.ID)
	}
	return append(lines, s.lines...)
}

// Judge is the Cluster that judges every other run, too.
func (s SearchSetup) Judge() (explore.Judge, error) {
	c := New(s.Cluster)
	c.given = s.before
	if err := c.Begin(&lab.Options{Servers: s.Size, Manual: true}); err != nil {
		return nil, err
	}
	quiet, err := explore.Quiet(c, s.Size)
	if err != nil {
		return nil, err
	}
	return &searchJudge{cluster: c, quiet: quiet}, nil
}

// searchJudge is a Cluster that can be copied.
type searchJudge struct {
	cluster *Cluster
	// quiet is a world without events. The Cluster writes its observations to the trace of this world, which has no
	// reader.
	quiet *lab.World
}

// Observe and Stopped change one server's mirror, so the clones share the other mirrors.
func (j *searchJudge) Observe(id lab.ServerID, view []byte) *lab.Violation {
	j.cluster.servers[id-1] = j.cluster.servers[id-1].clone()
	return j.cluster.Observe(j.quiet, id, view)
}

// Stopped is called when a server crashed.
func (j *searchJudge) Stopped(id lab.ServerID) {
	j.cluster.servers[id-1] = j.cluster.servers[id-1].clone()
	j.cluster.Stopped(j.quiet, id)
}

// Asked notes nothing: no read is judged.
func (j *searchJudge) Asked(int) {}

// Answered judges a client's answer: if it says that the command is done, that must be true (Durability).
func (j *searchJudge) Answered(id lab.ServerID, answer lab.Answer) *lab.Violation {
	heard, err := service.DecodeAnswer(answer.Payload)
	if err != nil {
		return lab.Unreadable(id, section, err)
	}
	if heard.Kind != service.AnswerDone {
		return nil
	}
	return j.cluster.checks.acknowledge(j.cluster.servers, id, zab.Zxid(heard.Index),
		request(int(answer.Request)).String())
}

// Clone is a second judge with the same knowledge.
func (j *searchJudge) Clone() explore.Judge {
	c := *j.cluster
	c.servers = slices.Clone(c.servers)
	c.checks.proposed, c.checks.order = slices.Clone(c.checks.proposed), slices.Clone(c.checks.order)
	c.checks.leaders = slices.Clone(c.checks.leaders)
	return &searchJudge{cluster: &c, quiet: j.quiet}
}

func (m *Mirror) clone() *Mirror {
	c := *m
	c.History, c.Store = m.History.Clone(), m.Store.Clone()
	return &c
}

// AppendState appends all that decides the judge's rulings: not which server was first with something.
func (j *searchJudge) AppendState(b []byte) []byte {
	for _, m := range j.cluster.servers {
		b = append(b, byte(m.Standing))
		b = wire.AppendBool(wire.AppendBool(b, m.fresh), m.leads())
		b = wire.AppendUint(wire.AppendUint(b, uint64(m.AcceptedEpoch)), uint64(m.CurrentEpoch))
		b = wire.AppendUint(zab.AppendTxns(b, m.History.Txns), uint64(m.History.Base.Zxid))
		b = wire.AppendUint(wire.AppendUint(b, uint64(m.Position)), uint64(m.Unsaved))
		b = wire.AppendUint(b, m.Store.Hash())
	}
	c := &j.cluster.checks
	b = wire.AppendUint(b, uint64(len(c.proposed)))
	for _, p := range c.proposed {
		b = zab.AppendTxns(b, []zab.Txn{p.txn})
	}
	b = wire.AppendUint(b, uint64(len(c.order)))
	for _, o := range c.order {
		b = wire.AppendUint(zab.AppendTxns(b, []zab.Txn{o.txn}), uint64(o.epoch))
	}
	b = wire.AppendUint(b, uint64(len(c.leaders)))
	for _, l := range c.leaders {
		b = wire.AppendUint(wire.AppendUint(b, uint64(l.epoch)), uint64(l.server))
		b = wire.AppendUint(zab.AppendTxns(b, l.history.Txns), uint64(l.history.Base.Zxid))
	}
	return wire.AppendUint(b, uint64(c.acknowledged))
}

// beginWords are the commands with which a manual scenario can lead up to a search.
var beginWords = []string{"deliver", "wake", ControlLook, "crash", "restart", "put"}

// beginOf is the commands of a manual scenario, up to `search`.
func beginOf(scenario *story.Scenario) (lines []string, err error) {
	manual := false
	for _, command := range scenario.Commands {
		verb := command.Words[0].Text
		switch {
		case verb == "manual":
			manual = true
		case !manual || verb == "expect" || verb == "note":
		case verb == story.SearchVerb:
			return lines, nil
		case slices.Contains(beginWords, verb):
			lines = append(lines, command.Text)
		default:
			return nil, fmt.Errorf("line %d: %w: a search begins with %s, and not with %s",
				command.Line, explore.ErrBegin, strings.Join(beginWords, ", "), verb)
		}
	}
	return lines, nil
}

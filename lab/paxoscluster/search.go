package paxoscluster

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/paxos"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft/wire"
)

// SearchSetup is a Paxos cluster for a search of all schedules: an explore.System. It is of mode single: there one
// value is all that can be decided, and a search comes to its end.
type SearchSetup struct {
	explore.NoSilences
	explore.OneFile
	// Size is how many servers there are.
	Size  int
	Rules RuleSet
	Of    Setup
	// Level bounds ballots: a server that knows a ballot of this number or a higher one begins none by itself.
	Level uint64
	// Wishes are what clients propose, in their order; after them w1, w2, ...
	Wishes []paxos.Value
	// Begin is the commands before the search: those of a manual scenario.
	Begin []string
	// Given is the first content of the disks.
	Given map[lab.ServerID][][]byte
	// lines are the setup lines of a scenario with these settings, and given the acceptances on its disks.
	lines []string
	given []paxos.SlotAccepted
	// own, if set, makes the servers.
	own func(config []byte) (lab.Machine, error)
}

// WithOwn is the same search with servers that a function makes from their configuration: they follow own rules.
func (s SearchSetup) WithOwn(start func(config []byte) (lab.Machine, error)) explore.System {
	s.own = start
	return s
}

// SearchFrom is the cluster of a scenario's setup: its servers, rules, roles and given disks. Clients propose the
// values that they propose in the scenario. It ignores times.
func SearchFrom(scenario *story.Scenario, level uint64) (SearchSetup, error) {
	c := New(DefaultSetup())
	runner, err := story.NewRunner(scenario, c, InProcess{}, nil)
	if err != nil {
		return SearchSetup{}, err
	}
	if err := runner.World().Close(); err != nil {
		return SearchSetup{}, err
	}
	if c.setup.Multi {
		return SearchSetup{}, story.UsageError("a search is of one value: leave out \"mode multi\"")
	}
	rules, err := FindRules(c.Rules())
	s := SearchSetup{
		Size: runner.Options.Servers, Rules: rules, Of: c.setup, Level: level, Given: runner.Options.Given,
		given: c.given,
	}
	if s.Of.Ask = 0; s.Of.BackOffMost == 0 {
		// A refused proposer must wait for its timer, or it would begin ballots without end in one step.
		s.Of.BackOffLeast, s.Of.BackOffMost = DefaultSetup().BackOffLeast, DefaultSetup().BackOffMost
	}
	s.takeLines(scenario)
	return s, err
}

// takeLines takes the setup lines that a found path needs, the wishes, and the commands up to the search of a manual
// scenario.
func (s *SearchSetup) takeLines(scenario *story.Scenario) {
	_, manual := scenario.Setup("manual")
	_, marked := scenario.Setup(story.SearchVerb)
	searching := false
	for _, command := range scenario.Commands {
		switch verb := command.Words[0].Text; verb {
		case "acceptors", "proposers", "learners", "ballots", "learning", "distinguished", "given":
			s.lines = append(s.lines, command.Text)
		case "propose":
			if len(command.Words) > 2 {
				s.Wishes = append(s.Wishes, paxos.Value(command.Words[2].Text))
			}
		case story.SearchVerb:
			searching = true
		}
		if manual && marked && !searching && s.acts(command) {
			s.Begin = append(s.Begin, command.Text)
		}
	}
}

// acts reports whether a command is an action of a manual world.
func (s *SearchSetup) acts(command story.Command) bool {
	return slices.Contains([]string{"propose", "deliver", "wake", "crash", "restart", "duplicate", "drop"},
		command.Words[0].Text)
}

// Section is where the paper describes a server.
func (s SearchSetup) Section() string { return section }

// Servers is how many servers there are.
func (s SearchSetup) Servers() int { return s.Size }

// Before is the commands before the search.
func (s SearchSetup) Before() []string { return s.Begin }

// Disk is the given content of a server's disk.
func (s SearchSetup) Disk(id lab.ServerID) [][]byte { return s.Given[id] }

// Start makes a server. All servers draw from seed 1, because the search decides when a timer fires.
func (s SearchSetup) Start(id lab.ServerID) (explore.Machine, error) {
	config := Config{ID: paxos.NodeID(id), Servers: s.Size, Seed: 1, Setup: s.Of}
	if s.own == nil {
		return NewServer(config, s.Rules.Rules)
	}
	return explore.Own[*Server](s.own, ID, config.Whole(true))
}

// Fold combines the records of a disk into one.
func (s SearchSetup) Fold(records [][]byte) ([][]byte, error) {
	saved, err := readDisk(records)
	if err != nil || len(records) == 0 {
		return nil, err
	}
	record := paxos.Save(saved)
	return [][]byte{paxos.AppendSave(nil, record)}, nil
}

// Allows bounds the ballots. A request is allowed for a proposer that has no wish yet: a second one changes nothing.
func (s SearchSetup) Allows(kind lab.InputKind, m explore.Machine) bool {
	n := m.(*Server).node
	known := paxos.Highest(n.Seen, paxos.Highest(n.Promised, n.Proposer.Ballot))
	if known.Number(s.Size) >= s.Level || n.Proposer.Phase == paxos.Decided {
		return false
	}
	return kind == lab.Wake || s.Of.Proposers.Has(n.Proposer.ID) && n.Proposer.Wish == paxos.NoValue
}

// RealTime is false: it does not matter when a client asked.
func (s SearchSetup) RealTime() bool { return false }

// Request is the nth wish: no two are equal.
func (s SearchSetup) Request(n int) []byte { return []byte(s.wish(n)) }

func (s SearchSetup) wish(n int) paxos.Value {
	if n <= len(s.Wishes) {
		return s.Wishes[n-1]
	}
	return paxos.Value(fmt.Sprintf("w%d", n))
}

// RequestLine is the verb for that request.
func (s SearchSetup) RequestLine(n int, id lab.ServerID) string {
	return fmt.Sprintf("propose %v %s", id, s.wish(n))
}

// DescribeMessage appends a message's kind and fields to a line.
func (s SearchSetup) DescribeMessage(line, payload []byte) []byte {
	return (&Cluster{}).DescribeMessage(line, payload)
}

// Setup names the protocol, the rules, the roles and the given disks.
func (s SearchSetup) Setup() []string {
	lines := []string{"protocol " + ID}
	if s.Rules.ID != ReferenceRules {
		lines = append(lines, "rules "+s.Rules.ID)
	}
	return append(lines, append([]string{"asking off"}, s.lines...)...)
}

// Clone is a second server that continues exactly as this one.
func (s *Server) Clone() explore.Machine {
	return &Server{node: s.node.Clone(), multi: s.multi, store: s.store.Clone()}
}

// AppendState appends the server's state and its carried out commands.
func (s *Server) AppendState(b []byte) []byte {
	return wire.AppendUint(s.node.AppendState(b), s.store.Hash())
}

// Judge is the Cluster that judges every other run, too.
func (s SearchSetup) Judge() (explore.Judge, error) {
	c := New(s.Of)
	c.given = s.given
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
	// quiet is a world without events. The Cluster writes its observations to its trace, which has no reader.
	quiet *lab.World
	setup SearchSetup
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

// Asked takes a wish: a value is valid only if somebody has proposed it.
func (j *searchJudge) Asked(n int) { j.cluster.checks.proposed[j.setup.wish(n)] = true }

// Answered judges what a client was told.
func (j *searchJudge) Answered(id lab.ServerID, answer lab.Answer) *lab.Violation {
	heard, err := service.DecodeAnswer(answer.Payload)
	if err != nil {
		return lab.Unreadable(id, section, err)
	}
	if heard.Kind != service.AnswerDone {
		return nil
	}
	return j.cluster.checks.learns(id, 1, paxos.Value(heard.Result.Value))
}

func (j *searchJudge) Clone() explore.Judge {
	c := *j.cluster
	c.servers = slices.Clone(c.servers)
	c.checks = c.checks.clone()
	return &searchJudge{cluster: &c, quiet: j.quiet, setup: j.setup}
}

func (j *searchJudge) AppendState(b []byte) []byte {
	for _, m := range j.cluster.servers {
		b = m.appendState(b)
	}
	return j.cluster.checks.appendState(b)
}

func (m *Mirror) clone() *Mirror {
	c := *m
	c.All = slices.Clone(m.All)
	c.store = m.store.Clone()
	return &c
}

// appendState appends what the checks compare with the server's next view.
func (m *Mirror) appendState(b []byte) []byte {
	b = paxos.AppendBallot(wire.AppendBool(b, m.fresh), m.Promised)
	b = paxos.AppendBallot(append(b, byte(m.Proposer.Phase)), m.Proposer.Ballot)
	b = wire.AppendUint(b, uint64(len(m.All)))
	for _, s := range m.All {
		b = paxos.AppendValue(paxos.AppendBallot(b, s.At), s.Value)
		b = paxos.AppendValue(b, s.Learner.Chosen)
	}
	return b
}

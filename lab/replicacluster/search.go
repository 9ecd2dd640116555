package replicacluster

import (
	"fmt"
	"maps"
	"slices"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/kv"
	"raftlab/lab/replicas"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft/wire"
)

// SearchSetup is a cluster for a search of all schedules: an explore.System. It judges what is judged at every step.
type SearchSetup struct {
	explore.NoSilences
	explore.OneFile
	size  int
	rules RuleSet
	setup Setup
	// ticks bounds the timers: a server that has ticked so often ticks no more.
	ticks uint64
	lines []string
	// own, if set, makes the servers.
	own func(config []byte) (lab.Machine, error)
}

// WithOwn is the same search with servers that a function makes from their configuration: they follow own rules.
func (s SearchSetup) WithOwn(start func(config []byte) (lab.Machine, error)) explore.System {
	s.own = start
	return s
}

// SearchFrom is the cluster of a scenario's setup. Ticks is how often each server's timer goes off at most.
func SearchFrom(scenario *story.Scenario, ticks uint64) (explore.System, error) {
	c := New(DefaultSetup())
	runner, err := story.NewRunner(scenario, c, InProcess{}, nil)
	if err != nil {
		return nil, err
	}
	if err := runner.World().Close(); err != nil {
		return nil, err
	}
	if c.setup.Keep == replicas.ByClock || c.Rules() == "newest-by-clock" {
		return nil, story.UsageError(
			"a search knows no time, and so no clock that decides: choose keep order or siblings")
	}
	rules, err := FindRules(c.Rules())
	s := SearchSetup{size: runner.Options.Servers, rules: rules, setup: c.setup, ticks: ticks}
	for _, command := range scenario.Commands {
		verb := command.Words[0].Text
		own := slices.ContainsFunc(c.setupVerbs(), func(v story.Verb) bool { return v.Name == verb })
		if own && verb != "rules" {
			s.lines = append(s.lines, command.Text)
		}
	}
	return s, err
}

// Section is where a server that contradicts itself is reported.
func (SearchSetup) Section() string { return section }

// Servers is the size of the cluster.
func (s SearchSetup) Servers() int { return s.size }

// Disk is empty, and nothing happens before the search.
func (SearchSetup) Disk(lab.ServerID) [][]byte { return nil }
func (SearchSetup) Before() []string           { return nil }

// RealTime is false: nothing that is judged here depends on when a client asked.
func (SearchSetup) RealTime() bool { return false }

// Setup is the setup lines of the scenario, and the rules.
func (s SearchSetup) Setup() []string {
	lines := []string{"protocol " + ID}
	if s.rules.ID != RuleSets()[0].ID {
		lines = append(lines, "rules "+s.rules.ID)
	}
	return append(lines, s.lines...)
}

// Start makes a server without a clock.
func (s SearchSetup) Start(id lab.ServerID) (explore.Machine, error) {
	config := Config{ID: id, Servers: s.size, Rules: s.rules.ID, Setup: s.setup}
	server, err := s.make(config)
	if err != nil {
		return nil, err
	}
	server.node.LeaveOutClock()
	return server, nil
}

func (s SearchSetup) make(config Config) (*Server, error) {
	if s.own == nil {
		return NewServer(config, s.rules.Rules)
	}
	return explore.Own[*Server](s.own, ID, config.Whole(true))
}

// Fold keeps the last record: it is all that a server needs.
func (SearchSetup) Fold(records [][]byte) ([][]byte, error) {
	if len(records) == 0 {
		return nil, nil
	}
	return [][]byte{slices.Clone(records[len(records)-1])}, nil
}

// Allows bounds the ticks. A request at a server that would only send its client on changes nothing.
func (s SearchSetup) Allows(kind lab.InputKind, m explore.Machine) bool {
	state := m.(*Server).node.State
	if kind == lab.Wake {
		return state.Ticks < s.ticks
	}
	return state.Role != replicas.Backup && state.Role != replicas.Participant
}

// Request sets x to a different value each time.
func (s SearchSetup) Request(n int) []byte { return requestOf(n).Encode() }

// RequestLine is the verb for that request.
func (s SearchSetup) RequestLine(n int, id lab.ServerID) string {
	return fmt.Sprintf("%v via %v", requestOf(n), id)
}

func requestOf(n int) kv.Command { return kv.Command{Op: kv.Put, Key: "x", Value: fmt.Sprint(n)} }

// DescribeMessage appends a message's kind and fields to a line.
func (SearchSetup) DescribeMessage(line, payload []byte) []byte {
	return (&Cluster{}).DescribeMessage(line, payload)
}

// Clone is a second server that continues exactly as this one.
func (s *Server) Clone() explore.Machine { return &Server{node: s.node.Clone()} }

// AppendState appends the server's state.
func (s *Server) AppendState(b []byte) []byte { return replicas.AppendState(b, s.node.State) }

// Judge is the Cluster that judges every other run, too.
func (s SearchSetup) Judge() (explore.Judge, error) {
	c := New(s.setup)
	if err := c.Begin(&lab.Options{Servers: s.size}); err != nil {
		return nil, err
	}
	quiet, err := explore.Quiet(c, s.size)
	if err != nil {
		return nil, err
	}
	return &searchJudge{cluster: c, quiet: quiet}, nil
}

// searchJudge is a Cluster that can be copied. It writes to the trace of a world without events.
type searchJudge struct {
	cluster *Cluster
	quiet   *lab.World
}

func (j *searchJudge) own(id lab.ServerID) {
	m := *j.cluster.servers[id-1]
	j.cluster.servers[id-1] = &m
}

// Observe and Stopped change one server's mirror, so the clones share the other mirrors.
func (j *searchJudge) Observe(id lab.ServerID, view []byte) *lab.Violation {
	j.own(id)
	return j.cluster.Observe(j.quiet, id, view)
}

func (j *searchJudge) Stopped(id lab.ServerID) {
	j.own(id)
	j.cluster.Stopped(j.quiet, id)
}

func (j *searchJudge) Asked(int) {}

// Answered judges an answer that says a write is done.
func (j *searchJudge) Answered(id lab.ServerID, answer lab.Answer) *lab.Violation {
	heard, err := service.DecodeAnswer(answer.Payload)
	if err != nil {
		return lab.Unreadable(id, section, err)
	}
	if heard.Kind != service.AnswerDone || !heard.Result.Done || j.cluster.setup.Kind.Commits() {
		return nil
	}
	op := &service.Operation{Command: requestOf(int(answer.Request)), Result: heard.Result}
	return j.cluster.acknowledge(id, replicas.RequestID(answer.Request), op)
}

func (j *searchJudge) Clone() explore.Judge {
	c := *j.cluster
	c.servers = slices.Clone(c.servers)
	c.checks.acknowledged = slices.Clone(c.checks.acknowledged)
	c.checks.tombstones = slices.Clone(c.checks.tombstones)
	c.written, c.counts = slices.Clone(c.written), slices.Clone(c.counts)
	return &searchJudge{cluster: &c, quiet: j.quiet}
}

// AppendState appends what decides the judge's rulings: the mirrors, and the writes that clients know to be done, in an
// order that does not depend on who came first.
func (j *searchJudge) AppendState(b []byte) []byte {
	for _, m := range j.cluster.servers {
		b = replicas.AppendState(wire.AppendBool(b, m.up), m.State)
	}
	told := map[string]bool{}
	for _, a := range j.cluster.checks.acknowledged {
		told[fmt.Sprint(a.entry, a.key, a.version.Dot())] = true
	}
	for _, t := range j.cluster.checks.tombstones {
		told[fmt.Sprint(t.server, t.key, t.version.Dot())] = true
	}
	for _, w := range j.cluster.written {
		told[fmt.Sprint(w.key, w.version.Dot(), w.request)] = true
	}
	for _, text := range slices.Sorted(maps.Keys(told)) {
		b = wire.AppendBytes(b, []byte(text))
	}
	return b
}

package toy

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/face"
	"raftlab/lab/nemesis"
	"raftlab/lab/protocols"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft/wire"
)

// ID is the ring's name for the verb `protocol`. With the rules Keep, a holder keeps the token that it passes on.
const (
	ID   = "ring"
	Keep = "keep"
)

// Protocol is the ring as one of the lab's protocols.
type Protocol struct{}

func (Protocol) ID() string                 { return ID }
func (Protocol) Title() string              { return "A ring" }
func (p Protocol) New() protocols.Player    { return &ring{Code: service.NewCode(p.RuleSets())} }
func (Protocol) Summary() protocols.Summary { return &protocols.Standings{} }
func (Protocol) Nemesis() nemesis.Protocol {
	return nemesis.Protocol{ID: ID, Part: func() (p nemesis.Part) { return p }}
}
func (p Protocol) Beyond() nemesis.Protocol { return p.Nemesis() }
func (Protocol) RuleSets() []service.RuleSet {
	return []service.RuleSet{{ID: "pass", Title: "Pass the token"}, {ID: Keep, Wrong: "The token is kept."}}
}

// Start makes a server. Its part of the configuration is the number of servers, and whether it keeps the token.
func (Protocol) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	c, err := service.DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	return &machine{id: int(id), servers: int(c.Part[0]), keeps: c.Part[1] == 1}, nil
}

// Search is a ring whose timers fire in any order.
func (p Protocol) Search(scenario *story.Scenario, level uint64) (explore.System, error) {
	r := &ring{Code: service.NewCode(p.RuleSets())}
	runner, err := story.NewRunner(scenario, r, protocols.Set{p}, nil)
	if err != nil {
		return nil, err
	}
	return system{of: r, level: level}, runner.World().Close()
}

// token is a server's knowledge: the number of the last token that it saw or sent, whether it holds the token, and
// whether it waits for a confirmation. It is the server's record, its view and its state.
type token struct {
	number         uint64
	holds, passing bool
}

func (t token) encode() []byte {
	return wire.AppendBool(wire.AppendBool(wire.AppendUint(nil, t.number), t.holds), t.passing)
}

func decode(b []byte) (token, error) {
	r := wire.NewReader(b)
	t := token{number: r.Uint(), holds: r.Bool(), passing: r.Bool()}
	return t, r.End()
}

// machine is one server. S1 has the first token.
type machine struct {
	token
	id, servers int
	keeps       bool
}

func (m *machine) Stop() error                 { return nil }
func (m *machine) Clone() explore.Machine      { c := *m; return &c }
func (m *machine) AppendState(b []byte) []byte { return append(b, m.encode()...) }

// message is a token (t) or its confirmation (c), for the server that many places further on the ring.
func (m *machine) message(kind byte, places int) []lab.Outgoing {
	to := (m.id-1+places)%m.servers + 1
	return []lab.Outgoing{{To: lab.ServerID(to), Payload: append([]byte{kind}, m.encode()...)}}
}

// Step handles one input.
func (m *machine) Step(now lab.Time, in lab.Input) (out lab.Output, err error) {
	before := m.token
	switch {
	case in.Kind == lab.Boot && len(in.Records) == 0:
		m.token = token{holds: m.id == 1}
	case in.Kind == lab.Boot:
		m.token, err = decode(in.Records[len(in.Records)-1])
	case in.Kind == lab.Wake:
		if m.holds && !m.passing {
			m.number, m.holds, m.passing = m.number+1, m.keeps, true
		}
		if m.passing {
			out.Messages = m.message('t', 1)
		}
	case in.Kind == lab.Deliver && len(in.Payload) > 0:
		out.Messages, err = m.deliver(in.Payload[0], in.Payload[1:])
	default:
		err = fmt.Errorf("a ring has no input of kind %d", in.Kind)
	}
	if m.token != before {
		out.Records = [][]byte{m.encode()}
	}
	out.View, out.WakeAt = m.encode(), now.Add(20*lab.Millisecond)
	return out, err
}

func (m *machine) deliver(kind byte, payload []byte) ([]lab.Outgoing, error) {
	other, err := decode(payload)
	if err != nil || kind == 'c' {
		m.passing = m.passing && other.number < m.number
		return nil, err
	}
	if other.number > m.number {
		m.token = token{number: other.number, holds: true}
	}
	return m.message('c', m.servers-1), nil
}

// ring is a world's protocol, and the judge of a search.
type ring struct {
	service.Code
	service.NoClients
	servers []token
	judged  uint64
}

var oneToken = lab.Check{ID: "one-token", Name: "One Token", Section: "the ring"}

func (r *ring) ID() string                                     { return ID }
func (r *ring) Section() string                                { return oneToken.Section }
func (r *ring) Face() face.Face                                { return shown{of: r} }
func (r *ring) Checks() []lab.Check                            { return []lab.Check{oneToken} }
func (r *ring) Judged() []uint64                               { return []uint64{r.judged} }
func (r *ring) LineKinds() []lab.LineKind                      { return []lab.LineKind{{Name: "token", Steady: true}} }
func (r *ring) Verbs() []story.Verb                            { return []story.Verb{r.RulesVerb()} }
func (r *ring) Stopped(*lab.World, lab.ServerID)               {}
func (r *ring) Named(*lab.World, string) (lab.ServerID, error) { return 0, nil }
func (r *ring) Sometimes() []lab.Sometimes                     { return nil }
func (r *ring) Begin(options *lab.Options) error {
	r.servers = make([]token, options.Servers)
	return r.Code.Begin(options)
}
func (r *ring) Config(id lab.ServerID, _ uint64) []byte {
	part := wire.AppendBool([]byte{byte(len(r.servers))}, r.Rules() == Keep)
	return service.Config{Protocol: ID, Own: r.Owns(id), Part: part}.Encode()
}
func (r *ring) DescribeMessage(line, payload []byte) []byte {
	m := r.Face().Message(payload)
	return fmt.Appendf(line, "%s number=%d", m.Kind, m.Level)
}

// Observe judges that at most one server holds the token.
func (r *ring) Observe(w *lab.World, id lab.ServerID, view []byte) *lab.Violation {
	t, err := decode(view)
	if err != nil {
		return lab.Unreadable(id, r.Section(), err)
	}
	if t != r.servers[id-1] && w != nil {
		w.Line(id, "token", fmt.Sprintf("number=%d holds=%t", t.number, t.holds))
	}
	r.judged, r.servers[id-1] = r.judged+1, t
	for i, other := range r.servers {
		if holder := lab.ServerID(i + 1); other.holds && t.holds && holder != id {
			return oneToken.Broken(lab.Say("one-token.two", "%v and %v both hold the token", holder, id))
		}
	}
	return nil
}

// shown is the face of a ring.
type shown struct {
	face.Plain
	of *ring
}

func (s shown) Changes(lab.ServerID) uint64 { return s.of.judged }
func (s shown) Server(id lab.ServerID, _ *face.Server) face.Server {
	t, badge := s.of.servers[id-1], "waits"
	if t.holds {
		badge = "holds"
	}
	return face.Server{Badge: badge, Level: t.number, Rows: [][2]string{{"passing", fmt.Sprint(t.passing)}}}
}
func (s shown) Message(payload []byte) face.Message {
	t, _ := decode(payload[min(1, len(payload)):])
	kind := map[bool]string{true: "Token", false: "Confirm"}[len(payload) > 0 && payload[0] == 't']
	return face.Message{Kind: kind, Label: fmt.Sprint(t.number), Level: t.number, Good: true}
}

// system is a ring whose schedules are searched.
type system struct {
	explore.NoRequests
	explore.NoSilences
	explore.OneFile
	of    *ring
	level uint64
}

func (s system) Section() string { return oneToken.Section }
func (s system) Servers() int    { return len(s.of.servers) }
func (s system) Setup() []string { return []string{"protocol " + ID, "rules " + s.of.Rules()} }
func (s system) Start(id lab.ServerID) (explore.Machine, error) {
	return &machine{id: int(id), servers: s.Servers(), keeps: s.of.Rules() == Keep}, nil
}
func (s system) Fold(records [][]byte) ([][]byte, error) {
	return records[max(0, len(records)-1):], nil
}
func (s system) Allows(kind lab.InputKind, m explore.Machine) bool {
	return kind == lab.Wake && m.(*machine).number < s.level
}
func (s system) DescribeMessage(line, payload []byte) []byte {
	return s.of.DescribeMessage(line, payload)
}
func (s system) Judge() (explore.Judge, error) {
	return judge{&ring{servers: make([]token, s.Servers())}}, nil
}

// judge is a ring that judges a search.
type judge struct{ of *ring }

func (j judge) Observe(id lab.ServerID, view []byte) *lab.Violation {
	return j.of.Observe(nil, id, view)
}
func (j judge) Answered(lab.ServerID, lab.Answer) *lab.Violation { return nil }
func (j judge) Asked(int)                                        {}
func (j judge) Stopped(lab.ServerID)                             {}
func (j judge) Clone() explore.Judge {
	return judge{&ring{servers: slices.Clone(j.of.servers)}}
}
func (j judge) AppendState(b []byte) []byte {
	return fmt.Append(b, j.of.servers)
}

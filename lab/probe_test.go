package lab_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"raftlab/lab"
)

// probe is a protocol and a host. A test decides what its machines do. All payloads are plain words.
type probe struct {
	// step is what every machine does; nil does nothing.
	step func(id lab.ServerID, now lab.Time, in lab.Input) lab.Output
	// judge looks at each view.
	judge func(id lab.ServerID, view []byte) *lab.Violation
	// hear receives the clients' outcomes.
	hear     func(words, reason string) *lab.Violation
	startErr error
	stepErr  error
	stopErr  error

	inputs   []string // "TIME SERVER KIND WORDS", as they came
	answered []string // "REQUEST SERVER WORDS REASON"
	stops    map[lab.ServerID]int
	stopped  []lab.ServerID
	made     *lab.World
	seeds    []uint64
	trace    strings.Builder
}

func (p *probe) Section() string { return "the test" }

func (p *probe) Config(_ lab.ServerID, seed uint64) []byte {
	p.seeds = append(p.seeds, seed)
	return nil
}
func (p *probe) DescribeMessage(line, payload []byte) []byte { return append(line, payload...) }
func (p *probe) DescribeRequest(line, payload []byte) []byte { return append(line, payload...) }
func (p *probe) DescribeAnswer(line, payload []byte) []byte  { return append(line, payload...) }
func (p *probe) Stopped(_ *lab.World, id lab.ServerID)       { p.stopped = append(p.stopped, id) }

func (p *probe) Observe(_ *lab.World, id lab.ServerID, view []byte) *lab.Violation {
	if p.judge == nil {
		return nil
	}
	return p.judge(id, view)
}

func (p *probe) Answered(
	_ *lab.World, request lab.RequestID, server lab.ServerID, payload []byte, reason string,
) *lab.Violation {
	p.answered = append(p.answered, strings.TrimSpace(fmt.Sprintf("r%d S%d %s %s", request, server, payload, reason)))
	if p.hear != nil {
		return p.hear(string(payload), reason)
	}
	return nil
}

func (p *probe) Start(id lab.ServerID, _ []byte) (lab.Machine, error) {
	if p.startErr != nil {
		return nil, p.startErr
	}
	return &probeMachine{probe: p, id: id}, nil
}

type probeMachine struct {
	*probe
	id lab.ServerID
}

var kindNames = map[lab.InputKind]string{
	lab.Boot:    "boot",
	lab.Deliver: "deliver",
	lab.Wake:    "wake",
	lab.Ask:     "ask",
	lab.Control: "control",
	lab.Durable: "durable",
}

func (m *probeMachine) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	words := string(in.Payload)
	for _, record := range in.Records {
		words += "[" + string(record) + "]"
	}
	m.inputs = append(m.inputs, strings.TrimSpace(fmt.Sprintf("%d S%d %s %s", now, m.id, kindNames[in.Kind], words)))
	if m.stepErr != nil {
		return lab.Output{}, m.stepErr
	}
	if m.step == nil {
		return lab.Output{}, nil
	}
	return m.step(m.id, now, in), nil
}

func (m *probeMachine) Stop() error {
	if m.stops == nil {
		m.stops = map[lab.ServerID]int{}
	}
	m.stops[m.id]++
	return m.stopErr
}

// errPlanted is the error that a test plants.
var errPlanted = errors.New("planted")

// world makes a world of probes. The dials are round numbers, without jitter, loss and disk latency, unless a test
// changes them.
func (p *probe) world(t testing.TB, servers int, change func(*lab.Options)) *lab.World {
	t.Helper()
	options := lab.Options{Servers: servers, Seed: 1, Dials: lab.Dials{LatencyMicros: 10}, PatienceMicros: 1000}
	options.Sinks = append(options.Sinks, func(line []byte) { p.trace.Write(line) })
	if change != nil {
		change(&options)
	}
	w, err := lab.New(options, p, p)
	require.NoError(t, err)
	p.made = w
	return w
}

// counted is how often a kind of fault happened.
func counted(w *lab.World, kind string) uint64 {
	count, found := uint64(0), false
	w.Faults().Each(func(name string, n uint64) {
		if name == kind {
			count, found = n, true
		}
	})
	if !found {
		panic("no fault is called " + kind)
	}
	return count
}

// relay is a machine that obeys its clients: "to 2 hello" sends hello to S2.
func relay(_ lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
	if in.Kind != lab.Ask {
		return lab.Output{}
	}
	var to lab.ServerID
	var word string
	if n, _ := fmt.Sscanf(string(in.Payload), "to %d %s", &to, &word); n < 2 {
		return lab.Output{}
	}
	return lab.Output{Messages: []lab.Outgoing{{To: to, Payload: []byte(word)}}}
}

// delivered is the deliveries, as "TIME SERVER deliver WORDS".
func (p *probe) delivered() []string { return p.only("deliver") }

func (p *probe) only(kind string) []string {
	var found []string
	for _, in := range p.inputs {
		if strings.Fields(in)[2] == kind {
			found = append(found, in)
		}
	}
	return found
}

// request sends a client's request, which arrives after the latency of 10 us.
func request(t testing.TB, w *lab.World, id lab.ServerID, words string) {
	t.Helper()
	_, err := w.Request(id, []byte(words))
	require.NoError(t, err)
}

package session_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/protocols/known"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/raft"
	"raftlab/raft/reference"
	"raftlab/wasm/protocol"
	"raftlab/wasm/session"
)

// bare is a frame without the parts that differ between a live moment and the same moment of the past.
func bare(f protocol.Frame) protocol.Frame {
	f.ID, f.Past, f.Last, f.Branch, f.Branches, f.From, f.Lines, f.Calls, f.Changes, f.Now, f.Header = 0, false, 0,
		0, nil, 0, nil, nil, nil, 0, nil
	return f
}

// The run has crashes, losses and clients. The test steps through it, and then back, and compares each moment.
func TestEveryMomentIsShownAgainUnchanged(t *testing.T) {
	k := newTalk(t)
	seen := []protocol.Frame{k.frame(protocol.StartRequest{Scenario: "c1-storm-of-everything"})}
	assert.Zero(t, seen[0].First, "all of it is kept")
	for range 600 {
		f := k.frame(protocol.StepRequest{})
		assert.False(t, f.Past)
		assert.Equal(t, f.Event, f.Last)
		seen = append(seen, f)
	}
	for i := len(seen) - 2; i >= 0; i-- {
		f := k.frame(protocol.BackRequest{})
		require.Equal(t, bare(seen[i]), bare(f), "back to moment %d", i)
		assert.True(t, f.Past)
		assert.Equal(t, seen[len(seen)-1].Event, f.Last)
		assert.Empty(t, f.Lines, "the page has them")
		assert.Equal(t, f.Last+1, f.From)
	}
	first := k.frame(protocol.BackRequest{})
	assert.Equal(t, seen[0].Event, first.Event, "no moment comes before the beginning")
	for i := 1; i < len(seen); i++ {
		f := k.frame(protocol.StepRequest{})
		require.Equal(t, bare(seen[i]), bare(f), "forward to moment %d", i)
		assert.Equal(t, i < len(seen)-1, f.Past)
	}
	for event := uint64(1); event <= seen[len(seen)-1].Event; event += 7 {
		f := k.frame(protocol.SeekRequest{Event: int64(event)})
		assert.GreaterOrEqual(t, f.Event, event)
		back := k.frame(protocol.BackRequest{})
		assert.True(t, back.Event < event || event <= seen[0].Event, "a step before it, and before the event")
	}
}

func TestSeekBeyondTheEndShowsThePresent(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Servers: 3, Seed: "1"})
	now := k.frame(protocol.AdvanceRequest{Until: 1_000_000, Events: 100_000})
	assert.True(t, k.frame(protocol.SeekRequest{Event: 5}).Past)
	again := k.frame(protocol.SeekRequest{Event: 1 << 50})
	assert.False(t, again.Past)
	assert.Equal(t, now.Event, again.Event)
	assert.Equal(t, now.Now, again.Now)
	assert.False(t, k.frame(protocol.SeekRequest{Event: int64(now.Last)}).Past)
	assert.Equal(t, k.frame(protocol.SeekRequest{Event: -3}).Event, k.frame(protocol.SeekRequest{}).Event)
}

// Time passes in the past as it passed then, and the run continues at its end as if it had not been interrupted.
func TestPastPlaysOnIntoThePresent(t *testing.T) {
	k, other := newTalk(t), newTalk(t)
	for _, one := range []*talk{k, other} {
		one.frame(protocol.StartRequest{Servers: 5, Seed: "9"})
		one.frame(protocol.AdvanceRequest{Until: 900_000, Events: 100_000})
	}
	f := k.frame(protocol.SeekRequest{Event: 20})
	for f.Past {
		before := f
		f = k.frame(protocol.AdvanceRequest{Until: f.Now + 16_000, Events: 2000})
		assert.GreaterOrEqual(t, f.Now, before.Now)
		assert.LessOrEqual(t, f.Now, before.Now+16_000)
		if f.Past {
			assert.Equal(t, before.Now+16_000, f.Now)
		}
	}
	assert.Equal(t, k.frame(protocol.AdvanceRequest{Until: 2_000_000, Events: 100_000}).Servers,
		other.frame(protocol.AdvanceRequest{Until: 2_000_000, Events: 100_000}).Servers)
}

// events is the page's copy of the lines, kept as protocol.ts demands.
type events struct{ lines []string }

func (e *events) take(t *testing.T, f protocol.Frame) {
	t.Helper()
	assert.Equal(t, len(e.lines) == 0, len(f.Header) > 0, "the header comes once")
	require.LessOrEqual(t, int(f.From), len(e.lines)+1)
	e.lines = append(e.lines[:f.From-1], f.Lines...)
	require.Len(t, e.lines, int(f.Last))
}

func TestActingInThePastBeginsABranchAndKeepsTheOldOne(t *testing.T) {
	k := newTalk(t)
	var page events
	page.take(t, k.frame(protocol.StartRequest{Servers: 3, Seed: "4"}))
	page.take(t, k.frame(protocol.AdvanceRequest{Until: 800_000, Events: 100_000}))
	page.take(t, k.frame(protocol.DoRequest{Line: "put x 1 via leader"}))
	old := k.frame(protocol.AdvanceRequest{Until: 1_500_000, Events: 100_000})
	page.take(t, old)
	first := strings.Join(page.lines, "\n")

	past := k.frame(protocol.SeekRequest{Event: int64(old.Last) / 2})
	branched := k.frame(protocol.DoRequest{Line: "crash leader"})
	page.take(t, branched)
	assert.Equal(t, 1, branched.Branch)
	assert.False(t, branched.Past)
	assert.Equal(t, past.Event+1, branched.From, "the page keeps the common part")
	assert.Contains(t, strings.Join(branched.Lines, "\n"), " - do ")
	page.take(t, k.frame(protocol.AdvanceRequest{Until: 1_600_000, Events: 100_000}))
	second := strings.Join(page.lines, "\n")
	assert.NotEqual(t, first, second)

	f := k.frame(protocol.SwitchRequest{Branch: 0})
	page.take(t, f)
	assert.Equal(t, first, strings.Join(page.lines, "\n"), "the old one stays")
	assert.Equal(t, bare(old), bare(f))
	require.Len(t, f.Branches, 2)
	assert.Equal(
		t, protocol.BranchView{ID: 1, Parent: 0, At: past.Event, Last: f.Branches[1].Last, Status: "playing"},
		f.Branches[1],
	)

	f = k.frame(protocol.SwitchRequest{Branch: 1})
	page.take(t, f)
	assert.Equal(t, second, strings.Join(page.lines, "\n"))
	assert.Contains(t, k.failure(protocol.SwitchRequest{Branch: 7}), "the branches are 0 to 1")
}

// A branch equals the run with the same action at that time, whatever was shown in between.
func TestBranchEqualsTheRunWithThatAction(t *testing.T) {
	for _, at := range []int64{301_234, 437_000, 702_500, 1_100_001} {
		k, other := newTalk(t), newTalk(t)
		start := protocol.StartRequest{Servers: 5, Seed: "12"}
		k.frame(start)
		k.frame(protocol.AdvanceRequest{Until: 200_000, Events: 100_000})
		k.frame(protocol.DoRequest{Line: "loss 10%"})
		k.frame(protocol.AdvanceRequest{Until: 2_000_000, Events: 100_000})
		k.frame(protocol.DoRequest{Line: "crash S1"})
		k.frame(protocol.SeekRequest{Event: 1})
		k.frame(protocol.AdvanceRequest{Until: at, Events: 100_000})
		k.frame(protocol.DoRequest{Line: "isolate S2"})
		f := k.frame(protocol.AdvanceRequest{Until: 3_000_000, Events: 100_000})

		other.frame(start)
		other.frame(protocol.AdvanceRequest{Until: 200_000, Events: 100_000})
		other.frame(protocol.DoRequest{Line: "loss 10%"})
		other.frame(protocol.AdvanceRequest{Until: at, Events: 100_000})
		other.frame(protocol.DoRequest{Line: "isolate S2"})
		want := other.frame(protocol.AdvanceRequest{Until: 3_000_000, Events: 100_000})
		require.Equal(t, bare(want), bare(f), "at %d us", at)
		lines := k.frame(protocol.SwitchRequest{Branch: 0})
		assert.Less(t, lines.From, lines.Last)
	}
}

func TestImpossibleActionInThePastBeginsNoBranch(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Servers: 3, Seed: "1"})
	before := k.frame(protocol.AdvanceRequest{Until: 1_000_000, Events: 100_000})
	k.frame(protocol.SeekRequest{Event: 10})
	assert.Contains(t, k.failure(protocol.DoRequest{Line: "crsh S1"}), `did you mean "crash"`)
	assert.Contains(t, k.failure(protocol.DoRequest{Line: "restart S1"}), "up")
	f := k.frame(protocol.SeekRequest{Event: 1 << 40})
	assert.Len(t, f.Branches, 1)
	assert.Equal(t, bare(before), bare(f))
	assert.Greater(
		t, k.frame(protocol.AdvanceRequest{Until: 2_000_000, Events: 100_000}).Event, before.Event,
		"and it continues",
	)
}

func TestTooManyBranchesAreRefused(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Servers: 3, Seed: "1"})
	k.frame(protocol.AdvanceRequest{Until: 500_000, Events: 100_000})
	for range 19 {
		k.frame(protocol.SeekRequest{Event: 12})
		k.frame(protocol.DoRequest{Line: "note again"})
	}
	k.frame(protocol.SeekRequest{Event: 12})
	assert.Contains(t, k.failure(protocol.DoRequest{Line: "note again"}), "at most 20 branches")
	f := k.frame(protocol.SwitchRequest{Branch: 3})
	assert.Len(t, f.Branches, 20)
	assert.Len(t, k.frame(protocol.StartRequest{Servers: 3}).Branches, 1)
}

// A recorded run opens without a worker, until it continues.
func TestRecordedRunOpensAtAnEvent(t *testing.T) {
	host := &flaky{failed: 1}
	k := &talk{t: t, session: session.New(known.Protocols(), scenarios.Collection(), host, raftcluster.InProcess{})}
	var page events
	f := k.frame(protocol.StartRequest{Scenario: "c2-figure-8", Rules: "commit-any-term", Event: 40})
	page.take(t, f)
	assert.True(t, f.Past)
	assert.GreaterOrEqual(t, f.Event, uint64(40))
	assert.Equal(t, "playing", f.Status)
	assert.Zero(t, host.running)
	assert.NotEmpty(t, f.Title)
	assert.NotEmpty(t, f.Story)
	end := k.frame(protocol.SeekRequest{Event: 1 << 40})
	assert.Equal(t, "failed", end.Status)
	assert.Contains(t, end.Failure, "Leader Completeness")
	assert.NotEmpty(t, end.Causes)
	k.frame(protocol.AdvanceRequest{Until: 1 << 40, Events: 10})
	assert.Contains(t, k.failure(protocol.DoRequest{Line: "heal"}), "has ended")
	assert.Zero(t, host.running, "it cannot continue")

	k.frame(protocol.SeekRequest{Event: 40})
	f = k.frame(protocol.DoRequest{Line: "leave"})
	page.take(t, f)
	assert.Equal(t, 1, f.Branch)
	assert.NotZero(t, host.running, "now the servers run")
}

// A trace opens from its whole text, or from the header and the typed lines alone.
func TestTraceOpensWithItsTypedLines(t *testing.T) {
	k := newTalk(t)
	var lines []string
	for _, r := range []any{
		protocol.StartRequest{Servers: 3, Seed: "8"}, protocol.AdvanceRequest{Until: 700_000, Events: 100_000},
		protocol.DoRequest{Line: "put x 1 via leader"}, protocol.AdvanceRequest{Until: 900_000, Events: 100_000},
		protocol.DoRequest{Line: "crash leader"}, protocol.AdvanceRequest{Until: 2_000_000, Events: 100_000},
	} {
		f := k.frame(r)
		lines = append(append(lines, f.Header...), f.Lines...)
	}
	var short []string
	for _, line := range lines {
		if strings.HasPrefix(line, "#") || strings.Contains(line, " - do ") {
			short = append(short, line)
		}
	}
	for _, text := range []string{strings.Join(lines, "\n") + "\n", strings.Join(short, "\n")} {
		again := newTalk(t)
		f := again.frame(protocol.StartRequest{Text: text, Event: int64(len(afterHeader(lines)))})
		all := append(f.Header, f.Lines...)
		require.GreaterOrEqual(t, len(all), len(lines))
		assert.Equal(t, lines, all[:len(lines)])
		assert.Equal(t, "8", f.Seed)
	}
	again := newTalk(t)
	assert.Contains(t, again.failure(protocol.StartRequest{Text: "# raftlab trace 1\n"}), "version 1")
	assert.Contains(t, again.failure(protocol.StartRequest{Text: "no scenario"}), "text:1:1")
}

// Own rules are chosen per server. If they equal the reference, the trace differs only in its label.
func TestOwnRulesRunTheLearnersCode(t *testing.T) {
	reference := reference.Rules()
	host := raftcluster.InProcess{Own: &reference}
	play := func(own string) ([]string, protocol.Frame) {
		k := &talk{t: t, session: session.New(known.Protocols(), scenarios.Collection(), host, host)}
		first := k.frame(protocol.StartRequest{Scenario: "c1-storm", Own: own})
		lines := append(first.Header, first.Lines...)
		f := k.frame(protocol.FinishRequest{})
		return append(lines, f.Lines...), f
	}
	want, f := play("")
	assert.Equal(t, []int{}, f.Own)
	for own, servers := range map[string][]int{"all": {1, 2, 3, 4, 5}, "S1,S3": {1, 3}} {
		lines, f := play(own)
		assert.Equal(t, servers, f.Own)
		assert.NotEqual(t, want[1], lines[1])
		assert.Equal(t, append(want[:1:1], want[2:]...), append(lines[:1:1], lines[2:]...))
	}
	k := newTalk(t)
	assert.Contains(t, k.failure(protocol.StartRequest{Servers: 3, Own: "S9x"}), "S1,S3")
	assert.Contains(t, k.failure(protocol.StartRequest{Servers: 3, Own: "S2"}), "start S2")
}

// A run of several files says so in its header, and a replay of the header keeps it.
func TestTheExercisesOfOwnRulesSurviveAReplay(t *testing.T) {
	reference := reference.Rules()
	host := raftcluster.InProcess{Own: &reference}
	k := &talk{t: t, session: session.New(known.Protocols(), scenarios.Collection(), host, host)}
	first := k.frame(protocol.StartRequest{Servers: 3, Seed: "1", Own: "S1,S3", Exercises: "append,replicate"})
	assert.Contains(t, first.Header[1], " own=S1,S3 exercises=append,replicate ")
	again := k.frame(protocol.StartRequest{Text: strings.Join(first.Header, "\n") + "\n", Event: 1})
	assert.Equal(t, first.Header, again.Header)
	assert.Contains(t, k.failure(protocol.StartRequest{Servers: 3, Own: "all", Exercises: "a b,c"}), "append,replicate")
}

// calling is a host whose servers report calls, as a learner's guests do.
type calling struct {
	raftcluster.InProcess
	report func(lab.ServerID, string)
}

func (h *calling) OnCalls(report func(lab.ServerID, string)) { h.report = report }

func (h *calling) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	machine, err := h.InProcess.Start(id, config)
	return &callingMachine{machine, id, h}, err
}

type callingMachine struct {
	lab.Machine
	id   lab.ServerID
	host *calling
}

func (m *callingMachine) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	out, err := m.Machine.Step(now, in)
	if message, decodeErr := raft.DecodeMessage(in.Payload); in.Kind == lab.Deliver && decodeErr == nil {
		if request, ok := message.Body.(raft.RequestVote); ok {
			m.host.report(m.id, fmt.Sprintf(`[{"rule":"HandleRequestVote","lines":[%d]}]`, request.Term))
		}
	}
	return out, err
}

func TestCallsOfTheLearnersRulesAreReported(t *testing.T) {
	host := &calling{}
	k := &talk{t: t, session: session.New(known.Protocols(), scenarios.Collection(), host, &calling{})}
	k.frame(protocol.StartRequest{Servers: 3, Seed: "1"})
	f := k.frame(protocol.AdvanceRequest{Until: 400_000, Events: 100_000})
	require.NotEmpty(t, f.Calls)
	call := f.Calls[0]
	line := ""
	for _, one := range f.Lines {
		if uint64(mustNumber(t, one)) == call.Event {
			line = one
		}
	}
	assert.Contains(t, line, "RequestVote term=")
	assert.Equal(t, "HandleRequestVote", call.Rule)
	assert.Equal(t, fmt.Sprintf("S%d", call.Server), strings.Fields(line)[2])
	assert.Empty(t, k.frame(protocol.AdvanceRequest{Until: 400_000, Events: 1}).Calls, "each is reported once")

	past := k.frame(protocol.SeekRequest{Event: int64(call.Event)})
	assert.Contains(t, past.Calls, call, "the past has the calls of the shown step")
	recorded := k.frame(protocol.StartRequest{Servers: 3, Seed: "1", Event: int64(call.Event)})
	k.frame(protocol.AdvanceRequest{Until: 400_000, Events: 100_000})
	assert.Contains(t, recorded.Calls, call)
	explain := func(event uint64) protocol.ExplainReply {
		x, ok := k.say(protocol.ExplainRequest{Event: int64(event)}).(protocol.ExplainReply)
		require.True(t, ok)
		assert.Contains(t, x.Calls, call, "the call that decided it")
		return x
	}
	effects := explain(call.Event).Effects
	require.NotEmpty(t, effects)
	explain(effects[len(effects)-1])
}

// A long run forgets its beginning, says so, and continues; branches still work.
func TestLongRunForgetsItsBeginning(t *testing.T) {
	defer session.LimitMoments(200, 500)()
	k := newTalk(t)
	k.frame(protocol.StartRequest{Servers: 3, Seed: "5"})
	f := k.frame(protocol.AdvanceRequest{Until: 5_000_000, Events: 100_000})
	require.Greater(t, f.First, uint64(30), "the page is told what is gone")
	require.Less(t, f.First, f.Last)
	assert.Contains(t, k.failure(protocol.SeekRequest{Event: int64(f.First - 1)}), "is no longer kept")
	earliest := k.frame(protocol.SeekRequest{Event: int64(f.First)})
	assert.Equal(t, f.First, earliest.Event, "and what is not gone can be shown")
	k.frame(protocol.SeekRequest{Event: int64(f.Last)})
	assert.Contains(t, k.failure(protocol.SeekRequest{Event: 30}), "event 30 is no longer kept: the recording "+
		"begins with event ")
	assert.Contains(t, k.failure(protocol.ExplainRequest{Event: 30}), "no longer kept")
	past := k.frame(protocol.SeekRequest{Event: int64(f.Last) - 100})
	assert.True(t, past.Past)
	for range 8 {
		k.frame(protocol.DoRequest{Line: "note here"})
		next := k.frame(protocol.AdvanceRequest{Until: 7_000_000, Events: 100_000})
		assert.Greater(t, next.Event, past.Event)
		k.frame(protocol.SeekRequest{Event: int64(next.Last) - 10})
	}
	f = k.frame(protocol.SwitchRequest{Branch: 0})
	assert.GreaterOrEqual(t, f.From, uint64(1))
	assert.Equal(t, f.Last, f.Event)
	assert.Greater(t, k.frame(protocol.AdvanceRequest{Until: 8_000_000, Events: 100_000}).Event, f.Event)
}

// The program was changed while the run went on.
func TestReplayThatDivergesIsReported(t *testing.T) {
	first, err := raftcluster.FindRules("reference")
	require.NoError(t, err)
	other, err := raftcluster.FindRules("same-timeout")
	require.NoError(t, err)
	host := &raftcluster.InProcess{Own: &first.Rules}
	k := &talk{t: t, session: session.New(known.Protocols(), scenarios.Collection(), host, host)}
	k.frame(protocol.StartRequest{Servers: 3, Seed: "1", Own: "all"})
	k.frame(protocol.AdvanceRequest{Until: 1_000_000, Events: 100_000})
	k.frame(protocol.SeekRequest{Event: 30})
	host.Own = &other.Rules
	assert.Contains(t, k.failure(protocol.DoRequest{Line: "crash S1"}), "diverged from the recorded run, at event ")
	assert.Contains(t, k.failure(protocol.DoRequest{Line: "crash S1"}), "Start it again")
	f := k.frame(protocol.SeekRequest{Event: 40})
	assert.Len(t, f.Branches, 1, "the recording can still be shown")
}

func BenchmarkSeek(b *testing.B) {
	s := session.New(known.Protocols(), scenarios.Collection(), raftcluster.InProcess{}, raftcluster.InProcess{})
	f, ok := s.Handle(protocol.Request{Ask: protocol.StartRequest{Scenario: "c1-storm-of-everything",
		Event: 1}}).(protocol.Frame)
	require.True(b, ok)
	b.ReportMetric(float64(f.Last), "events")
	i := int64(0)
	for b.Loop() {
		i = (i + 37) % int64(f.Last)
		protocol.Encode(s.Handle(protocol.Request{Ask: protocol.SeekRequest{Event: i}}))
	}
}

func BenchmarkRecord(b *testing.B) {
	events := uint64(0)
	for b.Loop() {
		s := session.New(known.Protocols(), scenarios.Collection(), raftcluster.InProcess{}, raftcluster.InProcess{})
		f, ok := s.Handle(protocol.Request{Ask: protocol.StartRequest{Scenario: "schedule-42",
			Event: 1}}).(protocol.Frame)
		require.True(b, ok)
		events += f.Last
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}

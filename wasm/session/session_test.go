package session_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/protocols/known"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
	"raftlab/wasm/session"
)

// talk sends requests to a session, each with the next id.
type talk struct {
	t       *testing.T
	session *session.Session
	id      int
}

func newTalk(t *testing.T) *talk {
	all := known.Protocols()
	return &talk{t: t, session: session.New(all, scenarios.Collection(), all, all)}
}

func (k *talk) say(ask any) any {
	k.id++
	return k.session.Handle(protocol.Request{ID: k.id, Ask: ask})
}

func (k *talk) frame(ask any) protocol.Frame {
	k.t.Helper()
	reply := k.say(ask)
	frame, ok := reply.(protocol.Frame)
	require.True(k.t, ok, "%+v", reply)
	assert.Equal(k.t, k.id, frame.ID)
	return frame
}

func (k *talk) failure(ask any) string {
	k.t.Helper()
	reply := k.say(ask)
	failure, ok := reply.(protocol.Failure)
	require.True(k.t, ok, "%+v", reply)
	assert.Equal(k.t, k.id, failure.ID)
	return failure.Message
}

// raftOf is Raft's part of a server's view, or the zero value.
func raftOf(s protocol.ServerView) raftcluster.RaftView {
	view, _ := s.Part.Value.(raftcluster.RaftView)
	return view
}

func leader(f protocol.Frame) protocol.ServerView {
	for _, s := range f.Servers {
		if s.Badge == "leader" {
			return s
		}
	}
	return protocol.ServerView{}
}

func TestFreePlayElectsWritesAndCrashes(t *testing.T) {
	k := newTalk(t)
	f := k.frame(protocol.StartRequest{Servers: 3, Seed: "7"})
	assert.Len(t, f.Servers, 3)
	assert.Equal(t, "7", f.Seed)
	assert.Equal(t, "playing", f.Status)
	assert.Len(t, f.Checks, len(raftcluster.Checks()))

	f = k.frame(protocol.AdvanceRequest{Until: 1_000_000, Events: 100_000})
	assert.EqualValues(t, 1_000_000, f.Now)
	first := leader(f)
	require.NotZero(t, first.ID)

	k.frame(protocol.DoRequest{Line: "put x 3 via leader"})
	f = k.frame(protocol.AdvanceRequest{Until: 1_300_000, Events: 100_000})
	require.Len(t, f.Operations, 1)
	assert.Equal(t, "ok", f.Operations[0].Outcome)
	for _, s := range f.Servers {
		assert.Equal(t, [][2]string{{"x", "3"}}, s.Data)
		assert.Equal(t, "x←3", raftOf(s).Entries[len(raftOf(s).Entries)-1].Text)
	}

	f = k.frame(protocol.DoRequest{Line: "crash " + lab.ServerID(first.ID).String()})
	assert.False(t, f.Servers[first.ID-1].Up)
	f = k.frame(protocol.AdvanceRequest{Until: 2_500_000, Events: 100_000})
	second := leader(f)
	require.NotZero(t, second.ID)
	assert.NotEqual(t, first.ID, second.ID)
	assert.Equal(t, [][2]string{{"x", "3"}}, second.Data)
}

func TestFramesBringEachLineOnce(t *testing.T) {
	k := newTalk(t)
	f := k.frame(protocol.StartRequest{Servers: 5, Seed: "1"})
	lines := f.Lines
	for until := int64(10_000); until <= 400_000; until += 10_000 {
		f = k.frame(protocol.AdvanceRequest{Until: until, Events: 10_000})
		lines = append(lines, f.Lines...)
	}
	require.Greater(t, len(lines), 30)
	events := afterHeader(lines)
	for i, line := range events {
		assert.Equal(t, i+1, int(mustNumber(t, line)), line)
	}
	assert.EqualValues(t, len(events), f.Event)
}

// afterHeader is the lines of events.
func afterHeader(lines []string) []string {
	first := slices.IndexFunc(lines, func(line string) bool { return !strings.HasPrefix(line, "#") })
	return lines[max(first, 0):]
}

func mustNumber(t *testing.T, line string) (n int64) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(strings.Fields(line)[0]), &n))
	return n
}

func TestStepAlwaysShowsSomethingNew(t *testing.T) {
	k := newTalk(t)
	event := k.frame(protocol.StartRequest{Servers: 3, Seed: "1"}).Event
	for range 50 {
		f := k.frame(protocol.StepRequest{})
		assert.Greater(t, f.Event, event)
		event = f.Event
	}
}

// The page plays a scenario bit by bit, and gets the hash of playing it at once.
func TestEveryScenarioHasTheHashOfOtherHosts(t *testing.T) {
	all, err := scenarios.All()
	require.NoError(t, err)
	for _, scenario := range all {
		t.Run(scenario.ID, func(t *testing.T) {
			of, err := known.Protocols().Of(scenario)
			require.NoError(t, err)
			runner, err := story.NewRunner(scenario, of.New(), known.Protocols(), nil)
			require.NoError(t, err)
			require.NoError(t, runner.Finish(1_000_000))

			k := newTalk(t)
			f := k.frame(protocol.StartRequest{Scenario: scenario.ID})
			for i := 0; i < 30 && f.Status == "playing"; i++ {
				f = k.frame(protocol.AdvanceRequest{Until: f.Now + 16_000, Events: 7 + i})
			}
			f = k.frame(protocol.FinishRequest{})
			want := "finished"
			if runner.AsTold() {
				want = "told"
			}
			assert.Equal(t, want, f.Status, f.Failure)
			assert.Equal(t, runner.Hash(), f.Hash)
		})
	}
}

func TestFinishedScenarioContinuesAndKeepsItsHash(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Scenario: "b1-write-path"})
	end := k.frame(protocol.FinishRequest{})
	k.frame(protocol.DoRequest{Line: "put later 1 via leader"})
	f := k.frame(protocol.AdvanceRequest{Until: end.Now + 500_000, Events: 100_000})
	assert.Equal(t, "finished", f.Status)
	assert.Equal(t, end.Hash, f.Hash)
	assert.Greater(t, f.Event, end.Event)
	assert.Equal(t, "ok", f.Operations[len(f.Operations)-1].Outcome)
}

func TestBrokenPropertyTurnsItsLightOff(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Scenario: "c2-figure-8", Rules: "commit-any-term"})
	f := k.frame(protocol.FinishRequest{})
	assert.Equal(t, "failed", f.Status)
	assert.Contains(t, f.Failure, "Leader Completeness")
	for _, check := range f.Checks {
		assert.Equal(t, check.ID != "leader-completeness", check.OK, check.ID)
	}
	assert.Contains(t, f.Checks[3].Sentence, "S5 leads term 5 without entry 2")
	assert.Equal(t, "leader-completeness.without", f.Checks[3].Code)
	assert.Equal(t, "leader-completeness.committed", f.Checks[3].Args[2].Code)
	assert.Equal(t, "entry", f.Checks[3].Args[2].Args[0].Code)
	assert.Contains(t, k.failure(protocol.DoRequest{Line: "heal"}), "has ended")
}

func TestMistakesGetAHelpfulAnswer(t *testing.T) {
	k := newTalk(t)
	assert.Equal(t, session.ErrNotStarted.Error(), k.failure(protocol.StepRequest{}))
	assert.Contains(t, k.failure(protocol.StartRequest{Scenario: "c2-figure-9"}), `did you mean "c2-figure-8"`)
	assert.Contains(t, k.failure(protocol.StartRequest{Servers: 12}), "1 to 9")
	assert.Contains(t, k.failure(protocol.StartRequest{Servers: 3, Seed: "x"}), "whole number")
	assert.Contains(t, k.failure(protocol.StartRequest{Servers: 3, Rules: "refrence"}), `did you mean "reference"`)
	before := k.frame(protocol.StartRequest{Servers: 3})
	k.failure(protocol.StartRequest{Servers: 3, Rules: "refrence"})
	k.failure(protocol.StartRequest{Servers: 0})
	assert.Equal(t, before.Event, k.frame(protocol.AdvanceRequest{}).Event, "a mistake must not cost the world")
	assert.Equal(t, story.ErrNoStory.Error(), k.failure(protocol.FinishRequest{}), "free play has no end")
	assert.Contains(t, k.failure(protocol.DoRequest{Line: "crsh S1"}), `did you mean "crash"`)
	assert.NotContains(t, k.failure(protocol.DoRequest{Line: "crash S7"}), "typed", "a click has no line and column")
	assert.Contains(t, k.failure(struct{}{}), "not understood")
}

// flaky is a host that cannot start S3 the first time, and counts the running machines.
type flaky struct{ failed, running int }

func (h *flaky) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	if id == 3 && h.failed == 0 {
		h.failed++
		return nil, assert.AnError
	}
	machine, err := raftcluster.InProcess{}.Start(id, config)
	h.running++
	return &counted{Machine: machine, host: h}, err
}

type counted struct {
	lab.Machine
	host *flaky
}

func (m *counted) Stop() error {
	m.host.running--
	return m.Machine.Stop()
}

// No worker remains, and no line of that world is in the story of the next world.
func TestFailedStartLeavesNothingBehind(t *testing.T) {
	host := &flaky{}
	k := &talk{t: t, session: session.New(known.Protocols(), scenarios.Collection(), host, raftcluster.InProcess{})}
	assert.Contains(t, k.failure(protocol.StartRequest{Servers: 5}), assert.AnError.Error())
	assert.Zero(t, host.running)
	assert.Equal(t, session.ErrNotStarted.Error(), k.failure(protocol.StepRequest{}))

	f := k.frame(protocol.StartRequest{Servers: 5})
	assert.Equal(t, 5, host.running)
	assert.Len(t, f.Lines, int(f.Event), "its own lines alone")
	k.frame(protocol.StartRequest{Servers: 3})
	assert.Equal(t, 3, host.running)
}

func TestFrameOfManyServersAndLongLogsIsBounded(t *testing.T) {
	k := newTalk(t)
	k.frame(protocol.StartRequest{Servers: 9, Seed: "1"})
	k.frame(protocol.AdvanceRequest{Until: 1_000_000, Events: 100_000})
	for range 120 {
		k.frame(protocol.DoRequest{Line: "increment n via leader"})
	}
	f := k.frame(protocol.AdvanceRequest{Until: 2_000_000, Events: 100_000})
	for _, s := range f.Servers {
		assert.LessOrEqual(t, len(raftOf(s).Entries), 48)
		assert.EqualValues(t, 121, raftOf(s).LastIndex)
		assert.EqualValues(t, raftOf(s).LastIndex-uint64(len(raftOf(s).Entries))+1, raftOf(s).LogFrom)
		assert.Equal(t, [][2]string{{"n", "120"}}, s.Data)
	}
	assert.Len(t, f.Operations, 50)
}

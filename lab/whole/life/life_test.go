package life

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/lab/whole"
)

// script is a guest that answers with outputs, or ends.
type script struct {
	life    *Life
	outputs []lab.Output
	end     error
	config  []byte
	calls   int
}

// Call answers the configuration with nothing, and then each input with the next output.
func (s *script) Call(input []byte) ([]byte, error) {
	s.calls++
	if s.config == nil {
		s.config = append([]byte{}, input...)
		return []byte{0}, nil
	}
	if len(s.outputs) == 0 {
		return nil, s.end
	}
	out := s.outputs[0]
	s.outputs = s.outputs[1:]
	return lab.AppendOutput([]byte{0}, out), nil
}

func (s *script) Stop() error { return nil }

func begin(t *testing.T, s *script) *Machine {
	t.Helper()
	part := whole.Config{Me: 2, Servers: 3, Life: 77, CallMin: 1, CallMax: 2}.Encode()
	outer := service.Config{Protocol: whole.ID, Own: true, Part: part}.Encode()
	m, err := New(2, outer, func(l *Life) (Guest, error) {
		s.life = l
		return s, nil
	})
	require.NoError(t, err)
	assert.Zero(t, s.calls, "a server starts at its first step, when the time is known")
	return m
}

func TestAMachineStartsWithItsFirstStep(t *testing.T) {
	s := &script{outputs: []lab.Output{{View: whole.AppendView(nil, whole.View{Term: 3})}}}
	m := begin(t, s)
	out, err := m.Step(5, lab.Input{Kind: lab.Boot})
	require.NoError(t, err)
	assert.Equal(t, 2, s.calls)
	c, err := whole.DecodeConfig(s.config)
	require.NoError(t, err)
	assert.Equal(t, lab.ServerID(2), c.Me)
	assert.Zero(t, out.WakeAt, "it waits for nothing")
	require.NoError(t, m.Stop())
}

// TestAClockStandsStillAndIsMovedAhead by a timer that a command lets fire before its time.
func TestAClockStandsStillAndIsMovedAhead(t *testing.T) {
	view := whole.AppendView(nil, whole.View{})
	s := &script{outputs: []lab.Output{{View: view}, {View: view}, {View: view}}}
	m := begin(t, s)
	_, err := m.Step(10, lab.Input{Kind: lab.Boot})
	require.NoError(t, err)
	at := s.life.Clock()
	s.life.Rest(at + 3500)
	out, err := m.Step(10, lab.Input{Kind: lab.Ask})
	require.NoError(t, err)
	assert.Equal(t, at, s.life.Clock())
	assert.Equal(t, lab.Time(14), out.WakeAt, "not before the next microsecond")
	_, err = m.Step(11, lab.Input{Kind: lab.Wake})
	require.NoError(t, err)
	assert.Equal(t, at+3500, s.life.Clock(), "the timer is due now")
	assert.True(t, s.life.Pass())
	assert.False(t, s.life.Pass(), "once for each rest")
}

func TestAProgramThatOnlyAsksIsEnded(t *testing.T) {
	l := newLife(whole.Config{Life: 1})
	for range maxRestless {
		require.True(t, l.Asks())
	}
	assert.False(t, l.Asks())
}

func TestWhatIsPrintedIsBounded(t *testing.T) {
	l := newLife(whole.Config{})
	for range 3 {
		l.Print(make([]byte, maxPrinted/2))
	}
	assert.Len(t, l.printed, maxPrinted)
}

// TestToLookLeavesNoTrace: whatever the program's twin asks and prints is forgotten, but for what it shows.
func TestToLookLeavesNoTrace(t *testing.T) {
	l := newLife(whole.Config{Life: 4, Show: true})
	l.Print([]byte("before"))
	before := *l
	back := l.Aside()
	l.Random()
	l.Asks()
	l.Rest(9)
	l.Print([]byte("meanwhile"))
	l.Shown([]byte("shown"))
	back()
	before.shown = []byte("shown")
	assert.Equal(t, before.printed, l.printed)
	before.printed, l.printed = nil, nil
	assert.Equal(t, before, *l)
}

func TestEachEndHasItsSentence(t *testing.T) {
	const stack = "goroutine 9 [running]:\nruntime.throw()\n\t/usr/local/go/src/runtime/panic.go:1 +0x1\n" +
		"main.(*Raft).apply(0x1)\n\tmain/raft.go:12 +0x8\n"
	const at = ", at raft.go:12 in main.(*Raft).apply"
	for name, test := range map[string]struct {
		end            End
		printed, panic string
		trouble        whole.Trouble
	}{
		"a panic": {
			end: End{Kind: Exit, Code: 2}, printed: "x\npanic: lost [recovered]\n\n" + stack, panic: "lost" + at,
		},
		"Go's own": {
			end: End{Kind: Exit, Code: 2}, printed: "fatal error: out of memory\n" + stack, panic: "out of memory" + at,
		},
		"a trap": {end: End{Kind: Trap, Text: "wasm error: unreachable"}, panic: "wasm error: unreachable"},
		"an exit": {
			end: End{Kind: Exit, Code: 3}, printed: "good\nbye\n", trouble: whole.Trouble{
				Kind: whole.Exited, Text: `it ended its program with exit code 3, after it printed "bye"`,
			},
		},
		"no rest": {
			end: End{Kind: Restless, Frames: []string{"runtime.gosched", "main.__Raft_.spin"}},
			trouble: whole.Trouble{
				Kind: whole.Endless, Stack: "main.(*Raft).spin",
				Text: "it goes on and on without waiting for a timer, a message or a lock: nothing else can run " +
					"meanwhile",
			},
		},
	} {
		l := newLife(whole.Config{})
		l.Print([]byte(test.printed))
		out := l.ended(&test.end)
		assert.Equal(t, test.panic, out.Panic, name)
		if test.trouble.Kind != whole.NoTrouble {
			v, err := whole.DecodeView(out.View)
			require.NoError(t, err, name)
			assert.Equal(t, test.trouble, v.Trouble, name)
		}
	}
	m := begin(t, &script{end: &End{Kind: Restless}})
	out, err := m.Step(1, lab.Input{Kind: lab.Boot})
	require.NoError(t, err, "it is the program that ended")
	assert.NotEmpty(t, out.View)
}

// replyBytes is a reply as a host in another language does.
func replyBytes(kind EndKind, deadline uint64, printed, shown string, rest ...byte) []byte {
	b := binary.LittleEndian.AppendUint64([]byte{byte(kind)}, deadline)
	b = append(binary.LittleEndian.AppendUint32(b, uint32(len(printed))), printed...)
	b = append(binary.LittleEndian.AppendUint32(b, uint32(len(shown))), shown...)
	return append(b, rest...)
}

func TestAHostIsReachedByBytes(t *testing.T) {
	l := newLife(whole.Config{Life: 5, Show: true})
	l.begin(7, lab.Boot)
	first := l.AppendCall(nil, []byte("in"))
	assert.Equal(t, byte(callBegins|callSteps), first[0])
	assert.Equal(t, l.Clock(), binary.LittleEndian.Uint64(first[1:]))
	assert.Equal(t, l.seed, binary.LittleEndian.Uint64(first[9:]))
	assert.Len(t, first, 34+2)
	assert.Equal(t, byte(0), l.AppendCall(nil, nil)[0], "it goes on in the same step")
	l.begin(8, lab.Wake)
	assert.Equal(t, byte(callSteps), l.AppendCall(nil, nil)[0])

	out, err := l.TakeReply(replyBytes(0, 99, "said", "seen", 1, 2))
	require.NoError(t, err)
	assert.Equal(t, []byte{1, 2}, out)
	assert.Equal(t, []any{uint64(99), "said", "seen"}, []any{l.deadline, string(l.printed), string(l.shown)})

	last := replyBytes(Exit, 0, "bye", "", 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 'a', 'b')
	_, err = l.TakeReply(last)
	assert.Equal(t, &End{Kind: Exit, Code: 3, Frames: []string{"ab"}}, err)
	assert.Equal(t, "exit 3", err.Error())
	for n := range last {
		_, err := l.TakeReply(last[:n])
		assert.ErrorIs(t, err, errReply)
	}
	_, err = l.TakeReply([]byte{9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	assert.ErrorIs(t, err, errReply)
}

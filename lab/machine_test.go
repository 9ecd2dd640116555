package lab_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab"
	"raftlab/raft/wire"
)

func drawBytes(rt *rapid.T, name string) []byte {
	return rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(rt, name)
}

func drawRecords(rt *rapid.T) [][]byte {
	var records [][]byte
	for range rapid.IntRange(0, 4).Draw(rt, "records") {
		records = append(records, drawBytes(rt, "record"))
	}
	return records
}

func TestInputsSurviveEncoding(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		now := lab.Time(rapid.Int64Min(0).Draw(rt, "now"))
		in := lab.Input{
			Kind:    lab.InputKind(rapid.ByteRange(byte(lab.Boot), byte(lab.Durable)).Draw(rt, "kind")),
			Records: drawRecords(rt), Payload: drawBytes(rt, "payload"),
			Request: lab.RequestID(rapid.Uint64().Draw(rt, "request")),
		}
		gotNow, got, err := lab.DecodeInput(lab.AppendInput(nil, now, in))
		require.NoError(rt, err)
		assert.Equal(rt, now, gotNow)
		assert.Equal(rt, in, got)
	})
}

func TestOutputsSurviveEncoding(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		out := lab.Output{
			Records: drawRecords(rt), WakeAt: lab.Time(rapid.Int64Min(0).Draw(rt, "wake")), View: drawBytes(rt, "view"),
			Broken: rapid.String().Draw(rt, "broken"), Panic: rapid.String().Draw(rt, "panic"),
		}
		if rapid.Bool().Draw(rt, "parallel") {
			out.Parallel = []byte{rapid.Byte().Draw(rt, "token")}
		}
		for range rapid.IntRange(0, 3).Draw(rt, "messages") {
			out.Messages = append(
				out.Messages,
				lab.Outgoing{To: lab.ServerID(rapid.IntRange(0, 9).Draw(rt, "to")), Payload: drawBytes(rt, "message")},
			)
		}
		for range rapid.IntRange(0, 3).Draw(rt, "answers") {
			out.Answers = append(
				out.Answers,
				lab.Answer{
					Request: lab.RequestID(rapid.Uint64().Draw(rt, "request")),
					Payload: drawBytes(rt, "answer"),
				},
			)
		}
		got, err := lab.DecodeOutput(lab.AppendOutput(nil, out))
		require.NoError(rt, err)
		assert.Equal(rt, out, got)
	})
}

func TestOtherVersionsAreRefused(t *testing.T) {
	in := lab.AppendInput(nil, 1, lab.Input{Kind: lab.Wake})
	out := lab.AppendOutput(nil, lab.Output{})
	in[0]++
	out[0]++
	_, _, err := lab.DecodeInput(in)
	require.ErrorIs(t, err, wire.ErrVersion)
	_, err = lab.DecodeOutput(out)
	require.ErrorIs(t, err, wire.ErrVersion)
}

// Each input and output has one encoding: decoding and encoding again gives the same bytes.
func FuzzMachineCodec(f *testing.F) {
	f.Add(lab.AppendInput(nil, 7, lab.Input{Kind: lab.Boot, Records: [][]byte{{1}, nil}}))
	f.Add(lab.AppendInput(nil, 1<<40, lab.Input{Kind: lab.Ask, Request: 3, Payload: []byte("put x 1")}))
	f.Add(
		lab.AppendOutput(
			nil,
			lab.Output{
				Records:  [][]byte{{1}},
				Messages: []lab.Outgoing{{To: 2, Payload: []byte("m")}},
				WakeAt:   9,
				View:     []byte("v"),
			},
		),
	)
	f.Add(
		lab.AppendOutput(
			nil, lab.Output{Answers: []lab.Answer{{Request: 1, Payload: []byte("a")}}, Broken: "b", Panic: "p"},
		),
	)
	f.Add([]byte{1, 1, 0, 0, 0, 200, 200, 200, 200, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		if now, in, err := lab.DecodeInput(data); err == nil {
			if again := lab.AppendInput(nil, now, in); !bytes.Equal(again, data) {
				t.Errorf("input % x is written again as % x", data, again)
			}
		}
		if out, err := lab.DecodeOutput(data); err == nil {
			if again := lab.AppendOutput(nil, out); !bytes.Equal(again, data) {
				t.Errorf("output % x is written again as % x", data, again)
			}
		}
	})
}

// guest is both ends of a remote machine, connected directly.
func guest(t *testing.T, p *probe) (*lab.Remote, *int) {
	t.Helper()
	stops := 0
	g := lab.Guest{Start: func(config []byte) (lab.Machine, error) { return p.Start(1, config) }}
	remote, err := lab.StartRemote(
		nil,
		func(in []byte) ([]byte, error) { return g.Handle(in), nil },
		func() error { stops++; return nil },
	)
	require.NoError(t, err)
	return remote, &stops
}

func TestRemoteMachineEqualsTheMachine(t *testing.T) {
	remote, stops := guest(t, &probe{step: save})
	in := lab.Input{Kind: lab.Ask, Request: 4, Payload: []byte("x")}
	out, err := remote.Step(5, in)
	require.NoError(t, err)
	assert.Equal(t, save(1, 5, in), out)
	require.NoError(t, remote.Stop())
	assert.Equal(t, 1, *stops)
}

// A guest keeps its input while the caller reuses the memory: the two share nothing.
func TestGuestDoesNotKeepTheCallersMemory(t *testing.T) {
	var kept []byte
	p := &probe{step: func(_ lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
		if kept == nil {
			kept = in.Payload
		}
		return lab.Output{}
	}}
	remote, _ := guest(t, p)
	for _, word := range []string{"one", "two"} {
		_, err := remote.Step(1, lab.Input{Kind: lab.Deliver, Payload: []byte(word)})
		require.NoError(t, err)
	}
	assert.Equal(t, "one", string(kept))
}

func TestErrorsOfTheOtherEndAreReported(t *testing.T) {
	remote, _ := guest(t, &probe{stepErr: errPlanted})
	_, err := remote.Step(1, lab.Input{Kind: lab.Wake})
	require.ErrorIs(t, err, lab.ErrGuest)
	assert.ErrorContains(t, err, "planted")

	for name, reply := range map[string][]byte{"no bytes": {}, "bytes that are no output": {0, 99}} {
		calls := 0
		remote, err := lab.StartRemote(nil, func([]byte) ([]byte, error) {
			if calls++; calls == 1 {
				return []byte{0}, nil
			}
			return reply, nil
		}, func() error { return nil })
		require.NoError(t, err)
		_, err = remote.Step(1, lab.Input{Kind: lab.Wake})
		assert.Error(t, err, name)
	}
}

func TestRemoteMachineThatDoesNotStartIsStopped(t *testing.T) {
	for name, call := range map[string]func([]byte) ([]byte, error){
		"the call fails":    func([]byte) ([]byte, error) { return nil, errPlanted },
		"the guest refuses": func([]byte) ([]byte, error) { return []byte("\x01bad configuration"), nil },
	} {
		errStop := errors.New("stopped")
		_, err := lab.StartRemote(nil, call, func() error { return errStop })
		assert.ErrorIs(t, err, errStop, name)
	}
}

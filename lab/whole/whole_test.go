package whole_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/whole"
	"raftlab/raft/wire"
)

func TestEverythingComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.IntRange(-3, 1<<40)
		text := rapid.String()
		facts := rapid.Custom(func(t *rapid.T) whole.Facts {
			return whole.Facts{
				CurrentTerm: number.Draw(t, "term"), VotedFor: number.Draw(t, "vote"),
				CommitIndex: number.Draw(t, "commit"),
				LastApplied: number.Draw(t, "applied"), LastIndex: number.Draw(t, "last"),
			}
		})
		v := whole.View{
			Booted: rapid.Bool().Draw(t, "booted"), From: number.Draw(t, "from"), Snapshots: true,
			Term: number.Draw(t, "term"), Leads: rapid.Bool().Draw(t, "leads"), Stuck: rapid.Bool().Draw(t, "stuck"),
			Trouble: whole.Trouble{Kind: whole.Leaks, Text: text.Draw(t, "text"), Stack: text.Draw(t, "stack")},
			Applied: []whole.Applied{{
				Index: number.Draw(t, "index"), Term: 2, Command: text.Draw(t, "command"), Snapshot: true,
				Readable: true,
			}},
			Asked: []int{number.Draw(t, "asked")}, StoreHash: rapid.Uint64().Draw(t, "hash"),
			StateSize: 1, SnapshotSize: 2, Goroutines: 3, Calls: 4,
			Facts: facts.Draw(t, "facts"), Saved: facts.Draw(t, "saved"), LogKnown: true, LogBase: 4,
			LogFrom: number.Draw(t, "log"),
			Log:     []whole.Entry{{Term: number.Draw(t, "entry"), Hash: rapid.Uint64().Draw(t, "entry's hash")}},
			Promise: text.Draw(t, "promise"), Warnings: []string{text.Draw(t, "warning")},
			Printed: text.Draw(t, "printed"),
			Shown:   drawShown(t),
		}
		got, err := whole.DecodeView(whole.AppendView(nil, v))
		require.NoError(t, err)
		assert.Equal(t, v, got)
		silent := v
		silent.Printed, silent.Shown = "", whole.Shown{}
		shown := whole.AppendShown(nil, v.Shown)
		got, err = whole.DecodeView(whole.WithHost(whole.AppendView(nil, silent), shown, v.Printed))
		require.NoError(t, err)
		assert.Equal(t, v, got, "what the host adds is as if it had been there")

		m := whole.Message{
			From: lab.ServerID(rapid.IntRange(1, 9).Draw(t, "sender")), Reply: rapid.Bool().Draw(t, "reply"),
			Life: rapid.Uint64().Draw(t, "life"), Call: rapid.Uint64().Draw(t, "call"), Method: text.Draw(t, "method"),
			Data: []byte(text.Draw(t, "data")), Fields: text.Draw(t, "fields"),
		}
		message, err := whole.DecodeMessage(whole.AppendMessage(nil, m))
		require.NoError(t, err)
		assert.Equal(t, m, message)

		s := whole.Saved{
			State: []byte(text.Draw(t, "state")), Snapshot: []byte(text.Draw(t, "snapshot")),
			Shape: whole.Shape{Known: true, Trusted: rapid.Bool().Draw(t, "trusted"), Offset: number.Draw(t, "offset")},
		}
		saved, err := whole.LastSaved([][]byte{nil, s.Encode()})
		require.NoError(t, err)
		assert.Equal(t, s, saved)
	})
}

func drawShown(t *rapid.T) whole.Shown {
	text := rapid.String()
	return whole.Shown{
		Fields: []whole.Field{{Name: text.Draw(t, "field"), Value: text.Draw(t, "value")}},
		Stacks: []whole.Stack{{State: text.Draw(t, "state"), Where: text.Draw(t, "where"), Count: 2}},
		From:   rapid.IntRange(-3, 99).Draw(t, "first"), Texts: []string{text.Draw(t, "entry's text")},
	}
}

func TestAServerIsOfItsCluster(t *testing.T) {
	c := whole.Config{
		Me: 2, Servers: 3, Life: 1 << 60, CallMin: 5, CallMax: 9, SnapshotEvery: 4, Show: true, Shuffle: true,
	}
	got, err := whole.DecodeConfig(c.Encode())
	require.NoError(t, err)
	assert.Equal(t, c, got)
	for _, wrong := range []whole.Config{
		{Me: 4, Servers: 3}, {Me: 0, Servers: 3}, {Me: 1, Servers: 10}, {Me: 1, Servers: 1, CallMin: 2, CallMax: 1},
	} {
		_, err := whole.DecodeConfig(wrong.Encode())
		assert.ErrorIs(t, err, wire.ErrValue)
	}
}

func TestACommandIsReadWithoutItsTag(t *testing.T) {
	c := kv.Command{Op: kv.Put, Key: "x", Value: "3"}
	text := whole.Command(c, "S1.ab.2")
	assert.Equal(t, "put x 3 #S1.ab.2", text)
	got, err := whole.ParseCommand(text)
	require.NoError(t, err)
	assert.Equal(t, c, got)
	_, err = whole.ParseCommand("a program's own entry")
	assert.ErrorContains(t, err, "is not a command of a client")
}

func TestAnAnswerComesBack(t *testing.T) {
	a := whole.Answer{Fate: whole.Lost, Index: -1, Result: kv.Result{Done: true, Value: "7"}}
	got, err := whole.DecodeAnswer(a.Encode())
	require.NoError(t, err)
	assert.Equal(t, a, got)
	_, err = whole.DecodeAnswer([]byte{9, 0, 0, 0, 0})
	assert.ErrorIs(t, err, wire.ErrValue)
}

func TestPrintedTextIsAddedToAViewThatIsWhole(t *testing.T) {
	view := whole.AppendView(nil, whole.View{Term: 3})
	got, err := whole.DecodeView(whole.WithHost(view, nil, "hello"))
	require.NoError(t, err)
	assert.Equal(t, whole.View{Term: 3, Printed: "hello"}, got)
	bare := whole.AppendView(nil, whole.View{})
	for _, text := range []string{"x", "\n", strings.Repeat("long", 100)} {
		got, err = whole.DecodeView(whole.WithHost(bare, nil, text))
		require.NoError(t, err)
		assert.Equal(t, whole.View{Printed: text}, got)
	}
	partial := whole.AppendView(nil, whole.View{Partial: true, Promise: "x"})
	assert.Equal(t, partial, whole.WithHost(partial, []byte("x"), "hello"))
	assert.Equal(t, view, whole.WithHost(view, nil, ""))
}

func TestAKindIsTheMethodWithoutItsType(t *testing.T) {
	assert.Equal(t, "RequestVote", whole.Message{Method: "Raft.RequestVote"}.Kind())
	assert.Equal(t, "AppendReply", whole.Message{Method: "Append", Reply: true}.Kind())
	assert.Equal(t, "S3", whole.Whose(2))
	assert.Equal(t, "none", whole.Whose(-1))
}

func FuzzNoBytesPanic(f *testing.F) {
	f.Add(whole.AppendView(nil, whole.View{Applied: []whole.Applied{{Index: 1}}}))
	f.Add(whole.AppendMessage(nil, whole.Message{From: 1, Method: "Raft.X"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if v, err := whole.DecodeView(b); err == nil {
			again, err := whole.DecodeView(whole.AppendView(nil, v))
			require.NoError(t, err)
			assert.Equal(t, v, again)
		}
		_, _ = whole.DecodeMessage(b)
		_, _ = whole.DecodeAnswer(b)
		_, _ = whole.DecodeConfig(b)
		_, _ = whole.LastSaved([][]byte{b})
	})
}

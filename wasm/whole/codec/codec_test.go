package codec_test

import (
	"bytes"
	"encoding/gob"
	"io"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/wasm/whole/codec"
)

// Inner and Outer have all that a server's log and its messages are made of.
type Inner struct {
	Term    uint16
	Command any
	Names   []string
	hidden  int
}

type Outer struct {
	Term    int
	Ok      bool
	Text    string
	Data    []byte
	Log     []Inner
	Next    map[int]int
	Deep    map[string][]Inner
	Vote    *int
	One     Inner
	Two     [2]int8
	Ratio   float64
	Between complex128
	Lists   [][]int
	Channel chan int
	At      time.Time
	hidden  int
}

func init() {
	gob.Register(Inner{})
	codec.Register(Inner{})
}

func drawInner(t *rapid.T) Inner {
	in := Inner{Term: rapid.Uint16().Draw(t, "term"), hidden: 1}
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		in.Command = rapid.String().Draw(t, "text")
	case 1:
		in.Command = rapid.Int().Draw(t, "number")
	case 2:
		in.Command = Inner{Term: 7, Names: []string{"", "x"}}
	case 3:
		in.Command = []byte{1, 2}
	}
	in.Names = rapid.SliceOfN(rapid.StringN(0, 4, -1), 0, 3).Draw(t, "names")
	return in
}

func drawOuter(t *rapid.T) Outer {
	inner := rapid.Custom(drawInner)
	o := Outer{
		Term: rapid.Int().Draw(t, "term"), Ok: rapid.Bool().Draw(t, "ok"), Text: rapid.String().Draw(t, "text"),
		Data: rapid.SliceOfN(rapid.Byte(), 0, 5).Draw(t, "data"), Log: rapid.SliceOfN(inner, 0, 4).Draw(t, "log"),
		One: inner.Draw(t, "one"), Ratio: rapid.Float64().Draw(t, "ratio"), hidden: 3,
		Next:  rapid.MapOfN(rapid.Int(), rapid.Int(), 0, 3).Draw(t, "next"),
		Deep:  rapid.MapOfN(rapid.String(), rapid.SliceOfN(inner, 0, 2), 0, 2).Draw(t, "deep"),
		Lists: rapid.SliceOfN(rapid.SliceOfN(rapid.Int(), 0, 2), 0, 3).Draw(t, "lists"),
		Two:   [2]int8{rapid.Int8().Draw(t, "first"), 0}, Between: complex(rapid.Float64().Draw(t, "re"), 1),
		At: time.Unix(rapid.Int64Range(0, 1<<32).Draw(t, "at"), 5).UTC(),
	}
	if rapid.Bool().Draw(t, "voted") {
		vote := rapid.IntRange(0, 2).Draw(t, "vote")
		o.Vote = &vote
	}
	return o
}

// throughGob and throughCodec decode what they encode into a given value.
func throughGob(t require.TestingT, from, into any) {
	var b bytes.Buffer
	require.NoError(t, gob.NewEncoder(&b).Encode(from))
	require.NoError(t, gob.NewDecoder(&b).Decode(into))
}

func throughCodec(t require.TestingT, from, into any) {
	var b bytes.Buffer
	require.NoError(t, codec.NewEncoder(&b).Encode(from))
	require.NoError(t, codec.NewDecoder(&b).Decode(into))
	assert.Zero(t, b.Len())
}

// TestItMeansWhatGobMeans: whatever is encoded, and whatever was in the variable that it is decoded into.
func TestItMeansWhatGobMeans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, before := drawOuter(t), drawOuter(t)
		var wanted, got Outer
		throughGob(t, &from, &wanted)
		throughCodec(t, &from, &got)
		assert.Equal(t, wanted, got)

		// The same again into variables that are not empty. Each has memory of its own.
		wanted, got = Outer{}, Outer{}
		throughGob(t, &before, &wanted)
		throughGob(t, &before, &got)
		throughGob(t, &from, &wanted)
		throughCodec(t, &from, &got)
		assert.Equal(t, wanted, got)
	})
}

func TestValuesFollowEachOther(t *testing.T) {
	var b bytes.Buffer
	e := codec.NewEncoder(&b)
	vote := 3
	for _, value := range []any{5, &vote, []Inner{{Term: 1}, {}}, "end", map[string]bool{"x": true}} {
		require.NoError(t, e.Encode(value))
	}
	d := codec.NewDecoder(&b)
	var term, voted int
	var log []Inner
	var text string
	require.NoError(t, d.Decode(&term))
	require.NoError(t, d.Decode(&voted))
	require.NoError(t, d.Decode(&log))
	require.NoError(t, d.Decode(&text))
	assert.Equal(t, []any{5, 3, []Inner{{Term: 1}, {}}, "end"}, []any{term, voted, log, text})
	require.NoError(t, d.Decode(nil), "a value may be passed over")
	assert.ErrorIs(t, d.Decode(&term), io.EOF)
}

func TestEqualMapsHaveEqualBytes(t *testing.T) {
	a, b := map[int]string{}, map[int]string{}
	for i := range 50 {
		a[i], b[49-i] = "x", "x"
	}
	first, err := codec.Marshal(a)
	require.NoError(t, err)
	second, err := codec.Marshal(b)
	require.NoError(t, err)
	assert.Equal(t, first, second)
}

type tree struct {
	Name     string
	Children []*tree
}

func TestATypeMayHoldItself(t *testing.T) {
	from := tree{"root", []*tree{{Name: "leaf"}, {Name: "twig", Children: []*tree{{Name: "bud"}}}}}
	var wanted, got tree
	throughGob(t, &from, &wanted)
	throughCodec(t, &from, &got)
	assert.Equal(t, wanted, got)
}

func TestWhatCannotBeEncodedIsNamed(t *testing.T) {
	type onlyHidden struct{ term int }
	type unknown struct{ X int }
	type holder struct{ Command any }
	for name, value := range map[string]any{
		"codec: the type cannot be encoded: chan int":                       make(chan int),
		"codec: the type cannot be encoded: func()":                         func() {},
		"codec_test.onlyHidden has no exported field":                       onlyHidden{1},
		"an interface holds a codec_test.unknown: call labgob.Register(":    holder{unknown{1}},
		"codec: nil cannot be encoded: an element is a nil *int":            []*int{nil},
		"field Calls of struct { Calls []chan int }: codec: the type canno": struct{ Calls []chan int }{},
	} {
		_, err := codec.Marshal(value)
		require.ErrorContains(t, err, name)
	}
	assert.ErrorIs(t, func() error { _, err := codec.Marshal((*int)(nil)); return err }(), codec.ErrNil)
}

func TestAnotherTypeIsRefused(t *testing.T) {
	b, err := codec.Marshal(struct{ Term int }{3})
	require.NoError(t, err)
	var other struct{ Vote int }
	assert.ErrorIs(t, codec.Unmarshal(b, &other), codec.ErrOther)
	var small struct{ Term int8 }
	b, err = codec.Marshal(struct{ Term int }{300})
	require.NoError(t, err)
	assert.ErrorIs(t, codec.Unmarshal(b, &small), codec.ErrBytes)
	assert.ErrorIs(t, codec.Unmarshal(b, 3), codec.ErrType)
}

func TestWarningsNameFieldsThatDoNotTravel(t *testing.T) {
	type args struct {
		Term      int
		candidate int
	}
	_, err := codec.Marshal(args{1, 2})
	require.NoError(t, err)
	assert.Contains(t, codec.Warnings(),
		"field candidate of codec_test.args is not encoded: its name does not begin with a capital letter")

	b, err := codec.Marshal(args{Term: 0})
	require.NoError(t, err)
	used := args{Term: 9}
	require.NoError(t, codec.Unmarshal(b, &used))
	assert.Equal(t, 9, used.Term, "what is zero is left out")
	assert.Contains(t, codec.Warnings(), "a codec_test.args had a value before it was decoded into: what was zero is "+
		"left out of the bytes, and keeps its old value")
}

// FuzzNoBytesPanic: bytes may come from anywhere.
func FuzzNoBytesPanic(f *testing.F) {
	b, err := codec.Marshal(Outer{Term: 3, Log: []Inner{{Command: "x"}}, Next: map[int]int{1: 2}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		var into Outer
		if codec.Unmarshal(b, &into) != nil {
			return
		}
		again, err := codec.Marshal(into)
		require.NoError(t, err)
		var third Outer
		require.NoError(t, codec.Unmarshal(again, &third))
		if !reflect.DeepEqual(into, third) { // a NaN differs from itself
			final, err := codec.Marshal(third)
			require.NoError(t, err)
			assert.Equal(t, again, final)
		}
	})
}

package protocol_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/wasm/protocol"
)

// sample is a frame with a value in every field, and texts that need escaping.
func sample() protocol.Frame {
	return protocol.Frame{
		V: 1, Kind: "frame", ID: -3, Now: 1 << 60, Event: 1<<64 - 1, Failure: "a \"quote\", a \\ and\n\ttabs\x01 ☃ " +
			"\u2028",
		Servers: []protocol.ServerView{{
			ID: 1, Up: true, Badge: "leader", Level: 4, Rows: [][2]string{{"leader", "S1"}},
			Data: [][2]string{{"x", "3"}},
			Part: face.Part{Name: "toy", Value: part{Entries: []int{1}}},
		}},
		Messages: []protocol.MessageView{{ID: 9, Label: "1–2:t1", Fields: new(string), Good: true}},
		Cuts:     [][2]int{{1, 2}},
		Holds: [][2]int{
			{2, 1},
		}, Flaky: []protocol.FlakyView{{From: 1, To: 3, LossPermille: 300}}, Causes: []string{"4 0 S1 wake"},
		Manual: true,
		Checks: []protocol.CheckView{{ID: "x", OK: false}}, Operations: []protocol.OperationView{{Path: []int{1, 3}}},
		Past: true, Last: 1 << 40, Own: []int{1, 3}, Branches: []protocol.BranchView{{ID: 1, At: 7, Status: "playing"}},
		Changes: []protocol.ChangeView{
			{Server: 1, Event: 3, Before: protocol.ServerView{Rows: [][2]string{}, Data: [][2]string{}}},
		},
		Calls: []protocol.CallView{
			{Event: 7, Server: 1, Rule: "HandleRequestVote", Lines: []int{3, 5}, Values: "0 1 S2\n"},
		}, Header: []string{"# x"}, From: 2,
		Dials: protocol.Dials{Latency: 10}, Lines: []string{"1 0 S1 boot", ""},
	}
}

// part is a protocol's own part of a view.
type part struct {
	Entries []int `json:"entries"`
}

// Protocols' own parts, whose keys are the protocols' names, are compared separately.
func TestStandardLibraryReadsEncodedFrames(t *testing.T) {
	for _, message := range []any{
		protocol.NewReady(), protocol.NewFailure(1, assert.AnError),
		protocol.WorkerOrder{V: 1, Kind: "spawn", Server: 2, Own: true}, sample().Messages[0], sample().Branches[0],
		protocol.ExplainReply{Event: 3, Causes: []uint64{1}, Effects: []uint64{}, Sentence: "S1 \"grants\"",
			Code: "vote.granted", Args: []lab.Arg{{Text: "S1", Args: []lab.Arg{}}},
			Calls: []protocol.CallView{}},
	} {
		standard, err := json.Marshal(message)
		require.NoError(t, err)
		assert.JSONEq(t, string(standard), string(protocol.Encode(message)))
	}
	var frame map[string]any
	require.NoError(t, json.Unmarshal(protocol.Encode(sample()), &frame))
	assert.NotContains(t, frame, "", "a part without a name is left out")
	assert.Equal(t, "a \"quote\", a \\ and\n\ttabs\x01 ☃ \u2028", frame["failure"])
	first := frame["servers"].([]any)[0].(map[string]any)
	assert.Equal(t, map[string]any{"entries": []any{1.0}}, first["toy"])
	assert.Equal(t, []any{[]any{"leader", "S1"}}, first["rows"])
	before := frame["changes"].([]any)[0].(map[string]any)["before"].(map[string]any)
	assert.Equal(t, []any{}, before["rows"])
}

func TestEncodeWritesAnEmptyListForNil(t *testing.T) {
	assert.Contains(t, string(protocol.Encode(protocol.Frame{})), `"lines":[]`)
	assert.JSONEq(t, `{"text":"S1","code":"","args":[]}`, string(protocol.Encode(lab.Arg{Text: "S1"})))
}

// FuzzDecodeRequest: the standard library accepts every accepted text, and reads it alike. The reverse does not
// hold: null, fractions and unknown fields are refused here.
func FuzzDecodeRequest(f *testing.F) {
	f.Add(`{"v":4,"id":3,"kind":"do","line":"put x \u2190 \"3\""}`)
	f.Add(` { "v" : 4 , "kind" : "advance", "until" : -5 } `)
	f.Add(`{"v":4,"kind":"do","line":"\ud83d\ude00"}`)
	f.Add(`{"v":04}`)
	f.Add(`{}`)
	f.Fuzz(func(t *testing.T, text string) {
		request, err := protocol.DecodeRequest(text)
		if err != nil {
			assert.ErrorIs(t, err, protocol.ErrRequest)
			return
		}
		var id struct {
			ID int `json:"id"`
		}
		require.NoError(t, json.Unmarshal([]byte(text), &id), text)
		assert.Equal(t, id.ID, request.ID)
		standard := reflect.New(reflect.TypeOf(request.Ask))
		require.NoError(t, json.Unmarshal([]byte(text), standard.Interface()), text)
		if utf8.ValidString(text) { // the standard library replaces invalid UTF-8 while it reads
			assert.Equal(t, standard.Elem().Interface(), request.Ask)
		}
	})
}

func TestDecodeCalls(t *testing.T) {
	calls, err := protocol.DecodeCalls(
		` [ {"rule":"HandleRequestVote","lines":[12,14],"values":"0 1.Term 5"}, {"rule":"Restore","lines":[]} ] `,
	)
	require.NoError(t, err)
	assert.Equal(
		t,
		[]protocol.CallView{
			{Rule: "HandleRequestVote", Lines: []int{12, 14}, Values: "0 1.Term 5"}, {Rule: "Restore", Lines: []int{}},
		},
		calls,
	)
	for _, text := range []string{``, `[`, `{}`, `[{"rule":1}]`, `[{"line":[1]}]`, `[{"rule":"x","lines":[1,]}]`,
		`[] []`} {
		_, err := protocol.DecodeCalls(text)
		assert.ErrorContains(t, err, "the calls of a program cannot be read", text)
	}
}

// FuzzDecodeCalls: the standard library reads every accepted text alike.
func FuzzDecodeCalls(f *testing.F) {
	f.Add(`[{"rule":"HandleRequestVote","lines":[12,14]}]`)
	f.Add(`[{"lines":[],"rule":""},{}]`)
	f.Fuzz(func(t *testing.T, text string) {
		calls, err := protocol.DecodeCalls(text)
		if err != nil {
			return
		}
		var standard []struct {
			Rule  string
			Lines []int
		}
		require.NoError(t, json.Unmarshal([]byte(text), &standard), text)
		assert.Len(t, calls, len(standard))
	})
}

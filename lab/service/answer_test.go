package service

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/kv"
	"raftlab/raft/wire"
)

func TestAnswersSurviveEncoding(t *testing.T) {
	for _, want := range []Answer{
		{Kind: AnswerDone, Result: kv.Result{Done: true, Value: "3"}, Index: 1 << 40},
		{Kind: AnswerDone, Result: kv.Result{Value: "4"}},
		{Kind: AnswerRedirect, Leader: 2},
		{Kind: AnswerRedirect},
		{Kind: AnswerUnknown, Leader: 9},
		{Kind: AnswerFailed, Result: kv.Result{Failure: kv.TooOld}},
		{Kind: AnswerRefused, Result: kv.Result{Value: "not now"}},
		{Kind: AnswerTransfer},
	} {
		got, err := DecodeAnswer(AppendAnswer(nil, want))
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, kind := range []AnswerKind{0, AnswerRefused + 1} {
		_, err := DecodeAnswer(AppendAnswer(nil, Answer{Kind: kind}))
		assert.ErrorIs(t, err, wire.ErrValue)
	}
}

// farServer is an answer that names server 2^32+1 as the leader. Found by FuzzCodecs: it was read
// as S1.
var farServer = wire.AppendUint([]byte{byte(AnswerRedirect), 0, 0, 0}, 1<<32+1)

func TestTooLargeServerNumberIsRefused(t *testing.T) {
	_, err := DecodeAnswer(farServer)
	assert.ErrorIs(t, err, wire.ErrValue)
}

func TestConfigSurvivesEncoding(t *testing.T) {
	want := Config{Protocol: "raft", Own: true, Part: []byte("part")}
	got, err := DecodeConfig(want.Encode())
	require.NoError(t, err)
	assert.Equal(t, want, got)
	for name, test := range map[string]struct {
		bytes []byte
		want  error
	}{
		"another version": {append([]byte{1}, want.Encode()[1:]...), wire.ErrVersion},
		"half of it":      {want.Encode()[:4], wire.ErrShort},
		"more than it":    {append(want.Encode(), 0), wire.ErrExcess},
	} {
		_, err := DecodeConfig(test.bytes)
		assert.ErrorIs(t, err, test.want, name)
	}
}

// Bytes from another machine may be anything. They give an error or a value, and encoding the value gives the same
// bytes.
func FuzzCodecs(f *testing.F) {
	f.Add(Config{Protocol: "raft", Part: []byte{1}}.Encode())
	f.Add(AppendAnswer(nil, Answer{Kind: AnswerDone, Result: kv.Result{Done: true, Value: "3"}}))
	f.Add(farServer)
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := DecodeConfig(data); err == nil && !bytes.Equal(c.Encode(), data) {
			t.Errorf("configuration % x is written again as % x", data, c.Encode())
		}
		if a, err := DecodeAnswer(data); err == nil && !bytes.Equal(AppendAnswer(nil, a), data) {
			t.Errorf("answer % x is written again as % x", data, AppendAnswer(nil, a))
		}
		var c Clients
		c.DescribeRequest(nil, data)
		c.DescribeAnswer(nil, data)
	})
}

package paxos_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/paxos"
)

func bodies() []paxos.Body {
	b, c := paxos.Ballot{Round: 300, ID: 2}, paxos.Ballot{Round: 7}
	list := []paxos.SlotAccepted{{Slot: 1, At: b, Value: "X"}, {Slot: 9, At: c, Value: paxos.NoOp}}
	return []paxos.Body{
		paxos.Prepare{Ballot: b}, paxos.Promise{Ballot: b, Granted: true, Promised: b, AcceptedAt: c, Value: "X"},
		paxos.Accept{Ballot: b, Value: "X"}, paxos.Accepted{Ballot: b, Value: "X", Granted: true, Promised: c},
		paxos.PrepareAll{Ballot: b}, paxos.PromiseAll{Ballot: b, Granted: true, Promised: c, Accepted: list},
		paxos.Chosen{Values: []paxos.Value{"X", paxos.NoOp}}, paxos.Ask{}, paxos.Suggest{Value: "Y"},
		paxos.Heartbeat{Ballot: c},
	}
}

func TestMessagesTravel(t *testing.T) {
	for _, body := range bodies() {
		want := paxos.Message{From: 1, To: 63, Slot: 200, Body: body}
		bytes := paxos.AppendMessage(nil, want)
		got, err := paxos.DecodeMessage(bytes)
		require.NoError(t, err)
		assert.Equal(t, want, got)
		for cut := range bytes {
			_, err := paxos.DecodeMessage(bytes[:cut])
			assert.Error(t, err, "%T cut after %d bytes", body, cut)
		}
		_, err = paxos.DecodeMessage(append(bytes, 0))
		assert.Error(t, err)
	}
}

func FuzzDecodeMessage(f *testing.F) {
	for _, body := range bodies() {
		f.Add(paxos.AppendMessage(nil, paxos.Message{From: 1, To: 2, Slot: 3, Body: body}))
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		m, err := paxos.DecodeMessage(bytes)
		if err == nil {
			assert.Equal(t, bytes, paxos.AppendMessage(nil, m))
		}
	})
}

// A server that restarts has what all of its records together say.
func TestRecordsAddUp(t *testing.T) {
	b, c := paxos.Ballot{Round: 1, ID: 1}, paxos.Ballot{Round: 2, ID: 1}
	var saved paxos.Saved
	for _, record := range []paxos.Save{
		{Promised: b, Accepted: []paxos.SlotAccepted{{Slot: 2, At: b, Value: "X"}}},
		{Promised: c, Used: b, Accepted: []paxos.SlotAccepted{{Slot: 2, At: c, Value: "Y"}}},
	} {
		bytes := paxos.AppendSave(nil, record)
		got, err := paxos.DecodeSave(bytes)
		require.NoError(t, err)
		assert.Equal(t, record, got)
		saved.Apply(got)
	}
	assert.Equal(t, paxos.Saved{
		Promised: c, Used: b, Accepted: []paxos.SlotAccepted{{Slot: 1}, {Slot: 2, At: c, Value: "Y"}},
	}, saved)
}

// Two clients may say the same: the values differ all the same.
func TestCommandsAreDifferentValues(t *testing.T) {
	first := paxos.CommandValue(paxos.Ballot{Round: 1, ID: 1}, []byte("put x 1"))
	second := paxos.CommandValue(paxos.Ballot{Round: 40, ID: 1}, []byte("put x 1"))
	assert.NotEqual(t, first, second)
	for _, v := range []paxos.Value{first, second} {
		command, err := paxos.ReadCommand(v)
		require.NoError(t, err)
		assert.Equal(t, "put x 1", string(command))
		assert.True(t, v.IsCommand())
	}
	none, err := paxos.ReadCommand(paxos.NoOp)
	require.NoError(t, err)
	assert.Nil(t, none)
	_, err = paxos.ReadCommand("X")
	assert.Error(t, err)
	assert.False(t, paxos.Value("X").IsCommand())
}

// A number keeps the order of ballots, in both ways of counting.
func TestNumbersKeepTheOrder(t *testing.T) {
	pairs := []paxos.Ballot{{}, {Round: 1, ID: 1}, {Round: 1, ID: 3}, {Round: 2, ID: 1}, {Round: 2, ID: 3}}
	steps := []paxos.Ballot{{}, {Round: 1}, {Round: 2}, {Round: 4}}
	for _, list := range [][]paxos.Ballot{pairs, steps} {
		for i := range list[1:] {
			assert.True(t, list[i].Below(list[i+1]))
			assert.Less(t, list[i].Number(3), list[i+1].Number(3))
		}
	}
	assert.Equal(t, []string{"none", "1.3", "4"}, []string{pairs[0].String(), pairs[2].String(), steps[3].String()})
}

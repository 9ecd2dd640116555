package node

import (
	"fmt"
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawInput draws any input, whether or not it makes sense for a log of a few entries.
func drawInput(t *rapid.T) Input {
	small := func(label string) uint64 { return rapid.Uint64Range(0, 6).Draw(t, label) }
	from := raft.NodeID(rapid.Uint32Range(2, 3).Draw(t, "from"))
	term := raft.Term(small("term"))
	switch rapid.IntRange(0, 7).Draw(t, "input") {
	case 0:
		return Wake{}
	case 1:
		return TimeoutNow{}
	case 2:
		return Propose{Request: raft.RequestID(small("request") + 1), Command: []byte("x")}
	case 3:
		return receive(from, 1, raft.RequestVote{Term: term, CandidateID: from,
			LastLogIndex: raft.Index(small("index")), LastLogTerm: raft.Term(small("log term"))})
	case 4, 5:
		return receive(from, 1, raft.RequestVoteReply{Term: term, VoteGranted: true})
	case 6:
		// A leader of this term elsewhere would break Election Safety: no such message exists.
		return receive(from, 1, raft.AppendEntries{Term: term + 100, LeaderID: from,
			Entries: rafttest.Entries(term + 1), LeaderCommit: 0})
	default:
		return receive(from, 1, raft.AppendEntriesReply{Term: term, Success: true, MatchIndex: 1})
	}
}

// outputBytes is the whole content of an Output.
func outputBytes(out Output) []byte {
	var b []byte
	if out.Save != nil {
		b = raft.AppendSave(b, *out.Save)
	}
	for _, m := range out.Messages {
		b = raft.AppendMessage(b, m)
	}
	return fmt.Appendf(b, "%+v %+v %d %d", out.Apply, out.Answers, out.WakeAt, out.LogFrom)
}

// TestSameInputsSameOutputs: a node is a function of its configuration and its inputs. Two nodes with the same
// configuration and the same inputs give the same outputs, byte for byte.
func TestSameInputsSameOutputs(t *testing.T) {
	messages := 0
	rapid.Check(t, func(t *rapid.T) {
		config := testConfig(1, 3)
		config.Seed = rapid.Uint64().Draw(t, "seed")
		a, err := New(config)
		require.NoError(t, err)
		b, err := New(config)
		require.NoError(t, err)
		inputs := []Input{Restart{}}
		for range rapid.IntRange(1, 30).Draw(t, "inputs") {
			inputs = append(inputs, drawInput(t))
		}
		now := raft.Time(0)
		var once, again []byte
		for _, in := range inputs {
			now = now.Add(raft.Duration(rapid.Int64Range(0, int64(testElectionMax)).Draw(t, "wait")))
			out := a.Step(now, in)
			messages += len(out.Messages)
			once, again = outputBytes(out), outputBytes(b.Step(now, in))
			require.Equal(t, once, again, "after %+v at %d", in, now)
		}
	})
	assert.Positive(t, messages)
}

func TestAnotherSeedIsAnotherRun(t *testing.T) {
	first := map[raft.Time]bool{}
	for seed := range uint64(20) {
		config := testConfig(1, 3)
		config.Seed = seed
		n, err := New(config)
		require.NoError(t, err)
		first[n.Step(0, Restart{}).WakeAt] = true
	}
	assert.Len(t, first, 20)
}

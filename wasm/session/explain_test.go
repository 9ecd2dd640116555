package session_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/scenarios"
	"raftlab/wasm/protocol"
)

// explained plays a scenario and explains the first event whose line has these words.
type explained struct {
	*talk
	lines []string
}

func played(t *testing.T, r protocol.StartRequest) *explained {
	t.Helper()
	k := newTalk(t)
	r.Event = 1
	return &explained{k, k.frame(r).Lines}
}

func (e *explained) why(t *testing.T, words string) protocol.ExplainReply {
	t.Helper()
	for i, line := range e.lines {
		if strings.Contains(line+" ", words) {
			return e.explain(t, i+1)
		}
	}
	require.Fail(t, "no such line", words)
	return protocol.ExplainReply{}
}

func (e *explained) explain(t *testing.T, event int) protocol.ExplainReply {
	t.Helper()
	reply := e.say(protocol.ExplainRequest{Event: int64(event)})
	x, ok := reply.(protocol.ExplainReply)
	require.True(t, ok, "%+v", reply)
	assert.EqualValues(t, event, x.Event)
	return x
}

// texts is the lines of events, without number and time.
func (e *explained) texts(events []uint64) []string {
	var lines []string
	for _, event := range events {
		lines = append(lines, strings.SplitN(e.lines[event-1], " ", 3)[2])
	}
	return lines
}

func TestVoteIsExplained(t *testing.T) {
	e := played(t, protocol.StartRequest{Scenario: "c2-figure-8"})
	x := e.why(t, "S1 deliver m1 S2 RequestVote")
	assert.Equal(t, "S1 grants its vote: its vote in term 1 was free, and the log of S2, which ends with nothing, "+
		"is at least as up to date as its own, which ends with nothing.", x.Sentence)
	assert.Equal(t, "explain.vote.granted", x.Code)
	require.Len(t, x.Args, 5)
	assert.Equal(t, lab.Arg{Text: "S1"}, x.Args[0])
	assert.Equal(t, lab.Arg{
		Text: "its vote in term 1 was free", Code: "explain.vote.free", Args: []lab.Arg{{Text: "1"}},
	}, x.Args[1])
	assert.Equal(t, "Figure 2, RequestVote RPC, rule 2; §5.2, §5.4.1", x.Place)
	assert.Equal(
		t, []string{"S2 control timeout", "S2 save bytes=5", "S2 send m1 S1 RequestVote term=1 last=0/0"},
		e.texts(x.Causes),
	)
	assert.Equal(t, []string{"S1 save bytes=5", "S1 term 1", "S1 vote for=S2 term=1", "S1 send m5 S2 " +
		"RequestVoteReply term=1 granted"}, e.texts(x.Effects))

	assert.Equal(t, x.Sentence, e.why(t, "S1 vote for=S2 term=1").Sentence, "its effects have the same reason")
	assert.Contains(t, e.why(t, "S2 role leader term=1").Sentence, "S2 has the votes of a majority, 3 of 5, and "+
		"leads term 1")
	assert.Contains(t, e.why(t, "S2 role candidate term=1").Sentence, "has its election timer fired by hand: it "+
		"begins term 1")
	assert.Contains(t, e.why(t, "S1 term 1").Sentence, "S1 was in term 0, and the RequestVote of S2 shows it term 1")
	assert.Contains(t, e.why(t, "S2 commit index=1").Sentence, "a majority, 3 of 5, has entry 1, which is of its "+
		"own term 1")
	assert.Contains(t, e.why(t, "S1 log from=1").Sentence, "S1 accepts S2 as the leader of term 1: it takes over "+
		"the entries")
}

func TestRefusalsAreExplained(t *testing.T) {
	e := played(t, protocol.StartRequest{Scenario: "a5-stale-log-refused"})
	found := ""
	for i, line := range e.lines {
		if strings.Contains(line, "RequestVoteReply") && strings.HasSuffix(line, "refused") &&
			strings.Contains(line, " send ") {
			found = e.explain(t, i+1).Sentence
			break
		}
	}
	assert.Contains(t, found, "refuses its vote: the log of ")
	assert.Contains(t, found, "which is more up to date")

	e = played(t, protocol.StartRequest{Scenario: "a4-one-vote-per-term"})
	for i, line := range e.lines {
		if strings.Contains(line, " deliver ") && strings.Contains(line, " RequestVote ") {
			found = e.explain(t, i+1).Sentence
			if strings.Contains(found, "refuses") {
				break
			}
		}
	}
	assert.Regexp(t, `refuses its vote: in term \d its vote is for S\d\.`, found)
}

// TestWrongRulesAreNotExcused: the reason says that the rule was broken.
func TestWrongRulesAreNotExcused(t *testing.T) {
	e := played(t, protocol.StartRequest{Text: twoLeaders})
	for i, line := range e.lines {
		if strings.Contains(line, "S3 deliver") && strings.Contains(line, "S2 RequestVote term=2") {
			x := e.explain(t, i+1)
			assert.Equal(t, "S3 grants its vote against the rule: in term 2 its vote is for S1.", x.Sentence)
			assert.Equal(t, "Figure 2, RequestVote RPC, rule 2; §5.2", x.Place)
			return
		}
	}
	require.Fail(t, "S3 was not asked twice")
}

// For every event of the scenarios there is a reason with a sentence, and the effects name their cause.
func TestEveryEventHasAReason(t *testing.T) {
	all, err := scenarios.All()
	require.NoError(t, err)
	for _, scenario := range all {
		e := played(t, protocol.StartRequest{Scenario: scenario.ID})
		for i := 0; i < len(e.lines); i += 1 + len(e.lines)/400 {
			x := e.explain(t, i+1)
			assert.NotEmpty(t, x.Sentence, "%s: %s", scenario.ID, e.lines[i])
			assert.NotEmpty(t, x.Code, x.Sentence)
			for _, effect := range x.Effects {
				assert.Contains(t, e.explain(t, int(effect)).Causes, x.Event)
			}
		}
	}
}

func TestMissingEventCannotBeExplained(t *testing.T) {
	k := newTalk(t)
	assert.Contains(t, k.failure(protocol.ExplainRequest{Event: 1}), "no world")
	k.frame(protocol.StartRequest{Servers: 3})
	assert.Contains(t, k.failure(protocol.ExplainRequest{Event: 99}), "no event 99")
	assert.Contains(t, k.failure(protocol.ExplainRequest{Event: -1}), "no event -1")
}

package session_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/protocols/known"
	"raftlab/lab/protocols/toy"
	"raftlab/lab/scenarios"
	"raftlab/wasm/protocol"
	"raftlab/wasm/session"
)

const ring = "# R1: A ring\nprotocol ring\nservers 3\nrun 500ms\ncrash S2\nrun 1s\n"

// The protocol of this test is unknown to the package.
func TestForeignProtocolIsDrawnThroughItsFace(t *testing.T) {
	all := append(known.Protocols(), toy.Protocol{})
	k := &talk{t: t, session: session.New(all, scenarios.Collection(), all, all)}
	f := k.frame(protocol.StartRequest{Text: ring, Scenario: "ring"})
	assert.Equal(t, "ring", f.Protocol)
	assert.Equal(t, "pass", f.Rules)
	assert.Equal(t, []protocol.CheckView{{ID: "one-token", Name: "One Token", Section: "the ring", OK: true}}, f.Checks)
	f = k.frame(protocol.AdvanceRequest{Until: 5_000, Events: 100})
	assert.Equal(t, "holds", f.Servers[0].Badge)
	assert.Equal(t, [][2]string{{"passing", "false"}}, f.Servers[0].Rows)
	assert.Empty(t, f.Servers[0].Part.Name)

	f = k.frame(protocol.AdvanceRequest{Until: 25_000, Events: 100})
	assert.Equal(t, "waits", f.Servers[0].Badge)
	assert.Equal(t, uint64(1), f.Servers[0].Level)
	require.NotEmpty(t, f.Messages)
	assert.Equal(t, "Token", f.Messages[0].Kind)
	assert.Equal(t, "1", f.Messages[0].Label)
	require.NotEmpty(t, f.Changes)
	assert.Equal(t, "holds", f.Changes[0].Before.Badge)

	end := k.frame(protocol.FinishRequest{})
	assert.Equal(t, "finished", end.Status)
	x, ok := k.say(protocol.ExplainRequest{Event: 6}).(protocol.ExplainReply)
	require.True(t, ok)
	assert.NotZero(t, x.Event)
	v, ok := k.say(protocol.JudgeRequest{}).(protocol.JudgeReply)
	require.True(t, ok)
	assert.Equal(t, "linearizable", v.Outcome, "there were no requests")

	k.frame(protocol.SeekRequest{Event: 9})
	branch := k.frame(protocol.DoRequest{Line: "crash S3"})
	assert.Equal(t, 1, branch.Branch)
	assert.False(t, branch.Servers[2].Up)
	k.frame(protocol.NemesisRequest{Seed: "4"})
	assert.NotZero(t, k.frame(protocol.AdvanceRequest{Until: 5_000_000, Events: 100_000}).BetweenFaults)

	f = k.frame(protocol.StartRequest{Text: ring, Scenario: "ring", Rules: "keep"})
	f = k.frame(protocol.AdvanceRequest{Until: 1_000_000, Events: 100_000})
	assert.Equal(t, "failed", f.Status)
	assert.False(t, f.Checks[0].OK)
	assert.Contains(t, k.failure(protocol.StartRequest{Text: "# R: R\nprotocol rign\n"}), `did you mean "ring"?`)
	assert.Equal(t, "ring", k.frame(protocol.StartRequest{Scenario: "ring-schedule-3"}).Protocol)
}

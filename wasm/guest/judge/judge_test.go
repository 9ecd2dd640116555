package judge_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"raftlab/grader"
	"raftlab/grader/instrument"
	"raftlab/grader/judges/vote"
	"raftlab/grader/overlay"
	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/service"
	"raftlab/raft"
	"raftlab/raft/reference"
	"raftlab/wasm/guest/program"
)

// learners is a vote rule that refuses everybody, in line 9.
const learners = `package vote

import "raftlab/raft"

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	return raft.RequestVoteReply{Term: s.CurrentTerm}
}
`

// buildGuest compiles a learner's guest with an overlay.
func buildGuest(t *testing.T) []byte {
	t.Helper()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	folder, exercise := t.TempDir(), vote.Exercise().About
	text, err := instrument.File("vote.go", []byte(learners))
	require.NoError(t, err)
	overlaid, _, err := overlay.Write(folder, map[string][]byte{
		filepath.Join(root, exercise.File):                text,
		filepath.Join(root, "wasm/guest/learner/vote.go"): []byte(program.Join(exercise)),
		filepath.Join(root, "wasm/guest/learner/main.go"): []byte(program.Main),
	})
	require.NoError(t, err)
	guest := filepath.Join(folder, "guest.wasm")
	command := exec.Command(
		"go", "build", "-buildmode=c-shared", "-overlay", overlaid, "-o", guest, "raftlab/wasm/guest/learner",
	)
	command.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	output, err := command.CombinedOutput()
	require.NoError(t, err, string(output))
	bytes, err := os.ReadFile(guest)
	require.NoError(t, err)
	return bytes
}

// host runs guests, and keeps the progress that they report.
type host struct {
	t        *testing.T
	runtime  wazero.Runtime
	guest    wazero.CompiledModule
	reported []grader.Progress
}

func newHost(t *testing.T) *host {
	t.Helper()
	ctx := context.Background()
	h := &host{t: t, runtime: wazero.NewRuntime(ctx)}
	t.Cleanup(func() { assert.NoError(t, h.runtime.Close(ctx)) })
	wasi_snapshot_preview1.MustInstantiate(ctx, h.runtime)
	_, err := h.runtime.NewHostModuleBuilder("raftlab").
		NewFunctionBuilder().
		WithFunc(h.progress).
		Export("progress").
		Instantiate(ctx)
	require.NoError(t, err)
	h.guest, err = h.runtime.CompileModule(ctx, buildGuest(t))
	require.NoError(t, err)
	return h
}

func (h *host) progress(_ context.Context, module api.Module, address, size uint32) {
	bytes, ok := module.Memory().Read(address, size)
	require.True(h.t, ok)
	var p grader.Progress
	require.NoError(h.t, json.Unmarshal(bytes, &p))
	h.reported = append(h.reported, p)
}

// instance is one guest.
type instance struct {
	t      *testing.T
	module api.Module
}

func (h *host) instance() *instance {
	module, err := h.runtime.InstantiateModule(
		context.Background(), h.guest, wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize"),
	)
	require.NoError(h.t, err)
	return &instance{h.t, module}
}

// invoke calls an export that gives one number.
func (i *instance) invoke(name string, args ...uint64) uint32 {
	results, err := i.module.ExportedFunction(name).Call(context.Background(), args...)
	require.NoError(i.t, err)
	return uint32(results[0])
}

// call gives bytes to the export of that name and returns its answer.
func (i *instance) call(name string, input []byte) []byte {
	require.True(i.t, i.module.Memory().Write(i.invoke("input", uint64(len(input))), input))
	return i.output(i.invoke(name, uint64(len(input))))
}

func (i *instance) output(size uint32) []byte {
	output, ok := i.module.Memory().Read(i.invoke("output"), size)
	require.True(i.t, ok)
	return append([]byte(nil), output...)
}

// calls is the guest's report of its rules' calls.
func (i *instance) calls() string { return string(i.output(i.invoke("calls"))) }

// asked is a server with these rules, and its answer to a request for its vote in term 1.
func (h *host) asked(rules string) (*instance, lab.Output) {
	i := h.instance()
	config := raftcluster.Config{
		ID: 1, Servers: 3, Rules: rules, Seed: 1, ElectionTimeoutMin: 150_000, ElectionTimeoutMax: 300_000,
		HeartbeatInterval: 50_000, MaxEntriesPerMessage: 10,
	}
	step := func(input []byte) lab.Output {
		reply := i.call("step", input)
		require.Zero(h.t, reply[0], string(reply))
		if len(reply) == 1 {
			return lab.Output{}
		}
		out, err := lab.DecodeOutput(reply[1:])
		require.NoError(h.t, err)
		return out
	}
	step(config.Whole(rules == service.OwnRules))
	step(lab.AppendInput(nil, 0, lab.Input{Kind: lab.Boot}))
	ask := raft.AppendMessage(nil, raft.Message{From: 2, To: 1, Body: raft.RequestVote{Term: 1, CandidateID: 2}})
	return i, step(lab.AppendInput(nil, 1, lab.Input{Kind: lab.Deliver, Payload: ask}))
}

func granted(t *testing.T, out lab.Output) bool {
	t.Helper()
	require.Len(t, out.Messages, 1)
	message, err := raft.DecodeMessage(out.Messages[0].Payload)
	require.NoError(t, err)
	return message.Body.(raft.RequestVoteReply).VoteGranted
}

// withoutLines is a guest's report without the lines of its file, which a rule in this process does not have.
func withoutLines(t *testing.T, text []byte) grader.ReportJSON {
	t.Helper()
	var report grader.ReportJSON
	require.NoError(t, json.Unmarshal(text, &report))
	for i := range report.Findings {
		if one := report.Findings[i].Case; one != nil {
			one.Lines, one.Decided = nil, 0
		}
	}
	return report
}

func TestALearnersGuest(t *testing.T) {
	h := newHost(t)
	t.Run("a server with own rules follows them, and reports the lines", func(t *testing.T) {
		own, out := h.asked(service.OwnRules)
		assert.False(t, granted(t, out))
		calls := own.calls()
		assert.Contains(t, calls, `[{"rule":"HandleRequestVote","lines":[6,7,9],"values":"0 0.ID S1\n`)
		assert.Contains(t, calls, `\n0 1.CandidateID S2\n`)
		assert.Contains(t, calls, `\n3 =0.VoteGranted false\n3 end \n"}]`)
		assert.Empty(t, own.calls(), "a call is reported once")
	})
	t.Run("a server with other rules does not", func(t *testing.T) {
		other, out := h.asked(raftcluster.ReferenceRules)
		assert.True(t, granted(t, out))
		assert.Empty(t, other.calls())
	})
	t.Run("it grades itself as the grader does", func(t *testing.T) {
		rules := reference.Rules()
		rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			if req.Term > s.CurrentTerm {
				s.BecomeFollower(req.Term, raft.None)
			}
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		}
		report := grader.Bind(vote.Exercise(), rules).Grade(grader.Budget{FirstSeed: 3, Schedules: 5})
		want := report.JSON()
		grading := h.instance()
		whole := grading.call("grade", []byte(`{"firstSeed":3,"schedules":5,"all":false}`))
		assert.Equal(t, want, withoutLines(t, whole))
		assert.Contains(t, string(whole), `"lines":[6,7,9],"decided":9`, "and the lines of a wrong call")
		assert.Empty(t, grading.calls(), "nothing is recorded while it grades")
		text := grading.call("grade", []byte(`{"firstSeed":3,"schedules":5,"part":2}`))
		parts := 0
		for ; len(text) == 0; parts++ {
			helper := h.instance()
			list := helper.call("play", fmt.Appendf(nil, `{"firstSeed":%d,"schedules":2}`, 3+2*parts))
			assert.Empty(t, helper.calls(), "nothing is recorded while it plays")
			text = grading.call("resume", list)
		}
		assert.Equal(t, 3, parts)
		assert.Equal(t, string(whole), string(text), "another instance plays schedules")
		isCheck := func(p grader.Progress) bool { return p.Kind == grader.CheckProgress }
		assert.True(t, slices.ContainsFunc(h.reported, isCheck))
	})
	t.Run("an invalid request", func(t *testing.T) {
		for export, what := range map[string]string{"grade": "to grade", "resume": "to go on", "play": "to play"} {
			reply := string(h.instance().call(export, []byte("{")))
			assert.True(t, strings.HasPrefix(reply, `{"error":"the request `+what+` cannot be read: `), reply)
		}
	})
}

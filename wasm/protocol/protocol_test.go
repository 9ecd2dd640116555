package protocol_test

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/paxoscluster"
	"raftlab/lab/protocols/known"
	"raftlab/lab/raftcluster"
	"raftlab/lab/replicacluster"
	"raftlab/lab/wholecluster"
	"raftlab/lab/zabcluster"
	"raftlab/wasm/protocol"
)

// otherHalf is the page's half of the protocol, as text.
func otherHalf(t *testing.T) string {
	t.Helper()
	var text []byte
	for _, file := range []string{"protocol.ts", "protocol-catalogue.ts",
		"protocol-raft.ts", "protocol-paxos.ts", "protocol-zab.ts",
		"protocol-replicas.ts", "protocol-whole.ts"} {
		part, err := os.ReadFile("../../static/src/engine/" + file)
		require.NoError(t, err)
		text = append(text, part...)
	}
	return regexp.MustCompile(`(?s)/\*\*.*?\*/`).ReplaceAllString(string(text), "")
}

// TestBothHalvesHaveTheSameFields compares the JSON names of each Go type with the fields of the
// TypeScript interface of the same name, in order.
func TestBothHalvesHaveTheSameFields(t *testing.T) {
	text := otherHalf(t)
	for _, value := range []any{
		protocol.Catalogue{}, protocol.ProtocolInfo{}, protocol.Failure{},
		protocol.ScenarioInfo{}, protocol.RulesInfo{}, protocol.Frame{},
		protocol.ServerView{}, protocol.Progress{},
		protocol.MessageView{}, protocol.FlakyView{}, protocol.CheckView{}, protocol.OperationView{}, protocol.Dials{},
		protocol.BranchView{}, protocol.AllowanceView{}, protocol.CallView{}, protocol.ExplainReply{},
		protocol.VerbInfo{}, protocol.JudgeReply{}, protocol.ChangeView{}, lab.Arg{},
		raftcluster.RaftView{}, raftcluster.RaftRun{}, raftcluster.EntryView{},
		raftcluster.ElectionsView{}, raftcluster.ElectionSwitches{},
		raftcluster.ReadsView{}, raftcluster.ReadView{}, raftcluster.AskedView{}, raftcluster.LeaseRun{},
		raftcluster.SnapshotsView{}, raftcluster.TermRun{}, raftcluster.SnapshotView{}, raftcluster.SendingView{},
		raftcluster.ArrivingView{}, raftcluster.SnapshotRun{},
		raftcluster.ConfigurationView{}, raftcluster.MembersView{}, raftcluster.CatchUpView{},
		raftcluster.MembersRun{}, raftcluster.ChangeRequestView{},
		raftcluster.WaitingView{}, raftcluster.SessionsView{}, raftcluster.SessionView{}, raftcluster.ResultView{},
		raftcluster.FlowView{}, raftcluster.ProgressView{}, raftcluster.PipeliningRun{},
		paxoscluster.PaxosView{}, paxoscluster.BallotView{}, paxoscluster.SlotView{}, paxoscluster.TallyView{},
		paxoscluster.ProposerView{}, paxoscluster.PaxosRun{}, paxoscluster.ChosenView{}, paxoscluster.OpenView{},
		zabcluster.ZabView{}, zabcluster.VoteView{}, zabcluster.SlipView{}, zabcluster.TxnView{}, zabcluster.SyncView{},
		zabcluster.LeadingView{}, zabcluster.ProposalView{}, zabcluster.LearnerView{}, zabcluster.ZabRun{},
		zabcluster.EpochView{},
		replicacluster.ReplicaView{}, replicacluster.HistoryEntryView{}, replicacluster.KeyView{},
		replicacluster.VersionView{}, replicacluster.HintView{}, replicacluster.TransactionView{},
		replicacluster.ReplicasRun{}, replicacluster.CountView{}, replicacluster.SeatView{},
		replicacluster.WrittenView{},
		wholecluster.WholeView{}, wholecluster.TroubleView{}, wholecluster.StackView{}, wholecluster.FieldView{},
		wholecluster.KnownView{}, wholecluster.WholeLogView{}, wholecluster.WholeEntryView{}, wholecluster.WholeRun{},
	} {
		kind := reflect.TypeOf(value)
		t.Run(kind.Name(), func(t *testing.T) {
			assert.Equal(t, interfaceFields(t, text, kind.Name()), jsonNames(kind))
		})
	}
}

func interfaceFields(t *testing.T, text, name string) []string {
	t.Helper()
	body := regexp.MustCompile(`(?s)export interface ` + name + ` \{(.*?)\n\}`).FindStringSubmatch(text)
	require.NotNil(t, body, "protocol.ts has no interface %s", name)
	var fields []string
	for _, m := range regexp.MustCompile(`(?m)^\s*(\w+)\??:`).FindAllStringSubmatch(body[1], -1) {
		fields = append(fields, m[1])
	}
	return fields
}

func jsonNames(kind reflect.Type) []string {
	var names []string
	for i := range kind.NumField() {
		if field := kind.Field(i); field.Type == reflect.TypeFor[face.Part]() {
			// There each protocol's own part is optional, and has the protocol's name.
			for _, p := range known.Protocols() {
				names = append(names, p.ID())
			}
			names = append(names, wholecluster.Protocol{}.ID()) // of an engine of its own
		} else {
			names = append(names, field.Tag.Get("json"))
		}
	}
	return names
}

// Each variant of the page's union has the kind and the fields of a Go type.
func TestBothHalvesHaveTheSameRequests(t *testing.T) {
	union := regexp.MustCompile(`(?s)export type Request =(.*?);\n\n`).FindStringSubmatch(otherHalf(t))
	require.NotNil(t, union)
	found := map[string][]string{}
	for _, variant := range regexp.MustCompile(`(?s)\{.*?\}`).FindAllString(union[1], -1) {
		kind := regexp.MustCompile(`kind: "(\w+)"`).FindStringSubmatch(variant)
		require.NotNil(t, kind, variant)
		found[kind[1]] = []string{}
		for _, m := range regexp.MustCompile(`(\w+):`).FindAllStringSubmatch(variant, -1) {
			if !slices.Contains([]string{"v", "id", "kind"}, m[1]) {
				found[kind[1]] = append(found[kind[1]], m[1])
			}
		}
	}
	want := map[string][]string{}
	for kind, request := range protocol.Kinds() {
		want[kind] = append([]string{}, jsonNames(reflect.TypeOf(request))...)
	}
	assert.Equal(t, want, found)
	assert.Equal(t, 4, protocol.Version)
	assert.Contains(t, otherHalf(t), "VERSION = 4;")
}

// A kind of trace line belongs to one group of the page's, and the page knows no other kind.
func TestBothHalvesHaveTheSameLineKinds(t *testing.T) {
	text, err := os.ReadFile("../../static/src/timeline/kinds.ts")
	require.NoError(t, err)
	groups := regexp.MustCompile(`(?s)export const GROUPS = \{(.*?)\n\}`).FindSubmatch(text)
	require.NotNil(t, groups)
	var there, here []string
	for _, m := range regexp.MustCompile(`"([a-z-]+)"`).FindAllSubmatch(groups[1], -1) {
		there = append(there, string(m[1]))
	}
	for _, kind := range lab.LineKinds() {
		here = append(here, kind.Name)
	}
	for _, p := range known.Protocols() {
		for _, kind := range p.New().LineKinds() {
			here = append(here, kind.Name)
		}
	}
	for _, kind := range (wholecluster.Protocol{}).New().LineKinds() {
		here = append(here, kind.Name)
	}
	// Two protocols may have a kind of the same name.
	slices.Sort(here)
	assert.ElementsMatch(t, slices.Compact(here), there)
}

func TestDecodeRequest(t *testing.T) {
	request, err := protocol.DecodeRequest(`{"v":4,"id":3,"kind":"do","line":"crash S1"}`)
	require.NoError(t, err)
	assert.Equal(t, protocol.Request{ID: 3, Ask: protocol.DoRequest{Line: "crash S1"}}, request)

	for _, text := range []string{
		``, `null`, `[`, `{"v":3,"id":3,"kind":"step"}`, `{"v":"4","kind":"step"}`, `{"v":4,"id":3}`,
		`{"v":4,"kind":"jump"}`,
		`{"v":4,"kind":"do","line":3}`, `{"v":4,"kind":"seek","event":"3"}`, `{"v":4,"kind":"step","line":"x"}`,
		`{"v":4,"kind":"step","kind":"back"}`, `{"v":4,"kind":"seek","event":[3]}`,
	} {
		_, err := protocol.DecodeRequest(text)
		assert.ErrorIs(t, err, protocol.ErrRequest, text)
	}
}

func TestBothHalvesGiveUpAlike(t *testing.T) {
	assert.Contains(t, otherHalf(t), "GIVE_UP = '"+protocol.GiveUp+"'")
}

func TestProgressIsWritten(t *testing.T) {
	text := protocol.Encode(protocol.NewProgress(3, 9))
	assert.JSONEq(t, `{"v":4,"kind":"progress","done":3,"of":9}`, string(text))
}

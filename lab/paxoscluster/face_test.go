package paxoscluster_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/paxoscluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// yields is a story in which a leader gives up.
const yields = "# T: A leader yields\nprotocol paxos\nmode multi\nservers 3\nprepare S1\nawait leader\nput x 1\nrun " +
	"100ms\nprepare S2\nrun 100ms\nexpect leader S2\n"

// playedFully plays a scenario to its end, with the lines of its trace and the reader of lines.
func playedFully(t *testing.T, id string) (*paxoscluster.Cluster, []string) {
	t.Helper()
	scenario, err := scenarios.Find(id)
	if id == "yields" {
		scenario, err = story.ParseScenario(id, yields)
	}
	require.NoError(t, err)
	cluster := paxoscluster.New(paxoscluster.DefaultSetup())
	var lines []string
	runner, err := story.NewRunner(scenario, cluster, paxoscluster.InProcess{}, nil, func(line []byte) {
		lines = append(lines, strings.TrimSuffix(string(line), "\n"))
	})
	require.NoError(t, err)
	require.NoError(t, runner.Finish(100_000))
	return cluster, lines
}

func TestChosenIsShownWithThoseThatKnowIt(t *testing.T) {
	cluster, _ := playedFully(t, "g1-count-values")
	run := cluster.Face().Run().Value.(paxoscluster.PaxosRun)
	assert.Equal(t, []int{1, 2, 3, 4, 5}, run.Acceptors)
	assert.Equal(t, 3, run.Majority)
	require.Len(t, run.Chosen, 1)
	chosen := run.Chosen[0]
	assert.Equal(t, "X", chosen.Value)
	assert.Equal(t, []int{1, 2, 3}, chosen.By)
	assert.Equal(t, []int{6}, chosen.KnownBy)
	assert.Equal(t, paxoscluster.BallotView{Name: "5.1", Number: 25, Owner: 1}, chosen.Ballot)

	s4 := cluster.Face().Server(4, nil)
	slot := s4.Part.Value.(paxoscluster.PaxosView).Slots[0]
	assert.Equal(t, "Y", slot.Value)
	assert.False(t, slot.Chosen, "Y of ballot 4.4 is not what was chosen")
	s1 := cluster.Face().Server(1, nil).Part.Value.(paxoscluster.PaxosView)
	assert.True(t, s1.Slots[0].Chosen)
	assert.Equal(t, "X", s1.Proposing.BestValue)
	assert.Equal(t, 3, s1.Proposing.BestFrom)
}

// A page takes each list as a list: nil would be null there.
func TestPartsHaveNoNull(t *testing.T) {
	for _, id := range []string{"g1-one-value", "g2-livelock", "g3-gap"} {
		cluster, _ := playedFully(t, id)
		parts := []any{cluster.Face().Run().Value}
		for server := lab.ServerID(1); server <= 3; server++ {
			parts = append(parts, cluster.Face().Server(server, nil).Part.Value)
		}
		for _, part := range parts {
			text, err := json.Marshal(part)
			require.NoError(t, err)
			assert.NotContains(t, strings.ReplaceAll(string(text), `"proposing":null`, ""), "null", id)
		}
	}
}

// Each line about a server has a reason, except those that only repeat the input.
func TestEachOwnLineIsExplained(t *testing.T) {
	kinds := map[string]bool{}
	for _, kind := range paxoscluster.LineKinds() {
		kinds[kind.Name] = true
	}
	explained := map[string]bool{}
	for _, id := range []string{"g1-must-obey", "g2-livelock", "g2-distinguished", "g3-gap", "g3-figure-8", "yields"} {
		cluster, lines := playedFully(t, id)
		for _, line := range lines {
			words := strings.SplitN(line, " ", 5)
			if len(words) < 5 || words[0][0] == '#' || !kinds[words[3]] && words[3] != "send" {
				continue
			}
			reason := cluster.Face().Explain(face.Step{
				Event: face.Line{Subject: words[2], Kind: words[3], Details: words[4]}, Servers: 5,
			})
			assert.NotEmpty(t, reason.Sentence, line)
			assert.NotEmpty(t, reason.Code, line)
			assert.NotEmpty(t, reason.Place, line)
			explained[words[3]] = true
		}
	}
	for name := range kinds {
		assert.True(t, explained[name], "no story has a line %s", name)
	}
}

func TestSummaryReadsALineAtATime(t *testing.T) {
	_, lines := playedFully(t, "g3-gap")
	summary := paxoscluster.Protocol{}.Summary()
	for _, line := range lines {
		if words := strings.SplitN(line+" ", " ", 5); len(words) == 5 && !strings.HasPrefix(line, "#") {
			summary.Take(words[2], words[3], strings.TrimSpace(words[4]))
		}
	}
	assert.Contains(t, summary.Server(2), "leads ballot 2.2")
	assert.Contains(t, summary.Server(2), "carried out slot")
	assert.Contains(t, summary.Server(1), "promised 2.2")
	assert.Empty(t, summary.Server(9))
}

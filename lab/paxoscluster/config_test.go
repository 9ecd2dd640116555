package paxoscluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/paxos"
	"raftlab/lab/paxoscluster"
	"raftlab/lab/story"
)

func TestConfigTravels(t *testing.T) {
	setup := paxoscluster.DefaultSetup()
	setup.Multi, setup.Steps, setup.Notice = true, true, true
	setup.Acceptors, setup.Distinguished = paxos.SetOf(1, 3), 2
	want := paxoscluster.Config{ID: 2, Servers: 3, Rules: "own-wish", Seed: 17, Setup: setup}
	got, err := paxoscluster.DecodeConfig(want.Encode())
	require.NoError(t, err)
	assert.Equal(t, want, got)
	for cut := range len(want.Encode()) {
		_, err := paxoscluster.DecodeConfig(want.Encode()[:cut])
		assert.Error(t, err)
	}
}

// Each mistake in a scenario is reported with what to do.
func TestMistakesInScenariosAreReported(t *testing.T) {
	for text, want := range map[string]string{
		"distinguished S2\nproposers S1\n":        "S2 is distinguished and no proposer",
		"acceptors S7\n":                          "S7",
		"mode multi\npropose S1 X\n":              "in mode multi clients give commands",
		"proposers S1\npropose S2 X\n":            "S2 is no proposer; the proposers are S1",
		"put x 1 via S1\n":                        "mode multi",
		"given S1 accepted 2.1 X\n":               "has promised it, too",
		"ballots steps\nexpect promised S1 2.1\n": `ballots are steps here, got "2.1"`,
		"expect promised S1 x\n":                  `want a ballot such as 2.1`,
		"expect progress\n":                       "needs a distinguished proposer",
		"given S1 promised 1.1 accepted 1.1 X\ngiven S2 promised 1.1 accepted 1.1 Y\n": "ballot 1.1 has one value",
		"rules own-wihs\n": `did you mean "own-wish"?`,
	} {
		scenario, err := story.ParseScenario("mine.txt", "# T: T\nprotocol paxos\nservers 3\n"+text)
		require.NoError(t, err)
		cluster := paxoscluster.New(paxoscluster.DefaultSetup())
		runner, err := story.NewRunner(scenario, cluster, paxoscluster.InProcess{}, nil)
		if err == nil {
			err = runner.Finish(1000)
		}
		assert.ErrorContains(t, err, want, text)
	}
}

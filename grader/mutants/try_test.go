package mutants_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	judge "raftlab/grader/judges/paxos"
	"raftlab/grader/mutants"
	"raftlab/lab/nemesis"
	"raftlab/lab/shrink"
	"raftlab/lab/story"
)

func TestTry(t *testing.T) {
	for id, drill := range map[string]string{"PX09": "a proposer loses power", "PX11": "a proposer that learns"} {
		m, _ := mutants.Find(id)
		for _, d := range judge.Exercise().Drills {
			if d.Name != drill {
				continue
			}
			scenario, err := story.ParseScenario("drill", "# G1: "+d.Name+"\n#\n# It.\n\n"+d.Script)
			require.NoError(t, err)
			small, err := shrink.Shrink(scenario, player(m), shrink.Options{Events: nemesis.Events})
			if err != nil {
				t.Log(id, err)
				continue
			}
			t.Log(small.Scenario, small.Minimal)
			os.WriteFile(kept(m), []byte(small.Scenario), 0o644)
		}
	}
}

package mutants_test

import (
	"flag"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader/mutants"
	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/raftcluster/oracle"
	"raftlab/lab/story"
)

var oracleSeeds = flag.Uint64("oracle", 2, "with how many seeds each set of rules is judged by the oracle, too")

// figure3 are the properties that the oracle judges.
var figure3 = []string{
	oracle.ElectionSafety, oracle.LeaderAppendOnly, oracle.LogMatching, oracle.LeaderCompleteness,
	oracle.StateMachineSafety,
}

// TestTheChecksAgreeWithTheOracle over the reference and all mutants: the lab's checks and the slow oracle find a
// property broken at the same step. A run ends with its first violation, so nothing is compared after it.
func TestTheChecksAgreeWithTheOracle(t *testing.T) {
	var steps, found atomic.Uint64
	judge := func(t *testing.T, name string, schedules nemesis.Protocol, stage nemesis.Stage) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := uint64(1); seed <= *oracleSeeds; seed++ {
				var both *compared
				schedules.Run(nemesis.Options{Seed: seed}, func() (story.Judged, lab.Host) {
					player, host := stage()
					both = &compared{cluster: player}
					return both, host
				}, nemesis.Events)
				assert.Empty(t, both.disagreement, "seed %d", seed)
				steps.Add(both.steps)
				if both.agreed {
					found.Add(1)
				}
			}
		})
	}
	t.Run("all", func(t *testing.T) {
		reference := func() (story.Judged, lab.Host) {
			return raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{}
		}
		judge(t, "reference", raftcluster.Nemesis(), reference)
		judge(t, "reference, and servers change", raftcluster.MembershipNemesis(), reference)
		for _, m := range mutants.All() {
			if m.Rules != nil || m.Machine != nil {
				schedules := raftcluster.Nemesis()
				if m.ID[0] == 'M' {
					schedules = m.Nemesis() // in the others they break nothing
				}
				judge(t, m.ID, schedules, m.Stage())
			}
		}
	})
	assert.NotZero(t, found.Load(), "runs in which a property of Figure 3 broke")
	t.Logf("%d steps judged twice; in %d runs both found the same property broken", steps.Load(), found.Load())
}

// cluster is a judged cluster, under a name that is no method's.
type cluster interface{ story.Judged }

// compared is a cluster whose checks are compared with the oracle's.
type compared struct {
	cluster
	oracle       *oracle.Oracle
	disagreement string
	steps        uint64
	agreed, over bool
}

func (c *compared) Begin(options *lab.Options) error {
	c.oracle = oracle.New(options.Servers)
	return c.cluster.Begin(options)
}

func (c *compared) Stopped(w *lab.World, id lab.ServerID) {
	c.oracle.Stopped(id)
	c.cluster.Stopped(w, id)
}

func (c *compared) Observe(w *lab.World, id lab.ServerID, view []byte) *lab.Violation {
	violation := c.cluster.Observe(w, id, view)
	if c.over {
		return violation
	}
	c.steps++
	broken, err := c.oracle.Observe(id, view)
	c.over = violation != nil
	judged := violation != nil && slices.Contains(figure3, violation.ID)
	switch {
	case err != nil && violation == nil:
		c.disagreement = fmt.Sprintf("nobody sees that %v contradicts itself: %v", id, err)
	case judged && !slices.Contains(broken, violation.ID):
		c.disagreement = fmt.Sprintf("a false alarm: %v; the oracle finds %q", violation, broken)
	case violation == nil && len(broken) > 0:
		c.disagreement = fmt.Sprintf("a miss: after a step of %v the oracle finds %q", id, broken)
	case judged:
		c.agreed = true
	}
	return violation
}

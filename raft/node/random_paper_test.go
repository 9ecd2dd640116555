package node

import (
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// experience counts what happened over all random runs: a run in which nothing happens breaks no property and
// proves nothing.
type experience struct {
	leaders, deposed, commits, restarts, lost, doubled, cuts, unsaved int
}

// TestFigure3HoldsUnderRandomDeliveries: all five properties of Figure 3 hold at all times, however messages
// are delayed, reordered, doubled and lost, and whenever servers crash and time out. This test only draws what
// happens next; the cluster tests the properties after each step.
//
// Reference: Figure 3
func TestFigure3HoldsUnderRandomDeliveries(t *testing.T) {
	var seen experience
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(2, 5).Draw(t, "servers")
		limit := rapid.SampledFrom([]int{1, 2, 64}).Draw(t, "entries per message")
		ahead := Pipelining{
			Window:       rapid.SampledFrom([]int{0, 1, 3}).Draw(t, "window"),
			ParallelDisk: rapid.Bool().Draw(t, "parallel disk"),
		}
		c := newCluster(t, size, func(config *Config) {
			config.MaxEntriesPerMessage, config.Pipelining = limit, ahead
		})
		request := raft.RequestID(0)
		for range rapid.IntRange(20, 120).Draw(t, "steps") {
			id := rapid.SampledFrom(rafttest.Servers(size)).Draw(t, "server")
			switch rapid.SampledFrom(randomActions).Draw(t, "action") {
			case "time out":
				deposes(c, &seen, func() { c.step(id, TimeoutNow{}) })
			case "heartbeat":
				if c.nodes[id].Role == raft.Leader {
					c.heartbeat(id)
				}
			case "propose":
				request++
				c.proposeAt(id, request)
			case "restart":
				seen.restarts++
				seen.unsaved += c.unsavedEntries(id)
				c.restart(id)
			case "saved":
				c.saveNext(id)
			case "settle":
				others := rapid.SliceOfNDistinct(rapid.SampledFrom(rafttest.Servers(size)), size/2+1, size,
					rapid.ID[raft.NodeID]).Draw(t, "connected")
				if len(others) < size {
					seen.cuts++
				}
				deposes(c, &seen, func() { c.settle(others...) })
			default:
				deposes(c, &seen, func() { randomDelivery(t, c, &seen) })
			}
		}
		seen.leaders += len(c.history.leaders)
		seen.commits += len(c.history.committed)
	})
	t.Logf("over all runs: %+v", seen)
	assert.Positive(t, seen.leaders, "a leader was elected")
	assert.Positive(t, seen.deposed, "a leader was deposed")
	assert.Positive(t, seen.commits, "an entry was committed")
	assert.Positive(t, seen.restarts, "a server was restarted")
	assert.Positive(t, seen.lost, "a message was lost")
	assert.Positive(t, seen.doubled, "a message was doubled")
	assert.Positive(t, seen.cuts, "some servers could not hear the others")
	assert.Positive(t, seen.unsaved, "a leader crashed with entries that were sent and not saved")
}

// randomActions names each action as often as it should be drawn.
var randomActions = []string{
	"deliver", "deliver", "deliver", "deliver", "deliver", "deliver",
	"settle", "settle", "settle", "settle", "time out", "time out", "heartbeat", "heartbeat",
	"propose", "propose", "propose", "restart", "saved", "saved",
}

// randomDelivery delivers, doubles or loses one of the messages in flight.
func randomDelivery(t *rapid.T, c *cluster, seen *experience) {
	if len(c.flight) == 0 {
		return
	}
	i := rapid.IntRange(0, len(c.flight)-1).Draw(t, "message")
	switch rapid.IntRange(0, 9).Draw(t, "fate") {
	case 0:
		seen.lost++
		c.flight = append(c.flight[:i:i], c.flight[i+1:]...)
	case 1:
		seen.doubled++
		c.flight = append(c.flight, c.flight[i])
		c.deliver(i)
	default:
		c.deliver(i)
	}
}

// deposes counts the leaders that action deposes.
func deposes(c *cluster, seen *experience, action func()) {
	var leaders raft.NodeSet
	for _, n := range c.nodes[1:] {
		if n.Role == raft.Leader {
			leaders.Add(n.ID)
		}
	}
	action()
	for _, n := range c.nodes[1:] {
		if leaders.Has(n.ID) && n.Role != raft.Leader {
			seen.deposed++
		}
	}
}

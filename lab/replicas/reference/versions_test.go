package reference_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"raftlab/lab/replicas"
	"raftlab/lab/replicas/reference"
)

// v is a version whose writer is the last of the dots.
func v(value string, dots ...replicas.Dot) replicas.Versioned {
	var version replicas.Vector
	for _, d := range dots {
		version = version.With(d)
	}
	return replicas.Versioned{Version: version, Writer: dots[len(dots)-1].Node, Value: value}
}

func dot(id replicas.NodeID, count uint64) replicas.Dot { return replicas.Dot{Node: id, Count: count} }

// Dynamo, §4.4: a version whose counters are all at most another's is its ancestor, and may be forgotten; otherwise the
// two are in conflict. The example has the shape of the paper's Figure 3.
func TestMergeIsDynamosFigure3(t *testing.T) {
	d1 := v("D1", dot(1, 1))
	d2 := v("D2", dot(1, 2))
	d3 := v("D3", dot(1, 2), dot(2, 1))
	d4 := v("D4", dot(1, 2), dot(3, 1))
	d5 := v("D5", dot(2, 1), dot(3, 1), dot(1, 3))
	assert.Equal(t, []replicas.Versioned{d2}, reference.Merge(d1, d2))
	assert.Equal(t, []replicas.Versioned{d3}, reference.Merge(d3, d2))
	assert.Equal(t, []replicas.Versioned{d3, d4}, reference.Merge(d3, d4), "neither knew of the other")
	assert.Equal(t, []replicas.Versioned{d3, d4}, reference.Merge(d4, d3), "in whatever order they come")
	assert.Equal(t, []replicas.Versioned{d5}, reference.Merge(d3, d5))
	assert.Equal(t, []replicas.Versioned{d5}, reference.Merge(d5, d4))
	assert.Equal(t, []replicas.Versioned{d4}, reference.Merge(d4, d4), "one write is one version")
}

// An order of all versions must not turn in a circle, must be the same whoever asks, and must put a version after what
// it replaces (Lynch and Shvartsman, 1997).
func TestLaterIsOneOrder(t *testing.T) {
	draw := rapid.Custom(func(t *rapid.T) replicas.Versioned {
		writer := replicas.NodeID(rapid.IntRange(1, 3).Draw(t, "writer"))
		dots := []replicas.Dot{}
		for id := replicas.NodeID(1); id <= 3; id++ {
			if count := rapid.Uint64Range(0, 3).Draw(t, "count"); count > 0 && id != writer {
				dots = append(dots, dot(id, count))
			}
		}
		return v("", append(dots, dot(writer, rapid.Uint64Range(1, 3).Draw(t, "own")))...)
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := draw.Draw(t, "a"), draw.Draw(t, "b"), draw.Draw(t, "c")
		if a.Replaces(b) {
			assert.True(t, reference.Later(b, a))
		}
		assert.False(t, reference.Later(a, b) && reference.Later(b, a))
		if reference.Later(a, b) && reference.Later(b, c) {
			assert.True(t, reference.Later(a, c))
		}
	})
}

// Attiya, Bar-Noy and Dolev (1995): a read takes the newest of what it hears, and those who lack it get it.
func TestChooseReadNamesWhoLacksSomething(t *testing.T) {
	older, newer, other := v("1", dot(1, 1)), v("2", dot(1, 2)), v("3", dot(1, 1), dot(2, 1))
	reply := func(id replicas.NodeID, versions ...replicas.Versioned) replicas.Reply {
		return replicas.Reply{From: id, Versions: versions}
	}
	chosen, repair := reference.ChooseRead(
		[]replicas.Reply{reply(1, older), reply(2, newer), reply(3)}, reference.Merge)
	assert.Equal(t, []replicas.Versioned{newer}, chosen)
	assert.Equal(t, []replicas.NodeID{1, 3}, repair)

	chosen, repair = reference.ChooseRead([]replicas.Reply{reply(1, newer), reply(2, other)}, reference.Merge)
	assert.Equal(t, []replicas.Versioned{newer, other}, chosen)
	assert.Equal(t, []replicas.NodeID{1, 2}, repair, "each lacks one of the siblings")

	chosen, repair = reference.ChooseRead([]replicas.Reply{reply(1), reply(2)}, reference.Merge)
	assert.Empty(t, chosen)
	assert.Empty(t, repair, "nobody lacks what nobody has")
}

// Dynamo, §4.6: a hint is for a sloppy quorum only. Gifford (1979): each replica has one vote.
func TestEnoughCountsEachReplicaOnce(t *testing.T) {
	ack := func(id replicas.NodeID) replicas.Ack { return replicas.Ack{From: id} }
	hint := replicas.Ack{From: 4, Hint: true}
	assert.True(t, reference.Enough([]replicas.Ack{ack(1), ack(3)}, 2, false))
	assert.False(t, reference.Enough([]replicas.Ack{ack(1), ack(1)}, 2, false), "a confirmation that came twice")
	assert.False(t, reference.Enough([]replicas.Ack{ack(1), hint}, 2, false))
	assert.True(t, reference.Enough([]replicas.Ack{ack(1), hint}, 2, true))
}

func TestATombstoneStaysUntilAllHaveIt(t *testing.T) {
	all := replicas.FirstOf(3)
	assert.False(t, reference.MayForget(replicas.Versioned{}, replicas.SetOf(1, 2), all))
	assert.True(t, reference.MayForget(replicas.Versioned{}, replicas.SetOf(1, 2, 3), all))
}

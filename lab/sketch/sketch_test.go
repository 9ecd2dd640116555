package sketch_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"raftlab/lab/sketch"
)

func read(lines ...string) *sketch.Reader {
	r := &sketch.Reader{}
	for _, line := range lines {
		r.Take([]byte(line))
	}
	return r
}

func TestATraceIsLanesWaysAndMarks(t *testing.T) {
	r := read(
		"# raftlab trace 2",
		"1 0 S1 boot records=0",
		"2 0 S2 boot records=0",
		"3 100 S1 role candidate term=1",
		"4 100 S1 send m1 S2 RequestVote term=1 last=0/0",
		"5 100 S1 send m2 S2 RequestVote term=1 last=0/0",
		"6 100 S2 drop m2 S1 RequestVote term=1 last=0/0 because=cut",
		"7 200 S2 deliver m1 S1 RequestVote term=1 last=0/0",
		"8 200 S2 term 1",
		"9 300 S1 role leader term=1",
		"10 400 S2 crash unsynced=0 unread=0",
		"11 500 S2 restart records=2",
		"12 600 S2 deliver m9 S1 RequestVote term=1", // nobody sent it
	)
	assert.Equal(t, []sketch.Lane{
		{Server: 1, Begin: 0, End: 100, Term: 0, What: sketch.Follows},
		{Server: 2, Begin: 0, End: 200, Term: 0, What: sketch.Follows},
		{Server: 1, Begin: 100, End: 300, Term: 1, What: sketch.Stands},
		{Server: 2, Begin: 200, End: 400, Term: 1, What: sketch.Follows},
		{Server: 1, Begin: 300, End: -1, Term: 1, What: sketch.Leads},
		{Server: 2, Begin: 400, End: 500, Term: 1, What: sketch.IsDown},
		{Server: 2, Begin: 500, End: -1, Term: 1, What: sketch.Follows},
	}, r.Lanes)
	assert.Equal(t, []sketch.Way{
		{
			From: 1, Begin: 100, To: 2, End: 4100, Term: 1, Lost: true,
			Kind: "RequestVote", Label: "term=1 last=0/0 because=cut",
		},
		{From: 1, Begin: 100, To: 2, End: 200, Term: 1, Kind: "RequestVote", Label: "term=1 last=0/0"},
	}, r.Ways)
	assert.Equal(t, []sketch.Mark{
		{Server: 1, At: 100, Kind: sketch.MarkStands}, {Server: 1, At: 300, Kind: sketch.MarkLeads},
		{Server: 2, At: 400, Kind: sketch.MarkCrash}, {Server: 2, At: 500, Kind: sketch.MarkRestart},
	}, r.Marks)
}

func TestAnyLineIsTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &sketch.Reader{}
		kinds := rapid.SampledFrom([]string{"boot", "term", "role", "send", "deliver", "drop", "crash", "restart", "x"})
		for range rapid.IntRange(0, 20).Draw(t, "lines") {
			at := rapid.StringMatching(`\d{1,20}`).Draw(t, "time")
			details := rapid.StringMatching(`(leader|m1|S2|term=\d| )*.*`).Draw(t, "details")
			r.Take([]byte("1 " + at + " S1 " + kinds.Draw(t, "kind") + " " + details))
		}
		for _, lane := range r.Lanes {
			assert.Equal(t, 1, lane.Server)
		}
	})
}
